/**
 * A rendered Kubernetes object: plain JSON of unknown shape.
 *
 * It may come from a construct or from a file that nobody checked, so nothing in it is trusted: read it with the `as*` functions or `read`.
 */
export type KubeObject = Readonly<Record<string, unknown>>;

/** Names one Kubernetes object. */
export interface ObjectRef {
  /** Group and version, for example `gateway.networking.k8s.io/v1`. */
  readonly apiVersion: string;

  /** Kind, for example `Gateway`. */
  readonly kind: string;

  /**
   * Namespace of the object.
   *
   * @default - the object is cluster-scoped, or its namespace is not known.
   */
  readonly namespace?: string;

  /** Name of the object; empty where the object has none. */
  readonly name: string;
}

/** One step into an object: a key of a map or an index of a list. */
export type PathSegment = string | number;

/** Returns the value as a map, or undefined where it is anything else. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Returns the value as a list; anything else is an empty list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns the value as a string, or undefined where it is anything else. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Returns the value as a finite number, or undefined where it is anything else. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Returns the own value of a key, never one inherited from Object (`constructor` is a legal name). */
export function ownValue(map: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Follows the path into a value; undefined where a step is missing or leads into something of another shape. */
export function read(value: unknown, ...path: readonly PathSegment[]): unknown {
  let current = value;
  for (const segment of path) {
    current = typeof segment === 'number' ? asList(current)[segment] : ownValue(asMap(current), segment);
  }
  return current;
}

const refs = new WeakMap<KubeObject, ObjectRef>();

/**
 * Names the object. The same object always gives the same reference instance,
 * so that a diagnostic can be traced to the very object it is about, even where two objects share one name.
 */
export function refOf(object: KubeObject): ObjectRef {
  const known = refs.get(object);
  if (known !== undefined) {
    return known;
  }
  const namespace = asString(read(object, 'metadata', 'namespace'));
  const ref: ObjectRef = {
    apiVersion: asString(object['apiVersion']) ?? '',
    kind: asString(object['kind']) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    name: asString(read(object, 'metadata', 'name')) ?? '',
  };
  refs.set(object, ref);
  return ref;
}

/** Returns the API group of an `apiVersion`; the core group is the empty string. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Returns the version of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Says whether the object is of this API group and kind, in whatever version. */
export function isKind(object: KubeObject, group: string, kind: string): boolean {
  return object['kind'] === kind && groupOf(asString(object['apiVersion']) ?? '') === group;
}

/** Returns a key that is equal for two references to one object in a cluster, whatever version they name. */
export function refKey(ref: ObjectRef): string {
  return JSON.stringify([groupOf(ref.apiVersion), ref.kind, ref.namespace ?? '', ref.name]);
}

/** Names an object for a person: `TenantControlPlane tenant-1/tcp-1`. */
export function formatRef(ref: ObjectRef): string {
  const name = ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
  return `${ref.kind} ${name}`.trim();
}
