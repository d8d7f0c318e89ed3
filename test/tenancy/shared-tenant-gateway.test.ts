import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Node } from 'constructs';
import { admit } from '../../src/admission';
import { GatewayController } from '../../src/controllers';
import { LoadBalancerAddress } from '../../src/controllers/rendering';
import { RouteNamespaces } from '../../src/gateway-api/allowed-routes';
import { GatewayAddress } from '../../src/gateway-api/gateway-address';
import { GatewayClass } from '../../src/gateway-api/gateway-class';
import { Listener } from '../../src/gateway-api/listener';
import { KubeObject, read } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { platformSchemas } from '../../src/platform/platform-schemas';
import { Acknowledgements } from '../../src/tenancy/acknowledgements';
import { AllowedNamespaces } from '../../src/tenancy/allowed-namespaces';
import { DeletionProtection } from '../../src/tenancy/deletion-protection';
import { ListenerLayout } from '../../src/tenancy/listener-layout';
import { manifestPath } from '../../src/tenancy/manifest-path';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { SharedTenantGatewayProps } from '../../src/tenancy/shared-tenant-gateway-props';
import { synthesize } from '../../src/tenancy/synthesis';
import { TenantControlPlaneWithGateway } from '../../src/tenancy/tenant-control-plane-with-gateway';
import { findings, platformOf, rendered, Stage, stage } from './fixtures';

function addTenant(
  { gateway, dataStore }: Stage,
  name: string,
  props: { hostname?: string; konnectivity?: boolean } = {},
) {
  return gateway.addTenant(name, { hostname: name, kubernetesVersion: 'v1.35.7', dataStore, ...props });
}

const listeners = (s: Stage) => read(rendered(s, 'Gateway', 'edge'), 'spec', 'listeners') as Record<string, unknown>[];
const hostnames = (s: Stage) => listeners(s).map((l) => l['hostname']);

