import { isIP } from 'node:net';
import * as path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { formatSeconds, parseDuration } from '../controllers/duration';
import { CodeDefinition, Diagnostic, diagnose, formatDiagnostic, hasErrors, Severity, summarize } from '../diagnostics';
import { readPlatformFile } from '../fleet/check-manifests';
import { Fleet } from '../fleet/fleet';
import { FleetApp } from '../fleet/fleet-app';
import { readManifests } from '../fleet/manifest-input';
import {
  AddressOverrides,
  expectationOf,
  findAccess,
  formatJunit,
  KubeReader,
  NO_SUBJECTS,
  NodeTlsProbe,
  Phase,
  REQUEST_TIMEOUT_MS,
  ReadError,
  repeatUntil,
  SystemNameLookup,
  VerifyInput,
  VerifyReport,
  VerifyWorld,
  verify,
} from '../verify';
import { hasColour, Io } from './io';
import { hasFailed, printReport } from './report';

/** No cluster to look at. */
export const NO_CLUSTER: CodeDefinition = {
  code: 'no-cluster',
  severity: Severity.ERROR,
  title: 'There is no kubeconfig, or its API server does not answer or refuses the credentials (exit status 2)',
};

/** What the command was called with. */
export interface VerifyFlags {
  readonly fleet: string;
  readonly file?: readonly string[];
  readonly platform?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly address: readonly string[];
  readonly concurrency: number;
  readonly timeout: number;
  readonly requestTimeout: number;
  readonly wait?: number;
  readonly dns: boolean;
  readonly format: 'text' | 'json' | 'junit';
  readonly failOnWarnings: boolean;
}

/** The world that verification looks at, and how to leave it. */
export interface OpenWorld extends VerifyWorld {
  close(): Promise<void>;
}

/** Opens the world that the flags name; throws a ReadError where there is no cluster. */
export type OpenVerifyWorld = (flags: VerifyFlags, io: Io) => Promise<OpenWorld>;

const EXIT_NO_CLUSTER = 2;
const PAUSE_MS = 2000;

const HELP = `
Reads the management cluster and writes nothing anywhere. Of each gateway it says whether the class is accepted, the Gateway programmed,
each listener in order and as many routes attached as predicted; of each tenant whether Kamaji has carried it out, its access points are
exactly the expected URLs and its TLSRoutes are there, as predicted and accepted by one parent. Then it connects to the gateway's address
with each tenant's name: the certificate must chain to that tenant's CA and hold the name, and no tenant may answer to a name that
nobody has. DNS is compared as well. Which rights it needs is in examples/verify-rbac/rbac.yaml; without the one to read Secrets
certificates are compared by name only.

Durations are written like 500ms, 5s or 2m. --timeout is about connections to gateways and names in DNS; requests to the management
cluster have --request-timeout, and where it is silent for so long nothing more is asked of it.

Examples:
  $ tenant-gateway verify
  $ tenant-gateway verify --context management --wait 5m
  $ tenant-gateway verify -f dist/ --platform platform.yaml --address 203.0.113.10 --format junit

Exit status: 0 all well (warnings allowed), 1 findings, 2 wrong flags or no cluster.`;

function parseTime(value: string): number {
  const seconds = parseDuration(value);
  if (seconds === undefined) {
    throw new InvalidArgumentError('A duration is a number with a unit, such as 500ms, 5s or 2m.');
  }
  return seconds * 1000;
}

function parseTimeout(value: string): number {
  const milliseconds = parseTime(value);
  if (milliseconds < 1) {
    throw new InvalidArgumentError('A timeout is longer than nothing.');
  }
  return milliseconds;
}

function parseConcurrency(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 1000) {
    throw new InvalidArgumentError('A concurrency is a whole number from 1 to 1000.');
  }
  return number;
}

function splitAddress(value: string): { readonly gateway?: string; readonly address: string } {
  const equals = value.indexOf('=');
  const address = value.slice(equals + 1).replace(/^\[(.*)\]$/, '$1');
  return equals < 0 ? { address } : { gateway: value.slice(0, equals), address };
}

function collectAddress(value: string, known: readonly string[]): string[] {
  const { gateway, address } = splitAddress(value);
  const isName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/i.test(address) && !/^[\d.]+$/.test(address);
  if ((isIP(address) === 0 && !isName) || (gateway !== undefined && !/^[^/]+\/[^/]+$/.test(gateway))) {
    throw new InvalidArgumentError('It is an IP address or a name, or NAMESPACE/GATEWAY=ADDRESS for one gateway.');
  }
  return [...known, value];
}

function addressesOf(values: readonly string[]): AddressOverrides {
  const byGateway = new Map<string, string[]>();
  const all: string[] = [];
  for (const { gateway, address } of values.map(splitAddress)) {
    if (gateway === undefined) {
      all.push(address);
      continue;
    }
    byGateway.set(gateway, [...(byGateway.get(gateway) ?? []), address]);
  }
  return { all, byGateway };
}

