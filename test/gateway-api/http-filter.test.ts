import { ApiObject, Duration } from 'cdk8s';
import { Backend, GrpcFilter, HttpFilter, HttpPathModifier, HttpRedirectScheme } from '../../src/gateway-api';
import { chartIn } from './rendering';

const AUTH = Backend.serviceName('auth', { port: 9000, namespace: 'apps' });

test('headers are set, added and removed', () => {
  const filter = HttpFilter.requestHeaderModifier({
    set: { a: '1' },
    add: { b: '2', c: '3' },
    remove: ['d'],
  });
  expect(filter._toJson('apps')).toEqual({
    type: 'RequestHeaderModifier',
    requestHeaderModifier: {
      set: [{ name: 'a', value: '1' }],
      add: [
        { name: 'b', value: '2' },
        { name: 'c', value: '3' },
      ],
      remove: ['d'],
    },
  });
});

test('headers that every object has as a property are headers like any other', () => {
  const filter = HttpFilter.responseHeaderModifier({ set: { constructor: '1', toString: '2' } as never });
  expect(filter._toJson('apps')).toMatchObject({
    responseHeaderModifier: { set: [{ name: 'constructor' }, { name: 'toString' }] },
  });
});

test.each([
  [{}, 'a header modifier without set, add and remove does nothing'],
  [{ remove: [] }, 'a header modifier without set, add and remove does nothing'],
  [{ set: { 'a b': '1' } }, 'the name of a header must consist of'],
  [{ set: { a: '' } }, 'the value of header "a" must have 1 to 4096 characters, got ""'],
  [{ add: { 'X-A': '1', 'x-a': '2' } }, 'header names are case-insensitive, so "X-A" and "x-a" are one and the same'],
  [{ remove: ['a', 'A'] }, 'header names are case-insensitive, so "a" and "A" are one and the same'],
  [
    { remove: [{ name: 'x' }] as never },
    'the name of a header to remove must consist of letters, digits and any of !#$%&\'*+-.^_`|~, at most 256 of them, got {"name":"x"}',
  ],
])('the header modifier %j is refused', (modifier, message) => {
  expect(() => HttpFilter.requestHeaderModifier(modifier as never)).toThrow(message);
  expect(() => GrpcFilter.responseHeaderModifier(modifier as never)).toThrow(message);
});

test('a redirect is written with the status code that the API would fill in', () => {
  const filter = HttpFilter.requestRedirect({
    scheme: HttpRedirectScheme.HTTPS,
    hostname: 'example.com',
    port: 8443,
    path: HttpPathModifier.replaceFullPath('/new'),
  });
  expect(filter._toJson('apps')).toEqual({
    type: 'RequestRedirect',
    requestRedirect: {
      scheme: 'https',
      hostname: 'example.com',
      port: 8443,
      statusCode: 302,
      path: { type: 'ReplaceFullPath', replaceFullPath: '/new' },
    },
  });
});