describe('a shared gateway', () => {
  it('renders Gateway, Namespace and the class that Envoy Gateway does not create', () => {
    const s = stage();
    addTenant(s, 'tcp-1');
    expect(Testing.synth(s.chart)).toMatchSnapshot();
    expect(findings(s)).toEqual([]);
  });

  it('is its Gateway for escape hatches, and its parts have fixed ids', () => {
    const { gateway } = stage();
    expect(ApiObject.of(gateway).kind).toBe('Gateway');
    expect(Node.of(gateway).children.map((child) => child.node.id)).toEqual([
      'Namespace',
      'GatewayClass',
      'Class',
      'Resource',
    ]);
  });

  it('says in which files its objects go', () => {
    const { gateway } = stage();
    const paths = ['Namespace', 'GatewayClass', 'Resource'].map((id) => manifestPath(gateway.node.findChild(id)));
    expect(paths).toEqual(['gateways/gw/_namespace.yaml', 'cluster/gatewayclass-eg.yaml', 'gateways/gw/edge.yaml']);
  });

  it('admits the namespaces of its tenants by name, whatever their order', () => {
    const s = stage();
    for (const name of ['zeta', 'alpha', 'mid']) {
      addTenant(s, name);
    }
    const values = ['alpha', 'mid', 'zeta'];
    const selector = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] };
    expect(listeners(s).map((l) => read(l, 'allowedRoutes', 'namespaces'))).toEqual([
      { from: 'Selector', selector },
      { from: 'Selector', selector },
    ]);
  });

  it('admits its own namespace only while it has no tenant', () => {
    const s = stage();
    expect(listeners(s).map((l) => read(l, 'allowedRoutes', 'namespaces'))).toEqual([
      { from: 'Same' },
      { from: 'Same' },
    ]);
  });

  it('can admit namespaces by labels, which the tenants then get', () => {
    const s = stage({ allowedNamespaces: AllowedNamespaces.byLabels({ 'example.com/tenants': 'edge' }) });
    addTenant(s, 'alpha');
    expect(read(listeners(s)[0], 'allowedRoutes', 'namespaces')).toEqual({
      from: 'Selector',
      selector: { matchLabels: { 'example.com/tenants': 'edge' } },
    });
    expect(read(rendered(s, 'Namespace', 'alpha'), 'metadata', 'labels')).toMatchObject({
      'example.com/tenants': 'edge',
    });
    expect(findings(s)).toEqual([]);
    expect(() => AllowedNamespaces.byLabels({})).toThrow('no label given');
  });

  it('warns where it admits every namespace', () => {
    const s = stage({ allowedNamespaces: AllowedNamespaces.all() });
    addTenant(s, 'alpha');
    expect(new Set(findings(s))).toEqual(new Set(['warning routes-from-all-namespaces']));
  });

  it('has a konnectivity listener while a tenant needs one', () => {
    const s = stage();
    expect(listeners(s).map((l) => l['name'])).toEqual(['kube-apiserver', 'konnectivity-server']);
    addTenant(s, 'alpha', { konnectivity: false });
    expect(listeners(s).map((l) => l['name'])).toEqual(['kube-apiserver']);
    addTenant(s, 'beta');
    expect(listeners(s).map((l) => l['name'])).toEqual(['kube-apiserver', 'konnectivity-server']);
  });

  it('has none for Kamaji G1, which creates no konnectivity route', () => {
    const s = stage({ platform: platformOf('G1') });
    addTenant(s, 'alpha');
    expect(listeners(s).map((l) => l['name'])).toEqual(['kube-apiserver']);
  });

  it('carries ports, addresses, infrastructure, labels and annotations', () => {
    const s = stage({
      apiServerPort: 7443,
      konnectivityPort: 9132,
      addresses: [GatewayAddress.ip('203.0.113.7')],
      infrastructure: { annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.7' }, labels: { a: 'b' } },
      labels: { team: 'edge' },
      annotations: { note: 'shared' },
      deletionProtection: DeletionProtection.NONE,
      createNamespace: false,
    });
    addTenant(s, 'alpha');
    const object = rendered(s, 'Gateway', 'edge');
    expect(object['metadata']).toEqual({
      name: 'edge',
      namespace: 'gw',
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway', team: 'edge' },
      annotations: { note: 'shared' },
    });
    expect(read(object, 'spec', 'addresses')).toEqual([{ type: 'IPAddress', value: '203.0.113.7' }]);
    expect(read(object, 'spec', 'infrastructure')).toEqual({
      annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.7' },
      labels: { a: 'b' },
    });
    expect(listeners(s).map((l) => l['port'])).toEqual([7443, 9132]);
    const tenant = rendered(s, 'TenantControlPlane', 'alpha');
    expect(read(tenant, 'spec', 'networkProfile', 'port')).toBe(7443);
    expect(read(tenant, 'spec', 'addons', 'konnectivity', 'server', 'port')).toBe(9132);
    expect(() => rendered(s, 'Namespace', 'gw')).toThrow('0 objects');
  });

  it('checks what an escape hatch made of it', () => {
    const s = stage();
    addTenant(s, 'alpha');
    expect(findings(s)).toEqual([]);
    ApiObject.of(s.gateway).addJsonPatch(JsonPatch.replace('/spec/listeners/0/hostname', '*.other.dev'));
    expect(findings(s)).toEqual(['error no-matching-listener-hostname']);
  });
});

