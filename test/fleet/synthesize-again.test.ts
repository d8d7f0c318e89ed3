import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FleetRun, synthesizeFleet } from '../../src/fleet/synthesize-fleet';

const FLEET = `platform: { kamaji: 26.8.2-edge, gatewayApi: v1.6.1, controller: CONTROLLER }
gateways:
  edge: { namespace: gw, domain: cluster.dev }
dataStores:
  default: { existing: true, driver: etcd }
defaults: { gateway: edge, dataStore: default, kubernetesVersion: v1.34.2 }
acknowledge:
  - { code: in-cluster-reach, reason: not the subject }
`;

describe('a fleet that is synthesized again', () => {
  let folder: string;
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
  const run = (options: Partial<FleetRun> = {}) =>
    synthesizeFleet({ fleet: 'fleet', output: 'dist', cwd: folder, write: true, ...options });
  const found = (options?: Partial<FleetRun>) => run(options).diagnostics.map((d) => `${d.severity} ${d.code}`);

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synthesize-again-'));
    write('fleet/fleet.yaml', FLEET.replace('CONTROLLER', 'envoy-gateway'));
    write('fleet/tenants/alpha.yaml', 'hostname: alpha\n');
    write('fleet/tenants/beta.yaml', 'hostname: beta\n');
    expect(found()).toEqual([]);
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('finds nothing where nothing changed', () => {
    const outcome = run();
    expect(outcome.diagnostics).toEqual([]);
    expect(outcome.written).toEqual([]);
  });

  it.each([
    ['a downgrade', 'kubernetesVersion: v1.33.0', 'kubernetes-downgrade'],
    ['a skipped minor', 'kubernetesVersion: v1.36.0', 'kubernetes-minor-skipped'],
    ['other DNS addresses', 'network: { dnsServiceIps: [10.96.0.11] }', 'dns-service-ips-changed'],
    ['another pod network', 'network: { podCidrs: [10.32.0.0/16] }', 'tenant-cidrs-changed'],
    ['another identity', 'dataStoreIdentity: { schema: other }', 'field-value-invalid'],
    ['an identity that goes away', 'dataStoreIdentity: unset', 'field-value-invalid'],
    ['another cluster domain', 'network: { clusterDomain: other.local }', 'field-value-invalid'],
  ])('refuses %s of a tenant that is in dist, and leaves dist as it was', (_, change, code) => {
    const before = read('dist/tenants/alpha/alpha.yaml');
    write('fleet/tenants/alpha.yaml', `hostname: alpha\n${change}\n`);
    const { diagnostics } = run();
    expect([...new Set(diagnostics.map((d) => d.code))]).toEqual([code]);
    expect(diagnostics.map((d) => d.object?.name)).toContain('alpha');
    expect(diagnostics[0]?.file).toMatch(/^fleet\//);
    expect(read('dist/tenants/alpha/alpha.yaml')).toBe(before);
  });

  describe.each([
    ['has the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['has comments behind its keys', (text: string) => text.replaceAll(/^(kind: .*|metadata:|---)$/gm, '$1 # x')],
    ['has names in quotes', (text: string) => text.replaceAll(/^ {2}(name|namespace): (.*)$/gm, '  $1: "$2"')],
  ])('whose dist %s', (_, edit) => {
    beforeEach(() => {
      for (const file of fs.readdirSync(path.join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
        if (file.endsWith('.yaml')) {
          write(`dist/${file}`, edit(read(`dist/${file}`)));
        }
      }
    });

    it('is held against it all the same', () => {
      write(
        'fleet/tenants/alpha.yaml',
        'hostname: alpha\nkubernetesVersion: v1.33.0\nnetwork: { dnsServiceIps: [10.96.0.20] }\ndataStoreIdentity: { schema: zz }\n',
      );
      expect(found()).toEqual(
        expect.arrayContaining([
          'error kubernetes-downgrade',
          'error dns-service-ips-changed',
          'error field-value-invalid',
        ]),
      );
    });

    it('loses no protected tenant', () => {
      fs.rmSync(path.join(folder, 'fleet/tenants/beta.yaml'));
      expect(found()).toEqual(['error protected-object-removed', 'error protected-object-removed']);
    });

    it('finds nothing where the fleet did not change, and writes its own bytes again', () => {
      const { diagnostics, written, unchanged } = run();
      expect(diagnostics).toEqual([]);
      expect(unchanged).toEqual(['dist/routing-table.md']);
      expect(written).toContain('dist/tenants/alpha/alpha.yaml');
      expect(read('dist/tenants/alpha/alpha.yaml')).toMatch(/\nkind: TenantControlPlane\nmetadata:\n {2}[a-z]/);
      expect(run().written).toEqual([]);
    });
  });

  it('warns of a rename, once it is about to happen', () => {
    write('fleet/tenants/alpha.yaml', 'hostname: omega\ncertSans: [alpha.cluster.dev]\n');
    expect(found()).toEqual(['warning hostname-renamed']);
    expect(found()).toEqual([]);
  });

  it('draws up who is reached where, unless told not to', () => {
    const table = read('dist/routing-table.md');
    const rows = table.split('\n').filter((line) => line.startsWith('| gw/edge |'));
    expect(rows).toEqual([
      '| gw/edge | kube-apiserver | 6443 | TLS | alpha.cluster.dev | TenantControlPlane alpha/alpha | alpha/alpha:6443 |',
      '| gw/edge | kube-apiserver | 6443 | TLS | beta.cluster.dev | TenantControlPlane beta/beta | beta/beta:6443 |',
      '| gw/edge | konnectivity-server | 8132 | TLS | alpha.cluster.dev | TenantControlPlane alpha/alpha | alpha/alpha:8132 |',
      '| gw/edge | konnectivity-server | 8132 | TLS | beta.cluster.dev | TenantControlPlane beta/beta | beta/beta:8132 |',
    ]);
    expect(table).toContain('```mermaid\nflowchart LR\n');
    run({ routingTable: false });
    expect(fs.existsSync(path.join(folder, 'dist/routing-table.md'))).toBe(false);
  });

  it('does not overwrite a routing table that somebody else wrote', () => {
    fs.writeFileSync(path.join(folder, 'dist/routing-table.md'), '# mine\n');
    expect(found()).toEqual(['error foreign-file']);
    expect(read('dist/routing-table.md')).toBe('# mine\n');
  });

  describe('with a controller that opens no ports by itself', () => {
    const VALUES = 'controllers/traefik/values.yaml';
    beforeEach(() => {
      write(
        'fleet/fleet.yaml',
        FLEET.replace('CONTROLLER', 'traefik').replace(
          'acknowledge:',
          'acknowledge:\n  - { code: ports-opened-by-hand, reason: we do }\n  - { code: unknown-name-answered, reason: we know }',
        ),
      );
      fs.rmSync(path.join(folder, 'dist'), { recursive: true });
    });

    it('writes the values for it, beside dist and only when asked', () => {
      expect(run().written).not.toContain(VALUES);
      expect(run({ controllerValues: 'controllers' }).written).toContain(VALUES);
      expect(read(VALUES)).toContain('port: 8132');
      expect(run({ controllerValues: 'controllers' }).unchanged).toContain(VALUES);
      fs.writeFileSync(path.join(folder, VALUES), 'mine: true\n');
      expect(found({ controllerValues: 'controllers' })).toContain('error foreign-file');
      expect(read(VALUES)).toBe('mine: true\n');
    });

    it.each([
      ['a file of somebody else', VALUES, 'mine: true\n', 'foreign-file'],
      ['a folder', `${VALUES}/x.txt`, 'x', 'foreign-file'],
      ['a file in place of a folder', 'controllers/traefik', 'x', 'output-unusable'],
      ['a file in place of the whole folder', 'controllers', 'x', 'output-unusable'],
    ])('leaves dist as it was where %s is in the way of the values', (_, file, text, code) => {
      write(file, text);
      for (const isThere of [false, true]) {
        const { diagnostics, written } = run({ controllerValues: 'controllers' });
        expect(diagnostics.map((d) => d.code)).toEqual([code]);
        expect(written).toEqual([]);
        expect(fs.existsSync(path.join(folder, 'dist'))).toBe(isThere);
        expect(found()).toEqual([]);
        write('fleet/tenants/gamma.yaml', 'hostname: gamma\n');
      }
      expect(read(file)).toBe(text);
    });

    it('follows no symbolic link in place of the values', () => {
      write('target.yaml', 'mine: true\n');
      fs.mkdirSync(path.join(folder, 'controllers/traefik'), { recursive: true });
      fs.symlinkSync(path.join(folder, 'target.yaml'), path.join(folder, VALUES));
      expect(found({ controllerValues: 'controllers' })).toEqual(['error foreign-file']);
      expect(read('target.yaml')).toBe('mine: true\n');
    });

    it('leaves the values as they were where the fleet has errors or nothing is to be written', () => {
      run({ controllerValues: 'controllers', write: false });
      write('fleet/tenants/gamma.yaml', 'hostname: alpha\n');
      run({ controllerValues: 'controllers' });
      expect(fs.existsSync(path.join(folder, 'controllers'))).toBe(false);
    });

    it.each(['dist', 'dist/controllers', 'fleet', 'fleet/tenants', 'fleet/tenants/x'])(
      'refuses to write values to %s, where they would be read as something else',
      (controllerValues) => {
        expect(found({ controllerValues })).toEqual(['error controller-values-misplaced']);
        expect(fs.existsSync(path.join(folder, 'dist'))).toBe(false);
      },
    );

    it('writes values beside the folders of manifests where the output folder holds the fleet too', () => {
      expect(found({ controllerValues: 'tenants/x', output: '.' })).toEqual(['error controller-values-misplaced']);
      expect(found({ controllerValues: 'controllers', output: '.' })).toEqual([]);
      expect(found({ controllerValues: '.', output: 'dist' })).toEqual([]);
    });
  });
});
