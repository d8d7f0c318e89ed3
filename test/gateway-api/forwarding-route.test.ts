import { ApiObject } from 'cdk8s';
import {
  Backend,
  GatewayApiChannel,
  GatewayApiRelease,
  ParentRef,
  TcpRoute,
  TlsRoute,
  UdpRoute,
} from '../../src/gateway-api';
import { chartIn, problemsOf, render } from './rendering';

const PARENT = ParentRef.to({ name: 'edge', namespace: 'infra', sectionName: 'listener' });
const RULE = { backends: [Backend.serviceName('db', { port: 5432 })] };
const EXPERIMENTAL = GatewayApiChannel.EXPERIMENTAL;

describe.each([
  ['TLSRoute', TlsRoute, { hostnames: ['db.example.com'] }],
  ['TCPRoute', TcpRoute, {}],
  ['UDPRoute', UdpRoute, {}],
])('%s', (kind, Route, names) => {
  test('it is rendered with the defaults that stand in lists', () => {
    const [object] = render((chart) => new Route(chart, 'db', { ...names, parents: [PARENT], rules: [RULE] }));
    expect(object).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind,
      metadata: {
        name: 'db',
        namespace: 'apps',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
      },
      spec: {
        ...names,
        parentRefs: [
          {
            group: 'gateway.networking.k8s.io',
            kind: 'Gateway',
            name: 'edge',
            namespace: 'infra',
            sectionName: 'listener',
          },
        ],
        rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'db', port: 5432, weight: 1 }] }],
      },
    });
  });

  test('v1 has one rule, v1alpha2 up to 16 with names of their own', () => {
    const route = new Route(chartIn(), 'db', { rules: [RULE] });
    expect(() => route.addRule(RULE)).toThrow(
      `a ${kind} v1 has at most 1 rule (add the backends to it by weight, or make another route)`,
    );
    const alpha = new Route(chartIn(), 'db', { version: 'v1alpha2' });
    for (let i = 0; i < 16; i++) {
      alpha.addRule({ ...RULE, name: `r${i}` });
    }
    expect(() => alpha.addRule(RULE)).toThrow(`a ${kind} v1alpha2 has at most 16 rules`);
    const other = new Route(chartIn(), 'db', { version: 'v1alpha2', rules: [{ ...RULE, name: 'a' }] });
    expect(() => other.addRule({ ...RULE, name: 'a' })).toThrow('the route has a rule "a" already');
  });

  test('a rule needs a backend, and at most 16', () => {
    expect(() => new Route(chartIn(), 'db', { rules: [{ backends: [] }] })).toThrow(
      `a rule of a ${kind} needs a backend`,
    );
    const backends = Array.from({ length: 17 }, () => RULE.backends).flat();
    expect(() => new Route(chartIn(), 'db', { rules: [{ backends }] })).toThrow('at most 16 backends in one rule');
  });

  test('the version follows the release', () => {
    const versionIn = (tag: string, channel?: GatewayApiChannel): string =>
      ApiObject.of(new Route(chartIn(), 'db', { release: GatewayApiRelease.of(tag, channel) })).apiVersion;
    expect(versionIn('v1.6.1')).toBe('gateway.networking.k8s.io/v1');
    const old = versionIn('v1.4.1', EXPERIMENTAL);
    expect(old).toBe(`gateway.networking.k8s.io/${kind === 'TLSRoute' ? 'v1alpha3' : 'v1alpha2'}`);
    expect(() => versionIn('v1.4.1')).toThrow(
      `Gateway API v1.4.1 (standard) does not serve ${kind}; the standard channel of Gateway API ${kind === 'TLSRoute' ? 'v1.5.1 to ' : ''}v1.6.1 serves it`,
    );
  });

  test('a version that the release does not serve is refused with what it serves', () => {
    const release = GatewayApiRelease.of('v1.6.1');
    expect(() => new Route(chartIn(), 'db', { release, version: 'v1alpha2' })).toThrow(
      `Gateway API v1.6.1 (standard) does not serve ${kind} "v1alpha2", only v1: use "v1", or leave the version out (the experimental channel of Gateway API v1.4.1 to v1.6.1 serves it)`,
    );
    expect(() => new Route(chartIn(), 'db', { version: 'v2' })).toThrow(`${kind} has no version "v2", there are v1, `);
  });

  test('a grant names the kind of the route', () => {
    const [, grant] = render((chart) => {
      const backends = [Backend.serviceName('far', { port: 1, namespace: 'other', grant: true })];
      new Route(chart, 'db', { ...names, parents: [PARENT], rules: [{ backends }] });
    });
    expect(grant).toMatchObject({ kind: 'ReferenceGrant', spec: { from: [{ kind }], to: [{ name: 'far' }] } });
  });

  test('a route without parent or rule fails the synth', () => {
    const chart = chartIn();
    new Route(chart, 'db', names);
    expect(problemsOf(chart)).toEqual([
      `${kind} "db" has no parent, so nothing reaches it (call addParent())`,
      `${kind} "db" has no rule (call addRule())`,
    ]);
  });
});

test('a TLSRoute needs a hostname, save in v1alpha2', () => {
  const chart = chartIn();
  new TlsRoute(chart, 'a', { parents: [PARENT], rules: [RULE] });
  new TlsRoute(chart, 'b', { parents: [PARENT], rules: [RULE], version: 'v1alpha2' });
  expect(problemsOf(chart)).toEqual([
    'TLSRoute "a" has no hostname, and there is no way to say "every name" (call addHostname())',
  ]);
  const [object] = render((c) => new TlsRoute(c, 'b', { parents: [PARENT], rules: [RULE], version: 'v1alpha2' }));
  expect(object?.['spec']).not.toHaveProperty('hostnames');
});

test('a TLSRoute takes each name once, and no IP address', () => {
  const [object] = render((chart) => {
    const route = new TlsRoute(chart, 'a', { parents: [PARENT], rules: [RULE], hostnames: ['b.example.com'] });
    route.addHostname('a.example.com');
    route.addHostname('b.example.com');
  });
  expect(object).toMatchObject({ spec: { hostnames: ['b.example.com', 'a.example.com'] } });
  expect(() => new TlsRoute(chartIn(), 'a', { hostnames: ['10.0.0.1'] })).toThrow(
    'a TLSRoute takes names, got the IP address "10.0.0.1", which no client sends as server name',
  );
  expect(() => new TlsRoute(chartIn(), 'a', { hostnames: ['Tcp1.Example.com.'] })).toThrow(
    'did you mean "tcp1.example.com"?',
  );
});
