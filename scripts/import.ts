import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { GENERATED_FOLDERS, generate } from './import/generate';
import { fetchText, refreshSnapshot } from './import/refresh';
import type { GeneratedFile } from './import/schemas';
import { SNAPSHOTS } from './import/sources';

const IMPORTS = join(__dirname, '..', 'imports');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { refresh: { type: 'boolean', default: false } } });
  if (values.refresh) {
    const fetched: GeneratedFile[] = [];
    for (const snapshot of SNAPSHOTS) {
      fetched.push(...(await refreshSnapshot(snapshot, fetchText)));
    }
    replace(['crds'], fetched);
  }
  replace(GENERATED_FOLDERS, generate(join(IMPORTS, 'crds')));
}

/** Everything is in memory by now: a failure before this point has changed nothing. */
function replace(folders: readonly string[], files: readonly GeneratedFile[]): void {
  for (const folder of folders) {
    rmSync(join(IMPORTS, folder), { recursive: true, force: true });
  }
  for (const { path, text } of files) {
    const target = join(IMPORTS, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  process.stdout.write(`${files.length} files written to imports/\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
