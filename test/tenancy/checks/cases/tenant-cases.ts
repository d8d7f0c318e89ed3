import { GatewayController } from '../../../../src/controllers';
import { Severity } from '../../../../src/diagnostics';
import { CheckCase } from '../check-case';
import {
  dataStore,
  FIRST_OF_GENERATION,
  gateway,
  namespace,
  PlainObject,
  remove,
  servedBy,
  set,
  ValidFleet,
} from '../valid-fleet';

const { G1, G4 } = FIRST_OF_GENERATION;
const HOSTNAME = 'spec.controlPlane.gateway.hostname';
const PARENT = 'spec.controlPlane.gateway.parentRefs[0]';
const EDGE = 'Gateway kamaji-edge/edge';
const TCP_1 = 'TenantControlPlane tenant-1/tcp-1';
const TCP_2 = 'TenantControlPlane tenant-2/tcp-2';
const SCHEMA = 'spec.dataStoreSchema';
const USER = 'spec.dataStoreUsername';

function name(tenant: PlainObject | undefined, hostname: string): void {
  set(tenant, HOSTNAME, hostname);
  set(tenant, 'spec.networkProfile.certSANs[0]', hostname);
}

/** Puts two tenants into one namespace under other names. */
function rename({ tenants }: ValidFleet, first: string, second: string): void {
  for (const [i, own] of [first, second].entries()) {
    set(tenants[i], 'metadata.name', own);
    set(tenants[i], 'metadata.namespace', 'tenant-3');
  }
}

/** Adds a gateway like the fleet's own, and sends a tenant to it. */
function secondGateway({ objects, gateway: edge, tenants: [tenant] }: ValidFleet): void {
  objects.push(gateway('second', (edge['spec'] as { listeners: PlainObject[] }).listeners));
  set(tenant, `${PARENT}.name`, 'second');
}

/** Lets the class of the gateways name an EnvoyProxy that merges them. */
function mergeGateways({ objects }: ValidFleet): void {
  const group = 'gateway.envoyproxy.io';
  const metadata = { name: 'merge', namespace: 'envoy-gateway-system' };
  objects.push({ apiVersion: `${group}/v1alpha1`, kind: 'EnvoyProxy', metadata, spec: { mergeGateways: true } });
  const gatewayClass = objects.find(({ kind }) => kind === 'GatewayClass');
  set(gatewayClass, 'spec.parametersRef', { group, kind: 'EnvoyProxy', ...metadata });
}

