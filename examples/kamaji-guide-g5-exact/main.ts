import { Chart } from 'cdk8s';
import {
  Acknowledgements,
  DataStore,
  FleetApp,
  GatewayApiChannel,
  GatewayApiRelease,
  GatewayController,
  KamajiRelease,
  ListenerLayout,
  SharedTenantGateway,
  TargetPlatform,
} from '../../src';

/**
 * The gateway guide of Kamaji as it is for G5: one tenant, listeners with its exact hostname.
 *
 * Kamaji copies the parentRef as it is written, so sectionName and port are rendered.
 */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'gateway', {
    platform: TargetPlatform.of({
      kamaji: KamajiRelease.of('26.8.2-edge'),
      gatewayApi: GatewayApiRelease.of('v1.6.1', GatewayApiChannel.STANDARD),
      controller: GatewayController.envoyGateway(),
    }),
    namespace: 'default',
    createNamespace: false,
    gatewayClass: { name: 'envoy-gw-class' },
    layout: ListenerLayout.exact(),
    domain: 'cluster.dev',
  });
  gateway.addTenant('tcp-1', {
    namespace: 'default',
    createNamespace: false,
    hostname: 'tcp1',
    kubernetesVersion: 'v1.29.0',
    dataStore: DataStore.fromDataStoreName(chart, 'default-store', 'default'),
    routeMetadata: {
      labels: { environment: 'production' },
      annotations: { 'example.com/custom': 'value' },
    },
    deployment: { replicas: 1 },
    addons: { coreDns: {}, kubeProxy: {} },
  });
}
