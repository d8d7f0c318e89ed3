import { Chart, Testing } from 'cdk8s';
import { GATEWAY_API_SNAPSHOTS, KAMAJI_SNAPSHOTS } from '../../imports/schemas';
import { admit } from '../../src/admission';
import {
  Gateway,
  GatewayApiChannel,
  GatewayApiRelease,
  GatewayClass,
  Listener,
  RouteNamespaces,
} from '../../src/gateway-api';
import { DataStore, DataStoreDriver, KamajiRelease, TenantControlPlane } from '../../src/kamaji';
import { KubeObject } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { platformSchemas } from '../../src/platform/platform-schemas';

const key = (keyPath: string) => ({ name: 'etcd-certs', namespace: 'kamaji-system', keyPath });

function render(platform: TargetPlatform): KubeObject[] {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'tenant-1' });
  const gatewayClass = new GatewayClass(chart, 'eg', {
    controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
  });
  const namespaces = RouteNamespaces.named(['tenant-1']);
  const gateway = new Gateway(chart, 'edge', {
    metadata: { namespace: 'kamaji-edge' },
    gatewayClass,
    listeners: [
      Listener.tlsPassthrough({ name: 'kube-apiserver', port: 6443, hostname: '*.cluster.dev', namespaces }),
      Listener.tlsPassthrough({ name: 'konnectivity-server', port: 8132, hostname: '*.cluster.dev', namespaces }),
    ],
  });
  const dataStore = new DataStore(chart, 'default', {
    driver: DataStoreDriver.ETCD,
    endpoints: ['etcd-0.etcd.kamaji-system.svc:2379'],
    tls: {
      certificateAuthority: { certificate: key('ca.crt'), privateKey: key('ca.key') },
      clientCertificate: { certificate: key('tls.crt'), privateKey: key('tls.key') },
    },
  });
  new TenantControlPlane(chart, 'tcp-1', {
    kubernetesVersion: 'v1.34.1',
    dataStore,
    gateway: { hostname: 'tcp1.cluster.dev', parents: [gateway] },
    addons: { coreDns: {}, kubeProxy: {}, konnectivity: {} },
    release: platform.kamaji,
  });
  return Testing.synth(chart);
}

const PLATFORMS = KAMAJI_SNAPSHOTS.flatMap((kamaji) =>
  GATEWAY_API_SNAPSHOTS.flatMap(({ release }) =>
    [GatewayApiChannel.STANDARD, GatewayApiChannel.EXPERIMENTAL].map((channel) => ({ kamaji, release, channel })),
  ),
);

test.each(PLATFORMS)('a gateway and its tenant are admitted as they are by $kamaji with $release $channel', (parts) => {
  const platform = TargetPlatform.of({
    kamaji: KamajiRelease.of(parts.kamaji),
    gatewayApi: GatewayApiRelease.of(parts.release, parts.channel),
  });
  const verdicts = render(platform).map((object) => {
    const { accepted, errors, unknownFields } = admit(object, platformSchemas(platform));
    return { kind: object['kind'], accepted, errors, unknownFields };
  });
  expect(verdicts).toEqual(
    ['GatewayClass', 'Gateway', 'DataStore', 'TenantControlPlane'].map((kind) => ({
      kind,
      accepted: true,
      errors: [],
      unknownFields: [],
    })),
  );
});
