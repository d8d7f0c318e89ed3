import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ENVOY_GATEWAY_SNAPSHOTS, GATEWAY_API_SNAPSHOTS, KAMAJI_SNAPSHOTS } from '../../imports/schemas';
import { admit } from '../../src/admission';
import { asList, asMap, asString, KubeObject, ownValue, parsePath, read, versionOf } from '../../src/objects';
import { AdmissionCase, readCases, readSnapshot, schemasOf } from './admission-case';

/** A rule or pattern that no object can meet, or none can break. */
interface Unreachable {
  readonly text: string;
  readonly side: Side;
  readonly reason: string;
}

type Side = 'accepted' | 'refused';
type Schema = Readonly<Record<string, unknown>>;

const SNAPSHOTS = [
  ...GATEWAY_API_SNAPSHOTS.flatMap(({ release, channels }) => channels.map((one) => `gateway-api/${release}/${one}`)),
  ...KAMAJI_SNAPSHOTS.map((release) => `kamaji/${release}`),
  ...ENVOY_GATEWAY_SNAPSHOTS.map((release) => `envoy-gateway/${release}`),
];

function rulesOf(schema: Schema): { rule: string; message: string }[] {
  return asList(schema['x-kubernetes-validations']).map((value) => {
    const rule = asString(read(value, 'rule')) ?? '';
    return { rule, message: (asString(read(value, 'message')) ?? rule).trim() };
  });
}

/** The schemas of conditions that hold for the same value. */
function conditionsOf(schema: Schema): Schema[] {
  const conditions = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => asList(schema[keyword]));
  return conditions.map((condition) => asMap(condition) ?? {});
}

function collect(schema: Schema | undefined, into: Set<string>): void {
  if (schema === undefined) {
    return;
  }
  for (const { rule } of rulesOf(schema)) {
    into.add(rule);
  }
  const pattern = asString(schema['pattern']);
  if (pattern !== undefined) {
    into.add(pattern);
  }
  for (const child of [
    ...Object.values(asMap(schema['properties']) ?? {}),
    schema['items'],
    schema['additionalProperties'],
    ...conditionsOf(schema),
  ]) {
    collect(asMap(child), into);
  }
}

/** All distinct rules and patterns outside `status`. */
function everything(): Set<string> {
  const texts = new Set<string>();
  for (const snapshot of SNAPSHOTS) {
    for (const { versions } of readSnapshot(snapshot)) {
      for (const { schema } of versions) {
        const { status: _, ...properties } = asMap(schema['properties']) ?? {};
        collect({ ...schema, properties }, texts);
      }
    }
  }
  return texts;
}

interface Place {
  readonly schema: Schema;
  readonly value: unknown;
  /** Path as errors of rules write it. */
  readonly path: string;
  /** Path as errors of values write it. */
  readonly valuePath: string;
}

/** Goes to every value that a schema says something about. */
function walk(place: Place, visit: (place: Place) => void): void {
  const { schema, value, path, valuePath } = place;
  if (value === undefined || value === null) {
    return;
  }
  visit(place);
  for (const condition of conditionsOf(schema)) {
    walk({ ...place, schema: condition }, visit);
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const items = asMap(schema['items']) ?? {};
      walk({ schema: items, value: item, path: `${path}[${i}]`, valuePath: `${valuePath}[${i}]` }, visit);
    }
    return;
  }
  for (const [key, inner] of Object.entries(asMap(value) ?? {})) {
    const property = asMap(ownValue(asMap(schema['properties']), key));
    const plain = valuePath === '' ? key : `${valuePath}.${key}`;
    walk(
      {
        schema: property ?? asMap(schema['additionalProperties']) ?? {},
        value: inner,
        path: property === undefined ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
        valuePath: plain,
      },
      visit,
    );
  }
}

function schemaOf(one: AdmissionCase): Schema {
  const { apiVersion, kind } = one.object;
  const crd = readSnapshot(one.snapshot).find((schema) => schema.kind === kind);
  return crd?.versions.find(({ name }) => name === versionOf(String(apiVersion)))?.schema ?? {};
}

class Tally {
  public readonly accepted = new Set<string>();
  public readonly refused = new Set<string>();

  public count(one: AdmissionCase): void {
    // Rules are evaluated on the object with its defaults.
    const { defaulted } = admit(one.object, schemasOf(one), { old: one.old, fieldValidation: 'ignore' });
    walk({ schema: schemaOf(one), value: defaulted, path: '', valuePath: '' }, (place) => {
      this.countRules(one, place);
      this.countPattern(one, place);
    });
  }

  private countRules({ old, expect: { accepted, errors } }: AdmissionCase, { schema, path }: Place): void {
    for (const { rule, message } of rulesOf(schema)) {
      const evaluated = !/\boldSelf\b/.test(rule) || hasOld(old, path);
      if (accepted && evaluated) {
        this.accepted.add(rule);
      }
      const broken = errors.some(
        ({ field, message: part = '' }) =>
          field === (path || '<nil>') && part !== '' && (message.includes(part) || part.includes(message)),
      );
      if (broken) {
        this.refused.add(rule);
      }
    }
  }

  private countPattern({ expect: { accepted, errors } }: AdmissionCase, { schema, value, valuePath }: Place): void {
    const pattern = asString(schema['pattern']);
    if (pattern === undefined || typeof value !== 'string') {
      return;
    }
    if (accepted) {
      this.accepted.add(pattern);
    }
    if (errors.some(({ field, message = '' }) => field === valuePath && message.includes('should match'))) {
      this.refused.add(pattern);
    }
  }
}

function hasOld(old: KubeObject | undefined, path: string): boolean {
  return old !== undefined && read(old, ...parsePath(path)) !== undefined;
}

const texts = [...everything()].sort();
const tally = new Tally();
for (const one of readCases()) {
  tally.count(one);
}
const unreachable = parse(readFileSync(join(__dirname, 'unreachable.yaml'), 'utf8')) as readonly Unreachable[];

function isUnreachable(text: string, side: Side): boolean {
  return unreachable.some((entry) => entry.text === text && entry.side === side);
}

test.each(['accepted', 'refused'] as const)('every rule and pattern outside status is %s at least once', (side) => {
  expect(texts.length).toBeGreaterThan(250);
  expect(texts.filter((text) => !tally[side].has(text) && !isUnreachable(text, side))).toEqual([]);
});

test('what stands in the list of the unreachable has a reason, exists, and has no case', () => {
  for (const { text, side, reason } of unreachable) {
    expect(reason).toMatch(/\S/);
    expect(texts).toContain(text);
    expect(tally[side].has(text)).toBe(false);
  }
});
