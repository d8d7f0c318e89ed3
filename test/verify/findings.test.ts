import { GatewayController } from '../../src/controllers/gateway-controller';
import { Severity } from '../../src/diagnostics';
import { ReadError, VERIFY_CODES } from '../../src/verify';
import { behindListenerSets, CONTROLLER, FakeWorld, platformOf } from './fake-world';

/** Something that is wrong, and what has to be said of it. */
interface Case {
  readonly title: string;
  readonly spoil: (world: FakeWorld) => void;
  readonly codes: readonly string[];
  /** What the messages say, in any of them. */
  readonly says?: string;
  readonly fix?: string;
  readonly severity?: Severity;
}

function alphaRoute(world: FakeWorld) {
  return world.find('TLSRoute', 'alpha');
}

function alpha(world: FakeWorld) {
  return world.find('TenantControlPlane', 'alpha');
}

function edge(world: FakeWorld) {
  return world.find('Gateway', 'edge');
}

const GATEWAYS: readonly Case[] = [
  {
    title: 'a Gateway that is not there',
    spoil: (world) => world.remove('Gateway', 'edge'),
    codes: ['gateway-missing'],
  },
  {
    title: 'a class that is not there',
    spoil: (world) => {
      edge(world).spec.gatewayClassName = 'nobody';
    },
    codes: ['gateway-class-missing'],
    says: 'there is no GatewayClass "nobody" (there is "traefik")',
  },
  {
    title: 'a class that no controller has accepted',
    spoil: (world) =>
      world.refuse(world.find('GatewayClass', 'traefik').status, 'Accepted', 'InvalidParameters', 'no such config.'),
    codes: ['gateway-class-not-accepted'],
    says: 'InvalidParameters (no such config)',
  },
  {
    title: 'a class that no controller has looked at',
    spoil: (world) => {
      world.find('GatewayClass', 'traefik').status = undefined;
    },
    codes: ['gateway-class-not-accepted'],
    says: 'its status says nothing',
  },
  {
    title: 'a class that no controller has looked at, so that nothing is said of listeners and routes either',
    spoil: (world) => {
      for (const route of world.live.get('TLSRoute') ?? []) {
        route.status = undefined;
      }
      world.find('GatewayClass', 'traefik').status = undefined;
      edge(world).status = { addresses: edge(world).status.addresses };
    },
    codes: ['gateway-class-not-accepted'],
  },
  {
    title: 'a class of another controller',
    spoil: (world) => {
      world.find('GatewayClass', 'traefik').spec.controllerName = 'example.com/other';
    },
    codes: ['gateway-class-foreign'],
  },
  {
    title: 'a Gateway that is refused',
    spoil: (world) => world.refuse(edge(world).status, 'Accepted', 'Invalid'),
    codes: ['gateway-not-accepted'],
  },
  {
    title: 'a Gateway that is not programmed',
    spoil: (world) => world.refuse(edge(world).status, 'Programmed', 'AddressNotAssigned', 'no address left'),
    codes: ['gateway-not-programmed'],
    says: 'AddressNotAssigned (no address left)',
  },
  {
    title: 'a Gateway whose status is about an earlier generation',
    spoil: (world) => {
      edge(world).metadata.generation = 2;
    },
    codes: ['gateway-status-outdated'],
  },
  {
    title: 'a Gateway without an address',
    spoil: (world) => {
      edge(world).status.addresses = [];
    },
    codes: ['gateway-without-address'],
  },
];