interface Input {
  /** What should be there; undefined where the files do not say. */
  readonly input?: VerifyInput;
  readonly diagnostics: readonly Diagnostic[];
}

function readFleet({ fleet }: VerifyFlags, io: Io): Input {
  const app = new FleetApp();
  Fleet._read(path.resolve(io.cwd, fleet), io.cwd).addTo(app);
  const { synthesis, diagnostics } = app._synthesize({ mode: 'check' });
  const { rendered, known, platform } = synthesis;
  const errors = diagnostics.filter(({ severity }) => severity === Severity.ERROR);
  return errors.length > 0
    ? { diagnostics: errors }
    : { input: { objects: rendered.map(({ object }) => object), known, platform }, diagnostics: [] };
}

async function readFiles(files: readonly string[], platformFile: string | undefined, io: Io): Promise<Input> {
  const given = readPlatformFile(platformFile, io.cwd);
  const { objects, diagnostics: found } = await readManifests({ files, cwd: io.cwd, readStdin: io.readStdin });
  const diagnostics = [...given.diagnostics, ...found];
  return given.platform === undefined || hasErrors(diagnostics)
    ? { diagnostics }
    : { input: { objects: objects.map(({ object }) => object), known: [], platform: given.platform }, diagnostics };
}

async function openWorld(flags: VerifyFlags, io: Io): Promise<OpenWorld> {
  const { kubeconfig, context, timeout, requestTimeout, concurrency, dns } = flags;
  const access = await findAccess({
    ...(kubeconfig === undefined ? {} : { kubeconfig: path.resolve(io.cwd, kubeconfig) }),
    ...(context === undefined ? {} : { context }),
    env: io.env,
  });
  const reader = new KubeReader(access, { concurrency, timeoutMs: requestTimeout });
  return {
    reader,
    probe: new NodeTlsProbe(timeout),
    ...(dns ? { names: new SystemNameLookup(timeout) } : {}),
    now: Date.now,
    close: () => reader.close(),
  };
}

const PHASES: Readonly<Record<Phase, string>> = {
  reading: 'reading Secrets',
  names: 'looking up names',
  connecting: 'connecting',
  'cluster-info': 'reading cluster-info',
};

/** Overwrites one line of a terminal; prints nothing elsewhere. */
function progressPrinter({ stderr }: Io) {
  const CLEAR = '\r\u001b[K';
  return {
    show: (phase: Phase, done: number, total: number): void => {
      if (stderr.isTerminal) {
        stderr.write(`${CLEAR}${PHASES[phase]} ${done}/${total}`);
      }
    },
    clear: (): void => {
      if (stderr.isTerminal) {
        stderr.write(CLEAR);
      }
    },
  };
}

/** Runs rounds until all is well or time is up; a cluster that is not there yet is waited for as well. */
async function runRounds(input: VerifyInput, flags: VerifyFlags, io: Io, open: OpenVerifyWorld): Promise<VerifyReport> {
  const world = await open(flags, io);
  const progress = progressPrinter(io);
  const options = {
    concurrency: flags.concurrency,
    addresses: addressesOf(flags.address),
    onProgress: progress.show,
  };
  const round = () => verify(input, world, options).catch((error: unknown) => asReadError(error));
  try {
    const result = await repeatUntil(
      round,
      (report) => !(report instanceof ReadError) && !hasFailed(report.diagnostics, flags.failOnWarnings),
      {
        durationMs: flags.wait ?? 0,
        pauseMs: PAUSE_MS,
        now: () => performance.now(),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      },
    );
    if (result instanceof ReadError) {
      throw result;
    }
    return result;
  } finally {
    progress.clear();
    await world.close();
  }
}

