import { AttachmentPolicies, attach, ParentResult } from '../../../src/gateway-api/attachment';
import { KubeObject } from '../../../src/objects';
import { FROM_ALL, gateway, http, listenerSet, namespace, passthrough, route, SETS_FROM_ALL, service } from './world';

function parentsOf(
  objects: readonly KubeObject[],
  id: string,
  policies: AttachmentPolicies = {},
): readonly ParentResult[] {
  return attach(objects, { policies }).routes.find(({ namespace: ns, name }) => `${ns}/${name}` === id)?.parents ?? [];
}

describe('a route', () => {
  const edge = gateway('infra/edge', [passthrough('tls', 443, '*.shop.test', FROM_ALL)]);

  it('gets no entry for a parent that does not exist, and keeps the ones that do as they are written', () => {
    const refs = [
      { name: 'edge', namespace: 'infra', sectionName: 'tls' },
      { name: 'edge' },
      { kind: 'Gateway', group: 'gateway.example.test', name: 'edge', namespace: 'infra' },
      { kind: 'Service', group: '', name: 'web' },
    ];
    const objects = [edge, route('TLSRoute', 'shop/till', refs, { hostnames: ['till.shop.test'] })];
    expect(parentsOf(objects, 'shop/till')).toEqual([
      {
        parentRef: { name: 'edge', namespace: 'infra', sectionName: 'tls' },
        accepted: { status: 'True', reason: 'Accepted' },
        resolvedRefs: { status: 'True', reason: 'ResolvedRefs' },
        listeners: ['tls'],
        hostnames: ['till.shop.test'],
      },
    ]);
  });

  it('is read in every version, and XListenerSets of old releases too', () => {
    const set = {
      ...listenerSet('shop/extra', 'infra/old', [passthrough('tls', 443, 'a.test')]),
      apiVersion: 'gateway.networking.x-k8s.io/v1alpha1',
      kind: 'XListenerSet',
    };
    const old = {
      ...route('TLSRoute', 'shop/old', [{ group: 'gateway.networking.x-k8s.io', kind: 'XListenerSet', name: 'extra' }]),
      apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    };
    const objects = [gateway('infra/old', [http('http', 80)], SETS_FROM_ALL), set, old];
    expect(parentsOf(objects, 'shop/old')).toMatchObject([{ accepted: { status: 'True' }, hostnames: ['a.test'] }]);
    expect(attach(objects).listenerSets).toMatchObject([{ kind: 'XListenerSet', namespace: 'shop', name: 'extra' }]);
  });

  it('without hostnames takes those of the listener, and `*` stands for every name', () => {
    const objects = [
      gateway('infra/web', [http('named', 80, 'a.test'), http('any', 81), { name: 'tcp', port: 82, protocol: 'TCP' }]),
      route('HTTPRoute', 'infra/web', [{ name: 'web' }]),
      route('TCPRoute', 'infra/db', [{ name: 'web' }]),
    ];
    expect(parentsOf(objects, 'infra/web')).toMatchObject([
      { listeners: ['any', 'named'], hostnames: ['*', 'a.test'] },
    ]);
    expect(parentsOf(objects, 'infra/db')).toMatchObject([{ listeners: ['tcp'], hostnames: ['*'] }]);
  });

  it('is attached to a listener that is refused, and counted there', () => {
    const objects = [
      gateway('infra/web', [http('a', 80, 'a.test'), http('b', 80, 'a.test')]),
      route('HTTPRoute', 'infra/web', [{ name: 'web' }]),
    ];
    expect(attach(objects).gateways[0]?.listeners).toMatchObject([
      { accepted: { status: 'False' }, attachedRoutes: 1 },
      { accepted: { status: 'False' }, attachedRoutes: 1 },
    ]);
  });

  it('is counted once on a listener that two of its references reach', () => {
    const objects = [
      gateway('infra/web', [http('a', 80)]),
      route('HTTPRoute', 'infra/web', [{ name: 'web' }, { name: 'web', sectionName: 'a' }]),
    ];
    expect(attach(objects).gateways[0]?.listeners[0]?.attachedRoutes).toBe(1);
    expect(parentsOf(objects, 'infra/web')).toHaveLength(2);
  });

  it('finds its listener among many as it does among few', () => {
    const many = gateway(
      'infra/many',
      Array.from({ length: 64 }, (_, i) => passthrough(`l${i}`, 443 + (i % 2), i < 60 ? `*.d${i}.test` : `d${i}.test`)),
    );
    const objects = [
      many,
      route('TLSRoute', 'infra/wild', [{ name: 'many' }], { hostnames: ['a.d7.test', 'd61.test', 'nowhere.test'] }),
      route('TLSRoute', 'infra/port', [{ name: 'many', port: 444 }], { hostnames: ['a.d7.test', 'a.d8.test'] }),
      route('TLSRoute', 'infra/star', [{ name: 'many' }], { hostnames: ['*.d7.test', '*.b.d8.test'] }),
    ];
    expect(parentsOf(objects, 'infra/wild')).toMatchObject([
      { listeners: ['l61', 'l7'], hostnames: ['a.d7.test', 'd61.test'] },
    ]);
    expect(parentsOf(objects, 'infra/port')).toMatchObject([{ listeners: ['l7'], hostnames: ['a.d7.test'] }]);
    expect(parentsOf(objects, 'infra/star')).toMatchObject([{ listeners: ['l7', 'l8'] }]);
  });

  it('fails by kind and namespace before it fails by name', () => {
    const objects = [
      gateway('infra/web', [http('a', 80, 'a.test'), passthrough('b', 443, 'b.test', FROM_ALL)]),
      route('TLSRoute', 'shop/name', [{ name: 'web', namespace: 'infra' }], { hostnames: ['a.test'] }),
      route('HTTPRoute', 'shop/place', [{ name: 'web', namespace: 'infra' }], { hostnames: ['z.test'] }),
    ];
    expect(parentsOf(objects, 'shop/name')[0]?.accepted.reason).toBe('NoMatchingListenerHostname');
    expect(parentsOf(objects, 'shop/place')[0]?.accepted.reason).toBe('NotAllowedByListeners');
  });
});