const LISTENERS: readonly Case[] = [
  {
    title: 'a listener that is not there',
    spoil: (world) => {
      edge(world).spec.listeners.pop();
      edge(world).status.listeners.pop();
    },
    codes: ['listener-missing', 'no-matching-parent'],
    says: 'there is no listener "konnectivity-server" (there is kube-apiserver), to which 2 routes should attach',
  },
  {
    title: 'a listener with another selector',
    spoil: (world) => {
      edge(world).spec.listeners[0].allowedRoutes.namespaces.selector = { matchLabels: { tenant: 'no' } };
    },
    codes: ['listener-differs', 'not-allowed-by-listeners'],
    says: 'spec.listeners[0].allowedRoutes.namespaces.selector.matchLabels.tenant is "no", not "true"',
  },
  {
    title: 'a listener whose port is closed',
    spoil: (world) => world.refuse(edge(world).status.listeners[0], 'Accepted', 'PortUnavailable', 'no entry point'),
    codes: ['listener-not-ready'],
    says: 'listener "kube-apiserver" is refused: PortUnavailable (no entry point)',
  },
  {
    title: 'a listener in conflict',
    spoil: (world) =>
      edge(world).status.listeners[0].conditions.push({
        type: 'Conflicted',
        status: 'True',
        reason: 'ProtocolConflict',
      }),
    codes: ['protocol-conflict'],
  },
  {
    title: 'a listener that is not programmed',
    spoil: (world) => world.refuse(edge(world).status.listeners[1], 'Programmed', 'Pending'),
    codes: ['listener-not-ready'],
  },
  {
    title: 'a listener that the status does not mention',
    spoil: (world) => edge(world).status.listeners.pop(),
    codes: ['listener-not-ready'],
  },
  {
    title: 'fewer routes than predicted',
    spoil: (world) => {
      edge(world).status.listeners[0].attachedRoutes = 1;
    },
    codes: ['attached-routes-missing'],
    says: '1 route attached to listener "kube-apiserver", 2 predicted',
  },
  {
    title: 'more routes than predicted',
    spoil: (world) => {
      edge(world).status.listeners[0].attachedRoutes = 3;
    },
    codes: ['attached-routes-unpredicted'],
    severity: Severity.WARNING,
  },
];

const TENANTS: readonly Case[] = [
  {
    title: 'a tenant that is not there',
    spoil: (world) => world.remove('TenantControlPlane', 'alpha'),
    codes: ['tenant-missing'],
  },
  {
    title: 'a tenant with another hostname and fewer certSANs',
    spoil: (world) => {
      alpha(world).spec.controlPlane.gateway.hostname = 'former.cluster.test';
      alpha(world).spec.networkProfile.certSANs = [];
    },
    codes: ['tenant-differs'],
    says: 'hostname is "former.cluster.test", not "alpha.cluster.test"',
  },
  {
    title: 'a rename that is not applied yet, without the advice for afterwards',
    spoil: (world) => {
      const tenant = world.wanted('TenantControlPlane', 'alpha');
      tenant.spec.controlPlane.gateway.hostname = 'gamma.cluster.test';
      world.addressesOfNames.set('gamma.cluster.test', { addresses: ['203.0.113.10'] });
    },
    codes: ['access-points-differ', 'no-answer', 'tenant-differs'],
    says: 'hostname is "alpha.cluster.test", not "gamma.cluster.test"',
  },
  {
    title: 'a tenant that nobody reconciles',
    spoil: (world) => {
      alpha(world).metadata.annotations = { 'kamaji.clastix.io/paused': 'true' };
    },
    codes: ['tenant-paused'],
    severity: Severity.WARNING,
  },
  {
    title: 'a change that is not carried out',
    spoil: (world) => {
      alpha(world).metadata.generation = 4;
    },
    codes: ['tenant-not-observed'],
    says: 'generation 3, the tenant is at 4',
  },
  {
    title: 'a tenant that is not Ready',
    spoil: (world) => {
      alpha(world).status.kubernetesResources.version.status = 'Provisioning';
    },
    codes: ['tenant-not-ready'],
    says: 'the tenant is Provisioning',
  },
  {
    title: 'a tenant of which Kamaji has said nothing',
    spoil: (world) => {
      alpha(world).status = undefined;
    },
    codes: ['access-points-differ', 'ca-missing', 'tenant-not-observed', 'tenant-not-ready'],
    says: 'the status names nothing, expected is exactly https://alpha.cluster.test:6443',
  },
  {
    title: 'a tenant that refuses some writes',
    spoil: (world) => {
      alpha(world).status.kubernetesResources.version.status = 'WriteLimited';
    },
    codes: ['tenant-not-ready'],
    severity: Severity.WARNING,
  },
  {
    title: 'a status that nobody knows yet',
    spoil: (world) => {
      alpha(world).status.kubernetesResources.version.status = 'Splendid';
    },
    codes: ['tenant-status-unknown'],
    severity: Severity.NOTE,
  },
  {
    title: 'a listener on another port, which only the access points show',
    spoil: (world) => {
      for (const object of [edge(world), world.wanted('Gateway', 'edge')]) {
        object.spec.listeners[0].port = 7443;
      }
      for (const name of ['alpha', 'beta']) {
        for (const object of [world.find('TenantControlPlane', name), world.wanted('TenantControlPlane', name)]) {
          object.spec.controlPlane.gateway.parentRefs[0].port = 7443;
        }
        const route = world.find('TLSRoute', name);
        route.spec.parentRefs[0].port = 7443;
        route.status.parents[0].parentRef.port = 7443;
        world.find('TenantControlPlane', name).status.kubernetesResources.gateway.accessPoints[0].value =
          `https://${name}.cluster.test:7443`;
      }
    },
    codes: ['access-points-differ'],
    says: 'the status names https://alpha.cluster.test:7443, expected is exactly https://alpha.cluster.test:6443',
  },
  {
    title: 'access points besides the expected one',
    spoil: (world) => {
      const { accessPoints } = alpha(world).status.addons.konnectivity.gateway;
      accessPoints.push({ ...accessPoints[0], value: 'https://alpha.cluster.test:6443' });
    },
    codes: ['tenant-status-stale'],
  },
  {
    title: 'a status from before an edit of the Gateway',
    spoil: (world) => {
      alpha(world).status.kubernetesResources.gateway.accessPoints[0].value = 'https://alpha.cluster.test:7443';
    },
    codes: ['tenant-status-stale'],
    fix: 'kubectl -n tenant-alpha annotate tenantcontrolplane alpha touched=',
  },
];

