import * as fs from 'node:fs';
import * as path from 'node:path';
import schema from '../../schema/fleet.schema.json';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { asMap, compareStrings } from '../objects';
import { suggest } from '../objects/suggest';
import { readYaml } from './read-yaml';

/** A file that was meant to be part of a fleet. */
export const STRAY_FILE: CodeDefinition = {
  code: 'stray-file',
  severity: Severity.WARNING,
  title:
    'A file looks like that of a tenant, but stands where no tenant is read: outside of tenants/, or under another ending',
};

/** What a search for stray files is told. */
export interface StraySearch {
  /** The fleet folder, absolute. */
  readonly folder: string;

  /** Names of what is read in the fleet folder itself: fleet.yaml and the folder of tenants. */
  readonly fleetFile: string;
  readonly tenantsFolder: string;

  /** Names a file in messages. */
  readonly display: (file: string) => string;
}

/** A fleet folder may be the whole of a repository; what is worth a warning lies near its top. */
const MAX_FILES = 1000;

const MAX_BYTES = 64 * 1024;

/** Folders of others, which may hold many files. */
const FOREIGN: ReadonlySet<string> = new Set(['node_modules', 'dist', 'lib']);

const TENANT_KEYS: ReadonlySet<string> = new Set(Object.keys(schema.definitions.tenant.properties));

/** Says whether a file holds a tenant: nothing but keys of one, among them that which hardly any tenant lacks. */
function holdsTenant(file: string): boolean {
  const { documents } = readYaml(file, file, MAX_BYTES);
  const keys = Object.keys(asMap(documents[0]?.value) ?? {});
  const known = keys.filter((key) => TENANT_KEYS.has(key));
  return keys.includes('hostname') && !keys.includes('apiVersion') && known.length * 2 >= keys.length;
}

/** Lists files, nearest first, without those that the fleet is made of and without fleets inside of it. */
function listOutside({ folder, fleetFile, tenantsFolder }: StraySearch): string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.shift(); next !== undefined && files.length < MAX_FILES; next = folders.shift()) {
    const isTop = next === folder;
    const names = tryList(next);
    if (!isTop && names.includes(fleetFile)) {
      continue;
    }
    for (const name of names.filter((one) => !one.startsWith('.') && !FOREIGN.has(one))) {
      const child = path.join(next, name);
      if (isTop && (name === fleetFile || name === tenantsFolder)) {
        continue;
      }
      if (isRealFolder(child)) {
        folders.push(child);
      } else if (/\.(?:ya?ml|json)$/i.test(name)) {
        files.push(child);
      }
    }
  }
  return files.slice(0, MAX_FILES);
}

function tryList(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort(compareStrings);
  } catch {
    // What cannot be read holds nothing that a fleet is made of.
    return [];
  }
}

/** Symbolic links may lead anywhere, to the folder itself too. */
function isRealFolder(file: string): boolean {
  try {
    return fs.lstatSync(file).isDirectory();
  } catch {
    // Gone meanwhile, or in a folder that may be listed and not entered.
    return false;
  }
}

function fixOf(file: string, { folder, tenantsFolder, display }: StraySearch): string {
  const [first = '', ...rest] = path.relative(folder, file).split(path.sep);
  const target = JSON.stringify(`${display(path.join(folder, tenantsFolder))}/`);
  const isMisspelt = rest.length > 0 && suggest(first, [tenantsFolder]).length > 0;
  return isMisspelt ? `did you mean ${target}?` : `move it to ${target}, or out of the fleet`;
}

/**
 * Finds files that look like those of tenants and are read by nobody, so that a tenant would be missing without a word.
 *
 * @param search where to look
 * @param unread files below the folder of tenants whose names have another ending
 */
export function findStrayFiles(search: StraySearch, unread: readonly string[]): Diagnostic[] {
  const outside = listOutside(search).filter(holdsTenant);
  return [
    ...outside.map((file) =>
      diagnose(STRAY_FILE, {
        file: search.display(file),
        line: 1,
        column: 1,
        message: `the file looks like that of a tenant, but tenants are only read from ${search.tenantsFolder}/`,
        fix: fixOf(file, search),
      }),
    ),
    ...unread.map((file) =>
      diagnose(STRAY_FILE, {
        file: search.display(file),
        line: 1,
        column: 1,
        message: `the file is not read: files of tenants end in .yaml or .yml, this one in ${JSON.stringify(/(?:\.ya?ml)?\.\w+$/i.exec(file)?.[0] ?? '')}`,
        fix: 'rename it, or remove it',
      }),
    ),
  ];
}
