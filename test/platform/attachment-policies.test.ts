import { GatewayController } from '../../src/controllers/gateway-controller';
import { GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { attachmentPolicies } from '../../src/platform/attachment-policies';
import { TargetPlatform } from '../../src/platform/target-platform';

function policies(controller?: GatewayController) {
  const kamaji = KamajiRelease.latest();
  return attachmentPolicies(TargetPlatform.of({ kamaji, gatewayApi: GatewayApiRelease.latest(), controller }));
}

test('a platform without a controller sets no policy', () => {
  expect(policies()).toEqual({});
});

test('policies are those of the controller in its release', () => {
  expect(policies(GatewayController.envoyGateway())).toMatchObject({
    missingServicePort: 'PortNotFound',
    stripsNamesOfOtherListeners: true,
  });
  expect(policies(GatewayController.nginxGatewayFabric())).toMatchObject({
    tlsTerminate: false,
    competingTlsRoutes: 'refused',
  });
  expect(policies(GatewayController.nginxGatewayFabric({ release: 'v2.7.0' })).tlsTerminate).toBeUndefined();
  const httpsBesideTls = (release: string) => policies(GatewayController.cilium({ release })).httpsBesideTls;
  expect(['v1.19.5', 'v1.19.6', 'v1.20.0'].map(httpsBesideTls)).toEqual([
    undefined,
    'conflict-where-intersecting',
    'conflict-where-intersecting',
  ]);
});
