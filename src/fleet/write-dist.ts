import * as fs from 'node:fs';
import * as path from 'node:path';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { compareStrings } from '../objects';
import { DistFolder, readDist, unlessGone } from './dist-folder';

/** A file of somebody else stands where a manifest has to go. */
export const FOREIGN_FILE: CodeDefinition = {
  code: 'foreign-file',
  severity: Severity.ERROR,
  title: 'A file or link that this tool did not write stands where a manifest has to go',
};

/** The output folder cannot be read or written. */
export const OUTPUT_UNUSABLE: CodeDefinition = {
  code: 'output-unusable',
  severity: Severity.ERROR,
  title: 'The output folder cannot be read or written',
};

/** A text file to be written. */
export interface OutputFile {
  /** Path relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What has to happen so that the output folder holds exactly the given files, beside those of others. */
export interface WritePlan {
  /** The output folder, absolute. */
  readonly folder: string;

  /** What it held of this tool before, by path. */
  readonly previous: ReadonlyMap<string, string>;

  /** Files that are new or have other contents than before. */
  readonly write: readonly OutputFile[];

  /** Paths of files that stay as they are. */
  readonly unchanged: readonly string[];

  /** Paths of files that this tool wrote once and that nothing renders any more. */
  readonly remove: readonly string[];

  /** Why the plan cannot be carried out; empty if it can. */
  readonly diagnostics: readonly Diagnostic[];
}

function parents(file: string): string[] {
  const segments = file.split('/');
  return segments.slice(1).map((_, i) => segments.slice(0, i + 1).join('/'));
}

function findForeign(files: readonly OutputFile[], dist: DistFolder, name: (file: string) => string): Diagnostic[] {
  const blocked = new Set<string>();
  for (const file of files) {
    const parent = parents(file.path).find((folder) => (dist.get(folder) ?? { type: 'folder' }).type !== 'folder');
    const own = (dist.get(file.path) ?? { type: 'own' }).type === 'own';
    if (parent !== undefined || !own) {
      blocked.add(parent ?? file.path);
    }
  }
  return [...blocked].map((file) =>
    diagnose(FOREIGN_FILE, {
      file: name(file),
      message: `${JSON.stringify(name(file))} was not written by this tool, or is a link or folder, and stands where a manifest has to go`,
      fix: 'move it away, or choose another output folder',
    }),
  );
}

/** Says in words why a file or folder cannot be read or written. */
export function describeError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the device',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'a part of the path is a file, not a folder',
  };
  return (code === undefined ? undefined : reasons[code]) ?? message;
}

function unusable(folder: string, error: unknown): Diagnostic {
  return diagnose(OUTPUT_UNUSABLE, {
    file: folder,
    message: `the output folder ${JSON.stringify(folder)} cannot be used: ${describeError(error)}; it is as it was before`,
    fix: 'correct the path or its permissions, or choose another output folder',
  });
}

function readFolder(folder: string): DistFolder {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isDirectory()) {
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  }
  return readDist(folder);
}

/**
 * Holds the files that an output folder should have against those it has; changes nothing.
 *
 * @param folder the output folder, absolute; it need not exist
 * @param files what it should hold
 * @param display how the folder is named in messages
 */
export function planWrite(folder: string, files: readonly OutputFile[], display: string = folder): WritePlan {
  let dist: DistFolder;
  try {
    dist = readFolder(folder);
  } catch (error) {
    const nothing = { previous: new Map(), write: [], unchanged: [], remove: [] };
    return { folder, ...nothing, diagnostics: [unusable(display, error)] };
  }
  const previous = new Map<string, string>();
  for (const [file, entry] of dist) {
    if (entry.type === 'own') {
      previous.set(file, entry.text);
    }
  }
  const wanted = new Set(files.map((file) => file.path));
  const isUnchanged = (file: OutputFile) => previous.get(file.path) === file.text;
  return {
    folder,
    previous,
    write: files.filter((file) => !isUnchanged(file)),
    unchanged: files.filter(isUnchanged).map((file) => file.path),
    remove: [...previous.keys()].filter((file) => !wanted.has(file)).sort(compareStrings),
    diagnostics: findForeign(files, dist, (file) => path.posix.join(display, file)),
  };
}

