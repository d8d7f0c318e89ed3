import { ApiObject, Duration, JsonPatch, Testing } from 'cdk8s';
import { attachSource, locate } from '../../src/diagnostics';
import {
  Backend,
  Gateway,
  GatewayApiChannel,
  GatewayApiRelease,
  GatewayClass,
  GatewayDefaultScope,
  HttpBackend,
  HttpFilter,
  HttpMatch,
  HttpMethod,
  HttpPathModifier,
  HttpRoute,
  HttpRouteRule,
  ParentRef,
  StringMatchType,
} from '../../src/gateway-api';
import { bareChart, chartIn, problemsOf, render, service, specOf } from './rendering';

const EXPERIMENTAL = GatewayApiRelease.of('v1.6.1', GatewayApiChannel.EXPERIMENTAL);
const STANDARD = GatewayApiRelease.of('v1.6.1');
const PARENT = ParentRef.to({ name: 'edge', namespace: 'infra' });

function ruleOf(rule: HttpRouteRule): unknown {
  const { rules } = specOf((chart) => new HttpRoute(chart, 'web', { parents: [PARENT], rules: [rule] }));
  return (rules as unknown[])[0];
}

function adding(rule: HttpRouteRule, release?: GatewayApiRelease): () => void {
  return () => new HttpRoute(chartIn(), 'web', { parents: [PARENT], rules: [rule], release });
}

test('a route is named like its construct and carries the label of the library', () => {
  const [object] = render(
    (chart) =>
      new HttpRoute(chart, 'web', {
        metadata: { labels: { team: 'a' } },
        parents: [PARENT],
        hostnames: ['example.com'],
        rules: [{ backends: [HttpBackend.serviceName('web', { port: 80 })] }],
      }),
  );
  expect(object).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name: 'web',
      namespace: 'apps',
      labels: { team: 'a', 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
    },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'infra' }],
      hostnames: ['example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'web', port: 80, weight: 1 }],
        },
      ],
    },
  });
});

test('the fluent form of the documentation renders matches, filters and weights', () => {
  const spec = specOf((chart) => {
    const route = new HttpRoute(chart, 'web', { parents: [PARENT] });
    route.addHostname('example.com');
    route.addRule({
      name: 'api',
      matches: [
        HttpMatch.pathPrefix('/api').header('version', 'v2').queryParam('debug', 'yes').method(HttpMethod.GET),
        HttpMatch.pathExact('/status').header('x-id', '^[0-9]+$', StringMatchType.REGULAR_EXPRESSION),
      ],
      filters: [HttpFilter.requestHeaderModifier({ set: { 'x-env': 'prod' }, remove: ['x-debug'] })],
      backends: [
        HttpBackend.serviceName('a', { port: 80, weight: 9 }),
        HttpBackend.serviceName('b', { port: 80, weight: 1 }),
      ],
      timeouts: { request: Duration.seconds(90), backendRequest: Duration.seconds(30) },
    });
  });
  expect(spec['rules']).toEqual([
    {
      name: 'api',
      matches: [
        {
          path: { type: 'PathPrefix', value: '/api' },
          method: 'GET',
          headers: [{ name: 'version', type: 'Exact', value: 'v2' }],
          queryParams: [{ name: 'debug', type: 'Exact', value: 'yes' }],
        },
        {
          path: { type: 'Exact', value: '/status' },
          headers: [{ name: 'x-id', type: 'RegularExpression', value: '^[0-9]+$' }],
        },
      ],
      filters: [
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: { set: [{ name: 'x-env', value: 'prod' }], remove: ['x-debug'] },
        },
      ],
      backendRefs: [
        { group: '', kind: 'Service', name: 'a', port: 80, weight: 9 },
        { group: '', kind: 'Service', name: 'b', port: 80, weight: 1 },
      ],
      timeouts: { request: '1m30s', backendRequest: '30s' },
    },
  ]);
});