describe('a Gateway', () => {
  it('of another controller is nobody, nor are routes to it', () => {
    const objects = [
      gateway('infra/edge', [http('http', 80)], { gatewayClassName: 'theirs' }),
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: 'theirs' },
        spec: { controllerName: 'b.test/c' },
      },
      route('HTTPRoute', 'infra/web', [{ name: 'edge' }]),
    ];
    const ours = attach(objects, { controllerName: 'a.test/c' });
    expect(ours.gateways).toEqual([]);
    expect(ours.routes).toMatchObject([{ parents: [] }]);
    expect(attach(objects, { controllerName: 'b.test/c' }).gateways).toHaveLength(1);
    expect(attach(objects).gateways).toHaveLength(1);
  });

  it('without listeners is invalid', () => {
    expect(attach([gateway('infra/edge', [])]).gateways[0]?.accepted).toEqual({ status: 'False', reason: 'Invalid' });
  });

  it('finds its parameters among the objects, or trusts a kind that its controller reads', () => {
    const parametersRef = { group: 'proxy.test', kind: 'Proxy', name: 'big' };
    const edge = gateway('infra/edge', [http('http', 80)], { infrastructure: { parametersRef } });
    const big = { apiVersion: 'proxy.test/v1', kind: 'Proxy', metadata: { namespace: 'infra', name: 'big' } };
    const small = { apiVersion: 'proxy.test/v1', kind: 'Proxy', metadata: { namespace: 'infra', name: 'small' } };
    const reason = (objects: readonly KubeObject[], policies: AttachmentPolicies = {}) =>
      attach(objects, { policies }).gateways[0]?.accepted.reason;
    expect(reason([edge, big])).toBe('Accepted');
    expect(reason([edge])).toBe('InvalidParameters');
    expect(reason([edge], { parametersKinds: ['proxy.test/Proxy'] })).toBe('Accepted');
    expect(reason([edge, small], { parametersKinds: ['proxy.test/Proxy'] })).toBe('InvalidParameters');
  });
});

