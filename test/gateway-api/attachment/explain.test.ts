import { Diagnostic, formatDiagnostics, Severity, sortDiagnostics } from '../../../src/diagnostics';
import {
  ATTACHMENT_CODES,
  AttachmentPolicies,
  codeOfReason,
  computeAttachment,
  ExplainOptions,
  explainAttachment,
} from '../../../src/gateway-api/attachment';
import { KubeObject, refOf } from '../../../src/objects';
import { FROM_ALL, gateway, http, listenerSet, namespace, passthrough, route, SETS_FROM_ALL, service } from './world';

function explain(
  objects: readonly KubeObject[],
  policies: AttachmentPolicies = {},
  options: ExplainOptions = {},
): Diagnostic[] {
  return sortDiagnostics(explainAttachment(computeAttachment(objects, { policies }), options));
}

function textOf(objects: readonly KubeObject[], policies: AttachmentPolicies = {}): string[] {
  return formatDiagnostics(explain(objects, policies)).split('\n');
}

const PARENT = { name: 'edge', namespace: 'infra' };
const EDGE = gateway('infra/edge', [passthrough('kube-apiserver', 6443, '*.cluster.dev', FROM_ALL)]);
const tls = (id: string, hostname: string, parent: Record<string, unknown> = PARENT) =>
  route('TLSRoute', id, [parent], { hostnames: [hostname] });

describe('codes', () => {
  it('are the reasons of the Gateway API in kebab-case', () => {
    expect(codeOfReason('NoMatchingListenerHostname')).toBe('no-matching-listener-hostname');
    expect(codeOfReason('InvalidCACertificateRef')).toBe('invalid-ca-certificate-ref');
    expect(codeOfReason('PortNotFound')).toBe('port-not-found');
  });

  it('are listed once each, sorted', () => {
    const codes = ATTACHMENT_CODES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });
});

