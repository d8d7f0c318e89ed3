import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { GatewayController, GatewayTuning, GatewayTuningOptions, LoadBalancerAddress } from '../../src/controllers';
import { TargetPlatform } from '../../src/platform';
import { synthesize } from '../../src/tenancy/synthesis';
import { platformOf, stage } from './fixtures';

const { kamaji, gatewayApi } = platformOf('G5');
const SERVICE = { loadBalancerClass: 'example.com/lb', externalTrafficPolicy: 'Local' };
const CASES: [GatewayController, GatewayTuningOptions, string][] = [
  [
    GatewayController.nginxGatewayFabric(),
    { ...SERVICE, replicas: 3, address: LoadBalancerAddress.ip('192.0.2.1') },
    'NginxProxy',
  ],
  [GatewayController.kgateway(), { ...SERVICE, replicas: 3 }, 'GatewayParameters'],
  [GatewayController.cilium(), SERVICE, 'CiliumGatewayClassConfig'],
];

function tuned(controller: GatewayController, tuning: GatewayTuningOptions) {
  const platform = TargetPlatform.of({ kamaji, gatewayApi, controller });
  const { app, gateway } = stage({ platform, tuning });
  const object = (kind: string) => gateway.node.findAll().find((c) => ApiObject.isApiObject(c) && c.kind === kind);
  const warnings = () => synthesize(app).diagnostics.filter(({ code }) => code === 'admission-warning');
  return { object, warnings };
}

test.each(CASES)('%s: what the library planned itself is no matter for a warning', (controller, tuning, kind) => {
  const { object, warnings } = tuned(controller, tuning);
  expect(object(kind)).toBeInstanceOf(ApiObject);
  expect(warnings()).toEqual([]);
  (object(kind) as ApiObject).metadata.addLabel('team', 'edge');
  expect(warnings()).toEqual([]);
});

test.each(CASES)('%s: what somebody patched is a matter for a warning', (controller, tuning, kind) => {
  const { object, warnings } = tuned(controller, tuning);
  (object(kind) as ApiObject).addJsonPatch(JsonPatch.add('/spec/more', 1));
  expect(warnings()).toEqual([
    expect.objectContaining({ message: expect.stringContaining(`no schema is known for ${kind}`) }),
  ]);
});

test('an object of that kind by somebody else is a matter for a warning', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  const controller = GatewayController.nginxGatewayFabric();
  new GatewayTuning(chart, 'tuning', { controller, gatewayName: 'edge', replicas: 2 });
  new ApiObject(chart, 'own', { apiVersion: 'gateway.nginx.org/v1alpha2', kind: 'NginxProxy', spec: { replicas: 2 } });
  expect(synthesize(app).diagnostics.filter(({ code }) => code === 'admission-warning')).toHaveLength(1);
});
