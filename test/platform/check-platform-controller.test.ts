import { GatewayController } from '../../src/controllers/gateway-controller';
import { GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { KubeObject } from '../../src/objects';
import { checkPlatformController } from '../../src/platform/check-platform-controller';
import { TargetPlatform } from '../../src/platform/target-platform';
import { gateway, gatewayClass, KONNECTIVITY, KUBE_APISERVER, listenerSet, tenant } from '../controllers/objects';

function codes(
  controller: GatewayController | undefined,
  objects: readonly KubeObject[],
  options: {
    readonly known?: readonly KubeObject[];
    readonly kamaji?: string;
    readonly controllers?: readonly GatewayController[];
  } = {},
): string[] {
  const { known = [], kamaji = '26.8.2-edge', controllers } = options;
  const platform = TargetPlatform.of({
    kamaji: KamajiRelease.of(kamaji),
    gatewayApi: GatewayApiRelease.of('v1.6.1'),
    controller,
  });
  return checkPlatformController({ objects, known, platform, ...(controllers === undefined ? {} : { controllers }) })
    .map(({ code, object }) => `${code} ${object?.name ?? ''}`.trim())
    .sort();
}

const KEEPALIVE = ['--keepalive-time=60s'];

test('without a controller nothing is said', () => {
  expect(codes(undefined, [gateway('eg'), tenant('a')])).toEqual([]);
});

test('two tenants behind Envoy Gateway are fine', () => {
  const tenants = [tenant('a', { extraArgs: KEEPALIVE }), tenant('b', { extraArgs: KEEPALIVE })];
  expect(codes(GatewayController.envoyGateway(), [gateway('eg'), ...tenants])).toEqual([]);
});

test('Kong is refused for a gateway with tenants, wherever it is described, and for one made for them', () => {
  const kong = GatewayController.kongOperator();
  const plain = gateway('kong', { listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] });
  const routed = gateway('kong', { listeners: [{ name: 'a', port: 6443 }] });
  expect(codes(kong, [plain])).toEqual([]);
  expect(codes(kong, [routed])).toEqual([]);
  expect(codes(kong, [routed, tenant('a')])).toEqual(['controller-refused edge']);
  expect(codes(kong, [tenant('a')], { known: [routed] })).toEqual(['controller-refused edge']);
  expect(codes(kong, [gateway('kong', { listeners: [KUBE_APISERVER] })])).toEqual(['controller-refused edge']);
});

test.each([
  [undefined, true],
  [['--keepalive-time=1h'], true],
  [['--keepalive-time=60s'], false],
  [['--keepalive-time', '60s'], false],
  [['--keepalive-time=1h0m0s', '--keepalive-time=59m'], false],
  [['--keepalive-time=sixty'], true],
  [['--keepalive-times=60s'], true],
] as [string[] | undefined, boolean][])('server arguments %j leave the tunnel to be cut: %s', (extraArgs, cut) => {
  const found = codes(GatewayController.envoyGateway(), [gateway('eg'), tenant('a', { extraArgs })]);
  expect(found).toEqual(cut ? ['idle-timeout-cuts-tunnel a'] : []);
});

test("the agent's arguments keep the tunnel alive too", () => {
  const object = tenant('a') as { spec: { addons: { konnectivity: KubeObject } } };
  const withAgent = {
    ...object,
    spec: { ...object.spec, addons: { konnectivity: { agent: { extraArgs: KEEPALIVE } } } },
  } as unknown as KubeObject;
  expect(codes(GatewayController.envoyGateway(), [gateway('eg'), withAgent])).toEqual([]);
});

test('a Kamaji release without a konnectivity route has no tunnel to be cut', () => {
  const found = codes(GatewayController.envoyGateway(), [gateway('eg'), tenant('a')], { kamaji: 'edge-25.12.1' });
  expect(found).toEqual([]);
});

test('tenants are counted for each gateway', () => {
  const tenants = Array.from({ length: 11 }, (_, i) => tenant(`t${i}`, { extraArgs: KEEPALIVE }));
  const controller = GatewayController.nginxGatewayFabric();
  const notes = ['gateway-api-newer-than-controller'];
  expect(codes(controller, [gateway('nginx'), ...tenants])).toEqual(['connection-cap edge', ...notes]);
  expect(codes(controller, [gateway('nginx'), ...tenants.slice(1)])).toEqual(notes);
});

