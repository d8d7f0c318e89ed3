import * as fs from 'node:fs';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { parseYaml, YamlDialect, YamlFile } from './parse-yaml';

/** A file that cannot be read as text. */
export const UNREADABLE_FILE: CodeDefinition = {
  code: 'unreadable-file',
  severity: Severity.ERROR,
  title: 'A file does not exist, cannot be read, is not UTF-8 or is too large',
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'something else stands there already',
  ELOOP: 'it is a symbolic link that leads to itself',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

/** Says in words why a file or folder cannot be used. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? message;
}

/** Makes a diagnostic of a file that cannot be read. */
export function unreadable(file: string, message: string, fix?: string): Diagnostic {
  return diagnose(UNREADABLE_FILE, { file, line: 1, column: 1, message, fix });
}

function readText(path: string, maxBytes: number): string {
  const stat = fs.statSync(path);
  if (!stat.isFile()) {
    throw new Error(stat.isDirectory() ? 'it is a folder, not a file' : 'it is not a regular file');
  }
  if (stat.size > maxBytes) {
    throw new Error(`it has ${stat.size} bytes, which is more than the ${maxBytes} that are read`);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(path));
}

/**
 * Reads a YAML file with the places of everything in it; whatever is wrong is a diagnostic.
 *
 * @param path where the file is
 * @param file name of the file, as messages print it
 * @param maxBytes size above which the file is not read
 * @param dialect whose YAML it is
 */
export function readYaml(path: string, file: string, maxBytes: number, dialect: YamlDialect = 'fleet'): YamlFile {
  let text: string;
  try {
    text = readText(path, maxBytes);
  } catch (error) {
    return { documents: [], diagnostics: [unreadable(file, describeFileError(error))] };
  }
  return parseYaml(text, file, dialect);
}
