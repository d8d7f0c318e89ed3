import { gatewayApiSchemas } from '../../imports/schemas';
import {
  ADMISSION_CODES,
  admit,
  checkListDefaults,
  diagnoseVerdict,
  FieldErrorType,
  FieldValidation,
  SchemaSet,
} from '../../src/admission';
import { KubeObject } from '../../src/objects';

const SCHEMAS = SchemaSet.of(gatewayApiSchemas('v1.6.1', 'standard'));

const ROUTE: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'TLSRoute',
  metadata: { name: 'a', namespace: 'b' },
  spec: {
    parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
    hostnames: ['a.example.com'],
    rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'a', port: 1, weight: 1 }] }],
  },
};

function withSpec(spec: Record<string, unknown>): KubeObject {
  return { ...ROUTE, spec: { ...(ROUTE['spec'] as object), ...spec } };
}

function findings(object: KubeObject, fieldValidation?: FieldValidation): string[] {
  const verdict = admit(object, SCHEMAS, { fieldValidation });
  return diagnoseVerdict(object, verdict, fieldValidation).map(
    ({ severity, code, path, message }) => `${severity} ${code} ${path ?? '-'}: ${message}`,
  );
}

describe('a verdict as diagnostics', () => {
  test('has a code of its own for each type of error', () => {
    const object = withSpec({ hostnames: [], parentRefs: {}, useDefaultGateways: 'All' });
    expect(findings(object)).toEqual([
      'error field-value-type-invalid spec.parentRefs: Invalid value: "object": spec.parentRefs in body must be of type array: "object"',
      'error field-value-invalid spec.hostnames: Invalid value: 0: spec.hostnames in body should have at least 1 items',
      'error unknown-field spec.useDefaultGateways: unknown field "spec.useDefaultGateways"',
    ]);
    const types: readonly FieldErrorType[] = [
      'FieldValueRequired',
      'FieldValueInvalid',
      'FieldValueTypeInvalid',
      'FieldValueNotSupported',
      'FieldValueTooLong',
      'FieldValueTooMany',
      'FieldValueDuplicate',
      'FieldValueForbidden',
    ];
    const codes = types.map(
      (type) =>
        diagnoseVerdict(ROUTE, { ...admit(ROUTE, SCHEMAS), errors: [{ type, field: 'a', detail: '' }] })[0]?.code,
    );
    expect(new Set(codes).size).toBe(types.length);
    expect(ADMISSION_CODES.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
  });

  test.each<[FieldValidation, readonly string[]]>([
    ['strict', ['error unknown-field spec.x: unknown field "spec.x"']],
    ['warn', ['warning unknown-field spec.x: unknown field "spec.x"']],
    ['ignore', []],
  ])('tells of unknown fields as %s has it', (mode, expected) => {
    expect(findings(withSpec({ x: 1 }), mode)).toEqual(expected);
  });

  test.each([
    ['a letter that is missing', { hostname: ['a.example.com'] }, 'did you mean "hostnames"?'],
    ['another case', { parentrefs: [] }, 'did you mean "parentRefs"?'],
    ['nothing that is near', { x: 1 }, 'correct its name'],
    ['a key that every JavaScript object has', { toString: 1 }, 'correct its name'],
  ])('suggests the field that was meant: %s', (_, spec, fix) => {
    const object = withSpec(spec);
    const found = diagnoseVerdict(object, admit(object, SCHEMAS)).filter(({ code }) => code === 'unknown-field');
    expect(found.map((finding) => finding.fix)).toEqual([expect.stringContaining(fix)]);
  });

  test('suggests fields of list entries and of metadata too', () => {
    const object = {
      ...withSpec({ parentRefs: [{ name: 'edge', section: 'a' }] }),
      metadata: { name: 'a', namespace: 'b', label: {} },
    };
    const fixes = diagnoseVerdict(object, admit(object, SCHEMAS)).map(({ path, fix }) => `${path}: ${fix}`);
    expect(fixes).toEqual([
      expect.stringMatching(/^metadata\.label: did you mean "labels"/),
      expect.stringMatching(/^spec\.parentRefs\[0\]\.section: /),
    ]);
  });

  test('tells once, with its path, that a number is too large, and begins no path with a dot', () => {
    const error = (field: string, detail: string) => ({ type: 'FieldValueInvalid' as const, field, detail });
    const format = error(
      '<nil>',
      'Invalid value: "": Checked value must be of type integer with format int32 in spec.n',
    );
    const scale = error('.spec.n', 'Invalid value: 9999999999: should be less than or equal to 2147483647');
    const told = (...errors: (typeof format)[]) =>
      diagnoseVerdict(ROUTE, { ...admit(ROUTE, SCHEMAS), errors }).map(({ path, message }) => [path, message]);
    expect(told(format, scale)).toEqual([['spec.n', scale.detail]]);
    expect(told(format)).toEqual([['spec.n', format.detail]]);
  });

  test('names the object', () => {
    const object = withSpec({ hostnames: [] });
    expect(diagnoseVerdict(object, admit(object, SCHEMAS))[0]?.object).toMatchObject({ kind: 'TLSRoute', name: 'a' });
  });
});

describe('drift', () => {
  const drift = (object: KubeObject): (string | undefined)[] =>
    checkListDefaults(object, admit(object, SCHEMAS).defaulted).map(({ path }) => path);

  test('is none where every default in a list is written', () => {
    expect(drift(ROUTE)).toEqual([]);
  });

  test('is each default that would be added in a list, however deep', () => {
    const bare = withSpec({ parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'a', port: 1 }] }] });
    expect(drift(bare)).toEqual([
      'spec.parentRefs[0].group',
      'spec.parentRefs[0].kind',
      'spec.rules[0].backendRefs[0].group',
      'spec.rules[0].backendRefs[0].kind',
      'spec.rules[0].backendRefs[0].weight',
    ]);
  });

  test('is no default outside of lists', () => {
    const gateway: KubeObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'a' },
      spec: {
        gatewayClassName: 'a',
        allowedListeners: {},
        listeners: [
          {
            name: 'a',
            port: 1,
            protocol: 'TLS',
            tls: { mode: 'Passthrough' },
            allowedRoutes: { namespaces: { from: 'Same' } },
          },
        ],
      },
    };
    const verdict = admit(gateway, SCHEMAS);
    expect(verdict.defaulted).toMatchObject({ spec: { allowedListeners: { namespaces: { from: 'None' } } } });
    expect(checkListDefaults(gateway, verdict.defaulted)).toEqual([]);
  });
});
