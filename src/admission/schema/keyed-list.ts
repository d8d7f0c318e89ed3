import { asMap, ownValue } from '../../objects';
import { SchemaNode } from './schema-node';

/** Returns what tells an element of a list of type `map` from the others; undefined where it lacks a key or a key is no scalar. */
function keyOf(element: unknown, keys: readonly string[]): unknown {
  const map = asMap(element);
  if (map === undefined) {
    return undefined;
  }
  const values = keys.map((key) => ownValue(map, key));
  if (values.some((value) => value === undefined || value === null || typeof value === 'object')) {
    return undefined;
  }
  return values.length === 1 ? values[0] : JSON.stringify(values);
}

/** Finds elements of a list of type `map` by the keys of another element. */
export class KeyedList {
  private readonly elements = new Map<unknown, unknown>();
  private readonly keys: readonly string[];

  /** A list of any other type has no element that could be found. */
  public constructor(node: SchemaNode, list: readonly unknown[]) {
    this.keys = node.listType === 'map' ? node.listMapKeys : [];
    for (const element of this.keys.length === 0 ? [] : list) {
      const key = keyOf(element, this.keys);
      if (key !== undefined && !this.elements.has(key)) {
        this.elements.set(key, element);
      }
    }
  }

  /** Returns the first element with the same keys; undefined where there is none. */
  public find(element: unknown): unknown {
    return this.elements.size === 0 ? undefined : this.elements.get(keyOf(element, this.keys));
  }
}
