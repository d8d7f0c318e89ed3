import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Packs the package, installs it beside the newest peers in a project of its own, and uses it there.
const ROOT = join(__dirname, '..');
const PEERS = ['cdk8s@latest', 'cdk8s-plus-28@latest', 'constructs@latest'];

/** A starter fleet, from nothing to manifests, through the installed command. */
const COMMANDS = [['--help'], ['init'], ['check'], ['synth']];

const IMPORT_ALL = `const library = require('cdk8s-tenant-gateway');
if (typeof library.FleetApp !== 'function') throw new Error('FleetApp is not exported');
`;

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-gateway-package-'));
  try {
    const tarball = pack(folder);
    const consumer = join(folder, 'consumer');
    mkdirSync(consumer);
    writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "version": "1.0.0", "private": true }\n');
    run('npm', ['install', '--no-audit', '--no-fund', '--no-progress', tarball, ...PEERS], consumer);
    run('npm', ['ls', '--depth=0'], consumer);
    run(process.execPath, ['--eval', IMPORT_ALL], consumer);
    for (const args of COMMANDS) {
      run('npx', ['--no-install', 'tenant-gateway', ...args], consumer);
    }
    if (!existsSync(join(consumer, 'dist'))) {
      throw new Error('tenant-gateway synth wrote no dist');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(folder: string): string {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    }),
  ) as { filename: string; size: number; unpackedSize: number }[];
  if (packed === undefined) {
    throw new Error('npm pack gave no package');
  }
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  process.stdout.write(`${packed.filename}: ${mebibytes(packed.size)}, unpacked ${mebibytes(packed.unpackedSize)}\n`);
  return join(folder, packed.filename);
}

function run(command: string, args: readonly string[], cwd: string): void {
  const [first = ''] = args;
  process.stdout.write(`$ ${command} ${first === '--eval' ? '--eval ...' : args.join(' ')}\n`);
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