describe('what is said of a route', () => {
  it('names the hostname, the listeners and what they answer', () => {
    expect(textOf([EDGE, tls('tcp-9/tcp-9', 'tcp9.other.dev')])).toEqual([
      'error no-matching-listener-hostname  TLSRoute tcp-9/tcp-9  spec.hostnames[0]',
      '  "tcp9.other.dev" matches no listener of Gateway infra/edge (kube-apiserver: *.cluster.dev)',
      '  fix: use a hostname that one of these listeners answers, or add a listener for it',
    ]);
  });

  it('names the listeners there are where it asks for another one', () => {
    expect(textOf([EDGE, tls('a/a', 'a.cluster.dev', { ...PARENT, sectionName: 'api' })])).toEqual([
      'error no-matching-parent  TLSRoute a/a  spec.parentRefs[0].sectionName',
      '  Gateway infra/edge has no listener "api" (it has kube-apiserver on 6443)',
      '  fix: name one of these listeners, or leave sectionName out',
    ]);
    expect(
      textOf([EDGE, tls('a/a', 'a.cluster.dev', { ...PARENT, sectionName: 'kube-apiserver', port: 443 })]),
    ).toEqual([
      'error no-matching-parent  TLSRoute a/a  spec.parentRefs[0].port',
      '  Gateway infra/edge has no listener "kube-apiserver" on port 443 (it has kube-apiserver on 6443)',
      '  fix: use the port of the listener, or leave port out',
    ]);
  });

  it('points to the ListenerSet that has the listener it names through the Gateway', () => {
    const objects = [
      gateway('infra/edge', [http('own', 80)], SETS_FROM_ALL),
      listenerSet('shop/extra', 'infra/edge', [passthrough('api', 6443, 'a.test')]),
      tls('shop/a', 'a.test', { ...PARENT, sectionName: 'api' }),
    ];
    expect(explain(objects)).toMatchObject([
      {
        code: 'no-matching-parent',
        fix: 'name ListenerSet shop/extra as parent: a Gateway never stands for its ListenerSets',
      },
    ]);
  });

  it('says whether kind or namespace is in the way', () => {
    const closed = gateway('infra/edge', [http('http', 80)]);
    expect(textOf([closed, tls('infra/a', 'a.test')])).toEqual([
      'error not-allowed-by-listeners  TLSRoute infra/a  spec.parentRefs[0]',
      '  Gateway infra/edge: no listener takes TLSRoutes (http, HTTP: GRPCRoute or HTTPRoute)',
      '  fix: attach to a listener whose protocol serves TLSRoutes and whose allowedRoutes.kinds does not leave them out',
    ]);
    expect(textOf([closed, route('HTTPRoute', 'shop/web', [PARENT])])).toEqual([
      'error not-allowed-by-listeners  HTTPRoute shop/web  spec.parentRefs[0]',
      '  Gateway infra/edge: no listener takes routes of namespace shop (http: namespace infra only)',
      '  fix: let allowedRoutes.namespaces of listener "http" select shop by kubernetes.io/metadata.name',
    ]);
  });

  it('tells labels of the route from those of its Namespace', () => {
    const selector = { matchLabels: { shared: 'yes' } };
    const objects = [
      gateway('infra/edge', [
        http('http', 80, undefined, { allowedRoutes: { namespaces: { from: 'Selector', selector } } }),
      ]),
      route('HTTPRoute', 'shop/web', [PARENT], {}, { labels: { shared: 'yes' } }),
    ];
    expect(textOf([...objects, namespace('shop')])).toEqual([
      'error not-allowed-by-listeners  HTTPRoute shop/web  spec.parentRefs[0]',
      '  Gateway infra/edge: no listener takes routes of namespace shop (http: Namespaces labelled shared=yes); the route itself has the labels, but those of its Namespace count',
      '  fix: label the Namespace shop so that the selector of listener "http" takes it: shared=yes; labels of the route have no effect',
    ]);
    const [unsure] = explain(objects, {}, { complete: false });
    expect(unsure).toMatchObject({
      severity: Severity.WARNING,
      message: expect.stringContaining('Namespace shop is not among the objects'),
    });
    expect(explain(objects)).toMatchObject([{ severity: Severity.ERROR }]);
  });

  it('says what became of its parent', () => {
    const elsewhere = tls('shop/a', 'a.cluster.dev', { name: 'edge' });
    expect(textOf([EDGE, elsewhere])).toEqual([
      'error parent-not-found  TLSRoute shop/a  spec.parentRefs[0]',
      '  Gateway shop/edge does not exist',
      '  fix: did you mean Gateway infra/edge? then give namespace: infra',
    ]);
    const set = listenerSet('shop/extra', 'infra/edge', [passthrough('api', 6443, 'a.test')]);
    const onSet = tls('shop/a', 'a.test', { kind: 'ListenerSet', name: 'extra' });
    expect(explain([EDGE, set, onSet]).map(({ code, object }) => [code, object?.kind])).toEqual([
      ['not-allowed', 'TLSRoute'],
      ['not-allowed', 'ListenerSet'],
    ]);
    expect(explain([set, onSet])).toMatchObject([
      { code: 'parent-not-found', message: 'Gateway infra/edge of ListenerSet shop/extra does not exist' },
      { code: 'parent-not-found', message: 'Gateway infra/edge does not exist' },
    ]);
  });

  it("says nothing of parents that are no gateways, or another controller's", () => {
    const theirs = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'any' },
      spec: { controllerName: 'x.test/y' },
    };
    const mesh = route('HTTPRoute', 'shop/mesh', [{ group: '', kind: 'Service', name: 'web' }]);
    const attachment = computeAttachment([EDGE, theirs, mesh, tls('shop/a', 'a.cluster.dev')], {
      controllerName: 'a.test/b',
    });
    expect(explainAttachment(attachment)).toEqual([]);
  });

  it('names the route that has its name already, and the listener of somebody else that takes it', () => {
    const objects = [
      gateway('infra/edge', [passthrough('wide', 6443, '*.cluster.dev', FROM_ALL)], SETS_FROM_ALL),
      tls('a/first', 'x.cluster.dev'),
      tls('b/second', 'x.cluster.dev'),
      tls('c/third', 'y.cluster.dev'),
      listenerSet('evil/set', 'infra/edge', [passthrough('api', 6443, 'y.cluster.dev')]),
    ];
    expect(explain(objects).map(({ severity, code, message }) => `${severity} ${code} ${message}`)).toEqual([
      'error hostname-conflict "x.cluster.dev" is bound to TLSRoute a/first already on listener "wide" of Gateway infra/edge, port 6443; controllers differ in which of the two they serve, some serve neither',
      'error more-specific-listener "y.cluster.dev" on port 6443 is answered by listener "api" of ListenerSet evil/set (y.cluster.dev), to which the route is not attached, before listener "wide" of Gateway infra/edge',
    ]);
    expect(explain(objects, { stripsNamesOfOtherListeners: true })).toMatchObject([
      { code: 'hostname-conflict' },
      {
        code: 'no-matching-listener-hostname',
        message:
          '"y.cluster.dev" is the hostname of listener "api" of ListenerSet evil/set, and the controller takes it from every other route on port 6443',
      },
    ]);
    expect(explain(objects, { competingTlsRoutes: 'refused' })[0]).toMatchObject({
      code: 'hostname-conflict',
      message: '"x.cluster.dev" is bound to TLSRoute a/first on port 6443 already',
    });
  });

  it('says nothing of names that its own listeners share, or that HTTPRoutes share', () => {
    const objects = [
      gateway('infra/edge', [
        passthrough('wide', 443, '*.test'),
        passthrough('exact', 443, 'a.test'),
        http('http', 80),
      ]),
      route('TLSRoute', 'infra/both', [{ name: 'edge' }], { hostnames: ['a.test', 'b.test'] }),
      route('HTTPRoute', 'infra/one', [{ name: 'edge' }]),
      route('HTTPRoute', 'infra/two', [{ name: 'edge' }]),
    ];
    expect(explain(objects)).toEqual([]);
  });

  it('says nothing of who answers in place of a listener that is refused: that is said of the listener', () => {
    const objects = [
      gateway('infra/edge', [
        passthrough('wide', 443, '*.test'),
        passthrough('a', 443, 'a.test'),
        passthrough('b', 443, 'a.test'),
      ]),
      route('TLSRoute', 'infra/a', [{ name: 'edge', sectionName: 'a' }], { hostnames: ['a.test'] }),
    ];
    expect(explain(objects).map(({ object, code }) => [object?.kind, code])).toEqual([
      ['Gateway', 'hostname-conflict'],
      ['Gateway', 'hostname-conflict'],
    ]);
  });

  describe('where Gateways share a data plane', () => {
    const shared: ExplainOptions = { dataPlaneOf: () => 'one' };
    const mine = gateway('apps/mine', [
      passthrough('x', 6443, undefined, FROM_ALL),
      passthrough('y', 443, undefined, FROM_ALL),
    ]);
    const theirs = (more: Record<string, unknown> = {}) =>
      tls('apps/h', 'x.cluster.dev', { name: 'mine', namespace: 'apps', ...more });
    const ours = tls('tenant/tcp', 'x.cluster.dev');

    it('names the route of another Gateway that has its name already on the port', () => {
      expect(explain([EDGE, mine, ours, theirs()], {}, shared)).toMatchObject([
        {
          code: 'hostname-conflict',
          object: { name: 'tcp' },
          path: 'spec.hostnames[0]',
          message:
            '"x.cluster.dev" is bound to TLSRoute apps/h already on listener "x" of Gateway apps/mine, which shares port 6443 with Gateway infra/edge, as one data plane serves both; controllers differ in which of the two they serve, some serve neither',
        },
      ]);
    });

    it('says nothing where each has its own, the ports differ, or one route is on both', () => {
      expect(explain([EDGE, mine, ours, theirs()])).toEqual([]);
      expect(explain([EDGE, mine, ours, theirs({ port: 443 })], {}, shared)).toEqual([]);
      const both = route('TLSRoute', 'a/both', [PARENT, { name: 'mine', namespace: 'apps', port: 6443 }], {
        hostnames: ['x.cluster.dev'],
      });
      expect(explain([EDGE, mine, both], {}, shared)).toEqual([]);
    });

    it('says nothing of a listener of another Gateway to which no route is attached', () => {
      const exact = gateway('apps/mine', [passthrough('x', 6443, 'x.cluster.dev')]);
      expect(explain([EDGE, exact, ours], {}, shared)).toEqual([]);
    });

    it('says it of each route once, also where two of them share a listener', () => {
      const codes = explain([EDGE, mine, ours, tls('tenant/z', 'x.cluster.dev'), theirs()], {}, shared).map(
        ({ code, object }) => [code, object?.name],
      );
      expect(codes).toEqual([
        ['hostname-conflict', 'tcp'],
        ['hostname-conflict', 'z'],
      ]);
    });
  });

  it('finds a wildcard of a route under the listener that takes all of it', () => {
    const objects = [
      gateway('infra/edge', [passthrough('any', 443), passthrough('wide', 443, '*.test')]),
      route('TLSRoute', 'infra/a', [{ name: 'edge', sectionName: 'any' }], { hostnames: ['*.a.test'] }),
    ];
    expect(explain(objects)).toMatchObject([{ code: 'more-specific-listener', path: 'spec.hostnames[0]' }]);
  });
});

