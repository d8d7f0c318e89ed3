import { parse } from 'yaml';
import { Severity } from '../../src/diagnostics';
import { checkOutdated, GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api';
import { KubeObject } from '../../src/objects';

const GROUP = 'gateway.networking.k8s.io';

function found(yaml: string, release?: GatewayApiRelease): unknown[] {
  return checkOutdated([parse(yaml) as KubeObject], release).map(({ code, severity, path, message, fix }) => [
    code,
    severity,
    path,
    message,
    fix,
  ]);
}

function only(yaml: string): { code: string; path: string; message: string; fix: string } {
  const diagnostics = checkOutdated([parse(yaml) as KubeObject]);
  expect(diagnostics).toHaveLength(1);
  const { code, path = '', message, fix = '' } = diagnostics[0] as never as Record<string, string>;
  return { code: code ?? '', path, message: message ?? '', fix };
}

test('a v1beta1 HTTPRoute is served still, and a warning names v1', () => {
  expect(found(`{apiVersion: ${GROUP}/v1beta1, kind: HTTPRoute, metadata: {name: web}, spec: {}}`)).toEqual([
    [
      'outdated-api-version',
      Severity.WARNING,
      'apiVersion',
      'HTTPRoute "v1beta1" is still served, but "v1" is the stable version',
      'write apiVersion: gateway.networking.k8s.io/v1',
    ],
  ]);
});

test.each(['v1alpha1', 'v1alpha2'])('a %s Gateway is not served any more', (version) => {
  expect(found(`{apiVersion: ${GROUP}/${version}, kind: Gateway, metadata: {name: edge}}`)).toEqual([
    [
      'outdated-api-version',
      Severity.ERROR,
      'apiVersion',
      `Gateway API v1.6.1 (standard) does not serve Gateway "${version}", only v1, v1beta1`,
      'write apiVersion: gateway.networking.k8s.io/v1',
    ],
  ]);
});

test('what is outdated depends on the release and its channel', () => {
  const route = `{apiVersion: ${GROUP}/v1alpha2, kind: TLSRoute, metadata: {name: a}}`;
  const grant = `{apiVersion: ${GROUP}/v1beta1, kind: ReferenceGrant, metadata: {name: a}}`;
  const old = GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL);
  expect([found(route, old), found(grant, old)]).toEqual([[], []]);
  expect(found(route, GatewayApiRelease.latest(GatewayApiChannel.EXPERIMENTAL))).toEqual([]);
  expect(found(route)).toHaveLength(1);
  expect(checkOutdated([parse(grant) as KubeObject])).toMatchObject([
    { code: 'outdated-api-version', severity: 'warning' },
  ]);
});

test('a direct response is no filter: the fix names the way of Envoy Gateway', () => {
  const yaml = `
apiVersion: ${GROUP}/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  rules:
    - filters:
        - type: DirectResponse
          directResponse: { statusCode: 503 }
`;
  const finding = only(yaml);
  expect(finding.code).toBe('outdated-filter');
  expect(finding.path).toBe('spec.rules[0].filters[0].type');
  expect(finding.message).toBe('the Gateway API has no filter "DirectResponse"');
  expect(finding.fix).toContain('HTTPRouteFilter (gateway.envoyproxy.io/v1alpha1)');
});

test.each([
  ['RequestHeaderModifer', 'use one of RequestHeaderModifier, '],
  ['UrlRewrite', 'use type URLRewrite'],
  ['Cors', 'use type CORS'],
  ['redirect', 'use type RequestRedirect'],
  ['RateLimit', 'there is none: '],
  ['constructor', 'use one of '],
])('the filter %s is answered', (type, fix) => {
  const yaml = `{apiVersion: ${GROUP}/v1, kind: GRPCRoute, metadata: {name: a}, spec: {rules: [{backendRefs: [{filters: [{type: ${type}}]}]}]}}`;
  const finding = only(yaml);
  expect([finding.code, finding.path]).toEqual(['outdated-filter', 'spec.rules[0].backendRefs[0].filters[0].type']);
  expect(finding.fix.startsWith(fix)).toBe(true);
});

test('the field directResponse is answered under any type', () => {
  const filter = '{type: ExtensionRef, directResponse: {statusCode: 200}}';
  const finding = only(
    `{apiVersion: ${GROUP}/v1, kind: HTTPRoute, metadata: {name: a}, spec: {rules: [{filters: [${filter}]}]}}`,
  );
  expect(finding.path).toBe('spec.rules[0].filters[0].directResponse');
});

test.each([
  ['BackendPolicy', 'BackendTLSPolicy'],
  ['ReferencePolicy', 'ReferenceGrant'],
  ['BackendLBPolicy', 'XBackendTrafficPolicy'],
])('%s is a kind of the past', (kind, today) => {
  for (const group of [GROUP, 'networking.x-k8s.io']) {
    const finding = only(`{apiVersion: ${group}/v1alpha1, kind: ${kind}, metadata: {name: a}}`);
    expect(finding.message).toBe(`the Gateway API has no kind "${kind}"`);
    expect(finding.fix).toContain(today);
  }
});