describe('a listener', () => {
  const secret = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'infra', name } });

  it('names kinds of its own group only', () => {
    const kinds = [{ group: 'x.test', kind: 'HTTPRoute' }, { kind: 'GRPCRoute' }];
    const found = attach([gateway('infra/edge', [http('http', 80, undefined, { allowedRoutes: { kinds } })])]);
    expect(found.gateways[0]?.listeners).toMatchObject([
      { supportedKinds: ['GRPCRoute'], resolvedRefs: { status: 'False', reason: 'InvalidRouteKinds' } },
    ]);
  });

  it('that passes TLS through has no use for certificates, not even for bad ones', () => {
    const tls = { mode: 'Passthrough', certificateRefs: [{ name: 'gone' }] };
    const found = attach([gateway('infra/edge', [passthrough('tls', 443, undefined, { tls })]), secret('other')]);
    expect(found.gateways[0]?.listeners).toMatchObject([{ resolvedRefs: { status: 'True' } }]);
  });

  it('with one good authority of two is accepted', () => {
    const caCertificateRefs = ['good', 'gone'].map((name) => ({ group: '', kind: 'ConfigMap', name }));
    const frontend = { default: { validation: { caCertificateRefs } } };
    const https = { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } };
    const good = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'infra', name: 'good' } };
    const status = (data: unknown) =>
      attach([gateway('infra/edge', [https], { tls: { frontend } }), { ...good, data }]).gateways[0]?.listeners[0];
    expect(status(undefined)).toMatchObject({
      accepted: { status: 'True' },
      resolvedRefs: { status: 'False', reason: 'InvalidCACertificateRef' },
    });
    expect(status({ 'ca.crt': 'no certificate' })).toMatchObject({ accepted: { reason: 'NoValidCACertificate' } });
  });

  it('shows a certificate that is PEM, however the Secret holds it', () => {
    const pem = (what: string) => `-----BEGIN ${what}-----\nbm9uZQ==\n-----END ${what}-----\n`;
    const cert = { 'tls.crt': pem('CERTIFICATE'), 'tls.key': pem('PRIVATE KEY') };
    const encoded = Object.fromEntries(
      Object.entries(cert).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    );
    const https = { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } };
    const reason = (more: Record<string, unknown>) =>
      attach([gateway('infra/edge', [https]), { ...secret('cert'), ...more }]).gateways[0]?.listeners[0]?.resolvedRefs
        .reason;
    expect(reason({ data: encoded })).toBe('ResolvedRefs');
    expect(reason({ stringData: cert })).toBe('ResolvedRefs');
    expect(reason({ data: { 'tls.crt': encoded['tls.crt'] } })).toBe('InvalidCertificateRef');
    expect(reason({ data: cert })).toBe('InvalidCertificateRef');
  });
});

describe('a ListenerSet', () => {
  it('of a Gateway that is refused is refused, unless the controller does not look', () => {
    const refused = gateway('infra/edge', [{ name: 'odd', port: 1, protocol: 'ODD' }], SETS_FROM_ALL);
    const set = listenerSet('shop/extra', 'infra/edge', [http('http', 80)]);
    expect(attach([refused, set]).listenerSets[0]?.accepted.reason).toBe('ParentNotAccepted');
    const policies = { refuseSetsOfRefusedGateways: false };
    expect(attach([refused, set], { policies }).listenerSets[0]?.accepted.reason).toBe('Accepted');
  });

  it('that is not let in leaves its routes without an entry, or judged, as the controller does', () => {
    const objects = [
      gateway('infra/edge', [http('http', 80)]),
      listenerSet('shop/extra', 'infra/edge', [http('http', 81)]),
      route('HTTPRoute', 'shop/web', [{ kind: 'ListenerSet', name: 'extra' }]),
    ];
    expect(parentsOf(objects, 'shop/web')).toEqual([]);
    expect(parentsOf(objects, 'shop/web', { routesOfRefusedSets: 'judged' })).toMatchObject([
      { accepted: { status: 'True' }, listeners: ['http'] },
    ]);
  });

  it('whose Gateway does not exist has no status', () => {
    expect(attach([listenerSet('shop/extra', 'infra/edge', [http('http', 80)])]).listenerSets).toEqual([]);
  });

  it('is accepted with a reason where only some of its listeners are', () => {
    const objects = [
      gateway('infra/edge', [http('http', 80)], SETS_FROM_ALL),
      listenerSet('shop/extra', 'infra/edge', [http('http', 80), http('more', 81)]),
    ];
    expect(attach(objects).listenerSets[0]?.accepted).toEqual({ status: 'True', reason: 'ListenersNotValid' });
  });

  it('with a certificate that is not there is accepted, unless the controller counts that as invalid', () => {
    const tls = { certificateRefs: [{ name: 'gone' }] };
    const objects = [
      gateway('infra/edge', [http('http', 80)], SETS_FROM_ALL),
      listenerSet('shop/extra', 'infra/edge', [{ name: 'https', port: 443, protocol: 'HTTPS', tls }]),
      { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'shop', name: 'other' } },
    ];
    const status = (policies: AttachmentPolicies) => attach(objects, { policies }).listenerSets[0]?.accepted.status;
    expect(status({})).toBe('True');
    expect(status({ invalidatingReasons: ['InvalidCertificateRef'] })).toBe('False');
  });
});

