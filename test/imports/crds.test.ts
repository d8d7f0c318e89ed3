import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCrd, parseCrds, stripProse } from '../../scripts/import/crd';
import { readSnapshot } from '../../scripts/import/generate';
import { crdFolder, SNAPSHOTS, TYPED_GROUPS } from '../../scripts/import/sources';

const CRDS = join(__dirname, '../../imports/crds');

const FILES = readdirSync(CRDS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

test('every vendored folder is a snapshot, and every snapshot has its folder', () => {
  const folders = [...new Set(FILES.map((file) => file.slice(0, file.lastIndexOf('/'))))];
  expect(folders).toEqual(SNAPSHOTS.map(crdFolder).sort());
});

test.each(FILES)('%s is one CRD that a cluster accepts, without prose', (file) => {
  const text = readFileSync(join(CRDS, file), 'utf8');
  const crds = parseCrds(text, file);
  expect(crds).toHaveLength(1);
  for (const crd of crds) {
    const { group, names, scope, versions } = crd.spec;
    expect(crd.apiVersion).toBe('apiextensions.k8s.io/v1');
    expect(crd.metadata.name).toBe(`${names.plural}.${group}`);
    expect(file.slice(file.lastIndexOf('/') + 1)).toBe(`${crd.metadata.name}.yaml`);
    expect(['Namespaced', 'Cluster']).toContain(scope);
    expect(versions.filter((version) => version.storage)).toHaveLength(1);
    expect(versions.filter((version) => version.served)).not.toHaveLength(0);
    expect(new Set(versions.map((version) => version.name)).size).toBe(versions.length);
    for (const version of versions) {
      expect(version.schema.openAPIV3Schema).toMatchObject({ type: 'object' });
    }
    // What the API server demands of a CRD in an `*.k8s.io` group.
    if (group.endsWith('.k8s.io')) {
      expect(crd.metadata.annotations).toHaveProperty(['api-approved.kubernetes.io']);
    }
    expect(formatCrd(stripProse(crd))).toBe(text);
  }
});

test.each(TYPED_GROUPS)('the types of $group carry no suffix for the version that is newest', ({ group, snapshot }) => {
  const wanted = group === 'kamaji.clastix.io' ? 'v1alpha1' : 'v1';
  const crds = readSnapshot(CRDS, snapshot).filter((crd) => crd.spec.group === group);
  expect(crds).not.toHaveLength(0);
  for (const crd of crds) {
    expect([crd.metadata.name, crd.spec.versions[0]?.name]).toEqual([crd.metadata.name, wanted]);
  }
});
