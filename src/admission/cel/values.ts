import { SchemaNode } from '../schema/schema-node';
import { escapeName, unescapeName } from './identifiers';

type Json = Readonly<Record<string, unknown>>;

/** Why an expression has no value. Passed on like a value, as `&&`, `||` and the macros may ignore it. */
export class CelError {
  public constructor(public readonly message: string) {}
}

/** What the API server says of operands whose types do not fit; static type checks leave only few of them. */
export const NO_OVERLOAD = new CelError('no such overload');

/** A span of time. */
export class CelDuration {
  public constructor(public readonly nanoseconds: bigint) {}
}

/**
 * A list: of values of the API that get their types from a schema when they are asked for, or of values that a rule made.
 */
export class CelList {
  private all: readonly CelValue[] | undefined;

  public constructor(
    public readonly elements: readonly unknown[],
    /** Schema of the list; undefined where the elements are values already. */
    public readonly node: SchemaNode | undefined,
  ) {}

  public get(index: number): CelValue {
    const element = this.elements[index];
    return this.node === undefined ? (element as CelValue) : toCelValue(element, this.node.items);
  }

  /** All elements, made once: rules about uniqueness go through a list once for each of its elements. */
  public values(): readonly CelValue[] {
    this.all ??= this.elements.map((_, i) => this.get(i));
    return this.all;
  }
}

/** A field that a rule names: as the rule writes it, and as the object has it. */
export interface FieldName {
  readonly written: string;
  /** Undefined where no property can have the written name. */
  readonly plain: string | undefined;
}

/** Reads the name of a field in a rule. */
export function fieldName(written: string): FieldName {
  return { written, plain: unescapeName(written) };
}

/**
 * A map or an object of the API, or a map that a rule made.
 *
 * An object's properties have the names that rules use; unknown ones do not exist, and nulls count as absent.
 */
export class CelMap {
  private readonly isObject: boolean;

  public constructor(
    public readonly entries: Json,
    /** Schema of the map; undefined where the entries are values already. */
    public readonly node: SchemaNode | undefined,
  ) {
    this.isObject = node !== undefined && node.properties.size > 0;
  }

  public get size(): number {
    return Object.keys(this.entries).length;
  }

  /** Returns the value of a field; undefined where there is none. */
  public field({ written, plain }: FieldName): CelValue | undefined {
    return this.isObject ? this.property(plain) : this.entry(written);
  }

  /** Returns the value of a key; undefined where there is none. */
  public get(key: string): CelValue | undefined {
    return this.isObject ? this.property(unescapeName(key)) : this.entry(key);
  }

  /** The keys as rules see them. */
  public keys(): string[] {
    const names = Object.keys(this.entries);
    if (this.isObject) {
      return names.filter((name) => this.node?.properties.has(name)).map((name) => escapeName(name) ?? name);
    }
    return this.node === undefined || this.node.additional !== undefined ? names : [];
  }

  private property(name: string | undefined): CelValue | undefined {
    const schema = name === undefined ? undefined : this.node?.properties.get(name);
    if (name === undefined || schema === undefined) {
      return undefined;
    }
    const value = this.entries[name];
    // A property that a schema names can only be inherited where it is called like a method of Object.
    return value === undefined || value === null || typeof value === 'function' ? undefined : toCelValue(value, schema);
  }

  private entry(key: string): CelValue | undefined {
    if (!Object.hasOwn(this.entries, key)) {
      return undefined;
    }
    const value = this.entries[key];
    if (this.node === undefined) {
      return value as CelValue;
    }
    // What is kept without a schema is nothing to rules.
    return this.node.additional === undefined ? undefined : toCelValue(value, this.node.additional);
  }
}

/**
 * A value of CEL.
 *
 * Integers and floating-point numbers are both numbers: the API server checked the types of a rule when its CRD was installed,
 * and no function that is known here tells the two apart.
 */
export type CelValue = string | number | boolean | null | CelDuration | CelList | CelMap | CelError;

function invalidData(expected: string, value: unknown): CelError {
  return new CelError(`invalid data, expected ${expected}, got ${JSON.stringify(value)}`);
}

