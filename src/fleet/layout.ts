import { IConstruct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { asString, compareStrings, formatRef, groupOf, KubeObject, read, refKey, refOf } from '../objects';
import { manifestPath } from '../tenancy/manifest-path';
import { RenderedObject } from '../tenancy/synthesis';

/** Two things want to be written to one file. */
export const DUPLICATE_PATH: CodeDefinition = {
  code: 'duplicate-path',
  severity: Severity.ERROR,
  title: 'Two constructs would be written to one file, or to two that a case-insensitive file system takes for one',
};

/** A name that no file can have. */
export const UNUSABLE_PATH: CodeDefinition = {
  code: 'unusable-path',
  severity: Severity.ERROR,
  title: 'An object has a name or a manifest path that cannot be a file in the output folder',
};

/** Name of the routing table, which lies beside the folders; Argo CD and Flux do not read Markdown. */
export const ROUTING_TABLE = 'routing-table.md';

/** Folders that this tool writes manifests to; nothing outside of them but the routing table is ever looked at. */
export const LAYOUT_FOLDERS: readonly string[] = ['cluster', 'gateways', 'namespaces', 'tenants'];

/** One manifest file to be written. */
export interface ManifestFile {
  /** Path relative to the output folder, with forward slashes. */
  readonly path: string;

  /** Its objects, in the order in which they are written. */
  readonly objects: readonly KubeObject[];
}

interface Placed {
  readonly path: string;
  readonly object: KubeObject;
  readonly construct: IConstruct;
  /** The construct that named the file, or that of the object alone. */
  readonly source: IConstruct;
}

/** What a reader meets first: what others stand on, then what stands on it. */
const KIND_ORDER: readonly RegExp[] = [/^Namespace$/, /Class$/, /^DataStore$/, /^Gateway$/, /^ListenerSet$/];
const LAST_KINDS: readonly RegExp[] = [/^TenantControlPlane$/, /Route$/];

function kindRank(kind: string): number {
  const first = KIND_ORDER.findIndex((pattern) => pattern.test(kind));
  if (first >= 0) {
    return first;
  }
  return KIND_ORDER.length + 1 + LAST_KINDS.findIndex((pattern) => pattern.test(kind));
}

function compareObjects(a: KubeObject, b: KubeObject): number {
  const [left, right] = [refOf(a), refOf(b)];
  return (
    kindRank(left.kind) - kindRank(right.kind) ||
    compareStrings(left.kind, right.kind) ||
    compareStrings(left.apiVersion, right.apiVersion) ||
    compareStrings(left.namespace ?? '', right.namespace ?? '') ||
    compareStrings(left.name, right.name)
  );
}

/** Names of RBAC objects may hold a colon, which some file systems refuse. */
function fileName(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/gu, (c) => Buffer.from(c).toString('hex').toUpperCase().replace(/../g, '%$&'));
}

/** The file of an object for which no construct named one. */
function defaultPath(object: KubeObject, withGroup: boolean): string {
  const { apiVersion, kind, namespace, name } = refOf(object);
  const group = groupOf(apiVersion);
  const typed = withGroup && group !== '' ? `${kind.toLowerCase()}.${group}` : kind.toLowerCase();
  const file = `${fileName(typed)}-${fileName(name)}.yaml`;
  return namespace === undefined ? `cluster/${file}` : `namespaces/${fileName(namespace)}/${file}`;
}

function findSource(construct: IConstruct, path: string): IConstruct {
  let source = construct;
  while (source.node.scope !== undefined && manifestPath(source.node.scope) === path) {
    source = source.node.scope;
  }
  return source;
}