const ROUTES: readonly Case[] = [
  {
    title: 'a route that is not there',
    spoil: (world) => world.remove('TLSRoute', 'alpha-konnectivity'),
    codes: ['route-missing'],
    says: 'the TLSRoute of konnectivity-server does not exist, so nothing answers alpha.cluster.test:8132',
  },
  {
    title: 'a route with another backend',
    spoil: (world) => {
      alphaRoute(world).spec.rules[0].backendRefs[0].name = 'beta';
      world.add({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'beta', namespace: 'tenant-alpha' },
        spec: { ports: [{ port: 6443 }] },
      });
    },
    codes: ['route-differs'],
    says: 'spec.rules[0].backendRefs[0].name is "beta", not "alpha"',
  },
  {
    title: 'a route of which no controller has said anything',
    spoil: (world) => {
      alphaRoute(world).status = undefined;
    },
    codes: ['route-without-status'],
  },
  {
    title: 'a route of which a controller has not said all',
    spoil: (world) => {
      alphaRoute(world).status.parents[0].conditions.pop();
    },
    codes: ['route-without-status'],
    says: 'says nothing yet of ResolvedRefs',
  },
  {
    title: 'a route that is refused because of its namespace',
    spoil: (world) => {
      world.find('Namespace', 'tenant-alpha').metadata.labels = {};
      world.refuse(alphaRoute(world).status.parents[0], 'Accepted', 'NotAllowedByListeners');
      world.refuse(world.find('TLSRoute', 'alpha-konnectivity').status.parents[0], 'Accepted', 'NotAllowedByListeners');
    },
    codes: ['not-allowed-by-listeners'],
    says: 'no listener takes routes of namespace tenant-alpha',
    fix: 'label the Namespace tenant-alpha',
  },
  {
    title: 'a route that is refused for a reason of the controller',
    spoil: (world) => {
      world.refuse(alphaRoute(world).status.parents[0], 'Accepted', 'MoonPhase', 'not tonight');
    },
    codes: ['route-refused'],
    says: 'refuses the route: MoonPhase (not tonight)',
  },
  {
    title: 'a backend that does not exist',
    spoil: (world) => {
      world.remove('Service', 'alpha');
      for (const name of ['alpha', 'alpha-konnectivity']) {
        world.refuse(world.find('TLSRoute', name).status.parents[0], 'ResolvedRefs', 'BackendNotFound');
      }
    },
    codes: ['backend-not-found'],
  },
  {
    title: 'a status that holds on to what was',
    spoil: (world) => {
      world.find('Namespace', 'tenant-alpha').metadata.labels = {};
    },
    codes: ['not-allowed-by-listeners'],
    says: 'the status of the route does not say so',
    severity: Severity.WARNING,
  },
  {
    title: 'a status about an earlier generation',
    spoil: (world) => {
      alphaRoute(world).metadata.generation = 2;
    },
    codes: ['route-status-outdated'],
  },
  {
    title: 'a status about another parent',
    spoil: (world) => {
      alphaRoute(world).status.parents[0].parentRef.sectionName = 'former';
    },
    codes: ['route-status-outdated'],
  },
  {
    title: 'a route with two parents',
    spoil: (world) => {
      const { parents } = alphaRoute(world).status;
      parents.push({ ...parents[0], controllerName: 'example.com/former' });
    },
    codes: ['too-many-parents'],
    says: 'Gateway edge/kube-apiserver by "example.com/former"',
    fix: 'delete the TLSRoute',
  },
  {
    title: "a stranger's route with a tenant's hostname",
    spoil: (world) => {
      const rival = JSON.parse(JSON.stringify(alphaRoute(world)));
      rival.metadata = { name: 'rival', namespace: 'tenant-beta', creationTimestamp: '2026-01-01T00:00:00Z' };
      rival.spec.rules[0].backendRefs[0].name = 'beta';
      alphaRoute(world).metadata.creationTimestamp = '2025-01-01T00:00:00Z';
      world.add(rival);
    },
    codes: ['hostname-conflict'],
    says: '"alpha.cluster.test" is bound to TLSRoute tenant-alpha/alpha already',
  },
];

