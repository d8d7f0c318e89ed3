import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Runs the unit tests with the newest peers; everything else runs with the oldest that are allowed.
const ROOT = join(__dirname, '..');
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-gateway-peers-'));
  try {
    for (const file of workFiles()) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    run('npm', ['ci', '--no-audit', '--no-fund', '--no-progress'], folder);
    run(
      'npm',
      ['install', '--no-save', '--no-audit', '--no-fund', '--no-progress', ...PEERS.map((peer) => `${peer}@latest`)],
      folder,
    );
    for (const peer of PEERS) {
      process.stdout.write(`${peer} ${installedVersion(folder, peer)}\n`);
    }
    run('npm', ['run', '--silent', 'typecheck'], folder);
    run('npx', ['jest', '--ci', ...process.argv.slice(2)], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a commit of everything would hold. */
function workFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return list.split('\0').filter((file) => file !== '');
}

function installedVersion(folder: string, name: string): string {
  const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function run(command: string, args: readonly string[], cwd: string): void {
  process.stdout.write(`$ ${command} ${args.join(' ')}\n`);
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
