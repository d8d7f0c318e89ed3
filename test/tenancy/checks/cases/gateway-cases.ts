import { GatewayController } from '../../../../src/controllers';
import { Severity } from '../../../../src/diagnostics';
import { CheckCase } from '../check-case';
import { FIRST_OF_GENERATION, gateway, PlainObject, remove, servedBy, set, validFleet } from '../valid-fleet';

const { G2, G5 } = FIRST_OF_GENERATION;
const HOSTNAME = 'spec.controlPlane.gateway.hostname';
const PARENT = 'spec.controlPlane.gateway.parentRefs[0]';
const PORT = 'spec.networkProfile.port';
const KONNECTIVITY_PORT = 'spec.addons.konnectivity.server.port';
const EDGE = 'Gateway kamaji-edge/edge';
const TCP_1 = 'TenantControlPlane tenant-1/tcp-1';
const TCP_2 = 'TenantControlPlane tenant-2/tcp-2';
const TCP_3 = 'TenantControlPlane tenant-3/tcp-3';
const ALL_TENANTS = [TCP_1, TCP_2, TCP_3];
const SELECTOR = 'allowedRoutes.namespaces.selector';

/** A listener of the fleet's gateway, changed. */
function listenerLike(changes: Readonly<Record<string, unknown>>): PlainObject {
  const { gateway: edge } = validFleet();
  const listener: PlainObject = {};
  Object.assign(listener, (edge['spec'] as { listeners: PlainObject[] }).listeners[0], changes);
  return listener;
}

function listenerSet(name: string, inNamespace: string, listeners: readonly PlainObject[]): PlainObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    metadata: { name, namespace: inNamespace },
    spec: { parentRef: { name: 'edge', namespace: 'kamaji-edge' }, listeners: [...listeners] },
  };
}

/** The listeners that a tenant has in a ListenerSet of its own. */
function ownListeners(hostname: string): PlainObject[] {
  const routes = { namespaces: { from: 'Same' } };
  return [
    listenerLike({ name: 'kube-apiserver', hostname, allowedRoutes: routes }),
    listenerLike({ name: 'konnectivity-server', port: 8132, hostname, allowedRoutes: routes }),
  ];
}

/** Lets ListenerSets in from these namespaces. */
function setsFrom(...names: string[]): PlainObject {
  const selector = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: names }] };
  return { namespaces: { from: 'Selector', selector } };
}

