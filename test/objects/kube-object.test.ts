import {
  asList,
  asMap,
  asNumber,
  asString,
  formatRef,
  groupOf,
  isKind,
  read,
  refKey,
  refOf,
  versionOf,
} from '../../src/objects';

describe('reading an object of unknown shape', () => {
  it('follows a path through maps and lists', () => {
    const object = { spec: { listeners: [{ name: 'a' }, { name: 'b' }] } };
    expect(read(object, 'spec', 'listeners', 1, 'name')).toBe('b');
  });

  it.each([
    [{ spec: 'text' }, ['spec', 'listeners', 0]],
    [{ spec: { listeners: {} } }, ['spec', 'listeners', 0]],
    [{ spec: [] }, ['spec', 'length']],
    [null, ['spec']],
    [{}, ['constructor', 'name']],
    [{}, ['__proto__']],
  ])('finds nothing in %j at %j', (object, path) => {
    expect(read(object, ...path)).toBeUndefined();
  });

  it('takes a value for what it is only', () => {
    expect([asMap([]), asMap(null), asMap('x'), asString(1), asNumber('1'), asNumber(Number.NaN)]).toEqual(
      Array(6).fill(undefined),
    );
    expect(asList({ length: 1 })).toEqual([]);
  });
});

describe('a reference to an object', () => {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'gw' },
  };

  it('is the same for the same object, and another one for its twin', () => {
    expect(refOf(gateway)).toBe(refOf(gateway));
    expect(refOf({ ...gateway })).not.toBe(refOf(gateway));
    expect(refOf({ ...gateway })).toEqual(refOf(gateway));
  });

  it('can be made of an object without any of it', () => {
    expect(refOf({ metadata: { name: 7 } })).toEqual({ apiVersion: '', kind: '', name: '' });
  });

  it('has one key for all versions of an object', () => {
    const old = { ...gateway, apiVersion: 'gateway.networking.k8s.io/v1beta1' };
    expect(refKey(refOf(old))).toBe(refKey(refOf(gateway)));
    expect(refKey(refOf({ ...gateway, apiVersion: 'networking.istio.io/v1' }))).not.toBe(refKey(refOf(gateway)));
  });

  it('reads as a person writes it', () => {
    expect(formatRef(refOf(gateway))).toBe('Gateway gw/edge');
    expect(formatRef({ apiVersion: 'v1', kind: 'Namespace', name: 'gw' })).toBe('Namespace gw');
  });

  it('knows group and version', () => {
    expect([groupOf('v1'), versionOf('v1'), groupOf('a.b/v2'), versionOf('a.b/v2')]).toEqual(['', 'v1', 'a.b', 'v2']);
    expect(isKind(gateway, 'gateway.networking.k8s.io', 'Gateway')).toBe(true);
    expect(isKind(gateway, '', 'Gateway')).toBe(false);
  });
});
