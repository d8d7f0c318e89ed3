import { Chart } from 'cdk8s';
import {
  Acknowledgements,
  DataStore,
  DataStoreIdentity,
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
 * A tenant that exists already and has no data-store identity in its spec: Kamaji 26.7.4-edge and newer use the object's UID.
 * A value added later would have no effect and could never be removed, so none is rendered.
 */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'edge', { platform, namespace: 'kamaji-edge', domain: 'cluster.dev' });
  gateway.addTenant('young', {
    namespace: 'team-b',
    createNamespace: false,
    hostname: 'young',
    kubernetesVersion: 'v1.35.7',
    dataStore: DataStore.fromDataStoreName(chart, 'default-store', 'default'),
    dataStoreIdentity: DataStoreIdentity.unset(),
  });
}
