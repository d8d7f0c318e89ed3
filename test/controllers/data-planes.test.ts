import { indexControllers, indexDataPlanes } from '../../src/controllers/data-planes';
import { GatewayController } from '../../src/controllers/gateway-controller';
import { PROFILES } from '../../src/controllers/profiles';
import { KubeObject } from '../../src/objects';
import { gatewayClass } from './objects';

const TRAEFIK = GatewayController.traefik();
const ENVOY = GatewayController.envoyGateway();
const head = (className: string, name = 'edge') => ({ namespace: 'infra', name, className });

function areOne(objects: readonly KubeObject[], controllers: readonly GatewayController[], a: string, b: string) {
  const dataPlaneOf = indexDataPlanes(objects, controllers);
  return dataPlaneOf(head(a, 'first')) === dataPlaneOf(head(b, 'second'));
}

test('controllers that serve all their Gateways on the same ports are known', () => {
  const shared = PROFILES.filter(({ dataPlane }) => dataPlane.per === 'controller').map(({ id }) => id);
  expect(shared).toEqual(['traefik', 'haproxy-ingress', 'haproxy-unified-gateway', 'kong-kic', 'apisix']);
});

test('Gateways of one such controller share a data plane, whatever their class', () => {
  const classes = [
    gatewayClass('public', 'traefik.io/gateway-controller'),
    gatewayClass('other', 'example.com/controller'),
  ];
  expect(areOne(classes, [TRAEFIK], 'public', 'traefik')).toBe(true);
  expect(areOne(classes, [TRAEFIK], 'public', 'other')).toBe(false);
  expect(areOne(classes, [TRAEFIK], 'other', 'other')).toBe(false);
  expect(areOne(classes, [ENVOY], 'public', 'public')).toBe(false);
  expect(areOne(classes, [], 'public', 'public')).toBe(false);
});

test("a class that nobody has shown may be anybody's, and is one controller's all the same", () => {
  expect(areOne([], [TRAEFIK], 'unseen', 'unseen')).toBe(true);
  expect(areOne([], [TRAEFIK], 'unseen', 'traefik')).toBe(false);
  expect(areOne([], [ENVOY, TRAEFIK], 'unseen', 'unseen')).toBe(false);
  expect(areOne([], [ENVOY, TRAEFIK], 'traefik', 'traefik')).toBe(true);
});

test('the controller of a class is the one that the class names, else the one that uses its name', () => {
  const controllerOf = indexControllers([gatewayClass('eg', 'traefik.io/gateway-controller')], [ENVOY, TRAEFIK]);
  expect(controllerOf('eg')).toBe(TRAEFIK);
  expect(controllerOf('traefik')).toBe(TRAEFIK);
  expect(controllerOf('unseen')).toBe(ENVOY);
  expect(indexControllers([gatewayClass('x', 'example.com/x')], [ENVOY])('x')).toBeUndefined();
});
