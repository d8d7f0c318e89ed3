import { Diagnostic, formatDiagnostics, Severity, sortDiagnostics } from '../../../src/diagnostics';
import { attach, computeAttachment, ExplainOptions, explainAttachment } from '../../../src/gateway-api/attachment';
import { KubeObject, refOf } from '../../../src/objects';
import { gateway, http, route } from './world';

type Json = Readonly<Record<string, unknown>>;

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const CA = { group: '', kind: 'ConfigMap', name: 'ca' };

function object(apiVersion: string, kind: string, id: string, fields: Json, metadata: Json = {}): KubeObject {
  const [namespace = '', name = ''] = id.split('/');
  return { apiVersion, kind, metadata: { namespace, name, ...metadata }, ...fields };
}

const x = (sectionName?: string) => ({
  group: '',
  kind: 'Service',
  name: 'x',
  ...(sectionName === undefined ? {} : { sectionName }),
});

function policy(id: string, target: unknown, validation: Json = {}, created?: string): KubeObject {
  return object(
    'gateway.networking.k8s.io/v1',
    'BackendTLSPolicy',
    id,
    {
      spec: { targetRefs: [target].flat(), validation: { hostname: 'x.test', caCertificateRefs: [CA], ...validation } },
    },
    created === undefined ? {} : { creationTimestamp: created },
  );
}

function configMap(id: string, fields: Json): KubeObject {
  return object('v1', 'ConfigMap', id, fields);
}

const PORTS = [
  { name: 'https', port: 443 },
  { name: 'metrics', port: 9443 },
];
const SERVICE = object('v1', 'Service', 'infra/x', { spec: { ports: PORTS } });
const AUTHORITY = configMap('infra/ca', { data: { 'ca.crt': PEM } });
const WORLD = [
  gateway('infra/edge', [http('http', 80)]),
  route('HTTPRoute', 'infra/web', [{ name: 'edge' }], { rules: [{ backendRefs: [{ name: 'x', port: 443 }] }] }),
  SERVICE,
  AUTHORITY,
];

function explain(objects: readonly KubeObject[], options: ExplainOptions = {}): Diagnostic[] {
  return sortDiagnostics(explainAttachment(computeAttachment(objects), options));
}

function textOf(...objects: readonly KubeObject[]): string[] {
  return formatDiagnostics(explain([...WORLD, ...objects])).split('\n');
}

function found(objects: readonly KubeObject[]): string[] {
  return explain(objects).map(
    ({ severity, code, object: about, path }) => `${severity} ${code} ${about?.name ?? ''} ${path ?? ''}`,
  );
}

describe('what the conformance tests of BackendTLSPolicy expect', () => {
  const TARGET = 'spec.targetRefs[0]';
  const REF = 'spec.validation.caCertificateRefs[0]';

  it.each<[string, readonly KubeObject[], readonly string[]]>([
    [
      'of two policies for one Service the first by name wins',
      [policy('infra/p-1', x()), policy('infra/p-2', x())],
      [`error conflicted p-2 ${TARGET}`],
    ],
    [
      'of two policies for one port the first by name wins',
      [policy('infra/p-1', x('https')), policy('infra/p-2', x('https'))],
      [`error conflicted p-2 ${TARGET}`],
    ],
    [
      'a policy for a port and one for the whole Service do not conflict',
      [policy('infra/p-1', x('https')), policy('infra/p-2', x())],
      [],
    ],
    [
      'an older policy wins whatever its name',
      [
        policy('infra/a', x(), {}, '2026-02-01T00:00:00Z'),
        policy('infra/b', x(), {}, '2026-01-01T00:00:00Z'),
        policy('infra/c', x()),
      ],
      [`error conflicted a ${TARGET}`, `error conflicted c ${TARGET}`],
    ],
    [
      'an authority that does not exist',
      [policy('infra/p', x(), { caCertificateRefs: [{ ...CA, name: 'nope' }] })],
      [`warning invalid-ca-certificate-ref p ${REF}`],
    ],
    [
      'an authority without ca.crt',
      [
        configMap('infra/empty', { data: {} }),
        policy('infra/p', x(), { caCertificateRefs: [{ ...CA, name: 'empty' }] }),
      ],
      [`error invalid-ca-certificate-ref p ${REF}`],
    ],
    [
      'an authority of a kind that nobody knows',
      [policy('infra/p', x(), { caCertificateRefs: [{ group: 'invalid.io', kind: 'InvalidKind', name: 'ca' }] })],
      [`error invalid-kind p ${REF}`],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found([...WORLD, ...objects])).toEqual(expected);
  });
});

