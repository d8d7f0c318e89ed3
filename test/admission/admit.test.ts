import fc from 'fast-check';
import { CrdSchema, gatewayApiSchemas, kamajiSchemas } from '../../imports/schemas';
import { admit, KindDefinition, SchemaSet } from '../../src/admission';
import { KubeObject } from '../../src/objects';

const GATEWAY_API = gatewayApiSchemas('v1.6.1', 'experimental');
const KAMAJI = kamajiSchemas('26.8.2-edge');
const ALL = SchemaSet.of([...GATEWAY_API, ...KAMAJI]);

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
  }
  return Object.freeze(value);
}

function custom(spec: Record<string, unknown>, more: Partial<KindDefinition> = {}): SchemaSet {
  return SchemaSet.of([
    {
      group: 'example.com',
      kind: 'Thing',
      plural: 'things',
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { type: 'object', properties: { spec } } }],
      ...more,
    },
  ]);
}

function thing(spec: unknown): KubeObject {
  return { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec };
}

describe('kinds', () => {
  test('a kind that nobody knows is accepted with a warning, and its metadata are checked all the same', () => {
    const certificate = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'a' }, spec: {} };
    expect(admit(certificate, ALL)).toMatchObject({
      accepted: true,
      errors: [],
      defaulted: certificate,
      warnings: ['no schema is known for Certificate of cert-manager.io/v1: only its metadata were checked'],
    });
    const broken = { ...certificate, metadata: { name: 'a/b', labels: { 'a b': 'c' } } };
    expect(admit(broken, ALL).errors.map(({ field }) => field)).toEqual(['metadata.name', 'metadata.labels']);
    expect(admit(broken, ALL).accepted).toBe(false);
  });

  test.each([
    [{ kind: 'Gateway', metadata: { name: 'a' } }, 'apiVersion'],
    [{ apiVersion: 'v1', metadata: { name: 'a' } }, 'kind'],
    [{ apiVersion: 1, kind: ['Gateway'] }, 'kind'],
  ])('%j is no object', (object, field) => {
    expect(admit(object, ALL)).toMatchObject({ accepted: false, errors: [{ type: 'FieldValueRequired', field }] });
  });

  test('a version that the CRD lists and does not serve is refused', () => {
    const unserved = GATEWAY_API.flatMap(({ group, kind, versions }) =>
      versions
        .filter(({ served }) => !served)
        .map(({ name }) => ({ apiVersion: `${group}/${name}`, kind, metadata: { name: 'a' } })),
    );
    const standard = SchemaSet.of(gatewayApiSchemas('v1.6.1', 'standard'));
    const listed = [
      ...unserved,
      { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kind: 'TLSRoute', metadata: { name: 'a' } },
    ];
    for (const object of listed) {
      expect(admit(object, standard)).toMatchObject({
        accepted: false,
        errors: [{ type: 'FieldValueNotSupported', field: 'apiVersion' }],
      });
    }
  });

  test('a schema is compiled when it is first asked for, and not before', () => {
    const broken: CrdSchema = {
      group: 'example.com',
      kind: 'Broken',
      plural: 'brokens',
      scope: 'Cluster',
      versions: [{ name: 'v1', served: true, storage: true, schema: { type: 'object', dependencies: {} } }],
    };
    const set = SchemaSet.of([...GATEWAY_API, broken]);
    expect(admit({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }, set).accepted).toBe(true);
    expect(() => admit({ apiVersion: 'example.com/v1', kind: 'Broken', metadata: { name: 'a' } }, set)).toThrow(
      'unknown keyword "dependencies"',
    );
  });
});

