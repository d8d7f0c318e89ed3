import { KAMAJI_SNAPSHOTS, kamajiSchemas } from '../../imports/schemas';
import { fieldsNewerThan, KamajiGeneration, KamajiRelease } from '../../src/kamaji';
import { KAMAJI_FIELDS } from '../../src/kamaji/kamaji-fields';
import { read } from '../../src/objects';

describe('reading a tag', () => {
  test.each([
    ['edge-26.1.3', 26, 1, 3],
    ['edge-25.12.1', 25, 12, 1],
    ['26.8.2-edge', 26, 8, 2],
    ['26.10.12-edge', 26, 10, 12],
  ])('%s', (tag, year, month, number) => {
    const release = KamajiRelease.of(tag);
    expect([release.tag, release.year, release.month, release.number]).toEqual([tag, year, month, number]);
    expect(KamajiRelease.tryOf(tag)?.tag).toBe(tag);
  });

  test.each([
    ['v26.8.2-edge', '"26.8.2-edge"'],
    ['26.8.2', '"26.8.2-edge"'],
    ['26.1.3', '"edge-26.1.3"'],
    ['v25.12.1', '"edge-25.12.1"'],
    ['edge-26.8.2-edge', '"26.8.2-edge"'],
    ['26.08.2-edge', '"26.8.2-edge"'],
    [' edge-26.1.3 ', '"edge-26.1.3"'],
  ])('%p is refused with a hint', (tag, hint) => {
    expect(KamajiRelease.tryOf(tag)).toBeUndefined();
    expect(() => KamajiRelease.of(tag)).toThrow(
      `${JSON.stringify(tag)} is not a Kamaji release, did you mean ${hint}?`,
    );
  });

  test.each(['', 'latest', 'v1.0.0', '26.13.1-edge', 'edge-26.0.1', '26.8.0-edge', '2026.8.2-edge', 'edge-26.1'])(
    '%p is refused without a hint',
    (tag) => {
      expect(() => KamajiRelease.of(tag)).toThrow(
        `${JSON.stringify(tag)} is not a Kamaji release (tags look like "edge-26.1.3" until early 2026 and like "26.8.2-edge" since)`,
      );
    },
  );
});

test('releases are ordered by year, month and number, whatever the shape of the tag', () => {
  const tags = [
    '26.8.2-edge',
    'edge-26.1.10',
    '26.5.2-edge',
    'edge-25.12.4',
    'edge-26.1.9',
    'edge-26.2.5',
    '26.10.1-edge',
  ];
  const sorted = tags.map((tag) => KamajiRelease.of(tag)).sort((a, b) => a.compareTo(b));
  expect(sorted.map(String)).toEqual([
    'edge-25.12.4',
    'edge-26.1.9',
    'edge-26.1.10',
    'edge-26.2.5',
    '26.5.2-edge',
    '26.8.2-edge',
    '26.10.1-edge',
  ]);
  expect(KamajiRelease.of('edge-26.5.2').compareTo(KamajiRelease.of('26.5.2-edge'))).toBe(0);
  expect(KamajiRelease.of('26.5.2-edge').isAtLeast('edge-26.5.2')).toBe(true);
  expect(KamajiRelease.of('26.5.2-edge').isAtLeast('26.5.3-edge')).toBe(false);
});

test('a release outside the known ones says so and behaves like its nearest neighbour', () => {
  const old = KamajiRelease.of('edge-25.11.4');
  expect([old.isSupported, old.generation, old.crdSnapshot]).toEqual([false, KamajiGeneration.G1, 'edge-25.12.1']);
  const future = KamajiRelease.of('27.1.1-edge');
  expect([future.isNewerThanKnown, future.generation, future.crdSnapshot]).toEqual([
    true,
    KamajiGeneration.G5,
    '26.8.2-edge',
  ]);
  expect([KamajiRelease.latest().tag, KamajiRelease.latest().isNewerThanKnown]).toEqual(['26.8.2-edge', false]);
  expect([KamajiRelease.oldestSupported().tag, KamajiRelease.oldestSupported().isSupported]).toEqual([
    'edge-25.12.1',
    true,
  ]);
});

