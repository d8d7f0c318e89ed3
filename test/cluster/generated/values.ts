import * as fc from 'fast-check';
import { ObjectSchema } from '../../../imports/schemas';
import { asList, asString } from '../../../src/objects';
import { itemSchema, limit, propertyNames, propertySchema, texts } from './schema';

/** Draws a value of an arbitrary. */
export type Draw = fc.GeneratorValue;

/** Values that objects have at a path, by path without indexes. */
export type Pool = ReadonlyMap<string, readonly unknown[]>;

/** Deeper than this only what is required is made up. */
const DEPTH = 4;
const INT32 = 2 ** 31;

/** Texts that fields are about: names, hostnames, addresses, durations, quantities, keys, expressions. */
const TEXTS = [
  'a',
  'edge',
  'tcp-1',
  'example.com',
  '*.example.com',
  'a.b-c.example.com',
  '10.0.0.1',
  '010.0.0.1',
  '2001:db8::1',
  '::ffff:10.0.0.1',
  '10.96.0.0/16',
  '10.96.0.0/33',
  '2001:db8::/64',
  '10s',
  '1h30m',
  '0s',
  '99999h',
  '100m',
  '1Gi',
  '50%',
  '/',
  '/a/b',
  '/a//b',
  '/a/../b',
  'example.com/key',
  'example.com/',
  'v1.34.1',
  'https://example.com',
  'Gateway',
  'gateway.networking.k8s.io',
  'TCP',
  'YWJj',
  '2026-01-01T00:00:00Z',
  'A',
  'a_b',
  '-a',
  'a ',
  'ä',
  '\u{1f600}',
];

const NUMBERS = [0, 1, 53, 80, 100, 200, 301, 443, 6443, 8132, 30000, 65535];

/** Draws one of some values. */
export function pick<T>(draw: Draw, values: readonly [T, ...T[]]): T;
export function pick<T>(draw: Draw, values: readonly T[]): T | undefined;
export function pick<T>(draw: Draw, values: readonly T[]): T | undefined {
  return values.length === 0 ? undefined : values[draw(fc.nat, { max: values.length - 1 })];
}

/** Says yes in so many of a hundred cases. */
export function chance(draw: Draw, percent: number): boolean {
  return draw(fc.nat, { max: 99 }) < percent;
}

const matching = new Map<string, fc.Arbitrary<string> | undefined>();

/** Texts that match a pattern; undefined where the pattern has what JavaScript does not know. */
function textsMatching(pattern: string): fc.Arbitrary<string> | undefined {
  if (!matching.has(pattern)) {
    let arbitrary: fc.Arbitrary<string> | undefined;
    try {
      arbitrary = fc.stringMatching(new RegExp(pattern), { size: 'small' });
    } catch {
      arbitrary = undefined;
    }
    matching.set(pattern, arbitrary);
  }
  return matching.get(pattern);
}

function draft(draw: Draw, arbitrary: fc.Arbitrary<string>): string {
  return draw(() => arbitrary);
}

/** Draws a text that suits a schema, mostly. */
function drawText(draw: Draw, schema: ObjectSchema): string {
  const pattern = asString(schema['pattern']);
  const arbitrary = pattern === undefined ? undefined : textsMatching(pattern);
  const text = arbitrary !== undefined && chance(draw, 70) ? draft(draw, arbitrary) : (pick(draw, TEXTS) ?? '');
  const characters = [...text].slice(0, limit(schema, 'maxLength') ?? text.length);
  return characters.join('').padEnd(limit(schema, 'minLength') ?? 0, 'a');
}

function drawNumber(draw: Draw, schema: ObjectSchema): number {
  const [from, to] = [limit(schema, 'minimum') ?? 0, limit(schema, 'maximum') ?? 65535];
  return Math.min(Math.max(pick(draw, NUMBERS) ?? 0, from), to);
}