describe('reading', () => {
  const set = custom({
    type: 'object',
    properties: {
      free: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
        properties: { known: { type: 'object', properties: { a: { type: 'string' } } } },
      },
      freeList: {
        type: 'array',
        'x-kubernetes-preserve-unknown-fields': true,
        items: { type: 'object', properties: {} },
      },
      labels: { type: 'object', additionalProperties: { type: 'string', default: 'none' } },
      list: { type: 'array', items: { type: 'string', default: 'item' } },
      loose: { type: 'array', items: { type: 'string', nullable: true } },
      nullable: { type: 'string', nullable: true },
      nested: {
        type: 'object',
        default: {},
        properties: {
          a: {
            type: 'object',
            default: { c: 1 },
            properties: { b: { type: 'string', default: 'B' }, c: { type: 'integer' } },
          },
        },
      },
      text: { type: 'string' },
    },
  });

  function read(spec: unknown): unknown {
    return admit(thing(spec), set, { fieldValidation: 'ignore' }).defaulted['spec'];
  }

  const NESTED = { nested: { a: { b: 'B', c: 1 } } };

  test.each([
    ['defaults inside of defaults', {}, NESTED],
    ['a default beside what is there', { nested: { a: {} } }, { nested: { a: { b: 'B' } } }],
    ['nulls for missing fields', { nested: null, text: null }, NESTED],
    ['a null that may be one', { nullable: null, ...NESTED }, { nullable: null, ...NESTED }],
    ['nulls in a map', { labels: { a: null, b: 'c' }, ...NESTED }, { labels: { a: 'none', b: 'c' }, ...NESTED }],
    [
      'nulls in lists',
      { list: [null, 'a'], loose: [null], ...NESTED },
      { list: ['item', 'a'], loose: [null], ...NESTED },
    ],
    [
      'unknown fields that are kept',
      { free: { x: { y: null }, known: { a: 'b', z: 1 } }, ...NESTED },
      { free: { x: { y: null }, known: { a: 'b' } }, ...NESTED },
    ],
    [
      'unknown fields in a list that keeps them',
      { freeList: [{ x: [{ y: 1 }] }], ...NESTED },
      { freeList: [{ x: [{ y: 1 }] }], ...NESTED },
    ],
    ['an object for a text, which is emptied', { text: { a: [{ b: 1 }] }, ...NESTED }, { text: {}, ...NESTED }],
  ])('%s', (_, spec, expected) => {
    expect(read(spec)).toEqual(expected);
  });

  test('unknown fields are named with their place, sorted', () => {
    const object = { ...thing({ z: 1, text: { a: 1 }, list: [{ b: 1 }], free: { known: { z: 1 } } }), extra: 1 };
    expect(admit(object, set).unknownFields).toEqual([
      'extra',
      'spec.free.known.z',
      'spec.list[0].b',
      'spec.text.a',
      'spec.z',
    ]);
  });

  test('names that every object of JavaScript has are names like any other', () => {
    const spec: unknown = JSON.parse(
      '{"labels":{"__proto__":"a","constructor":"b","toString":"c"},"__proto__":{"x":1}}',
    );
    const object = { ...thing(spec), metadata: { name: 'constructor', labels: { constructor: 'a' } } };
    const verdict = admit(object, set);
    expect(verdict.unknownFields).toEqual(['spec.__proto__']);
    expect(JSON.stringify(verdict.defaulted)).toContain('"labels":{"__proto__":"a","constructor":"b","toString":"c"}');
    expect(verdict.defaulted).toMatchObject({ metadata: { labels: { constructor: 'a' } } });
    expect(Object.getPrototypeOf(verdict.defaulted['spec'])).toBe(Object.prototype);
  });

  test('two verdicts share nothing that one could change', () => {
    const [one, other] = [admit(thing({}), set), admit(thing({}), set)];
    expect(one.defaulted).toEqual(other.defaulted);
    expect((one.defaulted['spec'] as typeof NESTED).nested).not.toBe((other.defaulted['spec'] as typeof NESTED).nested);
  });
});