test('a parent may be a Gateway construct, a reference, a listener of either, or a reference to any kind', () => {
  const spec = specOf((chart) => {
    const gatewayClass = GatewayClass.fromGatewayClassName(chart, 'class', 'eg');
    const own = new Gateway(chartIn(), 'own', { gatewayClass });
    const foreign = Gateway.fromGatewayName(chart, 'foreign', 'edge', 'infra');
    new HttpRoute(chart, 'web', {
      parents: [
        own,
        ParentRef.of(foreign, { sectionName: 'web' }),
        ParentRef.of(foreign, { sectionName: 'api', port: 8080 }),
        ParentRef.to({ group: '', kind: 'Service', name: 'mesh', port: 80 }),
      ],
      rules: [{}],
    });
  });
  expect(spec['parentRefs']).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'own' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'infra', sectionName: 'web' },
    {
      group: 'gateway.networking.k8s.io',
      kind: 'Gateway',
      name: 'edge',
      namespace: 'infra',
      sectionName: 'api',
      port: 8080,
    },
    { group: '', kind: 'Service', name: 'mesh', port: 80 },
  ]);
});

test.each([
  [[{}, {}], 'Gateway "infra/edge" is a parent twice: tell the two apart by sectionName or port'],
  [[{}, { sectionName: 'a' }], 'Gateway "infra/edge" is a parent twice, so both must have a sectionName or port'],
  [
    [{ port: 80 }, { sectionName: 'a' }],
    'Gateway "infra/edge" is a parent twice, so both must have a sectionName or port',
  ],
  [
    [
      { sectionName: 'a', port: 80 },
      { sectionName: 'a', port: 80 },
    ],
    'Gateway "infra/edge" is a parent twice: tell the two apart by sectionName or port',
  ],
])('parents %j are refused', (options, message) => {
  const route = new HttpRoute(chartIn(), 'web');
  const [first, second] = options.map((option) => ParentRef.of(PARENT, option));
  route.addParent(first as ParentRef);
  expect(() => route.addParent(second as ParentRef)).toThrow(message);
});

test('a port beside one of two listener names is for the standard channel only', () => {
  const parents = [ParentRef.of(PARENT, { sectionName: 'a' }), ParentRef.of(PARENT, { sectionName: 'b', port: 81 })];
  expect(() => new HttpRoute(chartIn(), 'a', { parents })).not.toThrow();
  expect(() => new HttpRoute(chartIn(), 'a', { parents, release: STANDARD })).not.toThrow();
  expect(() => new HttpRoute(chartIn(), 'a', { parents, release: EXPERIMENTAL })).toThrow(
    'Gateway "infra/edge" is a parent twice, so both must have a sectionName or port',
  );
});

test('ports tell parents apart in the experimental channel and where the channel is not known, not in the standard one', () => {
  const parents = [ParentRef.of(PARENT, { port: 80 }), ParentRef.of(PARENT, { port: 81 })];
  expect(() => new HttpRoute(chartIn(), 'a', { parents })).not.toThrow();
  expect(() => new HttpRoute(chartIn(), 'a', { parents, release: EXPERIMENTAL })).not.toThrow();
  expect(() => new HttpRoute(chartIn(), 'a', { parents, release: STANDARD })).toThrow(
    'Gateway "infra/edge" is a parent twice: tell the two apart by sectionName (in the standard channel port does not count)',
  );
});

