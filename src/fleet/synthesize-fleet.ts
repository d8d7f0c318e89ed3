import * as path from 'node:path';
import { CodeDefinition, Diagnostic, diagnose, hasErrors, Severity, sortDiagnostics } from '../diagnostics';
import { controllerValues, writeControllerValues } from './controller-values';
import { DnsRecord, dnsRecords } from './dns-records';
import { Fleet } from './fleet';
import { FleetApp } from './fleet-app';
import { displayPath, TENANTS_FOLDER } from './fleet-files';

/** Manifests that would be read as fleet files the next time. */
export const OUTPUT_IN_FLEET: CodeDefinition = {
  code: 'output-in-fleet',
  severity: Severity.ERROR,
  title: 'The output folder is the fleet folder, or lies among the files of tenants',
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

function findOverlap(fleet: string, output: string, display: string): Diagnostic[] {
  const tenants = path.join(fleet, TENANTS_FOLDER);
  if (output !== fleet && output !== tenants && !output.startsWith(`${tenants}${path.sep}`)) {
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

/** Reads a fleet, makes its constructs, checks them and writes their manifests; whatever is wrong is a diagnostic. */
export function synthesizeFleet(run: FleetRun): FleetOutcome {
  const { fleet, output, cwd, write, refuse, routingTable } = run;
  const folder = path.resolve(cwd, fleet);
  const outdir = output === undefined ? undefined : path.resolve(cwd, output);
  const display = outdir === undefined ? undefined : displayPath(cwd, outdir);
  const app = new FleetApp({ outdir });
  Fleet._read(folder, cwd).addTo(app);
  const result = app._synthesize({
    mode: write ? 'write' : outdir === undefined ? 'check' : 'compare',
    refuse,
    routingTable,
    display,
    findings: outdir === undefined ? [] : findOverlap(folder, outdir, displayPath(cwd, outdir)),
  });
  const name = (file: string) => path.posix.join(display ?? '', file);
  const { rendered, known } = result.synthesis;
  const wroteDist = write && !hasErrors(result.diagnostics) && !(refuse?.(result.diagnostics) ?? false);
  const values = wroteDist && run.controllerValues !== undefined ? controllerValues(result.synthesis) : [];
  const valuesFolder = path.resolve(cwd, run.controllerValues ?? '.');
  const failures = writeControllerValues(valuesFolder, displayPath(cwd, valuesFolder), values);
  const valuesPaths =
    failures.length > 0 ? [] : values.map((file) => displayPath(cwd, path.join(valuesFolder, file.path)));
  return {
    diagnostics: sortDiagnostics([...result.diagnostics, ...failures]),
    written: [...result.written.map(name), ...valuesPaths],
    unchanged: result.unchanged.map(name),
    removed: result.removed.map(name),
    dns: hasErrors(result.diagnostics)
      ? []
      : dnsRecords(
          rendered.map(({ object }) => object),
          known,
        ),
  };
}
