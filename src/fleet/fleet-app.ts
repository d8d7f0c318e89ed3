import { App, IResolver } from 'cdk8s';
import { Diagnostic, DiagnosticsError, formatDiagnostic, hasErrors } from '../diagnostics';
import { TargetPlatform } from '../platform';
import { checkBySelf } from '../tenancy/synthesis';
import { FleetSynthesis, FleetSynthesisOptions, renderTree, synthesizeTree } from './fleet-synthesis';
import { layOut } from './layout';
import { stringifyManifests } from './manifest-yaml';

/** Options of a FleetApp. */
export interface FleetAppProps {
  /**
   * The folder that manifests are written to, relative to the working directory.
   *
   * @default - the folder that the cdk8s command asks for, else `dist`
   */
  readonly outdir?: string;

  /**
   * Resolvers of values in objects, asked before those of cdk8s.
   *
   * @default - those of cdk8s only
   */
  readonly resolvers?: IResolver[];

  /**
   * The platform of the management cluster.
   *
   * @default - that of the shared gateways in the tree, else the newest releases known, which a note says
   */
  readonly platform?: TargetPlatform;

  /**
   * Whether to write `routing-table.md` beside the manifests: who is reached where, for the person who reviews a change.
   *
   * @default true
   */
  readonly routingTable?: boolean;
}

/** Prints warnings and notes on standard error; throws if there is an error among the findings. */
function report(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) {
    throw new DiagnosticsError(diagnostics);
  }
  for (const diagnostic of diagnostics) {
    process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  }
}

/**
 * An app that renders its tree once, checks it as a whole and writes one file per tenant, gateway and shared object.
 *
 * Files: `gateways/<namespace>/<gateway>.yaml`, `tenants/<namespace>/_namespace.yaml` and `<tenant>.yaml`,
 * `cluster/<kind>-<name>.yaml` for cluster-scoped objects, `namespaces/<namespace>/<kind>-<name>.yaml` for everything else.
 * The bytes depend on the constructs alone: not on charts, their order or dependencies, nor on the environment.
 *
 * A synth with errors throws all of them at once and leaves the output folder as it was.
 * One without replaces the files that it wrote before, and touches no file of anybody else.
 */
export class FleetApp extends App {
  private readonly platform?: TargetPlatform;
  private readonly routingTable: boolean;

  constructor(props: FleetAppProps = {}) {
    super({ outdir: props.outdir, resolvers: props.resolvers, recordConstructMetadata: false });
    this.platform = props.platform;
    this.routingTable = props.routingTable ?? true;
    checkBySelf(this);
  }

  /** @internal */
  public _targetPlatform(): TargetPlatform | undefined {
    return this.platform;
  }

  /**
   * Renders, checks and writes; warnings and notes go to standard error.
   *
   * @throws DiagnosticsError with all findings if one of them is an error
   */
  public override synth(): void {
    report(this._synthesize({ mode: 'write' }).diagnostics);
  }

  /**
   * Renders and checks; returns all manifests as one YAML stream, in the order of their files.
   *
   * @throws DiagnosticsError with all findings if one of them is an error
   */
  public override synthYaml(): string {
    const { synthesis, diagnostics } = renderTree(this, []);
    report(diagnostics);
    return layOut(synthesis.rendered)
      .files.map(({ objects }) => stringifyManifests(objects))
      .join('---\n');
  }

  /** @internal */
  public _synthesize(options: FleetSynthesisOptions): FleetSynthesis {
    return synthesizeTree(this, this.outdir, { routingTable: this.routingTable, ...options });
  }
}