const CONNECTIONS: readonly Case[] = [
  {
    title: 'a tenant that is down',
    spoil: (world) => {
      world.answer = ({ servername }) =>
        servername === 'alpha.cluster.test' ? { failure: 'closed', message: '' } : undefined;
    },
    codes: ['no-answer'],
    says: 'alpha.cluster.test:6443 at 203.0.113.10:6443: the connection was closed during the handshake',
  },
  {
    title: 'a gateway that is down',
    spoil: (world) => {
      world.answer = () => ({ failure: 'refused', message: '' });
    },
    codes: ['gateway-unreachable'],
    says: '203.0.113.10:6443: connection refused, whatever the name; 2 tenants behind it',
  },
  {
    title: 'a tenant that another one answers for',
    spoil: (world) => world.answeredBy.set('alpha.cluster.test', 'beta'),
    codes: ['another-tenant-answers'],
    says: 'alpha.cluster.test:6443 at 203.0.113.10:6443 is answered by TenantControlPlane tenant-beta/beta',
  },
  {
    title: 'a certificate of nobody that is known',
    spoil: (world) => {
      world.authorities.set('stranger', new FakeWorld().authorities.get('alpha') as never);
      world.answeredBy.set('alpha.cluster.test', 'stranger');
    },
    codes: ['certificate-not-of-tenant'],
    says: 'CN=kube-apiserver',
  },
  {
    title: 'a certificate without the hostname',
    spoil: (world) => world.certificateNames.set('alpha', ['former.cluster.test']),
    codes: ['certificate-without-hostname'],
    says: 'shows a certificate without "alpha.cluster.test", which clients refuse: CN=kube-apiserver, for former.cluster.test',
    fix: 'certSANs',
  },
  {
    title: 'a certificate with a former hostname beside the new one',
    spoil: (world) => world.certificateNames.set('alpha', ['alpha.cluster.test', 'former.cluster.test', 'kubernetes']),
    codes: ['certificate-leftover-name'],
    says: 'still holds former.cluster.test',
    severity: Severity.WARNING,
  },
  {
    title: 'a certificate that has expired',
    spoil: (world) => {
      world.validity = { to: new Date(world.time - 1000) };
    },
    codes: ['certificate-expired'],
  },
  {
    title: 'a certificate that is not valid yet, of a CA that is not known',
    spoil: (world) => {
      world.validity = { from: new Date(world.time + 3_600_000) };
      world.secrets.delete('tenant-alpha/alpha-ca');
      world.secrets.delete('tenant-beta/beta-ca');
    },
    codes: ['ca-missing', 'certificate-expired'],
  },
  {
    title: 'a CA whose Secret is not there',
    spoil: (world) => world.secrets.delete('tenant-alpha/alpha-ca'),
    codes: ['ca-missing'],
    severity: Severity.WARNING,
  },
  {
    title: 'a CA whose Secret holds nothing',
    spoil: (world) => world.secrets.set('tenant-alpha/alpha-ca', { data: { 'ca.crt': 'e30=' } }),
    codes: ['ca-missing'],
    says: 'holds no certificate in ca.crt',
  },
  {
    title: 'a tenant that answers to a name that nobody has',
    spoil: (world) => world.answeredBy.set('no-tenant.cluster.test', 'beta'),
    codes: ['tenant-answers-unknown-name'],
    says: '"no-tenant.cluster.test", which no tenant has, at 203.0.113.10:6443 with ALPN is answered by TenantControlPlane tenant-beta/beta',
  },
  {
    title: 'a tenant that answers to no name at all, without ALPN only',
    spoil: (world) => {
      world.answer = (question) =>
        question.servername === undefined && !question.alpn ? world.certificateOf('alpha', question) : undefined;
    },
    codes: ['tenant-answers-unknown-name'],
    says: 'no name at all at 203.0.113.10:8132 without ALPN is answered by TenantControlPlane tenant-alpha/alpha',
  },
];

