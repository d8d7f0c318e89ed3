import { Severity } from '../../../src/diagnostics';
import { CheckCase } from '../../tenancy/checks/check-case';
import { dataStore, FIRST_OF_GENERATION, remove, set } from '../../tenancy/checks/valid-fleet';
import { OBJECT_CASES } from './object-cases';

const { G1, G2, G3, G4, G5 } = FIRST_OF_GENERATION;
const HOSTNAME = 'spec.controlPlane.gateway.hostname';
const PARENT = 'spec.controlPlane.gateway.parentRefs[0]';
const NETWORK = 'spec.networkProfile';
const KONNECTIVITY_PORT = 'spec.addons.konnectivity.server.port';
const TCP_1 = 'TenantControlPlane tenant-1/tcp-1';
const EVERY_TENANT = [TCP_1, 'TenantControlPlane tenant-2/tcp-2', 'TenantControlPlane tenant-3/tcp-3'];
const LONG_LABEL = 'a'.repeat(64);

function port(name: unknown, number: unknown, rest: object = {}): object {
  return { name, port: number, targetPort: 9090, protocol: 'TCP', ...rest };
}

function addPorts(...ports: readonly object[]): CheckCase['silent'][number]['edit'] {
  return ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.service.additionalPorts', ports);
}

function withoutDns(serviceCidr: string): CheckCase['silent'][number]['edit'] {
  return ({ tenants: [tenant] }) => {
    set(tenant, `${NETWORK}.serviceCidr`, serviceCidr);
    remove(tenant, `${NETWORK}.dnsServiceIPs`);
  };
}

/** A hostname under the listener's wildcard, with its SAN, so that nothing but the name itself can be wrong. */
function rename(hostname: unknown): CheckCase['fires'][number]['edit'] {
  return ({ tenants: [tenant] }) => {
    set(tenant, HOSTNAME, hostname);
    set(tenant, `${NETWORK}.certSANs`, []);
  };
}