describe('a rule whose parts do not fit together is refused', () => {
  const backends = [HttpBackend.serviceName('web', { port: 80 })];
  const redirect = HttpFilter.requestRedirect({ statusCode: 301 });
  const rewrite = HttpFilter.urlRewrite({ path: HttpPathModifier.replacePrefixMatch('/') });
  const header = HttpFilter.responseHeaderModifier({ add: { a: 'b' } });
  test.each<[string, HttpRouteRule, string]>([
    ['redirect with backends', { filters: [redirect], backends }, 'a rule with a redirect has no backends'],
    [
      'redirect and rewrite',
      { filters: [redirect, rewrite] },
      'a redirect and a URL rewrite cannot stand in one list of filters',
    ],
    ['one filter twice', { filters: [header, header], backends }, 'the filter ResponseHeaderModifier is there twice'],
    [
      'one filter of a backend twice',
      { backends: [HttpBackend.serviceName('web', { port: 80 }).withFilters([header]).withFilters([header])] },
      'the filter ResponseHeaderModifier is there twice',
    ],
    [
      'prefix replaced without a prefix match',
      { matches: [HttpMatch.pathExact('/a')], filters: [rewrite], backends },
      'HttpPathModifier.replacePrefixMatch needs exactly one match, by path prefix, and the rule has 1',
    ],
    [
      'prefix replaced with two matches',
      { matches: [HttpMatch.pathPrefix('/a'), HttpMatch.pathPrefix('/b')], filters: [rewrite], backends },
      'HttpPathModifier.replacePrefixMatch needs exactly one match, by path prefix, and the rule has 2',
    ],
    [
      'timeouts',
      { timeouts: { request: Duration.seconds(1), backendRequest: Duration.seconds(2) } },
      'the timeout backendRequest (2000 ms) cannot be longer than request (1000 ms)',
    ],
    ['a name that is none', { name: 'Not A Name' }, 'the name of a rule must consist of lower case letters'],
    [
      'too many backends',
      { backends: Array.from({ length: 17 }, () => backends).flat() },
      'at most 16 backends in one rule are allowed, got 17',
    ],
    [
      'too many matches',
      { matches: Array.from({ length: 65 }, () => HttpMatch.any()) },
      'at most 64 matches in one rule are allowed, got 65',
    ],
    [
      'retry codes',
      { retry: { codes: [200] } },
      'a status code of a retry must be a whole number from 400 to 599, got 200',
    ],
  ])('%s', (_, rule, message) => {
    expect(adding(rule)).toThrow(message);
  });
});

test('mirrors and extensions may repeat, a prefix may be replaced without a match, a zero timeout is no limit', () => {
  const mirror = HttpFilter.requestMirror(Backend.serviceName('copy', { port: 80 }));
  const extension = HttpFilter.extensionRef({ group: 'example.com', kind: 'Waf', name: 'strict' });
  const rewrite = HttpFilter.urlRewrite({ path: HttpPathModifier.replacePrefixMatch('/x') });
  expect(
    adding({
      filters: [mirror, mirror, extension, extension, rewrite],
      timeouts: { request: Duration.seconds(0), backendRequest: Duration.seconds(2) },
    }),
  ).not.toThrow();
});

test('all rules together have at most 16 rules and 128 matches, and rules have names of their own', () => {
  const route = new HttpRoute(chartIn(), 'web', { parents: [PARENT] });
  const matches = Array.from({ length: 64 }, (_, i) => HttpMatch.pathPrefix(`/${i}`));
  route.addRule({ name: 'a', matches });
  expect(() => route.addRule({ name: 'a' })).toThrow('the route has a rule "a" already');
  route.addRule({ matches });
  expect(() => route.addRule({})).toThrow('at most 128 matches in all rules of an HTTPRoute are allowed, got 129');
  const other = new HttpRoute(chartIn(), 'web', { rules: Array.from({ length: 16 }, () => ({})) });
  expect(() => other.addRule({})).toThrow('at most 16 rules of an HTTPRoute are allowed, got 17');
});

test('a route without parent or rule fails the synth', () => {
  const chart = chartIn();
  new HttpRoute(chart, 'web');
  new HttpRoute(chart, 'any', { useDefaultGateways: GatewayDefaultScope.ALL, rules: [{}] });
  expect(problemsOf(chart)).toEqual([
    'HTTPRoute "web" has no parent, so nothing reaches it (call addParent())',
    'HTTPRoute "web" has no rule (call addRule())',
  ]);
});

