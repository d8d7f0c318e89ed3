import * as fs from 'node:fs';
import * as path from 'node:path';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { compareStrings } from '../objects';
import { INVALID_YAML } from './parse-yaml';
import { describeFileError, readYaml, unreadable } from './read-yaml';
import { findStrayFiles } from './stray-files';
import { tryStat } from './try-stat';
import { YamlDocument } from './yaml-document';

/** A fleet that is not there. */
export const FLEET_NOT_FOUND: CodeDefinition = {
  code: 'fleet-not-found',
  severity: Severity.ERROR,
  title: 'The fleet folder, or fleet.yaml in it, does not exist',
};

/** A file that holds nothing. */
export const EMPTY_FILE: CodeDefinition = {
  code: 'empty-file',
  severity: Severity.ERROR,
  title: 'A fleet file holds nothing, or only comments',
};

/** Largest file of a fleet that is read; a tenant takes less than a kilobyte, and parsing garbage costs seconds a megabyte. */
const MAX_BYTES = 256 * 1024;

/** The file of a fleet that is not a tenant's. */
export const FLEET_FILE = 'fleet.yaml';

/** The folder of the tenants' files. */
export const TENANTS_FOLDER = 'tenants';

/** A tenant's file. */
export interface TenantFile {
  /** Name of the file without its ending; the tenant's name unless the file says otherwise. */
  readonly baseName: string;
  readonly document: YamlDocument;
}

/** The files of a fleet, those that could be read. */
export interface FleetFiles {
  /** `fleet.yaml`; undefined if it could not be read. */
  readonly fleet?: YamlDocument;

  /** The files below `tenants/`, sorted by path. */
  readonly tenants: readonly TenantFile[];

  /** What is wrong with the files, before anything is said of their contents. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Names files as messages do: relative to the working directory, with forward slashes. */
export function displayPath(cwd: string, file: string): string {
  const relative = path.relative(cwd, file);
  return relative === '' ? '.' : relative.split(path.sep).join('/');
}

/** Reads a file that holds exactly one document. */
export function readMap(
  file: string,
  display: string,
  what: string,
): { document?: YamlDocument; diagnostics: readonly Diagnostic[] } {
  const { documents, diagnostics } = readYaml(file, display, MAX_BYTES);
  const [document, second] = documents;
  if (diagnostics.length > 0) {
    return { diagnostics };
  }
  if (document === undefined) {
    return {
      diagnostics: [
        diagnose(EMPTY_FILE, {
          file: display,
          line: 1,
          column: 1,
          message: `the file holds nothing, but should hold ${what}`,
          fix: 'fill it, or remove it',
        }),
      ],
    };
  }
  if (second !== undefined) {
    const message = `the file holds more than one document, but should hold ${what}`;
    return {
      diagnostics: [diagnose(INVALID_YAML, { ...second.locate([]), message, fix: 'divide it into one file each' })],
    };
  }
  return { document, diagnostics: [] };
}

interface Listing {
  readonly files: readonly string[];
  /** Files that were as likely meant to be read, were it not for their ending. */
  readonly unread: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const EMPTY: Listing = { files: [], unread: [], diagnostics: [] };

/** Lists the YAML files below a folder, symbolic links included; names that begin with a dot are those of editors and tools. */
function listTenantFiles(folder: string, cwd: string, ancestors: readonly string[] = []): Listing {
  try {
    return joinListings(
      fs
        .readdirSync(folder)
        .sort(compareStrings)
        .filter((name) => !name.startsWith('.'))
        .map((name) => listEntry(path.join(folder, name), cwd, ancestors)),
    );
  } catch (error) {
    return { ...EMPTY, diagnostics: [unreadable(displayPath(cwd, folder), describeFileError(error))] };
  }
}

function listEntry(file: string, cwd: string, ancestors: readonly string[]): Listing {
  if (tryStat(file)?.isDirectory()) {
    const real = fs.realpathSync(file);
    return ancestors.includes(real) ? EMPTY : listTenantFiles(file, cwd, [...ancestors, real]);
  }
  if (/\.ya?ml$/i.test(file)) {
    return { ...EMPTY, files: [file] };
  }
  return /\.(?:json|ya?ml\.txt)$/i.test(file) ? { ...EMPTY, unread: [file] } : EMPTY;
}

function joinListings(listings: readonly Listing[]): Listing {
  return {
    files: listings.flatMap(({ files }) => files),
    unread: listings.flatMap(({ unread }) => unread),
    diagnostics: listings.flatMap(({ diagnostics }) => diagnostics),
  };
}

function isFolder(folder: string): boolean {
  return tryStat(folder)?.isDirectory() ?? false;
}

/** Says why fleet.yaml cannot even be looked at: it is not there, or its folder may not be entered. */
function findAbsence(folder: string, fleetFile: string, cwd: string): Diagnostic | undefined {
  try {
    if (fs.statSync(fleetFile, { throwIfNoEntry: false }) !== undefined) {
      return undefined;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isFolder(folder) && code !== undefined) {
      return unreadable(displayPath(cwd, code === 'EACCES' ? folder : fleetFile), describeFileError(error));
    }
  }
  const missing = isFolder(folder) ? fleetFile : folder;
  const display = displayPath(cwd, missing);
  return diagnose(FLEET_NOT_FOUND, {
    file: display,
    message: `there is no ${missing === folder ? 'folder' : 'file'} ${JSON.stringify(display)}`,
    fix: 'name the folder that holds fleet.yaml (--fleet DIR), or write a first one with "tenant-gateway init"',
  });
}

/**
 * Reads all files of a fleet; whatever is wrong is a diagnostic, and hides no other file.
 *
 * @param folder the fleet folder, absolute
 * @param cwd the folder that file names in messages are relative to
 */
export function readFleetFiles(folder: string, cwd: string): FleetFiles {
  const fleetFile = path.join(folder, FLEET_FILE);
  const absence = findAbsence(folder, fleetFile, cwd);
  if (absence !== undefined) {
    return { tenants: [], diagnostics: [absence] };
  }
  const fleet = readMap(fleetFile, displayPath(cwd, fleetFile), 'a fleet (platform, gateways, …)');
  const tenantsFolder = path.join(folder, TENANTS_FOLDER);
  const listing = tryStat(tenantsFolder) === undefined ? EMPTY : listTenantFiles(tenantsFolder, cwd);
  const strays = findStrayFiles(
    { folder, fleetFile: FLEET_FILE, tenantsFolder: TENANTS_FOLDER, display: (file) => displayPath(cwd, file) },
    listing.unread,
  );
  const tenants = listing.files.map((file) => ({
    baseName: path.basename(file).replace(/\.ya?ml$/i, ''),
    ...readMap(file, displayPath(cwd, file), 'one tenant'),
  }));
  return {
    ...(fleet.document === undefined ? {} : { fleet: fleet.document }),
    tenants: tenants.flatMap(({ baseName, document }) => (document === undefined ? [] : [{ baseName, document }])),
    diagnostics: [
      ...fleet.diagnostics,
      ...listing.diagnostics,
      ...tenants.flatMap(({ diagnostics }) => diagnostics),
      ...strays,
    ],
  };
}