describe('what is said of a target', () => {
  it('is which policy has it already', () => {
    expect(textOf(policy('infra/first', x('https')), policy('infra/second', [x('metrics'), x('https')]))).toEqual([
      'error conflicted  BackendTLSPolicy infra/second  spec.targetRefs[1]',
      '  port "https" of Service infra/x is taken by BackendTLSPolicy infra/first: of two policies for one target the older one wins, then the first by name',
      '  fix: keep one of the two, or give each ports of its own by sectionName',
    ]);
  });

  it('is the ports that the Service has by name', () => {
    expect(textOf(policy('infra/p', x('htps')))).toEqual([
      'error target-not-found  BackendTLSPolicy infra/p  spec.targetRefs[0].sectionName',
      '  Service infra/x has no port named "htps" (it has https, metrics)',
      '  fix: did you mean "https"? Without sectionName the policy is for every port',
    ]);
    expect(explain([...WORLD, policy('infra/p', x('443'))])).toMatchObject([
      { fix: expect.stringContaining('"https"') },
    ]);
    const bare = object('v1', 'Service', 'infra/x', { spec: { ports: [{ port: 443 }] } });
    expect(explain([bare, AUTHORITY, policy('infra/p', x('https'))])).toMatchObject([
      {
        severity: Severity.ERROR,
        message: 'Service infra/x has no port named "https" (its ports have no names)',
        fix: 'give the port that name, or leave sectionName out: the policy is then for every port',
      },
    ]);
  });

  it('is that it is not there, a warning as somebody else may make it', () => {
    const lost = policy('infra/p', { ...x(), name: 'nope' });
    expect(textOf(lost)).toEqual([
      'warning target-not-found  BackendTLSPolicy infra/p  spec.targetRefs[0]',
      '  Service infra/nope does not exist, as far as these objects show',
      '  fix: create it, or name a Service of namespace infra',
    ]);
    const far = object('v1', 'Service', 'shop/nope', { spec: { ports: PORTS } });
    expect(textOf(far, lost)).toContain(
      '  fix: Service nope is in namespace shop: put the policy there, as it is for targets of its own namespace only',
    );
  });

  it('is that its kind is no backend', () => {
    const targets = [
      { ...x(), group: 'v1' },
      { ...x(), kind: 'Pod' },
    ];
    expect(textOf(policy('infra/p', targets))).toEqual([
      'error target-not-found  BackendTLSPolicy infra/p  spec.targetRefs[0]',
      '  "v1/Service" is no kind of backend',
      '  fix: name a Service, with group ""',
      'error target-not-found  BackendTLSPolicy infra/p  spec.targetRefs[1]',
      '  "/Pod" is no kind of backend',
      '  fix: name a Service, with group ""',
    ]);
  });

  it('is not what another policy lost already: a target that cannot be is nobody’s', () => {
    expect(found([...WORLD, policy('infra/a', x('nope')), policy('infra/b', x('nope'))])).toEqual([
      'error target-not-found a spec.targetRefs[0].sectionName',
      'error target-not-found b spec.targetRefs[0].sectionName',
    ]);
  });

  it('covers an object of a kind of the controller’s own', () => {
    const backend = (name: string) => ({ group: 'gateway.envoyproxy.io', kind: 'Backend', name });
    const present = object('gateway.envoyproxy.io/v1alpha1', 'Backend', 'infra/there', {});
    const objects = [...WORLD, policy('infra/a', backend('there')), policy('infra/b', backend('gone'))];
    expect(found(objects)).toEqual([]);
    expect(found([...objects, present])).toEqual(['warning target-not-found b spec.targetRefs[0]']);
    expect(found([...objects, policy('infra/c', backend('gone'))])).toEqual(['error conflicted c spec.targetRefs[0]']);
  });
});

describe('what is said of an authority', () => {
  const trusting = (...refs: readonly Json[]) => policy('infra/p', x(), { caCertificateRefs: refs });

  it('is that its kind cannot hold certificates', () => {
    expect(textOf(trusting({ ...CA, kind: 'Foo' }))).toEqual([
      'error invalid-kind  BackendTLSPolicy infra/p  spec.validation.caCertificateRefs[0]',
      '  "/Foo" cannot hold the certificates of authorities, only a ConfigMap can everywhere; connections to the targets fail',
      '  fix: put them under ca.crt into a ConfigMap of namespace infra, and name that with group ""',
    ]);
  });

  it('is that it holds no certificate', () => {
    const holding = (data: Json) => [configMap('infra/held', { data }), trusting({ ...CA, name: 'held' })];
    expect(textOf(...holding({ 'ca.crt': 'none' }))).toEqual([
      'error invalid-ca-certificate-ref  BackendTLSPolicy infra/p  spec.validation.caCertificateRefs[0]',
      '  ConfigMap infra/held holds no PEM certificate under ca.crt; connections to the targets fail',
      '  fix: put the certificates of the authorities under ca.crt of ConfigMap infra/held',
    ]);
    expect(textOf(...holding({ 'bundle.pem': PEM }))).toEqual([
      'warning invalid-ca-certificate-ref  BackendTLSPolicy infra/p  spec.validation.caCertificateRefs[0]',
      '  ConfigMap infra/held holds no PEM certificate under ca.crt, only under "bundle.pem", where few controllers look',
      '  fix: put the certificates of the authorities under ca.crt of ConfigMap infra/held',
    ]);
  });

  it('is that it is not there, a warning as somebody else may make it', () => {
    expect(textOf(trusting(CA, { ...CA, name: 'nope' }))).toEqual([
      'warning invalid-ca-certificate-ref  BackendTLSPolicy infra/p  spec.validation.caCertificateRefs[1]',
      '  ConfigMap infra/nope does not exist, as far as these objects show; without it connections to the targets fail',
      '  fix: create ConfigMap infra/nope with the certificates of the authorities under ca.crt',
    ]);
    const elsewhere = configMap('shop/there', { data: { 'ca.crt': PEM } });
    expect(explain([...WORLD, elsewhere, trusting({ ...CA, name: 'there', namespace: 'shop' })])).toMatchObject([
      { severity: Severity.WARNING, message: expect.stringContaining('ConfigMap infra/there does not exist') },
    ]);
  });
});

