import { App, Chart } from 'cdk8s';
import { admit } from '../../src/admission';
import { GatewayController, GatewayControllerOverrides } from '../../src/controllers/gateway-controller';
import { Diagnostic, Severity } from '../../src/diagnostics';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { DataStore } from '../../src/kamaji/data-store';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { platformSchemas } from '../../src/platform/platform-schemas';
import { TargetPlatform } from '../../src/platform/target-platform';
import { Acknowledgements } from '../../src/tenancy/acknowledgements';
import { ListenerLayout } from '../../src/tenancy/listener-layout';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { Synthesis, synthesize } from '../../src/tenancy/synthesis';

const { STANDARD, EXPERIMENTAL } = GatewayApiChannel;

/**
 * What becomes of two tenants behind each controller, written from the research: tier, channel of Gateway API 1.6.1,
 * whether objects are written, and what is said.
 */
const EXPECTED = `
id                      | tier         | channel      | written | says
envoy-gateway           | supported    | standard     | yes     |
istio                   | supported    | standard     | yes     | note gateway-api-newer-than-controller
nginx-gateway-fabric    | supported    | standard     | yes     | note gateway-api-newer-than-controller
cilium                  | supported    | standard     | yes     |
kgateway                | supported    | standard     | yes     |
traefik                 | manual-ports | standard     | yes     | note unknown-name-answered, warning ports-opened-by-hand
haproxy-ingress         | experimental | standard     | yes     | note gateway-api-newer-than-controller, warning controller-experimental, warning ports-opened-by-hand
haproxy-unified-gateway | experimental | experimental | yes     | note gateway-api-newer-than-controller, warning controller-experimental, warning ports-opened-by-hand
gke                     | experimental | standard     | yes     | warning controller-experimental
contour                 | legacy       | experimental | yes     | note controller-legacy, note gateway-api-newer-than-controller
kong-operator           | refused      | standard     | no      | error controller-refused, error hostname-conflict-across-ports
kong-kic                | refused      | experimental | no      | error controller-refused, note gateway-api-newer-than-controller, warning ports-opened-by-hand
apisix                  | refused      | standard     | no      | error controller-refused, warning ports-opened-by-hand
aws-lbc-nlb             | refused      | standard     | no      | error controller-refused
aws-vpc-lattice         | refused      | standard     | no      | error controller-refused, note gateway-api-newer-than-controller
`;

interface Row {
  readonly id: string;
  readonly tier: string;
  readonly channel: GatewayApiChannel;
  readonly written: boolean;
  readonly says: readonly string[];
}

const ROWS: readonly Row[] = EXPECTED.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [id = '', tier = '', channel = '', written = '', says = ''] = line.split('|').map((cell) => cell.trim());
    return {
      id,
      tier,
      channel: channel === 'standard' ? STANDARD : EXPERIMENTAL,
      written: written === 'yes',
      says: says === '' ? [] : says.split(', '),
    };
  });

interface FleetOptions {
  readonly controller: GatewayController;
  readonly channel?: GatewayApiChannel;
  readonly tenants?: readonly string[];
  readonly layout?: ListenerLayout;
  readonly acknowledge?: readonly string[];
}

function platformOf({ controller, channel = STANDARD }: FleetOptions): TargetPlatform {
  return TargetPlatform.of({
    kamaji: KamajiRelease.of('26.8.2-edge'),
    gatewayApi: GatewayApiRelease.of('v1.6.1', channel),
    controller,
  });
}

function fleet(options: FleetOptions): Synthesis {
  const app = new App();
  const chart = new Chart(app, 'fleet');
  const gateway = new SharedTenantGateway(chart, 'edge', {
    platform: platformOf(options),
    namespace: 'kamaji-edge',
    domain: 'cluster.dev',
    ...(options.layout === undefined ? {} : { layout: options.layout }),
  });
  const dataStore = DataStore.fromDataStoreName(chart, 'store', 'default');
  for (const name of options.tenants ?? ['tcp-1', 'tcp-2']) {
    gateway.addTenant(name, { hostname: name, kubernetesVersion: 'v1.35.7', dataStore });
  }
  const acknowledgements = Acknowledgements.of(app);
  for (const code of ['in-cluster-reach', ...(options.acknowledge ?? [])]) {
    acknowledgements.add({ code, reason: 'known' });
  }
  return synthesize(app);
}