describe('the hostname of its listeners', () => {
  it('covers the one domain', () => {
    const s = stage({ domain: 'cluster.dev' });
    expect(hostnames(s)).toEqual(['*.cluster.dev', '*.cluster.dev']);
  });

  it('covers several domains by what they share, and says that this is more than was asked for', () => {
    const s = stage({ domain: 'a.example.com', domains: ['b.example.com'] });
    addTenant(s, 'alpha');
    addTenant(s, 'beta', { hostname: 'beta.b.example.com' });
    expect(hostnames(s)).toEqual(['*.example.com', '*.example.com']);
    expect(findings(s)).toEqual(['warning listener-hostname-widened']);
  });

  it('is no wider than the widest domain', () => {
    const s = stage({ domain: 'example.com', domains: ['eu.example.com'] });
    expect(hostnames(s)).toEqual(['*.example.com', '*.example.com']);
    expect(findings(s)).toEqual([]);
  });

  it('cannot cover domains that share nothing', () => {
    const s = stage({ domain: 'example.com', domains: ['example.org'] });
    expect(findings(s)).toContain('error domains-share-nothing');
    const [first] = synthesize(s.app).diagnostics;
    expect(first?.fix).toBe('give one of the domains a second gateway');
    expect(first?.object).toMatchObject({ kind: 'Gateway', namespace: 'gw', name: 'edge' });
    expect(first?.constructPath).toBe('test/edge');
  });

  it('follows the tenants where no domain is given', () => {
    const s = stage({ domain: undefined });
    addTenant(s, 'alpha', { hostname: 'alpha.cluster.dev' });
    addTenant(s, 'beta', { hostname: 'beta.cluster.dev' });
    expect(hostnames(s)).toEqual(['*.cluster.dev', '*.cluster.dev']);
  });

  it('is that of the one tenant in the exact layout', () => {
    const s = stage({ layout: ListenerLayout.exact() });
    addTenant(s, 'alpha');
    expect(hostnames(s)).toEqual(['alpha.cluster.dev', 'alpha.cluster.dev']);
    expect(findings(s)).toEqual([]);
  });

  it('cannot be exact for two tenants', () => {
    const s = stage({ layout: ListenerLayout.of('exact') });
    addTenant(s, 'alpha');
    addTenant(s, 'beta');
    expect(findings(s)).toContain('error layout-cannot-hold-tenants');
  });
});

describe('a hostname in none of the domains', () => {
  it.each([ListenerLayout.exact(), ListenerLayout.listenerSets()])(
    'is a warning at its tenant with layout $name',
    (layout) => {
      const s = stage({ layout, domains: ['cluster.io'] });
      const alpha = addTenant(s, 'alpha', { hostname: 'alpha.cluser.dev' });
      const found = synthesize(s.app).diagnostics.filter(({ code }) => code === 'hostname-outside-domains');
      expect(found).toMatchObject([
        {
          severity: 'warning',
          object: { kind: 'TenantControlPlane', namespace: 'alpha', name: 'alpha' },
          message: '"alpha.cluser.dev" lies in none of the gateway\'s domains: "cluster.dev", "cluster.io"',
          constructPath: alpha.node.path,
        },
      ]);
      Acknowledgements.of(alpha).add({ code: 'hostname-outside-domains', reason: 'a name of the customer' });
      expect(findings(s).filter((finding) => !finding.includes('access-points'))).toEqual([]);
    },
  );

  it.each(['alpha', 'alpha.cluster.dev', 'a.b.Cluster.dev', 'cluster.dev', 'alpha.cluster.io'])(
    'is not what %s is',
    (hostname) => {
      const s = stage({ layout: ListenerLayout.exact(), domains: ['cluster.io'] });
      addTenant(s, 'alpha', { hostname });
      expect(findings(s)).not.toContain('warning hostname-outside-domains');
    },
  );

  it('is no matter where no domain is given', () => {
    const s = stage({ layout: ListenerLayout.exact(), domain: undefined });
    addTenant(s, 'alpha', { hostname: 'alpha.cluser.dev' });
    expect(findings(s)).toEqual([]);
  });

  it('is an error of its own with the layout of one wildcard', () => {
    const s = stage();
    addTenant(s, 'alpha', { hostname: 'alpha.cluser.dev' });
    expect(new Set(findings(s))).toEqual(new Set(['error no-matching-listener-hostname']));
  });
});

