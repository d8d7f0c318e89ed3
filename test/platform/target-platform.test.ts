import { GatewayController } from '../../src/controllers';
import { GatewayApiRelease } from '../../src/gateway-api';
import { KamajiRelease } from '../../src/kamaji';
import { TargetPlatform } from '../../src/platform';

test('the newest platform is that of the newest releases, without a controller', () => {
  const platform = TargetPlatform.newest();
  expect(String(platform.kamaji)).toBe('26.8.2-edge');
  expect(String(platform.gatewayApi)).toBe('v1.6.1 (standard)');
  expect([platform.controller, platform.kubernetes, platform.kubernetesMinor]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['v1.35.0', 35],
  ['1.31', 31],
  ['v1.33.5+k3s1', 33],
  ['v2.0.0', undefined],
  ['35', undefined],
])('Kubernetes %s has the minor %p', (kubernetes, minor) => {
  const platform = TargetPlatform.of({
    kamaji: KamajiRelease.latest(),
    gatewayApi: GatewayApiRelease.latest(),
    controller: GatewayController.envoyGateway(),
    kubernetes,
  });
  expect(platform.kubernetesMinor).toBe(minor);
  expect(platform.kubernetes).toBe(kubernetes);
  expect(platform.controller?.id).toBe('envoy-gateway');
});