const URL_BASE64 = /^(?:[\w-]{4})*(?:[\w-]{2}==|[\w-]{3}=)?$/;

/** Rules read bytes with base64's alphabet for URLs, although their format is checked with the other one. */
function toText(text: string, { format }: SchemaNode): string | CelError {
  if (format !== 'byte' || URL_BASE64.test(text)) {
    return text;
  }
  const other = text.search(/[^\w-]/);
  const at = other < 0 ? text.length - (text.length % 4) : other;
  return new CelError(`Invalid byte formatted string ${text}: illegal base64 data at input byte ${at}`);
}

/** Makes a value of the API a value of CEL. Data of another type than the schema says are an error. */
export function toCelValue(value: unknown, node: SchemaNode | undefined): CelValue {
  if (node === undefined) {
    return invalidData('a value with a schema', value);
  }
  if (value === null) {
    return node.nullable ? null : invalidData(node.type ?? 'a value', value);
  }
  switch (node.intOrString ? 'int-or-string' : node.type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value)
        ? new CelMap(value as Json, node)
        : invalidData('object', value);
    case 'array':
      return Array.isArray(value) ? new CelList(value, node) : invalidData('array', value);
    case 'string':
      return typeof value === 'string' ? toText(value, node) : invalidData('string', value);
    case 'integer':
      return Number.isInteger(value) ? (value as number) : invalidData('integer', value);
    case 'number':
      return typeof value === 'number' ? value : invalidData('number', value);
    case 'boolean':
      return typeof value === 'boolean' ? value : invalidData('boolean', value);
    case 'int-or-string':
      return typeof value === 'string' || Number.isInteger(value)
        ? (value as string | number)
        : invalidData('integer or string', value);
    default:
      return invalidData('a typed value', value);
  }
}

function contains(list: CelList, value: CelValue): boolean {
  return list.elements.some((_, i) => equals(list.get(i), value) === true);
}

function keyOf(element: CelValue, keys: readonly string[]): string {
  return JSON.stringify(element instanceof CelMap ? keys.map((key) => element.entries[key] ?? null) : null);
}

function equalKeyedLists(left: CelList, right: CelList, keys: readonly string[]): boolean {
  const elements = new Map(left.values().map((element) => [keyOf(element, keys), element] as const));
  return right.values().every((element) => {
    const other = elements.get(keyOf(element, keys));
    return other !== undefined && equals(other, element) === true;
  });
}

function equalLists(left: CelList, right: CelList): boolean {
  if (left.elements.length !== right.elements.length) {
    return false;
  }
  switch (left.node?.listType) {
    case 'set':
      return right.elements.every((_, i) => contains(left, right.get(i)));
    case 'map':
      return equalKeyedLists(left, right, left.node.listMapKeys);
    default:
      return left.elements.every((_, i) => equals(left.get(i), right.get(i)) === true);
  }
}

function equalMaps(left: CelMap, right: CelMap): boolean {
  return (
    left.size === right.size &&
    left.keys().every((key) => {
      const [a, b] = [left.get(key), right.get(key)];
      return a === undefined || b === undefined ? a === b : equals(a, b) === true;
    })
  );
}

/** Compares two values; values of different types are not equal. Lists of type `set` and `map` are equal in any order. */
export function equals(left: CelValue, right: CelValue): boolean | CelError {
  if (left instanceof CelError || right instanceof CelError) {
    return left instanceof CelError ? left : (right as CelError);
  }
  if (left instanceof CelList) {
    return right instanceof CelList && equalLists(left, right);
  }
  if (left instanceof CelMap) {
    return right instanceof CelMap && equalMaps(left, right);
  }
  if (left instanceof CelDuration) {
    return right instanceof CelDuration && left.nanoseconds === right.nanoseconds;
  }
  return left === right;
}

/** Says whether a list contains the value, or a map the key. */
export function isIn(value: CelValue, container: CelValue): boolean | CelError {
  if (value instanceof CelError || container instanceof CelError) {
    return value instanceof CelError ? value : (container as CelError);
  }
  if (container instanceof CelList) {
    return contains(container, value);
  }
  return container instanceof CelMap && typeof value === 'string' ? container.get(value) !== undefined : NO_OVERLOAD;
}