describe('conditions', () => {
  const errors = (spec: unknown, schema: Record<string, unknown>): string[] =>
    admit(thing(spec), custom(schema)).errors.map(({ type, field, detail }) => `${type} ${field} ${detail}`);

  test('of alternatives the one with the most matches is reported', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      anyOf: [
        { properties: { a: { enum: ['x'] } }, required: ['c'] },
        { properties: { a: { maxLength: 1 }, b: { maxLength: 1 } } },
      ],
    };
    expect(errors({ a: 'yy', b: 'y' }, schema)).toEqual([
      'FieldValueInvalid <nil> Invalid value: "": "spec" must validate at least one schema (anyOf)',
      'FieldValueTooLong spec.a Too long: may not be more than 1 byte',
    ]);
    expect(errors({ a: 'y', b: 'y' }, schema)).toEqual([]);
  });

  test.each([
    [{ oneOf: [{ minLength: 1 }, { maxLength: 2 }] }, 'must validate one and only one schema (oneOf). Found 2 valid'],
    [{ oneOf: [{ minLength: 3 }, { maxLength: 0 }] }, 'must validate one and only one schema (oneOf). Found none'],
    [{ allOf: [{ minLength: 2 }] }, 'must validate all the schemas (allOf). None validated'],
    [{ allOf: [{ minLength: 2 }, { maxLength: 2 }] }, 'must validate all the schemas (allOf)'],
    [{ not: { pattern: '^a' } }, 'must not validate the schema (not)'],
  ])('%j refuses a single letter', (condition, message) => {
    expect(errors('a', { type: 'string', ...condition })).toContainEqual(
      expect.stringContaining(`FieldValueInvalid <nil> Invalid value: "": "spec" ${message}`),
    );
  });

  test.each([
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1, 'should be greater than 1'],
    [{ type: 'number', maximum: 1, exclusiveMaximum: true }, 1, 'should be less than 1'],
    [{ type: 'number', multipleOf: 0.5 }, 0.75, 'should be a multiple of 0.5'],
    [{ type: 'object', minProperties: 1 }, {}, 'should have at least 1 properties'],
    [
      { type: 'object', maxProperties: 1, additionalProperties: { type: 'string' } },
      { a: 'b', c: 'd' },
      'must have at most 1 item',
    ],
    [
      { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      ['a', 'b', 'a', 'a'],
      'Duplicate value: "a"',
    ],
    [
      {
        type: 'array',
        items: { type: 'object' },
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['a'],
      },
      ['x'],
      'must be of type object',
    ],
    [{ type: 'integer', nullable: true, enum: [1] }, 2, 'supported values: "1"'],
    [{ type: 'boolean' }, 'true', 'must be of type boolean: "string"'],
  ])('%j refuses %j', (schema, value, message) => {
    expect(errors(value, schema).join('\n')).toContain(message);
  });

  test('the reason and place of a rule are its own', () => {
    const rules = [
      { rule: 'has(self.a)', message: 'a is missing', reason: 'FieldValueRequired', fieldPath: '.a' },
      { rule: 'has(self.b)', reason: 'FieldValueForbidden' },
      { rule: 'has(self.c)', reason: 'FieldValueDuplicate' },
    ];
    const properties = { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } };
    expect(errors({}, { type: 'object', properties, 'x-kubernetes-validations': rules })).toEqual([
      'FieldValueRequired spec.a Required value: a is missing',
      'FieldValueForbidden spec Forbidden: failed rule: has(self.b)',
      'FieldValueDuplicate spec Duplicate value',
    ]);
  });
});

