import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(__dirname, '..');
const LIB = join(ROOT, 'lib');
const STAMP = join(LIB, '.built-from');
const BIN = join(LIB, 'src/cli/bin.js');

/** What the compiler reads; the last one says which dependencies are installed. */
const INPUTS = ['src', 'imports', 'schema', 'package.json', 'node_modules/.package-lock.json'];

function main(): number {
  const { values } = parseArgs({
    options: {
      'if-needed': { type: 'boolean', default: false },
      'fail-on-warnings': { type: 'boolean', default: false },
    },
  });
  const built = fingerprint();
  if (values['if-needed'] && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === built) {
    return 0;
  }
  rmSync(STAMP, { force: true });
  const { status, error } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/jsii/bin/jsii'),
      '--generate-tsconfig=tsconfig.jsii.json',
      // `namespace` is a word of C#, for which nothing is published; other languages get an underscore appended.
      '--silence-warnings=reserved-word',
      ...(values['fail-on-warnings'] ? ['--fail-on-warnings'] : []),
    ],
    {
      cwd: ROOT,
      // Without this the compiler greets every build on Node.js 20 with a banner about its end of life.
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
      stdio: 'inherit',
    },
  );
  if (error !== undefined) {
    throw error;
  }
  if (status !== 0) {
    return status ?? 1;
  }
  removeOrphans();
  if (existsSync(BIN)) {
    chmodSync(BIN, 0o755);
  }
  writeFileSync(STAMP, built);
  return 0;
}

/** A content hash, not a time: a fresh checkout or a switch of branches must not look newer or older than it is. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((input) => filesBelow(join(ROOT, input)))) {
    if (/\.(ts|json)$/.test(file)) {
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** The compiler leaves the output of a deleted or renamed source behind; it would be packed and could be loaded. */
function removeOrphans(): void {
  for (const output of filesBelow(LIB)) {
    const source = join(ROOT, relative(LIB, output).replace(/\.(d\.ts|js)$/, '.ts'));
    if (/\.(d\.ts|js|json)$/.test(output) && !existsSync(source)) {
      rmSync(output);
    }
  }
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) {
    return [];
  }
  if (path.endsWith('.json')) {
    return [path];
  }
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

process.exitCode = main();