function said(diagnostics: readonly Diagnostic[]): string[] {
  return [...new Set(diagnostics.map(({ severity, code }) => `${severity} ${code}`))].sort();
}

test('the table names every controller', () => {
  expect(ROWS.map(({ id }) => id)).toEqual(GatewayController.ids());
});

describe.each(ROWS.map((row) => [row.id, row] as const))('two tenants behind %s', (id, row) => {
  const controller = GatewayController.of(id);
  const { rendered, diagnostics } = fleet({ controller, channel: row.channel });
  const objects = rendered.map(({ object }) => object);

  test('are written or refused, as the table says', () => {
    expect(controller.tier).toBe(row.tier);
    expect(said(diagnostics)).toEqual(row.says);
    expect(!diagnostics.some(({ severity }) => severity === Severity.ERROR)).toBe(row.written);
  });

  test('get the objects of the snapshot, and are told what it says', () => {
    const withoutTenants = objects.filter(({ kind }) => kind === 'Gateway' || kind === 'GatewayClass');
    expect({
      objects: withoutTenants,
      diagnostics: diagnostics.map(({ severity, code, message, fix }) => ({ severity, code, message, fix })),
    }).toMatchSnapshot();
  });

  test('have objects that the API server admits', () => {
    const schemas = platformSchemas(platformOf({ controller, channel: row.channel }));
    for (const object of objects) {
      const { errors, unknownFields } = admit(object, schemas);
      expect({ kind: object['kind'], errors, unknownFields }).toEqual({
        kind: object['kind'],
        errors: [],
        unknownFields: [],
      });
    }
  });

  test('have a class exactly where nobody else makes one', () => {
    const classes = objects.filter(({ kind }) => kind === 'GatewayClass');
    expect(classes).toHaveLength(controller.createsGatewayClass ? 0 : 1);
  });
});

test('an expert may go on with a refused controller', () => {
  const { diagnostics } = fleet({
    controller: GatewayController.awsLoadBalancerController(),
    acknowledge: ['controller-refused'],
  });
  expect(diagnostics).toEqual([]);
});

test('NGINX Gateway Fabric with exact listeners is refused, and told to use one wildcard on both ports', () => {
  const controller = GatewayController.nginxGatewayFabric();
  const { diagnostics } = fleet({ controller, tenants: ['tcp-1'], layout: ListenerLayout.exact() });
  const errors = diagnostics.filter(({ severity }) => severity === Severity.ERROR);
  expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'exact-hostname-on-two-ports spec.listeners[0].hostname',
    'exact-hostname-on-two-ports spec.listeners[1].hostname',
  ]);
  expect(errors[0]?.fix).toBe('give both listeners one wildcard hostname, "*.cluster.dev" (layout shared-wildcard)');
});

test('Contour with exact listeners is fine, as each listener keeps the name that is its own', () => {
  const controller = GatewayController.contour();
  const { diagnostics } = fleet({
    controller,
    channel: EXPERIMENTAL,
    tenants: ['tcp-1'],
    layout: ListenerLayout.exact(),
  });
  expect(diagnostics.filter(({ severity }) => severity === Severity.ERROR)).toEqual([]);
});

test('Envoy Gateway with exact listeners is fine', () => {
  const controller = GatewayController.envoyGateway();
  expect(fleet({ controller, tenants: ['tcp-1'], layout: ListenerLayout.exact() }).diagnostics).toEqual([]);
});

test.each(['traefik', 'haproxy-ingress'])('%s with its ports declared open says nothing of ports any more', (id) => {
  const says = (overrides: GatewayControllerOverrides) =>
    said(fleet({ controller: GatewayController.of(id, undefined, overrides) }).diagnostics).join();
  expect(says({ openPorts: [6443, 8132] })).not.toMatch(/port/);
  expect(says({ openPorts: [6443] })).toMatch(/error port-unavailable/);
});

test('a controllerName that a flag has set reaches the GatewayClass', () => {
  const controller = GatewayController.envoyGateway({ controllerName: 'example.com/edge' });
  const { rendered, diagnostics } = fleet({ controller });
  expect(diagnostics).toEqual([]);
  expect(rendered.map(({ object }) => object)).toContainEqual(
    expect.objectContaining({ kind: 'GatewayClass', spec: { controllerName: 'example.com/edge' } }),
  );
});
