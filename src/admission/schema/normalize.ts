import { asMap } from '../../objects';
import { SchemaNode } from './schema-node';

type Json = Record<string, unknown>;

/** Sets a key of the user's choice; plain assignment would take `__proto__` for the prototype. */
function put(target: Json, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  target[key] = value;
}

/** Copies plain JSON. */
export function cloneJson(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(cloneJson);
  }
  const map = asMap(value);
  if (map === undefined) {
    return value;
  }
  const copy: Json = {};
  for (const key of Object.keys(map)) {
    put(copy, key, cloneJson(map[key]));
  }
  return copy;
}

/** Copies a value, dropping what the schema does not know and filling in what it defaults. */
class Normalizer {
  public readonly unknownFields: string[] = [];

  /** `keep` says that unknown fields stay, because the list around the value preserves them. */
  public value(value: unknown, node: SchemaNode | undefined, keep: boolean, path: string): unknown {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (node === undefined && keep) {
      return cloneJson(value);
    }
    const preserved = keep || node?.preserveUnknown === true;
    if (!Array.isArray(value)) {
      return this.map(value as Json, node, preserved, path);
    }
    const items = node?.items;
    return value.map((item: unknown, i) => {
      if (item === null && items !== undefined && !items.nullable) {
        return cloneJson(items.defaultValue ?? null);
      }
      return this.value(item, items, preserved, `${path}[${i}]`);
    });
  }

  /** Copies the map; `skipped` keys of the root are left to others. */
  public map(map: Json, node: SchemaNode | undefined, preserved: boolean, path: string, skipped?: ReadonlySet<string>): Json {
    const copy: Json = {};
    for (const key of Object.keys(map)) {
      if (skipped?.has(key)) {
        continue;
      }
      const child = node?.properties.get(key) ?? node?.additional;
      const value = map[key];
      if (child === undefined) {
        if (preserved) {
          put(copy, key, cloneJson(value));
        } else {
          this.unknownFields.push(path === '' ? key : `${path}.${key}`);
        }
      } else if (value === null && !child.nullable) {
        // A null stands for a missing field: dropped, or replaced by the default.
        if (child.defaultValue !== undefined) {
          put(copy, key, cloneJson(child.defaultValue));
        }
      } else {
        put(copy, key, this.value(value, child, false, path === '' ? key : `${path}.${key}`));
      }
    }
    for (const name of node?.defaulted ?? []) {
      if (!Object.hasOwn(copy, name)) {
        copy[name] = cloneJson(node?.properties.get(name)?.defaultValue);
      }
    }
    return copy;
  }
}

/** A value as the API server would read it. */
export interface Normalized {
  readonly value: Json;
  /** Paths of what was dropped, in the order of the object. */
  readonly unknownFields: readonly string[];
}

/**
 * Copies an object as the API server reads it: fields that the schema does not know are dropped, then nulls that may not be null,
 * then defaults are filled in.
 *
 * @param skipped keys of the root that are not copied
 */
export function normalize(object: Readonly<Json>, node: SchemaNode, path = '', skipped?: ReadonlySet<string>): Normalized {
  const normalizer = new Normalizer();
  const value = normalizer.map(object, node, node.preserveUnknown, path, skipped);
  return { value, unknownFields: normalizer.unknownFields };
}

/** Returns the value with its defaults filled in. */
export function applyDefaults(value: unknown, node: SchemaNode): unknown {
  return new Normalizer().value(value, node, false, '');
}
