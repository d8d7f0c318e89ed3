import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { attachSource, locate } from '../../src/diagnostics';
import { Gateway } from '../../src/gateway-api';
import { ParentRef } from '../../src/gateway-api/parent-ref';
import {
  ControlPlaneServiceType,
  DataStore,
  DataStoreIdentity,
  JsonPatchOperation,
  KamajiRelease,
  TenantControlPlane,
  TenantControlPlaneProps,
} from '../../src/kamaji';
import { read } from '../../src/objects';

type Props = Partial<TenantControlPlaneProps>;

function makeChart(namespace?: string): Chart {
  return new Chart(Testing.app(), 'test', { namespace });
}

function define(chart: Chart, props: Props = {}): TenantControlPlane {
  return new TenantControlPlane(chart, 'tcp-1', {
    metadata: { namespace: 'tenant-1' },
    kubernetesVersion: 'v1.35.7',
    ...props,
  });
}

function render(props: (chart: Chart) => Props = () => ({})): Record<string, unknown> {
  const chart = makeChart();
  define(chart, props(chart));
  return Testing.synth(chart)[0];
}

function behindGateway(chart: Chart): Props {
  return {
    gateway: {
      hostname: 'tcp1.cluster.dev',
      parents: [Gateway.fromGatewayName(chart, 'gateway', 'edge', 'kamaji-edge')],
    },
  };
}

test('with little, it renders what is required even when empty, and all that the webhook would fill in', () => {
  expect(render()).toEqual({
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: {
      name: 'tcp-1',
      namespace: 'tenant-1',
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
    },
    spec: {
      controlPlane: { deployment: { replicas: 2 }, service: { serviceType: 'ClusterIP' } },
      dataStoreSchema: 'tenant_1__tcp_1',
      dataStoreUsername: 'tenant_1__tcp_1',
      kubernetes: { kubelet: {}, version: 'v1.35.7' },
      networkProfile: {
        dnsServiceIPs: ['10.96.0.10'],
        podCidr: '10.244.0.0/16',
        podCidrs: ['10.244.0.0/16'],
        port: 6443,
        serviceCidr: '10.96.0.0/16',
        serviceCidrs: ['10.96.0.0/16'],
      },
    },
  });
});

describe('name and namespace', () => {
  test('default to the construct and the chart', () => {
    const chart = makeChart('tenant-2');
    const tenant = define(chart, { metadata: undefined });
    expect([tenant.name, tenant.namespace]).toEqual(['tcp-1', 'tenant-2']);
    expect(read(Testing.synth(chart)[0], 'spec', 'dataStoreSchema')).toBe('tenant_2__tcp_1');
  });

  test('may be given, and the data are named after them', () => {
    const rendered = render(() => ({ metadata: { name: 'other', namespace: 'ns', labels: { team: 'a' } } }));
    expect(rendered).toMatchObject({
      metadata: { name: 'other', namespace: 'ns', labels: { team: 'a' } },
      spec: { dataStoreSchema: 'ns__other', dataStoreUsername: 'ns__other' },
    });
  });

  test('no namespace at all is refused', () => {
    expect(() => define(makeChart(), { metadata: {} })).toThrow(
      'TenantControlPlane "test/tcp-1" has no namespace: set metadata.namespace, or give its chart one',
    );
  });
});

/** The reference to the gateway by generation: sectionName and port in G1 and G3+, never in G2; namespace always. */
test.each([
  ['G1', 'edge-25.12.1', { port: 6443, sectionName: 'kube-apiserver' }],
  ['G2', 'edge-26.1.3', {}],
  ['G2', 'edge-26.2.4', {}],
  ['G3', 'edge-26.2.5', { port: 6443, sectionName: 'kube-apiserver' }],
  ['G4', '26.5.2-edge', { port: 6443, sectionName: 'kube-apiserver' }],
  ['G5', '26.6.2-edge', { port: 6443, sectionName: 'kube-apiserver' }],
  ['G5', '26.8.2-edge', { port: 6443, sectionName: 'kube-apiserver' }],
])('%s (%s) gets its reference to the gateway', (generation, tag, extra) => {
  const release = KamajiRelease.of(tag);
  expect(release.generation).toBe(generation);
  const rendered = render((chart) => ({ ...behindGateway(chart), release }));
  expect(read(rendered, 'spec', 'controlPlane', 'gateway')).toEqual({
    hostname: 'tcp1.cluster.dev',
    parentRefs: [
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'kamaji-edge', ...extra },
    ],
  });
  expect(read(rendered, 'spec', 'networkProfile', 'certSANs')).toEqual(['tcp1.cluster.dev']);
});