test('the group of 2021, and XListenerSet, have successors', () => {
  expect(only('{apiVersion: networking.x-k8s.io/v1alpha1, kind: HTTPRoute, metadata: {name: a}}').fix).toBe(
    'write apiVersion: gateway.networking.k8s.io/v1',
  );
  const set = '{apiVersion: gateway.networking.x-k8s.io/v1alpha1, kind: XListenerSet, metadata: {name: a}}';
  expect(only(set).fix).toBe('write apiVersion: gateway.networking.k8s.io/v1 and kind: ListenerSet');
  expect(found(set, GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL))).toEqual([]);
});

test.each([
  ['HTTPRoute', '{gateways: {allow: All}}', 'spec.gateways', 'parentRefs'],
  ['HTTPRoute', '{hostname: a.b}', 'spec.hostname', 'hostnames'],
  ['HTTPRoute', '{tls: {}}', 'spec.tls', 'certificateRefs'],
  ['HTTPRoute', '{rules: [{forwardTo: []}]}', 'spec.rules[0].forwardTo', 'backendRefs'],
  ['HTTPRoute', '{rules: [{backendRefs: [{serviceName: a}]}]}', 'spec.rules[0].backendRefs[0].serviceName', 'name: …'],
  [
    'HTTPRoute',
    '{rules: [{matches: [{headers: {type: Exact}}]}]}',
    'spec.rules[0].matches[0].headers',
    '{ name: …, value: … }',
  ],
  [
    'HTTPRoute',
    '{rules: [{filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [{name: a}]}}]}]}',
    'spec.rules[0].filters[0].requestHeaderModifier.remove',
    'names only',
  ],
  [
    'GRPCRoute',
    '{rules: [{filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {set: {a: b}}}]}]}',
    'spec.rules[0].filters[0].responseHeaderModifier.set',
    '{ name: …, value: … }',
  ],
  ['TLSRoute', '{rules: [{matches: [{snis: [a]}]}]}', 'spec.rules[0].matches', 'hostnames'],
  ['TCPRoute', '{hostnames: [a.b]}', 'spec.hostnames', 'TLSRoute'],
  ['Gateway', '{listeners: [{routes: {kind: HTTPRoute}}]}', 'spec.listeners[0].routes', 'allowedRoutes'],
  ['Gateway', '{listeners: [{tls: {certificateRef: {}}}]}', 'spec.listeners[0].tls.certificateRef', 'certificateRefs'],
  [
    'Gateway',
    '{listeners: [{tls: {frontendValidation: {}}}]}',
    'spec.listeners[0].tls.frontendValidation',
    'spec.tls.frontend',
  ],
  ['Gateway', '{backendTLS: {}}', 'spec.backendTLS', 'spec.tls.backend'],
  [
    'ListenerSet',
    '{listeners: [{allowedRoutes: {namespaces: {from: None}}}]}',
    'spec.listeners[0].allowedRoutes.namespaces.from',
    'leave the listener out',
  ],
  ['ListenerSet', '{parentRefs: [{name: a}]}', 'spec.parentRefs', 'parentRef'],
  ['GatewayClass', '{controller: a.b/c}', 'spec.controller', 'controllerName'],
  ['BackendTLSPolicy', '{targetRef: {name: a}}', 'spec.targetRef', 'targetRefs'],
  ['BackendTLSPolicy', '{tls: {hostname: a}}', 'spec.tls', 'validation'],
  [
    'BackendTLSPolicy',
    '{validation: {wellKnownCACerts: System}}',
    'spec.validation.wellKnownCACerts',
    'wellKnownCACertificates',
  ],
])('%s %s is answered at %s', (kind, spec, path, fix) => {
  const finding = only(`{apiVersion: ${GROUP}/v1, kind: ${kind}, metadata: {name: a}, spec: ${spec}}`);
  expect([finding.code, finding.path]).toEqual(['outdated-field', path]);
  expect(finding.fix).toContain(fix);
});

test('what is up to date, of another group, or of no shape at all is passed over', () => {
  const objects: unknown[] = [
    { apiVersion: `${GROUP}/v1`, kind: 'HTTPRoute', spec: { rules: [{ filters: [{ type: 'URLRewrite' }] }] } },
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'Gateway',
      spec: { listeners: [{ allowedRoutes: { namespaces: { from: 'Same' } } }] },
    },
    { apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress' },
    { apiVersion: 'example.com/v1', kind: 'BackendPolicy' },
    { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1', kind: 'XMesh' },
    { apiVersion: 7, kind: [] },
    {},
    { apiVersion: `${GROUP}/v1`, kind: 'HTTPRoute', spec: { rules: { filters: 3 } } },
    { apiVersion: `${GROUP}/v1`, kind: 'constructor', spec: null },
  ];
  expect(checkOutdated(objects as KubeObject[])).toEqual([]);
});