describe('a hostname that only the wildcard over several domains takes in', () => {
  const props = { domain: 'a.cluster.dev', domains: ['b.cluster.dev'] };

  it('is a warning at its tenant', () => {
    const s = stage(props);
    addTenant(s, 'alpha', { hostname: 'x.c.cluster.dev' });
    addTenant(s, 'beta', { hostname: 'x.b.cluster.dev' });
    expect(findings(s).sort()).toEqual(['warning hostname-outside-domains', 'warning listener-hostname-widened']);
    const found = synthesize(s.app).diagnostics.find(({ code }) => code === 'hostname-outside-domains');
    expect(found?.object).toMatchObject({ kind: 'TenantControlPlane', name: 'alpha' });
  });

  it('is not one that the wildcard does not take in either, which is an error', () => {
    const s = stage(props);
    addTenant(s, 'alpha', { hostname: 'x.cluser.dev' });
    expect(new Set(findings(s))).toEqual(
      new Set(['error no-matching-listener-hostname', 'warning listener-hostname-widened']),
    );
  });
});

describe('a domain that is none', () => {
  it.each([
    ['*.cluster.dev', 'did you mean "cluster.dev"?'],
    ['Cluster.dev', 'did you mean "cluster.dev"?'],
    ['.cluster.dev', 'did you mean "cluster.dev"?'],
    ['cluster.dev.', 'did you mean "cluster.dev"?'],
    ['', 'use a domain such as "cluster.dev", or leave it out and give tenants full hostnames'],
    ['cluster..dev', 'use a domain such as "cluster.dev", or leave it out and give tenants full hostnames'],
  ])('is one finding: %j', (domain, fix) => {
    const s = stage({ domain });
    addTenant(s, 'alpha');
    expect(findings(s)).toEqual(['error domain-malformed']);
    const found = synthesize(s.app).diagnostics.find(({ code }) => code === 'domain-malformed');
    expect(found).toMatchObject({ object: { kind: 'Gateway', name: 'edge' }, path: 'domain', fix });
    expect(found?.message).toContain(JSON.stringify(domain));
  });

  it('is found among further domains, too', () => {
    const s = stage({ domain: 'a.cluster.dev', domains: ['b.cluster.dev', '*.c.cluster.dev'] });
    const found = synthesize(s.app).diagnostics.filter(({ code }) => code === 'domain-malformed');
    expect(found.map(({ path }) => path)).toEqual(['domains[1]']);
  });
});

describe('the class of a shared gateway', () => {
  const without = TargetPlatform.of({ kamaji: platformOf('G5').kamaji, gatewayApi: platformOf('G5').gatewayApi });

  it('is left to an installer that creates it', () => {
    const s = stage({ platform: TargetPlatform.of({ ...without, controller: GatewayController.istio() }) });
    expect(read(rendered(s, 'Gateway', 'edge'), 'spec', 'gatewayClassName')).toBe('istio');
    expect(() => rendered(s, 'GatewayClass', 'istio')).toThrow('0 objects');
  });

  it('can have another name, created or not', () => {
    const s = stage({ gatewayClass: { name: 'mine' } });
    expect(read(rendered(s, 'GatewayClass', 'mine'), 'spec', 'controllerName')).toBe(
      'gateway.envoyproxy.io/gatewayclass-controller',
    );
    const t = stage({ gatewayClass: { name: 'mine', create: false } });
    expect(() => rendered(t, 'GatewayClass', 'mine')).toThrow('0 objects');
  });

  it('is created once for two gateways', () => {
    const s = stage();
    new SharedTenantGateway(s.chart, 'inner', { platform: platformOf('G5'), namespace: 'gw', domain: 'inner.dev' });
    expect(rendered(s, 'GatewayClass', 'eg')).toBeDefined();
    expect(findings(s)).toEqual([]);
  });

  it('has to be named where no controller is given', () => {
    expect(findings(stage({ platform: without }))).toContain('error gateway-class-unknown');
    expect(findings(stage({ platform: without, gatewayClass: { name: 'mine' } }))).toEqual([]);
    expect(findings(stage({ platform: without, gatewayClass: { name: 'mine', create: true } }))).toContain(
      'error gateway-class-conflict',
    );
  });
});

