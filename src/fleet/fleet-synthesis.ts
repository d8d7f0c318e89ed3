import * as path from 'node:path';
import { IConstruct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, hasErrors, locate, Severity, sortDiagnostics } from '../diagnostics';
import { compareStrings, KubeObject, refKey, refOf } from '../objects';
import { UNUSED_ACKNOWLEDGEMENT } from '../tenancy/acknowledgements';
import { Synthesis, SynthesizeOptions, synthesize, withChecksDone } from '../tenancy/synthesis';
import { readDist } from './dist-folder';
import { layOut, ManifestFile } from './layout';
import { locateFindings } from './locate-findings';
import { stringifyManifests } from './manifest-yaml';
import { previousObjects } from './previous-objects';
import { findRemovedObjects } from './removed-objects';
import { routingTableFile } from './routing-table';
import { carryOut, OutputFile, planWrite, WritePlan } from './write-dist';

/** A construct refused itself (`node.addValidation`). */
export const CONSTRUCT_INVALID: CodeDefinition = {
  code: 'construct-invalid',
  severity: Severity.ERROR,
  title: 'A validation that the code of a construct added does not pass',
};

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

  /**
   * Whether to write the routing table beside the manifests.
   *
   * @default true
   */
  readonly routingTable?: boolean;

  /** Findings on what is going to be written elsewhere, which an error among them forbids as it forbids the manifests. */
  readonly beside?: (synthesis: Synthesis) => readonly Diagnostic[];

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

/** Drops what follows from an error on the same object: a name that is none makes no path either. */
function withoutNamed(consequences: readonly Diagnostic[], findings: readonly Diagnostic[]): Diagnostic[] {
  const named = new Set(
    findings.flatMap(({ severity, object }) =>
      severity === Severity.ERROR && object !== undefined ? [refKey(object)] : [],
    ),
  );
  return consequences.filter(({ object }) => object === undefined || !named.has(refKey(object)));
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

/** A rendered tree and all findings about it. */
export interface RenderedTree {
  readonly synthesis: Synthesis;
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders and checks a tree once, and asks every construct once for its own validations. */
export function renderTree(
  root: IConstruct,
  findings: readonly Diagnostic[],
  options: SynthesizeOptions = {},
): RenderedTree {
  const invalid = withChecksDone(root, () => validateConstructs(root));
  const synthesis = synthesize(root, options);
  const all = locateFindings([...findings, ...invalid, ...synthesis.diagnostics], root, synthesis.rendered);
  return { synthesis, diagnostics: sortDiagnostics(hasErrors(all) ? all.filter(isNoConsequence) : all) };
}

function plan(
  files: readonly ManifestFile[],
  synthesis: Synthesis,
  outdir: string,
  display: string,
  routingTable: boolean,
): { plan: WritePlan; diagnostics: Diagnostic[] } {
  const output: OutputFile[] = files.map(({ path: file, objects }) => ({
    path: file,
    text: stringifyManifests(objects),
  }));
  const table = routingTable ? routingTableFile(synthesis) : undefined;
  const wanted = table === undefined ? output : [...output, table];
  const planned = planWrite(
    path.resolve(outdir),
    wanted.sort((a, b) => compareStrings(a.path, b.path)),
    display,
  );
  const refs = synthesis.rendered.map(({ object }) => refOf(object));
  const removed = findRemovedObjects(planned, refs, (file) => path.posix.join(display, file));
  return { plan: planned, diagnostics: [...planned.diagnostics, ...removed] };
}

/** A folder that cannot be read is a finding of the plan to write into it. */
function readPrevious(outdir: string): ((object: KubeObject) => KubeObject | undefined) | undefined {
  try {
    return previousObjects(readDist(outdir));
  } catch {
    return undefined;
  }
}

/**
 * Renders, checks and writes a tree.
 *
 * @param root the tree
 * @param outdir the output folder
 * @param options how far to go
 */
export function synthesizeTree(root: IConstruct, outdir: string, options: FleetSynthesisOptions): FleetSynthesis {
  const { display = outdir, mode, refuse = () => false } = options;
  const previous = mode === 'check' ? undefined : readPrevious(path.resolve(outdir));
  const { synthesis, diagnostics: findings } = renderTree(root, options.findings ?? [], { previous });
  const { files, diagnostics: layoutFindings } = layOut(synthesis.rendered);
  const placed = locateFindings(withoutNamed(layoutFindings, findings), root, synthesis.rendered);
  const rendering = sortDiagnostics([...findings, ...placed]);
  const nothing = { synthesis, written: [], unchanged: [], removed: [] };
  // Where part of the fleet is missing, what would be written is not what is wanted, and not worth a word.
  if (hasErrors(rendering) || mode === 'check') {
    return { ...nothing, diagnostics: rendering };
  }
  const planned = plan(files, synthesis, outdir, display, options.routingTable ?? true);
  const diagnostics = sortDiagnostics([...rendering, ...planned.diagnostics, ...(options.beside?.(synthesis) ?? [])]);
  if (hasErrors(diagnostics) || refuse(diagnostics) || mode === 'compare') {
    return { ...nothing, diagnostics };
  }
  const failures = carryOut(planned.plan, display);
  if (failures.length > 0) {
    return { ...nothing, diagnostics: sortDiagnostics([...diagnostics, ...failures]) };
  }
  const { write, unchanged, remove } = planned.plan;
  return { synthesis, diagnostics, written: write.map((file) => file.path), unchanged, removed: remove };
}
