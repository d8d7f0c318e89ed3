import * as fs from 'node:fs';
import * as path from 'node:path';
import { compareStrings } from '../objects';
import { LAYOUT_FOLDERS, ROUTING_TABLE } from './layout';
import { isMarked } from './manifest-yaml';

/** What stands at a path of the output folder. */
export type DistEntry =
  /** A file that this tool wrote, with its text. */
  | { readonly type: 'own'; readonly text: string }
  /** A folder. */
  | { readonly type: 'folder' }
  /** Anything else: a file without the marker, a symbolic link, a device. */
  | { readonly type: 'foreign' };

/** What the folders of the layout hold, by path relative to the output folder, with forward slashes. */
export type DistFolder = ReadonlyMap<string, DistEntry>;

const FOREIGN: DistEntry = { type: 'foreign' };

/** Enough of a file to see its first line. */
const HEAD_BYTES = 200;

/** Does something with a file; undefined if another run has removed it since it was listed. */
export function unlessGone<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function readEntry(file: string): DistEntry | undefined {
  const descriptor = unlessGone(() => fs.openSync(file, 'r'));
  if (descriptor === undefined) {
    return undefined;
  }
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = fs.readSync(descriptor, head, 0, HEAD_BYTES, 0);
    return isMarked(head.toString('utf8', 0, length))
      ? { type: 'own', text: fs.readFileSync(descriptor, 'utf8') }
      : FOREIGN;
  } finally {
    fs.closeSync(descriptor);
  }
}

function walk(folder: string, relative: string, entries: Map<string, DistEntry>): void {
  const children = unlessGone(() => fs.readdirSync(path.join(folder, relative), { withFileTypes: true })) ?? [];
  for (const child of children.sort((a, b) => compareStrings(a.name, b.name))) {
    const childPath = `${relative}/${child.name}`;
    if (child.isDirectory()) {
      entries.set(childPath, { type: 'folder' });
      walk(folder, childPath, entries);
    } else {
      const entry = child.isFile() ? readEntry(path.join(folder, childPath)) : FOREIGN;
      if (entry !== undefined) {
        entries.set(childPath, entry);
      }
    }
  }
}

/**
 * Reads what the output folder holds. Only the folders of the layout and the routing table are looked at, and symbolic links are not followed.
 *
 * A folder that does not exist is empty.
 *
 * @throws NodeJS.ErrnoException if something cannot be read
 */
export function readDist(folder: string): DistFolder {
  const entries = new Map<string, DistEntry>();
  const table = path.join(folder, ROUTING_TABLE);
  const tableStat = fs.lstatSync(table, { throwIfNoEntry: false });
  const tableEntry = tableStat?.isFile() ? readEntry(table) : tableStat && FOREIGN;
  if (tableEntry !== undefined) {
    entries.set(ROUTING_TABLE, tableEntry);
  }
  for (const name of LAYOUT_FOLDERS) {
    const stat = fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false });
    if (stat === undefined) {
      continue;
    }
    entries.set(name, stat.isDirectory() ? { type: 'folder' } : FOREIGN);
    if (stat.isDirectory()) {
      walk(folder, name, entries);
    }
  }
  return entries;
}
