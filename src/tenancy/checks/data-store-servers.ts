import { asList, asString, KubeObject, ObjectRef, read, refOf } from '../../objects';

/** A DataStore. */
export interface DataStoreModel {
  readonly ref: ObjectRef;
  readonly name: string;

  /** `etcd`, `MySQL`, `PostgreSQL` or `NATS`; undefined where the object does not say. */
  readonly driver?: string;

  /** Endpoints in lower case, each once. */
  readonly endpoints: readonly string[];
}

/** The DataStores of a fleet, and which of them are one server. */
export interface DataStores {
  readonly byName: ReadonlyMap<string, DataStoreModel>;

  /** Returns a key that is equal for two DataStores with a common endpoint, and for what each of them shares one with. */
  serverOf(name: string): string;
}

function readDataStore(object: KubeObject): DataStoreModel {
  const ref = refOf(object);
  const driver = asString(read(object, 'spec', 'driver'));
  const endpoints = asList(read(object, 'spec', 'endpoints'))
    .map((endpoint) => asString(endpoint)?.trim().toLowerCase() ?? '')
    .filter((endpoint) => endpoint !== '');
  return { ref, name: ref.name, ...(driver === undefined ? {} : { driver }), endpoints: [...new Set(endpoints)] };
}

/** Follows the links to the one that stands for a whole set, and shortens the way for the next time. */
function rootOf(links: Map<string, string>, name: string): string {
  let root = name;
  for (let next = links.get(root); next !== undefined && next !== root; next = links.get(root)) {
    root = next;
  }
  if (root !== name) {
    links.set(name, root);
  }
  return root;
}

/** Reads DataStores and joins those that share a server. */
export function readDataStores(objects: readonly KubeObject[]): DataStores {
  const byName = new Map(objects.map(readDataStore).map((store) => [store.name, store]));
  const links = new Map<string, string>();
  const ownerOf = new Map<string, string>();
  for (const { name, endpoints } of byName.values()) {
    for (const endpoint of endpoints) {
      const owner = ownerOf.get(endpoint) ?? name;
      ownerOf.set(endpoint, owner);
      links.set(rootOf(links, name), rootOf(links, owner));
    }
  }
  return { byName, serverOf: (name) => rootOf(links, name) };
}
