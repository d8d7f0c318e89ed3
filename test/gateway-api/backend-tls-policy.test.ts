import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  BackendSubjectAltName,
  BackendTlsPolicy,
  BackendTlsPolicyProps,
  BackendTlsTarget,
  BackendTrust,
  GatewayApiChannel,
  GatewayApiRelease,
} from '../../src/gateway-api';
import { bareChart, chartIn, render, service } from './rendering';

const MINIMAL: BackendTlsPolicyProps = {
  targets: [BackendTlsTarget.serviceName('api')],
  hostname: 'api.internal',
  trust: BackendTrust.system(),
};

test('a policy says how the certificate of a Service is verified', () => {
  const objects = render((chart) => {
    const api = new kplus.Service(chart, 'svc', { metadata: { name: 'api' }, ports: [{ port: 443, name: 'https' }] });
    new BackendTlsPolicy(chart, 'api-tls', {
      targets: [BackendTlsTarget.service(api, 'https')],
      hostname: 'api.internal',
      trust: BackendTrust.configMaps(['our-ca']),
      subjectAltNames: [
        BackendSubjectAltName.hostname('*.internal'),
        BackendSubjectAltName.uri('spiffe://cluster/api'),
      ],
      options: { 'example.com/min-version': '1.3' },
    });
  });
  expect(objects[1]).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'BackendTLSPolicy',
    metadata: {
      name: 'api-tls',
      namespace: 'apps',
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
    },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'api', sectionName: 'https' }],
      validation: {
        hostname: 'api.internal',
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'our-ca' }],
        subjectAltNames: [
          { type: 'Hostname', hostname: '*.internal' },
          { type: 'URI', uri: 'spiffe://cluster/api' },
        ],
      },
      options: { 'example.com/min-version': '1.3' },
    },
  });
});

test('authorities of the system, or those that the controller knows by a name, may be trusted', () => {
  const trusting = (trust: BackendTrust): unknown =>
    render((chart) => new BackendTlsPolicy(chart, 'p', { ...MINIMAL, trust }))[0]?.['spec'];
  expect(trusting(BackendTrust.system())).toMatchObject({ validation: { wellKnownCACertificates: 'System' } });
  expect(trusting(BackendTrust.wellKnown('example.com/ours'))).toMatchObject({
    validation: { wellKnownCACertificates: 'example.com/ours' },
  });
});

test.each<[string, () => unknown, string]>([
  [
    'no target',
    () => new BackendTlsPolicy(chartIn(), 'p', { ...MINIMAL, targets: [] }),
    'a BackendTLSPolicy needs a target',
  ],
  [
    'a target twice',
    () =>
      new BackendTlsPolicy(chartIn(), 'p', {
        ...MINIMAL,
        targets: [BackendTlsTarget.serviceName('api'), BackendTlsTarget.serviceName('api', 'https')],
      }),
    'Service "api" is a target twice: tell the two apart by ports with a name',
  ],
  [
    'a wildcard',
    () => new BackendTlsPolicy(chartIn(), 'p', { ...MINIMAL, hostname: '*.internal' }),
    'the hostname of a BackendTLSPolicy must be a full one, got the wildcard "*.internal"',
  ],
  [
    'a port that the Service has not',
    () => BackendTlsTarget.service(service(chartIn(), 'api', [443, 80]), 'https'),
    'service "api" has ports "p443", "p80" but the policy is for port "https"',
  ],
  [
    'no authority',
    () => BackendTrust.configMaps([]),
    'no authority given: name at least one, or use BackendTrust.system()',
  ],
  [
    'too many authorities',
    () => BackendTrust.configMaps(Array.from({ length: 9 }, (_, i) => `ca${i}`)),
    'at most 8 references to certificates of authorities are allowed, got 9',
  ],
  [
    'a URI without scheme',
    () => BackendSubjectAltName.uri('cluster/api'),
    'must be like "spiffe://domain/path", got "cluster/api"',
  ],
  ['a name in capitals', () => BackendSubjectAltName.hostname('API.internal'), 'did you mean "api.internal"?'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('two ports of one Service are two targets', () => {
  const targets = [BackendTlsTarget.serviceName('api', 'a'), BackendTlsTarget.serviceName('api', 'b')];
  expect(() => new BackendTlsPolicy(chartIn(), 'p', { ...MINIMAL, targets })).not.toThrow();
});

test('the version follows the release', () => {
  const release = GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL);
  const policy = new BackendTlsPolicy(chartIn(), 'p', { ...MINIMAL, release, version: 'v1alpha3' });
  expect(ApiObject.of(policy).apiVersion).toBe('gateway.networking.k8s.io/v1alpha3');
  expect(
    () =>
      new BackendTlsPolicy(chartIn(), 'p', {
        ...MINIMAL,
        version: 'v1alpha3',
        release: GatewayApiRelease.of('v1.6.1'),
      }),
  ).toThrow('does not serve BackendTLSPolicy "v1alpha3", only v1');
});

test('a Service of another namespace is refused, as the policy would mean one of its own', () => {
  const chart = chartIn();
  const target = BackendTlsTarget.service(service(chart, 'api', [443], 'other'));
  const policy = (namespace: string) => () =>
    new BackendTlsPolicy(chart, `p-${namespace}`, { ...MINIMAL, targets: [target], metadata: { namespace } });
  expect(policy('apps')).toThrow(
    'Service "api" is in namespace "other" but the BackendTLSPolicy is in "apps", and means a Service there: give both the same namespace',
  );
  expect(policy('other')).not.toThrow();
});

test('where a namespace is not known, nothing is compared', () => {
  const target = BackendTlsTarget.service(service(chartIn(), 'api', [443], 'other'));
  expect(() => new BackendTlsPolicy(bareChart(), 'p', { ...MINIMAL, targets: [target] })).not.toThrow();
  const near = BackendTlsTarget.service(service(bareChart(), 'api', [443]));
  expect(() => new BackendTlsPolicy(chartIn(), 'p', { ...MINIMAL, targets: [near] })).not.toThrow();
});

test('what a caller in JavaScript leaves out is named', () => {
  const policy = (props: object) => () =>
    new BackendTlsPolicy(chartIn(), 'p', { ...MINIMAL, ...props } as BackendTlsPolicyProps);
  expect(policy({ hostname: undefined })).toThrow('a hostname must be a lower case DNS name');
  expect(policy({ targets: undefined })).toThrow('a BackendTLSPolicy needs a target');
  expect(policy({ trust: undefined })).toThrow('a BackendTLSPolicy needs to know whom to trust');
});
