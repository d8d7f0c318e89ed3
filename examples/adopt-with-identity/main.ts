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
 * A tenant that exists already, with its data-store schema and user name in the spec: an older Kamaji filled them in.
 * They are immutable, so they are written down; so are the certificate's names, the ranges and the DNS address.
 */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'edge', { platform, namespace: 'kamaji-edge', domain: 'cluster.dev' });
  gateway.addTenant('legacy', {
    namespace: 'team-a',
    createNamespace: false,
    hostname: 'legacy',
    kubernetesVersion: 'v1.34.4',
    dataStore: DataStore.fromDataStoreName(chart, 'default-store', 'default'),
    dataStoreIdentity: DataStoreIdentity.of('team_a_legacy', 'team_a_legacy'),
    certSans: ['legacy.example.com'],
    network: { serviceCidrs: ['10.100.0.0/16'], podCidrs: ['10.200.0.0/16'], dnsServiceIps: ['10.100.0.10'] },
  });
}
