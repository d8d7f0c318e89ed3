import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { DiagnosticsError, diagnose, Severity } from '../../src/diagnostics';
import { Fleet } from '../../src/fleet/fleet';
import { FleetApp } from '../../src/fleet/fleet-app';
import { isMarked } from '../../src/fleet/manifest-yaml';
import { DataStore } from '../../src/kamaji/data-store';
import { TargetPlatform } from '../../src/platform';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { TenantControlPlaneWithGateway } from '../../src/tenancy/tenant-control-plane-with-gateway';
import { GOOD_FLEET, makeFolder, readFiles, removeFolders, writeFiles } from '../cli/harness';

let stderr: string[] = [];

beforeEach(() => {
  stderr = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr.push(String(text));
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  removeFolders();
});

function makeApp(): FleetApp {
  return new FleetApp({ outdir: path.join(makeFolder(), 'dist') });
}

function addGateway(chart: Chart): SharedTenantGateway {
  return new SharedTenantGateway(chart, 'edge', {
    platform: TargetPlatform.newest(),
    namespace: 'kamaji-edge',
    domain: 'cluster.dev',
    gatewayClass: { name: 'eg' },
  });
}

function addTenant(chart: Chart, gateway: SharedTenantGateway, name: string): TenantControlPlaneWithGateway {
  return new TenantControlPlaneWithGateway(chart, name, {
    gateway,
    hostname: name,
    kubernetesVersion: 'v1.35.7',
    dataStore: DataStore.fromDataStoreName(chart, `${name}-store`, 'default'),
    network: { advertiseAddress: '192.0.2.1' },
  });
}

function errorsOf(run: () => void): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticsError) {
      return error.diagnostics.map(({ code, constructPath }) => `${code} ${constructPath}`);
    }
    throw error;
  }
  return [];
}