const NAMES_AND_LEFTOVERS: readonly Case[] = [
  {
    title: 'a hostname that does not resolve',
    spoil: (world) => world.addressesOfNames.delete('alpha.cluster.test'),
    codes: ['dns-unresolved'],
    severity: Severity.WARNING,
  },
  {
    title: 'a hostname that leads elsewhere',
    spoil: (world) => world.addressesOfNames.set('alpha.cluster.test', { addresses: ['203.0.113.10', '192.0.2.1'] }),
    codes: ['dns-elsewhere'],
    says: '"alpha.cluster.test" resolves to 192.0.2.1, but its Gateway is at 203.0.113.10',
    severity: Severity.WARNING,
  },
  {
    title: 'a resolver that does not answer',
    spoil: (world) =>
      world.addressesOfNames.set('alpha.cluster.test', { failure: 'unavailable', message: 'EAI_AGAIN' }),
    codes: ['dns-unavailable'],
    severity: Severity.WARNING,
  },
  {
    title: 'a kubeconfig with a former hostname',
    spoil: (world) => world.renameInKubeconfig('alpha', 'super-admin.conf', 'https://former.cluster.test:6443'),
    codes: ['kubeconfig-outdated'],
    says: 'super-admin.conf in Secret tenant-alpha/alpha-admin-kubeconfig names https://former.cluster.test:6443',
    fix: 'kubectl -n tenant-alpha delete secret alpha-admin-kubeconfig',
  },
  {
    title: 'a cluster-info with a former hostname',
    spoil: (world) => {
      const kubeconfig = JSON.stringify({ clusters: [{ cluster: { server: 'https://former.cluster.test:6443' } }] });
      world.clusterInfo = ({ servername }) => ({
        status: servername === 'alpha.cluster.test' ? 200 : 404,
        body: JSON.stringify({ data: { kubeconfig } }),
      });
    },
    codes: ['cluster-info-outdated'],
    says: 'cluster-info of the tenant names https://former.cluster.test:6443',
  },
];

