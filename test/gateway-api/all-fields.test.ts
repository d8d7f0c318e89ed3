import { Testing } from 'cdk8s';
import { gatewayApiSchemas } from '../../imports/schemas';
import { asList, asMap, KubeObject, read } from '../../src/objects';
import { addEverything } from './everything';
import { chartIn } from './rendering';

const CRDS = gatewayApiSchemas('v1.6.1', 'experimental').filter(
  ({ group, versions }) => group === 'gateway.networking.k8s.io' && versions.some(({ name }) => name === 'v1'),
);

/**
 * Fields that no construct can render, with the reason. Only JSON patches reach them.
 *
 * An entry that is reached after all fails the test too.
 */
const UNREACHABLE: readonly string[] = [];

function everything(): KubeObject[] {
  const chart = chartIn();
  addEverything(chart);
  return Testing.synth(chart);
}

function specSchema(kind: string): unknown {
  const version = CRDS.find((crd) => crd.kind === kind)?.versions.find(({ name }) => name === 'v1');
  return read(version?.schema, 'properties', 'spec');
}

/** Paths of all fields of a schema; `[]` stands for any element of a list, `{}` for any value of a map. */
function fieldsOf(schema: unknown, path: string): string[] {
  const properties = asMap(read(schema, 'properties'));
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([key, child]) => [
      `${path}.${key}`,
      ...fieldsOf(child, `${path}.${key}`),
    ]);
  }
  return read(schema, 'items') === undefined ? [] : fieldsOf(read(schema, 'items'), `${path}[]`);
}

function pathsOf(value: unknown, schema: unknown, path: string): string[] {
  const map = asMap(value);
  const properties = asMap(read(schema, 'properties'));
  if (map !== undefined && properties !== undefined) {
    return Object.entries(map).flatMap(([key, child]) => [
      `${path}.${key}`,
      ...pathsOf(child, properties[key], `${path}.${key}`),
    ]);
  }
  return asList(value).flatMap((child) => pathsOf(child, read(schema, 'items'), `${path}[]`));
}

test('every field of every kind of both channels can be rendered, save those listed here', () => {
  const objects = everything();
  const missing = CRDS.flatMap(({ kind }) => {
    const schema = specSchema(kind);
    const rendered = new Set(
      objects.filter((object) => object['kind'] === kind).flatMap((object) => pathsOf(object['spec'], schema, kind)),
    );
    return [...new Set(fieldsOf(schema, kind))].filter((field) => !rendered.has(field));
  });
  expect(missing).toEqual(UNREACHABLE);
});

test('all kinds of the API with a v1 are covered', () => {
  expect(CRDS.map(({ kind }) => kind).sort()).toEqual([
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
  ]);
});

/** Paths inside of lists at which the API server would fill in a default. */
function filledIn(value: unknown, schema: unknown, path: string, inList: boolean): string[] {
  const map = asMap(value);
  const properties = asMap(read(schema, 'properties'));
  if (map !== undefined && properties !== undefined) {
    return Object.entries(properties).flatMap(([key, child]) => {
      if (Object.hasOwn(map, key)) {
        return filledIn(map[key], child, `${path}.${key}`, inList);
      }
      return inList && read(child, 'default') !== undefined ? [`${path}.${key}`] : [];
    });
  }
  return asList(value).flatMap((child, i) => filledIn(child, read(schema, 'items'), `${path}[${i}]`, true));
}

test('no default that stands in a list is left to the API server', () => {
  const objects = everything();
  expect(
    objects.flatMap((object) =>
      filledIn(object['spec'], specSchema(String(object['kind'])), String(object['kind']), false),
    ),
  ).toEqual([]);
});

test('the search for defaults finds one that is left out', () => {
  const spec = { rules: [{ backendRefs: [{ name: 'a', port: 80, group: '' }] }] };
  expect(filledIn(spec, specSchema('TCPRoute'), 'TCPRoute', false)).toEqual([
    'TCPRoute.rules[0].backendRefs[0].kind',
    'TCPRoute.rules[0].backendRefs[0].weight',
  ]);
});
