import { IConstruct } from 'constructs';
import { Diagnostic, locate, SourceLocation } from '../diagnostics';
import { ObjectRef, refKey, refOf } from '../objects';
import { RenderedObject } from '../tenancy/synthesis';

/** Finds the place of findings that name no object, or one that they did not see rendered. */
class Locator {
  private readonly owners: ReadonlyMap<string, IConstruct>;

  constructor(
    private readonly root: IConstruct,
    rendered: readonly RenderedObject[],
  ) {
    this.owners = new Map(rendered.map(({ object, construct }) => [refKey(refOf(object)), construct]));
  }

  public locate({ object, path = '', constructPath }: Diagnostic): SourceLocation | undefined {
    return this.ofObject(object, path) ?? this.ofConstruct(constructPath, path) ?? this.ofPlatform(path);
  }

  private ofObject(object: ObjectRef | undefined, path: string): SourceLocation | undefined {
    const owner = object === undefined ? undefined : this.owners.get(refKey(object));
    return owner === undefined ? undefined : locate(owner, path);
  }

  private ofConstruct(constructPath: string | undefined, path: string): SourceLocation | undefined {
    let construct: IConstruct | undefined = constructPath === undefined ? undefined : this.root;
    for (const id of constructPath?.split('/') ?? []) {
      construct = construct?.node.tryFindChild(id);
    }
    return construct === undefined ? undefined : locate(construct, path);
  }

  /** What is said of the platform belongs to no construct, but to the fleet's chart. */
  private ofPlatform(path: string): SourceLocation | undefined {
    const charts = path.startsWith('platform') ? this.root.node.children : [];
    return charts.map((chart) => locate(chart, path)).find((location) => location !== undefined);
  }
}

/** Adds file, line and column to the findings that have none, where a file of a fleet is behind them. */
export function locateFindings(
  findings: readonly Diagnostic[],
  root: IConstruct,
  rendered: readonly RenderedObject[],
): Diagnostic[] {
  if (findings.every(({ file }) => file !== undefined)) {
    return [...findings];
  }
  const locator = new Locator(root, rendered);
  return findings.map((finding) => (finding.file === undefined ? { ...finding, ...locator.locate(finding) } : finding));
}