describe('the class of a Gateway with tenants', () => {
  const CONTOUR = 'projectcontour.io/gateway-controller';

  it('is an error where it names another controller than the platform', () => {
    const s = stage();
    addTenant(s, 'alpha');
    new GatewayClass(s.chart, 'web', { controllerName: CONTOUR });
    expect(findings(s)).toEqual([]);
    ApiObject.of(s.gateway).addJsonPatch(JsonPatch.replace('/spec/gatewayClassName', 'web'));
    expect(findings(s)).toEqual(['error gateway-class-of-other-controller']);
    const t = stage({ gatewayClass: { name: 'mine', create: false } });
    new GatewayClass(t.chart, 'mine', { controllerName: CONTOUR });
    expect(findings(t)).toEqual([]);
    addTenant(t, 'alpha');
    expect(findings(t)).toEqual(['error gateway-class-of-other-controller']);
  });

  it('may be one that is not rendered', () => {
    const s = stage();
    addTenant(s, 'alpha');
    ApiObject.of(s.gateway).addJsonPatch(JsonPatch.replace('/spec/gatewayClassName', 'installed'));
    expect(findings(s)).toEqual([]);
  });
});

describe('the class of a gateway that Cilium serves', () => {
  const { kamaji, gatewayApi } = platformOf('G5');
  const platform = TargetPlatform.of({ kamaji, gatewayApi, controller: GatewayController.cilium() });
  const tuning = { loadBalancerClass: 'io.cilium/bgp', externalTrafficPolicy: 'Local' };
  const errors = (s: Stage) => synthesize(s.app).diagnostics.filter(({ severity }) => severity === 'error');
  const gatewayClass = { name: 'own', create: true };
  const second = (s: Stage, props: Partial<SharedTenantGatewayProps>) =>
    new SharedTenantGateway(s.chart, 'b', { platform, namespace: 'b', domain: 'b.dev', ...props });

  it('has to be created for tuning that goes through it', () => {
    for (const given of [undefined, { name: 'theirs' }, { name: 'own', create: false }]) {
      const [problem, ...more] = errors(stage({ platform, tuning, gatewayClass: given }));
      expect(more).toEqual([]);
      expect(problem).toMatchObject({ code: 'gateway-tuning-unsupported', path: 'tuning', object: { name: 'edge' } });
      expect(problem?.message).toContain('nothing would name CiliumGatewayClassConfig gw/edge');
      expect(problem?.fix).toContain('gatewayClass: { name: edge, create: true }');
    }
    const s = stage({ platform, tuning, gatewayClass });
    expect(errors(s)).toEqual([]);
    expect(read(rendered(s, 'GatewayClass', 'own'), 'spec', 'parametersRef')).toMatchObject({
      name: 'edge',
      namespace: 'gw',
    });
    expect(errors(stage({ platform, tuning: { serviceAnnotations: { a: 'b' } } }))).toEqual([]);
  });

  it.each([
    ['both tuned', { tuning }, { tuning: { loadBalancerClass: 'x.io/b' } }],
    ['the first tuned', { tuning }, {}],
    ['the second tuned', {}, { tuning }],
  ])('cannot be one for two gateways, %s', (_, a, b) => {
    const s = stage({ platform, gatewayClass, ...a });
    second(s, { gatewayClass, ...b });
    expect(errors(s)).toMatchObject([{ code: 'gateway-class-conflict', object: { namespace: 'b', name: 'b' } }]);
    expect(errors(s)[0]?.message).toContain('gateway gw/edge with');
  });

  it('can be one for two gateways without tuning', () => {
    const s = stage({ platform, gatewayClass });
    second(s, { gatewayClass });
    expect(errors(s)).toEqual([]);
  });

  it('passes on to the next gateway when the first is removed', () => {
    const s = stage({ platform, gatewayClass, tuning });
    second(s, { gatewayClass });
    s.chart.node.tryRemoveChild('edge');
    expect(errors(s)).toEqual([]);
    const made = rendered(s, 'GatewayClass', 'own');
    expect(made['spec']).toEqual({ controllerName: 'io.cilium/gateway-controller' });
    const paths = synthesize(s.app).rendered.map(({ construct }) => manifestPath(construct));
    expect(paths).toContain('cluster/gatewayclass-own.yaml');
  });
});

