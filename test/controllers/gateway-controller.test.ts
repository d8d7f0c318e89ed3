import { GatewayController } from '../../src/controllers/gateway-controller';
import { SupportTier } from '../../src/controllers/support-tier';

test('every id finds the controller of that id', () => {
  expect(GatewayController.ids()).toHaveLength(15);
  for (const id of GatewayController.ids()) {
    expect(GatewayController.of(id).id).toBe(id);
  }
});

test('the factories give the controllers of their names', () => {
  const made = [
    GatewayController.envoyGateway(),
    GatewayController.istio(),
    GatewayController.nginxGatewayFabric(),
    GatewayController.cilium(),
    GatewayController.kgateway(),
    GatewayController.traefik(),
    GatewayController.haproxyIngress(),
    GatewayController.haproxyUnifiedGateway(),
    GatewayController.gke(),
    GatewayController.contour(),
    GatewayController.kongOperator(),
    GatewayController.kongIngressController(),
    GatewayController.apisix(),
    GatewayController.awsLoadBalancerController(),
    GatewayController.awsVpcLattice(),
  ];
  expect(made.map(({ id }) => id)).toEqual(GatewayController.ids());
});

test('a release changes what is known, and none stands for the newest one that was read', () => {
  expect(GatewayController.envoyGateway().tlsRouteVersionsRead).toEqual(['v1']);
  expect(GatewayController.of('envoy-gateway', 'v1.7.0').tlsRouteVersionsRead).toEqual(['v1alpha3']);
  expect(GatewayController.of('envoy-gateway', 'v1.5.0').tlsRouteVersionsRead).toEqual(['v1alpha2']);
  expect(GatewayController.of('cilium', 'v1.19.5').tier).toBe(SupportTier.REFUSED);
  expect(GatewayController.istio().toString()).toBe('Istio');
  expect(GatewayController.istio({ release: '1.30' }).toString()).toBe('Istio 1.30');
});

test('what an installation changed can be said', () => {
  const controller = GatewayController.of('kong-kic', 'v3.5.13', {
    controllerName: 'example.com/kong',
    gatewayClassName: 'edge',
    openPorts: [80, 443],
  });
  expect(controller.controllerName).toBe('example.com/kong');
  expect(controller.gatewayClassName).toBe('edge');
  expect(controller.openPorts).toEqual([80, 443]);
  expect(controller.gatewayClassAnnotations).toEqual({ 'konghq.com/gatewayclass-unmanaged': 'true' });
});

test.each([
  ['envoy', /"envoy" is no controller that is known, did you mean "envoy-gateway"\?/],
  ['Envoy-Gatewy', /did you mean "envoy-gateway"\?/],
  ['kong', /did you mean "kong-kic" or "kong-operator"\?/],
  ['nginx', /did you mean "nginx-gateway-fabric"\?/],
  ['traefic', /did you mean "traefik"\?/],
  ['constructor', /"constructor" is no controller that is known \(known are envoy-gateway, /],
  ['', /"" is no controller that is known \(/],
  ['linkerd', /"linkerd" cannot run a Gateway: Linkerd is a mesh/],
])('the id %j is refused with what may have been meant', (id, message) => {
  expect(() => GatewayController.of(id)).toThrow(message);
});

test('a huge id is refused fast', () => {
  expect(() => GatewayController.of('a-'.repeat(500_000))).toThrow(/is no controller/);
});

test.each(['latest', '', 'main', 'v1.x'])('the release %j is refused with an example', (release) => {
  expect(() => GatewayController.of('traefik', release)).toThrow(
    `${JSON.stringify(release)} is not a release of Traefik; write it as its tags do: "v3.7.10"`,
  );
});

test('a controller that nobody knows can be described', () => {
  const controller = GatewayController.custom({
    id: 'acme',
    controllerName: 'acme.dev/gateway',
    gatewayClassName: 'acme',
    opensPorts: false,
    openPorts: [6443],
    idleTimeoutSeconds: 0,
    release: 'build-7',
  });
  expect(controller.tier).toBe(SupportTier.MANUAL_PORTS);
  expect(controller.tlsRouteVersionsRead).toEqual(['v1']);
  expect(controller.createsGatewayClass).toBe(false);
  expect(controller.supportsListenerSets).toBe(false);
  expect(controller.toString()).toBe('acme build-7');
  expect(GatewayController.custom({ controllerName: 'a.dev/b', gatewayClassName: 'b' }).tier).toBe(
    SupportTier.SUPPORTED,
  );
});

test('what is handed out cannot change the facts', () => {
  GatewayController.envoyGateway().tlsRouteVersionsRead.push('v9');
  GatewayController.kongIngressController().gatewayClassAnnotations['x'] = 'y';
  expect(GatewayController.envoyGateway().tlsRouteVersionsRead).toEqual(['v1']);
  expect(GatewayController.kongIngressController().gatewayClassAnnotations).not.toHaveProperty('x');
});
