import { Chart, Duration } from 'cdk8s';
import {
  Backend,
  BackendSubjectAltName,
  BackendTlsPolicy,
  BackendTlsTarget,
  BackendTrust,
  ClientValidationMode,
  CookieLifetimeType,
  Gateway,
  GatewayAddress,
  GatewayClass,
  GatewayDefaultScope,
  GrpcBackend,
  GrpcFilter,
  GrpcMatch,
  GrpcRoute,
  HttpBackend,
  HttpFilter,
  HttpMatch,
  HttpMethod,
  HttpPathModifier,
  HttpRedirectScheme,
  HttpRoute,
  Listener,
  ListenerSet,
  ParentRef,
  ReferenceGrant,
  RouteKind,
  RouteNamespaces,
  TcpRoute,
  TlsRoute,
  UdpRoute,
} from '../../src/gateway-api';

const FAR = { port: 80, namespace: 'far', weight: 2 };
const MIRRORED = Backend.serviceName('copy', { port: 80, namespace: 'far' });
const HEADERS = { set: { a: '1' }, add: { b: '2' }, remove: ['c'] };
const EXTENSION = { group: 'example.com', kind: 'Waf', name: 'strict' };
const PARENT = ParentRef.to({ name: 'edge', namespace: 'infra', sectionName: 'web', port: 80 });
const COMMON = { parents: [PARENT], useDefaultGateways: GatewayDefaultScope.ALL };
const SESSION = {
  sessionName: 's',
  absoluteTimeout: Duration.hours(1),
  cookieLifetime: CookieLifetimeType.PERMANENT,
};

function httpFilters(path: HttpPathModifier): HttpFilter[] {
  return [
    HttpFilter.requestHeaderModifier(HEADERS),
    HttpFilter.responseHeaderModifier(HEADERS),
    HttpFilter.requestMirror(MIRRORED, { percent: 1 }),
    HttpFilter.requestMirror(MIRRORED, { numerator: 1 }),
    HttpFilter.urlRewrite({ hostname: 'a.b', path }),
    HttpFilter.cors({
      allowOrigins: ['https://a.b'],
      allowMethods: ['GET'],
      allowHeaders: ['x-a'],
      exposeHeaders: ['x-b'],
      allowCredentials: true,
    }),
    HttpFilter.externalAuthGrpc(MIRRORED, { allowedHeaders: ['x-a'], forwardBodyMaxBytes: 1 }),
    HttpFilter.externalAuthHttp(MIRRORED, { allowedHeaders: ['x-a'], allowedResponseHeaders: ['x-b'], path: '/check' }),
    HttpFilter.extensionRef(EXTENSION),
  ];
}

function redirects(): HttpFilter[] {
  const rest = { scheme: HttpRedirectScheme.HTTPS, hostname: 'a.b', port: 443 };
  return [
    HttpFilter.requestRedirect({ ...rest, path: HttpPathModifier.replaceFullPath('/') }),
    HttpFilter.requestRedirect({ ...rest, path: HttpPathModifier.replacePrefixMatch('/') }),
  ];
}

function addHttp(chart: Chart): void {
  const backend = HttpBackend.serviceName('api', FAR);
  const route = new HttpRoute(chart, 'http', { ...COMMON, hostnames: ['a.b'] });
  for (const path of [HttpPathModifier.replaceFullPath('/'), HttpPathModifier.replacePrefixMatch('/')]) {
    route.addRule({
      matches: [HttpMatch.any().header('a', '1').queryParam('b', '2').method(HttpMethod.GET)],
      filters: httpFilters(path),
      backends: [backend.withFilters(httpFilters(path)), ...redirects().map((filter) => backend.withFilters([filter]))],
      timeouts: { request: Duration.seconds(2), backendRequest: Duration.seconds(1) },
      retry: { attempts: 2, backoff: Duration.seconds(1), codes: [503] },
      sessionPersistence: SESSION,
    });
  }
  for (const [i, redirect] of redirects().entries()) {
    route.addRule({ name: `r${i}`, filters: [redirect] });
  }
}