/** Where new files wait until all of them are complete: beside the output folder, on the same file system. */
function makeStage(folder: string): string {
  const parent = path.dirname(folder);
  const prefix = `.${path.basename(folder)}.new-`;
  try {
    if (fs.statSync(parent).dev === fs.statSync(folder).dev) {
      return fs.mkdtempSync(path.join(parent, prefix));
    }
  } catch {
    // A folder whose parent cannot be written to is a good output folder all the same.
  }
  return fs.mkdtempSync(path.join(folder, prefix));
}

/** Undoes what was done so far, last first; one step that fails must not keep the others from being undone. */
function undoAll(steps: readonly (() => void)[]): void {
  for (const step of [...steps].reverse()) {
    try {
      step();
    } catch {
      // The first error is the one that is reported.
    }
  }
}

function makeFolders(folder: string, undo: (() => void)[]): void {
  const first = fs.mkdirSync(folder, { recursive: true });
  if (first === undefined) {
    return;
  }
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) {
    const inner = made;
    undo.unshift(() => fs.rmdirSync(inner));
  }
}

/** Puts back what stood where a file was written, unless another run has written or removed it since. */
function unwrite(plan: WritePlan, file: string, written: fs.BigIntStats): void {
  const before = plan.previous.get(file);
  const target = path.join(plan.folder, file);
  const { ino, mtimeNs } = fs.lstatSync(target, { bigint: true });
  if (ino !== written.ino || mtimeNs !== written.mtimeNs) {
    return;
  }
  if (before === undefined) {
    fs.unlinkSync(target);
    return;
  }
  fs.writeFileSync(target, before);
}

/** Puts back a file that was removed, unless another run has written it since. */
function unremove(plan: WritePlan, file: string): void {
  fs.writeFileSync(path.join(plan.folder, file), plan.previous.get(file) ?? '', { flag: 'wx' });
}

function replaceFiles(plan: WritePlan, stage: string, undo: (() => void)[]): void {
  for (const [i, file] of plan.write.entries()) {
    fs.writeFileSync(path.join(stage, String(i)), file.text);
  }
  const made = new Set<string>();
  for (const [i, file] of plan.write.entries()) {
    const staged = path.join(stage, String(i));
    const written = fs.lstatSync(staged, { bigint: true });
    const target = path.join(plan.folder, file.path);
    const folder = path.dirname(target);
    if (!made.has(folder)) {
      made.add(folder);
      makeFolders(folder, undo);
    }
    fs.renameSync(staged, target);
    undo.push(() => unwrite(plan, file.path, written));
  }
}

function removeFiles(plan: WritePlan, undo: (() => void)[]): void {
  for (const file of plan.remove) {
    const target = path.join(plan.folder, file);
    const removed = unlessGone(() => {
      fs.unlinkSync(target);
      return true;
    });
    if (removed) {
      undo.push(() => unremove(plan, file));
    }
  }
}

/** Removes the folders that removed files leave empty; one that is not empty stays. */
function removeEmptyFolders(plan: WritePlan): void {
  const folders = new Set(plan.remove.flatMap(parents));
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
    try {
      fs.rmdirSync(path.join(plan.folder, folder));
    } catch {
      // It holds files of others, or of this tool.
    }
  }
}

/**
 * Carries out a plan: all of it, or nothing.
 *
 * New files are written beside the output folder first and moved into it when all of them are complete;
 * where that fails half-way, what was moved or removed is put back, except what another run has written meanwhile.
 * Runs at the same time do not wait for each other: each file is the one of the run that wrote it last.
 *
 * @param plan a plan without diagnostics
 * @param display how the folder is named in messages
 * @returns why it was not possible; empty if all was done
 */
export function carryOut(plan: WritePlan, display: string = plan.folder): Diagnostic[] {
  const undo: (() => void)[] = [];
  let stage: string | undefined;
  try {
    makeFolders(plan.folder, undo);
    if (plan.write.length > 0) {
      stage = makeStage(plan.folder);
      replaceFiles(plan, stage, undo);
    }
    removeFiles(plan, undo);
    removeEmptyFolders(plan);
    return [];
  } catch (error) {
    undoAll(undo);
    return [unusable(display, error)];
  } finally {
    if (stage !== undefined) {
      fs.rmSync(stage, { recursive: true, force: true });
    }
  }
}
