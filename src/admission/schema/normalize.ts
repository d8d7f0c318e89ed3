import { suggest } from '../../objects';
import { SchemaNode } from './schema-node';

type Json = Record<string, unknown>;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Copies plain JSON. */
export function cloneJson(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(cloneJson);
  }
  if (!isObject(value)) {
    return value;
  }
  // Spreading keeps the shape of the object, and takes `__proto__` for a key like any other.
  const copy: Json = { ...value };
  for (const key of Object.keys(copy)) {
    const inner = copy[key];
    if (isObject(inner)) {
      copy[key] = cloneJson(inner);
    }
  }
  return copy;
}

/** A field that the schema does not know. */
export interface UnknownField {
  readonly path: string;
  /** Name of the field that may have been meant. @default - nothing is near */
  readonly near?: string;
}

/** Copies a value, dropping what the schema does not know and filling in what it defaults. */
class Normalizer {
  public readonly unknownFields: UnknownField[] = [];

  /** `keep` says that unknown fields stay, because the list around the value preserves them. */
  public value(value: object, node: SchemaNode | undefined, keep: boolean, path: string): unknown {
    if (node === undefined && keep) {
      return cloneJson(value);
    }
    const preserved = keep || node?.preserveUnknown === true;
    return Array.isArray(value)
      ? this.list(value, node?.items, preserved, path)
      : this.map({ ...value }, node, preserved, path);
  }

  /** Changes the map, which is a copy already; the values in it are not. */
  public map(map: Json, node: SchemaNode | undefined, preserved: boolean, path: string): Json {
    for (const key of Object.keys(map)) {
      const child = node?.properties.get(key) ?? node?.additional;
      const value = map[key];
      if (child === undefined) {
        this.unknown(map, key, node, preserved, path);
      } else if (value === null && !child.nullable) {
        this.absent(map, key, child);
      } else if (isObject(value)) {
        map[key] = this.value(value, child, false, path === '' ? key : `${path}.${key}`);
      }
    }
    for (const name of node?.defaulted ?? []) {
      if (!Object.hasOwn(map, name)) {
        map[name] = cloneJson(node?.properties.get(name)?.defaultValue);
      }
    }
    return map;
  }

  private list(list: readonly unknown[], items: SchemaNode | undefined, preserved: boolean, path: string): unknown[] {
    return list.map((item, i) => {
      if (item === null && items !== undefined && !items.nullable) {
        return cloneJson(items.defaultValue ?? null);
      }
      return isObject(item) ? this.value(item, items, preserved, `${path}[${i}]`) : item;
    });
  }

  private unknown(map: Json, key: string, node: SchemaNode | undefined, preserved: boolean, path: string): void {
    if (preserved) {
      map[key] = cloneJson(map[key]);
      return;
    }
    const [near] = suggest(key, [...(node?.properties.keys() ?? [])]);
    this.unknownFields.push({ path: path === '' ? key : `${path}.${key}`, ...(near === undefined ? {} : { near }) });
    delete map[key];
  }

  /** A null stands for a missing field: dropped, or replaced by the default. */
  private absent(map: Json, key: string, child: SchemaNode): void {
    if (child.defaultValue === undefined) {
      delete map[key];
      return;
    }
    map[key] = cloneJson(child.defaultValue);
  }
}

/** A value as the API server would read it. */
export interface Normalized {
  readonly value: Json;
  /** What was dropped, in the order of the object. */
  readonly unknownFields: readonly UnknownField[];
}

/**
 * Copies an object as the API server reads it: fields that the schema does not know are dropped, then nulls that may not be null,
 * then defaults are filled in.
 */
export function normalize(object: Readonly<Json>, node: SchemaNode, path = ''): Normalized {
  const normalizer = new Normalizer();
  const value = normalizer.map({ ...object }, node, node.preserveUnknown, path);
  return { value, unknownFields: normalizer.unknownFields };
}

/** Returns the value with its defaults filled in. */
export function applyDefaults(value: unknown, node: SchemaNode): unknown {
  return isObject(value) ? new Normalizer().value(value, node, false, '') : value;
}
