import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Io, Output } from '../../src/cli/io';
import { run } from '../../src/cli/program';
import { Diagnostic } from '../../src/diagnostics';

/** What a command printed and how it ended. */
export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The one document that `--format json` prints. */
export interface JsonReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly written: readonly string[];
}

const folders: string[] = [];

/** Makes a temporary folder, which `removeFolders` takes away. */
export function makeFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tenant-gateway-')));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes files by their path below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

/** Reads all files below a folder; a folder without any is there by its name and a slash. */
export function readFiles(folder: string, prefix = ''): Record<string, string> {
  if (!fs.existsSync(folder)) {
    return {};
  }
  const entries = fs.readdirSync(path.join(folder, prefix), { withFileTypes: true });
  return Object.assign(
    entries.length === 0 && prefix !== '' ? { [`${prefix}/`]: '' } : {},
    ...entries.map((entry) => {
      const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      return entry.isDirectory()
        ? readFiles(folder, name)
        : {
            [name]: entry.isSymbolicLink()
              ? `-> ${fs.readlinkSync(path.join(folder, name))}`
              : fs.readFileSync(path.join(folder, name), 'utf8'),
          };
    }),
  ) as Record<string, string>;
}

/** Runs a command in a folder. */
export async function runIn(
  cwd: string,
  argv: readonly string[],
  options: { readonly stdin?: string; readonly terminal?: boolean; readonly env?: Io['env'] } = {},
): Promise<Result> {
  const text = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (part) => {
      text[name] += part;
    },
    isTerminal: options.terminal ?? false,
  });
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: async () => options.stdin ?? '',
    cwd,
    env: options.env ?? {},
    exitCode: 0,
  };
  const exitCode = await run(argv, io);
  return { exitCode, ...text };
}

/** Runs a command with `--format json` and reads its document. */
export async function runJson(
  cwd: string,
  argv: readonly string[],
  options: { readonly stdin?: string } = {},
): Promise<Result & JsonReport> {
  const result = await runIn(cwd, [...argv, '--format', 'json'], options);
  return { ...result, ...(JSON.parse(result.stdout) as JsonReport) };
}

/** A fleet without any finding: one gateway, one data store, two tenants. */
export const GOOD_FLEET: Readonly<Record<string, string>> = {
  'fleet/fleet.yaml': `platform:
  kamaji: 26.8.2-edge
  gatewayApi: v1.6.1
  controller: envoy-gateway
  kubernetes: v1.35.0
gateways:
  edge: { namespace: kamaji-edge, domain: cluster.dev }
dataStores:
  default: { existing: true, driver: etcd }
defaults:
  gateway: edge
  dataStore: default
  kubernetesVersion: v1.35.7
acknowledge:
  - { code: in-cluster-reach, reason: no clients in the cluster }
`,
  'fleet/tenants/one.yaml': 'hostname: one\n',
  'fleet/tenants/two.yaml': 'hostname: two\n',
};

/** Names a finding in one line: `code file:line:column`. */
export function summary({ code, file, line, column }: Diagnostic): string {
  return [code, [file, line, column].filter((part) => part !== undefined).join(':')].filter(Boolean).join(' ');
}