function addGrpc(chart: Chart): void {
  const filters = [
    GrpcFilter.requestHeaderModifier(HEADERS),
    GrpcFilter.responseHeaderModifier(HEADERS),
    GrpcFilter.requestMirror(MIRRORED, { percent: 1 }),
    GrpcFilter.requestMirror(MIRRORED, { numerator: 1 }),
    GrpcFilter.extensionRef(EXTENSION),
  ];
  new GrpcRoute(chart, 'grpc', {
    ...COMMON,
    hostnames: ['a.b'],
    rules: [
      {
        name: 'r',
        matches: [GrpcMatch.method('a.B', 'C').header('d', 'e')],
        filters,
        backends: [GrpcBackend.serviceName('api', FAR).withFilters(filters)],
        sessionPersistence: SESSION,
      },
    ],
  });
}

function listener(): Listener {
  const selector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'c', operator: 'In', values: ['d'] }] };
  return Listener.https({
    name: 'web',
    port: 443,
    hostname: 'a.b',
    certificates: [{ name: 'cert', namespace: 'far' }],
    tlsOptions: { a: 'b' },
    kinds: [RouteKind.HTTP_ROUTE],
    namespaces: RouteNamespaces.selector(selector),
  });
}

function addGateways(chart: Chart): void {
  const selector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'c', operator: 'In', values: ['d'] }] };
  const parameters = { group: 'a.b', kind: 'C', name: 'd' };
  const mode = ClientValidationMode.ALLOW_INSECURE_FALLBACK;
  const validation = { caCertificates: [{ name: 'ca', namespace: 'far' }], mode };
  new GatewayClass(chart, 'class', {
    controllerName: 'a.b/c',
    description: 'd',
    parameters: { ...parameters, namespace: 'e' },
  });
  new Gateway(chart, 'gateway', {
    gatewayClass: GatewayClass.fromGatewayClassName(chart, 'ref', 'class'),
    listeners: [listener()],
    addresses: [GatewayAddress.ip('192.0.2.1')],
    infrastructure: { labels: { a: 'b' }, annotations: { c: 'd' }, parameters },
    allowedListeners: RouteNamespaces.selector(selector),
    tls: {
      backendClientCertificate: { name: 'client', namespace: 'far' },
      clientValidation: validation,
      clientValidationPerPort: [{ port: 443, validation }],
    },
    defaultScope: GatewayDefaultScope.ALL,
  });
  new ListenerSet(chart, 'set', {
    gateway: ParentRef.to({ name: 'edge', namespace: 'infra' }),
    listeners: [listener()],
  });
}

/** Renders every field of every kind at least once. */
export function addEverything(chart: Chart): void {
  const rules = [{ name: 'r', backends: [Backend.serviceName('db', FAR)] }];
  addGateways(chart);
  addHttp(chart);
  addGrpc(chart);
  new TlsRoute(chart, 'tls', { ...COMMON, hostnames: ['a.b'], rules });
  new TcpRoute(chart, 'tcp', { ...COMMON, rules });
  new UdpRoute(chart, 'udp', { ...COMMON, rules });
  new ReferenceGrant(chart, 'grant', {
    from: [{ kind: 'Gateway', namespace: 'a' }],
    to: [{ kind: 'Secret', name: 'b' }],
  });
  for (const [id, trust] of [BackendTrust.system(), BackendTrust.configMaps(['ca'])].entries()) {
    new BackendTlsPolicy(chart, `policy-${id}`, {
      targets: [BackendTlsTarget.serviceName('api', 'https')],
      hostname: 'a.b',
      trust,
      subjectAltNames: [BackendSubjectAltName.hostname('a.b'), BackendSubjectAltName.uri('a://b')],
      options: { c: 'd' },
    });
  }
}