/** First and last known tag of each generation: the rows of the contract. */
const ROWS = [
  // tag, generation, TLSRoute, newest minor, konnectivity route, derives, fails without sectionName, ListenerSets, CRDs
  ['edge-25.12.1', 'G1', 'v1alpha2', 34, false, false, true, false, 'edge-25.12.1'],
  ['edge-26.1.2', 'G1', 'v1alpha2', 35, false, false, true, false, 'edge-25.12.1'],
  ['edge-26.1.3', 'G2', 'v1alpha2', 35, true, true, false, false, 'edge-26.1.3'],
  ['edge-26.2.4', 'G2', 'v1alpha2', 35, true, true, false, false, 'edge-26.1.3'],
  ['edge-26.2.5', 'G3', 'v1alpha2', 35, true, false, true, false, 'edge-26.2.5'],
  ['26.5.1-edge', 'G3', 'v1alpha2', 35, true, false, true, false, 'edge-26.2.5'],
  ['26.5.2-edge', 'G4', 'v1alpha2', 35, true, false, false, true, '26.5.2-edge'],
  ['26.6.1-edge', 'G4', 'v1alpha2', 36, true, false, false, true, '26.5.2-edge'],
  ['26.6.2-edge', 'G5', 'v1', 36, true, false, false, true, '26.6.2-edge'],
  ['26.8.2-edge', 'G5', 'v1', 36, true, false, false, true, '26.8.2-edge'],
] as const;

test.each(ROWS)('%s is of %s', (tag, generation, route, minor, konnectivity, derives, fails, listenerSets, crds) => {
  const release = KamajiRelease.of(tag);
  expect([
    release.generation,
    release.tlsRouteVersion,
    release.newestKubernetesMinor,
    release.createsKonnectivityRoute,
    release.derivesParentRef,
    release.failsWithoutSectionName,
    release.supportsListenerSetParents,
    release.crdSnapshot,
  ]).toEqual([generation, route, minor, konnectivity, derives, fails, listenerSets, crds]);
});

test.each([
  ['newestKubernetesMinor 35', 'edge-25.12.3', 'edge-25.12.4', (r: KamajiRelease) => r.newestKubernetesMinor >= 35],
  ['newestKubernetesMinor 36', '26.5.2-edge', '26.5.3-edge', (r: KamajiRelease) => r.newestKubernetesMinor >= 36],
  ['setsObservedGeneration', 'edge-26.2.4', 'edge-26.2.5', (r: KamajiRelease) => r.setsObservedGeneration],
  ['needsDefaultDataStoreAtStart', 'edge-26.2.4', 'edge-26.2.5', (r: KamajiRelease) => !r.needsDefaultDataStoreAtStart],
  ['copiesPluralCidrs', '26.6.3-edge', '26.6.4-edge', (r: KamajiRelease) => r.copiesPluralCidrs],
  ['defaultsDataStoreIdentity', '26.7.3-edge', '26.7.4-edge', (r: KamajiRelease) => !r.defaultsDataStoreIdentity],
  ['readsPkcs8DataStoreKeys', '26.7.4-edge', '26.7.5-edge', (r: KamajiRelease) => r.readsPkcs8DataStoreKeys],
  ['crdSnapshot 26.7.4-edge', '26.7.3-edge', '26.7.4-edge', (r: KamajiRelease) => r.crdSnapshot >= '26.7.4'],
])('%s changes between %s and %s', (_, before, from, changed) => {
  expect([changed(KamajiRelease.of(before)), changed(KamajiRelease.of(from))]).toEqual([false, true]);
});

test('a field is newer than a release until its first tag', () => {
  expect(fieldsNewerThan(KamajiRelease.of('26.6.4-edge')).map((f) => f.path)).toEqual([
    'spec.controlPlane.service.allocateLoadBalancerNodePorts',
    'spec.controlPlane.deployment.automountServiceAccountToken',
  ]);
  expect(fieldsNewerThan(KamajiRelease.of('edge-25.12.1'))).toEqual(KAMAJI_FIELDS);
  expect(fieldsNewerThan(KamajiRelease.of('26.7.5-edge'))).toEqual([]);
});

test('each release with CRDs uses its own, and the newest one is the newest known', () => {
  expect(KAMAJI_SNAPSHOTS.map((tag) => KamajiRelease.of(tag).crdSnapshot)).toEqual(KAMAJI_SNAPSHOTS);
  expect(KAMAJI_SNAPSHOTS.at(-1)).toBe(KamajiRelease.latest().tag);
});

test('a field is in the CRDs of exactly those releases that are said to have it', () => {
  for (const tag of KAMAJI_SNAPSHOTS) {
    const crd = kamajiSchemas(tag).find(({ kind }) => kind === 'TenantControlPlane');
    const schema = crd?.versions.find(({ name }) => name === 'v1alpha1')?.schema;
    const lacking = KAMAJI_FIELDS.filter(
      ({ path }) => read(schema, ...path.split('.').flatMap((key) => ['properties', key])) === undefined,
    );
    expect([tag, lacking]).toEqual([tag, fieldsNewerThan(KamajiRelease.of(tag))]);
  }
});