describe('what is said of references', () => {
  const web = (backend: unknown) =>
    route('HTTPRoute', 'infra/web', [{ name: 'edge' }], { rules: [{ backendRefs: [backend] }] });
  const edge = gateway('infra/edge', [http('http', 80)]);

  it('is the grant that is missing', () => {
    expect(textOf([edge, service('shop/web', 80), web({ name: 'web', namespace: 'shop', port: 80 })])).toEqual([
      'error ref-not-permitted  HTTPRoute infra/web  spec.rules[0].backendRefs[0]',
      '  Service shop/web is in another namespace, and no ReferenceGrant there lets HTTPRoutes of namespace infra refer to it',
      '  fix: add a ReferenceGrant to namespace shop: from gateway.networking.k8s.io/HTTPRoute of namespace infra, to Service web',
    ]);
  });

  it('is the ports that a Service has', () => {
    const objects = [edge, service('infra/web', 80, 443), web({ name: 'web', port: 8080 })];
    expect(textOf(objects, { missingServicePort: 'PortNotFound' })).toEqual([
      'error port-not-found  HTTPRoute infra/web  spec.rules[0].backendRefs[0]',
      '  Service infra/web has no port 8080 for TCP (it has 80/TCP, 443/TCP)',
      '  fix: name a port of the Service, not of its pods',
    ]);
    expect(explain(objects, { missingServicePort: 'NoSuchPort' })).toMatchObject([
      { code: 'no-such-port', severity: Severity.ERROR },
    ]);
  });

  it('is a warning where the objects are not all there is, but only if they could lack it', () => {
    const missing = [edge, service('infra/other', 80), web({ name: 'web', port: 80 })];
    expect(explain(missing)).toMatchObject([{ code: 'backend-not-found', severity: Severity.ERROR }]);
    expect(explain(missing, {}, { complete: false })).toMatchObject([
      { severity: Severity.WARNING, message: 'Service infra/web does not exist, as far as these objects show' },
    ]);
    const present = [edge, service('shop/web', 80), web({ name: 'web', namespace: 'shop', port: 80 })];
    expect(explain(present, {}, { complete: false })).toMatchObject([{ severity: Severity.ERROR }]);
    const parentless = [tls('shop/a', 'a.test')];
    expect(explain(parentless, {}, { complete: false })).toMatchObject([{ severity: Severity.WARNING }]);
  });
});

