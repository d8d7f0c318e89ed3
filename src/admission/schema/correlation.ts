import { asMap } from '../../objects';
import { KeyedList } from './keyed-list';
import { SchemaNode } from './schema-node';

/** Says whether two values of plain JSON are the same. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
  }
  const left = asMap(a);
  const right = asMap(b);
  if (left === undefined || right === undefined) {
    return false;
  }
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]))
  );
}

/**
 * A value of an update together with the old value that it replaces.
 *
 * A field belongs to the field of the same name, an element of a list of type `map` to the one with the same keys;
 * elements of other lists belong to none.
 */
export class Correlation {
  private readonly children = new Map<string | number, Correlation>();
  private keyed: KeyedList | undefined;
  private equal: boolean | undefined;

  public constructor(
    public readonly value: unknown,
    public readonly old: unknown,
    private readonly node: SchemaNode,
  ) {}

  /** The correlated value of a field; undefined where the old value has no such field. */
  public key(name: string): Correlation | undefined {
    const known = this.children.get(name);
    if (known !== undefined) {
      return known;
    }
    const value = asMap(this.value);
    const old = asMap(this.old);
    const node = this.node.properties.get(name) ?? this.node.additional;
    if (value === undefined || old === undefined || node === undefined) {
      return undefined;
    }
    if (!Object.hasOwn(value, name) || !Object.hasOwn(old, name)) {
      return undefined;
    }
    return this.remember(name, new Correlation(value[name], old[name], node));
  }

  /** The correlated value of an element; undefined where no old element belongs to it. */
  public index(i: number): Correlation | undefined {
    const known = this.children.get(i);
    if (known !== undefined) {
      return known;
    }
    if (this.node.listType !== 'map' || !Array.isArray(this.value) || !Array.isArray(this.old)) {
      return undefined;
    }
    this.keyed ??= new KeyedList(this.node, this.old);
    const old = this.keyed.find(this.value[i]);
    const items = this.node.items;
    return old === undefined || items === undefined
      ? undefined
      : this.remember(i, new Correlation(this.value[i], old, items));
  }

  /** Whether the value is the old one. Elements of a list of type `map` are compared in the order of the new list. */
  public isUnchanged(): boolean {
    this.equal ??= this.compare();
    return this.equal;
  }

  private remember(key: string | number, child: Correlation): Correlation {
    this.children.set(key, child);
    return child;
  }

  private compare(): boolean {
    const { value, old } = this;
    if (Array.isArray(value) && Array.isArray(old) && this.node.listType === 'map') {
      return value.length === old.length && value.every((_, i) => this.index(i)?.isUnchanged() ?? false);
    }
    const map = asMap(value);
    const oldMap = asMap(old);
    if (map === undefined || oldMap === undefined) {
      return equalJson(value, old);
    }
    const keys = Object.keys(map);
    return keys.length === Object.keys(oldMap).length && keys.every((key) => this.key(key)?.isUnchanged() ?? false);
  }
}
