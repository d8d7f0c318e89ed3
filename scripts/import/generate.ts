import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Crd, parseCrds } from './crd';
import { type GeneratedFile, schemaIndexFiles, snapshotFiles } from './schemas';
import { crdFolder, SNAPSHOTS, type Snapshot, TYPED_GROUPS } from './sources';
import { sourceFile, typesFile } from './types';

/** Folders below `imports` that hold generated files only: whatever else lies there is a leftover. */
export const GENERATED_FOLDERS = ['schemas', 'sources'];

/** Generates everything in `imports` but `imports/crds`, which is the input. */
export function generate(crdsFolder: string): GeneratedFile[] {
  const typed = TYPED_GROUPS.flatMap(({ group, snapshot }) => {
    const source = sourceFile(group, readSnapshot(crdsFolder, snapshot));
    return [source, typesFile(group, source)];
  });
  const schemas = SNAPSHOTS.flatMap((snapshot) => snapshotFiles(snapshot, readSnapshot(crdsFolder, snapshot)));
  return [...typed, ...schemas, ...schemaIndexFiles()];
}

/** Reads the CRDs of a snapshot, sorted by file name. */
export function readSnapshot(crdsFolder: string, snapshot: Snapshot): Crd[] {
  const folder = join(crdsFolder, crdFolder(snapshot));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parseCrds(readFileSync(join(folder, file), 'utf8'), join(crdFolder(snapshot), file)));
}