describe('updates', () => {
  const set = custom({
    type: 'object',
    properties: {
      keyed: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['k', 'l'],
        items: {
          type: 'object',
          required: ['k', 'l'],
          properties: {
            k: { type: 'string' },
            l: { type: 'integer' },
            v: { type: 'string', maxLength: 2, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] },
            rest: { type: 'string', maxLength: 2 },
          },
        },
      },
      plain: {
        type: 'array',
        items: { type: 'string', maxLength: 2, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] },
      },
      checked: {
        type: 'object',
        properties: { a: { type: 'string' } },
        'x-kubernetes-validations': [{ rule: "self.a != 'bad'" }],
      },
    },
  });

  function update(spec: unknown, old: unknown): string[] {
    return admit(thing(spec), set, { old: thing(old) }).errors.map(({ type, field }) => `${type} ${field}`);
  }

  test.each([
    [
      'elements are paired by their keys, wherever they stand',
      {
        keyed: [
          { k: 'b', l: 1, v: 'y' },
          { k: 'a', l: 1, v: 'x' },
        ],
      },
      {
        keyed: [
          { k: 'a', l: 1, v: 'x' },
          { k: 'b', l: 1, v: 'y' },
        ],
      },
      [],
    ],
    [
      'an element that changed',
      { keyed: [{ k: 'a', l: 1, v: 'z' }] },
      { keyed: [{ k: 'a', l: 1, v: 'x' }] },
      ['FieldValueInvalid spec.keyed[0].v'],
    ],
    [
      'an element with another key is new',
      { keyed: [{ k: 'a', l: 2, v: 'z' }] },
      { keyed: [{ k: 'a', l: 1, v: 'x' }] },
      [],
    ],
    ['elements without keys are paired with none', { plain: ['b'] }, { plain: ['a'] }, []],
    [
      'what is too long and stays may stay',
      { keyed: [{ k: 'a', l: 1, rest: 'long', v: 'x' }] },
      { keyed: [{ k: 'a', l: 1, rest: 'long' }] },
      [],
    ],
    [
      'what becomes too long may not',
      { keyed: [{ k: 'a', l: 1, rest: 'longer' }] },
      { keyed: [{ k: 'a', l: 1, rest: 'long' }] },
      ['FieldValueTooLong spec.keyed[0].rest', 'FieldValueInvalid <nil>'],
    ],
    [
      'a list without keys stays or falls as a whole',
      { plain: ['long', 'a'] },
      { plain: ['long'] },
      ['FieldValueTooLong spec.plain[0]', 'FieldValueInvalid <nil>'],
    ],
    [
      'a list without keys that stays',
      { plain: ['long'], checked: {} },
      { plain: ['long'] },
      ['FieldValueInvalid spec.checked'],
    ],
    ['a rule that was broken and stays', { checked: { a: 'bad' }, plain: ['x'] }, { checked: { a: 'bad' } }, []],
    [
      'a rule that is newly broken',
      { checked: { a: 'bad' } },
      { checked: { a: 'good' } },
      ['FieldValueInvalid spec.checked'],
    ],
    [
      'one element twice, as before',
      {
        keyed: [
          { k: 'a', l: 1 },
          { k: 'a', l: 1 },
        ],
        plain: ['x'],
      },
      {
        keyed: [
          { k: 'a', l: 1 },
          { k: 'a', l: 1 },
        ],
      },
      [],
    ],
    [
      'one element twice, newly',
      {
        keyed: [
          { k: 'a', l: 1 },
          { k: 'a', l: 1 },
        ],
      },
      { keyed: [{ k: 'a', l: 1 }] },
      ['FieldValueDuplicate spec.keyed[1]'],
    ],
  ])('%s', (_, spec, old, expected) => {
    expect(update(spec, old)).toEqual(expected);
  });

  test('an evaluation that fails is an error even where nothing changed', () => {
    // The missing field is an error of the evaluation, which is never forgiven.
    expect(update({ checked: {}, plain: ['x'] }, { checked: {} })).toEqual(['FieldValueInvalid spec.checked']);
  });

  test('the old object may be of another version', () => {
    const route = (version: string): KubeObject => ({
      apiVersion: `gateway.networking.k8s.io/${version}`,
      kind: 'TLSRoute',
      metadata: { name: 'a' },
      spec: { hostnames: ['a.example.com'], rules: [{ backendRefs: [{ name: 'a', port: 1 }] }] },
    });
    expect(admit(route('v1'), ALL, { old: route('v1alpha2') })).toMatchObject({ accepted: true, errors: [] });
  });

  test('metadata that nobody may change are kept, and a name that changes is refused', () => {
    const old = {
      ...thing({}),
      metadata: { name: 'a', uid: 'u', creationTimestamp: '2024-01-01T00:00:00Z', generation: 3, resourceVersion: '7' },
    };
    expect(admit(thing({ plain: ['x'] }), set, { old }).defaulted['metadata']).toEqual({
      name: 'a',
      namespace: 'default',
      uid: 'u',
      creationTimestamp: '2024-01-01T00:00:00Z',
      generation: 4,
      resourceVersion: '7',
    });
    const renamed = { ...thing({}), metadata: { name: 'b' } };
    expect(admit(renamed, set, { old }).errors).toMatchObject([
      { field: 'metadata.name', detail: 'Invalid value: "b": field is immutable' },
    ]);
  });

  test('an object that is being deleted gets no new finalizers', () => {
    const old = {
      ...thing({}),
      metadata: { name: 'a', deletionTimestamp: '2024-01-01T00:00:00Z', finalizers: ['example.com/a'] },
    };
    const same = { ...thing({}), metadata: { name: 'a', finalizers: ['example.com/a'] } };
    const more = { ...thing({}), metadata: { name: 'a', finalizers: ['example.com/a', 'example.com/b'] } };
    expect(admit(same, set, { old }).errors).toEqual([]);
    expect(admit(more, set, { old }).errors).toMatchObject([
      { type: 'FieldValueForbidden', field: 'metadata.finalizers' },
    ]);
  });
});

