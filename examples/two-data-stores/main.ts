import { Chart } from 'cdk8s';
import {
  Acknowledgements,
  DataStore,
  DataStoreDriver,
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

/** Three tenants in namespaces of their own, on two data stores: one that exists, one made here. Credentials are only ever references. */
export function build(app: FleetApp): void {
  const chart = new Chart(app, 'fleet');
  Acknowledgements.of(app).add({ code: 'in-cluster-reach', reason: 'the tenants run no in-cluster clients' });
  const gateway = new SharedTenantGateway(chart, 'edge', { platform, namespace: 'kamaji-edge', domain: 'cluster.dev' });
  const etcd = DataStore.fromDataStoreName(chart, 'default-store', 'default', {
    driver: DataStoreDriver.ETCD,
    endpoints: ['etcd-0.etcd.kamaji-system.svc:2379'],
  });
  const secret = (name: string, keyPath: string) => ({ name, namespace: 'kamaji-system', keyPath });
  const postgresql = new DataStore(chart, 'postgresql', {
    metadata: { name: 'postgresql' },
    driver: DataStoreDriver.POSTGRESQL,
    endpoints: ['postgresql-rw.kamaji-system.svc:5432'],
    basicAuth: {
      username: secret('postgresql-superuser', 'username'),
      password: secret('postgresql-superuser', 'password'),
    },
    tls: {
      certificateAuthority: { certificate: secret('postgresql-ca', 'ca.crt') },
    },
  });
  gateway.addTenant('payments', { hostname: 'payments', kubernetesVersion: 'v1.35.7', dataStore: etcd });
  gateway.addTenant('orders', { hostname: 'orders', kubernetesVersion: 'v1.35.7', dataStore: postgresql });
  gateway.addTenant('staging', { hostname: 'staging', kubernetesVersion: 'v1.36.1', dataStore: postgresql });
}
