import { KAMAJI_SNAPSHOTS, kamajiSchemas } from '../../imports/schemas';
import { fillListDefaults, LIST_DEFAULTS } from '../../src/kamaji/list-defaults';
import { compareStrings } from '../../src/objects';
import { listDefaults, specSchema } from '../support/schema-walk';

function defaultsOf(release: string): [string, unknown][] {
  return listDefaults(specSchema(kamajiSchemas(release), 'TenantControlPlane', 'v1alpha1')).sort(([a], [b]) =>
    compareStrings(a, b),
  );
}

test('all defaults inside of lists of the newest CRD are known', () => {
  expect([...LIST_DEFAULTS].sort(([a], [b]) => compareStrings(a, b))).toEqual(defaultsOf('26.8.2-edge'));
});

test.each(KAMAJI_SNAPSHOTS)('%s has no default inside of a list that newer ones lack or have otherwise', (release) => {
  const known = new Map<string, unknown>(LIST_DEFAULTS);
  expect(defaultsOf(release).filter(([path, value]) => known.get(path) !== value)).toEqual([]);
});

test('defaults are filled in where the element has the part they belong to', () => {
  expect(
    fillListDefaults({
      controlPlane: {
        gateway: { parentRefs: [{ name: 'a' }, { name: 'b', group: '', kind: 'Service' }] },
        deployment: {
          additionalContainers: [{ name: 'x', ports: [{ containerPort: 1 }, { containerPort: 2, protocol: 'UDP' }] }],
          additionalVolumes: [{ name: 'v', rbd: { image: 'i' } }, { name: 'w' }],
        },
      },
    }),
  ).toEqual({
    controlPlane: {
      gateway: {
        parentRefs: [
          { name: 'a', group: 'gateway.networking.k8s.io', kind: 'Gateway' },
          { name: 'b', group: '', kind: 'Service' },
        ],
      },
      deployment: {
        additionalContainers: [
          {
            name: 'x',
            ports: [
              { containerPort: 1, protocol: 'TCP' },
              { containerPort: 2, protocol: 'UDP' },
            ],
          },
        ],
        additionalVolumes: [
          { name: 'v', rbd: { image: 'i', keyring: '/etc/ceph/keyring', pool: 'rbd', user: 'admin' } },
          { name: 'w' },
        ],
      },
    },
  });
});

test('what has another shape is left alone, and the input is not changed', () => {
  const spec = { controlPlane: { gateway: { parentRefs: ['a', null] }, deployment: { additionalVolumes: 'none' } } };
  const before = JSON.stringify(spec);
  expect(fillListDefaults(spec)).toEqual(spec);
  expect(fillListDefaults({ controlPlane: null })).toEqual({ controlPlane: null });
  expect(fillListDefaults({})).toEqual({});
  const filled = fillListDefaults({ controlPlane: { gateway: { parentRefs: [{ name: 'a' }] } } });
  expect(filled).not.toEqual(spec);
  expect(JSON.stringify(spec)).toBe(before);
});
