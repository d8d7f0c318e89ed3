import { GOOD_FLEET, makeFolder, readFiles, removeFolders, runIn, runJson, summary, writeFiles } from './harness';

afterEach(removeFolders);

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: kamaji-edge }
spec:
  gatewayClassName: eg
  listeners:
    - { name: kube-apiserver, port: 6443, protocol: TLS, hostname: "*.cluster.dev", tls: { mode: Passthrough }, allowedRoutes: { kinds: [{ kind: TLSRoute }], namespaces: { from: All } } }
    - { name: konnectivity-server, port: 8132, protocol: TLS, hostname: "*.cluster.dev", tls: { mode: Passthrough }, allowedRoutes: { kinds: [{ kind: TLSRoute }], namespaces: { from: All } } }
`;

function tenant(hostname: string): string {
  return `apiVersion: kamaji.clastix.io/v1alpha1
kind: TenantControlPlane
metadata: { name: one, namespace: one }
spec:
  dataStore: default
  dataStoreSchema: one
  dataStoreUsername: one
  controlPlane:
    deployment: {}
    service: { serviceType: ClusterIP }
    gateway:
      hostname: ${hostname}
      parentRefs: [{ name: edge, namespace: kamaji-edge, sectionName: kube-apiserver, port: 6443 }]
  kubernetes: { version: v1.34.1, kubelet: {} }
  networkProfile: { certSANs: [${hostname}], dnsServiceIPs: [10.96.0.10] }
  addons: { konnectivity: { server: { port: 8132, extraArgs: [--keepalive-time=60s] } } }
