import { isPlainMap, PlainMap } from '../objects';

/** Reads a member of a public enum as one of the generated enum: both are the strings of the CRD, to which a test holds them. */
export function wireEnum<T extends string>(value: string): T {
  return value as T;
}

/** Returns the map without the keys that hold nothing; undefined where none is left. */
export function definedParts(map: PlainMap): PlainMap | undefined {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/**
 * Merges maps, later ones over earlier ones: maps key by key, anything else (lists too) as a whole.
 *
 * What is undefined changes nothing.
 */
export function mergeMaps(...maps: readonly (Readonly<Record<string, unknown>> | undefined)[]): PlainMap {
  const merged = new Map<string, unknown>();
  for (const [key, value] of maps.flatMap((map) => Object.entries(map ?? {}))) {
    const before = merged.get(key);
    if (value !== undefined) {
      merged.set(key, isPlainMap(before) && isPlainMap(value) ? mergeMaps(before, value) : value);
    }
  }
  return Object.fromEntries(merged);
}