describe('a tenant that is removed from the tree', () => {
  it('leaves no trace at its gateway', () => {
    const s = stage({ layout: ListenerLayout.exact() });
    addTenant(s, 'alpha');
    addTenant(s, 'beta');
    s.gateway.node.tryRemoveChild('alpha');
    expect(findings(s)).toEqual([]);
    expect(hostnames(s)).toEqual(['beta.cluster.dev', 'beta.cluster.dev']);
    expect(read(listeners(s)[0], 'allowedRoutes', 'namespaces', 'selector', 'matchExpressions')).toMatchObject([
      { values: ['beta'] },
    ]);
  });

  it('goes with the construct that it stands in', () => {
    const s = stage();
    const team = new Chart(s.chart, 'team');
    new TenantControlPlaneWithGateway(team, 'alpha', {
      gateway: s.gateway,
      hostname: 'alpha',
      kubernetesVersion: 'v1.35.7',
      dataStore: s.dataStore,
    });
    s.chart.node.tryRemoveChild('team');
    expect(listeners(s).map((l) => read(l, 'allowedRoutes', 'namespaces'))).toEqual(Array(2).fill({ from: 'Same' }));
  });

  it('leaves the namespace that it shared to the others', () => {
    const s = stage();
    for (const name of ['alpha', 'beta']) {
      s.gateway.addTenant(name, {
        hostname: name,
        namespace: 'shared',
        kubernetesVersion: 'v1.35.7',
        dataStore: s.dataStore,
      });
    }
    s.gateway.node.tryRemoveChild('alpha');
    const objects = Testing.synth(s.chart) as KubeObject[];
    const names = objects.filter(({ kind }) => kind === 'Namespace').map((o) => read(o, 'metadata', 'name'));
    expect(names).toEqual(['gw', 'shared']);
  });
});

describe('a gateway in a chart that has a namespace', () => {
  it('renders Namespace and class without it', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'foo' });
    new SharedTenantGateway(chart, 'edge', { platform: platformOf('G5'), namespace: 'k', domain: 'cluster.dev' });
    const { rendered: objects, diagnostics } = synthesize(App.of(chart));
    const namespaces = objects.map(({ object }) => [object['kind'], read(object, 'metadata', 'namespace')]);
    expect(namespaces).toEqual([
      ['Namespace', undefined],
      ['GatewayClass', undefined],
      ['Gateway', 'k'],
    ]);
    expect(diagnostics).toEqual([]);
  });
});

describe('users of one namespace', () => {
  it('cannot give one label two values, be it the gateway and a tenant in its namespace', () => {
    const s = stage({ namespaceLabels: { level: 'restricted' } });
    s.gateway.addTenant('alpha', {
      hostname: 'alpha',
      namespace: 'gw',
      namespaceLabels: { level: 'privileged' },
      kubernetesVersion: 'v1.35.7',
      dataStore: s.dataStore,
    });
    expect(findings(s)).toEqual(['error namespace-metadata-conflict']);
    const found = synthesize(s.app).diagnostics.find(({ severity }) => severity === 'error');
    expect(found?.message).toContain('"restricted" for gateway "edge", "privileged" for tenant "alpha"');
  });
});