test.each<[string, HttpRouteRule, string, string]>([
  [
    'retry',
    { retry: { attempts: 2 } },
    '"spec.rules[0].retry" in HTTPRoute v1',
    'experimental channel of Gateway API v1.4.1 or newer',
  ],
  [
    'session persistence',
    { sessionPersistence: { sessionName: 's' } },
    '"spec.rules[0].sessionPersistence" in HTTPRoute v1',
    'experimental channel of Gateway API v1.4.1 or newer',
  ],
  [
    'external authorization',
    { filters: [HttpFilter.externalAuthGrpc(Backend.serviceName('auth', { port: 9000 }))] },
    '"spec.rules[0].filters[0].externalAuth" in HTTPRoute v1',
    'experimental channel of Gateway API v1.4.1 or newer',
  ],
])('%s is refused on a standard platform and taken on an experimental one', (_, rule, field, fix) => {
  expect(adding(rule, STANDARD)).toThrow(
    `Gateway API v1.6.1 (standard) does not have ${field}: leave it out, or use the ${fix}`,
  );
  expect(adding(rule, EXPERIMENTAL)).not.toThrow();
  expect(adding(rule)).not.toThrow();
});

test('default Gateways are for the experimental channel', () => {
  const props = { useDefaultGateways: GatewayDefaultScope.ALL, rules: [{}] };
  expect(() => new HttpRoute(chartIn(), 'web', { ...props, release: STANDARD })).toThrow('"spec.useDefaultGateways"');
  const spec = specOf((chart) => new HttpRoute(chart, 'web', { ...props, release: EXPERIMENTAL }));
  expect(spec['useDefaultGateways']).toBe('All');
});

test('a field that came with a later release is refused before it', () => {
  const cors = { filters: [HttpFilter.cors({ allowOrigins: ['https://example.com'] })] };
  expect(adding(cors, GatewayApiRelease.of('v1.4.1'))).toThrow(
    'Gateway API v1.4.1 (standard) does not have "spec.rules[0].filters[0].cors" in HTTPRoute v1: leave it out, or use the standard channel of Gateway API v1.5.1 or newer',
  );
  expect(adding(cors, GatewayApiRelease.of('v1.5.0'))).not.toThrow();
});

test('a status code of redirects that came with a later release is refused before it', () => {
  const redirect = { filters: [HttpFilter.requestRedirect({ statusCode: 308 })] };
  expect(adding(redirect, GatewayApiRelease.of('v1.4.1'))).toThrow('does not have the value 308 of');
});

test('a release is taken over from the first parent that knows its own', () => {
  const parent = ParentRef.to({ name: 'edge', release: STANDARD });
  expect(() => new HttpRoute(chartIn(), 'a', { parents: [PARENT, parent], rules: [{ retry: {} }] })).toThrow(
    'Gateway API v1.6.1 (standard) does not have "spec.rules[0].retry"',
  );
});

test('defaults of filters are written, as they stand in lists', () => {
  const filters = [
    HttpFilter.cors({ allowOrigins: ['*'], allowMethods: ['GET'], allowHeaders: ['x-a'], exposeHeaders: ['*'] }),
    HttpFilter.requestMirror(Backend.serviceName('copy', { port: 80, namespace: 'other' }), { numerator: 5 }),
  ];
  expect(ruleOf({ filters })).toEqual({
    matches: [{ path: { type: 'PathPrefix', value: '/' } }],
    filters: [
      {
        type: 'CORS',
        cors: { allowOrigins: ['*'], allowMethods: ['GET'], allowHeaders: ['x-a'], exposeHeaders: ['*'], maxAge: 5 },
      },
      {
        type: 'RequestMirror',
        requestMirror: {
          backendRef: { group: '', kind: 'Service', name: 'copy', namespace: 'other', port: 80 },
          fraction: { numerator: 5, denominator: 100 },
        },
      },
    ],
  });
  expect(ruleOf({ filters: [HttpFilter.requestRedirect({})] })).toMatchObject({
    filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 302 } }],
  });
});

