import fc from 'fast-check';
import { formatPath, KubeObject, PathSegment } from '../../../src/objects';
import { checkFleet } from '../../../src/tenancy/checks';
import { inputOf, PlainObject, set, ValidFleet, validFleet } from './valid-fleet';

const JUNK: readonly unknown[] = [null, true, 1.5, '', 'constructor', '*', [null], {}, { a: 1 }];

function pathsOf(value: unknown, at: readonly PathSegment[] = []): (readonly PathSegment[])[] {
  if (typeof value !== 'object' || value === null) {
    return [at];
  }
  const entries: [PathSegment, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const below = entries.flatMap(([key, child]) => pathsOf(child, [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}

function richFleet(): ValidFleet {
  const fleet = validFleet({ tenants: 2 });
  const [tenant] = fleet.tenants;
  set(tenant, 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'default' }]);
  set(tenant, 'spec.networkProfile.serviceCidrs', ['10.96.0.0/16']);
  set(tenant, 'spec.networkProfile.podCidrs', ['10.244.0.0/16']);
  set(tenant, 'spec.controlPlane.service.additionalPorts', [{ name: 'a', port: 1, targetPort: 2, protocol: 'TCP' }]);
  set(tenant, 'spec.controlPlane.gateway.additionalMetadata', { labels: { a: 'b' }, annotations: { a: 'b' } });
  fleet.objects.push({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    metadata: { name: 'a', namespace: 'b' },
    spec: {
      parentRef: { name: 'edge', namespace: 'kamaji-edge' },
      listeners: [{ name: 'a', port: 1, protocol: 'TLS' }],
    },
  });
  return fleet;
}

describe('objects of any shape', () => {
  const kinds: [string, (fleet: ValidFleet) => PlainObject | undefined][] = [
    ['TenantControlPlane', ({ tenants }) => tenants[0]],
    ['Gateway', ({ gateway }) => gateway],
    ['ListenerSet', ({ objects }) => objects.at(-1)],
    ['DataStore', ({ dataStore }) => dataStore],
    ['Namespace', ({ namespaces }) => namespaces[0]],
  ];

  test.each(kinds)('anything in any place of a %s is survived', (_, choose) => {
    const paths = pathsOf(choose(richFleet())).map(formatPath);
    for (const path of paths) {
      for (const junk of JUNK) {
        const fleet = richFleet();
        set(choose(fleet), path, junk);
        expect(() => [checkFleet(inputOf(fleet)), checkFleet(inputOf(fleet, false))]).not.toThrow();
      }
    }
  });

  test('what is no object is survived', () => {
    const input = inputOf(validFleet());
    const strange = JUNK as unknown as readonly KubeObject[];
    expect(() => checkFleet({ ...input, objects: [...strange, ...input.objects], known: strange })).not.toThrow();
  });

  test('random objects are survived', () => {
    const kind = fc.constantFrom('TenantControlPlane', 'Gateway', 'ListenerSet', 'DataStore', 'Namespace', 'TLSRoute');
    const apiVersion = fc.constantFrom('kamaji.clastix.io/v1alpha1', 'gateway.networking.k8s.io/v1', 'v1');
    const object = fc.record({ kind, apiVersion, metadata: fc.jsonValue(), spec: fc.jsonValue() });
    const { platform } = validFleet();
    fc.assert(
      fc.property(fc.array(object), fc.boolean(), (objects, complete) => {
        checkFleet({ objects: objects as unknown as KubeObject[], known: [], platform, complete });
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('the order of the input changes nothing but the order of the findings', () => {
    const fleet = validFleet({ tenants: 6 });
    for (const tenant of fleet.tenants) {
      set(tenant, 'spec.controlPlane.gateway.hostname', 'same.cluster.dev');
      set(tenant, 'spec.dataStore', undefined);
      set(tenant, 'spec.dataStoreSchema', 'same');
      set(tenant, 'spec.networkProfile.address', undefined);
    }
    const input = inputOf(fleet);
    const texts = (objects: readonly KubeObject[]): string[] =>
      checkFleet({ ...input, objects })
        .map((finding) => JSON.stringify(finding))
        .sort();
    const expected = texts(input.objects);
    fc.assert(
      fc.property(fc.shuffledSubarray([...input.objects], { minLength: input.objects.length }), (objects) => {
        expect(texts(objects)).toEqual(expected);
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});
