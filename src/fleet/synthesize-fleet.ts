import * as path from 'node:path';
import { CodeDefinition, Diagnostic, diagnose, hasErrors, Severity, sortDiagnostics } from '../diagnostics';
import { drawUpControllerValues, planControllerValues } from './controller-values';
import { DnsRecord, dnsRecords } from './dns-records';
import { Fleet } from './fleet';
import { FleetApp } from './fleet-app';
import { displayPath, TENANTS_FOLDER } from './fleet-files';
import { LAYOUT_FOLDERS } from './layout';
import { carryOut, WritePlan } from './write-dist';

/** Manifests that would be read as fleet files the next time. */
export const OUTPUT_IN_FLEET: CodeDefinition = {
  code: 'output-in-fleet',
  severity: Severity.ERROR,
  title: 'The output folder is the fleet folder, or lies among the files of tenants',
};

/** Values that would be read as manifests or fleet files. */
export const CONTROLLER_VALUES_MISPLACED: CodeDefinition = {
  code: 'controller-values-misplaced',
  severity: Severity.ERROR,
  title: 'The folder for the values of controllers lies where manifests or files of tenants are looked for',
};

/** What a fleet is made of and where it goes. */
export interface FleetRun {
  /** The fleet folder, relative to the working directory. */
  readonly fleet: string;

  /** The output folder, relative to the working directory; undefined to look at none, which only a run without writing can. */
  readonly output?: string;

  /** The working directory; names of files in messages are relative to it. */
  readonly cwd: string;

  /** Whether files are written; if not, the same is found out as if they were. */
  readonly write: boolean;

  /**
   * Whether to write the routing table.
   *
   * @default true
   */
  readonly routingTable?: boolean;

  /**
   * Folder for the Helm values that controllers need to open the gateways' ports, relative to the working directory.
   *
   * @default - none are written
   */
  readonly controllerValues?: string;

  /** Says for findings without errors whether they forbid writing all the same. */
  readonly refuse?: (diagnostics: readonly Diagnostic[]) => boolean;
}

/** What came of it. */
export interface FleetOutcome {
  /** All findings, sorted. */
  readonly diagnostics: readonly Diagnostic[];

  /** Files that were written, relative to the working directory. */
  readonly written: readonly string[];

  /** Files that were there already as they should be. */
  readonly unchanged: readonly string[];

  /** Files that were removed. */
  readonly removed: readonly string[];

  /** DNS records that the gateways need; none if there are errors. */
  readonly dns: readonly DnsRecord[];
}

/** Says whether a path is a folder, or lies below it. */
function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function isOfFleet(folder: string, fleet: string): boolean {
  return folder === fleet || isWithin(folder, path.join(fleet, TENANTS_FOLDER));
}

function findOverlap(fleet: string, output: string, display: string): Diagnostic[] {
  if (!isOfFleet(output, fleet)) {
    return [];
  }
  return [
    diagnose(OUTPUT_IN_FLEET, {
      file: display,
      message: `the output folder ${JSON.stringify(display)} is part of the fleet: its manifests would be read as files of tenants`,
      fix: 'choose another output folder (--output DIR)',
    }),
  ];
}

/** Where GitOps tools look for manifests: all of the output folder, unless it holds the fleet as well. */
function manifestFolders(fleet: string, output: string): string[] {
  return isWithin(fleet, output) ? LAYOUT_FOLDERS.map((name) => path.join(output, name)) : [output];
}

function findMisplaced(values: string, fleet: string, output: string | undefined, display: string): Diagnostic[] {
  const manifests = output === undefined ? [] : manifestFolders(fleet, output);
  const isOutput = manifests.some((folder) => isWithin(values, folder));
  if (!isOutput && !isOfFleet(values, fleet)) {
    return [];
  }
  return [
    diagnose(CONTROLLER_VALUES_MISPLACED, {
      file: display,
      message: `the folder ${JSON.stringify(display)} for the values of controllers is part of the ${isOutput ? 'output folder: a GitOps tool would read them as manifests' : 'fleet: they would be read as files of tenants'}`,
      fix: 'choose a folder outside of both (--controller-values DIR)',
    }),
  ];
}

/** Reads a fleet, makes its constructs, checks them and writes their manifests; whatever is wrong is a diagnostic. */
export function synthesizeFleet(run: FleetRun): FleetOutcome {
  const { fleet, output, cwd, write, refuse, routingTable, controllerValues } = run;
  const folder = path.resolve(cwd, fleet);
  const outdir = output === undefined ? undefined : path.resolve(cwd, output);
  const display = outdir === undefined ? undefined : displayPath(cwd, outdir);
  const valuesFolder = controllerValues === undefined ? undefined : path.resolve(cwd, controllerValues);
  const valuesDisplay = valuesFolder === undefined ? '' : displayPath(cwd, valuesFolder);
  let values: WritePlan | undefined;
  const app = new FleetApp({ outdir });
  Fleet._read(folder, cwd).addTo(app);
  const result = app._synthesize({
    mode: write ? 'write' : outdir === undefined ? 'check' : 'compare',
    refuse,
    routingTable,
    display,
    findings: [
      ...(outdir === undefined ? [] : findOverlap(folder, outdir, displayPath(cwd, outdir))),
      ...(valuesFolder === undefined ? [] : findMisplaced(valuesFolder, folder, outdir, valuesDisplay)),
    ],
    beside: (synthesis) => {
      values =
        valuesFolder === undefined
          ? undefined
          : planControllerValues(valuesFolder, valuesDisplay, drawUpControllerValues(synthesis));
      return values?.diagnostics ?? [];
    },
  });
  const { rendered, known } = result.synthesis;
  const wroteDist = write && !hasErrors(result.diagnostics) && !(refuse?.(result.diagnostics) ?? false);
  const failures = wroteDist && values !== undefined ? carryOut(values, valuesDisplay) : [];
  const valuesDone = wroteDist && failures.length === 0 ? values : undefined;
  const name = (file: string) => path.posix.join(display ?? '', file);
  const valuesName = (file: string) => path.posix.join(valuesDisplay, file);
  return {
    diagnostics: sortDiagnostics([...result.diagnostics, ...failures]),
    written: [...result.written.map(name), ...(valuesDone?.write ?? []).map((file) => valuesName(file.path))],
    unchanged: [...result.unchanged.map(name), ...(valuesDone?.unchanged ?? []).map(valuesName)],
    removed: result.removed.map(name),
    dns: hasErrors(result.diagnostics)
      ? []
      : dnsRecords(
          rendered.map(({ object }) => object),
          known,
        ),
  };
}
