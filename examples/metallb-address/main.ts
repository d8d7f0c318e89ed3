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
 * A fixed address from MetalLB. With Envoy Gateway `spec.addresses` would become `externalIPs` of the Service,
 * so the address is asked for with an annotation that the controller copies to it.
 */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'edge', {
    platform,
    namespace: 'kamaji-edge',
    domain: 'cluster.dev',
    infrastructure: { annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.10' } },
  });
  const dataStore = DataStore.fromDataStoreName(chart, 'default-store', 'default');
  gateway.addTenant('tcp-1', { hostname: 'tcp1', kubernetesVersion: 'v1.35.7', dataStore });
}