const READING: readonly Case[] = [
  {
    title: 'routes that may not be read',
    spoil: (world) => world.unreadable.set('TLSRoute', new ReadError('forbidden', 'tlsroutes is forbidden')),
    codes: ['permission-missing'],
    says: 'TLSRoutes cannot be read, so nothing is said about them: tlsroutes is forbidden',
    fix: 'examples/verify-rbac/rbac.yaml',
  },
  {
    title: 'tenants that may not be read',
    spoil: (world) => world.unreadable.set('TenantControlPlane', new ReadError('forbidden', 'no')),
    codes: ['permission-missing'],
  },
  {
    title: 'Gateways that may not be read',
    spoil: (world) => world.unreadable.set('Gateway', new ReadError('forbidden', 'no')),
    codes: ['permission-missing'],
  },
  {
    title: 'Services that may not be read, which only explain',
    spoil: (world) => world.unreadable.set('Service', new ReadError('forbidden', 'no')),
    codes: ['permission-missing'],
    severity: Severity.WARNING,
  },
  {
    title: 'Secrets that may not be read',
    spoil: (world) => world.unreadable.set('Secret', new ReadError('forbidden', 'secrets "alpha-ca" is forbidden')),
    codes: ['secrets-unreadable'],
    says: '4 Secrets tenant-alpha/alpha-ca, tenant-alpha/alpha-admin-kubeconfig, tenant-beta/beta-ca, tenant-beta/beta-admin-kubeconfig cannot be read',
    severity: Severity.WARNING,
  },
  {
    title: 'a connection that is lost while Secrets are read',
    spoil: (world) => world.unreadable.set('Secret', new ReadError('unreachable', 'connection reset')),
    codes: ['connection-lost'],
    severity: Severity.ERROR,
  },
  {
    title: 'classes that may not be read',
    spoil: (world) => world.unreadable.set('GatewayClass', new ReadError('forbidden', 'no')),
    codes: ['permission-missing'],
    says: 'GatewayClasses cannot be read',
  },
  {
    title: 'a connection that is lost while some kinds are read, once for all of them',
    spoil: (world) => {
      for (const kind of ['TLSRoute', 'Gateway', 'Service']) {
        world.unreadable.set(kind, new ReadError('unreachable', 'connection reset'));
      }
    },
    codes: ['connection-lost'],
    says: 'Gateways, TLSRoutes and Services cannot be read, so nothing is said about them: connection reset',
  },
  {
    title: 'a version that is not served',
    spoil: (world) => world.unreadable.set('TLSRoute', new ReadError('not-served', '404 page not found')),
    codes: ['kind-not-served'],
  },
  {
    title: 'a connection that is lost',
    spoil: (world) => world.unreadable.set('TLSRoute', new ReadError('unreachable', 'connection reset')),
    codes: ['connection-lost'],
  },
];