describe('nothing is said', () => {
  it.each<[string, readonly KubeObject[]]>([
    ['without a policy', WORLD],
    ['of a policy that is right', [...WORLD, policy('infra/p', x('https'))]],
    ['of policies for several ports', [...WORLD, policy('infra/a', x('https')), policy('infra/b', x('metrics'))]],
    [
      'of policies for Services of one name in several namespaces',
      [
        ...WORLD,
        object('v1', 'Service', 'shop/x', { spec: { ports: PORTS } }),
        configMap('shop/ca', { data: { 'ca.crt': PEM } }),
        policy('infra/p', x()),
        policy('shop/p', x()),
      ],
    ],
    ['where the objects hold neither Services nor ConfigMaps', [policy('infra/p', x('https'))]],
    [
      'of an ExternalName, whose ports are not known',
      [
        object('v1', 'Service', 'infra/x', { spec: { type: 'ExternalName', externalName: 'x.test' } }),
        policy('infra/p', x('https')),
      ],
    ],
    ['of a Service that Kamaji will make', [object('v1', 'Service', 'infra/x', {}), policy('infra/p', x('https'))]],
    ['of a ConfigMap that somebody else fills', [SERVICE, configMap('infra/ca', {}), policy('infra/p', x())]],
    [
      'of a ConfigMap whose certificates are binary data',
      [
        SERVICE,
        configMap('infra/ca', { data: {}, binaryData: { 'ca.crt': Buffer.from(PEM).toString('base64') } }),
        policy('infra/p', x()),
      ],
    ],
    [
      'of authorities that some controllers take from elsewhere',
      [
        ...WORLD,
        policy('infra/p', x(), {
          caCertificateRefs: [
            { group: '', kind: 'Secret', name: 'ca' },
            { group: 'certificates.k8s.io', kind: 'ClusterTrustBundle', name: 'ca' },
          ],
        }),
      ],
    ],
    [
      'of a policy that trusts what the system trusts',
      [...WORLD, policy('infra/p', x(), { caCertificateRefs: undefined, wellKnownCACertificates: 'System' })],
    ],
    [
      'of a target that one policy names twice, which the API server refuses',
      [...WORLD, policy('infra/p', [x(), x()])],
    ],
    [
      'of objects of any shape',
      [
        ...WORLD,
        object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', 'infra/a', {}),
        object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', 'infra/b', {
          spec: { targetRefs: 7, validation: [] },
        }),
        object('gateway.networking.k8s.io/v1alpha2', 'BackendTLSPolicy', 'infra/c', { spec: { targetRef: x('nope') } }),
      ],
    ],
  ])('%s', (_, objects) => {
    expect(explain(objects)).toEqual([]);
  });
});

describe('policies', () => {
  it('change nothing in what attachment returns', () => {
    const objects = [...WORLD, policy('infra/a', x()), policy('infra/b', x())];
    expect(attach(objects)).toEqual(attach(WORLD));
  });

  it('are told of as somebody says, or not at all', () => {
    const loser = policy('infra/b', x());
    const objects = [...WORLD, policy('infra/a', x()), loser];
    expect(explain(objects, { subject: (about) => (about === loser ? false : undefined) })).toEqual([]);
    expect(
      explain(objects, {
        subject: (about) => (about === loser ? { object: refOf(SERVICE), path: 'spec' } : undefined),
      }),
    ).toMatchObject([{ code: 'conflicted', object: { kind: 'Service' }, path: 'spec' }]);
  });

  it('are explained alike in any order', () => {
    const policies = [
      policy('infra/a', x(), {}, '2026-02-01T00:00:00Z'),
      policy('infra/b', [x('https'), { ...x(), name: 'nope' }]),
      policy('infra/c', x('https')),
      policy('infra/d', x(), {}, '2026-01-01T00:00:00Z'),
    ];
    expect(explain([...policies].reverse().concat(WORLD))).toEqual(explain([...WORLD, ...policies]));
  });
});
