import {
  Backend,
  GatewayApiRelease,
  GrpcBackend,
  GrpcFilter,
  GrpcMatch,
  GrpcRoute,
  GrpcRouteRule,
  ParentRef,
  StringMatchType,
} from '../../src/gateway-api';
import { chartIn, problemsOf, render, specOf } from './rendering';

const PARENT = ParentRef.to({ name: 'edge', sectionName: 'grpc' });

function adding(rule: GrpcRouteRule, release?: GatewayApiRelease): () => void {
  return () => new GrpcRoute(chartIn(), 'calls', { parents: [PARENT], rules: [rule], release });
}

test('calls are matched by service, method and metadata', () => {
  const spec = specOf((chart) => {
    const route = new GrpcRoute(chart, 'calls', { parents: [PARENT], hostnames: ['grpc.example.com'] });
    route.addRule({
      name: 'greeter',
      matches: [
        GrpcMatch.method('helloworld.Greeter', 'SayHello').header('tenant', 'a'),
        GrpcMatch.service('^helloworld\\..*', StringMatchType.REGULAR_EXPRESSION),
        GrpcMatch.methodOfAnyService('Check'),
        GrpcMatch.any().header('x', '.', StringMatchType.REGULAR_EXPRESSION),
      ],
      filters: [GrpcFilter.requestMirror(Backend.serviceName('copy', { port: 9000 }), { percent: 10 })],
      backends: [
        GrpcBackend.serviceName('greeter', { port: 9000 }).withFilters([
          GrpcFilter.requestHeaderModifier({ set: { via: 'edge' } }),
        ]),
      ],
    });
  });
  expect(spec).toEqual({
    parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', sectionName: 'grpc' }],
    hostnames: ['grpc.example.com'],
    rules: [
      {
        name: 'greeter',
        matches: [
          {
            method: { type: 'Exact', service: 'helloworld.Greeter', method: 'SayHello' },
            headers: [{ name: 'tenant', type: 'Exact', value: 'a' }],
          },
          { method: { type: 'RegularExpression', service: '^helloworld\\..*' } },
          { method: { type: 'Exact', method: 'Check' } },
          { headers: [{ name: 'x', type: 'RegularExpression', value: '.' }] },
        ],
        filters: [
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: { group: '', kind: 'Service', name: 'copy', port: 9000 }, percent: 10 },
          },
        ],
        backendRefs: [
          {
            group: '',
            kind: 'Service',
            name: 'greeter',
            port: 9000,
            weight: 1,
            filters: [
              { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'via', value: 'edge' }] } },
            ],
          },
        ],
      },
    ],
  });
});

test.each<[string, () => unknown, string]>([
  ['a path', () => GrpcMatch.service('/helloworld.Greeter/SayHello'), 'did you mean "helloworld.Greeter"?'],
  [
    'a service with a dash',
    () => GrpcMatch.service('my-service'),
    'must be like "my.package.Service", got "my-service"',
  ],
  ['an empty service', () => GrpcMatch.service(''), 'the service of a gRPC match must have 1 to 1024 characters'],
  ['a method with a dot', () => GrpcMatch.method('a.B', 'c.d'), 'must be a name of letters, digits and "_", got "c.d"'],
  [
    'metadata named twice',
    () => GrpcMatch.any().header('A', '1').header('a', '2'),
    'a match names the header "A" twice',
  ],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('one filter twice, too many matches and hostnames are refused', () => {
  const header = GrpcFilter.requestHeaderModifier({ remove: ['a'] });
  expect(adding({ filters: [header, header] })).toThrow('the filter RequestHeaderModifier is there twice');
  expect(adding({ matches: Array.from({ length: 65 }, () => GrpcMatch.any()) })).toThrow(
    'at most 64 matches in one rule',
  );
  const hostnames = Array.from({ length: 17 }, (_, i) => `h${i}.example.com`);
  expect(() => new GrpcRoute(chartIn(), 'a', { hostnames })).toThrow(
    'at most 16 hostnames of a GRPCRoute are allowed, got 17',
  );
  expect(() => new GrpcRoute(chartIn(), 'a', { hostnames: ['*'] })).toThrow(
    '"*" is not a hostname: leave the hostnames out',
  );
  const route = new GrpcRoute(chartIn(), 'a', { rules: [{ name: 'x' }] });
  expect(() => route.addRule({ name: 'x' })).toThrow('the route has a rule "x" already');
});

test('session persistence is for the experimental channel', () => {
  expect(adding({ sessionPersistence: {} }, GatewayApiRelease.of('v1.6.1'))).toThrow(
    'does not have "spec.rules[0].sessionPersistence" in GRPCRoute v1',
  );
});

test('a grant names the kind of the route', () => {
  const [, grant] = render((chart) => {
    const backends = [GrpcBackend.serviceName('far', { port: 1, namespace: 'other', grant: true })];
    new GrpcRoute(chart, 'calls', { parents: [PARENT], rules: [{ backends }] });
  });
  expect(grant).toMatchObject({
    metadata: { name: 'grpcroute.apps.calls', namespace: 'other' },
    spec: { from: [{ kind: 'GRPCRoute' }] },
  });
});

test('a route without parent or rule fails the synth', () => {
  const chart = chartIn();
  new GrpcRoute(chart, 'calls');
  expect(problemsOf(chart)).toEqual([
    'GRPCRoute "calls" has no parent, so nothing reaches it (call addParent())',
    'GRPCRoute "calls" has no rule (call addRule())',
  ]);
});
