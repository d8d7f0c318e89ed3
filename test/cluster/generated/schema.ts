import { ObjectSchema } from '../../../imports/schemas';
import { asList, asMap, asNumber, asString, ownValue } from '../../../src/objects';

/** A value that is changed in place. */
export type Json = Record<string, unknown>;

/** One value in an object, with what its schema says of it. */
export interface Place {
  readonly schema: ObjectSchema;
  /** The map or list that holds the value. */
  readonly parent: Json | unknown[];
  readonly key: string | number;
  /** Path without indexes: places with one path share what they may hold. */
  readonly path: string;
}

/** Returns the schema of a property, or of any property where the schema is one of a map. */
export function propertySchema(schema: ObjectSchema, name: string): ObjectSchema | undefined {
  const property = asMap(ownValue(asMap(schema['properties']), name));
  return property ?? asMap(schema['additionalProperties']);
}

/** Names of the properties that a schema has. */
export function propertyNames(schema: ObjectSchema): string[] {
  return Object.keys(asMap(schema['properties']) ?? {});
}

/** The schema of a list's elements. */
export function itemSchema(schema: ObjectSchema): ObjectSchema | undefined {
  return asMap(schema['items']);
}

/** The numbers of a schema: limits of length, size and value. */
export function limit(schema: ObjectSchema, keyword: string): number | undefined {
  return asNumber(schema[keyword]);
}

/** The texts of a schema: required properties, keys of a list. */
export function texts(schema: ObjectSchema, keyword: string): string[] {
  return asList(schema[keyword]).flatMap((value) => asString(value) ?? []);
}

/** Returns the value at a place. */
export function valueAt({ parent, key }: Place): unknown {
  return Array.isArray(parent) ? parent[Number(key)] : ownValue(parent, String(key));
}

/** Replaces the value at a place; undefined removes it. */
export function setValue({ parent, key }: Place, value: unknown): void {
  if (Array.isArray(parent)) {
    parent.splice(Number(key), 1, ...(value === undefined ? [] : [value]));
    return;
  }
  if (value === undefined) {
    delete parent[key];
    return;
  }
  parent[key] = value;
}

/** Returns all places below a value, the outer ones first. */
export function placesBelow(schema: ObjectSchema, value: unknown, path: string): Place[] {
  if (Array.isArray(value)) {
    const items = itemSchema(schema);
    return items === undefined
      ? []
      : value.flatMap((item, key) => [
          { schema: items, parent: value, key, path: `${path}[]` },
          ...placesBelow(items, item, `${path}[]`),
        ]);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const map = value as Json;
  return Object.keys(map).flatMap((key) => {
    const inner = propertySchema(schema, key);
    const below = asMap(schema['properties']) === undefined ? `${path}{}` : `${path}.${key}`;
    return inner === undefined
      ? []
      : [{ schema: inner, parent: map, key, path: below }, ...placesBelow(inner, map[key], below)];
  });
}
