import { CONTROLLER_CODES, checkController } from '../../../src/controllers/checks';
import { ControllerCheckInput } from '../../../src/controllers/checks/check-input';
import { GatewayController } from '../../../src/controllers/gateway-controller';
import { Severity } from '../../../src/diagnostics';
import { GatewayApiChannel, GatewayApiRelease } from '../../../src/gateway-api/gateway-api-release';
import { asMap, KubeObject } from '../../../src/objects';
import {
  gateway,
  gatewayClass,
  KONNECTIVITY,
  KUBE_APISERVER,
  ListenerSpec,
  listenerSet,
  service,
  tlsRoute,
} from '../objects';

type Options = NonNullable<Parameters<typeof gateway>[1]>;

function shared(
  controller: GatewayController,
  object: KubeObject,
  more: Partial<ControllerCheckInput> & { readonly parties?: number; readonly keepaliveSeconds?: number } = {},
): ControllerCheckInput {
  const { parties = 2, keepaliveSeconds, objects = [], ...rest } = more;
  const tunnel = {
    object: { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane', metadata: { name: 'tcp-1' } },
    path: 'spec.addons.konnectivity.server.extraArgs',
    listener: 'konnectivity-server',
    ...(keepaliveSeconds === undefined ? {} : { keepaliveSeconds }),
  };
  return {
    controller,
    objects: [object, ...objects],
    shared: [{ gateway: object, parties, tunnels: [tunnel] }],
    ...rest,
  };
}

const exact = [
  { ...KUBE_APISERVER, hostname: 't1.cluster.dev' },
  { ...KONNECTIVITY, hostname: 't1.cluster.dev' },
];
/** An ordinary listener for web traffic. */
const web = (label: string) => ({ name: 'web', port: 443, protocol: 'HTTPS', hostname: `${label}.cluster.dev` });
const routeTo = (sectionName: string | undefined, hostname: string, port?: number): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'TLSRoute',
  metadata: { name: `${hostname}-${sectionName ?? 'all'}`, namespace: 'tenant-1' },
  spec: { parentRefs: [{ name: 'edge', namespace: 'kamaji-edge', sectionName, port }], hostnames: [hostname] },
});
const routeToSet = (set: string, sectionName: string, label: string): KubeObject => ({
  ...routeTo(sectionName, `${label}.cluster.dev`),
  spec: { parentRefs: [{ kind: 'ListenerSet', name: set, sectionName }], hostnames: [`${label}.cluster.dev`] },
});
const bare = [
  { name: 'kube-apiserver', port: 6443 },
  { name: 'konnectivity-server', port: 8132 },
];
const address = (type: string, value: string) => ({ spec: { addresses: [{ type, value }] } });
const clientTrafficPolicy = (idleTimeout: string, sectionName?: string): KubeObject => ({
  apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  kind: 'ClientTrafficPolicy',
  metadata: { name: `p-${sectionName ?? 'all'}`, namespace: 'kamaji-edge' },
  spec: {
    targetRefs: [
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: 'edge',
        ...(sectionName === undefined ? {} : { sectionName }),
      },
    ],
    timeout: { tcp: { idleTimeout } },
  },
});
const metalLb = (addresses: string, kind?: string) => ({
  spec: {
    infrastructure: {
      annotations: { 'metallb.io/loadBalancerIPs': addresses },
      ...(kind === undefined ? {} : { parametersRef: { group: GROUPS[kind], kind, name: 'edge' } }),
    },
  },
});
const GROUPS: Readonly<Record<string, string>> = {
  EnvoyProxy: 'gateway.envoyproxy.io',
  NginxProxy: 'gateway.nginx.org',
};
const envoyProxy = (spec: KubeObject): KubeObject => ({
  apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  kind: 'EnvoyProxy',
  metadata: { name: 'edge', namespace: 'kamaji-edge' },
  spec,
});
/** The class of Envoy Gateway, and the EnvoyProxy that it names. */
const eg = (name?: string): KubeObject => {
  const object = gatewayClass('eg', 'gateway.envoyproxy.io/gatewayclass-controller');
  const ref = { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name, namespace: 'kamaji-edge' };
  return name === undefined ? object : { ...object, spec: { ...asMap(object['spec']), parametersRef: ref } };
};
const nginxProxy: KubeObject = {
  apiVersion: 'gateway.nginx.org/v1alpha2',
  kind: 'NginxProxy',
  metadata: { name: 'edge', namespace: 'kamaji-edge' },
  spec: { workerConnections: 65535 },
};

const sharing = (addresses: string) => ({
  spec: {
    infrastructure: {
      annotations: { 'metallb.io/loadBalancerIPs': addresses, 'metallb.io/allow-shared-ip': 'edge' },
    },
  },
});
/** Two Gateways with equal listeners. */
const twins = (className: string, edge: Options, web: Options): KubeObject[] => [
  gateway(className, edge),
  gateway(className, { ...web, name: 'web' }),
];

interface Case {
  readonly fires: readonly ControllerCheckInput[];
  readonly silent: readonly ControllerCheckInput[];
  readonly severity?: Severity;
  /** What object and path the first finding is about. */
  readonly at: string;
  readonly says: RegExp;
}

const { envoyGateway, istio, nginxGatewayFabric, cilium, kgateway, traefik, contour } = GatewayController;
const { kongIngressController, kongOperator, haproxyIngress, haproxyUnifiedGateway, gke } = GatewayController;

