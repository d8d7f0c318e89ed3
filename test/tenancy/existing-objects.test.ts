import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { DataStore, FleetApp, Gateway, GatewayClass, HttpBackend, HttpRoute, Listener, ListenerSet } from '../../src';
import { formatDiagnostic } from '../../src/diagnostics';
import { TenantControlPlane } from '../../src/kamaji';
import { TargetPlatform } from '../../src/platform';
import { AllowedNamespaces } from '../../src/tenancy/allowed-namespaces';
import { ListenerLayout } from '../../src/tenancy/listener-layout';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { synthesize } from '../../src/tenancy/synthesis';

function findings(build: (chart: Chart) => void, ignored: readonly string[] = []): string[] {
  const app = new FleetApp({ platform: TargetPlatform.newest() });
  build(new Chart(app, 'chart', { namespace: 'web' }));
  return synthesize(app)
    .diagnostics.filter(({ code }) => !ignored.includes(code))
    .map((diagnostic) => formatDiagnostic(diagnostic).split('\n').slice(0, 2).join(' '));
}

function route(chart: Chart, parent: Gateway | ReturnType<typeof Gateway.fromGatewayName>): void {
  new HttpRoute(chart, 'route', {
    metadata: { name: 'route' },
    parents: [parent],
    rules: [{ backends: [HttpBackend.serviceName('api', { port: 80 })] }],
  });
}

describe('what exists in the cluster and is known by its name', () => {
  test('a Gateway takes routes and ListenerSets', () => {
    expect(
      findings((chart) => {
        const gateway = Gateway.fromGatewayName(chart, 'edge', 'edge', 'gateways');
        route(chart, gateway);
        new ListenerSet(chart, 'set', { gateway, listeners: [Listener.http({ name: 'http', port: 80 })] });
      }),
    ).toEqual([]);
  });

  test('a ListenerSet takes routes', () => {
    expect(findings((chart) => route(chart, ListenerSet.fromListenerSetName(chart, 'set', 'set', 'gateways')))).toEqual(
      [],
    );
  });

  test('a Gateway that tenants are behind is a warning, as its listeners could not be looked at', () => {
    const found = findings(
      (chart) =>
        new TenantControlPlane(chart, 'tenant', {
          metadata: { name: 'tenant' },
          kubernetesVersion: 'v1.35.1',
          dataStore: DataStore.fromDataStoreName(chart, 'store', 'default'),
          gateway: {
            hostname: 'a.cluster.dev',
            parents: [Gateway.fromGatewayName(chart, 'edge', 'edge', 'gateways')],
          },
        }),
      ['in-cluster-reach'],
    );
    expect(found).toEqual([
      expect.stringMatching(/^warning gateway-unknown .* Gateway gateways\/edge is known by its name only/),
    ]);
  });

  test('a Gateway that nobody imported stays an error', () => {
    expect(
      findings((chart) => {
        new HttpRoute(chart, 'route', {
          metadata: { name: 'route' },
          parents: [{ toRouteParent: () => ({ name: 'egde', namespace: 'web' }) }],
          rules: [{ backends: [HttpBackend.serviceName('api', { port: 80 })] }],
        });
      }),
    ).toEqual([expect.stringMatching(/^error parent-not-found /)]);
  });

  test('Services and Secrets of others are warnings, however many are rendered', () => {
    const found = findings((chart) => {
      const gateway = new Gateway(chart, 'web', {
        metadata: { name: 'web' },
        gatewayClass: GatewayClass.fromGatewayClassName(chart, 'class', 'eg'),
        listeners: [Listener.https({ name: 'https', port: 443, certificates: [{ name: 'of-cert-manager' }] })],
      });
      new kplus.Secret(chart, 'secret', { stringData: { a: 'b' } });
      new kplus.Service(chart, 'service', { metadata: { name: 'apl' }, ports: [{ port: 80 }] });
      route(chart, gateway);
    });
    expect(found).toEqual([
      'warning backend-not-found  HTTPRoute web/route  spec.rules[0].backendRefs[0]   Service web/api does not exist, as far as these objects show',
      'warning invalid-certificate-ref  Gateway web/web  spec.listeners[0].tls.certificateRefs[0]   Secret web/of-cert-manager does not exist, as far as these objects show',
    ]);
  });

  test('a Service that is rendered without the port is an error', () => {
    const found = findings((chart) => {
      new kplus.Service(chart, 'service', { metadata: { name: 'api' }, ports: [{ port: 81 }] });
      route(chart, Gateway.fromGatewayName(chart, 'edge', 'edge', 'gateways'));
    });
    expect(found).toEqual([expect.stringMatching(/^error backend-not-found .* has no port 80 for TCP/)]);
  });
});

describe('a namespace of others, behind a listener that chooses by label', () => {
  function tenant(layout: ListenerLayout): (chart: Chart) => void {
    return (chart) => {
      const gateway = new SharedTenantGateway(chart, 'edge', {
        platform: TargetPlatform.newest(),
        namespace: 'edge',
        domain: 'cluster.dev',
        layout,
        gatewayClass: { name: 'eg', create: false },
        allowedNamespaces: AllowedNamespaces.byLabels({ tenants: 'yes' }),
      });
      gateway.addTenant('t1', {
        hostname: 't1',
        kubernetesVersion: 'v1.35.1',
        dataStore: DataStore.fromDataStoreName(chart, 'store', 'default'),
        createNamespace: false,
      });
    };
  }

  const others = ['in-cluster-reach', 'admission-warning', 'listener-set-without-access-points', 'parent-ref-changed'];

  test('is one warning', () => {
    expect(findings(tenant(ListenerLayout.sharedWildcard()), others)).toEqual([
      expect.stringMatching(/^warning namespace-labels-unknown /),
    ]);
  });

  test('is a warning for the ListenerSet too', () => {
    expect(findings(tenant(ListenerLayout.listenerSets()), others)).toEqual([
      expect.stringMatching(/^warning not-allowed {2}ListenerSet .* whose labels are not known/),
      expect.stringMatching(/^warning not-allowed {2}TenantControlPlane /),
    ]);
  });
});