test('the routes that Kamaji will create collide in Traefik before 3.7.10', () => {
  const objects = [
    gateway('traefik'),
    tenant('a-b', { namespace: 'team', extraArgs: KEEPALIVE }),
    tenant('b', { namespace: 'team-a', extraArgs: KEEPALIVE }),
  ];
  const openPorts = [6443, 8132];
  const old = GatewayController.traefik({ release: 'v3.7.9', openPorts });
  const fixed = GatewayController.traefik({ release: 'v3.7.10', openPorts });
  expect(codes(old, objects)).toEqual([
    'gateway-api-newer-than-controller',
    'route-names-collide b',
    'route-names-collide b',
    'unknown-name-answered edge',
  ]);
  expect(codes(fixed, objects)).toEqual(['unknown-name-answered edge']);
});

test('a web listener takes the name of a tenant only where it has that name', () => {
  const listeners = (hostname: string) => [
    KUBE_APISERVER,
    KONNECTIVITY,
    { name: 'web', port: 443, protocol: 'HTTPS', hostname },
  ];
  const behind = (controller: GatewayController, className: string, hostname: string) => {
    const objects = [gateway(className, { listeners: listeners(hostname) }), tenant('a', { extraArgs: KEEPALIVE })];
    return codes(controller, objects).filter((code) => code.includes('hostname'));
  };
  const nginx = GatewayController.nginxGatewayFabric();
  const taken = 'exact-hostname-on-two-ports edge';
  expect(behind(nginx, 'nginx', 'shop.cluster.dev')).toEqual([]);
  expect(behind(nginx, 'nginx', 'a.cluster.dev')).toEqual([taken, taken]);
  const byContour = 'hostname-taken-by-other-port edge';
  expect(behind(GatewayController.contour(), 'contour', 'shop.cluster.dev')).toEqual([]);
  expect(behind(GatewayController.contour(), 'contour', 'a.cluster.dev')).toEqual([byContour, byContour]);
});

test('a tenant of a ListenerSet counts for the Gateway behind it', () => {
  const object = tenant('a', { extraArgs: KEEPALIVE }) as { spec: { controlPlane: { gateway: KubeObject } } };
  const parentRefs = [{ kind: 'ListenerSet', name: 'set', namespace: 'tenant-1' }];
  const behindSet = {
    ...object,
    spec: { controlPlane: { gateway: { hostname: 'a.cluster.dev', parentRefs } } },
  } as unknown as KubeObject;
  const bare = gateway('kong', { listeners: [] });
  const found = codes(GatewayController.kongOperator(), [
    bare,
    listenerSet('set', [{ name: 'a', port: 1 }]),
    behindSet,
  ]);
  expect(found).toEqual(['controller-refused edge', 'listener-set-unsupported set']);
});

test('gateways of several controllers are each held against their own', () => {
  const kong = gateway('kong', { name: 'web', listeners: [KUBE_APISERVER] });
  const controllers = [GatewayController.envoyGateway(), GatewayController.kongOperator()];
  const objects = [gateway('eg'), kong, tenant('a', { extraArgs: KEEPALIVE })];
  expect(codes(undefined, objects, { controllers })).toEqual(['controller-refused web']);
});

test('a Gateway whose class belongs to somebody else is left alone, unless tenants are behind it', () => {
  const objects = [gateway('theirs'), gatewayClass('theirs', 'example.com/theirs')];
  expect(codes(GatewayController.kongOperator(), objects)).toEqual([]);
  expect(codes(GatewayController.kongOperator(), [...objects, tenant('a')])).toEqual([
    'gateway-class-of-other-controller edge',
  ]);
});

test("a class that nobody described may be anybody's", () => {
  const objects = [gateway('unknown'), tenant('a', { extraArgs: KEEPALIVE })];
  expect(codes(GatewayController.envoyGateway(), objects)).toEqual([]);
});

test('with several controllers a class may be that of any of them', () => {
  const controllers = [GatewayController.envoyGateway(), GatewayController.traefik({ openPorts: [6443, 8132] })];
  const objects = [gateway('web'), tenant('a', { extraArgs: KEEPALIVE })];
  const of = (controllerName: string) =>
    codes(controllers[0], [...objects, gatewayClass('web', controllerName)], { controllers });
  expect(of('traefik.io/gateway-controller')).toEqual(['unknown-name-answered edge']);
  expect(of('example.com/theirs')).toEqual(['gateway-class-of-other-controller edge']);
});

test('objects of any shape are tolerated', () => {
  const shapes: KubeObject[] = [
    {},
    { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane' },
    {
      apiVersion: 'kamaji.clastix.io/v1alpha1',
      kind: 'TenantControlPlane',
      metadata: 3,
      spec: {
        controlPlane: { gateway: { hostname: 'a', parentRefs: [null, 'x', {}] } },
        addons: { konnectivity: { server: { extraArgs: [1] } } },
      },
    },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', spec: { listeners: {} } },
  ];
  for (const id of GatewayController.ids()) {
    expect(() => codes(GatewayController.of(id), shapes, { known: shapes })).not.toThrow();
  }
});