const CASES: Readonly<Record<string, Case>> = {
  'controller-refused': {
    fires: [
      shared(kongIngressController(), gateway('kong')),
      shared(GatewayController.awsLoadBalancerController(), gateway('aws-nlb-gateway-class')),
      shared(cilium({ release: 'v1.19.5' }), gateway('cilium')),
      shared(nginxGatewayFabric({ release: 'v2.6.2' }), gateway('nginx')),
    ],
    silent: [
      // The same Gateway without tenants is nobody's concern
      { controller: kongIngressController(), objects: [gateway('kong')] },
      shared(cilium({ release: 'v1.19.6' }), gateway('cilium')),
      shared(envoyGateway(), gateway('eg')),
    ],
    at: 'Gateway spec.gatewayClassName',
    says: /Kong Ingress Controller routes TLS by name without the port/,
  },
  'controller-experimental': {
    fires: [
      shared(haproxyIngress(), gateway('haproxy')),
      shared(gke({ release: '1.35.2-gke.1842000' }), gateway('gke-l7-rilb')),
    ],
    silent: [shared(kgateway(), gateway('kgateway')), { controller: haproxyIngress(), objects: [gateway('haproxy')] }],
    severity: Severity.WARNING,
    at: 'Gateway spec.gatewayClassName',
    says: /HAProxy Ingress has TLSRoutes in alpha releases only/,
  },
  'controller-legacy': {
    fires: [
      shared(contour(), gateway('contour')),
      shared(envoyGateway({ release: 'v1.7.3' }), gateway('eg')),
      // What is wrong with any bundle is said with old ones, too
      {
        ...shared(istio({ release: 'v1.29.1' }), gateway('istio')),
        gatewayApi: GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL),
      },
    ],
    silent: [
      {
        ...shared(istio({ release: 'v1.29.3' }), gateway('istio')),
        gatewayApi: GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL),
      },
      shared(envoyGateway({ release: 'v1.8.0-rc.1' }), gateway('eg')),
      {
        ...shared(envoyGateway({ release: 'v1.7.3' }), gateway('eg')),
        gatewayApi: GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL),
      },
    ],
    severity: Severity.NOTE,
    at: 'Gateway spec.gatewayClassName',
    says: /Contour reads TLSRoute v1alpha2 only/,
  },
  'controller-release-unknown': {
    fires: [shared(envoyGateway({ release: 'v1.10.0' }), gateway('eg'))],
    silent: [
      shared(envoyGateway({ release: 'v1.9.0' }), gateway('eg')),
      shared(envoyGateway(), gateway('eg')),
      shared(
        GatewayController.custom({ controllerName: 'x.dev/c', gatewayClassName: 'x', release: '99' }),
        gateway('x'),
      ),
    ],
    severity: Severity.WARNING,
    at: ' platform.controller',
    says: /"v1.10.0" is newer than "v1.9.0"/,
  },
  'controller-switch-needed': {
    fires: [shared(istio({ release: '1.29.0' }), gateway('istio'))],
    silent: [shared(istio({ release: '1.30.0' }), gateway('istio'))],
    severity: Severity.NOTE,
    at: 'Gateway spec.gatewayClassName',
    says: /PILOT_ENABLE_ALPHA_GATEWAY_API=true/,
  },
  'gateway-api-unread-by-controller': {
    fires: [
      { ...shared(istio(), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.4.1') },
      { ...shared(istio({ release: 'v1.29.3' }), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.5.1') },
      // One patch release knew the bundle up to 1.4.0 only
      { ...shared(istio({ release: 'v1.29.2' }), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.4.1') },
      { ...shared(istio({ release: 'v1.28.6' }), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.4.1') },
    ],
    silent: [
      { ...shared(istio(), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.5.1') },
      { ...shared(istio({ release: 'v1.29.1' }), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.4.1') },
      { ...shared(istio({ release: 'v1.29.3' }), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.4.1') },
      { ...shared(istio({ release: 'v1.28.7' }), gateway('istio')), gatewayApi: GatewayApiRelease.of('v1.4.1') },
      { controller: istio(), objects: [], gatewayApi: GatewayApiRelease.of('v1.4.1') },
    ],
    at: ' platform.controller',
    says: /Istio needs Gateway API v1.5.0 or newer, but v1.4.1 is installed; it ignores/,
  },
  'gateway-api-newer-than-controller': {
    fires: [{ ...shared(nginxGatewayFabric(), gateway('nginx')), gatewayApi: GatewayApiRelease.of('v1.6.1') }],
    silent: [
      { ...shared(nginxGatewayFabric(), gateway('nginx')), gatewayApi: GatewayApiRelease.of('v1.5.2') },
      { ...shared(envoyGateway(), gateway('eg')), gatewayApi: GatewayApiRelease.of('v1.5.1') },
      {
        ...shared(GatewayController.custom({ controllerName: 'x.dev/c', gatewayClassName: 'x' }), gateway('x')),
        gatewayApi: GatewayApiRelease.of('v1.6.1'),
      },
    ],
    severity: Severity.NOTE,
    at: ' platform.controller',
    says: /built for Gateway API v1.5.1/,
  },
  'port-unavailable': {
    fires: [
      shared(traefik({ openPorts: [443, 6443] }), gateway('traefik')),
      {
        controller: kongIngressController(),
        objects: [
          gateway('kong', {
            annotations: { 'konghq.com/publish-service': 'kong/proxy' },
            listeners: [{ name: 'udp', port: 9902, protocol: 'UDP' }],
          }),
          service('proxy', [{ port: 9902 }]),
        ],
      },
      shared(contour({ staticGateway: true, openPorts: [] }), gateway('contour')),
    ],
    silent: [
      shared(traefik({ openPorts: [6443, 8132] }), gateway('traefik')),
      shared(envoyGateway({ openPorts: [] }), gateway('eg')),
      {
        controller: kongIngressController(),
        objects: [
          gateway('kong', {
            annotations: { 'konghq.com/publish-service': 'kong/proxy,kong/proxy-udp' },
            listeners: [
              { name: 'udp', port: 9902, protocol: 'UDP' },
              { name: 'tcp', port: 9901, protocol: 'TCP' },
            ],
          }),
          service('proxy', [{ port: 9901 }]),
          service('proxy-udp', [{ port: 9902, protocol: 'UDP' }]),
        ],
      },
    ],
    at: 'Gateway spec.listeners[1].port',
    says: /TCP port 8132 of listener "konnectivity-server" is not open .*open: 443, 6443.*PortUnavailable/,
  },
  'ports-opened-by-hand': {
    fires: [shared(traefik(), gateway('traefik')), shared(haproxyIngress(), gateway('haproxy'))],
    silent: [shared(traefik({ openPorts: [] }), gateway('traefik')), shared(envoyGateway(), gateway('eg'))],
    severity: Severity.WARNING,
    at: 'Gateway spec.listeners',
    says: /must have ports 6443, 8132 open/,
  },
  'exact-hostname-on-two-ports': {
    fires: [
      shared(nginxGatewayFabric(), gateway('nginx', { listeners: exact })),
      shared(
        nginxGatewayFabric(),
        gateway('nginx', { listeners: [{ ...KUBE_APISERVER, hostname: 't1.cluster.dev' }, KONNECTIVITY] }),
        { objects: [routeTo('konnectivity-server', 't1.cluster.dev')] },
      ),
      // A listener for something else that has a tenant's name
      shared(nginxGatewayFabric(), gateway('nginx', { listeners: [KUBE_APISERVER, KONNECTIVITY, web('t1')] }), {
        routes: [{ route: routeTo('kube-apiserver', 't1.cluster.dev'), owner: { kind: 'TenantControlPlane' } }],
      }),
      // A name that is a wildcard is compared as it is
      shared(nginxGatewayFabric(), gateway('nginx'), { objects: [routeTo('kube-apiserver', '*.cluster.dev')] }),
      // A reference to all listeners is one to each
      shared(
        nginxGatewayFabric(),
        gateway('nginx', { listeners: [KUBE_APISERVER, { ...web('t1'), protocol: 'HTTPS' }] }),
        { objects: [routeTo(undefined, 't1.cluster.dev')] },
      ),
      // The listeners of one ListenerSet
      shared(nginxGatewayFabric(), gateway('nginx', { listeners: [KONNECTIVITY] }), {
        objects: [listenerSet('set', exact)],
      }),
      shared(nginxGatewayFabric(), gateway('nginx'), {
        objects: [listenerSet('set', [KUBE_APISERVER, web('t1')]), routeToSet('set', 'kube-apiserver', 't1')],
      }),
    ],
    silent: [
      shared(nginxGatewayFabric(), gateway('nginx')),
      shared(envoyGateway(), gateway('eg', { listeners: exact })),
      shared(
        nginxGatewayFabric(),
        gateway('nginx', { listeners: [{ name: 'a', port: 6443, hostname: 't1.x.dev' }, KONNECTIVITY] }),
      ),
      // On one port the more specific listener wins by the book
      shared(
        nginxGatewayFabric(),
        gateway('nginx', { listeners: [KUBE_APISERVER, { name: 'a', port: 6443, hostname: 't1.cluster.dev' }] }),
        { objects: [routeTo('kube-apiserver', 't1.cluster.dev')] },
      ),
      // A name below the wildcard that no route of the wildcard's listeners has
      shared(nginxGatewayFabric(), gateway('nginx', { listeners: [KUBE_APISERVER, KONNECTIVITY, web('shop')] }), {
        objects: [routeTo('kube-apiserver', 't1.cluster.dev'), routeTo('konnectivity-server', 't1.cluster.dev')],
      }),
      // Listeners of a ListenerSet take nothing from routes of the Gateway
      shared(nginxGatewayFabric(), gateway('nginx', { listeners: [KONNECTIVITY] }), {
        objects: [
          listenerSet('set', [{ name: 'a', port: 6443, hostname: 't1.cluster.dev' }]),
          routeTo('konnectivity-server', 't1.cluster.dev'),
        ],
      }),
      // A reference with a port alone is not looked at
      shared(nginxGatewayFabric(), gateway('nginx', { listeners: [KUBE_APISERVER, web('t1')] }), {
        objects: [routeTo(undefined, 't1.cluster.dev', 6443)],
      }),
      // A name that is kept on one of the listeners
      shared(
        nginxGatewayFabric(),
        gateway('nginx', { listeners: [KUBE_APISERVER, { name: 'db', port: 5432, hostname: 't1.cluster.dev' }] }),
        { objects: [routeTo(undefined, 't1.cluster.dev')] },
      ),
    ],
    at: 'Gateway spec.listeners[0].hostname',
    says: /"t1.cluster.dev" of listener "kube-apiserver" \(6443\) is taken from every route of listener "konnectivity-server" \(8132\)/,
  },
  'hostname-taken-by-other-port': {
    fires: [
      shared(contour(), gateway('contour', { listeners: [KUBE_APISERVER, { ...KONNECTIVITY, hostname: undefined }] }), {
        objects: [routeTo('konnectivity-server', 't1.cluster.dev'), routeTo('konnectivity-server', 't2.cluster.dev')],
      }),
      shared(
        contour(),
        gateway('contour', { listeners: [{ ...KUBE_APISERVER, hostname: 't1.cluster.dev' }, KONNECTIVITY] }),
        { objects: [routeTo('konnectivity-server', 't1.cluster.dev')] },
      ),
      // A wildcard of something else that is closer to a tenant's name
      shared(contour(), gateway('contour', { listeners: [KUBE_APISERVER, KONNECTIVITY, web('*.apps')] }), {
        objects: [routeTo('kube-apiserver', 't.apps.cluster.dev')],
      }),
      shared(contour(), gateway('contour', { listeners: [KUBE_APISERVER, KONNECTIVITY, web('*.apps')] }), {
        objects: [routeTo(undefined, 't.apps.cluster.dev')],
      }),
    ],
    silent: [
      shared(contour(), gateway('contour'), {
        objects: [routeTo('kube-apiserver', 't1.cluster.dev'), routeTo('konnectivity-server', 't1.cluster.dev')],
      }),
      // A route keeps the name that its own listener has
      shared(contour(), gateway('contour', { listeners: exact }), {
        objects: [routeTo('kube-apiserver', 't1.cluster.dev'), routeTo('konnectivity-server', 't1.cluster.dev')],
      }),
      // A wider wildcard takes nothing
      shared(contour(), gateway('contour', { listeners: [KUBE_APISERVER, { ...KONNECTIVITY, hostname: '*.dev' }] }), {
        objects: [routeTo('kube-apiserver', 't1.cluster.dev')],
      }),
      // A route that is attached to both
      shared(contour(), gateway('contour', { listeners: [KUBE_APISERVER, { ...KONNECTIVITY, hostname: undefined }] }), {
        objects: [routeTo(undefined, 't1.cluster.dev')],
      }),
      shared(contour(), gateway('contour', { listeners: [KUBE_APISERVER, KONNECTIVITY, web('*.apps')] }), {
        objects: [routeTo('kube-apiserver', 't1.cluster.dev')],
      }),
      // On one port the more specific listener wins by the book
      shared(
        contour(),
        gateway('contour', { listeners: [KUBE_APISERVER, { name: 'a', port: 6443, hostname: '*.apps.cluster.dev' }] }),
        { objects: [routeTo('kube-apiserver', 't1.apps.cluster.dev')] },
      ),
      shared(
        contour({ release: 'v1.29.5' }),
        gateway('contour', { listeners: [KUBE_APISERVER, { ...KONNECTIVITY, hostname: undefined }] }),
        { objects: [routeTo('konnectivity-server', 't1.cluster.dev')] },
      ),
    ],
    at: 'Gateway spec.listeners[0].hostname',
    says: /"\*\.cluster\.dev" of listener "kube-apiserver" \(6443\) takes "t1\.cluster\.dev" from TLSRoute tenant-1\/t1\.cluster\.dev-konnectivity-server, and the names of 1 more on listener "konnectivity-server" \(8132\), which then serves nobody by those names/,
  },
  'hostname-conflict-across-ports': {
    fires: [shared(kongOperator(), gateway('kong'))],
    silent: [
      shared(kongOperator(), gateway('kong', { listeners: bare })),
      shared(envoyGateway(), gateway('eg')),
      shared(
        kongOperator(),
        gateway('kong', { listeners: [KUBE_APISERVER, { ...KUBE_APISERVER, name: 'same-port' }] }),
      ),
    ],
    at: 'Gateway spec.listeners[1].hostname',
    says: /"\*\.cluster\.dev" on listeners "kube-apiserver" \(6443\) and "konnectivity-server" \(8132\)/,
  },
  'too-many-tls-listeners-on-port': {
    fires: [
      shared(
        kongOperator(),
        gateway('kong', {
          listeners: [
            { name: 'a', port: 6443, hostname: 'a.dev' },
            { name: 'b', port: 6443 },
          ],
        }),
      ),
    ],
    silent: [
      shared(kongOperator(), gateway('kong', { listeners: bare })),
      shared(envoyGateway(), gateway('eg', { listeners: [KUBE_APISERVER, { name: 'b', port: 6443 }] })),
    ],
    at: 'Gateway spec.listeners[1].port',
    says: /"b" is number 2 on port 6443/,
  },
  'listener-set-unsupported': {
    fires: [
      shared(istio(), gateway('istio'), { objects: [listenerSet('set', exact)] }),
      shared(envoyGateway({ release: 'v1.7.0' }), gateway('eg'), { objects: [listenerSet('set', exact)] }),
    ],
    silent: [
      shared(envoyGateway(), gateway('eg'), { objects: [listenerSet('set', exact)] }),
      shared(istio(), gateway('istio')),
    ],
    at: 'ListenerSet spec.parentRef',
    says: /Istio does not read ListenerSets/,
  },
  'one-gateway-per-class': {
    fires: [
      { controller: kongIngressController(), objects: [gateway('kong'), gateway('kong', { name: 'second' })] },
      {
        controller: contour({ staticGateway: true, openPorts: [6443, 8132] }),
        objects: [gateway('contour'), gateway('contour', { name: 'second' })],
      },
    ],
    silent: [
      { controller: kongIngressController(), objects: [gateway('kong')] },
      {
        controller: kongIngressController(),
        objects: [
          gateway('kong'),
          gateway('kong-2', { name: 'second' }),
          gatewayClass('kong-2', 'konghq.com/kic-gateway-controller', {
            'konghq.com/gatewayclass-unmanaged': 'true',
          }),
        ],
      },
      { controller: envoyGateway(), objects: [gateway('eg'), gateway('eg', { name: 'second' })] },
      { controller: contour(), objects: [gateway('contour'), gateway('contour', { name: 'second' })] },
    ],
    at: 'Gateway spec.gatewayClassName',
    says: /class "kong" with one data plane, and kamaji-edge\/edge has it/,
  },
  'addresses-become-external-ips': {
    fires: [
      shared(envoyGateway(), gateway('eg', address('IPAddress', '192.0.2.1'))),
      shared(nginxGatewayFabric(), gateway('nginx', address('IPAddress', '192.0.2.1'))),
    ],
    silent: [
      shared(envoyGateway(), gateway('eg')),
      shared(kgateway(), gateway('kgateway', address('IPAddress', '192.0.2.1'))),
      shared(cilium(), gateway('cilium', address('IPAddress', '192.0.2.1'))),
    ],
    severity: Severity.WARNING,
    at: 'Gateway spec.addresses',
    says: /makes externalIPs of spec.addresses/,
  },
  'addresses-ignored': {
    fires: [
      shared(traefik(), gateway('traefik', address('IPAddress', '192.0.2.1'))),
      shared(
        istio(),
        gateway('istio', {
          spec: {
            addresses: [
              { type: 'IPAddress', value: '192.0.2.1' },
              { type: 'IPAddress', value: '192.0.2.2' },
            ],
          },
        }),
      ),
    ],
    silent: [
      shared(traefik(), gateway('traefik')),
      shared(istio(), gateway('istio', address('IPAddress', '192.0.2.1'))),
    ],
    severity: Severity.WARNING,
    at: 'Gateway spec.addresses',
    says: /Traefik ignores spec.addresses/,
  },
  'address-not-usable': {
    fires: [
      shared(envoyGateway(), gateway('eg', address('Hostname', 'edge.dev'))),
      shared(gke(), gateway('gke-l7-rilb', address('IPAddress', '192.0.2.1'))),
      shared(
        kgateway(),
        gateway('kgateway', { spec: { addresses: [{ value: '192.0.2.1' }, { value: '192.0.2.2' }] } }),
      ),
      shared(kgateway(), gateway('kgateway', address('Hostname', 'edge.dev'))),
    ],
    silent: [
      shared(envoyGateway(), gateway('eg', address('IPAddress', '192.0.2.1'))),
      shared(gke(), gateway('gke-l7-rilb', address('NamedAddress', 'edge'))),
      shared(kgateway(), gateway('kgateway', address('IPAddress', '192.0.2.1'))),
      // Other types do not count beside an IPAddress
      shared(
        kgateway(),
        gateway('kgateway', {
          spec: { addresses: [{ type: 'Hostname', value: 'edge.dev' }, { value: '192.0.2.1' }] },
        }),
      ),
    ],
    at: 'Gateway spec.addresses[0]',
    says: /does not take an address of type Hostname \("edge.dev"\)/,
  },
  'address-family-not-served': {
    fires: [
      { controller: envoyGateway(), objects: [eg(), gateway('eg', metalLb('192.0.2.1, 2001:db8::1'))] },
      { controller: envoyGateway(), objects: [eg(), gateway('eg', address('IPAddress', '2001:db8::1'))] },
      {
        controller: envoyGateway(),
        objects: [eg(), gateway('eg', metalLb('2001:db8::1', 'EnvoyProxy')), envoyProxy({ ipFamily: 'IPv4' })],
      },
      {
        controller: envoyGateway(),
        objects: [
          eg('edge'),
          gateway('eg'),
          envoyProxy({
            ipFamily: 'IPv6',
            provider: { kubernetes: { envoyService: { loadBalancerIP: '192.0.2.1' } } },
          }),
        ],
      },
      {
        controller: nginxGatewayFabric(),
        objects: [
          gatewayClass('nginx', 'gateway.nginx.org/nginx-gateway-controller'),
          gateway('nginx', metalLb('2001:db8::1', 'NginxProxy')),
          { ...nginxProxy, spec: { ipFamily: 'ipv4' } },
        ],
      },
    ],
    silent: [
      { controller: envoyGateway(), objects: [eg(), gateway('eg', metalLb('192.0.2.1'))] },
      // The class may name an EnvoyProxy
      { controller: envoyGateway(), objects: [gateway('eg', metalLb('2001:db8::1'))] },
      { controller: envoyGateway(), objects: [eg('edge'), gateway('eg', metalLb('2001:db8::1'))] },
      {
        controller: envoyGateway(),
        objects: [eg(), gateway('eg', metalLb('2001:db8::1', 'EnvoyProxy')), envoyProxy({ ipFamily: 'DualStack' })],
      },
      {
        controller: envoyGateway(),
        objects: [eg('edge'), gateway('eg', metalLb('2001:db8::1')), envoyProxy({ ipFamily: 'IPv6' })],
      },
      // Words that the API server refuses
      {
        controller: envoyGateway(),
        objects: [eg('edge'), gateway('eg', metalLb('2001:db8::1')), envoyProxy({ ipFamily: 'constructor' })],
      },
      {
        controller: nginxGatewayFabric(),
        objects: [
          gatewayClass('nginx', 'gateway.nginx.org/nginx-gateway-controller'),
          gateway('nginx', metalLb('2001:db8::1')),
        ],
      },
      { controller: istio(), objects: [gateway('istio', metalLb('2001:db8::1'))] },
    ],
    at: 'Gateway spec.infrastructure.annotations[metallb.io/loadBalancerIPs]',
    says: /asks for 2001:db8::1, but Envoy Gateway listens on IPv4 alone/,
  },
  'address-shared': {
    fires: [
      { controller: envoyGateway(), objects: twins('eg', metalLb('192.0.2.1'), metalLb('192.0.2.2, 192.0.2.1')) },
      { controller: cilium(), objects: twins('cilium', address('IPAddress', '192.0.2.1'), metalLb('192.0.2.1')) },
      // On one port no Service shares an address
      { controller: envoyGateway(), objects: twins('eg', sharing('192.0.2.1'), sharing('192.0.2.1')) },
      {
        controller: envoyGateway(),
        objects: [
          eg('edge'),
          ...twins('eg', {}, {}),
          envoyProxy({ provider: { kubernetes: { envoyService: { loadBalancerIP: '192.0.2.1' } } } }),
        ],
      },
    ],
    silent: [
      { controller: envoyGateway(), objects: twins('eg', metalLb('192.0.2.1'), metalLb('192.0.2.2')) },
      {
        controller: envoyGateway(),
        objects: [
          gateway('eg', metalLb('192.0.2.1')),
          gateway('eg', { ...metalLb('192.0.2.1'), name: 'web', listeners: [{ name: 'x', port: 443 }] }),
        ],
      },
      // One data plane, one Service
      { controller: traefik(), objects: twins('traefik', metalLb('192.0.2.1'), metalLb('192.0.2.1')) },
      {
        controller: envoyGateway(),
        objects: [
          eg('edge'),
          ...twins('eg', metalLb('192.0.2.1'), metalLb('192.0.2.1')),
          envoyProxy({ mergeGateways: true }),
        ],
      },
    ],
    severity: Severity.WARNING,
    at: 'Gateway spec.infrastructure.annotations[metallb.io/loadBalancerIPs]',
    says: /Gateway kamaji-edge\/web asks for 192.0.2.1 with TCP port 6443, and so does Gateway kamaji-edge\/edge/,
  },
  'infrastructure-ignored': {
    fires: [
      shared(
        traefik(),
        gateway('traefik', {
          spec: { infrastructure: { annotations: { 'metallb.io/loadBalancerIPs': '192.0.2.1' } } },
        }),
      ),
    ],
    silent: [
      shared(traefik(), gateway('traefik', { spec: { infrastructure: {} } })),
      shared(
        envoyGateway(),
        gateway('eg', { spec: { infrastructure: { annotations: { 'metallb.io/loadBalancerIPs': '192.0.2.1' } } } }),
      ),
    ],
    severity: Severity.WARNING,
    at: 'Gateway spec.infrastructure.annotations',
    says: /ignores spec.infrastructure without a word/,
  },
  'gateway-class-of-other-controller': {
    fires: [{ controller: envoyGateway(), objects: [gatewayClass('eg', 'example.com/eg')] }],
    silent: [
      {
        controller: envoyGateway({ controllerName: 'example.com/eg' }),
        objects: [gatewayClass('eg', 'example.com/eg')],
      },
      { controller: envoyGateway(), objects: [gatewayClass('other', 'example.com/eg')] },
    ],
    severity: Severity.WARNING,
    at: 'GatewayClass spec.controllerName',
    says: /names "example.com\/eg", but Envoy Gateway answers to "gateway.envoyproxy.io\/gatewayclass-controller"/,
  },
  'gateway-class-annotation-missing': {
    fires: [
      { controller: kongIngressController(), objects: [gatewayClass('kong', 'konghq.com/kic-gateway-controller')] },
    ],
    silent: [
      {
        controller: kongIngressController(),
        objects: [
          gatewayClass('kong', 'konghq.com/kic-gateway-controller', { 'konghq.com/gatewayclass-unmanaged': 'true' }),
        ],
      },
      { controller: kongOperator(), objects: [gatewayClass('kong', 'konghq.com/gateway-operator')] },
    ],
    at: 'GatewayClass metadata.annotations',
    says: /konghq.com\/gatewayclass-unmanaged: "true"/,
  },
  'idle-timeout-cuts-tunnel': {
    fires: [
      shared(envoyGateway(), gateway('eg')),
      shared(nginxGatewayFabric(), gateway('nginx'), { keepaliveSeconds: 600 }),
      shared(envoyGateway(), gateway('eg'), {
        keepaliveSeconds: 60,
        objects: [clientTrafficPolicy('2h'), clientTrafficPolicy('30s', 'konnectivity-server')],
      }),
    ],
    silent: [
      shared(envoyGateway(), gateway('eg'), { keepaliveSeconds: 60 }),
      shared(envoyGateway(), gateway('eg'), { objects: [clientTrafficPolicy('2h')] }),
      shared(envoyGateway(), gateway('eg'), { objects: [clientTrafficPolicy('0s')] }),
      shared(envoyGateway(), gateway('eg'), {
        objects: [clientTrafficPolicy('2h'), clientTrafficPolicy('30s', 'kube-apiserver')],
      }),
      shared(traefik(), gateway('traefik')),
      shared(contour(), gateway('contour')),
    ],
    severity: Severity.WARNING,
    at: 'TenantControlPlane spec.addons.konnectivity.server.extraArgs',
    says: /every 1 h \(the default\), but Envoy Gateway cuts a connection that is silent for 1 h/,
  },
  'connection-cap': {
    fires: [
      shared(nginxGatewayFabric(), gateway('nginx'), { parties: 11 }),
      shared(haproxyIngress(), gateway('haproxy'), { parties: 41 }),
      shared(envoyGateway(), gateway('eg'), { nodesPerParty: 342 }),
    ],
    silent: [
      shared(nginxGatewayFabric(), gateway('nginx'), { parties: 10 }),
      shared(nginxGatewayFabric(), gateway('nginx'), { parties: 100, nodesPerParty: 1 }),
      shared(
        nginxGatewayFabric(),
        gateway('nginx', {
          spec: {
            infrastructure: { parametersRef: { group: 'gateway.nginx.org', kind: 'NginxProxy', name: 'edge' } },
          },
        }),
        { parties: 11, objects: [nginxProxy] },
      ),
      shared(haproxyIngress(), gateway('haproxy'), { parties: 40 }),
      shared(envoyGateway(), gateway('eg'), { parties: 10_000 }),
      shared(envoyGateway(), gateway('eg'), {
        nodesPerParty: 342,
        objects: [
          {
            apiVersion: 'gateway.envoyproxy.io/v1alpha1',
            kind: 'BackendTrafficPolicy',
            metadata: { name: 'edge', namespace: 'kamaji-edge' },
            spec: {
              targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
              circuitBreaker: { maxConnections: 10_000 },
            },
          },
        ],
      }),
    ],
    severity: Severity.WARNING,
    at: 'Gateway spec.gatewayClassName',
    says: /11 tenants x 10 nodes x 5 connections x 2 slots = 1100 .*above the 1024/,
  },
  'unknown-name-answered': {
    fires: [shared(traefik(), gateway('traefik'))],
    silent: [shared(envoyGateway(), gateway('eg')), { controller: traefik(), objects: [gateway('traefik')] }],
    severity: Severity.NOTE,
    at: 'Gateway spec.listeners',
    says: /gets a certificate of the controller and 404/,
  },
  'route-names-collide': {
    fires: [
      {
        controller: traefik({ release: 'v3.7.9' }),
        objects: [gateway('traefik'), tlsRoute('team', 'a-b'), tlsRoute('team-a', 'b')],
      },
      {
        controller: traefik({ release: 'v3.7.9' }),
        objects: [gateway('traefik'), tlsRoute('team', 'a-b')],
        routes: [{ route: tlsRoute('team-a', 'b'), owner: { kind: 'TenantControlPlane', metadata: { name: 'b' } } }],
      },
      {
        controller: traefik({ release: 'v3.7.9' }),
        objects: [gateway('traefik'), tlsRoute('team', 'a--b'), tlsRoute('team', 'a-b')],
      },
    ],
    silent: [
      {
        controller: traefik({ release: 'v3.7.10' }),
        objects: [gateway('traefik'), tlsRoute('team', 'a-b'), tlsRoute('team-a', 'b')],
      },
      {
        controller: traefik({ release: 'v3.7.9' }),
        objects: [gateway('traefik'), tlsRoute('team', 'a'), tlsRoute('team', 'b')],
      },
      // Routes of somebody else's Gateway
      {
        controller: traefik({ release: 'v3.7.9' }),
        objects: [gateway('eg'), tlsRoute('team', 'a-b'), tlsRoute('team-a', 'b')],
      },
    ],
    at: 'TLSRoute metadata.name',
    says: /takes TLSRoute team-a\/b and team\/a-b for one/,
  },
};

test('every code of the controllers has a case here', () => {
  expect(Object.keys(CASES).sort()).toEqual(CONTROLLER_CODES.map(({ code }) => code).sort());
});

describe.each(Object.entries(CASES))('%s', (code, { fires, silent, severity = Severity.ERROR, at, says }) => {
  test.each(fires.map((input, i) => ({ input, i })))('fires (case $i)', ({ input }) => {
    const found = checkController(input).filter((diagnostic) => diagnostic.code === code);
    expect(found).not.toEqual([]);
    for (const diagnostic of found) {
      expect(diagnostic.severity).toBe(severity);
      expect(diagnostic.message).not.toMatch(/undefined|\.$/);
      expect(severity === Severity.NOTE || diagnostic.fix !== undefined).toBe(true);
      expect(diagnostic.fix ?? '').not.toMatch(/undefined|\.$/);
    }
  });

  test.each(silent.map((input, i) => ({ input, i })))('is silent (case $i)', ({ input }) => {
    expect(checkController(input).filter((diagnostic) => diagnostic.code === code)).toEqual([]);
  });

  test('names the object, the path and what is wrong', () => {
    const [input] = fires;
    const [found] = input === undefined ? [] : checkController(input).filter((diagnostic) => diagnostic.code === code);
    expect(`${found?.object?.kind ?? ''} ${found?.path ?? ''}`).toBe(at);
    expect(found?.message).toMatch(says);
  });
});

test('a class of another controller is an error once tenants are behind one of its Gateways', () => {
  const found = (name: string, parties: number, controllerName = 'example.com/other') => {
    const objects = [gatewayClass(name, controllerName)];
    return checkController(shared(envoyGateway(), gateway(name), { objects, parties }))
      .filter(({ code }) => code === 'gateway-class-of-other-controller')
      .map(({ severity, object, path }) => `${severity} ${object?.kind ?? ''} ${path ?? ''}`);
  };
  expect(found('eg', 2)).toEqual(['error GatewayClass spec.controllerName']);
  expect(found('eg', 0)).toEqual(['warning GatewayClass spec.controllerName']);
  expect(found('web', 2)).toEqual(['error Gateway spec.gatewayClassName']);
  expect(found('web', 0)).toEqual([]);
  expect(found('web', 2, envoyGateway().controllerName)).toEqual([]);
});

test('whether a controller reads ListenerSets may be unknown, which is a warning', () => {
  const input = shared(haproxyUnifiedGateway(), gateway('haproxy'), { objects: [listenerSet('set', bare)] });
  expect(checkController(input).find(({ code }) => code === 'listener-set-unsupported')?.severity).toBe(
    Severity.WARNING,
  );
});

test('the route of a tenant is reported on the tenant', () => {
  const owner = { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane', metadata: { name: 'b' } };
  const [found] = checkController({
    controller: traefik({ release: 'v3.7.9' }),
    objects: [gateway('traefik'), tlsRoute('team', 'a-b')],
    routes: [{ route: tlsRoute('team-a', 'b'), owner }],
  }).filter(({ code }) => code === 'route-names-collide');
  expect(found?.object?.kind).toBe('TenantControlPlane');
});

test('before Traefik 3.7.10 one closed port takes the whole Gateway down, and the message says so', () => {
  const message = (release: string) =>
    checkController(shared(traefik({ release, openPorts: [6443] }), gateway('traefik'))).find(
      ({ code }) => code === 'port-unavailable',
    )?.message;
  expect(message('v3.7.9')).toMatch(/the whole Gateway is then neither Accepted nor Programmed/);
  expect(message('v3.7.10')).toMatch(/the listener then gets PortUnavailable/);
});

test('what to do about a taken name never costs other routes theirs', () => {
  const fixOf = (controller: GatewayController, className: string, listeners: ListenerSpec[], name: string) =>
    checkController(
      shared(controller, gateway(className, { listeners }), { objects: [routeTo('konnectivity-server', name)] }),
    ).find(({ code }) => /hostname/.test(code))?.fix;
  const both = (wildcard: string) =>
    `give both listeners one wildcard hostname, "${wildcard}" (layout shared-wildcard)`;
  const apart =
    'put listener "web" into a Gateway of its own, or give it a hostname that covers no route of listener "konnectivity-server"';
  const nginx = (other: ListenerSpec, name: string) =>
    fixOf(nginxGatewayFabric(), 'nginx', [other, KONNECTIVITY], name);
  const byContour = (other: ListenerSpec, own: ListenerSpec) =>
    fixOf(contour(), 'contour', [other, own], 't.apps.cluster.dev');
  const exactTls = { name: 'kube-apiserver', port: 6443, hostname: 't.apps.cluster.dev' };
  const wildcardTls = { ...web('*.apps'), protocol: 'TLS' };

  expect(nginx(exactTls, 't.apps.cluster.dev')).toBe(both('*.cluster.dev'));
  expect(nginx(web('t1'), 't1.cluster.dev')).toBe(apart);
  expect(byContour(exactTls, KONNECTIVITY)).toBe(both('*.cluster.dev'));
  expect(byContour(exactTls, { ...KONNECTIVITY, hostname: undefined })).toBe(both('*.apps.cluster.dev'));
  expect(byContour(KUBE_APISERVER, { ...KONNECTIVITY, hostname: undefined })).toBe(both('*.cluster.dev'));
  expect(byContour(wildcardTls, KONNECTIVITY)).toBe(apart);
  expect(byContour(web('*.apps'), KONNECTIVITY)).toBe(apart);
});

test('a bundle that one patch release cannot read asks for the next one', () => {
  const fix = (release: string, bundle: string) =>
    checkController({
      ...shared(istio({ release }), gateway('istio')),
      gatewayApi: GatewayApiRelease.of(bundle),
    }).find(({ code }) => code === 'gateway-api-unread-by-controller')?.fix;
  expect(fix('v1.29.2', 'v1.4.1')).toBe('use a newer release of Istio that reads it, such as "v1.29.3"');
  expect(fix('v1.29.3', 'v1.5.1')).toBe('use a newer release of Istio that reads it, such as "v1.30.0"');
});

test('with an old bundle the note on Istio speaks of what has nothing to do with it', () => {
  const found = checkController({
    ...shared(istio({ release: 'v1.29.1' }), gateway('istio')),
    gatewayApi: GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL),
  }).find(({ code }) => code === 'controller-legacy');
  expect(found?.message).toBe(
    'Istio v1.29.1 lets a TLSRoute with a wider wildcard than its listener serve names that the listener does not have',
  );
});

test('a hostname of a megabyte is left to the API server', () => {
  const listeners = [{ ...KUBE_APISERVER, hostname: 'a.'.repeat(500_000) }, KONNECTIVITY];
  const input = shared(nginxGatewayFabric(), gateway('nginx', { listeners }));
  expect(checkController(input).map(({ code }) => code)).not.toContain('exact-hostname-on-two-ports');
});

test('objects of any shape are tolerated', () => {
  const shapes: readonly KubeObject[] = [
    {},
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: null, spec: { listeners: [null, 3] } },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', spec: 'x' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet', spec: { parentRef: [] } },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute', spec: { parentRefs: {} } },
    { apiVersion: 'gateway.envoyproxy.io/v1alpha1', kind: 'ClientTrafficPolicy', spec: { targetRefs: 'x' } },
    { apiVersion: 3, kind: [] },
  ];
  for (const id of GatewayController.ids()) {
    const controller = GatewayController.of(id);
    expect(() =>
      checkController({
        controller,
        objects: shapes,
        gatewayApi: GatewayApiRelease.latest(),
        shared: shapes.map((object) => ({ gateway: object, parties: 3, tunnels: [{ object, path: 'spec' }] })),
      }),
    ).not.toThrow();
  }
});
