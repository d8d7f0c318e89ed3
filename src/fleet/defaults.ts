import { isPlainMap, PlainMap } from '../objects';

/**
 * Lays values over defaults: maps are merged key by key, anything else (lists too) replaces what was there.
 *
 * Keys such as `__proto__` are keys like others.
 */
export function mergeDefaults(defaults: PlainMap, own: PlainMap): PlainMap {
  const merged = new Map<string, unknown>(Object.entries(defaults));
  for (const [key, value] of Object.entries(own)) {
    const before = merged.get(key);
    merged.set(key, isPlainMap(before) && isPlainMap(value) ? mergeDefaults(before, value) : value);
  }
  return Object.fromEntries(merged);
}
