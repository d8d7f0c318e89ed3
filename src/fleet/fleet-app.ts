import * as path from 'node:path';
import { App, IResolver } from 'cdk8s';
import { IConstruct } from 'constructs';
import {
  CodeDefinition,
  Diagnostic,
  DiagnosticsError,
  diagnose,
  formatDiagnostic,
  hasErrors,
  locate,
  Severity,
  sortDiagnostics,
} from '../diagnostics';
import { refOf } from '../objects';
import { UNUSED_ACKNOWLEDGEMENT } from '../tenancy/acknowledgements';
import { checkBySelf, Synthesis, synthesize, withChecksDone } from '../tenancy/synthesis';
import { layOut } from './layout';
import { locateFindings } from './locate-findings';
import { stringifyManifests } from './manifest-yaml';
import { findRemovedObjects } from './removed-objects';
import { carryOut, OutputFile, planWrite } from './write-dist';

/** A construct refused itself (`node.addValidation`). */
export const CONSTRUCT_INVALID: CodeDefinition = {
  code: 'construct-invalid',
  severity: Severity.ERROR,
  title: 'A validation that the code of a construct added does not pass',
};

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
}

/** What one run of a FleetApp did, or would do. */
export interface FleetSynthesis {
  /** All findings, sorted. Where one is an error nothing was written. */
  readonly diagnostics: readonly Diagnostic[];

  /** The rendered tree. */
  readonly synthesis: Synthesis;

  /** Paths of the files that were written, relative to the output folder. */
  readonly written: readonly string[];

  /** Paths of the files that are as they were. */
  readonly unchanged: readonly string[];

  /** Paths of the files that were removed. */
  readonly removed: readonly string[];
}

/** How a FleetApp is run. */
export interface FleetSynthesisOptions {
  /** Whether files are written; `compare` finds out the same without writing, `check` does not look at the output folder. */
  readonly mode: 'write' | 'compare' | 'check';

  /** Says for findings whether they forbid writing; errors always do. */
  readonly refuse?: (diagnostics: readonly Diagnostic[]) => boolean;

  /** How the output folder is named in messages. */
  readonly display?: string;

  /** Findings made before, for example in the files that the tree was built from. */
  readonly findings?: readonly Diagnostic[];
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where there are errors, warnings that were acknowledged may not have come up, as what they are about was left out. */
function isNoConsequence(diagnostic: Diagnostic): boolean {
  return diagnostic.code !== UNUSED_ACKNOWLEDGEMENT.code;
}

/** Asks every construct once; a validation that throws is a finding like one that returns a message. */
function validateConstructs(root: IConstruct): Diagnostic[] {
  return root.node.findAll().flatMap((construct) => {
    let messages: readonly unknown[];
    try {
      messages = construct.node.validate();
    } catch (error) {
      messages = [message(error)];
    }
    return messages.map((text) =>
      diagnose(CONSTRUCT_INVALID, {
        message: String(text),
        ...locate(construct, ''),
        constructPath: construct.node.path,
      }),
    );
  });
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
  constructor(props: FleetAppProps = {}) {
    super({ outdir: props.outdir, resolvers: props.resolvers, recordConstructMetadata: false });
    checkBySelf(this);
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
    const { synthesis, diagnostics } = this._render([]);
    report(diagnostics);
    return layOut(synthesis.rendered)
      .files.map(({ objects }) => stringifyManifests(objects))
      .join('---\n');
  }

  /** @internal */
  public _synthesize(options: FleetSynthesisOptions): FleetSynthesis {
    const { synthesis, diagnostics: findings } = this._render(options.findings ?? []);
    const { files, diagnostics: layoutFindings } = layOut(synthesis.rendered);
    const nothing = { synthesis, written: [], unchanged: [], removed: [] };
    const refuse = options.refuse ?? (() => false);
    // Where part of the fleet is missing, what would be written is not what is wanted, and not worth a word.
    const rendering = sortDiagnostics([...findings, ...layoutFindings]);
    if (hasErrors(rendering) || options.mode === 'check') {
      return { ...nothing, diagnostics: rendering };
    }
    const display = options.display ?? this.outdir;
    const output: OutputFile[] = files.map(({ path: file, objects }) => ({
      path: file,
      text: stringifyManifests(objects),
    }));
    const plan = planWrite(path.resolve(this.outdir), output, display);
    const removed = findRemovedObjects(
      plan,
      synthesis.rendered.map(({ object }) => refOf(object)),
      (file) => path.posix.join(display, file),
    );
    const diagnostics = sortDiagnostics([...rendering, ...plan.diagnostics, ...removed]);
    if (hasErrors(diagnostics) || refuse(diagnostics) || options.mode === 'compare') {
      return { ...nothing, diagnostics };
    }
    const failures = carryOut(plan, display);
    if (failures.length > 0) {
      return { ...nothing, diagnostics: sortDiagnostics([...diagnostics, ...failures]) };
    }
    return {
      synthesis,
      diagnostics,
      written: plan.write.map((file) => file.path),
      unchanged: plan.unchanged,
      removed: plan.remove,
    };
  }

  /** Renders and checks the tree once, and asks every construct once for its own validations. */
  private _render(findings: readonly Diagnostic[]): { synthesis: Synthesis; diagnostics: readonly Diagnostic[] } {
    const invalid = withChecksDone(this, () => validateConstructs(this));
    const synthesis = synthesize(this);
    const all = locateFindings([...findings, ...invalid, ...synthesis.diagnostics], this, synthesis.rendered);
    return { synthesis, diagnostics: sortDiagnostics(hasErrors(all) ? all.filter(isNoConsequence) : all) };
  }
}
