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

/**
 * One gateway for tenants in two domains. Kamaji fixes the name of the konnectivity listener, so one wildcard has to cover both,
 * which it says, and which is acknowledged here.
 */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'edge', {
    platform,
    namespace: 'kamaji-edge',
    domains: ['eu.clusters.example.com', 'us.clusters.example.com'],
  });
  Acknowledgements.of(gateway).add({
    code: 'listener-hostname-widened',
    reason: 'nobody else uses names below clusters.example.com',
  });
  const dataStore = DataStore.fromDataStoreName(chart, 'default-store', 'default');
  gateway.addTenant('paris', { hostname: 'paris', kubernetesVersion: 'v1.35.7', dataStore });
  gateway.addTenant('boston', { hostname: 'boston.us.clusters.example.com', kubernetesVersion: 'v1.35.7', dataStore });
}