/** Cases of the checks on names. */
export const NAME_CASES: readonly CheckCase[] = [
  {
    code: 'duplicate-hostname',
    fires: [
      {
        name: 'two tenants',
        edit: ({ tenants }) => name(tenants[0], 'tcp2.cluster.dev'),
        at: [TCP_1, TCP_2],
        path: HOSTNAME,
        says: 'tenant-2/tcp-2',
      },
      {
        name: 'all tenants',
        edit: ({ tenants }) => {
          for (const tenant of tenants) {
            name(tenant, 'tcp.cluster.dev');
          }
        },
        at: [TCP_1, TCP_2, 'TenantControlPlane tenant-3/tcp-3'],
        path: HOSTNAME,
        says: 'tenant-2/tcp-2, tenant-3/tcp-3',
      },
      {
        name: 'two gateways of a controller that serves all of its gateways on the same ports',
        edit: (fleet) => {
          secondGateway(fleet);
          servedBy(fleet, GatewayController.traefik({ openPorts: [6443, 8132] }));
          name(fleet.tenants[0], 'tcp2.cluster.dev');
        },
        at: [TCP_1, TCP_2],
        path: HOSTNAME,
        also: ['unknown-name-answered'],
      },
      {
        name: 'two gateways of a class that merges its gateways',
        edit: (fleet) => {
          secondGateway(fleet);
          servedBy(fleet, GatewayController.envoyGateway());
          mergeGateways(fleet);
          name(fleet.tenants[0], 'tcp2.cluster.dev');
        },
        at: [TCP_1, TCP_2],
        path: HOSTNAME,
        also: ['hostname-conflict', 'idle-timeout-cuts-tunnel'],
      },
    ],
    silent: [
      {
        name: 'a tenant without a gateway',
        edit: ({ tenants }) => {
          name(tenants[0], 'tcp2.cluster.dev');
          remove(tenants[1], 'spec.controlPlane.gateway');
        },
      },
    ],
  },
  {
    code: 'duplicate-hostname-across-gateways',
    fires: [
      {
        name: 'two gateways',
        edit: (fleet) => {
          secondGateway(fleet);
          name(fleet.tenants[0], 'tcp2.cluster.dev');
        },
        at: [TCP_1, TCP_2],
        path: HOSTNAME,
        severity: Severity.WARNING,
        also: ['dns-names-overlap'],
      },
    ],
    silent: [
      { name: 'two gateways, two names', edit: secondGateway },
      {
        name: 'two gateways of a controller that serves all of its gateways on the same ports',
        edit: (fleet) => {
          secondGateway(fleet);
          servedBy(fleet, GatewayController.traefik());
          name(fleet.tenants[0], 'tcp2.cluster.dev');
        },
      },
    ],
  },
  {
    code: 'dns-names-overlap',
    fires: [
      {
        name: 'two gateways with tenants of one domain',
        edit: secondGateway,
        at: ['Gateway kamaji-edge/second'],
        path: 'spec.listeners',
        severity: Severity.WARNING,
        says: 'Gateway kamaji-edge/edge and Gateway kamaji-edge/second both need the DNS record "*.cluster.dev", which can point at one of them only: Gateway kamaji-edge/edge',
        fix: 'for each tenant of Gateway kamaji-edge/second below that domain',
      },
      {
        name: 'a tenant below the domain of another gateway that has no tenant yet',
        edit: ({ objects, gateway: edge, tenants: [tenant] }) => {
          const [listener] = (edge['spec'] as { listeners: PlainObject[] }).listeners;
          objects.push(gateway('eu', [{ ...listener, hostname: '*.eu.cluster.dev' }]));
          name(tenant, 'a.eu.cluster.dev');
        },
        at: [EDGE],
        path: 'spec.listeners',
        severity: Severity.WARNING,
        says: /need the DNS record "\*\.eu\.cluster\.dev".*: Gateway kamaji-edge\/eu$/,
      },
    ],
    silent: [
      {
        name: 'a tenant that is sent to a gateway whose listeners do not take its name',
        edit: ({ objects, gateway: edge, tenants: [tenant] }) => {
          const [listener] = (edge['spec'] as { listeners: PlainObject[] }).listeners;
          objects.push(gateway('other', [{ ...listener, hostname: '*.example.com' }]));
          name(tenant, 'tcp1.example.com');
        },
      },
      {
        name: 'a second gateway of another domain without tenants',
        edit: ({ objects }) => objects.push(gateway('web', [{ name: 'http', port: 80, hostname: '*.example.com' }])),
      },
      {
        name: 'two gateways of a class that merges its gateways, so that they have one address',
        edit: (fleet) => {
          secondGateway(fleet);
          servedBy(fleet, GatewayController.envoyGateway());
          mergeGateways(fleet);
        },
      },
      {
        name: 'two gateways that ask for one address',
        edit: (fleet) => {
          secondGateway(fleet);
          for (const object of fleet.objects.filter(({ kind }) => kind === 'Gateway')) {
            set(object, 'spec.addresses', [{ type: 'IPAddress', value: '192.0.2.7' }]);
          }
        },
      },
      {
        name: 'a second gateway whose listeners have the hostname of its only tenant',
        edit: (fleet) => {
          const { listeners } = fleet.gateway['spec'] as { listeners: PlainObject[] };
          fleet.objects.push(
            gateway(
              'second',
              listeners.map((one) => ({ ...one, hostname: 'tcp1.cluster.dev' })),
            ),
          );
          set(fleet.tenants[0], `${PARENT}.name`, 'second');
        },
      },
    ],
  },
  {
    code: 'public-suffix',
    fires: [
      {
        name: 'a tenant called like a suffix',
        edit: ({ gateway: edge, tenants: [tenant] }) => {
          name(tenant, 'co.uk');
          set(edge, 'spec.listeners[0].hostname', undefined);
          set(edge, 'spec.listeners[1].hostname', undefined);
        },
        at: [TCP_1],
        path: HOSTNAME,
        also: ['listener-without-hostname'],
      },
      {
        name: 'a private suffix',
        edit: ({ gateway: edge, tenants: [tenant] }) => {
          name(tenant, 'github.io');
          set(edge, 'spec.listeners[0].hostname', undefined);
          set(edge, 'spec.listeners[1].hostname', undefined);
        },
        at: [TCP_1],
        path: HOSTNAME,
        also: ['listener-without-hostname'],
      },
      {
        name: 'a listener for all of one',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].hostname', '*.dev'),
        at: ['Gateway kamaji-edge/edge'],
        path: 'spec.listeners[0].hostname',
      },
    ],
    silent: [
      {
        name: 'a name below a private suffix',
        edit: ({ gateway: edge, tenants }) => {
          set(edge, 'spec.listeners[0].hostname', '*.mine.github.io');
          set(edge, 'spec.listeners[1].hostname', '*.mine.github.io');
          for (const [i, tenant] of tenants.entries()) {
            name(tenant, `tcp${i}.mine.github.io`);
          }
        },
      },
    ],
  },
  {
    code: 'derived-name-collision',
    fires: [
      {
        name: 'a tenant called like the konnectivity route of another',
        edit: (fleet) => rename(fleet, 'a', 'a-konnectivity'),
        at: ['TenantControlPlane tenant-3/a-konnectivity'],
        path: 'metadata.name',
        says: 'tenant-3/a',
      },
      {
        name: 'a route that Kamaji makes, rendered',
        edit: ({ objects }) =>
          objects.push({
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'TLSRoute',
            metadata: { name: 'tcp-1', namespace: 'tenant-1' },
            spec: {},
          }),
        at: ['TLSRoute tenant-1/tcp-1'],
        path: 'metadata.name',
        says: 'tenant-1/tcp-1 itself',
      },
      {
        name: 'a konnectivity route, rendered',
        edit: ({ objects }) =>
          objects.push({
            apiVersion: 'gateway.networking.k8s.io/v1alpha2',
            kind: 'TLSRoute',
            metadata: { name: 'tcp-1-konnectivity', namespace: 'tenant-1' },
          }),
        at: ['TLSRoute tenant-1/tcp-1-konnectivity'],
        path: 'metadata.name',
      },
    ],
    silent: [
      {
        name: 'G1, which makes no such route',
        fleet: { kamaji: G1 },
        edit: (fleet) => rename(fleet, 'a', 'a-konnectivity'),
      },
      {
        name: 'no konnectivity',
        edit: (fleet) => {
          rename(fleet, 'a', 'a-konnectivity');
          remove(fleet.tenants[0], 'spec.addons.konnectivity');
        },
      },
      {
        name: 'two namespaces',
        edit: ({ tenants }) => {
          set(tenants[0], 'metadata.name', 'a');
          set(tenants[1], 'metadata.name', 'a-konnectivity');
        },
      },
      {
        name: 'a route as it was read from the cluster',
        edit: ({ objects }) =>
          objects.push({
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'TLSRoute',
            metadata: {
              name: 'tcp-1',
              namespace: 'tenant-1',
              ownerReferences: [{ kind: 'TenantControlPlane', name: 'tcp-1' }],
            },
          }),
      },
    ],
  },
  {
    code: 'name-malformed',
    fires: [
      {
        name: 'a tenant whose name starts with a digit',
        edit: ({ tenants: [tenant] }) => set(tenant, 'metadata.name', '1-tcp'),
        at: ['TenantControlPlane tenant-1/1-tcp'],
        path: 'metadata.name',
        says: 'a letter first',
      },
      {
        name: 'a tenant with a dot',
        edit: ({ tenants: [tenant] }) => set(tenant, 'metadata.name', 'tcp.1'),
        at: ['TenantControlPlane tenant-1/tcp.1'],
        path: 'metadata.name',
      },
      {
        name: 'a long name',
        edit: ({ tenants: [tenant] }) => set(tenant, 'metadata.name', 't'.repeat(64)),
        at: [`TenantControlPlane tenant-1/${'t'.repeat(64)}`],
        path: 'metadata.name',
      },
      {
        name: 'no name',
        edit: ({ tenants: [tenant] }) => remove(tenant, 'metadata.name'),
        at: ['TenantControlPlane tenant-1/'],
        path: 'metadata.name',
        says: 'has no name',
      },
      {
        name: 'a Namespace in upper case',
        edit: ({ objects }) => objects.push(namespace('Tenant_9')),
        at: ['Namespace Tenant_9'],
        path: 'metadata.name',
        fix: 'did you mean "tenant-9"?',
      },
      {
        name: 'a DataStore',
        edit: ({ objects }) => objects.push(dataStore('my_store')),
        at: ['DataStore my_store'],
        path: 'metadata.name',
      },
      {
        name: 'a namespace that nobody renders',
        edit: ({ objects }) => objects.push(gateway('web', [], 'a.b')),
        at: ['Gateway a.b/web'],
        path: 'metadata.namespace',
      },
    ],
    silent: [
      { name: 'names of Object', edit: ({ tenants: [tenant] }) => set(tenant, 'metadata.name', 'constructor') },
      { name: 'a Gateway with a dot', edit: ({ objects }) => objects.push(gateway('web.example', [])) },
      {
        name: 'a kind with rules of its own',
        edit: ({ objects }) =>
          objects.push({
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRole',
            metadata: { name: 'system:foo' },
          }),
      },
    ],
  },
  {
    code: 'duplicate-object',
    fires: [
      {
        name: 'a tenant twice, which is no other fault',
        edit: ({ objects, tenants: [tenant] }) => objects.push(structuredClone(tenant ?? {})),
        at: [TCP_1],
        says: 'more than once',
      },
      {
        name: 'two versions of one group',
        edit: ({ objects }) =>
          objects.push({ ...gateway('edge', []), apiVersion: 'gateway.networking.k8s.io/v1beta1' }),
        at: ['Gateway kamaji-edge/edge'],
        says: 'also as gateway.networking.k8s.io/v1',
      },
    ],
    silent: [
      {
        name: 'two kinds of one name',
        edit: ({ objects }) =>
          objects.push({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'tcp-1', namespace: 'tenant-1' } }),
      },
      {
        name: 'two groups with one kind',
        edit: ({ objects }) =>
          objects.push({
            apiVersion: 'networking.istio.io/v1',
            kind: 'Gateway',
            metadata: { name: 'edge', namespace: 'kamaji-edge' },
          }),
      },
      {
        name: 'what exists already',
        edit: ({ known, namespaces }) => known.push(structuredClone(namespaces[0] ?? {})),
      },
    ],
  },
  {
    code: 'in-cluster-reach',
    fires: [
      {
        name: 'one warning for the fleet',
        edit: ({ tenants }) => {
          for (const tenant of tenants) {
            remove(tenant, 'spec.networkProfile.address');
          }
        },
        at: [undefined],
        severity: Severity.WARNING,
        says: '3 tenants (tenant-1/tcp-1, tenant-2/tcp-2, tenant-3/tcp-3)',
        fix: 'networkProfile.advertiseAddress',
      },
      {
        name: 'a release without advertiseAddress',
        fleet: { kamaji: G1 },
        edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.networkProfile.address'),
        at: [undefined],
        severity: Severity.WARNING,
        fix: 'networkProfile.address',
      },
    ],
    silent: [
      {
        name: 'an advertised address',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.networkProfile.address');
          set(tenant, 'spec.networkProfile.advertiseAddress', '192.0.2.10');
        },
      },
      {
        name: 'a load balancer',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.networkProfile.address');
          set(tenant, 'spec.controlPlane.service.serviceType', 'LoadBalancer');
        },
      },
      {
        name: 'no gateway',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, 'spec.networkProfile.address');
          remove(tenant, 'spec.controlPlane.gateway');
        },
      },
    ],
  },
];