describe('references', () => {
  const edge = gateway('infra/edge', [http('http', 80), { name: 'dns', port: 53, protocol: 'UDP' }]);
  const web = (backend: unknown, kind = 'HTTPRoute') =>
    route(kind, 'infra/web', [{ name: 'edge' }], { rules: [{ backendRefs: [backend] }] });
  const refs = (objects: readonly KubeObject[], policies: AttachmentPolicies = {}) =>
    parentsOf([edge, ...objects], 'infra/web', policies)[0]?.resolvedRefs.reason;

  it('resolve where the objects hold no Service, or no Secret, at all', () => {
    expect(refs([web({ name: 'web', port: 80 })])).toBe('ResolvedRefs');
    const tls = { certificateRefs: [{ name: 'cert' }] };
    const secure = gateway('infra/secure', [{ name: 'https', port: 443, protocol: 'HTTPS', tls }]);
    expect(attach([secure]).gateways[0]?.listeners[0]?.resolvedRefs.status).toBe('True');
  });

  it('need a grant even then', () => {
    expect(refs([web({ name: 'web', namespace: 'shop', port: 80 })])).toBe('RefNotPermitted');
  });

  it('to a Service need its port, of the right protocol, with the reason that the controller gives', () => {
    const known = service('infra/web', 80);
    expect(refs([known, web({ name: 'web', port: 80 })])).toBe('ResolvedRefs');
    expect(refs([known, web({ name: 'web', port: 81 })])).toBe('BackendNotFound');
    expect(refs([known, web({ name: 'web', port: 81 })], { missingServicePort: 'PortNotFound' })).toBe('PortNotFound');
    expect(refs([known, web({ name: 'web', port: 80 }, 'UDPRoute')])).toBe('BackendNotFound');
  });

  it('to a Service whose ports are not known need only its name', () => {
    const external = { ...service('infra/web'), spec: { type: 'ExternalName', externalName: 'web.test', ports: [] } };
    expect(refs([external, web({ name: 'web', port: 80 })])).toBe('ResolvedRefs');
  });

  it('of filters count like those of rules', () => {
    const mirror = (backendRef: unknown) => [{ type: 'RequestMirror', requestMirror: { backendRef } }];
    const inRule = route('HTTPRoute', 'infra/web', [{ name: 'edge' }], {
      rules: [{ filters: mirror({ name: 'gone', port: 80 }), backendRefs: [{ name: 'web', port: 80 }] }],
    });
    const inBackend = route('HTTPRoute', 'infra/web', [{ name: 'edge' }], {
      rules: [
        { backendRefs: [{ name: 'web', port: 80, filters: mirror({ name: 'web', namespace: 'shop', port: 80 }) }] },
      ],
    });
    expect(refs([service('infra/web', 80), inRule])).toBe('BackendNotFound');
    expect(refs([service('infra/web', 80), inBackend])).toBe('RefNotPermitted');
  });

  it('of several faults give the first reason, or all of them', () => {
    const both = route('HTTPRoute', 'infra/web', [{ name: 'edge' }], {
      rules: [
        {
          backendRefs: [
            { kind: 'Odd', name: 'x' },
            { name: 'gone', port: 80 },
          ],
        },
      ],
    });
    const objects = [service('infra/web', 80), both];
    expect(refs(objects)).toBe('InvalidKind');
    expect(refs(objects, { severalReasons: 'joined' })).toBe('BackendNotFound,InvalidKind');
  });

  it('to other kinds resolve where the controller knows the kind and nothing speaks against it', () => {
    const policies = { backendKinds: ['/Service', 'x.test/Backend'] };
    const ref = { group: 'x.test', kind: 'Backend', name: 'b' };
    const other = { apiVersion: 'x.test/v1', kind: 'Backend', metadata: { namespace: 'infra', name: 'c' } };
    expect(refs([web(ref)], policies)).toBe('ResolvedRefs');
    expect(refs([web(ref), other], policies)).toBe('BackendNotFound');
  });

  it('are let in by any of several grants', () => {
    const grant = (name: string, to: readonly unknown[]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { namespace: 'shop', name },
      spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' }], to },
    });
    const far = web({ name: 'web', namespace: 'shop', port: 80 });
    const named = (name: string) => ({ group: '', kind: 'Service', name });
    expect(refs([far, grant('a', [named('x')]), grant('b', [named('web')])])).toBe('ResolvedRefs');
    expect(refs([far, grant('a', [named('x')]), grant('b', [{ group: '', kind: 'Service' }])])).toBe('ResolvedRefs');
    expect(refs([far, grant('a', [{ group: '', kind: 'Service' }]), grant('b', [named('x')])])).toBe('ResolvedRefs');
    expect(refs([far, grant('a', [named('x'), named('y')])])).toBe('RefNotPermitted');
  });
});