/** Cases of the checks on a hostname alone. */
export const HOSTNAME_CASES: readonly CheckCase[] = [
  {
    code: 'hostname-missing',
    fires: [
      {
        name: 'no hostname',
        edit: ({ tenants: [tenant] }) => remove(tenant, HOSTNAME),
        at: [TCP_1],
        path: 'spec.controlPlane.gateway',
      },
      { name: 'an empty one', edit: rename(''), at: [TCP_1], path: HOSTNAME, says: /an empty hostname/ },
    ],
    silent: [{ name: 'no gateway', edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.controlPlane.gateway') }],
  },
  {
    code: 'hostname-malformed',
    fires: [
      {
        name: 'a port',
        edit: rename('tcp1.cluster.dev:6443'),
        at: [TCP_1],
        path: HOSTNAME,
        says: /has a port/,
        fix: '"tcp1.cluster.dev"',
      },
      {
        name: 'a scheme',
        edit: rename('https://tcp1.cluster.dev/'),
        at: [TCP_1],
        path: HOSTNAME,
        fix: 'did you mean "tcp1.cluster.dev"?',
      },
      {
        name: 'upper case',
        edit: rename('TCP1.cluster.dev'),
        at: [TCP_1],
        path: HOSTNAME,
        fix: 'did you mean "tcp1.cluster.dev"?',
      },
      {
        name: 'an underscore',
        edit: rename('tcp_1.cluster.dev'),
        at: [TCP_1],
        path: HOSTNAME,
        fix: 'did you mean "tcp-1.cluster.dev"?',
      },
      {
        name: 'a dot at the end',
        edit: rename('tcp1.cluster.dev.'),
        at: [TCP_1],
        path: HOSTNAME,
        fix: 'did you mean "tcp1.cluster.dev"?',
      },
      { name: 'nothing to guess from', edit: rename('Größe!'), at: [TCP_1], path: HOSTNAME, fix: 'use a name such as' },
      { name: 'too long a name', edit: rename(`${'a.'.repeat(130)}cluster.dev`), at: [TCP_1], path: HOSTNAME },
      { name: 'a number', edit: rename(42), at: [TCP_1], path: HOSTNAME, says: '42 is no string' },
    ],
    silent: [{ name: 'digits and hyphens', edit: ({ tenants: [tenant] }) => set(tenant, HOSTNAME, '1-a.cluster.dev') }],
  },
  {
    code: 'hostname-is-ip',
    fires: [
      { name: 'IPv4', edit: rename('192.0.2.1'), at: [TCP_1], path: HOSTNAME },
      { name: 'IPv4 with a port', edit: rename('192.0.2.1:6443'), at: [TCP_1], path: HOSTNAME },
      { name: 'IPv6', edit: rename('2001:db8::1'), at: [TCP_1], path: HOSTNAME },
      { name: 'IPv6 in brackets', edit: rename('[2001:db8::1]:6443'), at: [TCP_1], path: HOSTNAME },
    ],
    silent: [
      { name: 'a name of digits', edit: ({ tenants: [tenant] }) => set(tenant, HOSTNAME, '192-0-2-1.cluster.dev') },
    ],
  },
  {
    code: 'hostname-wildcard',
    fires: [{ name: 'a wildcard', edit: rename('*.cluster.dev'), at: [TCP_1], path: HOSTNAME }],
    silent: [
      { name: 'a name under the wildcard', edit: ({ tenants: [tenant] }) => set(tenant, HOSTNAME, 'x.cluster.dev') },
    ],
  },
  {
    code: 'hostname-label-too-long',
    fires: [
      {
        name: '64 characters',
        edit: rename(`${LONG_LABEL}.cluster.dev`),
        at: [TCP_1],
        path: HOSTNAME,
        says: 'has 64 characters',
      },
    ],
    silent: [
      {
        name: '63 characters',
        edit: ({ tenants: [tenant] }) => set(tenant, HOSTNAME, `${LONG_LABEL.slice(1)}.cluster.dev`),
      },
    ],
  },
];

/** Cases of the checks on a tenant's reference to its gateway. */
export const REFERENCE_CASES: readonly CheckCase[] = [
  {
    code: 'parent-ref-missing',
    fires: [
      {
        name: 'no parentRefs',
        edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.controlPlane.gateway.parentRefs'),
        at: [TCP_1],
        path: 'spec.controlPlane.gateway',
      },
      {
        name: 'an empty list',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.gateway.parentRefs', []),
        at: [TCP_1],
        path: 'spec.controlPlane.gateway',
      },
    ],
    silent: [{ name: 'no gateway', edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.controlPlane.gateway') }],
  },
  {
    code: 'too-many-parent-refs',
    fires: [
      {
        name: 'two listeners of one Gateway',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.gateway.parentRefs[1]', {
            name: 'edge',
            namespace: 'kamaji-edge',
            sectionName: 'konnectivity-server',
            port: 8132,
          }),
        at: [TCP_1],
        path: 'spec.controlPlane.gateway.parentRefs',
      },
    ],
    silent: [{ name: 'one in each tenant', edit: () => undefined }],
  },
  {
    code: 'parent-ref-without-namespace',
    fires: [G1, G2, G3, G4, G5].map((kamaji) => ({
      name: `Kamaji ${kamaji}`,
      fleet: { kamaji },
      edit: ({ gateway, tenants: [tenant] }) => {
        // The Gateway is where the reference then points to, so that nothing else is wrong.
        set(gateway, 'metadata.namespace', 'tenant-1');
        remove(tenant, `${PARENT}.namespace`);
      },
      at: [TCP_1],
      path: PARENT,
      says: 'tenant-1/edge',
      also: ['gateway-unknown'],
    })),
    silent: [
      {
        name: 'the own namespace, in words',
        edit: ({ gateway, tenants }) => {
          set(gateway, 'metadata.namespace', 'tenant-1');
          set(tenants[0], `${PARENT}.namespace`, 'tenant-1');
        },
      },
    ],
  },
  {
    code: 'parent-ref-without-section-name',
    fires: [G1, G3, G4, G5].map((kamaji) => ({
      name: `Kamaji ${kamaji}`,
      fleet: { kamaji },
      edit: ({ tenants: [tenant] }) => remove(tenant, `${PARENT}.sectionName`),
      at: [TCP_1],
      path: PARENT,
      says: kamaji === G1 || kamaji === G3 ? 'missing sectionName' : 'every listener that fits',
      fix: 'kube-apiserver',
    })),
    silent: [{ name: 'Kamaji of G2', fleet: { kamaji: G2 }, edit: () => undefined }],
  },
  {
    code: 'parent-ref-without-port',
    fires: [G1, G3, G4, G5].map((kamaji) => ({
      name: `Kamaji ${kamaji}`,
      fleet: { kamaji },
      edit: ({ tenants: [tenant] }) => remove(tenant, `${PARENT}.port`),
      at: [TCP_1],
      path: PARENT,
      fix: 'port: 6443',
    })),
    silent: [{ name: 'Kamaji of G2', fleet: { kamaji: G2 }, edit: () => undefined }],
  },
  {
    code: 'parent-ref-field-not-allowed',
    fires: [
      {
        name: 'both, as G3 and newer want them',
        fleet: { kamaji: G2 },
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${PARENT}.sectionName`, 'kube-apiserver');
          set(tenant, `${PARENT}.port`, 6443);
        },
        at: [TCP_1],
        path: `${PARENT}.sectionName`,
        says: 'sectionName "kube-apiserver" and port 6443',
        fix: 'remove both',
      },
      {
        name: 'only the port',
        fleet: { kamaji: G2 },
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.port`, 6443),
        at: [TCP_1],
        path: `${PARENT}.port`,
      },
    ],
    silent: [{ name: 'Kamaji of G3', fleet: { kamaji: G3 }, edit: () => undefined }],
  },
  {
    code: 'parent-ref-kind-unsupported',
    fires: [
      {
        name: 'a Service',
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.kind`, 'Service'),
        at: [TCP_1],
        path: `${PARENT}.kind`,
      },
      {
        name: 'a Gateway of another group',
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.group`, 'networking.istio.io'),
        at: [TCP_1],
        path: `${PARENT}.group`,
      },
      {
        name: 'a ListenerSet before G4',
        fleet: { kamaji: G3 },
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.kind`, 'ListenerSet'),
        at: [TCP_1],
        path: `${PARENT}.kind`,
        fix: '26.5.2-edge',
        also: ['gateway-unknown'],
      },
      {
        name: 'a ListenerSet before Gateway API 1.5',
        fleet: { kamaji: G4 },
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.kind`, 'ListenerSet'),
        at: [TCP_1],
        path: `${PARENT}.kind`,
        fix: 'v1.5.1',
        also: ['gateway-unknown'],
      },
    ],
    silent: [
      {
        name: 'kind and group left to their defaults',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, `${PARENT}.kind`);
          remove(tenant, `${PARENT}.group`);
        },
      },
    ],
  },
];