/** Makes up a value that suits a schema, mostly: from what other objects have at that path, or from the schema alone. */
export function drawValue(draw: Draw, schema: ObjectSchema, path: string, pool: Pool, depth = 0): unknown {
  const known = pool.get(path) ?? [];
  if (known.length > 0 && chance(draw, 50)) {
    return structuredClone(pick(draw, known));
  }
  const values = asList(schema['enum']);
  if (values.length > 0) {
    return pick(draw, values);
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    return pick(draw, [0, 1, 80, '50%', '100m', '1Gi', 'http', '-1', '1e3', '']);
  }
  switch (schema['type']) {
    case 'object':
      return drawMap(draw, schema, path, pool, depth);
    case 'array':
      return drawList(draw, schema, path, pool, depth);
    case 'integer':
    case 'number':
      return drawNumber(draw, schema);
    case 'boolean':
      return chance(draw, 50);
    default:
      return drawText(draw, schema);
  }
}

function drawMap(draw: Draw, schema: ObjectSchema, path: string, pool: Pool, depth: number): unknown {
  const names = propertyNames(schema);
  const map: Record<string, unknown> = {};
  if (names.length === 0) {
    const inner = propertySchema(schema, '') ?? {};
    for (let left = draw(fc.nat, { max: 2 }); left > 0; left -= 1) {
      map[pick(draw, TEXTS) ?? ''] = drawValue(draw, inner, `${path}{}`, pool, depth + 1);
    }
    return map;
  }
  const required = texts(schema, 'required');
  for (const name of names) {
    if (required.includes(name) || (depth < DEPTH && chance(draw, 25))) {
      map[name] = drawValue(draw, propertySchema(schema, name) ?? {}, `${path}.${name}`, pool, depth + 1);
    }
  }
  return map;
}

function drawList(draw: Draw, schema: ObjectSchema, path: string, pool: Pool, depth: number): unknown[] {
  const least = limit(schema, 'minItems') ?? 0;
  const length = Math.min(least + draw(fc.nat, { max: 2 }), limit(schema, 'maxItems') ?? Infinity);
  const items = itemSchema(schema) ?? {};
  return Array.from({ length }, () => drawValue(draw, items, `${path}[]`, pool, depth + 1));
}

/** Draws a value at the edge of what a schema allows, or just beyond it, or of another type altogether. */
export function drawEdge(draw: Draw, schema: ObjectSchema, value: unknown): unknown {
  if (chance(draw, 20)) {
    return pick(draw, [null, {}, [], '', 0, true, 1.5, '1', 'true', [null], { a: null }]);
  }
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return drawNumberEdge(draw, schema);
    case 'string':
      return drawTextEdge(draw, schema, value);
    default:
      return schema['x-kubernetes-int-or-string'] === true
        ? pick(draw, [-1, 1.5, INT32, '', '100%', '1.5Gi', '1 Gi', true, null])
        : null;
  }
}

function drawNumberEdge(draw: Draw, schema: ObjectSchema): number | undefined {
  const [from, to] = [limit(schema, 'minimum') ?? 0, limit(schema, 'maximum') ?? INT32 - 1];
  return pick(draw, [from - 1, from, from + 1, to - 1, to, to + 1, from + 0.5, INT32, -INT32 - 1, 2 ** 53]);
}

function drawTextEdge(draw: Draw, schema: ObjectSchema, value: unknown): unknown {
  const text = asString(value) ?? '';
  // By code points: half of one cannot be sent.
  const characters = [...text];
  const most = limit(schema, 'maxLength') ?? 64;
  const long = (length: number, filler: string): string =>
    text + filler.repeat(Math.max(length - characters.length, 0));
  const at = draw(fc.nat, { max: Math.max(characters.length - 1, 0) });
  const spliced = (removed: number, ...added: string[]): string =>
    [...characters.slice(0, at), ...added, ...characters.slice(at + removed)].join('');
  return pick(draw, [
    '',
    long(most, 'a'),
    long(most + 1, 'a'),
    long(most, '\u{1f600}'),
    long(most + 1, '\u{1f600}'),
    characters.slice(0, (limit(schema, 'minLength') ?? 1) - 1).join(''),
    text.toUpperCase(),
    spliced(0, pick(draw, ['-', '.', '*', '/', ' ', '%', '\n', 'A', '0', ':'])),
    spliced(1),
    `${text}\n`,
    pick(draw, TEXTS),
    drawText(draw, schema),
  ]);
}
