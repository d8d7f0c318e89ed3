import * as path from 'node:path';
import { Command, Option } from 'commander';
import { Diagnostic } from '../diagnostics';
import { checkManifests } from '../fleet/check-manifests';
import { synthesizeFleet } from '../fleet/synthesize-fleet';
import { Io } from './io';
import { Format, formatOption, hasFailed, printReport } from './report';

interface CheckFlags {
  readonly fleet?: string;
  readonly output?: string;
  readonly file?: readonly string[];
  readonly platform?: string;
  readonly format: Format;
  readonly failOnWarnings: boolean;
}

const DEFAULT_FLEET = 'fleet';
const DEFAULT_OUTPUT = 'dist';

const HELP = `
Without -f it checks a fleet as synth does, and writes nothing. What synth would refuse because of the files in the output folder
is found too: for the default fleet in dist, for another one where --output names its folder.

With -f it checks manifests from anywhere: rendered by this tool or by hand, read from a cluster, one object or a List of many.
They need not be all there is: what they refer to and do not hold is a warning. --platform names a file with the releases that
run in the cluster, the same as the platform: block of fleet.yaml; without it the newest known are assumed:
  kamaji: 26.8.2-edge
  gatewayApi: v1.6.1
  channel: standard

Examples:
  $ tenant-gateway check
  $ tenant-gateway check -f dist/
  $ tenant-gateway check -f tenant.yaml gateway.yaml --platform platform.yaml
  $ kubectl get gateways,tenantcontrolplanes -A -o yaml | tenant-gateway check -f -

Exit status: 0 fine (warnings allowed), 1 errors, 2 wrong flags.`;

function checkFleetFolder(flags: CheckFlags, io: Io): readonly Diagnostic[] {
  const { fleet = DEFAULT_FLEET } = flags;
  const isDefault = path.resolve(io.cwd, fleet) === path.resolve(io.cwd, DEFAULT_FLEET);
  const { output = isDefault ? DEFAULT_OUTPUT : undefined } = flags;
  return synthesizeFleet({ fleet, output, cwd: io.cwd, write: false }).diagnostics;
}

async function check(flags: CheckFlags, command: Command, io: Io): Promise<void> {
  if (flags.platform !== undefined && flags.file === undefined) {
    command.error(
      "error: option '--platform <file>' needs '-f, --file <path...>'; a fleet names its platform in fleet.yaml",
    );
  }
  const diagnostics =
    flags.file === undefined
      ? checkFleetFolder(flags, io)
      : await checkManifests({ files: flags.file, platform: flags.platform, cwd: io.cwd, readStdin: io.readStdin });
  printReport({ diagnostics, written: [] }, flags, io);
  if (flags.format === 'text' && !hasFailed(diagnostics, flags.failOnWarnings)) {
    io.stdout.write('no errors found\n');
  }
}

/** Adds `check`: the findings of a synth, or those on manifests from anywhere, and no writing. */
export function registerCheck(program: Command, io: Io): void {
  program
    .command('check')
    .description('check a fleet, or manifests from anywhere, and write nothing')
    .option('--fleet <dir>', `folder of the fleet (default: "${DEFAULT_FLEET}")`)
    .option('--output <dir>', `folder that synth would write to (default: "${DEFAULT_OUTPUT}" for the default fleet)`)
    .addOption(
      new Option(
        '-f, --file <path...>',
        'manifests to check instead of a fleet: files, folders, or - for standard input',
      ).conflicts(['fleet', 'output']),
    )
    .option('--platform <file>', 'with -f: file that names the releases in the cluster (default: the newest known)')
    .addOption(formatOption())
    .option('--fail-on-warnings', 'exit 1 where there is a warning', false)
    .addHelpText('after', HELP)
    .action((flags: CheckFlags, command: Command) => check(flags, command, io));
}