test('a rewrite changes hostname and path', () => {
  const filter = HttpFilter.urlRewrite({ hostname: 'a.internal', path: HttpPathModifier.replacePrefixMatch('/x') });
  expect(filter._toJson('apps')).toEqual({
    type: 'URLRewrite',
    urlRewrite: { hostname: 'a.internal', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' } },
  });
});

test.each<[string, () => unknown, string]>([
  [
    'a status code',
    () => HttpFilter.requestRedirect({ statusCode: 300 }),
    'must be one of 301, 302, 303, 307, 308, got 300',
  ],
  [
    'a wildcard',
    () => HttpFilter.requestRedirect({ hostname: '*.a.b' }),
    'needs a full hostname, got the wildcard "*.a.b"',
  ],
  ['a hostname', () => HttpFilter.urlRewrite({ hostname: 'A.b' }), 'got "A.b", did you mean "a.b"?'],
  [
    'a port',
    () => HttpFilter.requestRedirect({ port: 0 }),
    'the port of a redirect must be a whole number from 1 to 65535, got 0',
  ],
  ['an empty rewrite', () => HttpFilter.urlRewrite({}), 'a URL rewrite without hostname and path does nothing'],
  ['a long path', () => HttpPathModifier.replaceFullPath('x'.repeat(1025)), 'must have at most 1024 characters'],
  [
    'a percentage',
    () => HttpFilter.requestMirror(AUTH, { percent: 101 }),
    'the percent of a mirror must be a whole number from 0 to 100, got 101',
  ],
  [
    'a fraction',
    () => HttpFilter.requestMirror(AUTH, { numerator: 3, denominator: 2 }),
    'the numerator of a mirror must be a whole number from 0 to 2, got 3',
  ],
  [
    'half a fraction',
    () => HttpFilter.requestMirror(AUTH, { denominator: 2 }),
    'a mirror with a denominator (2) needs a numerator too',
  ],
  [
    'two shares',
    () => HttpFilter.requestMirror(AUTH, { numerator: 1, percent: 2 }),
    'a mirror takes percent or numerator, specify only one',
  ],
  [
    'a weight',
    () => HttpFilter.requestMirror(Backend.serviceName('a', { port: 1, weight: 2 })),
    'a mirror has no weight, got 2 (use percent)',
  ],
  [
    'a weight of an authorization service',
    () => HttpFilter.externalAuthHttp(Backend.serviceName('a', { port: 1, weight: 0 })),
    'an authorization service has no weight, got 0',
  ],
  [
    'a body',
    () => HttpFilter.externalAuthHttp(AUTH, { forwardBodyMaxBytes: 0 }),
    'forwardBodyMaxBytes must be a whole number from 1',
  ],
  [
    'an origin',
    () => HttpFilter.cors({ allowOrigins: ['example.com'] }),
    'got "example.com", did you mean "https://example.com"?',
  ],
  [
    'a wildcard beside others',
    () => HttpFilter.cors({ allowOrigins: ['*', 'https://a'] }),
    'allowOrigins must be "*" alone or a list without it, got ["*","https://a"]',
  ],
  ['a method', () => HttpFilter.cors({ allowMethods: ['get'] }), 'got "get", did you mean "GET"?'],
  ['a header name', () => HttpFilter.cors({ allowHeaders: [''] }), 'allowHeaders must consist of'],
  ['a repeated entry', () => HttpFilter.cors({ exposeHeaders: ['a', 'a'] }), 'exposeHeaders has "a" twice'],
  [
    'a fraction of a second',
    () => HttpFilter.cors({ maxAge: Duration.millis(500) }),
    'cannot be converted into a whole number',
  ],
  [
    'no seconds',
    () => HttpFilter.cors({ maxAge: Duration.seconds(0) }),
    'the maxAge of CORS in seconds must be a whole number from 1',
  ],
  [
    'an empty name',
    () => HttpFilter.extensionRef({ group: 'a.b', kind: 'Waf', name: '' }),
    'the name of an extensionRef must have 1 to 253 characters, got ""',
  ],
])('%s that is none is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('authorization over gRPC and HTTP names protocol and settings', () => {
  const options = { allowedHeaders: ['x-token'], forwardBodyMaxBytes: 1024 };
  expect(HttpFilter.externalAuthGrpc(AUTH, options)._toJson('apps')).toEqual({
    type: 'ExternalAuth',
    externalAuth: {
      protocol: 'GRPC',
      backendRef: { group: '', kind: 'Service', name: 'auth', port: 9000 },
      grpc: { allowedHeaders: ['x-token'] },
      forwardBody: { maxSize: 1024 },
    },
  });
  const http = HttpFilter.externalAuthHttp(AUTH, { path: '/check', allowedResponseHeaders: ['x-user'] });
  expect(http._toJson('web')).toEqual({
    type: 'ExternalAuth',
    externalAuth: {
      protocol: 'HTTP',
      backendRef: { group: '', kind: 'Service', name: 'auth', namespace: 'apps', port: 9000 },
      http: { path: '/check', allowedResponseHeaders: ['x-user'] },
    },
  });
  expect(HttpFilter.externalAuthHttp(AUTH)._toJson('apps')).toMatchObject({ externalAuth: { http: {} } });
});

test("a filter of the controller's own kind is named by group, kind and name", () => {
  const chart = chartIn();
  const apiVersion = 'gateway.envoyproxy.io/v1alpha1';
  const object = new ApiObject(chart, 'f', { apiVersion, kind: 'HTTPRouteFilter', metadata: { name: 'teapot' } });
  const extensionRef = { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'teapot' };
  expect(HttpFilter.extensionObject(object)._toJson('apps')).toEqual({ type: 'ExtensionRef', extensionRef });
  expect(GrpcFilter.extensionObject(object)._toJson('apps')).toEqual({ type: 'ExtensionRef', extensionRef });
});

test.each([
  ['HttpFilter', HttpFilter],
  ['GrpcFilter', GrpcFilter],
])('%s: a filter of another namespace is refused, as the route would mean one of its own', (_, filters) => {
  const apiVersion = 'gateway.envoyproxy.io/v1alpha1';
  const metadata = { name: 'teapot', namespace: 'other' };
  const filter = filters.extensionObject(
    new ApiObject(chartIn(), 'f', { apiVersion, kind: 'HTTPRouteFilter', metadata }),
  );
  expect(() => filter._toJson('apps')).toThrow(
    'HTTPRouteFilter "teapot" is in namespace "other" but the route is in "apps", and means a HTTPRouteFilter there: give both the same namespace',
  );
  expect(() => filter._toJson('other')).not.toThrow();
  expect(() => filter._toJson(undefined)).not.toThrow();
});
