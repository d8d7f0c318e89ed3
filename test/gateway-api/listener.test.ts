import { toJson_GatewaySpecListeners } from '../../imports/gateway.networking.k8s.io';
import { Listener, RouteKind, RouteNamespaces } from '../../src/gateway-api';

function render(listener: Listener): unknown {
  return toJson_GatewaySpecListeners(listener._toKube());
}

const SAME = { namespaces: { from: 'Same' } };
const CERTIFICATES = [{ name: 'cert' }, { name: 'other', group: 'example.com', kind: 'Vault', namespace: 'pki' }];
const TERMINATE = {
  mode: 'Terminate',
  certificateRefs: [
    { group: '', kind: 'Secret', name: 'cert' },
    { group: 'example.com', kind: 'Vault', name: 'other', namespace: 'pki' },
  ],
};

test.each([
  [
    'tlsPassthrough',
    Listener.tlsPassthrough({ name: 'a', port: 1 }),
    {
      protocol: 'TLS',
      tls: { mode: 'Passthrough' },
      allowedRoutes: { ...SAME, kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }] },
    },
  ],
  [
    'tlsTerminate',
    Listener.tlsTerminate({ name: 'a', port: 1, hostname: 'a.dev', certificates: CERTIFICATES }),
    { protocol: 'TLS', hostname: 'a.dev', tls: TERMINATE, allowedRoutes: SAME },
  ],
  [
    'https',
    Listener.https({ name: 'a', port: 1, certificates: CERTIFICATES, tlsOptions: { 'example.com/min': '1.3' } }),
    { protocol: 'HTTPS', tls: { ...TERMINATE, options: { 'example.com/min': '1.3' } }, allowedRoutes: SAME },
  ],
  [
    'http',
    Listener.http({ name: 'a', port: 1, hostname: 'a.dev' }),
    { protocol: 'HTTP', hostname: 'a.dev', allowedRoutes: SAME },
  ],
  ['tcp', Listener.tcp({ name: 'a', port: 1 }), { protocol: 'TCP', allowedRoutes: SAME }],
  ['udp', Listener.udp({ name: 'a', port: 1 }), { protocol: 'UDP', allowedRoutes: SAME }],
  [
    'of',
    Listener.of({ name: 'a', port: 1, protocol: 'example.com/bar', tls: {} }),
    { protocol: 'example.com/bar', tls: { mode: 'Terminate' }, allowedRoutes: SAME },
  ],
])('Listener.%s', (_, listener, expected) => {
  expect(render(listener)).toEqual({ name: 'a', port: 1, ...expected });
});

test('kinds that are given replace those of passthrough', () => {
  const listener = Listener.tlsPassthrough({ name: 'a', port: 1, kinds: [RouteKind.of('Bar', 'example.com')] });
  expect(render(listener)).toMatchObject({ allowedRoutes: { kinds: [{ group: 'example.com', kind: 'Bar' }] } });
});

test('a listener shows what it was made of', () => {
  const listener = Listener.tlsPassthrough({ name: 'kube-apiserver', port: 6443, hostname: '*.dev.example' });
  expect([listener.name, listener.port, listener.protocol, listener.hostname]).toEqual([
    'kube-apiserver',
    6443,
    'TLS',
    '*.dev.example',
  ]);
});

describe('namespaces', () => {
  const namespaces = (value: RouteNamespaces) =>
    (render(Listener.tcp({ name: 'a', port: 1, namespaces: value })) as { allowedRoutes: { namespaces: unknown } })
      .allowedRoutes.namespaces;

  test('by name are sorted and taken once, whatever their order', () => {
    const expected = {
      from: 'Selector',
      selector: {
        matchExpressions: [
          { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['constructor', 't-1', 't-10', 't-2'] },
        ],
      },
    };
    expect(namespaces(RouteNamespaces.named(['t-2', 't-1', 't-10', 't-2', 'constructor']))).toEqual(expected);
    expect(namespaces(RouteNamespaces.named(['t-10', 'constructor', 't-1', 't-2']))).toEqual(expected);
  });

  test('can be all, the own one, or those with labels', () => {
    expect(namespaces(RouteNamespaces.all())).toEqual({ from: 'All' });
    expect(namespaces(RouteNamespaces.same())).toEqual({ from: 'Same' });
    expect(namespaces(RouteNamespaces.labels({ tenant: 'yes' }))).toEqual({
      from: 'Selector',
      selector: { matchLabels: { tenant: 'yes' } },
    });
  });

  test('are never selected by nothing, which would be all of them or none', () => {
    expect(() => RouteNamespaces.named([])).toThrow(
      'no namespace given: name at least one, or use RouteNamespaces.same()',
    );
    expect(() => RouteNamespaces.labels({})).toThrow('an empty selector selects every namespace');
    expect(() => RouteNamespaces.selector({ matchLabels: {}, matchExpressions: [] })).toThrow('RouteNamespaces.all()');
  });
});
