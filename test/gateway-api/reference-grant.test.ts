import { ApiObject, Testing } from 'cdk8s';
import {
  Backend,
  Gateway,
  GatewayApiRelease,
  GatewayClass,
  Listener,
  ParentRef,
  ReferenceGrant,
  TcpRoute,
} from '../../src/gateway-api';
import { chartIn, problemsOf, render } from './rendering';

test('a grant says who may refer to what, groups and all', () => {
  const [object] = render((chart) => {
    const grant = new ReferenceGrant(chart, 'shared', {
      from: [{ kind: 'HTTPRoute', namespace: 'web' }],
      to: [{ kind: 'Service', name: 'api' }],
    });
    grant.addFrom({ group: 'example.com', kind: 'Route', namespace: 'web' });
    grant.addTo({ kind: 'Secret' });
  });
  expect(object).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ReferenceGrant',
    metadata: { name: 'shared', namespace: 'apps', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' } },
    spec: {
      from: [
        { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'web' },
        { group: 'example.com', kind: 'Route', namespace: 'web' },
      ],
      to: [
        { group: '', kind: 'Service', name: 'api' },
        { group: '', kind: 'Secret' },
      ],
    },
  });
});

test('an entry that is there already is not added again, and 16 are the limit', () => {
  const chart = chartIn();
  const grant = new ReferenceGrant(chart, 'shared', { from: [{ kind: 'Gateway', namespace: 'infra' }] });
  for (let i = 0; i < 16; i++) {
    grant.addTo({ kind: 'Secret', name: `s${i}` });
    grant.addTo({ kind: 'Secret', name: 's0' });
    grant.addFrom({ kind: 'Gateway', namespace: 'infra' });
  }
  expect(() => grant.addTo({ kind: 'Secret', name: 'one-more' })).toThrow(
    'at most 16 entries in "to" of a ReferenceGrant are allowed, got 17',
  );
  expect(Testing.synth(chart)[0].spec.from).toHaveLength(1);
});

test('a kind in the wrong case is refused', () => {
  expect(() => new ReferenceGrant(chartIn(), 'a', { from: [{ kind: 'HttpRoute', namespace: 'web' }] })).toThrow(
    'there is no kind "HttpRoute", did you mean "HTTPRoute"?',
  );
  expect(() => new ReferenceGrant(chartIn(), 'a', { to: [{ kind: 'secret' }] })).toThrow('did you mean "Secret"?');
});

test('a grant without one of its sides fails the synth', () => {
  const chart = chartIn();
  new ReferenceGrant(chart, 'a');
  expect(problemsOf(chart)).toEqual([
    'nobody may refer by this ReferenceGrant (call addFrom())',
    'this ReferenceGrant allows to refer to nothing (call addTo())',
  ]);
});

test('before Gateway API 1.5 a grant is v1beta1', () => {
  const grant = new ReferenceGrant(chartIn(), 'a', { release: GatewayApiRelease.of('v1.4.1') });
  expect(ApiObject.of(grant).apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
});

test('a route that refers to more objects of a namespace than one grant takes gets another grant', () => {
  const objects = render((chart) => {
    const route = new TcpRoute(chart, 'db', { parents: [ParentRef.to({ name: 'edge' })], version: 'v1alpha2' });
    for (const rule of [0, 1]) {
      route.addRule({
        backends: Array.from({ length: 9 }, (_, i) =>
          Backend.serviceName(`s${rule}-${i}`, { port: 1, namespace: 'other', grant: true }),
        ),
      });
    }
  });
  const grants = objects.slice(1) as unknown as { metadata: { name: string }; spec: { to: unknown[] } }[];
  expect(grants.map(({ metadata, spec }) => [metadata.name, spec.to.length])).toEqual([
    ['tcproute.apps.db', 16],
    ['tcproute-2.apps.db', 2],
  ]);
});

test('certificates of a Gateway in other namespaces get the grants that were asked for', () => {
  const objects = render((chart) => {
    const listener = Listener.https({
      name: 'web',
      port: 443,
      certificates: [
        { name: 'granted', namespace: 'certs', grant: true },
        { name: 'near', namespace: 'apps', grant: true },
        { name: 'unasked', namespace: 'certs' },
      ],
    });
    new Gateway(chart, 'edge', {
      gatewayClass: GatewayClass.fromGatewayClassName(chart, 'class', 'eg'),
      listeners: [listener],
      tls: {
        backendClientCertificate: { name: 'client', namespace: 'certs', grant: true },
        clientValidation: { caCertificates: [{ name: 'ca', namespace: 'cas', grant: true }] },
        clientValidationPerPort: [
          { port: 443, validation: { caCertificates: [{ name: 'other', namespace: 'cas', grant: true }] } },
        ],
      },
    });
  });
  const grants = objects.filter(({ kind }) => kind === 'ReferenceGrant');
  expect(grants).toMatchObject([
    {
      metadata: { name: 'gateway.apps.edge', namespace: 'certs' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'apps' }],
        to: [
          { group: '', kind: 'Secret', name: 'client' },
          { group: '', kind: 'Secret', name: 'granted' },
        ],
      },
    },
    {
      metadata: { name: 'gateway.apps.edge', namespace: 'cas' },
      spec: {
        to: [
          { group: '', kind: 'ConfigMap', name: 'ca' },
          { group: '', kind: 'ConfigMap', name: 'other' },
        ],
      },
    },
  ]);
  expect(JSON.stringify(objects)).not.toContain('"grant"');
});

test('no two routes get a grant of one name, whatever their names', () => {
  const objects = render((chart) => {
    for (const name of ['r', 'r.2', '2.r']) {
      new TcpRoute(chart, name, {
        parents: [ParentRef.to({ name: 'edge' })],
        version: 'v1alpha2',
        rules: [0, 1].map((rule) => ({
          backends: Array.from({ length: 9 }, (_, i) =>
            Backend.serviceName(`s${rule}-${i}`, { port: 1, namespace: 'other', grant: true }),
          ),
        })),
      });
    }
  });
  const grants = objects.filter(({ kind }) => kind === 'ReferenceGrant') as unknown as { metadata: { name: string } }[];
  const names = grants.map(({ metadata }) => metadata.name);
  expect(names).toHaveLength(6);
  expect(new Set(names).size).toBe(6);
});