describe('verify', () => {
  test('finds nothing where all is well', async () => {
    const world = new FakeWorld();
    expect(await world.findings()).toEqual([]);
  });

  describe.each([
    ['classes and gateways', GATEWAYS],
    ['listeners', LISTENERS],
    ['tenants', TENANTS],
    ['routes', ROUTES],
    ['connections', CONNECTIONS],
    ['names and what a rename does not reach', NAMES_AND_LEFTOVERS],
    ['reading', READING],
  ] as const)('judges %s:', (_, cases) => {
    test.each(cases.map((entry) => [entry.title, entry] as const))(
      '%s',
      async (_title, { spoil, codes, says, fix, severity }) => {
        const world = new FakeWorld();
        spoil(world);
        const findings = await world.findings();
        expect([...new Set(findings.map(({ code }) => code))].sort()).toEqual([...codes].sort());
        expect(findings.map(({ message }) => message).join('\n')).toContain(says ?? '');
        expect(findings.map((finding) => finding.fix).join('\n')).toContain(fix ?? '');
        expect(findings.every((finding) => finding.severity === (severity ?? finding.severity))).toBe(true);
        expect(findings.filter((finding) => finding.fix === undefined)).toEqual([]);
      },
    );
  });

  test('says once that the API server went away, and not for each kind', async () => {
    const world = new FakeWorld();
    for (const kind of ['TLSRoute', 'Gateway', 'Service', 'TenantControlPlane']) {
      world.unreadable.set(kind, new ReadError('unreachable', 'no answer within 30 s'));
    }
    expect(await world.findings()).toHaveLength(1);
  });

  test.each(['unreachable', 'not-kubernetes'] as const)(
    'takes a cluster of which no list is had for none: %s',
    async (failure) => {
      const world = new FakeWorld();
      const kinds = [
        'GatewayClass',
        'Gateway',
        'ListenerSet',
        'TLSRoute',
        'ReferenceGrant',
        'TenantControlPlane',
        'Namespace',
        'Service',
      ];
      for (const kind of kinds) {
        world.unreadable.set(kind, new ReadError(failure, 'it answers "text/html"'));
      }
      await expect(world.report()).rejects.toThrow(new ReadError(failure, 'it answers "text/html"'));
    },
  );

  test('has a case for each of its codes', () => {
    const cases = [
      ...GATEWAYS,
      ...LISTENERS,
      ...TENANTS,
      ...ROUTES,
      ...CONNECTIONS,
      ...NAMES_AND_LEFTOVERS,
      ...READING,
    ];
    const covered = new Set(['nothing-to-verify', 'tenant-gateway-unknown', ...cases.flatMap(({ codes }) => codes)]);
    expect(VERIFY_CODES.map(({ code }) => code).filter((code) => !covered.has(code))).toEqual([]);
  });

  test('says where there is nothing to verify', async () => {
    const world = new FakeWorld();
    world.rendered.length = 0;
    expect(await world.codes()).toEqual(['nothing-to-verify']);
  });

  test('tolerates objects of any shape', async () => {
    const world = new FakeWorld();
    for (const [kind, objects] of world.live) {
      world.live.set(
        kind,
        objects.map(({ apiVersion, metadata }) => ({ apiVersion, kind, metadata, spec: 7, status: ['x'] })),
      );
    }
    world.rendered.push(null as never, { kind: 'Gateway' }, { kind: 'TenantControlPlane', spec: [] });
    await expect(world.findings()).resolves.not.toEqual([]);
  });

  test('judges the listeners of ListenerSets, and expects no access points behind them', async () => {
    const world = new FakeWorld();
    behindListenerSets(world);
    expect(await world.findings()).toEqual([]);
    world.remove('ListenerSet', 'alpha');
    expect(await world.codes()).toEqual(['listener-missing']);
    const sets = world.rendered.filter(({ kind }) => kind === 'ListenerSet');
    for (const set of sets) {
      world.rendered.splice(world.rendered.indexOf(set), 1);
    }
    expect(await world.codes()).toEqual(['tenant-gateway-unknown']);
  });

  describe('where a controller does not notice new labels of a Namespace', () => {
    const advice = 'change an annotation of the Gateway';
    const unnoticing = () =>
      new FakeWorld(platformOf(undefined, GatewayController.envoyGateway({ controllerName: CONTROLLER })));
    const routesOfAlpha = (world: FakeWorld) => [alphaRoute(world), world.find('TLSRoute', 'alpha-konnectivity')];

    test('says what to do about a tenant that lost its label and goes on answering', async () => {
      const world = unnoticing();
      world.find('Namespace', 'tenant-alpha').metadata.labels = {};
      const findings = await world.findings();
      expect(findings).toHaveLength(2);
      expect(findings).toEqual(
        findings.map(() =>
          expect.objectContaining({
            code: 'not-allowed-by-listeners',
            severity: Severity.WARNING,
            fix: expect.stringMatching(/^label the Namespace tenant-alpha .*\. Envoy Gateway does not decide anew/),
          }),
        ),
      );
    });

    test('says what to do about a tenant that got its label late', async () => {
      const world = unnoticing();
      for (const route of routesOfAlpha(world)) {
        world.refuse(route.status.parents[0], 'Accepted', 'NotAllowedByListeners');
      }
      const fixes = (await world.findings()).map(({ fix }) => fix);
      expect(fixes).toEqual([expect.stringContaining(advice), expect.stringContaining(advice)]);
    });

    test('says nothing of it elsewhere', async () => {
      const world = new FakeWorld();
      for (const route of routesOfAlpha(world)) {
        world.refuse(route.status.parents[0], 'Accepted', 'NotAllowedByListeners');
      }
      const fixes = (await world.findings()).map(({ fix }) => fix);
      expect(fixes).toEqual(['mend what the reason says', 'mend what the reason says']);
    });
  });

  test('expects of an old Kamaji what that does: no observedGeneration, no konnectivity route', async () => {
    const world = new FakeWorld(platformOf('edge-25.12.1'));
    world.find('Gateway', 'edge').status.listeners[1].attachedRoutes = 0;
    for (const name of ['alpha', 'beta']) {
      world.find('TenantControlPlane', name).status.observedGeneration = undefined;
    }
    expect(await world.findings()).toEqual([]);
    expect(world.questions.filter(({ port }) => port === 8132)).toEqual([]);
  });
});
