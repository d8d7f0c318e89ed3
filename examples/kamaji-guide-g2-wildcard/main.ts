import { Chart } from 'cdk8s';
import {
  Acknowledgements,
  DataStore,
  FleetApp,
  GatewayApiChannel,
  GatewayApiRelease,
  GatewayController,
  KamajiRelease,
  SharedTenantGateway,
  TargetPlatform,
} from '../../src';

/**
 * The gateway guide of Kamaji as it was for G2: two tenants on one wildcard.
 *
 * In G2 Kamaji fills in sectionName and port of the parentRef itself, so none is rendered.
 */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'gateway', {
    platform: TargetPlatform.of({
      kamaji: KamajiRelease.of('edge-26.1.3'),
      gatewayApi: GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL),
      controller: GatewayController.envoyGateway({ release: 'v1.7.0' }),
    }),
    namespace: 'default',
    createNamespace: false,
    gatewayClass: { name: 'envoy-gw-class' },
    domain: 'cluster.dev',
  });
  const dataStore = DataStore.fromDataStoreName(chart, 'default-store', 'default');
  for (const number of [1, 2]) {
    gateway.addTenant(`tcp-${number}`, {
      namespace: 'default',
      createNamespace: false,
      hostname: `tcp${number}`,
      kubernetesVersion: 'v1.29.0',
      dataStore,
      deployment: { replicas: 1 },
      addons: { coreDns: {}, kubeProxy: {} },
    });
  }
}