describe('what is said of listeners', () => {
  it('is what they cannot share', () => {
    const objects = [
      gateway('infra/edge', [
        http('a', 80, 'x.test'),
        http('b', 80, 'x.test'),
        passthrough('c', 81),
        { name: 'd', port: 81, protocol: 'TCP' },
      ]),
    ];
    expect(explain(objects).map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([
      'hostname-conflict spec.listeners[0].hostname listener "a" has port 80 and hostname "x.test" in common with listener "b" of Gateway infra/edge (HTTP)',
      'hostname-conflict spec.listeners[1].hostname listener "b" has port 80 and hostname "x.test" in common with listener "a" of Gateway infra/edge (HTTP)',
      'protocol-conflict spec.listeners[2].protocol listener "c" (TLS/Passthrough) cannot share port 81 with listener "d" of Gateway infra/edge (TCP)',
      'protocol-conflict spec.listeners[3].protocol listener "d" (TCP) cannot share port 81 with listener "c" of Gateway infra/edge (TLS/Passthrough)',
    ]);
  });

  it('is a warning where HTTPS and TLS share a port, once for each port', () => {
    const https = { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } };
    const objects = [
      gateway('infra/edge', [
        { name: 'web', port: 443, hostname: 'web.test', ...https },
        passthrough('a', 443, 'a.test'),
        passthrough('b', 443, 'b.test'),
        passthrough('c', 444, 'b.test'),
      ]),
    ];
    expect(explain(objects)).toMatchObject([
      { severity: Severity.WARNING, code: 'https-beside-tls', path: 'spec.listeners[1].port' },
    ]);
  });

  it('is which names HTTPS and TLS have in common, where the controller refuses that', () => {
    const https = { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } };
    const objects = [
      gateway('infra/edge', [
        { name: 'web', port: 443, hostname: 'shop.x.test', ...https },
        passthrough('a', 443, '*.x.test'),
        passthrough('b', 443, 'b.test'),
      ]),
    ];
    const found = explain(objects, { httpsBesideTls: 'conflict-where-intersecting' });
    expect(found.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([
      'protocol-conflict spec.listeners[0].hostname listener "web" (HTTPS, "shop.x.test") has names on port 443 in common with listener "a" of Gateway infra/edge (TLS/Passthrough), which the controller refuses where one ends TLS and the other passes it on',
      'protocol-conflict spec.listeners[1].hostname listener "a" (TLS/Passthrough, "*.x.test") has names on port 443 in common with listener "web" of Gateway infra/edge (HTTPS), which the controller refuses where one ends TLS and the other passes it on',
    ]);
  });

  it('is for whom the Gateway lets ListenerSets in', () => {
    const selector = { matchLabels: { door: 'open' } };
    const objects = [
      gateway('infra/edge', [http('own', 80)], { allowedListeners: { namespaces: { from: 'Selector', selector } } }),
      listenerSet('shop/extra', 'infra/edge', [http('more', 81)]),
    ];
    expect(textOf(objects)).toEqual([
      'error not-allowed  ListenerSet shop/extra  spec.parentRef',
      '  Gateway infra/edge lets in ListenerSets of Namespaces labelled door=open, and this one is in namespace shop, whose labels are not known',
      '  fix: label the Namespace shop, or let spec.allowedListeners.namespaces of the Gateway select it',
    ]);
  });

  it('is that they are missing, or that the Gateway is refused', () => {
    expect(explain([gateway('infra/edge', [])])).toMatchObject([{ code: 'invalid', path: 'spec.listeners' }]);
    const refused = gateway('infra/edge', [http('a', 80), http('b', 80)], SETS_FROM_ALL);
    const codes = explain([refused, listenerSet('shop/extra', 'infra/edge', [http('c', 81)])]).map(({ code }) => code);
    expect(codes).toEqual(['hostname-conflict', 'hostname-conflict', 'parent-not-accepted']);
    const empty = listenerSet('shop/empty', 'infra/edge', []);
    expect(explain([gateway('infra/edge', [http('a', 80)], SETS_FROM_ALL), empty])).toMatchObject([
      { code: 'invalid' },
    ]);
  });
});

describe('the subject of a finding', () => {
  const made = tls('tcp-9/tcp-9', 'tcp9.other.dev');
  const owner = {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { namespace: 'tcp-9', name: 'tcp-9' },
  };

  it('may be another object', () => {
    const subject: ExplainOptions['subject'] = (object, path) =>
      object === made ? { object: refOf(owner), path: path.replace('hostnames[0]', 'hostname') } : undefined;
    expect(explain([EDGE, made, tls('b/b', 'b.other.dev')], {}, { subject })).toMatchObject([
      { object: { kind: 'TLSRoute', name: 'b' }, path: 'spec.hostnames[0]' },
      { object: { kind: 'TenantControlPlane' }, path: 'spec.hostname' },
    ]);
  });

  it('may be nobody', () => {
    expect(explain([EDGE, made], {}, { subject: () => false })).toEqual([]);
  });
});