describe('the reference to the gateway', () => {
  const parentRefs = (props: (chart: Chart) => Props) =>
    read(render(props), 'spec', 'controlPlane', 'gateway', 'parentRefs');

  test('takes the port of the control plane', () => {
    expect(parentRefs((chart) => ({ ...behindGateway(chart), network: { port: 443 } }))).toMatchObject([{ port: 443 }]);
  });

  test('keeps what the parent says, and lies in the own namespace unless told otherwise', () => {
    const parents = [ParentRef.to({ kind: 'ListenerSet', name: 'set', sectionName: 'api', port: 8443 })];
    expect(parentRefs(() => ({ gateway: { hostname: 'a.dev', parents } }))).toEqual([
      {
        group: 'gateway.networking.k8s.io',
        kind: 'ListenerSet',
        name: 'set',
        namespace: 'tenant-1',
        sectionName: 'api',
        port: 8443,
      },
    ]);
  });
});

describe('what the webhook would fill in', () => {
  const network = (props: Props) =>
    read(
      render(() => props),
      'spec',
      'networkProfile',
    );

  test('lists of ranges only where the release has them', () => {
    const older = network({ release: KamajiRelease.of('26.6.3-edge') });
    expect(older).toEqual({
      dnsServiceIPs: ['10.96.0.10'],
      podCidr: '10.244.0.0/16',
      port: 6443,
      serviceCidr: '10.96.0.0/16',
    });
    expect(network({ release: KamajiRelease.of('26.6.4-edge') })).toMatchObject({
      podCidrs: ['10.244.0.0/16'],
      serviceCidrs: ['10.96.0.0/16'],
    });
  });

  test('one DNS service IP per range of Services', () => {
    const dual = { serviceCidrs: ['10.96.5.77/16', 'fd00::/108'], podCidrs: ['10.244.0.0/16', 'fd01::/64'] };
    expect(network({ network: dual })).toEqual({
      dnsServiceIPs: ['10.96.5.87', 'fd00::10'],
      podCidr: '10.244.0.0/16',
      podCidrs: ['10.244.0.0/16', 'fd01::/64'],
      port: 6443,
      serviceCidr: '10.96.5.77/16',
      serviceCidrs: ['10.96.5.77/16', 'fd00::/108'],
    });
  });

  test('a second range is rendered even for a release that lacks the lists, so that a check can tell', () => {
    const release = KamajiRelease.of('26.6.3-edge');
    expect(network({ release, network: { podCidrs: ['10.0.0.0/16', 'fd00::/64'] } })).toMatchObject({
      podCidr: '10.0.0.0/16',
      podCidrs: ['10.0.0.0/16', 'fd00::/64'],
    });
  });

  test('DNS service IPs that are given, or cannot be computed, are left alone', () => {
    expect(network({ network: { dnsServiceIps: ['10.96.0.53'] } })).toMatchObject({ dnsServiceIPs: ['10.96.0.53'] });
    expect(network({ network: { serviceCidrs: ['10.96/16'] } })).not.toHaveProperty('dnsServiceIPs');
  });

  test('replicas, unless given: none puts the control plane to sleep', () => {
    const replicas = (props: Props) =>
      read(
        render(() => props),
        'spec',
        'controlPlane',
        'deployment',
        'replicas',
      );
    expect(replicas({})).toBe(2);
    expect(replicas({ deployment: { replicas: 0 } })).toBe(0);
  });
});

