import { Testing } from 'cdk8s';
import { gatewayApiSchemas } from '../../imports/schemas';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api';
import { checkReleaseHas } from '../../src/gateway-api/release-support';
import { KubeObject } from '../../src/objects';
import { missingListDefaults, specSchema, unreachedPaths } from '../support/schema-walk';
import { addEverything } from './everything';
import { chartIn } from './rendering';

const CRDS = gatewayApiSchemas('v1.6.1', 'experimental').filter(
  ({ group, versions }) => group === 'gateway.networking.k8s.io' && versions.some(({ name }) => name === 'v1'),
);

const KINDS = [
  'BackendTLSPolicy',
  'GRPCRoute',
  'Gateway',
  'GatewayClass',
  'HTTPRoute',
  'ListenerSet',
  'ReferenceGrant',
  'TCPRoute',
  'TLSRoute',
  'UDPRoute',
];

/**
 * Fields that no construct can render, with the kind before them. Only JSON patches reach them.
 *
 * An entry that is reached after all fails the test too.
 */
const UNREACHABLE: readonly string[] = [];

function everything(): KubeObject[] {
  const chart = chartIn();
  addEverything(chart);
  return Testing.synth(chart);
}

test('every kind of the API that has a v1 is covered', () => {
  expect(CRDS.map(({ kind }) => kind).sort()).toEqual(KINDS);
});

test('every field of every kind, in both channels, can be rendered, save those listed here', () => {
  const objects = everything();
  const missing = KINDS.flatMap((kind) => {
    const specs = objects.filter((object) => object['kind'] === kind).map((object) => object['spec']);
    return unreachedPaths(specSchema(CRDS, kind, 'v1'), specs).map((path) => `${kind} ${path}`);
  });
  expect(missing).toEqual(UNREACHABLE);
});

test('no default that stands in a list is left to the API server', () => {
  const missing = everything().flatMap((object) => {
    const kind = String(object['kind']);
    return missingListDefaults(specSchema(CRDS, kind, 'v1'), object['spec'], kind);
  });
  expect(missing).toEqual([]);
});

test('the search for defaults finds one that is left out', () => {
  const spec = { rules: [{ backendRefs: [{ name: 'a', port: 80, group: '' }] }] };
  expect(missingListDefaults(specSchema(CRDS, 'TCPRoute', 'v1'), spec, 'TCPRoute')).toEqual([
    'TCPRoute.rules[0].backendRefs[0].kind',
    'TCPRoute.rules[0].backendRefs[0].weight',
  ]);
});

test('the newest experimental release has all of it, the standard one lacks what is experimental', () => {
  const refused = (release: GatewayApiRelease): string[] =>
    everything().flatMap(({ apiVersion, kind, spec }) => {
      try {
        checkReleaseHas(release, String(kind), String(apiVersion), ['spec'], spec);
        return [];
      } catch {
        return [String(kind)];
      }
    });
  expect(refused(GatewayApiRelease.latest(GatewayApiChannel.EXPERIMENTAL))).toEqual([]);
  expect(refused(GatewayApiRelease.latest())).toEqual([
    'Gateway',
    'HTTPRoute',
    'GRPCRoute',
    'TLSRoute',
    'TCPRoute',
    'UDPRoute',
  ]);
});