test('a backend in another namespace gets a grant there where one is asked for, one per namespace', () => {
  const objects = render((chart) => {
    const far = service(chart, 'far', [80], 'other');
    new HttpRoute(chart, 'web', {
      parents: [PARENT],
      rules: [
        {
          backends: [
            HttpBackend.service(far, { grant: true }),
            HttpBackend.serviceName('further', { port: 80, namespace: 'other', grant: true }),
            HttpBackend.serviceName('unasked', { port: 80, namespace: 'third' }),
            HttpBackend.serviceName('near', { port: 80, namespace: 'apps', grant: true }),
          ],
          filters: [
            HttpFilter.requestMirror(Backend.serviceName('copy', { port: 80, namespace: 'other', grant: true })),
          ],
        },
      ],
    });
  });
  expect(objects.map(({ kind }) => kind)).toEqual(['Service', 'HTTPRoute', 'ReferenceGrant']);
  expect(objects[2]).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ReferenceGrant',
    metadata: {
      name: 'httproute.apps.web',
      namespace: 'other',
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
    },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'apps' }],
      to: [
        { group: '', kind: 'Service', name: 'far' },
        { group: '', kind: 'Service', name: 'further' },
        { group: '', kind: 'Service', name: 'copy' },
      ],
    },
  });
  expect(objects[1]).toMatchObject({
    spec: { rules: [{ backendRefs: [{ namespace: 'other' }, {}, { namespace: 'third' }, { name: 'near' }] }] },
  });
  const near = (objects[1] as never as { spec: { rules: { backendRefs: object[] }[] } }).spec.rules[0]?.backendRefs[3];
  expect(near).not.toHaveProperty('namespace');
});

test('a grant needs the namespace of the route', () => {
  const backends = [HttpBackend.serviceName('far', { port: 80, namespace: 'other', grant: true })];
  expect(() => new HttpRoute(bareChart(), 'web', { rules: [{ backends }] })).toThrow(
    'a ReferenceGrant has to name the namespace of HTTPRoute "web", which is not known (set metadata.namespace, or the chart\'s namespace)',
  );
});

test('the object can be patched, and the patch survives', () => {
  const chart = chartIn();
  const route = new HttpRoute(chart, 'web', { parents: [PARENT], rules: [{}] });
  ApiObject.of(route).addJsonPatch(JsonPatch.add('/spec/rules/0/newField', 'x'));
  expect(Testing.synth(chart)[0].spec.rules[0].newField).toBe('x');
  expect(route.kind).toBe('HTTPRoute');
  expect([route.name, route.namespace]).toEqual(['web', 'apps']);
});

test('a version is written as asked for, and refused where the release does not serve it', () => {
  const [object] = render((chart) => new HttpRoute(chart, 'a', { parents: [PARENT], rules: [{}], version: 'v1beta1' }));
  expect(object?.['apiVersion']).toBe('gateway.networking.k8s.io/v1beta1');
  expect(() => new HttpRoute(chartIn(), 'a', { version: 'v1alpha2' })).toThrow(
    'HTTPRoute has no version "v1alpha2", there are v1, v1beta1',
  );
});

test('a place in the object leads back to the props that it stems from', () => {
  const chart = chartIn();
  const route = new HttpRoute(chart, 'web', {
    parents: [PARENT],
    hostnames: ['a.b'],
    rules: [{ filters: [], backends: [HttpBackend.serviceName('web', { port: 80 })] }],
  });
  attachSource(route, { locate: (prop) => ({ file: prop }) });
  const found = [
    'spec.parentRefs[0].name',
    'spec.hostnames[0]',
    'spec.rules[0].backendRefs[0].port',
    'spec.rules[0].matches',
  ];
  expect(found.map((path) => locate(ApiObject.of(route), path)?.file)).toEqual([
    'parents[0].name',
    'hostnames[0]',
    'rules[0].backends[0].port',
    'rules[0].matches',
  ]);
});