describe('the names in the data store', () => {
  const names = (props: Props) => {
    const { dataStoreSchema, dataStoreUsername } = render(() => props)['spec'] as Record<string, unknown>;
    return [dataStoreSchema, dataStoreUsername];
  };

  test('are the same for every release', () => {
    for (const tag of ['edge-25.12.1', '26.7.3-edge', '26.7.4-edge', '26.8.2-edge']) {
      expect(names({ release: KamajiRelease.of(tag) })).toEqual(['tenant_1__tcp_1', 'tenant_1__tcp_1']);
    }
  });

  test('are those of a tenant that exists already', () => {
    expect(names({ dataStoreIdentity: DataStoreIdentity.of('tenant_1_tcp_1', 'user') })).toEqual([
      'tenant_1_tcp_1',
      'user',
    ]);
    expect(names({ dataStoreIdentity: DataStoreIdentity.unset() })).toEqual([undefined, undefined]);
  });
});

test('data stores are named, for all and for single kinds', () => {
  const chart = makeChart();
  const dataStore = DataStore.fromDataStoreName(chart, 'main', 'default');
  const nats = DataStore.fromDataStoreName(chart, 'nats', 'nats');
  const tenant = define(chart, { dataStore, dataStoreOverrides: [{ resource: '/events', dataStore: nats }] });
  tenant.addDataStoreOverride('/leases', dataStore);
  expect(Testing.synth(chart)[0].spec).toMatchObject({
    dataStore: 'default',
    dataStoreOverrides: [
      { resource: '/events', dataStore: 'nats' },
      { resource: '/leases', dataStore: 'default' },
    ],
  });
});

test('names are added to the certificate once, the hostname first', () => {
  const chart = makeChart();
  const tenant = define(chart, { ...behindGateway(chart), network: { certSans: ['a.dev', 'tcp1.cluster.dev'] } });
  tenant.addCertSans('b.dev', 'a.dev', '192.0.2.1');
  expect(Testing.synth(chart)[0].spec.networkProfile.certSANs).toEqual([
    'tcp1.cluster.dev',
    'a.dev',
    'b.dev',
    '192.0.2.1',
  ]);
});

test('ports can be added to the Service', () => {
  const chart = makeChart();
  const tenant = define(chart, { service: { type: ControlPlaneServiceType.NODE_PORT } });
  tenant.addServicePort({ name: 'metrics', port: 9000 });
  expect(Testing.synth(chart)[0].spec.controlPlane.service).toEqual({
    serviceType: 'NodePort',
    additionalPorts: [{ name: 'metrics', port: 9000, targetPort: 9000, protocol: 'TCP' }],
  });
});

describe('addons', () => {
  const addons = (props: Props) =>
    read(
      render(() => props),
      'spec',
      'addons',
    );

  test('are off unless given', () => {
    expect(addons({})).toBeUndefined();
  });

  test('are on where they are given, empty or not', () => {
    expect(addons({ addons: { coreDns: {}, kubeProxy: {}, konnectivity: {} } })).toEqual({
      coreDNS: {},
      kubeProxy: {},
      konnectivity: { server: { port: 8132 } },
    });
    const konnectivity = {
      server: { port: 9132, extraArgs: ['--keepalive-time=60s'] },
      agent: { tolerations: [{ operator: 'Exists' }] },
    };
    expect(addons({ addons: { konnectivity } })).toEqual({ konnectivity });
  });
});

