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

  it('writes the values of a controller that opens no ports by itself, beside dist and only when asked', () => {
    write(
      'fleet/fleet.yaml',
      FLEET.replace('CONTROLLER', 'traefik').replace(
        'acknowledge:',
        'acknowledge:\n  - { code: ports-opened-by-hand, reason: we do }',
      ),
    );
    fs.rmSync(path.join(folder, 'dist'), { recursive: true });
    expect(run().written).not.toContain('controllers/traefik/values.yaml');
    expect(run({ controllerValues: 'controllers' }).written).toContain('controllers/traefik/values.yaml');
    expect(read('controllers/traefik/values.yaml')).toContain('port: 8132');
    fs.writeFileSync(path.join(folder, 'controllers/traefik/values.yaml'), 'mine: true\n');
    expect(found({ controllerValues: 'controllers' })).toContain('error foreign-file');
    expect(read('controllers/traefik/values.yaml')).toBe('mine: true\n');
  });
});
