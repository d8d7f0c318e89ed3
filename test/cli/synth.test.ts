import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { MARKER } from '../../src/fleet/manifest-yaml';
import { GOOD_FLEET, makeFolder, readFiles, removeFolders, runIn, runJson, summary, writeFiles } from './harness';

afterEach(removeFolders);

const FLEET = 'fleet/fleet.yaml';
const fleetYaml = GOOD_FLEET[FLEET] ?? '';

function makeFleet(files: Readonly<Record<string, string>> = {}): string {
  const cwd = makeFolder();
  writeFiles(cwd, { ...GOOD_FLEET, ...files });
  return cwd;
}

const FILES = [
  'dist/cluster/gatewayclass-eg.yaml',
  'dist/gateways/kamaji-edge/_namespace.yaml',
  'dist/gateways/kamaji-edge/edge.yaml',
  'dist/routing-table.md',
  'dist/tenants/one/_namespace.yaml',
  'dist/tenants/one/one.yaml',
  'dist/tenants/two/_namespace.yaml',
  'dist/tenants/two/two.yaml',
];

describe('tenant-gateway synth', () => {
  test('writes the manifests and says what it wrote and which DNS records are needed', async () => {
    const cwd = makeFleet();
    const { exitCode, stdout, stderr } = await runIn(cwd, ['synth']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      `${FILES.map((file) => `written    ${file}`).join('\n')}\n8 files: 8 written, 0 unchanged; 0 removed\n\nDNS records that clients need:\n  *.cluster.dev  A/AAAA  <address of Gateway kamaji-edge/edge>\n`,
    );
    expect(Object.keys(readFiles(cwd)).filter((file) => file.startsWith('dist/'))).toEqual(FILES);
  });

  test('prints one JSON document on standard output and nothing else', async () => {
    const cwd = makeFleet();
    const { exitCode, stderr, diagnostics, written } = await runJson(cwd, ['synth']);
    expect({ exitCode, stderr, diagnostics, written }).toEqual({
      exitCode: 0,
      stderr: '',
      diagnostics: [],
      written: FILES,
    });
    expect((await runJson(cwd, ['synth'])).written).toEqual(FILES);
  });

  test('writes the same bytes a second time, touching nothing', async () => {
    const cwd = makeFleet();
    await runIn(cwd, ['synth']);
    const before = FILES.map((file) => fs.statSync(path.join(cwd, file), { bigint: true }).mtimeNs);
    const { stdout } = await runIn(cwd, ['synth']);
    expect(stdout).toContain('8 files: 0 written, 8 unchanged; 0 removed');
    expect(FILES.map((file) => fs.statSync(path.join(cwd, file), { bigint: true }).mtimeNs)).toEqual(before);
  });

  test('gives every key that JSON promises, with paths relative to the working directory', async () => {
    const cwd = makeFleet({ 'fleet/tenants/deep/three.yaml': 'hostname: three.other.dev\n' });
    const { diagnostics, exitCode, written } = await runJson(cwd, ['synth']);
    expect({ exitCode, written }).toEqual({ exitCode: 1, written: [] });
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        code: 'no-matching-listener-hostname',
        object: {
          apiVersion: 'kamaji.clastix.io/v1alpha1',
          kind: 'TenantControlPlane',
          namespace: 'three',
          name: 'three',
        },
        path: 'spec.controlPlane.gateway.hostname',
        message: expect.stringContaining('"three.other.dev" matches no listener'),
        fix: expect.stringContaining('cluster.dev'),
        file: 'fleet/tenants/deep/three.yaml',
        line: 1,
        column: 11,
        constructPath: 'fleet/tenant.three.three/Resource/Resource',
      },
    ]);
  });

  test('works on other folders, from any working directory', async () => {
    const cwd = makeFolder();
    writeFiles(path.join(cwd, 'clusters/eu'), GOOD_FLEET);
    const flags = ['--fleet', 'clusters/eu/fleet', '--output', path.join(cwd, 'out/eu')];
    const { written } = await runJson(cwd, ['synth', ...flags]);
    expect(written).toEqual(FILES.map((file) => file.replace('dist', 'out/eu')));
    writeFiles(cwd, { 'clusters/eu/fleet/tenants/one.yaml': 'hostname: 1\n' });
    const { diagnostics } = await runJson(path.join(cwd, 'out'), [
      'synth',
      '--fleet',
      '../clusters/eu/fleet',
      '--output',
      'eu',
    ]);
    expect(diagnostics.map(summary)).toEqual(['wrong-type ../clusters/eu/fleet/tenants/one.yaml:1:11']);
  });

  test('refuses to write into the fleet', async () => {
    const cwd = makeFleet();
    const before = readFiles(cwd);
    for (const output of ['fleet', 'fleet/tenants', 'fleet/tenants/out']) {
      const { diagnostics, exitCode } = await runJson(cwd, ['synth', '--output', output]);
      expect([exitCode, diagnostics.map(summary)]).toEqual([1, [`output-in-fleet ${output}`]]);
    }
    expect(readFiles(cwd)).toEqual(before);
  });

  test('writes nothing where the values of the controller cannot be written, and says so', async () => {
    const cwd = makeFleet({
      [FLEET]: fleetYaml.replace('envoy-gateway', 'traefik'),
      'cv/traefik/values.yaml': 'a: 1\n',
    });
    const before = readFiles(cwd);
    const { exitCode, stderr, stdout } = await runIn(cwd, ['synth', '--controller-values', 'cv']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/"cv\/traefik\/values.yaml" was not written by this tool[\s\S]*\nnothing was written\n$/);
    const { diagnostics, written } = await runJson(cwd, ['synth', '--controller-values', 'cv']);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(summary)).toEqual([
      'foreign-file cv/traefik/values.yaml',
    ]);
    expect(written).toEqual([]);
    expect(readFiles(cwd)).toEqual(before);
  });

  test('loses no foreign file of the output folder, and refuses where one stands in the way', async () => {
    const cwd = makeFleet({ 'README.md': 'mine', 'tenants/one/notes.md': 'mine', 'cluster/mine.yaml': 'kind: Mine\n' });
    const before = readFiles(cwd);
    const { exitCode } = await runIn(cwd, ['synth', '--output', '.']);
    expect(exitCode).toBe(0);
    expect(readFiles(cwd)).toMatchObject(before);
    writeFiles(cwd, { 'tenants/one/one.yaml': 'kind: Mine\n' });
    const taken = readFiles(cwd);
    const refused = await runJson(cwd, ['synth', '--output', '.']);
    expect([refused.exitCode, refused.diagnostics.map(summary)]).toEqual([1, ['foreign-file tenants/one/one.yaml']]);
    expect(readFiles(cwd)).toEqual(taken);
  });

  describe('with warnings', () => {
    const warned = fleetYaml.replace(/acknowledge:\n.*\n/, '');

    test('writes, prints them and exits 0', async () => {
      const cwd = makeFleet({ [FLEET]: warned });
      const { exitCode, stderr, stdout } = await runIn(cwd, ['synth']);
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/^warning in-cluster-reach\n[\s\S]*\n1 warning\n$/);
      expect(stdout).toContain('8 written');
    });

    test('writes nothing and exits 1 with --fail-on-warnings', async () => {
      const cwd = makeFleet({ [FLEET]: warned });
      const { exitCode, stderr, stdout } = await runIn(cwd, ['synth', '--fail-on-warnings']);
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/1 warning\nnothing was written\n$/);
      expect(fs.existsSync(path.join(cwd, 'dist'))).toBe(false);
      expect((await runJson(cwd, ['synth', '--fail-on-warnings'])).written).toEqual([]);
    });

    test('colours them on a terminal only, and never against NO_COLOR', async () => {
      const cwd = makeFleet({ [FLEET]: warned });
      const yellow = '\u001b[33mwarning\u001b[0m';
      expect((await runIn(cwd, ['check'], { terminal: true })).stderr).toContain(yellow);
      expect((await runIn(cwd, ['check'], { terminal: false })).stderr).not.toContain('\u001b');
      expect((await runIn(cwd, ['check'], { terminal: true, env: { NO_COLOR: '1' } })).stderr).not.toContain('\u001b');
      expect((await runIn(cwd, ['check'], { terminal: true, env: { NO_COLOR: '' } })).stderr).toContain(yellow);
    });
  });

  describe('when a tenant goes', () => {
    async function synthesized(files: Readonly<Record<string, string>> = {}): Promise<string> {
      const cwd = makeFleet(files);
      expect((await runIn(cwd, ['synth'])).exitCode).toBe(0);
      return cwd;
    }

    test('refuses while its manifests protect it, and names the two steps', async () => {
      const cwd = await synthesized();
      fs.rmSync(path.join(cwd, 'fleet/tenants/two.yaml'));
      const before = readFiles(cwd);
      const { exitCode, diagnostics } = await runJson(cwd, ['synth']);
      expect(exitCode).toBe(1);
      expect(
        diagnostics.map(({ code, object, file, line, fix }) => [code, object?.kind, object?.name, file, line, fix]),
      ).toEqual([
        [
          'protected-object-removed',
          'Namespace',
          'two',
          'dist/tenants/two/_namespace.yaml',
          1,
          expect.stringMatching(/two commits: first .*deletionProtection: none/),
        ],
        [
          'protected-object-removed',
          'TenantControlPlane',
          'two',
          'dist/tenants/two/two.yaml',
          1,
          expect.stringMatching(/two commits: first .*deletionProtection: none/),
        ],
      ]);
      expect(readFiles(cwd)).toEqual(before);
      expect((await runJson(cwd, ['check'])).diagnostics.map(({ code }) => code)).toEqual(
        diagnostics.map(({ code }) => code),
      );
    });

    test('refuses a rename for the same reason', async () => {
      const cwd = await synthesized();
      fs.renameSync(path.join(cwd, 'fleet/tenants/two.yaml'), path.join(cwd, 'fleet/tenants/zwei.yaml'));
      const { diagnostics } = await runJson(cwd, ['synth']);
      expect(diagnostics.map(({ code, object }) => `${code} ${object?.kind} ${object?.name}`)).toEqual([
        'protected-object-removed Namespace two',
        'protected-object-removed TenantControlPlane two',
      ]);
    });

    test('says nothing of it where another file of the fleet is broken, as that tenant is only left out', async () => {
      const cwd = await synthesized();
      writeFiles(cwd, { 'fleet/tenants/two.yaml': 'hostname: [' });
      expect((await runJson(cwd, ['synth'])).diagnostics.map(({ code }) => code)).toEqual(['invalid-yaml']);
    });

    test('removes it in two steps', async () => {
      const cwd = await synthesized();
      writeFiles(cwd, { 'fleet/tenants/two.yaml': 'hostname: two\ndeletionProtection: none\n' });
      expect((await runIn(cwd, ['synth'])).exitCode).toBe(0);
      fs.rmSync(path.join(cwd, 'fleet/tenants/two.yaml'));
      const { exitCode, stdout } = await runIn(cwd, ['synth']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('removed    dist/tenants/two/two.yaml\n');
      expect(fs.existsSync(path.join(cwd, 'dist/tenants/two'))).toBe(false);
    });

    test('moving its file to another folder of the fleet is no removal', async () => {
      const cwd = await synthesized();
      fs.mkdirSync(path.join(cwd, 'fleet/tenants/eu'));
      fs.renameSync(path.join(cwd, 'fleet/tenants/two.yaml'), path.join(cwd, 'fleet/tenants/eu/two.yaml'));
      expect(await runJson(cwd, ['synth'])).toMatchObject({ exitCode: 0, diagnostics: [] });
    });

    test('an object that moved to another file is no removal', async () => {
      const cwd = await synthesized();
      const old = path.join(cwd, 'dist/tenants/two/two.yaml');
      writeFiles(cwd, { 'dist/tenants/old/two.yaml': fs.readFileSync(old, 'utf8') });
      fs.rmSync(old);
      const { exitCode, stdout } = await runIn(cwd, ['synth']);
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('removed    dist/tenants/old/two.yaml')]);
    });

    test('an old manifest that is no YAML any more does not stand in the way', async () => {
      const cwd = await synthesized();
      writeFiles(cwd, {
        'dist/tenants/old/x.yaml': `${MARKER}\nkind: [\n---\n%%%\n`,
        'dist/tenants/old/y.yaml': `${MARKER}\n`,
      });
      expect((await runIn(cwd, ['synth'])).exitCode).toBe(0);
      expect(fs.existsSync(path.join(cwd, 'dist/tenants/old'))).toBe(false);
    });
  });

  describe('when a tenant comes', () => {
    function tenants(count: number): Record<string, string> {
      const names = Array.from({ length: count }, (_, i) => `t${String(i).padStart(3, '0')}`);
      return Object.fromEntries(names.map((name) => [`fleet/tenants/${name}.yaml`, `hostname: ${name}\n`]));
    }

    test('to a fleet of 100, only its own files are new, and only the namespaces that the gateway admits and the routing table change', async () => {
      const cwd = makeFleet(tenants(100));
      await runIn(cwd, ['synth']);
      const before = readFiles(path.join(cwd, 'dist'));
      writeFiles(cwd, { 'fleet/tenants/m.yaml': 'hostname: m\n' });
      expect((await runIn(cwd, ['synth'])).exitCode).toBe(0);
      const after = readFiles(path.join(cwd, 'dist'));
      const {
        'tenants/m/_namespace.yaml': namespace,
        'tenants/m/m.yaml': tenant,
        'gateways/kamaji-edge/edge.yaml': gateway,
        'routing-table.md': table,
        ...rest
      } = after;
      const { 'gateways/kamaji-edge/edge.yaml': oldGateway, 'routing-table.md': oldTable, ...oldRest } = before;
      expect(rest).toEqual(oldRest);
      const lines = table?.split('\n') ?? [];
      expect(oldTable?.split('\n').filter((line) => line.startsWith('| ') && !lines.includes(line))).toEqual([]);
      expect([namespace, tenant].every((text) => text !== undefined)).toBe(true);
      expect(gateway?.split('\n').filter((line) => line !== '                  - m')).toEqual(oldGateway?.split('\n'));
    });

    test('to a gateway that chooses namespaces by label, no other manifest changes at all', async () => {
      const yaml = fleetYaml.replace(
        'domain: cluster.dev }',
        'domain: cluster.dev, allowedNamespaces: { labels: { tenants: "yes" } } }',
      );
      const cwd = makeFleet({ ...tenants(100), [FLEET]: yaml });
      await runIn(cwd, ['synth']);
      writeFiles(cwd, { 'fleet/tenants/m.yaml': 'hostname: m\n' });
      const { stdout } = await runIn(cwd, ['synth']);
      expect(stdout.match(/^written .*/gm)).toEqual([
        'written    dist/routing-table.md',
        'written    dist/tenants/m/_namespace.yaml',
        'written    dist/tenants/m/m.yaml',
      ]);
    });
  });

  test('changing Kamaji from one G5 release to another changes no data-store identity', async () => {
    const identities = async (release: string): Promise<(string | undefined)[][]> => {
      const cwd = makeFleet({
        [FLEET]: fleetYaml.replace('26.8.2-edge', release),
        'fleet/tenants/a-very-long-name-that-fits-nowhere.yaml': 'hostname: long\n',
      });
      expect((await runIn(cwd, ['synth'])).exitCode).toBe(0);
      return Object.values(readFiles(path.join(cwd, 'dist/tenants'))).map((text) => {
        const { spec } = parse(text) as { spec?: { dataStoreSchema?: string; dataStoreUsername?: string } };
        return [spec?.dataStoreSchema, spec?.dataStoreUsername];
      });
    };
    const before = await identities('26.6.2-edge');
    expect(before.filter((names) => names[0] !== undefined)).toHaveLength(3);
    for (const release of ['26.6.4-edge', '26.7.3-edge', '26.7.4-edge', '26.8.2-edge']) {
      expect(await identities(release)).toEqual(before);
    }
  });

  test('lists changed files only where the fleet is large', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `t${i}`);
    const cwd = makeFleet(
      Object.fromEntries(names.map((name) => [`fleet/tenants/${name}.yaml`, `hostname: ${name}\n`])),
    );
    await runIn(cwd, ['synth']);
    const { stdout } = await runIn(cwd, ['synth']);
    expect(stdout.split('\n')[0]).toBe('128 files: 0 written, 128 unchanged; 0 removed');
  });
});