/** Cases of the checks on the rest of a control plane. */
export const CONTROL_PLANE_CASES: readonly CheckCase[] = [
  ...OBJECT_CASES,
  {
    code: 'ingress-and-gateway',
    fires: [
      {
        name: 'both',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.ingress', { hostname: 'a.cluster.dev' }),
        at: [TCP_1],
        path: 'spec.controlPlane.ingress',
      },
    ],
    silent: [
      {
        name: 'an ingress alone',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.controlPlane.gateway');
          set(tenant, 'spec.controlPlane.ingress', {});
        },
      },
    ],
  },
  {
    code: 'konnectivity-without-route',
    fires: [
      {
        name: 'in G1',
        fleet: { kamaji: G1 },
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.addons.konnectivity', {}),
        at: [TCP_1],
        path: 'spec.addons.konnectivity',
        fix: 'edge-26.1.3',
      },
    ],
    silent: [
      { name: 'in G2', fleet: { kamaji: G2 }, edit: () => undefined },
      {
        name: 'in G1 without a gateway',
        fleet: { kamaji: G1 },
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.controlPlane.gateway');
          set(tenant, 'spec.addons.konnectivity', {});
        },
      },
    ],
  },
  {
    code: 'san-missing',
    fires: [
      {
        name: 'no SANs',
        edit: ({ tenants: [tenant] }) => remove(tenant, `${NETWORK}.certSANs`),
        at: [TCP_1],
        path: `${NETWORK}.certSANs`,
        severity: Severity.WARNING,
        fix: '"tcp1.cluster.dev"',
      },
      {
        name: "the guide's misprint",
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs`, ['c11.cluster.dev']),
        at: [TCP_1],
        path: `${NETWORK}.certSANs`,
        severity: Severity.WARNING,
        says: '"c11.cluster.dev"',
      },
      {
        name: 'a wildcard of another level',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs`, ['*.dev', '*.tcp1.cluster.dev']),
        at: [TCP_1],
        path: `${NETWORK}.certSANs`,
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: 'a wildcard of its level',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs`, ['*.cluster.dev']),
      },
      {
        name: 'no gateway',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.controlPlane.gateway');
          remove(tenant, `${NETWORK}.certSANs`);
        },
      },
    ],
  },
  {
    code: 'san-malformed',
    fires: [
      {
        name: 'a port',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs[0]`, 'tcp1.cluster.dev:6443'),
        at: [TCP_1],
        path: `${NETWORK}.certSANs[0]`,
        says: 'has a port',
        fix: 'did you mean "tcp1.cluster.dev"?',
      },
      {
        name: 'upper case',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs[0]`, 'TCP1.cluster.dev'),
        at: [TCP_1],
        path: `${NETWORK}.certSANs[0]`,
        fix: 'did you mean "tcp1.cluster.dev"?',
      },
      {
        name: 'an underscore',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs[1]`, 'a_b.cluster.dev'),
        at: [TCP_1],
        path: `${NETWORK}.certSANs[1]`,
        fix: 'did you mean "a-b.cluster.dev"?',
      },
      {
        name: 'an address with a zone',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs[1]`, 'fd00::1%eth0'),
        at: [TCP_1],
        path: `${NETWORK}.certSANs[1]`,
        fix: 'did you mean "fd00::1"?',
      },
      {
        name: 'a number',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.certSANs[1]`, 1),
        at: [TCP_1],
        path: `${NETWORK}.certSANs[1]`,
      },
    ],
    silent: [
      {
        name: 'addresses and wildcards',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, `${NETWORK}.certSANs`, ['tcp1.cluster.dev', '192.0.2.1', '2001:db8::1', '*.example.com']),
      },
    ],
  },
  {
    code: 'kubernetes-version-malformed',
    fires: [
      {
        name: 'no patch',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', 'v1.35'),
        at: [TCP_1],
        path: 'spec.kubernetes.version',
        fix: 'did you mean "v1.35.0"?',
      },
      {
        name: 'a YAML float',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', 1.35),
        at: [TCP_1],
        path: 'spec.kubernetes.version',
        says: '1.35 is a number',
      },
      {
        name: 'no v',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', '1.35.0'),
        at: [TCP_1],
        path: 'spec.kubernetes.version',
        fix: 'did you mean "v1.35.0"?',
      },
      {
        name: 'build metadata',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', 'v1.35.0+k3s1'),
        at: [TCP_1],
        path: 'spec.kubernetes.version',
      },
      {
        name: 'none',
        edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.kubernetes.version'),
        at: [TCP_1],
        path: 'spec.kubernetes.version',
        says: 'has no Kubernetes version',
      },
    ],
    silent: [
      { name: 'a prerelease', edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', 'v1.35.0-rc.1') },
    ],
  },
  {
    code: 'kubernetes-version-too-new',
    fires: (
      [
        ['edge-25.12.1', 35],
        ['edge-25.12.4', 36],
        ['26.5.2-edge', 36],
        ['26.5.3-edge', 37],
        ['26.8.2-edge', 37],
      ] as const
    ).map(([kamaji, minor]) => ({
      name: `1.${minor} with Kamaji ${kamaji}`,
      fleet: { kamaji },
      edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', `v1.${minor}.0`),
      at: [TCP_1],
      path: 'spec.kubernetes.version',
      says: `newer than Kubernetes 1.${minor - 1}`,
    })),
    silent: (
      [
        ['edge-25.12.1', 34],
        ['edge-25.12.4', 35],
        ['26.5.2-edge', 35],
        ['26.5.3-edge', 36],
        ['26.8.2-edge', 36],
      ] as const
    ).map(([kamaji, minor]) => ({
      name: `1.${minor} with Kamaji ${kamaji}`,
      fleet: { kamaji },
      edit: ({ tenants: [tenant] }) => set(tenant, 'spec.kubernetes.version', `v1.${minor}.9`),
    })),
  },
  {
    code: 'field-newer-than-release',
    fires: [
      {
        name: 'advertiseAddress in G3',
        fleet: { kamaji: G3 },
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.advertiseAddress`, '192.0.2.1'),
        at: [TCP_1],
        path: `${NETWORK}.advertiseAddress`,
        says: '26.3.6-edge',
        fix: '26.3.6-edge',
      },
      {
        name: 'serviceCidrs in G4',
        fleet: { kamaji: G4 },
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.serviceCidrs`, ['10.96.0.0/16']),
        at: [TCP_1],
        path: `${NETWORK}.serviceCidrs`,
      },
      {
        name: 'podCidrs in 26.6.3-edge',
        fleet: { kamaji: '26.6.3-edge' },
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidrs`, ['10.244.0.0/16']),
        at: [TCP_1],
        path: `${NETWORK}.podCidrs`,
      },
      {
        name: 'allocateLoadBalancerNodePorts in 26.6.4-edge',
        fleet: { kamaji: '26.6.4-edge' },
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.service.allocateLoadBalancerNodePorts', false),
        at: [TCP_1],
        path: 'spec.controlPlane.service.allocateLoadBalancerNodePorts',
      },
      {
        name: 'dataStoreOverrides in G1',
        fleet: { kamaji: G1 },
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'default' }]),
        at: [TCP_1],
        path: 'spec.dataStoreOverrides',
      },
    ],
    silent: [
      {
        name: 'all of them in the newest release',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.advertiseAddress`, '192.0.2.1');
          set(tenant, `${NETWORK}.serviceCidrs`, ['10.96.0.0/16']);
          set(tenant, 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'default' }]);
        },
      },
      {
        name: 'a null, which is dropped anyway',
        fleet: { kamaji: G3 },
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.advertiseAddress`, null),
      },
    ],
  },
  {
    code: 'port-invalid',
    fires: [
      {
        name: 'zero',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.port`, 0),
        at: [TCP_1],
        path: `${NETWORK}.port`,
      },
      {
        name: 'beyond the range',
        edit: ({ tenants: [tenant] }) => set(tenant, KONNECTIVITY_PORT, 65536),
        at: [TCP_1],
        path: KONNECTIVITY_PORT,
      },
      {
        name: 'a string',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.port`, '6443'),
        at: [TCP_1],
        path: `${NETWORK}.port`,
        says: '"6443" is no port',
      },
    ],
    silent: [{ name: 'the default', edit: ({ tenants: [tenant] }) => remove(tenant, `${NETWORK}.port`) }],
  },
  {
    code: 'pod-port-collision',
    fires: [
      ...[2379, 8133, 8134, 10257, 10259].map(
        (number) =>
          ({
            name: `konnectivity on ${number}`,
            edit: ({ gateway, tenants, known }) => {
              known.push(dataStore('sql', 'PostgreSQL', ['pg.example:5432']));
              set(gateway, 'spec.listeners[1].port', number);
              for (const tenant of tenants) {
                set(tenant, KONNECTIVITY_PORT, number);
                set(tenant, 'spec.dataStore', 'sql');
              }
            },
            at: EVERY_TENANT,
            path: KONNECTIVITY_PORT,
            says: `port ${number} of konnectivity`,
          }) satisfies CheckCase['fires'][number],
      ),
      {
        name: 'both on one port',
        edit: ({ tenants: [tenant] }) => set(tenant, KONNECTIVITY_PORT, 6443),
        at: [TCP_1],
        path: KONNECTIVITY_PORT,
        also: ['listener-port-conflict'],
      },
      {
        name: "the API server on konnectivity's default port",
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.port`, 8132);
          remove(tenant, 'spec.addons.konnectivity.server');
        },
        at: [TCP_1],
        path: `${NETWORK}.port`,
        also: ['port-mismatch'],
      },
    ],
    silent: [
      { name: '2379 where the driver is etcd', edit: ({ tenants: [tenant] }) => set(tenant, KONNECTIVITY_PORT, 2379) },
      {
        name: '8133 without konnectivity',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.addons.konnectivity');
          set(tenant, `${NETWORK}.port`, 8133);
        },
      },
    ],
  },
  {
    code: 'additional-port-name-invalid',
    fires: [
      {
        name: "Kamaji's own name",
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('konnectivity-server', 9090)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].name',
      },
      {
        name: 'upper case',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('Metrics', 9090)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].name',
      },
      {
        name: 'a name used twice',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('metrics', 9090), port('metrics', 9091)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[1].name',
      },
      {
        name: 'none',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [{ port: 9090, targetPort: 9090 }]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].name',
      },
      ...(
        [
          ['Bad_Name!', 'did you mean "bad-name"?'],
          ['9090', 'did you mean 9090?'],
          ['a--b', 'did you mean "a-b"?'],
          ['-a', 'did you mean "a"?'],
          ['more-than-fifteen', 'use the number'],
          ['1-2', 'use the number'],
        ] as const
      ).map(([targetPort, fix]) => ({
        name: `the target ${targetPort}`,
        edit: addPorts(port('metrics', 9090, { targetPort })),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].targetPort',
        says: `"${targetPort}" is no name of a container port`,
        fix,
      })),
    ],
    silent: [
      {
        name: 'targets by name, by number, and none, which is the port itself',
        edit: addPorts(
          port('a', 1, { targetPort: 'fifteen-chars-1' }),
          port('b', 2, { targetPort: '8080-tcp' }),
          port('c', 3, { targetPort: '' }),
          port('d', 4, { targetPort: 65535 }),
        ),
      },
      {
        name: 'different names',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('metrics', 9090), port('metrics-2', 9091)]),
      },
    ],
  },
  {
    code: 'additional-port-number-invalid',
    fires: [
      {
        name: "the API server's",
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('metrics', 6443)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].port',
        says: 'taken by the API server',
      },
      {
        name: "konnectivity's",
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('metrics', 8132)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].port',
      },
      {
        name: 'a number used twice',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('a', 9090), port('b', 9090)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[1].port',
        says: 'additional port "a"',
      },
      {
        name: 'out of range',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.service.additionalPorts', [port('a', 0)]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].port',
      },
      {
        name: 'a target out of range',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('a', 1, { targetPort: 70000 })]),
        at: [TCP_1],
        path: 'spec.controlPlane.service.additionalPorts[0].targetPort',
      },
    ],
    silent: [
      {
        name: 'one number in two protocols',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.controlPlane.service.additionalPorts', [
            port('a', 53),
            port('b', 53, { protocol: 'UDP', targetPort: 'dns' }),
          ]),
      },
      {
        name: "konnectivity's where it is off",
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.addons.konnectivity');
          set(tenant, 'spec.controlPlane.service.additionalPorts', [port('a', 8132)]);
        },
      },
    ],
  },
  {
    code: 'service-type-unsuitable',
    fires: [
      {
        name: 'NodePort without an address',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, 'spec.controlPlane.service.serviceType', 'NodePort');
          remove(tenant, `${NETWORK}.address`);
        },
        at: [TCP_1],
        path: 'spec.controlPlane.service.serviceType',
        fix: 'ClusterIP',
        also: ['in-cluster-reach'],
      },
      {
        name: 'ExternalName',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.service.serviceType', 'ExternalName'),
        at: [TCP_1],
        path: 'spec.controlPlane.service.serviceType',
      },
      {
        name: 'none',
        edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.controlPlane.service.serviceType'),
        at: [TCP_1],
        path: 'spec.controlPlane.service.serviceType',
        says: 'no service type',
      },
    ],
    silent: [
      {
        name: 'LoadBalancer',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.service.serviceType', 'LoadBalancer'),
      },
    ],
  },
  {
    code: 'node-port-out-of-range',
    fires: [
      {
        name: '6443',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.controlPlane.service.serviceType', 'NodePort'),
        at: [TCP_1],
        path: `${NETWORK}.port`,
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: '30443',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, 'spec.controlPlane.service.serviceType', 'NodePort');
          set(tenant, `${NETWORK}.port`, 30443);
        },
      },
    ],
  },
  {
    code: 'cidr-malformed',
    fires: [
      {
        name: 'no prefix',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0'),
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
      },
      {
        name: 'a prefix too long',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidr`, '10.244.0.0/33'),
        at: [TCP_1],
        path: `${NETWORK}.podCidr`,
      },
      {
        name: 'one of several',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidrs`, ['10.244.0.0/16', 'fd00::g/64']),
        at: [TCP_1],
        path: `${NETWORK}.podCidrs[1]`,
      },
      {
        name: 'no string',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidr`, 10),
        at: [TCP_1],
        path: `${NETWORK}.podCidr`,
      },
    ],
    silent: [
      {
        name: 'bits after the prefix, which Kubernetes allows',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.serviceCidr`, '10.96.5.77/16'),
      },
      { name: 'IPv6', edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidr`, 'fd00:1::/48') },
    ],
  },
  {
    code: 'cidr-overlap',
    fires: [
      {
        name: 'pods in the service CIDR',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidr`, '10.96.128.0/17'),
        at: [TCP_1],
        path: `${NETWORK}.podCidr`,
        says: 'overlaps service CIDR "10.96.0.0/16"',
      },
      {
        name: 'services that take in the default for pods',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, `${NETWORK}.podCidr`);
          set(tenant, `${NETWORK}.serviceCidr`, '10.0.0.0/8');
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
        says: '(the default)',
      },
      {
        name: 'IPv6',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidrs`, ['10.96.0.0/16', 'fd00::/64']);
          set(tenant, `${NETWORK}.podCidrs`, ['10.244.0.0/16', 'fd00::/48']);
        },
        at: [TCP_1],
        path: `${NETWORK}.podCidrs[1]`,
      },
    ],
    silent: [
      {
        name: 'ranges next to each other',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidr`, '10.97.0.0/16'),
      },
      { name: 'two families', edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.podCidr`, '::/0') },
    ],
  },
  {
    code: 'dns-service-ip-invalid',
    fires: [
      {
        name: 'outside',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.dnsServiceIPs[0]`, '10.97.0.10'),
        at: [TCP_1],
        path: `${NETWORK}.dnsServiceIPs[0]`,
        says: '10.96.0.0/16',
      },
      {
        name: 'of a family without services',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.dnsServiceIPs[1]`, 'fd00::10'),
        at: [TCP_1],
        path: `${NETWORK}.dnsServiceIPs[1]`,
      },
      {
        name: 'no address',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.dnsServiceIPs[0]`, '10.96.0.10/32'),
        at: [TCP_1],
        path: `${NETWORK}.dnsServiceIPs[0]`,
        says: 'no IP address',
      },
      {
        name: 'the address of the kubernetes Service',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.dnsServiceIPs`, ['10.96.0.1']),
        at: [TCP_1],
        path: `${NETWORK}.dnsServiceIPs[0]`,
        says: 'is the address of the tenant\'s "kubernetes" Service, the first of service CIDR "10.96.0.0/16"',
        fix: 'another address',
      },
      ...(
        [
          ['10.96.0.0/29', '10.96.0.10', 'lies in no service CIDR'],
          ['10.96.0.250/25', '10.96.0.4', 'lies in no service CIDR'],
          ['10.96.0.247/16', '10.96.0.1', 'is the address of the tenant'],
          ['fd00::/125', 'fd00::10', 'lies in no service CIDR'],
        ] as const
      ).map(([cidr, computed, problem]) => ({
        name: `none given, and ${computed} computed from ${cidr}`,
        edit: withoutDns(cidr),
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
        says: new RegExp(`"${computed}", which Kamaji computes from service CIDR "${cidr}", ${problem}`),
        fix: 'set dnsServiceIPs',
      })),
      {
        name: 'an empty list, and an address outside computed from the second CIDR',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidrs`, ['10.96.0.0/16', 'fd00::/125']);
          set(tenant, `${NETWORK}.dnsServiceIPs`, []);
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidrs[1]`,
      },
    ],
    silent: [
      { name: 'none given, and one inside computed', edit: withoutDns('10.96.5.77/26') },
      { name: 'none given, for a malformed CIDR, which is one fault already', edit: withoutDns('10.96.0.0') },
      { name: 'none given, for no service CIDR', edit: withoutDns('') },
      {
        name: 'the first address of a second range, which nothing else has',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidrs`, ['10.96.0.0/16', 'fd00::/108']);
          set(tenant, `${NETWORK}.dnsServiceIPs`, ['10.96.0.10', 'fd00::1']);
        },
      },
      {
        name: 'one of each family',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidrs`, ['10.96.0.0/16', 'fd00::/108']);
          set(tenant, `${NETWORK}.dnsServiceIPs`, ['10.96.0.10', 'fd00::10']);
        },
      },
      {
        name: 'a malformed CIDR, which is one fault already',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0'),
      },
    ],
  },
  {
    code: 'control-plane-address-invalid',
    fires: [
      {
        name: 'a name',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.address`, 'api.example.com'),
        at: [TCP_1],
        path: `${NETWORK}.address`,
        says: '"api.example.com" is no IP address',
        fix: 'certSANs',
      },
      {
        name: 'an address with a port',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.address`, '192.0.2.10:6443'),
        at: [TCP_1],
        path: `${NETWORK}.address`,
      },
    ],
    silent: [
      { name: 'IPv6', edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.address`, '2001:db8::10') },
      { name: 'none', edit: ({ tenants: [tenant] }) => remove(tenant, `${NETWORK}.address`) },
      { name: 'an empty one, which is none', edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.address`, '') },
    ],
  },
  {
    code: 'external-ip-without-effect',
    fires: [
      {
        name: 'without an address',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.allowAddressAsExternalIP`, true);
          remove(tenant, `${NETWORK}.address`);
        },
        at: [TCP_1],
        path: `${NETWORK}.allowAddressAsExternalIP`,
        says: 'ClusterIP',
        fix: 'networkProfile.address',
        severity: Severity.WARNING,
        also: ['in-cluster-reach'],
      },
      {
        name: 'with a load balancer',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.allowAddressAsExternalIP`, true);
          set(tenant, 'spec.controlPlane.service.serviceType', 'LoadBalancer');
        },
        at: [TCP_1],
        path: `${NETWORK}.allowAddressAsExternalIP`,
        says: 'LoadBalancer',
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: 'with an address',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.allowAddressAsExternalIP`, true),
      },
      {
        name: 'not allowed',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.allowAddressAsExternalIP`, false);
          remove(tenant, `${NETWORK}.address`);
        },
      },
      {
        name: 'NodePort without an address, which is a fault already',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.allowAddressAsExternalIP`, true);
          set(tenant, 'spec.controlPlane.service.serviceType', 'NodePort');
          remove(tenant, `${NETWORK}.address`);
        },
      },
    ],
  },
];