function place(rendered: readonly RenderedObject[]): Placed[] {
  const groups = new Map<string, Set<string>>();
  const unplaced = rendered.filter(({ construct }) => manifestPath(construct) === undefined);
  for (const { object } of unplaced) {
    const path = defaultPath(object, false);
    groups.set(path, (groups.get(path) ?? new Set()).add(groupOf(refOf(object).apiVersion)));
  }
  return rendered.map(({ object, construct }) => {
    const named = manifestPath(construct);
    if (named !== undefined) {
      return { path: named, object, construct, source: findSource(construct, named) };
    }
    const path = defaultPath(object, (groups.get(defaultPath(object, false))?.size ?? 0) > 1);
    return { path, object, construct, source: construct };
  });
}

const SEGMENT = /^(?!\.{1,2}$)[^/\\\p{Cc}]{1,255}$/u;

function checkPath({ path, object, construct }: Placed): Diagnostic[] {
  const segments = path.split('/');
  const named = asString(read(object, 'metadata', 'name')) !== undefined;
  if (
    named &&
    segments.length > 1 &&
    LAYOUT_FOLDERS.includes(segments[0] ?? '') &&
    segments.every((s) => SEGMENT.test(s))
  ) {
    return [];
  }
  return [
    diagnose(UNUSABLE_PATH, {
      object: refOf(object),
      path: named ? undefined : 'metadata.name',
      message: named
        ? `${JSON.stringify(path)} cannot be a file in the output folder: it must lie in ${LAYOUT_FOLDERS.join('/, ')}/, and no part of it may be empty, "..", longer than 255 characters or hold a slash`
        : 'the object has no name, so there is no file for it',
      fix: 'correct the namespace or the name of the object',
      constructPath: construct.node.path,
    }),
  ];
}

function describe({ object, construct }: Placed): string {
  return `${formatRef(refOf(object))} (${construct.node.path})`;
}

function collision(a: Placed, b: Placed): Diagnostic {
  const same = a.path === b.path;
  return diagnose(DUPLICATE_PATH, {
    object: refOf(b.object),
    message: same
      ? `${JSON.stringify(b.path)} is also the file of ${describe(a)}`
      : `${JSON.stringify(b.path)} and ${JSON.stringify(a.path)}, the file of ${describe(a)}, cannot lie side by side on every file system`,
    fix: 'rename one of the two',
    constructPath: b.construct.node.path,
  });
}

/** Finds files with two sources. Objects that are the same twice are left to the check for duplicate objects. */
function checkCollisions(placed: readonly Placed[]): Diagnostic[] {
  const byPath = new Map<string, Placed>();
  const seen = new Set<string>();
  const folders = new Map<string, Placed>();
  for (const entry of placed) {
    const key = entry.path.toLowerCase();
    byPath.set(key, byPath.get(key) ?? entry);
    const segments = key.split('/');
    for (let length = 1; length < segments.length; length++) {
      const folder = segments.slice(0, length).join('/');
      folders.set(folder, folders.get(folder) ?? entry);
    }
  }
  return placed.flatMap((entry) => {
    const object = refKey(refOf(entry.object));
    if (seen.has(object)) {
      return [];
    }
    seen.add(object);
    const key = entry.path.toLowerCase();
    const first = byPath.get(key);
    const inside = folders.get(key);
    return [
      ...(first !== undefined && (first.source !== entry.source || first.path !== entry.path)
        ? [collision(first, entry)]
        : []),
      ...(inside === undefined ? [] : [collision(inside, entry)]),
    ];
  });
}

/** Divides rendered objects among files; files are sorted by path, the objects of a file by kind and name. */
export function layOut(rendered: readonly RenderedObject[]): {
  readonly files: readonly ManifestFile[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const placed = place(rendered);
  const byPath = new Map<string, KubeObject[]>();
  for (const { path, object } of placed) {
    const objects = byPath.get(path) ?? [];
    objects.push(object);
    byPath.set(path, objects);
  }
  const files = [...byPath]
    .map(([path, objects]) => ({ path, objects: objects.sort(compareObjects) }))
    .sort((a, b) => compareStrings(a.path, b.path));
  return { files, diagnostics: [...placed.flatMap(checkPath), ...checkCollisions(placed)] };
}
