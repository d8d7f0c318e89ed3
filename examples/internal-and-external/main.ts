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

const platform = TargetPlatform.of({
  kamaji: KamajiRelease.of('26.8.2-edge'),
  gatewayApi: GatewayApiRelease.of('v1.6.1', GatewayApiChannel.STANDARD),
  controller: GatewayController.envoyGateway(),
});

/** Two gateways in one cluster: one that the world reaches, one for the company's network. */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const dataStore = DataStore.fromDataStoreName(chart, 'default-store', 'default');
  const external = new SharedTenantGateway(chart, 'external', {
    platform,
    namespace: 'kamaji-edge',
    domain: 'clusters.example.com',
  });
  const internal = new SharedTenantGateway(chart, 'internal', {
    platform,
    namespace: 'kamaji-edge',
    domain: 'clusters.example.internal',
    infrastructure: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' } },
  });
  external.addTenant('shop', { hostname: 'shop', kubernetesVersion: 'v1.35.7', dataStore });
  internal.addTenant('ledger', { hostname: 'ledger', kubernetesVersion: 'v1.35.7', dataStore });
}
