import fc from 'fast-check';
import { DataStoreIdentity, deriveDataStoreName } from '../../src/kamaji/data-store-identity';

const LONG = 'a'.repeat(63);

/** Immutable in clusters: whoever changes one of these loses tenants their data. */
test.each([
  ['tenant-1', 'tcp-1', 'tenant_1__tcp_1'],
  ['tenants', 'a', 'tenants__a'],
  ['a-b', 'c', 'a_b__c'],
  ['a', 'b-c', 'a__b_c'],
  ['abcdefghijklmno', 'abcdefghijklmno', 'abcdefghijklmno__abcdefghijklmno'],
  ['constructor', 'tostring', 'constructor__tostring'],
  ['abcdefghijklmno', 'abcdefghijklmnop', 'abcdefghijklmno_6ga263i5scig5qye'],
  ['a--b', 'c', 'a_b_c_w6ejtodkkxmvedhi'],
  ['a', 'b--c', 'a_b_c_2pns4fekz67o4ecb'],
  ['1a', 'b', 't_1a_b_q2ax7rea43baa2tx'],
  [LONG, LONG, 'aaaaaaaaaaaaaaa_omyuxlfzgbj4qghd'],
  ['', '', 't_rjpnvmucmmsegim6'],
  ['Ns', 'Ünicode', 'ns_nicode_xanzth3flvignm3i'],
])('%s/%s is kept as %s', (namespace, name, expected) => {
  expect(deriveDataStoreName(namespace, name)).toBe(expected);
});

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);

test('every name fits every driver and can stand unquoted', () => {
  fc.assert(
    fc.property(fc.oneof(label, fc.string()), fc.oneof(label, fc.string()), (namespace, name) => {
      expect(deriveDataStoreName(namespace, name)).toMatch(/^[a-z][a-z0-9_]{0,31}$/);
    }),
  );
});

test('two tenants never share a name, nearly equal ones included', () => {
  const small = fc.stringMatching(/^[ab1]([-ab1]{0,4}[ab1])?$/);
  const tenant = fc.tuple(small, small);
  fc.assert(
    fc.property(tenant, tenant, (a, b) => {
      fc.pre(a.join('/') !== b.join('/'));
      expect(deriveDataStoreName(...a)).not.toBe(deriveDataStoreName(...b));
    }),
    { numRuns: 2000 },
  );
});

test('an identity is derived, given or left to Kamaji', () => {
  expect(DataStoreIdentity.derived()._resolve('tenant-1', 'tcp-1')).toEqual({
    schema: 'tenant_1__tcp_1',
    username: 'tenant_1__tcp_1',
  });
  expect(DataStoreIdentity.of('tenant_1_tcp_1')._resolve('x', 'y')).toEqual({
    schema: 'tenant_1_tcp_1',
    username: 'tenant_1_tcp_1',
  });
  expect(DataStoreIdentity.of('schema', 'user')._resolve('x', 'y')).toEqual({ schema: 'schema', username: 'user' });
  expect(DataStoreIdentity.unset()._resolve('x', 'y')).toEqual({});
});

test.each([[''], [undefined], [7]])('the schema %p is refused', (schema) => {
  expect(() => DataStoreIdentity.of(schema as string)).toThrow(
    `the schema of a tenant's data must be a name, got ${JSON.stringify(schema)} (use DataStoreIdentity.unset() to leave it to Kamaji)`,
  );
});

test('an empty user is refused', () => {
  expect(() => DataStoreIdentity.of('schema', '')).toThrow(`the username of a tenant's data must be a name, got ""`);
});