/** Returns what says that there is no cluster; anything else is a fault of the tool. */
function asReadError(error: unknown): ReadError {
  if (error instanceof ReadError) {
    return error;
  }
  throw error;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function describe({ summary }: VerifyReport): string {
  const { gateways, tenants, connections } = summary;
  return [count(gateways, 'gateway'), count(tenants, 'tenant'), count(connections, 'connection')].join(', ');
}

function print(report: VerifyReport, notes: readonly Diagnostic[], flags: VerifyFlags, io: Io): void {
  const diagnostics = [...notes, ...report.diagnostics];
  const failed = hasFailed(diagnostics, flags.failOnWarnings);
  io.exitCode = failed ? 1 : 0;
  if (flags.format === 'json') {
    io.stdout.write(`${JSON.stringify({ diagnostics, summary: report.summary }, null, 2)}\n`);
    return;
  }
  if (flags.format === 'junit') {
    io.stdout.write(formatJunit(report.expectation, diagnostics));
    return;
  }
  const colour = hasColour(io.stderr, io.env);
  for (const diagnostic of diagnostics) {
    io.stderr.write(`${formatDiagnostic(diagnostic, { colour })}\n`);
  }
  const found = summarize(diagnostics);
  io.stdout.write(
    failed ? `${found}: ${describe(report)}\n` : `all well: ${describe(report)}${found === '' ? '' : ` (${found})`}\n`,
  );
}

const NAME_THE_CLUSTER =
  'name the kubeconfig and the context of the management cluster (--kubeconfig FILE, --context NAME)';

function printNoCluster(
  { failure, message }: ReadError,
  { format, wait }: VerifyFlags,
  input: VerifyInput,
  io: Io,
): void {
  const waited = wait === undefined ? '' : ` (waited ${formatSeconds(wait / 1000)})`;
  const diagnostic = diagnose(NO_CLUSTER, {
    message: `${message}${waited}`,
    fix:
      failure === 'not-kubernetes'
        ? `log in to what stands before the API server, or ${NAME_THE_CLUSTER}`
        : NAME_THE_CLUSTER,
  });
  if (format === 'junit') {
    io.stdout.write(formatJunit(expectationOf(input), [diagnostic]));
  } else {
    printReport({ diagnostics: [diagnostic], written: [] }, { format, failOnWarnings: false }, io);
  }
  io.exitCode = EXIT_NO_CLUSTER;
}

/** Prints findings about input that does not say what there should be. */
function printWithout(diagnostics: readonly Diagnostic[], { format, failOnWarnings }: VerifyFlags, io: Io): void {
  if (format === 'junit') {
    io.stdout.write(formatJunit(NO_SUBJECTS, diagnostics));
    io.exitCode = hasFailed(diagnostics, failOnWarnings) ? 1 : 0;
    return;
  }
  printReport({ diagnostics, written: [] }, { format, failOnWarnings }, io);
}

function checkGateways(input: VerifyInput, flags: VerifyFlags, command: Command): void {
  const known = expectationOf(input).gateways.map(({ key }) => key);
  const unknown = [...addressesOf(flags.address).byGateway.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) {
    command.error(
      `error: option '--address': there is no gateway "${unknown}" (there is ${known.join(', ') || 'none'})`,
    );
  }
}

async function run(flags: VerifyFlags, command: Command, io: Io, open: OpenVerifyWorld): Promise<void> {
  if (flags.platform !== undefined && flags.file === undefined) {
    command.error(
      "error: option '--platform <file>' needs '-f, --file <path...>'; a fleet names its platform in fleet.yaml",
    );
  }
  const { input, diagnostics } =
    flags.file === undefined ? readFleet(flags, io) : await readFiles(flags.file, flags.platform, io);
  if (input === undefined) {
    printWithout(diagnostics, flags, io);
    return;
  }
  checkGateways(input, flags, command);
  try {
    print(await runRounds(input, flags, io, open), diagnostics, flags, io);
  } catch (error) {
    printNoCluster(asReadError(error), flags, input, io);
  }
}

/** Adds `verify`: whether every tenant of a live cluster answers by its name, and nobody else does. */
export function registerVerify(program: Command, io: Io, open: OpenVerifyWorld = openWorld): void {
  program
    .command('verify')
    .description('hold a live cluster against the fleet: does every tenant answer by its name, and nobody else')
    .option('--fleet <dir>', 'folder of the fleet', 'fleet')
    .addOption(
      new Option(
        '-f, --file <path...>',
        'manifests of what should run instead of a fleet: files, folders, or - for standard input',
      ).conflicts('fleet'),
    )
    .option('--platform <file>', 'with -f: file that names the releases in the cluster (default: the newest known)')
    .option('--kubeconfig <file>', 'kubeconfig of the management cluster (default: as kubectl finds it)')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .addOption(
      new Option(
        '--address <address>',
        'connect to this address, not to that in the status; NAMESPACE/GATEWAY=ADDRESS for one gateway, may be repeated',
      )
        .argParser(collectAddress)
        .default([], 'those in the status'),
    )
    .option('--concurrency <n>', 'requests and connections at a time', parseConcurrency, 16)
    .addOption(
      new Option('--timeout <duration>', 'how long one connection to a gateway may take')
        .argParser(parseTimeout)
        .default(5000, '5s'),
    )
    .addOption(
      new Option('--request-timeout <duration>', 'how long one request to the management cluster may take')
        .argParser(parseTimeout)
        .default(REQUEST_TIMEOUT_MS, '30s'),
    )
    .option('--wait <duration>', 'repeat until all is well, at most so long', parseTime)
    .option('--no-dns', 'leave DNS alone')
    .addOption(
      new Option('--format <format>', 'text for people, json, or junit for CI; one document on standard output')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
    .option('--fail-on-warnings', 'exit 1 where there is a warning', false)
    .addHelpText('after', HELP)
    .action((flags: VerifyFlags, command: Command) => run(flags, command, io, open));
}