describe('uncertain fields', () => {
  const set = custom(
    {
      type: 'object',
      properties: {
        a: { type: 'object', properties: { b: { type: 'string' } } },
        list: { type: 'array', items: { type: 'object', properties: { c: { type: 'string' } } } },
      },
    },
    { uncertainFields: ['spec.a.b', 'spec.list[].c'] },
  );

  test('are a warning where an object has them', () => {
    expect(admit(thing({ a: { b: 'x' }, list: [{}, { c: 'x' }] }), set)).toMatchObject({
      accepted: true,
      warnings: [
        'spec.a.b may be unknown to this release, which then drops it',
        'spec.list[].c may be unknown to this release, which then drops it',
      ],
    });
    expect(admit(thing({ a: {}, list: [{}] }), set).warnings).toEqual([]);
  });
});

describe('whatever the object', () => {
  const kinds = [...GATEWAY_API, ...KAMAJI].flatMap(({ group, kind, versions }) =>
    versions.filter(({ served }) => served).map(({ name }) => ({ apiVersion: `${group}/${name}`, kind })),
  );
  const anything = fc.jsonValue({ maxDepth: 4 });
  const anyObject = fc
    .tuple(
      fc.constantFrom(...kinds),
      anything,
      anything,
      fc.dictionary(
        fc.constantFrom('listeners', 'rules', 'controlPlane', 'networkProfile', 'parentRefs', 'constructor'),
        anything,
      ),
    )
    .map(([type, metadata, status, spec]): KubeObject => ({ ...type, metadata, status, spec }) as KubeObject);

  test('there is a verdict, and the object is left as it is', () => {
    fc.assert(
      fc.property(anyObject, fc.option(anyObject, { nil: undefined }), (object, old) => {
        freeze(object);
        const verdict = admit(object, ALL, { old: old === undefined ? undefined : freeze(old) });
        expect(verdict.accepted).toBe(verdict.errors.length === 0 && verdict.unknownFields.length === 0);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  test('what would be stored would be stored as it is', () => {
    fc.assert(
      fc.property(anyObject, (any) => {
        const object = { ...any, metadata: { name: 'a' } };
        const { defaulted } = admit(object, ALL, { fieldValidation: 'ignore' });
        const again = admit(defaulted, ALL);
        expect(again.unknownFields).toEqual([]);
        expect(again.defaulted).toEqual(defaulted);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