/** Cases of the checks on data stores. */
export const DATA_STORE_CASES: readonly CheckCase[] = [
  {
    code: 'data-store-unknown',
    fires: [
      {
        name: 'a name mistyped',
        edit: ({ tenants: [tenant] }) => set(tenant, 'spec.dataStore', 'defualt'),
        at: [TCP_1],
        path: 'spec.dataStore',
        says: '"defualt"',
        fix: 'did you mean "default"?',
      },
      {
        name: 'an override to nowhere',
        edit: ({ tenants: [tenant] }) =>
          set(tenant, 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'events' }]),
        at: [TCP_1],
        path: 'spec.dataStoreOverrides[0].dataStore',
      },
      {
        name: 'as one warning where the input is not all there is',
        complete: false,
        edit: ({ known }) => known.splice(0),
        at: [TCP_1],
        path: 'spec.dataStore',
        severity: Severity.WARNING,
        says: 'this tenant and 2 other references',
      },
    ],
    silent: [{ name: 'a rendered one', edit: ({ objects, known }) => objects.push(...known.splice(0)) }],
  },
  {
    code: 'data-store-unset',
    fires: [
      {
        name: 'none',
        edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.dataStore'),
        at: [TCP_1],
        path: 'spec.dataStore',
      },
      {
        name: 'as a warning where the input is not all there is',
        complete: false,
        edit: ({ tenants: [tenant] }) => remove(tenant, 'spec.dataStore'),
        at: [TCP_1],
        path: 'spec.dataStore',
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: 'one that others own',
        edit: ({ known, tenants: [tenant] }) => {
          known.push(dataStore('other'));
          set(tenant, 'spec.dataStore', 'other');
        },
      },
    ],
  },
  {
    code: 'data-store-override-duplicate',
    fires: [
      {
        name: 'a resource twice',
        edit: ({ known, tenants: [tenant] }) => {
          known.push(dataStore('events'));
          set(tenant, 'spec.dataStoreOverrides', [
            { resource: '/events', dataStore: 'events' },
            { resource: '/events', dataStore: 'default' },
          ]);
        },
        at: [TCP_1],
        path: 'spec.dataStoreOverrides[1].resource',
      },
    ],
    silent: [
      {
        name: 'two resources',
        edit: ({ known, tenants: [tenant] }) => {
          known.push(dataStore('events'));
          set(tenant, 'spec.dataStoreOverrides', [
            { resource: '/events', dataStore: 'events' },
            { resource: '/secrets', dataStore: 'events' },
          ]);
        },
      },
    ],
  },
  {
    code: 'data-store-override-not-etcd',
    fires: [
      {
        name: 'PostgreSQL',
        edit: ({ known, tenants: [tenant] }) => {
          known.push(dataStore('sql', 'PostgreSQL'));
          set(tenant, 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'sql' }]);
        },
        at: [TCP_1],
        path: 'spec.dataStoreOverrides[0].dataStore',
        says: 'PostgreSQL',
      },
    ],
    silent: [
      {
        name: 'etcd',
        edit: ({ known, tenants: [tenant] }) => {
          known.push(dataStore('events'));
          set(tenant, 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'events' }]);
        },
      },
    ],
  },
  {
    code: 'data-store-identity-shared',
    fires: [
      {
        name: 'schema and user name',
        edit: ({ tenants }) => {
          set(tenants[0], SCHEMA, 'tenant_2_tcp_2');
          set(tenants[0], USER, 'tenant_2_tcp_2');
        },
        at: [TCP_1, TCP_2],
        path: SCHEMA,
        says: /schema "tenant_2_tcp_2".*tenant-2\/tcp-2/,
      },
      {
        name: 'the user name alone',
        edit: ({ tenants }) => set(tenants[0], USER, 'tenant_2_tcp_2'),
        at: [TCP_1, TCP_2],
        path: USER,
        fix: 'dataStoreUsername',
      },
      {
        name: 'two DataStores with a common endpoint, in other letters, and one between them',
        edit: ({ known, tenants }) => {
          known.push(
            dataStore('a', 'etcd', ['one.example:2379', 'two.example:2379']),
            dataStore('b', 'etcd', ['TWO.example:2379', 'three.example:2379']),
            dataStore('c', 'etcd', ['three.example:2379']),
          );
          set(tenants[0], 'spec.dataStore', 'a');
          set(tenants[1], 'spec.dataStore', 'c');
          set(tenants[0], SCHEMA, 'tenant_2_tcp_2');
        },
        at: [TCP_1, TCP_2],
        path: SCHEMA,
      },
      {
        name: "an older release's own rule",
        fleet: { kamaji: '26.7.3-edge' },
        edit: ({ tenants, gateway: edge }) => {
          for (const i of [0, 1]) {
            set(edge, `spec.listeners[${i}].allowedRoutes.namespaces.selector.matchExpressions[0].values`, [
              'a',
              'a-b',
              'tenant-3',
            ]);
            remove(tenants[i], SCHEMA);
            remove(tenants[i], USER);
          }
          set(tenants[0], 'metadata.namespace', 'a');
          set(tenants[0], 'metadata.name', 'b-c');
          set(tenants[1], 'metadata.namespace', 'a-b');
          set(tenants[1], 'metadata.name', 'c');
        },
        at: ['TenantControlPlane a/b-c', 'TenantControlPlane a-b/c'],
        path: 'metadata.name',
        says: 'schema "a_b_c", which Kamaji makes of namespace and name,',
      },
      {
        name: "another tenant's, in an override",
        edit: ({ known, tenants }) => {
          known.push(dataStore('events'));
          set(tenants[0], 'spec.dataStoreOverrides', [{ resource: '/events', dataStore: 'events' }]);
          set(tenants[1], 'spec.dataStore', 'events');
          set(tenants[1], SCHEMA, 'tenant_1_tcp_1');
        },
        at: [TCP_1, TCP_2],
        path: SCHEMA,
      },
    ],
    silent: [
      {
        name: 'two servers',
        edit: ({ known, tenants }) => {
          known.push(dataStore('other'));
          set(tenants[0], 'spec.dataStore', 'other');
          set(tenants[0], SCHEMA, 'tenant_2_tcp_2');
          set(tenants[0], USER, 'tenant_2_tcp_2');
        },
      },
      {
        name: 'two tenants that have the UID as name',
        edit: ({ tenants }) => {
          for (const tenant of tenants) {
            remove(tenant, SCHEMA);
            remove(tenant, USER);
          }
        },
      },
      {
        name: 'a user name under NATS, which has none',
        edit: ({ dataStore: store, tenants }) => {
          set(store, 'spec.driver', 'NATS');
          set(tenants[0], USER, 'tenant_2_tcp_2');
        },
      },
    ],
  },
  {
    code: 'data-store-name-too-long',
    fires: [
      {
        name: 'a user name of 33 characters under MySQL',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'MySQL');
          set(tenant, USER, 'u'.repeat(33));
        },
        at: [TCP_1],
        path: USER,
        says: 'has 33 bytes; MySQL takes 32',
      },
      {
        name: 'a schema of 65 characters under MySQL',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'MySQL');
          set(tenant, SCHEMA, 's'.repeat(65));
        },
        at: [TCP_1],
        path: SCHEMA,
      },
      {
        name: 'a schema of 64 characters under PostgreSQL',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'PostgreSQL');
          set(tenant, SCHEMA, 's'.repeat(64));
        },
        at: [TCP_1],
        path: SCHEMA,
        says: 'PostgreSQL takes 63',
      },
      {
        name: 'what an older release makes of long names',
        fleet: { kamaji: G4 },
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'MySQL');
          remove(tenant, USER);
          set(tenant, 'metadata.name', 'a-rather-long-name-of-a-tenant');
        },
        at: ['TenantControlPlane tenant-1/a-rather-long-name-of-a-tenant'],
        path: 'metadata.name',
      },
      {
        name: 'the UID under MySQL, as a warning, as MariaDB takes it',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'MySQL');
          remove(tenant, USER);
        },
        at: [TCP_1],
        path: 'spec',
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: '32 and 64 characters under MySQL',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'MySQL');
          set(tenant, USER, 'u'.repeat(32));
          set(tenant, SCHEMA, 's'.repeat(64));
        },
      },
      { name: 'long names under etcd', edit: ({ tenants: [tenant] }) => set(tenant, SCHEMA, 's'.repeat(100)) },
      {
        name: 'the UID under PostgreSQL',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'PostgreSQL');
          remove(tenant, USER);
        },
      },
    ],
  },
  {
    code: 'data-store-name-malformed',
    fires: [
      {
        name: 'a slash, which nests one tenant in another',
        edit: ({ tenants: [tenant] }) => set(tenant, SCHEMA, 'tenant_2_tcp_2/x'),
        at: [TCP_1],
        path: SCHEMA,
      },
      {
        name: 'a dot under NATS',
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'NATS');
          set(tenant, SCHEMA, 'a.b');
        },
        at: [TCP_1],
        path: SCHEMA,
        says: 'NATS cannot take',
      },
      {
        name: 'a hyphen under PostgreSQL before edge-26.2.2',
        fleet: { kamaji: 'edge-26.1.5' },
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'PostgreSQL');
          set(tenant, USER, 'tenant-1');
        },
        at: [TCP_1],
        path: USER,
        says: 'no digit first',
      },
    ],
    silent: [
      {
        name: 'a hyphen under PostgreSQL from edge-26.2.2 on',
        fleet: { kamaji: 'edge-26.2.2' },
        edit: ({ dataStore: store, tenants: [tenant] }) => {
          set(store, 'spec.driver', 'PostgreSQL');
          set(tenant, USER, '1-tenant');
        },
      },
    ],
  },
];
