import { ApiObject } from 'cdk8s';
import {
  Backend,
  Gateway,
  GatewayApiChannel,
  GatewayApiRelease,
  GatewayClass,
  Listener,
  ListenerSet,
  ParentRef,
  TlsRoute,
} from '../../src/gateway-api';
import { chartIn, problemsOf, render } from './rendering';

const EDGE = ParentRef.to({ name: 'edge', namespace: 'infra' });

test('a ListenerSet adds listeners to a Gateway, defaults that stand in lists written', () => {
  const [object] = render(
    (chart) =>
      new ListenerSet(chart, 'tenant', {
        gateway: EDGE,
        listeners: [
          Listener.tlsPassthrough({ name: 'kube-apiserver', port: 6443, hostname: 'tcp1.cluster.dev' }),
          Listener.https({ name: 'web', port: 443, hostname: 'web.cluster.dev', certificates: [{ name: 'cert' }] }),
        ],
      }),
  );
  expect(object).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    metadata: { name: 'tenant', namespace: 'apps', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' } },
    spec: {
      parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'infra' },
      listeners: [
        {
          name: 'kube-apiserver',
          port: 6443,
          protocol: 'TLS',
          hostname: 'tcp1.cluster.dev',
          tls: { mode: 'Passthrough' },
          allowedRoutes: {
            namespaces: { from: 'Same' },
            kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }],
          },
        },
        {
          name: 'web',
          port: 443,
          protocol: 'HTTPS',
          hostname: 'web.cluster.dev',
          tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'cert' }] },
          allowedRoutes: { namespaces: { from: 'Same' } },
        },
      ],
    },
  });
});

test('the Gateway may be a construct, its namespace is left out where it is the same', () => {
  const [, object] = render((chart) => {
    const gatewayClass = GatewayClass.fromGatewayClassName(chart, 'class', 'eg');
    const gateway = new Gateway(chart, 'edge', { gatewayClass });
    new ListenerSet(chart, 'tenant', { gateway, listeners: [Listener.http({ name: 'web', port: 80 })] });
  });
  expect(object).toMatchObject({ spec: { parentRef: { name: 'edge' } } });
  expect((object as { spec: { parentRef: object } }).spec.parentRef).not.toHaveProperty('namespace');
});

test('a route names the ListenerSet, made here or elsewhere, as its parent', () => {
  const objects = render((chart) => {
    const rules = [{ backends: [Backend.serviceName('api', { port: 6443 })] }];
    const own = new ListenerSet(chart, 'own', { gateway: EDGE, listeners: [Listener.http({ name: 'web', port: 80 })] });
    const other = ListenerSet.fromListenerSetName(chart, 'ref', 'theirs', 'their-ns');
    const parents = [ParentRef.of(own, { sectionName: 'web' }), other];
    new TlsRoute(chart, 'route', { parents, hostnames: ['a.example.com'], rules });
  });
  expect(objects.map(({ kind }) => kind)).toEqual(['ListenerSet', 'TLSRoute']);
  expect(objects[1]).toMatchObject({
    spec: {
      parentRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'own', sectionName: 'web' },
        { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'theirs', namespace: 'their-ns' },
      ],
    },
  });
});

test('a parent that is no Gateway, or a part of one, is refused', () => {
  const set = ParentRef.to({ kind: 'ListenerSet', name: 'a' });
  expect(() => new ListenerSet(chartIn(), 'b', { gateway: set })).toThrow(
    'a ListenerSet adds listeners to a Gateway, got ListenerSet "a"',
  );
  expect(() => new ListenerSet(chartIn(), 'b', { gateway: ParentRef.of(EDGE, { sectionName: 'web' }) })).toThrow(
    'a ListenerSet adds listeners to a whole Gateway, got listener "web" of Gateway "edge"',
  );
});

test('listeners that cannot be told apart are refused', () => {
  const set = new ListenerSet(chartIn(), 'a', { gateway: EDGE, listeners: [Listener.http({ name: 'web', port: 80 })] });
  expect(() => set.addListener(Listener.http({ name: 'web', port: 81 }))).toThrow(
    'the ListenerSet has a listener "web" already',
  );
  expect(() => set.addListener(Listener.http({ name: 'other', port: 80 }))).toThrow(
    'the listeners "web" and "other" are both HTTP on port 80 without hostname (make port, protocol or hostname differ)',
  );
  expect(() => set.addListener(Listener.http({ name: 'named', port: 80, hostname: 'a.b' }))).not.toThrow();
  const many = Array.from({ length: 65 }, (_, i) => Listener.tcp({ name: `l${i}`, port: i + 1 }));
  expect(() => new ListenerSet(chartIn(), 'b', { gateway: EDGE, listeners: many })).toThrow(
    'at most 64 listeners of a ListenerSet are allowed, got 65',
  );
});

test('before Gateway API 1.5 there is no ListenerSet, in no channel', () => {
  for (const channel of [GatewayApiChannel.STANDARD, GatewayApiChannel.EXPERIMENTAL]) {
    const release = GatewayApiRelease.of('v1.4.1', channel);
    expect(() => new ListenerSet(chartIn(), 'a', { gateway: EDGE, release })).toThrow(
      `Gateway API v1.4.1 (${channel}) does not serve ListenerSet; the standard channel of Gateway API v1.5.1 to v1.6.1 serves it, so install that or leave the ListenerSet out`,
    );
  }
  const gateway = ParentRef.to({ name: 'edge', release: GatewayApiRelease.of('v1.5.0') });
  expect(ApiObject.of(new ListenerSet(chartIn(), 'a', { gateway })).apiVersion).toBe('gateway.networking.k8s.io/v1');
});

test('a certificate in another namespace gets the grant that was asked for, for ListenerSets only', () => {
  const [, grant] = render((chart) => {
    const certificates = [{ name: 'cert', namespace: 'certs', grant: true }];
    const listeners = [Listener.https({ name: 'web', port: 443, certificates })];
    new ListenerSet(chart, 'tenant', { gateway: EDGE, listeners });
  });
  expect(grant).toMatchObject({
    kind: 'ReferenceGrant',
    metadata: { name: 'listenerset.apps.tenant', namespace: 'certs' },
    spec: {
      from: [{ kind: 'ListenerSet', namespace: 'apps' }],
      to: [{ group: '', kind: 'Secret', name: 'cert' }],
    },
  });
});

test('a ListenerSet without listeners fails the synth', () => {
  const chart = chartIn();
  new ListenerSet(chart, 'a', { gateway: EDGE });
  expect(problemsOf(chart)).toEqual(['ListenerSet "a" has no listener (call addListener())']);
});
