import * as fs from 'node:fs';
import * as path from 'node:path';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import {
  asList,
  asMap,
  asString,
  compareStrings,
  KubeObject,
  ObjectRef,
  PathSegment,
  parsePath,
  refOf,
} from '../objects';
import { displayPath } from './fleet-files';
import { parseYaml, YamlFile } from './parse-yaml';
import { describeFileError, readYaml, unreadable } from './read-yaml';
import { tryStat } from './try-stat';
import { YamlDocument } from './yaml-document';

/** A document that is no Kubernetes object. */
export const NOT_AN_OBJECT: CodeDefinition = {
  code: 'not-an-object',
  severity: Severity.ERROR,
  title: 'A YAML document has no apiVersion and kind (a note where it was found in a folder)',
};

/** Nothing to look at. */
export const NO_OBJECTS: CodeDefinition = {
  code: 'no-objects',
  severity: Severity.ERROR,
  title: 'The files that were to be checked hold no Kubernetes object',
};

/** Larger than what `kubectl get -o yaml` gives for ten thousand tenants. */
const MAX_BYTES = 128 * 1024 * 1024;

/** An object from a file, and where in it. */
export interface ManifestObject {
  readonly object: KubeObject;
  readonly document: YamlDocument;
  /** Where in the document the object is; empty unless it is an item of a List. */
  readonly path: readonly PathSegment[];
}

/** Where manifests come from. */
export interface ManifestSources {
  /** Files and folders, relative to the working directory; `-` is standard input. */
  readonly files: readonly string[];

  /** The working directory; names of files in messages are relative to it. */
  readonly cwd: string;

  /** Reads standard input to its end. */
  readonly readStdin: () => Promise<string>;
}

/** Objects of manifest files. */
export class Manifests {
  private readonly byRef: ReadonlyMap<ObjectRef, ManifestObject>;

  constructor(
    /** The objects, in the order of the files. */
    public readonly objects: readonly ManifestObject[],
    /** What is wrong with the files. */
    public readonly diagnostics: readonly Diagnostic[],
  ) {
    this.byRef = new Map(objects.map((entry) => [refOf(entry.object), entry]));
  }

  /** Adds file, line and column to findings about the objects. */
  public locate(findings: readonly Diagnostic[]): Diagnostic[] {
    return findings.map((finding) => {
      const entry = finding.object === undefined ? undefined : this.byRef.get(finding.object);
      if (entry === undefined || finding.file !== undefined) {
        return finding;
      }
      return { ...finding, ...entry.document.locate([...entry.path, ...parsePath(finding.path ?? '')]) };
    });
  }
}

interface Found {
  readonly file: YamlFile;
  readonly display: string;
  /** Whether the file was asked for by its name. */
  readonly named: boolean;
}

/** Lists the manifests below a folder, in an order that is the same everywhere. */
export function listFolder(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => compareStrings(a.name, b.name))
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => {
      const child = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return listFolder(child);
      }
      return /\.(?:ya?ml|json)$/i.test(entry.name) ? [child] : [];
    });
}

function readOne(file: string, cwd: string): Found[] {
  const absolute = path.resolve(cwd, file);
  const display = displayPath(cwd, absolute);
  try {
    if (!(tryStat(absolute)?.isDirectory() ?? false)) {
      return [{ file: readYaml(absolute, display, MAX_BYTES, 'manifest'), display, named: true }];
    }
    return listFolder(absolute).map((child) => {
      const name = displayPath(cwd, child);
      return { file: readYaml(child, name, MAX_BYTES, 'manifest'), display: name, named: false };
    });
  } catch (error) {
    return [
      { file: { documents: [], diagnostics: [unreadable(display, describeFileError(error))] }, display, named: true },
    ];
  }
}

interface Item {
  /** What stands there; undefined where that is no object. */
  readonly object?: KubeObject;
  readonly path: readonly PathSegment[];
}

/** Takes Lists apart, those inside of Lists as well. */
function itemsOf(value: unknown, path: readonly PathSegment[] = []): Item[] {
  const object = asMap(value);
  const kind = asString(object?.['kind']);
  if (object === undefined || kind === undefined || asString(object['apiVersion']) === undefined) {
    return [{ path }];
  }
  if (!kind.endsWith('List') || !Array.isArray(object['items'])) {
    return [{ object, path }];
  }
  return asList(object['items']).flatMap((item, i) => itemsOf(item, [...path, 'items', i]));
}

function notAnObject(document: YamlDocument, path: readonly PathSegment[], isAsked: boolean): Diagnostic {
  return diagnose(NOT_AN_OBJECT, {
    severity: isAsked ? Severity.ERROR : Severity.NOTE,
    message: isAsked
      ? 'this is no Kubernetes object: it has no apiVersion and kind'
      : 'this has no apiVersion and kind; it was left out',
    ...document.locate(path),
  });
}

async function readInput(readStdin: () => Promise<string>): Promise<Found> {
  const display = '-';
  try {
    return { file: parseYaml(await readStdin(), display, 'manifest'), display, named: true };
  } catch (error) {
    const diagnostics = [unreadable(display, describeFileError(error))];
    return { file: { documents: [], diagnostics }, display, named: true };
  }
}

/** Reads the objects of manifest files: any number of documents each, items of Lists one by one. */
export async function readManifests({ files, cwd, readStdin }: ManifestSources): Promise<Manifests> {
  const found: Found[] = [];
  for (const file of files) {
    found.push(...(file === '-' ? [await readInput(readStdin)] : readOne(file, cwd)));
  }
  const objects: ManifestObject[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { file, named } of found) {
    diagnostics.push(...file.diagnostics);
    for (const document of file.documents) {
      for (const { object, path: place } of itemsOf(document.value)) {
        if (object === undefined) {
          // An item of a List is meant to be an object, wherever the List was found.
          diagnostics.push(notAnObject(document, place, named || place.length > 0));
        } else {
          objects.push({ object, document, path: place });
        }
      }
    }
  }
  if (objects.length === 0 && !diagnostics.some(({ severity }) => severity === Severity.ERROR)) {
    diagnostics.push(
      diagnose(NO_OBJECTS, {
        file: found[0]?.display,
        message: `there is no Kubernetes object in ${files.map((file) => JSON.stringify(file)).join(', ')}`,
      }),
    );
  }
  return new Manifests(objects, diagnostics);
}