describe('a gateway that others own', () => {
  function foreign(namespaces: RouteNamespaces) {
    const s = stage();
    const gateway = SharedTenantGateway.fromAttributes(s.chart, 'foreign', {
      platform: platformOf('G5'),
      namespace: 'network',
      domain: 'foreign.dev',
      listeners: [
        Listener.tlsPassthrough({ name: 'kube-apiserver', port: 7443, hostname: '*.foreign.dev', namespaces }),
        Listener.tlsPassthrough({ name: 'konnectivity-server', port: 9132, hostname: '*.foreign.dev', namespaces }),
      ],
    });
    new TenantControlPlaneWithGateway(s.chart, 'alpha', {
      gateway,
      hostname: 'alpha',
      kubernetesVersion: 'v1.35.7',
      dataStore: s.dataStore,
    });
    return s;
  }

  it('renders nothing, and gives its ports to the tenants', () => {
    const s = foreign(RouteNamespaces.labels({ a: 'b' }));
    const tenant = rendered(s, 'TenantControlPlane', 'alpha');
    expect(read(tenant, 'spec', 'networkProfile', 'port')).toBe(7443);
    expect(read(tenant, 'spec', 'addons', 'konnectivity', 'server', 'port')).toBe(9132);
    expect(() => rendered(s, 'Gateway', 'foreign')).toThrow('0 objects');
  });

  it('has to admit the tenant', () => {
    expect(findings(foreign(RouteNamespaces.named(['alpha'])))).toEqual([]);
    expect(findings(foreign(RouteNamespaces.named(['beta'])))).toContain('error not-allowed-by-listeners');
  });
});

describe('the layout of ListenerSets', () => {
  function fleet(generation = 'G5') {
    const s = stage({ layout: ListenerLayout.listenerSets(), platform: platformOf(generation) });
    addTenant(s, 'alpha');
    addTenant(s, 'beta', { konnectivity: false });
    return s;
  }

  it('gives each tenant listeners of its own, in its own namespace', () => {
    const s = fleet();
    expect(rendered(s, 'ListenerSet', 'alpha')).toMatchSnapshot();
    const names = (name: string) =>
      (read(rendered(s, 'ListenerSet', name), 'spec', 'listeners') as { name: string }[]).map((l) => l.name);
    expect(names('alpha')).toEqual(['kube-apiserver', 'konnectivity-server']);
    expect(names('beta')).toEqual(['kube-apiserver']);
    expect(read(rendered(s, 'TenantControlPlane', 'alpha'), 'spec', 'controlPlane', 'gateway', 'parentRefs')).toEqual([
      {
        group: 'gateway.networking.k8s.io',
        kind: 'ListenerSet',
        name: 'alpha',
        namespace: 'alpha',
        port: 6443,
        sectionName: 'kube-apiserver',
      },
    ]);
  });

  it('lets listeners in from the namespaces of the tenants, and routes to nowhere else', () => {
    const s = fleet();
    const spec = rendered(s, 'Gateway', 'edge')['spec'];
    expect(read(spec, 'allowedListeners', 'namespaces')).toEqual({
      from: 'Selector',
      selector: {
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['alpha', 'beta'] }],
      },
    });
    expect(listeners(s).map((l) => read(l, 'allowedRoutes', 'namespaces'))).toEqual([
      { from: 'Same' },
      { from: 'Same' },
    ]);
  });

  it('serves domains that share nothing, as the listeners of the Gateway take no routes', () => {
    for (const domains of [{ domain: undefined }, { domain: 'a.dev', domains: ['b.io'] }]) {
      const s = stage({ layout: ListenerLayout.listenerSets(), ...domains });
      addTenant(s, 'q', { hostname: 'q.b.io' });
      addTenant(s, 'r', { hostname: 'r.a.dev' });
      expect(findings(s)).toEqual(['warning listener-set-without-access-points']);
      expect(hostnames(s)).toEqual(['*.a.dev', '*.a.dev']);
    }
  });

  it('gives the Gateway a hostname below no public suffix', () => {
    const s = stage({ layout: ListenerLayout.listenerSets(), domain: undefined });
    addTenant(s, 'alpha', { hostname: 'cluster.dev' });
    expect(findings(s)).toEqual(['warning listener-set-without-access-points']);
    expect(hostnames(s)).toEqual(['*.cluster.dev', '*.cluster.dev']);
  });

  it('has the hostname of the domains for the Gateway, which nobody has to acknowledge', () => {
    const s = stage({ layout: ListenerLayout.listenerSets(), domain: 'a.example.com', domains: ['b.example.com'] });
    addTenant(s, 'alpha');
    expect(findings(s)).toEqual(['warning listener-set-without-access-points']);
    expect(hostnames(s)).toEqual(['*.example.com', '*.example.com']);
  });

  it('warns where it lets ListenerSets in from every namespace', () => {
    const s = stage({ layout: ListenerLayout.listenerSets(), allowedNamespaces: AllowedNamespaces.all() });
    addTenant(s, 'alpha');
    expect(findings(s)).toContain('warning routes-from-all-namespaces');
    Acknowledgements.of(s.app).add({ code: 'routes-from-all-namespaces', reason: 'one team' });
    expect(findings(s)).toEqual(['warning listener-set-without-access-points']);
  });

  it('works from Kamaji G4 and Gateway API 1.5 on, with a warning', () => {
    expect(findings(fleet())).toEqual(['warning listener-set-without-access-points']);
    expect(new Set(findings(fleet('G3')))).toContain('error parent-ref-kind-unsupported');
    expect(new Set(findings(fleet('G4')))).toContain('error parent-ref-kind-unsupported');
  });

  it('needs a controller that knows ListenerSets', () => {
    const { kamaji, gatewayApi } = platformOf('G5');
    const platform = TargetPlatform.of({ kamaji, gatewayApi, controller: GatewayController.istio() });
    const s = stage({ layout: ListenerLayout.listenerSets(), platform });
    addTenant(s, 'alpha');
    expect(findings(s)).toContain('error listener-set-unsupported');
  });
});

