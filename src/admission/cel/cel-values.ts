import { CelInput, celList, celMap } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SchemaNode } from '../schema/schema-node';
import { escapeName, unescapeName } from './identifiers';

type Json = Readonly<Record<string, unknown>>;

/** Thrown where data does not have the type that its schema says; rules see it as an error of the evaluation. */
class InvalidDataError extends Error {}

/**
 * A map or object of the API as CEL sees it: values typed by their schema, and made only when a rule asks for them.
 *
 * An object's properties have the names that rules use; unknown ones do not exist, and nulls count as absent.
 */
class SchemaMap implements ReadonlyMap<string, CelInput> {
  private readonly values_ = new Map<string, CelInput | undefined>();
  private readonly isObject: boolean;

  public constructor(
    private readonly map: Json,
    private readonly node: SchemaNode,
  ) {
    this.isObject = node.properties.size > 0;
  }

  public get size(): number {
    return Object.keys(this.map).length;
  }

  public get(key: string): CelInput | undefined {
    if (this.values_.has(key)) {
      return this.values_.get(key);
    }
    const value = this.read(key);
    this.values_.set(key, value);
    return value;
  }

  public has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  public *keys(): MapIterator<string> {
    for (const name of Object.keys(this.map)) {
      if (this.schemaOf(name) !== undefined) {
        yield this.isObject ? (escapeName(name) ?? name) : name;
      }
    }
  }

  public *entries(): MapIterator<[string, CelInput]> {
    for (const key of this.keys()) {
      const value = this.get(key);
      if (value !== undefined) {
        yield [key, value];
      }
    }
  }

  public *values(): MapIterator<CelInput> {
    for (const [, value] of this.entries()) {
      yield value;
    }
  }

  public forEach(callback: (value: CelInput, key: string, map: ReadonlyMap<string, CelInput>) => void): void {
    for (const [key, value] of this.entries()) {
      callback(value, key, this);
    }
  }

  public [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries();
  }

  private schemaOf(name: string): SchemaNode | undefined {
    return this.isObject ? this.node.properties.get(name) : this.node.additional;
  }

  private read(key: string): CelInput | undefined {
    const name = this.isObject ? unescapeName(key) : key;
    if (typeof name !== 'string' || !Object.hasOwn(this.map, name)) {
      return undefined;
    }
    const value = this.map[name];
    const schema = this.schemaOf(name);
    return schema === undefined || (this.isObject && value === null) ? undefined : toCelValue(value, schema);
  }
}

function readString(text: string, node: SchemaNode): CelInput {
  if (node.format === 'date-time') {
    return timestampFromDate(new Date(text));
  }
  return node.format === 'byte' ? Uint8Array.from(Buffer.from(text, 'base64')) : text;
}

/**
 * Makes a value of the API a value of CEL, typed by its schema: an integer is an `int` even where JSON has one kind of number.
 *
 * @throws Error where the value does not have the type that the schema says
 */
export function toCelValue(value: unknown, node: SchemaNode): CelInput {
  if (value === null && node.nullable) {
    return null;
  }
  const type = node.intOrString ? (typeof value === 'string' ? 'string' : 'integer') : node.type;
  if (type === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return celMap(new SchemaMap(value as Json, node));
  }
  const { items } = node;
  if (type === 'array' && Array.isArray(value) && items !== undefined) {
    return celList(value.map((item) => toCelValue(item, items)));
  }
  if (type === 'string' && typeof value === 'string') {
    return readString(value, node);
  }
  if (type === 'integer' && typeof value === 'number' && Number.isInteger(value)) {
    return BigInt(value);
  }
  if ((type === 'number' && typeof value === 'number') || (type === 'boolean' && typeof value === 'boolean')) {
    return value;
  }
  throw new InvalidDataError(`invalid data, expected ${type ?? 'a typed value'}, got ${JSON.stringify(value)}`);
}