/** Cases of the checks on where a tenant's routes go. */
export const MATCH_CASES: readonly CheckCase[] = [
  {
    code: 'gateway-unknown',
    fires: [
      {
        name: 'a name mistyped',
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.name`, 'egde'),
        at: [TCP_1],
        path: PARENT,
        says: 'kamaji-edge/egde',
        fix: 'did you mean Gateway kamaji-edge/edge?',
      },
      {
        name: 'another namespace',
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.namespace`, 'elsewhere'),
        at: [TCP_1],
        path: PARENT,
      },
      {
        name: 'a Gateway that is nowhere, for each of its tenants',
        edit: ({ gateway: edge }) => set(edge, 'metadata.name', 'front'),
        at: ALL_TENANTS,
        path: PARENT,
      },
      {
        name: 'as one warning where the input is not all there is',
        complete: false,
        edit: ({ objects, gateway: edge }) => objects.splice(objects.indexOf(edge), 1),
        at: [TCP_1],
        path: PARENT,
        severity: Severity.WARNING,
        says: /not in the input.*this tenant and 2 others could not be checked/,
      },
    ],
    silent: [
      {
        name: 'a Gateway that others own',
        edit: ({ objects, known, gateway: edge }) => {
          objects.splice(objects.indexOf(edge), 1);
          known.push(edge);
        },
      },
    ],
  },
  {
    code: 'no-matching-parent',
    fires: [
      {
        name: 'a listener that is not there',
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.sectionName`, 'https'),
        at: [TCP_1],
        path: `${PARENT}.sectionName`,
        says: /no listener "https" \(it has kube-apiserver, konnectivity-server\)/,
      },
      {
        name: 'a listener taken away',
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[0]'),
        at: ALL_TENANTS,
        path: `${PARENT}.sectionName`,
      },
      {
        name: 'a listener that Kamaji names, taken away',
        fleet: { kamaji: G2 },
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[0]'),
        at: ALL_TENANTS,
        path: PARENT,
      },
      {
        name: 'konnectivity without a listener',
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[1]'),
        at: ALL_TENANTS,
        path: 'spec.addons.konnectivity',
        says: 'konnectivity-server',
        fix: 'turn konnectivity off',
      },
      {
        name: 'another port in the parentRef',
        edit: ({ tenants: [tenant] }) => set(tenant, `${PARENT}.port`, 443),
        at: [TCP_1],
        path: `${PARENT}.port`,
        says: 'on port 443; it is on 6443',
      },
      {
        name: 'no listeners at all',
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners'),
        at: [...ALL_TENANTS, ...ALL_TENANTS],
        path: `${PARENT}.sectionName`,
        says: 'it has none',
      },
    ],
    silent: [
      {
        name: 'a listener of another name that is there',
        edit: ({ gateway: edge, tenants }) => {
          set(edge, 'spec.listeners[0].name', 'api');
          for (const tenant of tenants) {
            set(tenant, `${PARENT}.sectionName`, 'api');
          }
        },
      },
      {
        name: 'no konnectivity listener where konnectivity is off',
        fleet: { konnectivity: false },
        edit: () => undefined,
      },
    ],
  },
  {
    code: 'no-matching-listener-hostname',
    fires: [
      {
        name: 'a foreign domain',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, HOSTNAME, 'tcp1.other.dev');
          set(tenant, 'spec.networkProfile.certSANs[0]', 'tcp1.other.dev');
        },
        at: [TCP_1],
        path: HOSTNAME,
        says: '"tcp1.other.dev" matches no listener of Gateway kamaji-edge/edge (kube-apiserver: *.cluster.dev)',
        fix: 'use a hostname under cluster.dev, or give "other.dev" a gateway of its own',
      },
      {
        name: 'the domain itself, which no wildcard covers',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, HOSTNAME, 'cluster.dev');
          set(tenant, 'spec.networkProfile.certSANs[0]', 'cluster.dev');
        },
        at: [TCP_1],
        path: HOSTNAME,
      },
      {
        name: "the listener's hostname patched",
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].hostname', '*.other.dev'),
        at: ALL_TENANTS,
        path: HOSTNAME,
        says: 'kube-apiserver: *.other.dev',
      },
      {
        name: "only konnectivity's",
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[1].hostname', 'tcp1.cluster.dev'),
        at: [TCP_2, TCP_3],
        path: HOSTNAME,
        says: 'konnectivity-server: tcp1.cluster.dev',
        fix: 'use the hostname tcp1.cluster.dev',
      },
    ],
    silent: [
      {
        name: 'several labels under the wildcard',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, HOSTNAME, 'a.b.cluster.dev');
          set(tenant, 'spec.networkProfile.certSANs[0]', 'a.b.cluster.dev');
        },
      },
      {
        name: 'a hostname that is malformed already',
        edit: ({ tenants: [tenant] }) => set(tenant, HOSTNAME, 'TCP1.other.dev'),
      },
    ],
  },
  {
    code: 'not-allowed-by-listeners',
    fires: [
      {
        name: 'a name that is not selected',
        edit: ({ gateway: edge }) => {
          for (const i of [0, 1]) {
            set(edge, `spec.listeners[${i}].${SELECTOR}.matchExpressions[0].values`, ['tenant-2', 'tenant-3']);
          }
        },
        at: [TCP_1],
        path: 'metadata.namespace',
        says: /listener "kube-apiserver" .* from namespace "tenant-1".*tenant-2, tenant-3/,
        fix: 'let the listener take routes from "tenant-1"',
      },
      {
        name: 'labels that a known Namespace lacks',
        edit: ({ gateway: edge }) => set(edge, `spec.listeners[1].${SELECTOR}`, { matchLabels: { tenant: 'yes' } }),
        at: ALL_TENANTS,
        path: 'metadata.namespace',
        says: 'konnectivity-server',
        fix: 'label Namespace "tenant-1"',
      },
      {
        name: 'only the own namespace',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].allowedRoutes.namespaces', { from: 'Same' }),
        at: ALL_TENANTS,
        path: 'metadata.namespace',
        says: 'only from its own, "kamaji-edge"',
      },
      {
        name: 'the default, which is the own namespace',
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[0].allowedRoutes.namespaces'),
        at: ALL_TENANTS,
        path: 'metadata.namespace',
      },
      {
        name: 'no selector at all',
        edit: ({ gateway: edge }) => remove(edge, `spec.listeners[0].${SELECTOR}`),
        at: ALL_TENANTS,
        path: 'metadata.namespace',
        says: 'from none, as it has no selector',
      },
      {
        name: 'a tenant moved',
        edit: ({ tenants: [tenant] }) => set(tenant, 'metadata.namespace', 'tenant-9'),
        at: ['TenantControlPlane tenant-9/tcp-1'],
        path: 'metadata.namespace',
      },
    ],
    silent: [
      {
        name: 'labels that the Namespaces have',
        edit: ({ gateway: edge, namespaces }) => {
          set(edge, `spec.listeners[0].${SELECTOR}`, { matchLabels: { tenant: 'yes' } });
          for (const object of namespaces) {
            set(object, 'metadata.labels.tenant', 'yes');
          }
        },
      },
      {
        name: 'names, without the Namespaces',
        edit: ({ objects, namespaces }) => {
          for (const object of namespaces) {
            objects.splice(objects.indexOf(object), 1);
          }
        },
      },
    ],
  },
  {
    code: 'namespace-labels-unknown',
    fires: [
      {
        name: 'labels of a Namespace that nobody described',
        edit: ({ gateway: edge, objects, namespaces: [unknown, ...others] }) => {
          for (const i of [0, 1]) {
            set(edge, `spec.listeners[${i}].${SELECTOR}`, { matchLabels: { tenant: 'yes' } });
          }
          for (const object of others) {
            set(object, 'metadata.labels.tenant', 'yes');
          }
          objects.splice(objects.indexOf(unknown ?? {}), 1);
        },
        at: [TCP_1],
        path: 'metadata.namespace',
        severity: Severity.WARNING,
        says: 'tenant=yes',
      },
    ],
    silent: [
      {
        name: 'a Namespace of others whose labels are known',
        edit: ({ gateway: edge, objects, known, namespaces }) => {
          set(edge, `spec.listeners[0].${SELECTOR}`, { matchLabels: { tenant: 'yes' } });
          for (const object of namespaces) {
            set(object, 'metadata.labels.tenant', 'yes');
            objects.splice(objects.indexOf(object), 1);
            known.push(object);
          }
        },
      },
    ],
  },
  {
    code: 'port-mismatch',
    fires: [
      {
        name: "the API server's",
        edit: ({ tenants: [tenant] }) => set(tenant, PORT, 7443),
        at: [TCP_1],
        path: PORT,
        says: 'API server port 7443',
        fix: '6443',
      },
      {
        name: "the API server's, parentRef and all",
        edit: ({ tenants: [tenant] }) => {
          set(tenant, PORT, 7443);
          set(tenant, `${PARENT}.port`, 7443);
        },
        at: [TCP_1],
        path: PORT,
      },
      {
        name: "the listener's",
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].port', 443),
        at: ALL_TENANTS,
        path: PORT,
        says: 'is on port 443',
      },
      {
        name: "the listener's in G2",
        fleet: { kamaji: G2 },
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].port', 443),
        at: ALL_TENANTS,
        path: PORT,
      },
      {
        name: "konnectivity's, of the only tenant",
        fleet: { tenants: 1 },
        edit: ({ tenants: [tenant] }) => set(tenant, KONNECTIVITY_PORT, 9132),
        at: [TCP_1],
        path: KONNECTIVITY_PORT,
        says: 'konnectivity port 9132',
      },
      {
        name: "konnectivity's default",
        edit: ({ gateway: edge, tenants }) => {
          set(edge, 'spec.listeners[1].port', 9132);
          for (const tenant of tenants) {
            set(tenant, 'spec.addons.konnectivity', {});
          }
        },
        at: ALL_TENANTS,
        path: KONNECTIVITY_PORT,
        says: 'konnectivity port 8132',
      },
    ],
    silent: [
      {
        name: 'defaults on both sides',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, PORT);
          set(tenant, 'spec.addons.konnectivity', {});
        },
      },
      {
        name: 'another port in G5, on a listener of its own',
        fleet: { kamaji: G5 },
        edit: ({ gateway: edge, tenants: [tenant] }) => {
          set(edge, 'spec.listeners[2]', listenerLike({ name: 'other', port: 7443 }));
          set(tenant, PORT, 7443);
          set(tenant, `${PARENT}.port`, 7443);
          set(tenant, `${PARENT}.sectionName`, 'other');
        },
      },
    ],
  },
  {
    code: 'listener-port-conflict',
    fires: [
      {
        name: "one tenant's konnectivity on another port",
        edit: ({ tenants: [tenant] }) => set(tenant, KONNECTIVITY_PORT, 9132),
        at: [TCP_1],
        path: KONNECTIVITY_PORT,
        says: 'other tenants of Gateway kamaji-edge/edge want 8132',
        fix: 'a gateway of its own',
      },
      {
        name: "one tenant's API server on another port in G2",
        fleet: { kamaji: G2 },
        edit: ({ tenants: [tenant] }) => set(tenant, PORT, 7443),
        at: [TCP_1],
        path: PORT,
      },
    ],
    silent: [
      {
        name: 'two gateways',
        edit: ({ objects, gateway: edge, tenants: [tenant] }) => {
          const second = gateway('second', [...(edge['spec'] as { listeners: PlainObject[] }).listeners]);
          set(second, 'spec.listeners[1]', listenerLike({ name: 'konnectivity-server', port: 9132 }));
          objects.push(second);
          set(tenant, `${PARENT}.name`, 'second');
          set(tenant, KONNECTIVITY_PORT, 9132);
        },
      },
    ],
  },
  {
    code: 'more-specific-listener',
    fires: [
      {
        name: 'an exact name',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[2]', listenerLike({ name: 'exact', hostname: 'tcp1.cluster.dev' })),
        at: [TCP_1],
        path: HOSTNAME,
        says: 'listener "exact" of Gateway kamaji-edge/edge (tcp1.cluster.dev)',
      },
      {
        name: 'a longer wildcard',
        edit: ({ gateway: edge, tenants: [tenant] }) => {
          set(edge, 'spec.listeners[2]', listenerLike({ name: 'longer', hostname: '*.a.cluster.dev' }));
          set(tenant, HOSTNAME, 'tcp1.a.cluster.dev');
          set(tenant, 'spec.networkProfile.certSANs[0]', 'tcp1.a.cluster.dev');
        },
        at: [TCP_1],
        path: HOSTNAME,
      },
      {
        name: 'HTTPS on the port',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[2]', { name: 'web', port: 8132, protocol: 'HTTPS', hostname: 'tcp2.cluster.dev' }),
        at: [TCP_2],
        path: HOSTNAME,
        says: 'on port 8132',
      },
      {
        name: 'a ListenerSet that the Gateway lets in',
        edit: ({ gateway: edge, objects }) => {
          set(edge, 'spec.allowedListeners', setsFrom('tenant-9'));
          objects.push(listenerSet('stray', 'tenant-9', ownListeners('tcp3.cluster.dev').slice(0, 1)));
        },
        at: [TCP_3],
        path: HOSTNAME,
        says: 'ListenerSet tenant-9/stray',
      },
    ],
    silent: [
      {
        name: 'another port',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[2]', listenerLike({ name: 'exact', port: 443, hostname: 'tcp1.cluster.dev' })),
      },
      {
        name: 'a shorter wildcard',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[2]', listenerLike({ name: 'shorter', hostname: '*.example.dev' })),
      },
      {
        name: 'another Gateway',
        edit: ({ objects }) =>
          objects.push(gateway('web', [listenerLike({ name: 'exact', hostname: 'tcp1.cluster.dev' })])),
      },
      {
        name: 'a ListenerSet that the Gateway does not let in',
        edit: ({ objects }) => objects.push(listenerSet('stray', 'tenant-9', ownListeners('tcp3.cluster.dev'))),
      },
      {
        name: 'a ListenerSet that the controller does not read',
        edit: (fleet) => {
          set(fleet.gateway, 'spec.allowedListeners', { namespaces: { from: 'All' } });
          fleet.objects.push(listenerSet('stray', 'tenant-9', ownListeners('tcp3.cluster.dev')));
          servedBy(fleet, GatewayController.istio({ release: '1.30.3' }));
        },
      },
      {
        name: 'another Gateway on the same ports, where only routes take names',
        edit: (fleet) => {
          fleet.objects.push(gateway('web', [listenerLike({ name: 'exact', hostname: 'tcp1.cluster.dev' })]));
          servedBy(fleet, GatewayController.traefik());
        },
      },
    ],
  },
];

/** Cases of the checks on listeners alone. */
export const LISTENER_CASES: readonly CheckCase[] = [
  {
    code: 'listener-not-tls',
    fires: [
      {
        name: 'HTTPS',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].protocol', 'HTTPS'),
        at: [EDGE],
        path: 'spec.listeners[0].protocol',
      },
    ],
    silent: [
      {
        name: 'a listener that no tenant goes to',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[2]', { name: 'http', port: 80, protocol: 'HTTP' }),
      },
    ],
  },
  {
    code: 'listener-not-passthrough',
    fires: [
      {
        name: 'Terminate',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].tls.mode', 'Terminate'),
        at: [EDGE],
        path: 'spec.listeners[0].tls.mode',
      },
      {
        name: 'the default, which is Terminate',
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[1].tls'),
        at: [EDGE],
        path: 'spec.listeners[1].tls.mode',
      },
      {
        name: 'a Gateway of others, that tenants go to',
        edit: ({ gateway: edge, objects, known }) => {
          set(edge, 'spec.listeners[0].tls.mode', 'Terminate');
          objects.splice(objects.indexOf(edge), 1);
          known.push(edge);
        },
        at: [EDGE],
        path: 'spec.listeners[0].tls.mode',
      },
    ],
    silent: [
      {
        name: 'a Gateway of others, that no tenant goes to',
        edit: ({ known }) => known.push(gateway('web', [listenerLike({ tls: { mode: 'Terminate' } })])),
      },
    ],
  },
  {
    code: 'listener-without-tls-route',
    fires: [
      {
        name: 'another kind',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].allowedRoutes.kinds', [{ kind: 'TCPRoute' }]),
        at: [EDGE],
        path: 'spec.listeners[0].allowedRoutes.kinds',
        says: 'TCPRoute',
      },
      {
        name: 'the kind of another group',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[0].allowedRoutes.kinds', [{ group: 'example.com', kind: 'TLSRoute' }]),
        at: [EDGE],
        path: 'spec.listeners[0].allowedRoutes.kinds',
      },
    ],
    silent: [
      { name: 'no kinds', edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[0].allowedRoutes.kinds') },
      {
        name: 'several kinds',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[0].allowedRoutes.kinds', [{ kind: 'TCPRoute' }, { kind: 'TLSRoute' }]),
      },
    ],
  },
  {
    code: 'listener-without-hostname',
    fires: [
      {
        name: 'none',
        edit: ({ gateway: edge }) => remove(edge, 'spec.listeners[0].hostname'),
        at: [EDGE],
        path: 'spec.listeners[0]',
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: 'a Gateway of others',
        edit: ({ gateway: edge, objects, known }) => {
          remove(edge, 'spec.listeners[0].hostname');
          objects.splice(objects.indexOf(edge), 1);
          known.push(edge);
        },
      },
    ],
  },
  {
    code: 'routes-from-all-namespaces',
    fires: [
      {
        name: 'All',
        edit: ({ gateway: edge }) => set(edge, 'spec.listeners[0].allowedRoutes.namespaces', { from: 'All' }),
        at: [EDGE],
        path: 'spec.listeners[0].allowedRoutes.namespaces',
        severity: Severity.WARNING,
      },
      {
        name: 'a selector that selects everything',
        edit: ({ gateway: edge }) => set(edge, `spec.listeners[1].${SELECTOR}`, {}),
        at: [EDGE],
        path: 'spec.listeners[1].allowedRoutes.namespaces',
        severity: Severity.WARNING,
      },
      {
        name: 'ListenerSets from everywhere',
        edit: ({ gateway: edge }) => set(edge, 'spec.allowedListeners', { namespaces: { from: 'All' } }),
        at: [EDGE],
        path: 'spec.allowedListeners.namespaces',
        says: 'ListenerSets from every namespace',
        severity: Severity.WARNING,
      },
      {
        name: 'ListenerSets by a selector that selects everything',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.allowedListeners', { namespaces: { from: 'Selector', selector: {} } }),
        at: [EDGE],
        path: 'spec.allowedListeners.namespaces',
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: 'ListenerSets from namespaces by name',
        edit: ({ gateway: edge }) => set(edge, 'spec.allowedListeners', setsFrom('tenant-1')),
      },
      {
        name: 'ListenerSets from everywhere, to a Gateway without tenants',
        edit: ({ objects }) => {
          const web = gateway('web', [{ name: 'http', port: 80, protocol: 'HTTP' }]);
          set(web, 'spec.allowedListeners', { namespaces: { from: 'All' } });
          objects.push(web);
        },
      },
      {
        name: 'ListenerSets from everywhere, to a Gateway of others',
        edit: ({ gateway: edge, objects, known }) => {
          set(edge, 'spec.allowedListeners', { namespaces: { from: 'All' } });
          objects.splice(objects.indexOf(edge), 1);
          known.push(edge);
        },
      },
      {
        name: 'All on a listener that no tenant goes to',
        edit: ({ gateway: edge }) =>
          set(edge, 'spec.listeners[2]', {
            name: 'http',
            port: 80,
            protocol: 'HTTP',
            allowedRoutes: { namespaces: { from: 'All' } },
          }),
      },
    ],
  },
  {
    code: 'gateway-too-large',
    fires: [
      {
        name: 'an annotation of 200 KB',
        edit: ({ gateway: edge }) => set(edge, 'metadata.annotations', { note: 'x'.repeat(200 * 1024) }),
        at: [EDGE],
        path: 'spec.listeners',
        says: /^the Gateway has 20\d{4} bytes/,
        fix: 'allowedNamespaces',
        severity: Severity.WARNING,
      },
    ],
    silent: [
      {
        name: 'an annotation of 100 KB',
        edit: ({ gateway: edge }) => set(edge, 'metadata.annotations', { note: 'x'.repeat(100 * 1024) }),
      },
    ],
  },
  {
    code: 'too-many-listeners',
    fires: [
      {
        name: '65',
        edit: ({ gateway: edge }) => {
          for (let i = 2; i < 65; i++) {
            set(edge, `spec.listeners[${i}]`, { name: `http-${i}`, port: 1000 + i, protocol: 'HTTP' });
          }
        },
        at: [EDGE],
        path: 'spec.listeners',
        says: 'has 65 listeners',
      },
    ],
    silent: [
      {
        name: '64',
        edit: ({ gateway: edge }) => {
          for (let i = 2; i < 64; i++) {
            set(edge, `spec.listeners[${i}]`, { name: `http-${i}`, port: 1000 + i, protocol: 'HTTP' });
          }
        },
      },
    ],
  },
];

/** A tenant that goes to a ListenerSet of its own. */
function behindListenerSet(name: string): CheckCase['fires'][number]['edit'] {
  return ({ gateway: edge, objects, tenants: [tenant] }) => {
    set(edge, 'spec.allowedListeners', setsFrom('tenant-1'));
    objects.push(listenerSet(name, 'tenant-1', ownListeners('tcp1.cluster.dev')));
    set(tenant, PARENT, {
      group: 'gateway.networking.k8s.io',
      kind: 'ListenerSet',
      name,
      namespace: 'tenant-1',
      sectionName: 'kube-apiserver',
      port: 6443,
    });
  };
}

/** Cases of the checks on tenants behind ListenerSets. */
export const LISTENER_SET_CASES: readonly CheckCase[] = [
  {
    code: 'listener-set-without-access-points',
    fires: [
      {
        name: 'a ListenerSet of its own',
        edit: behindListenerSet('tcp-1'),
        at: [undefined],
        severity: Severity.WARNING,
        says: '1 tenant behind ListenerSets (tenant-1/tcp-1)',
      },
    ],
    silent: [
      {
        name: 'a ListenerSet that no tenant goes to',
        edit: ({ objects }) => objects.push(listenerSet('web', 'web', [])),
      },
      {
        name: 'a ListenerSet that the Gateway does not let in',
        edit: (fleet) => {
          behindListenerSet('tcp-1')(fleet);
          set(fleet.gateway, 'spec.allowedListeners', { namespaces: { from: 'Same' } });
        },
      },
      {
        name: 'a ListenerSet that the controller does not read',
        edit: (fleet) => {
          behindListenerSet('tcp-1')(fleet);
          servedBy(fleet, GatewayController.istio({ release: '1.30.3' }));
        },
      },
    ],
  },
  {
    code: 'listener-set-named-like-gateway',
    fires: [
      {
        name: 'a Gateway of that name in the namespace',
        edit: (fleet) => {
          behindListenerSet('tcp-1')(fleet);
          fleet.known.push(gateway('tcp-1', [], 'tenant-1'));
        },
        at: [TCP_1],
        path: `${PARENT}.name`,
      },
    ],
    silent: [
      {
        name: 'a Gateway of that name elsewhere',
        edit: (fleet) => {
          behindListenerSet('tcp-1')(fleet);
          fleet.known.push(gateway('tcp-1', [], 'tenant-2'));
        },
      },
    ],
  },
];
