import { Command } from 'commander';
import { DnsRecord } from '../fleet/dns-records';
import { FleetOutcome, synthesizeFleet } from '../fleet/synthesize-fleet';
import { compareStrings } from '../objects';
import { Io } from './io';
import { Format, formatOption, hasFailed, printReport } from './report';

interface SynthFlags {
  readonly fleet: string;
  readonly output: string;
  readonly format: Format;
  readonly failOnWarnings: boolean;
  readonly routingTable: boolean;
  readonly controllerValues?: string;
}

const HELP = `
Reads fleet.yaml and tenants/**/*.yaml of the fleet folder, checks the fleet as a whole and writes its manifests:
  gateways/<namespace>/<gateway>.yaml   tenants/<namespace>/<tenant>.yaml   cluster/<kind>-<name>.yaml
It draws up who is reached where in routing-table.md, which GitOps tools do not read.
With errors it prints all of them and writes nothing. Files that it did not write itself are never touched.

Examples:
  $ tenant-gateway synth
  $ tenant-gateway synth --fleet fleets/eu --output dist/eu
  $ tenant-gateway synth --fail-on-warnings --format json

Exit status: 0 fine (warnings allowed), 1 errors, 2 wrong flags.`;

/** Unchanged files are worth a line each only where a person can take them in. */
const MOST_UNCHANGED = 50;

function listFiles({ written, unchanged, removed }: FleetOutcome): string {
  const lines = [
    ...written.map((file) => `written    ${file}`),
    ...(unchanged.length <= MOST_UNCHANGED ? unchanged.map((file) => `unchanged  ${file}`) : []),
    ...removed.map((file) => `removed    ${file}`),
    `${written.length + unchanged.length} files: ${written.length} written, ${unchanged.length} unchanged; ${removed.length} removed`,
  ];
  return `${lines.join('\n')}\n`;
}

function listDns(records: readonly DnsRecord[]): string {
  const width = Math.max(...records.map(({ name }) => name.length));
  const lines = records.map(({ name, type, target }) => `  ${name.padEnd(width)}  ${type}  ${target}`);
  return records.length === 0 ? '' : `\nDNS records that clients need:\n${lines.join('\n')}\n`;
}

function synth(flags: SynthFlags, io: Io): void {
  const outcome = synthesizeFleet({
    fleet: flags.fleet,
    output: flags.output,
    cwd: io.cwd,
    write: true,
    routingTable: flags.routingTable,
    controllerValues: flags.controllerValues,
    refuse: (diagnostics) => hasFailed(diagnostics, flags.failOnWarnings),
  });
  const failed = hasFailed(outcome.diagnostics, flags.failOnWarnings);
  // What is listed is what dist now holds of this fleet, whether or not its bytes had to change.
  printReport(
    { diagnostics: outcome.diagnostics, written: [...outcome.written, ...outcome.unchanged].sort(compareStrings) },
    flags,
    io,
  );
  if (flags.format === 'json') {
    return;
  }
  if (failed) {
    const done = [
      ...outcome.written.map((file) => `written    ${file}`),
      ...outcome.removed.map((file) => `removed    ${file}`),
    ];
    io.stderr.write(done.length === 0 ? 'nothing was written\n' : `only a part was done:\n${done.join('\n')}\n`);
    return;
  }
  io.stdout.write(listFiles(outcome) + listDns(outcome.dns));
}

/** Adds `synth`: from a fleet to its manifests. */
export function registerSynth(program: Command, io: Io): void {
  program
    .command('synth')
    .description('check a fleet and write its manifests')
    .option('--fleet <dir>', 'folder of the fleet', 'fleet')
    .option('--output <dir>', 'folder that manifests are written to', 'dist')
    .addOption(formatOption())
    .option('--no-routing-table', 'do not write routing-table.md beside the manifests')
    .option('--controller-values <dir>', 'also write the Helm values that the controller needs to open the ports')
    .option('--fail-on-warnings', 'write nothing and exit 1 where there is a warning', false)
    .addHelpText('after', HELP)
    .action((flags: SynthFlags) => synth(flags, io));
}