const DRIVERS = ['etcd', 'MySQL', 'PostgreSQL', 'NATS', undefined];

function store(driver: string | undefined, ...endpoints: unknown[]): CheckCase['silent'][number]['edit'] {
  return ({ objects }) => {
    const object = dataStore('other', driver, []);
    set(object, 'spec.driver', driver);
    set(object, 'spec.endpoints', endpoints);
    objects.push(object);
  };
}

function badEndpoint(endpoint: string, says: string, fix: string): CheckCase['fires'][number] {
  return {
    name: JSON.stringify(endpoint),
    edit: store('PostgreSQL', 'pg.db.svc:5432', endpoint),
    at: ['DataStore other'],
    path: 'spec.endpoints[1]',
    says,
    fix,
  };
}

function storeWith(place: string, value: unknown): CheckCase['silent'][number]['edit'] {
  return ({ objects }) => {
    const object = dataStore('other');
    set(object, place, value);
    objects.push(object);
  };
}

/** Cases of the checks on one DataStore. */
export const DATA_STORE_CASES: readonly CheckCase[] = [
  {
    code: 'data-store-endpoint-invalid',
    fires: [
      badEndpoint('postgres.db.svc', '"postgres.db.svc" has no port', 'write it like "etcd.kamaji-system.svc:2379"'),
      badEndpoint('http://a:5432/x', 'has a scheme', 'did you mean "a:5432"?'),
      badEndpoint('https://etcd.svc:2379', 'has a scheme', 'did you mean "etcd.svc:2379"?'),
      badEndpoint('postgres://u:p@pg', 'has a scheme', 'write it like'),
      badEndpoint('a:http', 'port "http" is no number from 1 to 65535', 'write it like'),
      badEndpoint('a:0', 'port "0" is no number', 'write it like'),
      badEndpoint('a:65536', 'port "65536" is no number', 'write it like'),
      badEndpoint('a:', 'port "" is no number', 'write it like'),
      badEndpoint(':5432', 'no host', 'write it like'),
      badEndpoint('', 'has no port', 'write it like'),
      badEndpoint('a b:5432', '"a b" is no name and no IP address', 'write it like'),
      badEndpoint(' a:5432', '" a" is no name', 'did you mean "a:5432"?'),
      badEndpoint('a:5432/db', 'port "5432/db" is no number', 'did you mean "a:5432"?'),
      badEndpoint('192.0.2.999:5432', '"192.0.2.999" is no name and no IP address', 'write it like'),
      badEndpoint('2001:db8::1:5432', 'IPv6', 'write it like "[2001:db8::1]:2379"'),
      badEndpoint('2001:db8::1', 'IPv6', 'write it like "[2001:db8::1]:2379"'),
      badEndpoint('[2001:db8::1]', 'has no port', 'write it like'),
      badEndpoint('[2001:db8::g]:5432', '"[2001:db8::g]" is no name', 'write it like'),
      ...DRIVERS.map((driver) => ({
        name: `driver ${driver}`,
        edit: store(driver, 'a:http'),
        at: ['DataStore other'],
        path: 'spec.endpoints[0]',
      })),
    ],
    silent: [
      {
        name: 'names and addresses of both families',
        edit: store('etcd', 'a:1', 'etcd-0.etcd.svc.:2379', 'DB_1.local:65535', '192.0.2.1:5432', '[2001:db8::1]:2379'),
      },
      { name: 'what is no text, which its schema refuses', edit: store('etcd', 5, null, {}, ['a']) },
      {
        name: 'a DataStore that others own',
        edit: ({ known }) => {
          known.push(dataStore('other', 'etcd', ['a:http']));
        },
      },
    ],
  },
  {
    code: 'data-store-secret-inline',
    fires: [
      ['spec.basicAuth.password', 'the password'],
      ['spec.tlsConfig.certificateAuthority.privateKey', "authority's private key"],
      ['spec.tlsConfig.clientCertificate.privateKey', "client's private key"],
    ].map(([place = '', says = '']) => ({
      name: place,
      edit: storeWith(place, { content: 'c2VjcmV0', secretReference: { name: 'a', namespace: 'b', keyPath: 'c' } }),
      at: ['DataStore other'],
      path: `${place}.content`,
      says,
      fix: 'secretReference',
      severity: Severity.WARNING,
    })),
    silent: [
      {
        name: 'a secret elsewhere',
        edit: storeWith('spec.basicAuth.password', { secretReference: { name: 'a', namespace: 'b', keyPath: 'c' } }),
      },
      {
        name: 'a certificate, which is public',
        edit: storeWith('spec.tlsConfig.clientCertificate.certificate', { content: 'cHVibGlj' }),
      },
      { name: 'an empty one', edit: storeWith('spec.basicAuth.password', { content: '' }) },
    ],
  },
];