`;
}

const NEWEST = 'kamaji: 26.8.2-edge\ngatewayApi: v1.6.1\n';

describe('tenant-gateway check', () => {
  test('finds what synth finds and writes nothing', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, { ...GOOD_FLEET, 'fleet/tenants/three.yaml': 'hostname: three.other.dev\n' });
    const before = readFiles(cwd);
    const checked = await runJson(cwd, ['check']);
    expect(checked).toMatchObject({ exitCode: 1, stderr: '', written: [] });
    expect(checked.diagnostics).toEqual((await runJson(cwd, ['synth'])).diagnostics);
    expect(readFiles(cwd)).toEqual(before);
  });

  test('says that nothing is wrong', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    expect(await runIn(cwd, ['check'])).toEqual({ exitCode: 0, stdout: 'no errors found\n', stderr: '' });
    expect(await runJson(cwd, ['check'])).toMatchObject({
      exitCode: 0,
      stdout: '{\n  "diagnostics": [],\n  "written": []\n}\n',
    });
    expect(Object.keys(readFiles(cwd)).some((file) => file.startsWith('dist'))).toBe(false);
  });

  test('holds a fleet against dist only where the two belong together', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    await runIn(cwd, ['synth']);
    writeFiles(`${cwd}/other`, { ...GOOD_FLEET, 'fleet/tenants/one.yaml': 'hostname: three\nname: three\n' });
    expect((await runJson(cwd, ['check', '--fleet', 'other/fleet'])).diagnostics).toEqual([]);
    const compared = await runJson(cwd, ['check', '--fleet', 'other/fleet', '--output', 'dist']);
    expect(compared.diagnostics.map(({ code }) => code)).toEqual([
      'protected-object-removed',
      'protected-object-removed',
    ]);
  });

  test('takes the default fleet for it however it is spelled', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    await runIn(cwd, ['synth']);
    writeFiles(cwd, { 'fleet/tenants/one.yaml': 'hostname: one\nname: other\n' });
    for (const spelled of [[], ['fleet'], ['./fleet'], ['fleet/'], [`${cwd}/fleet`]]) {
      const { diagnostics } = await runJson(cwd, ['check', ...spelled.flatMap((fleet) => ['--fleet', fleet])]);
      expect([spelled, diagnostics.map(({ code }) => code)]).toEqual([
        spelled,
        ['protected-object-removed', 'protected-object-removed'],
      ]);
    }
  });

  test('exits 1 for a warning only where it is told to', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, {
      ...GOOD_FLEET,
      'fleet/fleet.yaml': (GOOD_FLEET['fleet/fleet.yaml'] ?? '').replace(/acknowledge:[\s\S]*/, ''),
    });
    expect((await runIn(cwd, ['check'])).exitCode).toBe(0);
    expect((await runIn(cwd, ['check', '--fail-on-warnings'])).exitCode).toBe(1);
  });
});

describe('tenant-gateway check -f', () => {
  test('checks manifests from files, folders and standard input, each finding in its place', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, {
      'gateway.yaml': GATEWAY,
      'tenants/a/one.yaml': tenant('one.other.dev'),
      'tenants/values.yaml': 'replicas: 2\n',
      'p.yaml': NEWEST,
    });
    const files = await runJson(cwd, ['check', '-f', 'gateway.yaml', 'tenants', '--platform', 'p.yaml']);
    expect(files.exitCode).toBe(1);
    expect(files.diagnostics.filter(({ severity }) => severity === 'error').map(summary)).toEqual([
      'no-matching-listener-hostname tenants/a/one.yaml:12:17',
    ]);
    expect(files.diagnostics.map(summary)).toContain('not-an-object tenants/values.yaml:1:1');
    const piped = await runJson(cwd, ['check', '--platform', 'p.yaml', '-f', '-'], {
      stdin: `${GATEWAY}---\n${tenant('one.other.dev')}`,
    });
    expect(piped.diagnostics.filter(({ severity }) => severity === 'error').map(summary)).toEqual([
      'no-matching-listener-hostname -:21:17',
    ]);
  });

  test('reads Lists, as kubectl prints them, and JSON', async () => {
    const cwd = makeFolder();
    const items = [GATEWAY, tenant('one.other.dev')].map((text) =>
      text
        .split('\n')
        .map((line, i) => (line === '' ? '' : `${i === 0 ? '- ' : '  '}${line}`))
        .join('\n'),
    );
    writeFiles(cwd, { 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`, 'p.yaml': NEWEST });
    const { diagnostics } = await runJson(cwd, ['check', '-f', 'list.yaml', '--platform', 'p.yaml']);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(summary)).toEqual([
      'no-matching-listener-hostname list.yaml:23:19',
    ]);
    const object = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'n' },
      spec: { gatewayClassName: 'c', listeners: [] },
    };
    const json = await runJson(cwd, ['check', '-f', '-', '--platform', 'p.yaml'], { stdin: JSON.stringify(object) });
    expect(json.diagnostics.filter(({ code }) => code.endsWith('-object') || code === 'invalid-yaml')).toEqual([]);
  });

  test('takes what it refers to and does not hold for a warning', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, { 'one.yaml': tenant('one.cluster.dev'), 'p.yaml': NEWEST });
    const { exitCode, diagnostics } = await runJson(cwd, ['check', '-f', 'one.yaml', '--platform', 'p.yaml']);
    expect(exitCode).toBe(0);
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
      expect.arrayContaining(['warning gateway-unknown', 'warning data-store-unknown']),
    );
  });

  test('assumes the newest releases and says so; a platform file decides otherwise', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, {
      'gateway.yaml': GATEWAY,
      'one.yaml': tenant('one.cluster.dev'),
      'g2.yaml': 'kamaji: edge-26.1.3\ngatewayApi: v1.4.1\nchannel: experimental\n',
    });
    const assumed = await runJson(cwd, ['check', '-f', 'gateway.yaml', 'one.yaml']);
    expect(assumed.diagnostics.filter(({ code }) => code === 'platform-assumed')).toMatchObject([
      { severity: 'note', message: expect.stringContaining('26.8.2-edge') },
    ]);
    expect(assumed.exitCode).toBe(0);
    const given = await runJson(cwd, ['check', '-f', 'gateway.yaml', 'one.yaml', '--platform', 'g2.yaml']);
    expect(given.diagnostics.map(({ code }) => code)).not.toContain('platform-assumed');
    // G2 fills in sectionName and port itself and refuses them in the spec.
    expect(
      given.diagnostics.some(
        ({ severity, path }) => severity === 'error' && path?.startsWith('spec.controlPlane.gateway.parentRefs'),
      ),
    ).toBe(true);
  });

  test.each([
    ['unknown keys', `${NEWEST}kubernets: v1.35.0\n`, 'unknown-key p.yaml:3:1'],
    [
      'a block of fleet.yaml as it is',
      'platform: { kamaji: 26.8.2-edge, gatewayApi: v1.6.1 }\n',
      'missing-key p.yaml:1:1',
    ],
    ['a release that is none', 'kamaji: newest\ngatewayApi: v1.6.1\n', 'invalid-value p.yaml:1:9'],
    ['nothing in it', '', 'empty-file p.yaml:1:1'],
    [
      'a pair that cannot work',
      'kamaji: 26.8.2-edge\ngatewayApi: v1.4.1\nchannel: experimental\n',
      'tls-route-version-not-served p.yaml:1:9',
    ],
  ])('a platform file with %s is a finding', async (_, text, expected) => {
    const cwd = makeFolder();
    writeFiles(cwd, { 'gateway.yaml': GATEWAY, 'p.yaml': text });
    const { exitCode, diagnostics } = await runJson(cwd, ['check', '-f', 'gateway.yaml', '--platform', 'p.yaml']);
    expect(exitCode).toBe(1);
    expect(diagnostics.map(summary)).toContain(expected);
  });

  test.each([
    ['a file that is not there', {}, ['unreadable-file a.yaml:1:1']],
    ['a broken file', { 'a.yaml': 'kind: [' }, ['invalid-yaml a.yaml:1:8']],
    ['a file without objects', { 'a.yaml': '# nothing\n' }, ['no-objects a.yaml']],
    ['a file of something else', { 'a.yaml': 'replicas: 2\n' }, ['not-an-object a.yaml:1:1']],
  ])('%s is a finding', async (_, files, expected) => {
    const cwd = makeFolder();
    writeFiles(cwd, { 'p.yaml': NEWEST, ...files });
    const { exitCode, diagnostics } = await runJson(cwd, ['check', '-f', 'a.yaml', '--platform', 'p.yaml']);
    expect([exitCode, diagnostics.map(summary)]).toEqual([1, expected]);
  });

  test('objects of any shape are no reason to stumble', async () => {
    const cwd = makeFolder();
    const shapes = [
      'spec: 5',
      'spec: []',
      'metadata: x',
      'spec: { listeners: { a: b } }',
      'spec: { controlPlane: [1], networkProfile: "x" }',
      'metadata: { name: 5, namespace: [] }',
    ];
    const kinds = [
      'gateway.networking.k8s.io/v1, kind: Gateway',
      'kamaji.clastix.io/v1alpha1, kind: TenantControlPlane',
      'kamaji.clastix.io/v1alpha1, kind: DataStore',
      'v1, kind: Namespace',
    ];
    const documents = kinds.flatMap((kind) => shapes.map((shape) => `{ apiVersion: ${kind}, ${shape} }`));
    const { stderr, diagnostics } = await runJson(cwd, ['check', '-f', '-'], { stdin: documents.join('\n---\n') });
    expect(stderr).toBe('');
    expect(diagnostics.filter(({ code }) => code === 'internal-error')).toEqual([]);
  });
});
