import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { envoyGatewaySchemas, gatewayApiSchemas } from '../../imports/schemas';
import { admit, SchemaSet } from '../../src/admission';
import { checkOutdated } from '../../src/gateway-api';
import { attach } from '../../src/gateway-api/attachment';
import { asList, formatRef, KubeObject, read, refOf } from '../../src/objects';

const FOLDER = join(__dirname, '../../examples');

/** The examples that the documentation promises. */
const PROMISED = [
  'blue-green',
  'canary',
  'cross-namespace',
  'direct-response',
  'header-based-routing',
  'header-modification',
  'mirroring',
  'multi-protocol',
  'multi-tenant',
  'path-based-routing',
  'prometheus-nginx',
  'redirect',
  'tcp-load-balancing',
  'tls-sni',
  'udp-dns',
  'url-rewrite',
  'websocket-and-grpc',
  'weighted-ab',
];

const SCHEMAS = SchemaSet.of([...gatewayApiSchemas('v1.6.1', 'standard'), ...envoyGatewaySchemas('v1.9.0')]);

interface Example {
  build(app: App): void;
}

function synthesize(name: string): App {
  const example = require(join(FOLDER, name, 'main')) as Example;
  const app = new App();
  example.build(app);
  return app;
}

function objectsOf(app: App): KubeObject[] {
  return app.charts.flatMap((chart) => chart.toJson() as KubeObject[]);
}

const RENDERED = readdirSync(FOLDER)
  .filter((name) => existsSync(join(FOLDER, name, 'main.ts')))
  .sort()
  .map((name) => ({ name, app: synthesize(name) }))
  .filter(({ app }) => objectsOf(app).some(({ kind }) => /Route$/.test(String(kind))));

test('the examples of routes are those that were promised', () => {
  expect(RENDERED.map(({ name }) => name)).toEqual(PROMISED);
});

describe.each(RENDERED)('$name', ({ name, app }) => {
  const objects = objectsOf(app);

  test('it is rendered as ever, and the same twice', () => {
    const yaml = app.synthYaml();
    expect(yaml).toMatchSnapshot();
    expect(synthesize(name).synthYaml()).toBe(yaml);
  });

  test('the API server accepts every object of it and drops nothing', () => {
    const refused = objects.flatMap((object) => {
      const { accepted, errors, warnings } = admit(object, SCHEMAS, { fieldValidation: 'strict' });
      return accepted && warnings.length === 0 ? [] : [{ object: formatRef(refOf(object)), errors, warnings }];
    });
    expect(refused).toEqual([]);
  });

  test('every route is attached to every parent that it names, and its references are resolved', () => {
    const { routes, gateways } = attach(objects);
    const expected = objects.filter(({ kind }) => /Route$/.test(String(kind)));
    const outcome = routes.map((route) => ({
      route: `${route.kind} ${route.namespace}/${route.name}`,
      parents: route.parents.map(({ accepted, resolvedRefs, listeners }) => [
        accepted.reason,
        resolvedRefs.reason,
        listeners.length > 0,
      ]),
    }));
    expect(outcome).toHaveLength(expected.length);
    for (const { parents } of outcome) {
      expect(parents.length).toBeGreaterThan(0);
      expect(new Set(parents.map((parent) => parent.join(' ')))).toEqual(new Set(['Accepted ResolvedRefs true']));
    }
    const declared = expected.flatMap((object) => asList(read(object, 'spec', 'parentRefs')));
    expect(outcome.flatMap(({ parents }) => parents)).toHaveLength(declared.length);
    for (const { listeners } of gateways) {
      for (const listener of listeners) {
        expect([listener.accepted.status, listener.resolvedRefs.status, listener.conflicted]).toEqual([
          'True',
          'True',
          undefined,
        ]);
        expect(listener.attachedRoutes).toBeGreaterThan(0);
      }
    }
  });

  test('nothing of it is outdated', () => {
    expect(checkOutdated(objects)).toEqual([]);
  });
});
