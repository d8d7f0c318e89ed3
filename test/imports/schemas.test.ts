import { join } from 'node:path';
import {
  type CrdSchema,
  ENVOY_GATEWAY_SNAPSHOTS,
  envoyGatewaySchemas,
  GATEWAY_API_SNAPSHOTS,
  gatewayApiSchemas,
  KAMAJI_SNAPSHOTS,
  kamajiSchemas,
} from '../../imports/schemas';
import { readSnapshot } from '../../scripts/import/generate';
import { SNAPSHOTS, type Snapshot, schemaModule } from '../../scripts/import/sources';

const CRDS = join(__dirname, '../../imports/crds');

function load({ project, release, channel }: Snapshot): readonly CrdSchema[] {
  switch (project) {
    case 'gateway-api':
      return gatewayApiSchemas(release, channel ?? '');
    case 'kamaji':
      return kamajiSchemas(release);
    case 'envoy-gateway':
      return envoyGatewaySchemas(release);
  }
}

test.each(SNAPSHOTS.map((snapshot) => [schemaModule(snapshot), snapshot] as const))(
  '%s holds what its CRDs hold, keys in their order',
  (_, snapshot) => {
    const schemas = load(snapshot);
    const crds = readSnapshot(CRDS, snapshot);
    expect(schemas.map((schema) => `${schema.plural}.${schema.group}`)).toEqual(crds.map((crd) => crd.metadata.name));
    for (const [index, crd] of crds.entries()) {
      const schema = schemas[index];
      expect([schema?.kind, schema?.scope]).toEqual([crd.spec.names.kind, crd.spec.scope]);
      expect(schema?.versions.map((version) => JSON.stringify(version))).toEqual(
        crd.spec.versions.map(({ name, served, storage, schema: { openAPIV3Schema }, subresources }) =>
          JSON.stringify({ name, served, storage, schema: openAPIV3Schema, subresources }),
        ),
      );
    }
  },
);

test('the snapshots are listed oldest first', () => {
  expect(GATEWAY_API_SNAPSHOTS).toEqual(
    ['v1.4.1', 'v1.5.1', 'v1.6.1'].map((release) => ({ release, channels: ['standard', 'experimental'] })),
  );
  expect(ENVOY_GATEWAY_SNAPSHOTS).toEqual(['v1.9.0']);
  const numbers = KAMAJI_SNAPSHOTS.map((tag) => (tag.match(/\d+/g) ?? []).map((n) => n.padStart(4, '0')).join('.'));
  expect(KAMAJI_SNAPSHOTS).toHaveLength(7);
  expect(numbers).toEqual([...numbers].sort());
});

test.each([
  [() => gatewayApiSchemas('v1.7.0', 'standard'), 'no Gateway API schemas for "v1.7.0-standard", there are v1.4.1-'],
  [() => kamajiSchemas('constructor'), 'no Kamaji schemas for "constructor", there are edge-25.12.1, '],
  [() => envoyGatewaySchemas('v1.8.0'), 'no Envoy Gateway schemas for "v1.8.0", there are v1.9.0'],
])('an unknown snapshot is an error that lists those there are (%#)', (act, message) => {
  expect(act).toThrow(message);
});

test('a snapshot is loaded when it is asked for, and only that one', () => {
  const loaded: string[] = [];
  jest.isolateModules(() => {
    for (const snapshot of SNAPSHOTS) {
      const module = schemaModule(snapshot);
      jest.doMock(`../../imports/schemas/${module}`, () => {
        loaded.push(module);
        return { SCHEMAS: [] };
      });
    }
    const index = require('../../imports/schemas') as typeof import('../../imports/schemas');
    expect(loaded).toEqual([]);
    index.kamajiSchemas('26.8.2-edge');
    index.kamajiSchemas('26.8.2-edge');
    expect(loaded).toEqual(['kamaji/26.8.2-edge']);
  });
});