describe('overrides', () => {
  test('are merged over maps, replace lists, and remove with null', () => {
    const rendered = render((chart) => ({
      ...behindGateway(chart),
      deployment: { additionalContainers: [{ name: 'a' }], nodeSelector: { zone: 'a' } },
      overrides: {
        controlPlane: {
          deployment: {
            nodeSelector: { disk: 'ssd' },
            additionalContainers: [
              { name: 'b', restartPolicyRules: [{ action: 'Restart' }], ports: [{ containerPort: 1 }] },
            ],
          },
        },
        networkProfile: { dnsServiceIPs: null, certSANs: null },
        newField: { deep: [1] },
      },
    }));
    expect(rendered).toMatchObject({
      spec: {
        controlPlane: {
          deployment: {
            replicas: 2,
            nodeSelector: { zone: 'a', disk: 'ssd' },
            additionalContainers: [
              {
                name: 'b',
                restartPolicyRules: [{ action: 'Restart' }],
                ports: [{ containerPort: 1, protocol: 'TCP' }],
              },
            ],
          },
        },
        newField: { deep: [1] },
      },
    });
    expect(read(rendered, 'spec', 'networkProfile')).not.toHaveProperty('dnsServiceIPs');
    expect(read(rendered, 'spec', 'networkProfile')).not.toHaveProperty('certSANs');
  });

  test('do not change what was given', () => {
    const overrides = { controlPlane: { gateway: { parentRefs: [{ name: 'x' }] } } };
    const before = JSON.stringify(overrides);
    render((chart) => ({ ...behindGateway(chart), overrides }));
    expect(JSON.stringify(overrides)).toBe(before);
  });
});

test('patches survive, also of what no schema knows', () => {
  const chart = makeChart();
  const tenant = define(chart, behindGateway(chart));
  ApiObject.of(tenant).addJsonPatch(
    JsonPatch.remove('/spec/controlPlane/gateway/parentRefs/0/sectionName'),
    JsonPatch.add('/spec/unknownField', { kept: true }),
  );
  tenant.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false');
  const [rendered] = Testing.synth(chart);
  expect(rendered.spec.controlPlane.gateway.parentRefs[0]).not.toHaveProperty('sectionName');
  expect(rendered.spec.unknownField).toEqual({ kept: true });
  expect(rendered.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-options': 'Prune=false' });
});

test('any JSON value can be patched into the configuration of kubelets', () => {
  const configurationJsonPatches = [{ op: JsonPatchOperation.ADD, path: '/x', value: { a: [1, false, 'b'] } }];
  expect(
    read(
      render(() => ({ kubernetes: { kubelet: { configurationJsonPatches } } })),
      'spec',
      'kubernetes',
    ),
  ).toEqual({
    version: 'v1.35.7',
    kubelet: { configurationJSONPatches: [{ op: 'add', path: '/x', value: { a: [1, false, 'b'] } }] },
  });
});

test('rendering twice gives the same', () => {
  const chart = makeChart();
  define(chart, { ...behindGateway(chart), overrides: { networkProfile: { address: '192.0.2.1' } } });
  expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
});

test.each([
  ['spec.kubernetes.version', 'kubernetesVersion'],
  ['spec.kubernetes.kubelet.cgroupfs', 'kubernetes.kubelet.cgroupDriver'],
  ['spec.kubernetes.admissionControllers[1]', 'kubernetes.admissionControllers[1]'],
  ['spec.controlPlane.gateway.hostname', 'gateway.hostname'],
  ['spec.controlPlane.gateway.parentRefs[0].port', 'gateway.parents[0].port'],
  ['spec.controlPlane.service.serviceType', 'service.type'],
  ['spec.controlPlane.service.additionalPorts[0].name', 'service.additionalPorts[0].name'],
  ['spec.controlPlane.deployment.resources.apiServer', 'deployment.resources.apiServer'],
  ['spec.networkProfile.certSANs[1]', 'network.certSans[1]'],
  ['spec.networkProfile.serviceCidr', 'network.serviceCidrs[0]'],
  ['spec.networkProfile.port', 'network.port'],
  ['spec.networkProfile.address', 'overrides.networkProfile.address'],
  ['spec.addons.coreDNS.imageTag', 'addons.coreDns.imageTag'],
  ['spec.dataStoreSchema', 'dataStoreIdentity'],
  ['metadata.name', 'metadata.name'],
])('%s stems from %s', (path, expected) => {
  const chart = makeChart();
  const tenant = define(chart, { overrides: { networkProfile: { address: '192.0.2.1' } } });
  attachSource(tenant, { locate: (prop) => ({ file: prop }) });
  expect(locate(ApiObject.of(tenant), path)?.file).toBe(expected);
});
