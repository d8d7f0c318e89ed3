import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, Pair, Scalar } from 'yaml';
import { SourceLocation } from '../diagnostics';
import { PathSegment } from '../objects';
import { isMergeKey } from './yaml-references';

type Step = { readonly key?: Node; readonly value: unknown };

type Resolve = (node: unknown) => unknown;

/** Steps into what a map merges; of several the first one wins, and a key of the map itself before all of them. */
function stepIntoMerged(pairs: readonly Pair[], segment: PathSegment, resolve: Resolve): Step | undefined {
  for (const { value } of pairs.filter(({ key }) => isMergeKey(key))) {
    const source = resolve(value);
    for (const one of isSeq(source) ? source.items : [source]) {
      const step = stepInto(resolve(one), segment, resolve);
      if (step !== undefined) {
        return step;
      }
    }
  }
  return undefined;
}

function stepInto(parent: unknown, segment: PathSegment, resolve: Resolve): Step | undefined {
  if (isMap(parent)) {
    const pair = parent.items.find((item: Pair) => isScalar(item.key) && String(item.key.value) === String(segment));
    return pair === undefined
      ? stepIntoMerged(parent.items, segment, resolve)
      : { key: pair.key as Node, value: pair.value };
  }
  const item = isSeq(parent) && typeof segment === 'number' ? parent.items[segment] : undefined;
  return item === undefined ? undefined : { value: item };
}

/** One document of a YAML file, which knows the place of everything in it. */
export class YamlDocument {
  constructor(
    /** Name of the file, as messages print it. */
    public readonly file: string,
    /** The document as plain data. */
    public readonly value: unknown,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /** Returns how many steps of the path the document holds. */
  public depthOf(path: readonly PathSegment[]): number {
    return this.follow(path).length;
  }

  /**
   * Returns the place of a value: of the value itself where it is a scalar, else of its key.
   *
   * A path that the document does not hold gives the place of the nearest thing around it, one of which it holds nothing the start of the document.
   */
  public locate(path: readonly PathSegment[]): SourceLocation {
    const last = this.follow(path).at(-1);
    const node = last === undefined ? this.document.contents : this.nodeToPoint(last);
    return this.at(node?.range?.[0] ?? 0);
  }

  /** Returns the first line of the file. */
  public locateStart(): SourceLocation {
    return { file: this.file, line: 1, column: 1 };
  }

  /** Returns the place of a key, whatever its value. */
  public locateKey(path: readonly PathSegment[]): SourceLocation {
    const steps = this.follow(path);
    const key = steps.length < path.length ? undefined : steps.at(-1)?.key;
    return key === undefined ? this.locate(path) : this.at(key.range?.[0] ?? 0);
  }

  /** Returns a scalar as it is written in the file, `1.30` for example, which as a number would be 1.3. */
  public sourceOf(path: readonly PathSegment[]): string | undefined {
    const steps = this.follow(path);
    const value = steps.length === path.length ? steps.at(-1)?.value : undefined;
    return isScalar(value) ? (value as Scalar & { source?: string }).source : undefined;
  }

  private nodeToPoint({ key, value }: Step): Node | undefined {
    // A key without a value has a node too, behind its colon.
    const isInline = isAlias(value) || (isScalar(value) && (value.value !== null || value.source !== ''));
    return isInline || key === undefined ? (value as Node) : key;
  }

  private follow(path: readonly PathSegment[]): readonly Step[] {
    const resolve: Resolve = (node) => (isAlias(node) ? node.resolve(this.document) : node);
    const steps: Step[] = [];
    let current: unknown = this.document.contents;
    for (const segment of path) {
      const step = stepInto(resolve(current), segment, resolve);
      if (step === undefined) {
        break;
      }
      steps.push(step);
      current = step.value;
    }
    return steps;
  }

  private at(offset: number): SourceLocation {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