describe('namespaces', () => {
  const selecting = (selector: unknown) => ({ allowedRoutes: { namespaces: { from: 'Selector', selector } } });
  const web = route('HTTPRoute', 'shop/web', [{ name: 'edge', namespace: 'infra' }]);
  const reason = (more: Record<string, unknown>, ...objects: readonly KubeObject[]) =>
    parentsOf([gateway('infra/edge', [http('http', 80, undefined, more)]), web, ...objects], 'shop/web')[0]?.accepted
      .reason;

  it('have the label of their name, though they are not among the objects', () => {
    expect(reason(selecting({ matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }))).toBe('Accepted');
    expect(reason(selecting({ matchLabels: { 'kubernetes.io/metadata.name': 'blog' } }))).toBe('NotAllowedByListeners');
  });

  it('cannot be given another name by a label', () => {
    const liar = namespace('shop', { 'kubernetes.io/metadata.name': 'infra' });
    expect(reason(selecting({ matchLabels: { 'kubernetes.io/metadata.name': 'infra' } }), liar)).toBe(
      'NotAllowedByListeners',
    );
  });

  it('are none where there is no selector, or where the policy is none', () => {
    expect(reason({ allowedRoutes: { namespaces: { from: 'Selector' } } })).toBe('NotAllowedByListeners');
    expect(reason({ allowedRoutes: { namespaces: { from: 'None' } } })).toBe('NotAllowedByListeners');
  });

  it('that are not given are `default`', () => {
    const nowhere = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge' },
      spec: { listeners: [http('http', 80)] },
    };
    const objects = [nowhere, route('HTTPRoute', 'default/web', [{ name: 'edge' }])];
    expect(parentsOf(objects, 'default/web')[0]?.accepted.reason).toBe('Accepted');
  });
});

describe('what controllers do with names', () => {
  const wide = passthrough('wide', 443, '*.shop.test', FROM_ALL);
  const PARENT = { name: 'edge', namespace: 'infra' };
  const till = (id: string, metadata: Record<string, unknown> = {}, hostnames = ['till.shop.test']) =>
    route('TLSRoute', id, [PARENT], { hostnames }, metadata);

  it('a listener of somebody else may take a name from a route, even where that listener is refused', () => {
    const policies: AttachmentPolicies = { stripsNamesOfOtherListeners: true };
    const exact = (name: string) => passthrough(name, 443, 'till.shop.test');
    const objects = [
      gateway('infra/edge', [wide], SETS_FROM_ALL),
      till('a/till'),
      listenerSet('b/set', 'infra/edge', [exact('x'), { ...exact('y') }]),
    ];
    expect(attach(objects).listenerSets[0]?.accepted.status).toBe('False');
    expect(parentsOf(objects, 'a/till')[0]?.accepted.status).toBe('True');
    expect(parentsOf(objects, 'a/till', policies)[0]?.accepted.reason).toBe('NoMatchingListenerHostname');
    const elsewhere = [
      objects[0] as KubeObject,
      till('a/till'),
      listenerSet('b/set', 'infra/edge', [passthrough('x', 444, 'till.shop.test')]),
    ];
    expect(parentsOf(elsewhere, 'a/till', policies)[0]?.accepted.status).toBe('True');
  });

  it('the younger of two TLSRoutes of one name may be refused', () => {
    const policies: AttachmentPolicies = { competingTlsRoutes: 'refused' };
    const objects = [
      gateway('infra/edge', [wide]),
      till('a/young', { creationTimestamp: '2026-02-01T00:00:00Z' }),
      till('b/old', { creationTimestamp: '2026-01-01T00:00:00Z' }),
      till('c/partly', {}, ['till.shop.test', 'desk.shop.test']),
    ];
    expect(parentsOf(objects, 'a/young')[0]?.accepted.status).toBe('True');
    expect(parentsOf(objects, 'a/young', policies)[0]?.accepted).toEqual({
      status: 'False',
      reason: 'HostnameConflict',
    });
    expect(parentsOf(objects, 'b/old', policies)[0]?.accepted.status).toBe('True');
    const twice = route('TLSRoute', 'd/twice', [PARENT, { ...PARENT, sectionName: 'wide' }], {
      hostnames: ['d.shop.test'],
    });
    expect(parentsOf([...objects, twice], 'd/twice', policies).map(({ accepted }) => accepted.status)).toEqual([
      'True',
      'True',
    ]);
    expect(parentsOf(objects, 'c/partly', policies)).toMatchObject([
      { accepted: { status: 'True' }, hostnames: ['desk.shop.test'] },
    ]);
  });
});