describe('FleetApp', () => {
  test('writes one file per tenant, gateway and shared object, whatever the charts', () => {
    const app = makeApp();
    const gateway = addGateway(new Chart(app, 'gateways'));
    for (const name of ['a', 'b']) {
      addTenant(new Chart(app, name), gateway, name);
    }
    app.synth();
    const dist = readFiles(app.outdir);
    expect(Object.keys(dist).sort()).toEqual([
      'gateways/kamaji-edge/_namespace.yaml',
      'gateways/kamaji-edge/edge.yaml',
      'routing-table.md',
      'tenants/a/_namespace.yaml',
      'tenants/a/a.yaml',
      'tenants/b/_namespace.yaml',
      'tenants/b/b.yaml',
    ]);
    expect(Object.values(dist).every(isMarked)).toBe(true);
  });

  test('writes the same bytes for one chart, a chart each, nested charts, dependencies and another order', () => {
    const variants: ((app: FleetApp) => void)[] = [
      (app) => {
        const chart = new Chart(app, 'all');
        const gateway = addGateway(chart);
        addTenant(chart, gateway, 'a');
        addTenant(chart, gateway, 'b');
      },
      (app) => {
        const outer = new Chart(app, 'outer');
        const gateway = addGateway(new Chart(outer, 'gateways'));
        const [b, a] = ['b', 'a'].map((name) => new Chart(outer, name)) as [Chart, Chart];
        addTenant(b, gateway, 'b');
        addTenant(a, gateway, 'a');
        b.addDependency(a);
        a.addDependency(gateway);
      },
    ];
    const [first, second] = variants.map((build) => {
      const app = makeApp();
      build(app);
      app.synth();
      return readFiles(app.outdir);
    });
    expect(second).toEqual(first);
  });

  test('takes the folder from the cdk8s command, and nothing else from the environment', () => {
    const folder = makeFolder();
    const before = { ...process.env };
    const outputs = ['plain', 'other'].map((name) => {
      Object.assign(
        process.env,
        name === 'plain'
          ? {}
          : { CDK8S_DISABLE_SORT: '1', CDK8S_RECORD_CONSTRUCT_METADATA: 'true', TZ: 'Asia/Tokyo', LANG: 'tr_TR' },
      );
      process.env['CDK8S_OUTDIR'] = path.join(folder, name);
      const app = new FleetApp();
      const chart = new Chart(app, 'c');
      addTenant(chart, addGateway(chart), 'a');
      new ApiObject(chart, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'm' },
        data: { z: '1', i: '2', I: '3' },
      });
      app.synth();
      return readFiles(path.join(folder, name));
    });
    for (const key of Object.keys(process.env)) {
      delete process.env[key];
    }
    Object.assign(process.env, before);
    expect(outputs[0]).not.toEqual({});
    expect(outputs[1]).toEqual(outputs[0]);
  });

  test('asks each construct once for its validations and reports all of them, with their paths; nothing is written', () => {
    const app = makeApp();
    const calls: string[] = [];
    for (const id of ['a', 'b', 'c']) {
      const construct = new Construct(new Chart(app, id), 'child');
      construct.node.addValidation({
        validate: () => {
          calls.push(id);
          return id === 'a' ? [] : [`${id} is wrong`];
        },
      });
    }
    const thrower = new Construct(app, 'thrower');
    thrower.node.addValidation({
      validate: () => {
        throw new Error('cannot even tell');
      },
    });
    expect(errorsOf(() => app.synth())).toEqual([
      'construct-invalid b/child',
      'construct-invalid c/child',
      'construct-invalid thrower',
      'platform-assumed undefined',
    ]);
    expect(calls).toEqual(['a', 'b', 'c']);
    expect(fs.existsSync(app.outdir)).toBe(false);
  });

  test('checks what escape hatches made of the objects', () => {
    const app = makeApp();
    const chart = new Chart(app, 'c');
    const gateway = addGateway(chart);
    const tenant = addTenant(chart, gateway, 'a');
    addTenant(chart, gateway, 'b');
    ApiObject.of(gateway).addJsonPatch(
      JsonPatch.remove('/spec/listeners/0/hostname'),
      JsonPatch.replace('/spec/listeners/1/hostname', '*.other.dev'),
    );
    ApiObject.of(tenant).addJsonPatch(JsonPatch.add('/spec/networkProfile/port', 7443));
    const codes = errorsOf(() => app.synth()).map((error) => error.split(' ')[0]);
    expect(codes).toEqual(expect.arrayContaining(['no-matching-listener-hostname', 'port-mismatch']));
    expect(fs.existsSync(app.outdir)).toBe(false);
  });

  test('says which object cannot be rendered, and still checks the others', () => {
    const app = makeApp();
    const chart = new Chart(app, 'c');
    const gateway = addGateway(chart);
    addTenant(chart, gateway, 'a');
    ApiObject.of(addTenant(chart, gateway, 'b')).addJsonPatch(JsonPatch.replace('/spec/no/such/path', 1));
    const [first] = errorsOf(() => app.synth());
    expect(first).toBe('render-failed c/b/Resource/Resource');
  });

  test('prints warnings once, on standard error, and writes all the same', () => {
    const app = makeApp();
    const warning = diagnose({ code: 'some-warning', severity: Severity.WARNING, title: '' }, { message: 'mind this' });
    for (const id of ['a', 'b', 'c']) {
      const construct = new Construct(new Chart(app, id), 'child');
      Object.assign(construct, { _diagnostics: () => (id === 'b' ? [warning] : []) });
      new ApiObject(construct, 'o', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
    }
    app.synth();
    expect(stderr.join('').match(/warning some-warning\n {2}mind this\n {2}at: b\/child\n/g)).toHaveLength(1);
    expect(Object.keys(readFiles(app.outdir))).toHaveLength(3);
  });

  test('is checked by Testing.synth as well, and again after a change', () => {
    const app = makeApp();
    const chart = new Chart(app, 'c');
    const gateway = addGateway(chart);
    addTenant(chart, gateway, 'a');
    expect(Testing.synth(chart).map(({ kind }) => kind)).toContain('TenantControlPlane');
    ApiObject.of(gateway).addJsonPatch(JsonPatch.replace('/spec/listeners/0/port', 1234));
    expect(() => Testing.synth(chart)).toThrow(/port-mismatch/);
  });

  test('returns all manifests as one stream, in the order of their files, and writes nothing', () => {
    const app = makeApp();
    const chart = new Chart(app, 'c');
    addTenant(chart, addGateway(chart), 'a');
    const kinds = [...app.synthYaml().matchAll(/^kind: (.*)$/gm)].map((match) => match[1]);
    expect(kinds).toEqual(['Namespace', 'Gateway', 'Namespace', 'TenantControlPlane']);
    expect(fs.existsSync(app.outdir)).toBe(false);
  });

  test('renders each object once', () => {
    const app = makeApp();
    let produced = 0;
    new ApiObject(new Chart(app, 'c'), 'o', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'm' },
      data: Lazy.any({ produce: () => ({ n: `${++produced}` }) }),
    });
    app.synth();
    expect(produced).toBe(1);
  });
});

describe('a fleet in code', () => {
  test.each([() => makeApp(), () => new App({ outdir: path.join(makeFolder(), 'dist') })])(
    'is checked in any app',
    (make) => {
      const cwd = makeFolder();
      writeFiles(cwd, { ...GOOD_FLEET, 'fleet/tenants/one.yaml': 'hostname: one\nfoo: bar\n' });
      const app = make();
      Fleet._read(`${cwd}/fleet`, cwd).addTo(app);
      expect(() => app.synth()).toThrow(/unknown-key/);
      expect(readFiles(app.outdir)).toEqual({});
    },
  );

  test('may stand beside constructs of other charts', () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    const app = makeApp();
    Fleet._read(`${cwd}/fleet`, cwd).addTo(app);
    new ApiObject(new Chart(app, 'extra'), 'o', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'm', namespace: 'one' },
    });
    app.synth();
    expect(Object.keys(readFiles(app.outdir))).toEqual(
      expect.arrayContaining(['namespaces/one/configmap-m.yaml', 'tenants/one/one.yaml']),
    );
  });
});
