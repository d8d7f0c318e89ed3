import * as fc from 'fast-check';
import { ObjectSchema } from '../../../imports/schemas';
import { asMap, KubeObject } from '../../../src/objects';
import {
  itemSchema,
  Json,
  limit,
  Place,
  placesBelow,
  propertyNames,
  propertySchema,
  setValue,
  texts,
  valueAt,
} from './schema';
import { chance, Draw, drawEdge, drawValue, Pool, pick } from './values';

/** A list longer than this is not filled to its limit. */
const LONGEST_LIST = 70;

/** Metadata that a person writes; their rules are in no schema of a CRD. */
const METADATA: ObjectSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 253 },
    generateName: { type: 'string', maxLength: 253 },
    labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 63 } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
    finalizers: { type: 'array', items: { type: 'string', maxLength: 63 } },
  },
};

/** What objects of one kind and version are made of. */
export interface Material {
  readonly schema: ObjectSchema;
  /** Objects that the API server accepts. */
  readonly seeds: readonly KubeObject[];
  readonly pool: Pool;
}

/** Adds the schema of metadata; status and identity are left out, as nobody writes them. */
export function writableSchema(schema: ObjectSchema): ObjectSchema {
  const names = propertyNames(schema).filter((name) => !['apiVersion', 'kind', 'metadata', 'status'].includes(name));
  const properties = Object.fromEntries(names.map((name) => [name, propertySchema(schema, name)]));
  return { ...schema, properties: { ...properties, metadata: METADATA } };
}

/** Objects near the edge of validity: accepted ones, changed in one to four places, more often within what the schema allows than not. */
export function nearValid(material: Material): fc.Arbitrary<KubeObject> {
  return fc.gen().map((draw) => {
    const object = structuredClone(pick(draw, material.seeds) ?? {}) as Json;
    changeSomewhere(draw, object, material);
    return asSent(object);
  });
}

/** An accepted object, and one that is near to it. */
export function nearValidUpdate(
  material: Material,
): fc.Arbitrary<{ readonly old: KubeObject; readonly object: KubeObject }> {
  return fc.gen().map((draw) => {
    const seed = pick(draw, material.seeds) ?? {};
    const old = structuredClone(seed) as Json;
    if (chance(draw, 20)) {
      // What an older release let in.
      changeSomewhere(draw, old, material);
    }
    const object = structuredClone(old);
    changeSomewhere(draw, object, material);
    // An update that names another object is none.
    for (const one of [old, object]) {
      const { labels, annotations } = asMap(one['metadata']) ?? {};
      one['metadata'] = { ...asMap(seed['metadata']), labels, annotations };
    }
    return { old: asSent(old), object: asSent(object) };
  });
}

/** What of an object goes over the wire. */
function asSent(object: Json): KubeObject {
  return JSON.parse(JSON.stringify(object)) as KubeObject;
}

function changeSomewhere(draw: Draw, object: Json, { schema, pool }: Material): void {
  const writable = writableSchema(schema);
  for (let left = 1 + draw(fc.nat, { max: 3 }); left > 0; left -= 1) {
    const root: Place = { schema: writable, parent: { '': object }, key: '', path: '' };
    const place = pick(draw, [root, ...placesBelow(writable, object, '')]) ?? root;
    change(draw, place, pool);
  }
}

function change(draw: Draw, place: Place, pool: Pool): void {
  const value = valueAt(place);
  const inner = Array.isArray(value)
    ? () => changeList(draw, place, value, pool)
    : typeof value === 'object' && value !== null
      ? () => changeMap(draw, place, value as Json, pool)
      : undefined;
  if (inner !== undefined && (place.key === '' || chance(draw, 70))) {
    inner();
    return;
  }
  if (chance(draw, 10)) {
    setValue(place, undefined);
    return;
  }
  setValue(
    place,
    chance(draw, 45) ? drawEdge(draw, place.schema, value) : drawValue(draw, place.schema, place.path, pool),
  );
}

function changeMap(draw: Draw, { schema, path }: Place, map: Json, pool: Pool): void {
  const names = propertyNames(schema);
  if (chance(draw, 5)) {
    const known = pick(draw, names) ?? 'field';
    map[pick(draw, ['unknown', known.toUpperCase(), `${known}s`, 'constructor']) ?? ''] = pick(draw, [
      1,
      'a',
      {},
      null,
    ]);
    return;
  }
  const missing = names.filter((name) => !Object.hasOwn(map, name));
  const present = Object.keys(map).filter((key) => key !== 'apiVersion' && key !== 'kind' && key !== 'metadata');
  if (missing.length === 0 || chance(draw, 20)) {
    delete map[pick(draw, present) ?? ''];
    return;
  }
  const added = names.length === 0 ? 'a' : (pick(draw, missing) ?? '');
  map[added] = drawValue(draw, propertySchema(schema, added) ?? {}, `${path}.${added}`, pool);
}

function changeList(draw: Draw, { schema, path }: Place, list: unknown[], pool: Pool): void {
  const items = itemSchema(schema) ?? {};
  const action = pick(draw, ['add', 'add', 'double', 'vary', 'vary', 'remove', 'empty', 'fill'] as const);
  switch (action) {
    case 'add':
      list.push(drawValue(draw, items, `${path}[]`, pool));
      return;
    case 'double':
    case 'vary': {
      const copy: unknown[] = [structuredClone(pick(draw, list) ?? drawValue(draw, items, `${path}[]`, pool))];
      list.push(...copy);
      if (action === 'vary') {
        const last: Place = { schema: items, parent: list, key: list.length - 1, path: `${path}[]` };
        const place = pick(draw, placesBelow(items, copy[0], `${path}[]`)) ?? last;
        setValue(place, drawValue(draw, place.schema, place.path, pool));
      }
      return;
    }
    case 'fill':
      fill(draw, schema, list);
      return;
    default:
      list.splice(0, action === 'remove' ? 1 : list.length);
  }
}

/** Makes a list as long as it may be, or one longer, of elements that differ in their keys. */
function fill(draw: Draw, schema: ObjectSchema, list: unknown[]): void {
  const most = limit(schema, 'maxItems') ?? LONGEST_LIST;
  const pattern = list[0];
  if (most > LONGEST_LIST || pattern === undefined) {
    return;
  }
  const keys = [...texts(schema, 'x-kubernetes-list-map-keys'), 'name', 'value'];
  const length = most + draw(fc.nat, { max: 1 });
  for (let i = list.length; i < length; i += 1) {
    list.push(numbered(pattern, keys, i));
  }
}

function numbered(value: unknown, keys: readonly string[], i: number): unknown {
  if (typeof value === 'string') {
    return `${value}${i}`;
  }
  if (typeof value === 'number') {
    return value + i;
  }
  const map = asMap(value);
  const key = keys.find((name) => map?.[name] !== undefined);
  return key === undefined ? value : { ...map, [key]: numbered(map?.[key], keys, i) };
}
