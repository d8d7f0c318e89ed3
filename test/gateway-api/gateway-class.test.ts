import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { gatewayApiSchemas } from '../../imports/schemas';
import { GatewayClass } from '../../src/gateway-api';
import { specSchema, unreachedPaths } from '../support/schema-walk';

const CONTROLLER = 'gateway.envoyproxy.io/gatewayclass-controller';

test('a class with everything renders every field, and no namespace even where the chart has one', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'somewhere' });
  const gatewayClass = new GatewayClass(chart, 'eg', {
    controllerName: CONTROLLER,
    description: 'the shared one',
    parameters: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'edge', namespace: 'kamaji-edge' },
  });
  const [rendered] = Testing.synth(chart);
  expect(rendered).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'eg', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' } },
    spec: {
      controllerName: CONTROLLER,
      description: 'the shared one',
      parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'edge', namespace: 'kamaji-edge' },
    },
  });
  expect(gatewayClass.name).toBe('eg');
  const schema = specSchema(gatewayApiSchemas('v1.6.1', 'standard'), 'GatewayClass', 'v1');
  expect(unreachedPaths(schema, [rendered.spec], 'spec')).toEqual([]);
});

test('patches survive', () => {
  const chart = new Chart(Testing.app(), 'test');
  const gatewayClass = new GatewayClass(chart, 'eg', { metadata: { name: 'envoy' }, controllerName: CONTROLLER });
  ApiObject.of(gatewayClass).addJsonPatch(JsonPatch.add('/spec/unknownField', 1));
  expect(Testing.synth(chart)[0]).toMatchObject({
    metadata: { name: 'envoy' },
    spec: { controllerName: CONTROLLER, unknownField: 1 },
  });
});

test('a class that exists already renders nothing', () => {
  const chart = new Chart(Testing.app(), 'test');
  expect(GatewayClass.fromGatewayClassName(chart, 'class', 'eg').name).toBe('eg');
  expect(Testing.synth(chart)).toEqual([]);
});
