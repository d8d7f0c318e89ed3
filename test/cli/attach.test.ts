import { GOOD_FLEET, makeFolder, removeFolders, runIn, writeFiles } from './harness';

afterAll(removeFolders);

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec:
  gatewayClassName: any
  listeners:
    - { name: tls, port: 443, protocol: TLS, hostname: '*.shop.test', tls: { mode: Passthrough } }
    - { name: web, port: 80, protocol: HTTP }
`;

const ROUTES = `apiVersion: v1
kind: List
items:
  - apiVersion: gateway.networking.k8s.io/v1
    kind: TLSRoute
    metadata: { name: till, namespace: infra }
    spec:
      parentRefs: [{ name: edge }]
      hostnames: [till.shop.test]
      rules: [{ backendRefs: [{ name: till, port: 443 }] }]
  - apiVersion: gateway.networking.k8s.io/v1
    kind: TLSRoute
    metadata: { name: lost, namespace: infra }
    spec:
      parentRefs: [{ name: edge }, { name: gone }]
      hostnames: [till.bank.test]
      rules: [{ backendRefs: [{ name: till, port: 443 }] }]
`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder();
  writeFiles(folder, files);
  return folder;
}

const MANIFESTS = { 'gateway.yaml': GATEWAY, 'routes/all.yaml': ROUTES };
const FILES = ['attach', '-f', 'gateway.yaml', 'routes'];

describe('attach', () => {
  it('prints a table and why a route is not in it', async () => {
    const { exitCode, stdout, stderr } = await runIn(folderWith(MANIFESTS), FILES);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'ROUTE                PARENT              STATUS                      LISTENERS  HOSTNAMES',
      'TLSRoute infra/lost  Gateway infra/edge  NoMatchingListenerHostname  –          –',
      'TLSRoute infra/lost  Gateway infra/gone  no status                   –          –',
      'TLSRoute infra/till  Gateway infra/edge  Accepted                    tls        till.shop.test',
      '',
      'LISTENER            PORT  PROTOCOL         HOSTNAME     ROUTES  STATUS',
      'Gateway infra/edge                                              Accepted',
      '  tls               443   TLS/Passthrough  *.shop.test  1       Accepted',
      '  web               80    HTTP             *            0       Accepted',
      '',
      'why, and what to do:',
      '  TLSRoute infra/lost: "till.bank.test" matches no listener of Gateway infra/edge (tls: *.shop.test)',
      '    fix: use a hostname that one of these listeners answers, or add a listener for it',
      '    at: routes/all.yaml:16:19',
      '  TLSRoute infra/lost: Gateway infra/gone does not exist among these objects',
      '    fix: create it, or name a parent that is there, with its namespace',
      '    at: routes/all.yaml:15:36',
      '',
    ]);
  });

  it.each([
    [['attach'], 'fleet-not-found'],
    [['attach', '-f', 'nope.yaml'], 'unreadable-file'],
    [['attach', '-f', 'nope.yaml', '--port', '443'], 'unreadable-file'],
  ])('prints one JSON document where the input cannot be read: %j', async (argv, code) => {
    const { exitCode, stdout, stderr } = await runIn(folderWith({}), [...argv, '--format', 'json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ severity: 'error', code }] });
  });

  it('prints as JSON what a controller writes, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await runIn(folderWith(MANIFESTS), [...FILES, '--format', 'json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const yes = { status: 'True', reason: 'Accepted' };
    const resolved = { status: 'True', reason: 'ResolvedRefs' };
    expect(JSON.parse(stdout)).toEqual({
      routes: [
        {
          kind: 'TLSRoute',
          namespace: 'infra',
          name: 'lost',
          parents: [
            {
              parentRef: { name: 'edge' },
              accepted: { status: 'False', reason: 'NoMatchingListenerHostname' },
              resolvedRefs: resolved,
              listeners: [],
              hostnames: [],
            },
          ],
        },
        {
          kind: 'TLSRoute',
          namespace: 'infra',
          name: 'till',
          parents: [
            {
              parentRef: { name: 'edge' },
              accepted: yes,
              resolvedRefs: resolved,
              listeners: ['tls'],
              hostnames: ['till.shop.test'],
            },
          ],
        },
      ],
      gateways: [
        {
          namespace: 'infra',
          name: 'edge',
          accepted: yes,
          attachedListenerSets: 0,
          listeners: [
            { name: 'tls', supportedKinds: ['TLSRoute'], attachedRoutes: 1, accepted: yes, resolvedRefs: resolved },
            {
              name: 'web',
              supportedKinds: ['GRPCRoute', 'HTTPRoute'],
              attachedRoutes: 0,
              accepted: yes,
              resolvedRefs: resolved,
            },
          ],
        },
      ],
      listenerSets: [],
    });
  });

  it('draws a diagram', async () => {
    const { stdout } = await runIn(folderWith(MANIFESTS), [...FILES, '--format', 'mermaid']);
    expect(stdout).toMatch(/^flowchart LR\n {2}g_infra_2f_edge\["Gateway infra\/edge"\]\n/);
    expect(stdout).toContain('["TLSRoute infra/till"]');
  });

  it('says who answers a name, and that nobody does', async () => {
    const folder = folderWith(MANIFESTS);
    const till = await runIn(folder, [...FILES, '--sni', 'till.shop.test', '--port', '443']);
    expect(till.stdout).toBe(
      [
        'port 443, SNI till.shop.test',
        'Gateway infra/edge',
        '  listener  tls of Gateway infra/edge (TLS, *.shop.test)',
        '  route     TLSRoute infra/till (till.shop.test) to Service infra/till:443',
        '',
      ].join('\n'),
    );
    const bank = await runIn(folder, [...FILES, '--sni', 'till.bank.test', '--port', '443']);
    expect(bank.stdout).toContain('Gateway infra/edge: no listener takes the name');
    const host = await runIn(folder, [...FILES, '--host', 'x.test', '--port', '80', '--format', 'json']);
    expect(JSON.parse(host.stdout)).toMatchObject({ answers: [{ listener: { listener: 'web' }, routes: [] }] });
    const port = await runIn(folder, [...FILES, '--port', '1']);
    expect({ ...port, stdout: port.stdout.split('\n')[1] }).toEqual({
      exitCode: 0,
      stdout: 'no Gateway has a listener on the port',
      stderr: '',
    });
  });

  it('reads standard input', async () => {
    const { stdout } = await runIn(makeFolder(), ['attach', '-f', '-', '--port', '443', '--sni', 'till.shop.test'], {
      stdin: `${GATEWAY}---\n${ROUTES}`,
    });
    expect(stdout).toContain('TLSRoute infra/till');
  });

  it('lets the controller of the platform decide what the Gateway API leaves open', async () => {
    const both = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec:
  gatewayClassName: eg
  listeners:
    - { name: a, port: 443, protocol: TLS, hostname: a.test, tls: { mode: Passthrough } }
    - { name: b, port: 443, protocol: TLS, hostname: b.test, tls: { certificateRefs: [{ name: cert }] } }
`;
    const platform = 'kamaji: 26.8.2-edge\ngatewayApi: v1.6.1\ncontroller: envoy-gateway\nkubernetes: v1.35.0\n';
    const folder = folderWith({ 'both.yaml': both, 'platform.yaml': platform });
    const status = async (...more: readonly string[]) => {
      const { stdout } = await runIn(folder, ['attach', '-f', 'both.yaml', '--format', 'json', ...more]);
      const { gateways } = JSON.parse(stdout) as { gateways: { listeners: { accepted: { reason: string } }[] }[] };
      return gateways[0]?.listeners.map(({ accepted }) => accepted.reason);
    };
    expect(await status()).toEqual(['ProtocolConflict', 'ProtocolConflict']);
    expect(await status('--platform', 'platform.yaml')).toEqual(['Accepted', 'Accepted']);
  });

  it('attaches a fleet, with the routes that Kamaji will make', async () => {
    const folder = folderWith(GOOD_FLEET);
    const { exitCode, stdout, stderr } = await runIn(folder, ['attach']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(
      /^TLSRoute one\/one-konnectivity +Gateway kamaji-edge\/edge +Accepted +konnectivity-server +one.cluster.dev$/m,
    );
    const asked = await runIn(folder, ['attach', '--sni', 'two.cluster.dev', '--port', '6443']);
    expect(asked.stdout).toContain('route     TLSRoute two/two (two.cluster.dev) to Service two/two:6443');
    const drawn = await runIn(folder, ['attach', '--format', 'mermaid']);
    expect(drawn.stdout).toContain('["TenantControlPlane one/one"]');
  });

  it('counts the Services that Kamaji will make as there, and does not predict what is there already', async () => {
    const folder = folderWith({
      ...GOOD_FLEET,
      'web.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: infra }\nspec: { ports: [{ port: 80 }] }\n',
      'route.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: { name: one, namespace: one }
spec:
  parentRefs: [{ name: edge, namespace: kamaji-edge, sectionName: kube-apiserver, port: 6443 }]
  hostnames: [one.cluster.dev]
  rules: [{ backendRefs: [{ name: one, port: 6443 }] }]
`,
    });
    await runIn(folder, ['synth']);
    const { stdout } = await runIn(folder, ['attach', '-f', 'dist', 'web.yaml', 'route.yaml']);
    expect(stdout).not.toContain('why, and what to do');
    expect(stdout.match(/TLSRoute one\/one /g)).toHaveLength(1);
    expect(stdout.match(/^TLSRoute /gm)).toHaveLength(4);
  });

  it.each([
    ['a name without port', ['--sni', 'x.test'], "need '--port <n>'"],
    ['a port that is none', ['--port', '0'], 'A port is a whole number from 1 to 65535.'],
    ['a diagram of an answer', ['--port', '1', '--format', 'mermaid'], 'it has no use for'],
    ['a platform without files', ['--platform', 'p.yaml'], "needs '-f, --file <path...>'"],
    ['files and a fleet', ['-f', 'x.yaml', '--fleet', 'fleet'], 'cannot be used with'],
  ])('refuses %s', async (_, flags, message) => {
    const { exitCode, stdout, stderr } = await runIn(makeFolder(), ['attach', ...flags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('says what is wrong with the input, and nothing on standard output', async () => {
    const folder = folderWith({ 'broken.yaml': 'a: [', 'fleet/fleet.yaml': 'gateway: {}\n' });
    for (const flags of [
      ['-f', 'broken.yaml'],
      ['-f', 'gone.yaml'],
      [],
      ['-f', 'broken.yaml', '--format', 'mermaid'],
    ]) {
      const { exitCode, stdout, stderr } = await runIn(folder, ['attach', ...flags]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(/^error /);
    }
  });
});
