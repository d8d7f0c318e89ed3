import * as fs from 'node:fs';

/** Looks at a file, through symbolic links; undefined where nothing can be seen there, for whatever reason. */
export function tryStat(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Says whether something stands at a path, be it only a symbolic link that leads nowhere. */
export function isTaken(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
