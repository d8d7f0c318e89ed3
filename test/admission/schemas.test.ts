import {
  CrdSchema,
  ENVOY_GATEWAY_SNAPSHOTS,
  envoyGatewaySchemas,
  GATEWAY_API_SNAPSHOTS,
  gatewayApiSchemas,
  KAMAJI_SNAPSHOTS,
  kamajiSchemas,
} from '../../imports/schemas';
import { compileKind } from '../../src/admission';
import { BUILT_IN_KINDS } from '../../src/admission/built-in';

const snapshots: [string, readonly CrdSchema[]][] = [
  ...GATEWAY_API_SNAPSHOTS.flatMap(({ release, channels }) =>
    channels.map((channel): [string, readonly CrdSchema[]] => [
      `Gateway API ${release} ${channel}`,
      gatewayApiSchemas(release, channel),
    ]),
  ),
  ...KAMAJI_SNAPSHOTS.map((release): [string, readonly CrdSchema[]] => [`Kamaji ${release}`, kamajiSchemas(release)]),
  ...ENVOY_GATEWAY_SNAPSHOTS.map((release): [string, readonly CrdSchema[]] => [
    `Envoy Gateway ${release}`,
    envoyGatewaySchemas(release),
  ]),
  ['built-in kinds', BUILT_IN_KINDS],
];

test.each(snapshots)('every schema of %s compiles, so nothing in it is unknown to the engine', (_, schemas) => {
  expect(schemas.length).toBeGreaterThan(0);
  for (const schema of schemas) {
    for (const version of schema.versions) {
      expect(compileKind(schema, version).node.type).toBe('object');
    }
  }
});

function crd(spec: Record<string, unknown>): CrdSchema {
  return {
    group: 'example.com',
    kind: 'Thing',
    plural: 'things',
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { type: 'object', properties: { spec } } }],
  };
}

test.each([
  ['an unknown keyword', { type: 'object', dependencies: {} }, /schema at \.spec: unknown keyword "dependencies"/],
  [
    'an embedded resource',
    { type: 'object', 'x-kubernetes-embedded-resource': true },
    /unknown keyword "x-kubernetes-embedded-resource"/,
  ],
  ['a missing type', { properties: {} }, /a type is missing/],
  ['an unknown type', { type: 'null' }, /unknown type "null"/],
  ['an unknown format', { type: 'string', format: 'uuid' }, /unknown format "uuid" of string/],
  ['a format of another type', { type: 'string', format: 'int32' }, /unknown format "int32" of string/],
  ['a pattern that is not RE2', { type: 'string', pattern: '(?=a)' }, /pattern "\(\?=a\)"/],
  [
    'an unknown list type',
    { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'bag' },
    /unknown list type "bag"/,
  ],
  [
    'a keyed list without keys',
    { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'map' },
    /needs keys and objects/,
  ],
  ['an array without items', { type: 'array' }, /an array needs items/],
  [
    'a default in a condition',
    { type: 'string', anyOf: [{ default: 'a' }] },
    /unknown keyword "default" in a condition/,
  ],
  [
    'a rule in a condition',
    { type: 'string', allOf: [{ 'x-kubernetes-validations': [{ rule: 'true' }] }] },
    /unknown keyword "x-kubernetes-validations" in a condition/,
  ],
  [
    'free additional properties',
    { type: 'object', additionalProperties: true },
    /additionalProperties has to be a schema/,
  ],
  ['a limit that is no number', { type: 'string', maxLength: '5' }, /maxLength has to be a number, not "5"/],
  [
    'a limit outside the range',
    { type: 'integer', format: 'int32', maximum: 4e9 },
    /limit 4000000000 is outside the range of int32/,
  ],
  [
    'an unknown keyword of a rule',
    { type: 'string', 'x-kubernetes-validations': [{ rule: 'true', messageExpression: '"a"' }] },
    /unknown keyword "messageExpression"/,
  ],
  [
    'an unknown function',
    { type: 'string', 'x-kubernetes-validations': [{ rule: 'quantity(self) == null' }] },
    /unknown function quantity with 1 arguments/,
  ],
  [
    'an unknown method',
    { type: 'string', 'x-kubernetes-validations': [{ rule: 'self.reverse() == self' }] },
    /unknown function \.reverse/,
  ],
  [
    'an unknown overload',
    { type: 'string', 'x-kubernetes-validations': [{ rule: 'self.split("a", 2) == self' }] },
    /unknown function \.split with 3 arguments/,
  ],
  [
    'an unknown variable',
    { type: 'string', 'x-kubernetes-validations': [{ rule: 'object == self' }] },
    /unknown identifier object/,
  ],
  ['a rule that is no CEL', { type: 'string', 'x-kubernetes-validations': [{ rule: 'self ==' }] }, /unexpected end/],
])('%s is an error when the schema is loaded', (_, spec, message) => {
  const schema = crd(spec);
  const [version] = schema.versions;
  expect(version && (() => compileKind(schema, version))).toThrow(message);
});