describe('the tuning of a shared gateway', () => {
  const tuning = {
    address: LoadBalancerAddress.metalLb(['203.0.113.10']),
    replicas: 3,
    idleTimeoutSeconds: 7200,
    maxConnections: 10_000,
  };

  it('renders what Envoy Gateway reads, and the API server admits', () => {
    const s = stage({ tuning, infrastructure: { annotations: { note: 'mine' } } });
    addTenant(s, 'alpha');
    const { rendered: objects, platform } = synthesize(s.app);
    const kinds = objects.map(({ object }) => object['kind']);
    expect(kinds).toEqual(expect.arrayContaining(['EnvoyProxy', 'ClientTrafficPolicy', 'BackendTrafficPolicy']));
    const verdicts = objects.map(({ object }) => admit(object, platformSchemas(platform)));
    expect(verdicts.filter(({ accepted, warnings }) => !accepted || warnings.length > 0)).toEqual([]);
    expect(read(rendered(s, 'Gateway', 'edge'), 'spec', 'infrastructure')).toMatchObject({
      annotations: { note: 'mine' },
      parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'edge' },
    });
    expect(findings(s)).toEqual([]);
  });

  it('is refused where the controller cannot do it, or none is given', () => {
    const { kamaji, gatewayApi } = platformOf('G5');
    const traefik = TargetPlatform.of({ kamaji, gatewayApi, controller: GatewayController.traefik() });
    expect(findings(stage({ tuning, platform: traefik }))).toContain('error gateway-tuning-unsupported');
    const nobody = TargetPlatform.of({ kamaji, gatewayApi });
    expect(findings(stage({ tuning, platform: nobody }))).toContain('error gateway-tuning-unsupported');
  });
});
