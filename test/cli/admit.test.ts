import { KubeObject } from '../../src/objects';
import { makeFolder, Result, removeFolders, runIn, writeFiles } from './harness';

afterEach(removeFolders);

const ROUTE: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'TLSRoute',
  metadata: { name: 'one', namespace: 't-one' },
  spec: {
    parentRefs: [{ name: 'edge', namespace: 'edge', sectionName: 'api' }],
    hostnames: ['one.example.com'],
    rules: [{ backendRefs: [{ name: 'one', port: 6443 }] }],
  },
};

const TENANT = `# a tenant
apiVersion: kamaji.clastix.io/v1alpha1
kind: TenantControlPlane
metadata: { name: one, namespace: t-one }
spec:
  dataStore: STORE
  controlPlane:
    deployment: { replicas: 2 }
    service: { serviceType: ClusterIP }
  kubernetes: { version: v1.35.7, kubelet: { cgroupfs: systemd } }
  networkProfile: { port: 6443 }
`;
const tenant = (dataStore: string): string => TENANT.replace('STORE', dataStore);

interface Entry {
  readonly object: Record<string, string>;
  readonly accepted: boolean;
  readonly errors: readonly { readonly type: string; readonly field: string; readonly detail: string }[];
  readonly unknownFields: readonly string[];
  readonly defaulted: KubeObject;
}

async function admit(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  stdin?: string,
): Promise<Result> {
  const cwd = makeFolder();
  writeFiles(cwd, files);
  return runIn(cwd, ['admit', ...argv], { stdin });
}

async function admitJson(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  stdin?: string,
): Promise<Result & { readonly entries: readonly Entry[] }> {
  const result = await admit(files, [...argv, '--format', 'json'], stdin);
  return { ...result, entries: JSON.parse(result.stdout) as Entry[] };
}

function without(object: KubeObject, ...keys: string[]): KubeObject {
  const spec = object['spec'] as Record<string, unknown>;
  return { ...object, spec: Object.fromEntries(Object.entries(spec).filter(([key]) => !keys.includes(key))) };
}

describe('an object that is admitted', () => {
  test('is printed as it would be stored', async () => {
    const { exitCode, stderr, entries } = await admitJson({}, ['-f', '-'], `${JSON.stringify(ROUTE)}\n`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(entries).toEqual([
      {
        object: { apiVersion: ROUTE['apiVersion'], kind: 'TLSRoute', namespace: 't-one', name: 'one' },
        accepted: true,
        errors: [],
        unknownFields: [],
        defaulted: {
          ...ROUTE,
          metadata: { name: 'one', namespace: 't-one', generation: 1 },
          spec: {
            parentRefs: [
              {
                group: 'gateway.networking.k8s.io',
                kind: 'Gateway',
                name: 'edge',
                namespace: 'edge',
                sectionName: 'api',
              },
            ],
            hostnames: ['one.example.com'],
            rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'one', port: 6443, weight: 1 }] }],
          },
        },
      },
    ]);
  });

  test('is counted for a person', async () => {
    const { exitCode, stdout, stderr } = await admit({ 'one.yaml': tenant('a') }, ['-f', 'one.yaml']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '1 accepted, 0 refused\n' });
    expect(stderr).toContain('note platform-assumed');
  });
});

describe('an object that is refused', () => {
  test('is told with the API server’s type, path and words, and the array is printed all the same', async () => {
    const broken = { ...without(ROUTE, 'hostnames'), metadata: { name: 'two', namespace: 't two' } };
    const lines = [ROUTE, broken, { ...ROUTE, extra: 1 }].map((object) => JSON.stringify(object)).join('\n');
    const { exitCode, stderr, entries } = await admitJson({}, ['-f', '-'], lines);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(entries.map(({ accepted, errors, unknownFields }) => ({ accepted, errors, unknownFields }))).toEqual([
      { accepted: true, errors: [], unknownFields: [] },
      {
        accepted: false,
        errors: [
          {
            type: 'FieldValueInvalid',
            field: 'metadata.namespace',
            detail: expect.stringContaining('a lowercase RFC 1123 label must consist of') as string,
          },
          { type: 'FieldValueRequired', field: 'spec.hostnames', detail: 'Required value' },
          {
            type: 'FieldValueInvalid',
            field: '<nil>',
            detail: expect.stringContaining('some validation rules were not checked') as string,
          },
        ],
        unknownFields: [],
      },
      { accepted: false, errors: [], unknownFields: ['extra'] },
    ]);
  });

  test('is told with its place in the file', async () => {
    const text = `${tenant('a')}---\n${tenant('a').replace('systemd', 'sytemd')}  dataStoreNme: a\n`;
    const { exitCode, stdout, stderr } = await admit({ 'all.yaml': text }, ['-f', 'all.yaml']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '1 accepted, 1 refused\n' });
    expect(stderr.match(/^error .*|at: .*/gm)).toEqual([
      'error field-value-not-supported  TenantControlPlane t-one/one  spec.kubernetes.kubelet.cgroupfs',
      'at: all.yaml:22:56',
      'error unknown-field  TenantControlPlane t-one/one  spec.dataStoreNme',
      'at: all.yaml:24:17',
    ]);
  });
});

describe('--old', () => {
  const OLD = { 'old.yaml': `${tenant('a')}---\n${tenant('a').replaceAll('one', 'two')}` };

  test('holds an object against the one that it replaces', async () => {
    const changed = await admitJson({ ...OLD, 'new.yaml': tenant('b').replace('  dataStore: b\n', '') }, [
      ...['-f', 'new.yaml', '--old', 'old.yaml'],
    ]);
    expect(changed.exitCode).toBe(1);
    expect(changed.entries).toMatchObject([
      {
        errors: [
          { type: 'FieldValueInvalid', detail: expect.stringContaining('unsetting the dataStore is not supported') },
        ],
      },
    ]);
  });

  test('pairs by kind, namespace and name, whatever the order; what is in no pair is new', async () => {
    const unset = tenant('b').replace('  dataStore: b\n', '').replaceAll('one', 'three');
    const { exitCode, entries } = await admitJson({ ...OLD, 'new.yaml': `${unset}---\n${tenant('a')}` }, [
      ...['-f', 'new.yaml', '--old', 'old.yaml'],
    ]);
    expect(exitCode).toBe(0);
    expect(entries.map(({ defaulted }) => defaulted['metadata'])).toEqual([
      { name: 'three', namespace: 't-three', generation: 1 },
      { name: 'one', namespace: 't-one', resourceVersion: '1' },
    ]);
  });

  test('lets stay what is there already', async () => {
    const broken = JSON.stringify({ ...ROUTE, spec: { ...(ROUTE['spec'] as object), hostnames: ['UPPER'] } });
    const relabelled = JSON.stringify({
      ...JSON.parse(broken),
      metadata: { ...(ROUTE['metadata'] as object), labels: { a: 'b' } },
    });
    const files = { 'old.json': broken, 'new.json': relabelled };
    expect((await admitJson(files, ['-f', 'new.json'])).exitCode).toBe(1);
    expect((await admitJson(files, ['-f', 'new.json', '--old', 'old.json'])).exitCode).toBe(0);
  });
});

describe('--platform', () => {
  const PLATFORM = 'kamaji: 26.8.2-edge\ngatewayApi: RELEASE\ncontroller: envoy-gateway\nkubernetes: v1.35.0\n';

  test('chooses what is known', async () => {
    const route = { 'route.json': JSON.stringify(ROUTE) };
    const newest = { ...route, 'platform.yaml': PLATFORM.replace('RELEASE', 'v1.6.1') };
    const older = { ...route, 'platform.yaml': PLATFORM.replace('RELEASE', 'v1.4.1') };
    const argv = ['-f', 'route.json', '--platform', 'platform.yaml'];
    expect((await admitJson(newest, argv)).entries).toMatchObject([{ accepted: true }]);
    expect((await admitJson(older, argv)).entries).toMatchObject([
      { accepted: false, errors: [{ type: 'FieldValueNotSupported' }] },
    ]);
  });

  test('that is broken is told, and nothing is judged', async () => {
    const files = { 'route.json': JSON.stringify(ROUTE), 'platform.yaml': 'kamaji: 1\n' };
    const { exitCode, stderr, entries } = await admitJson(files, ['-f', 'route.json', '--platform', 'platform.yaml']);
    expect({ exitCode, entries }).toEqual({ exitCode: 1, entries: [] });
    expect(stderr).toContain('platform.yaml:1:9');
  });
});

describe('--field-validation', () => {
  const TYPO = JSON.stringify({ ...ROUTE, spec: { ...(ROUTE['spec'] as object), hostname: 'x' } });

  test.each([
    ['strict', 1, false, ''],
    ['warn', 0, true, 'warning unknown-field'],
    ['ignore', 0, true, ''],
  ])('%s', async (mode, status, accepted, told) => {
    const { exitCode, stderr, entries } = await admitJson({}, ['-f', '-', '--field-validation', mode], TYPO);
    expect({ exitCode, accepted: entries[0]?.accepted }).toEqual({ exitCode: status, accepted });
    expect(entries[0]?.unknownFields).toEqual(['spec.hostname']);
    expect(stderr.slice(0, told.length || undefined)).toBe(told);
  });
});

describe('input', () => {
  test('of a kind that nobody knows is a warning', async () => {
    const { exitCode, stderr, entries } = await admitJson(
      {},
      ['-f', '-'],
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\n',
    );
    expect(exitCode).toBe(0);
    expect(entries).toMatchObject([{ accepted: true }]);
    expect(stderr).toContain('warning admission-warning  Thing a');
    expect(stderr).toContain('no schema is known for Thing of example.com/v1');
  });

  test('is read as kubectl reads it: merge keys and the booleans of YAML 1.1', async () => {
    const labels = 'labels: &l { x: "1" }, annotations: { <<: *l, y: "2" }';
    const text = `apiVersion: v1\nkind: Service\nmetadata: { name: a, ${labels} }\nspec: { publishNotReadyAddresses: yes, ports: [{ port: 1 }] }\n`;
    const { exitCode, entries } = await admitJson({ 'a.yaml': text }, ['-f', 'a.yaml']);
    expect(entries).toMatchObject([
      {
        unknownFields: [],
        errors: [],
        defaulted: { metadata: { annotations: { x: '1', y: '2' } }, spec: { publishNotReadyAddresses: true } },
      },
    ]);
    expect(exitCode).toBe(0);
  });

  test('that is broken is told, and the rest is judged', async () => {
    const { exitCode, stderr, entries } = await admitJson({ 'a.yaml': `a: [\n---\n${tenant('a')}` }, [
      '-f',
      'gone.yaml',
      'a.yaml',
    ]);
    expect(exitCode).toBe(1);
    expect(entries).toMatchObject([{ accepted: true, object: { name: 'one' } }]);
    expect(stderr.match(/^error .*|at: .*/gm)).toEqual([
      'error unreadable-file',
      'at: gone.yaml:1:1',
      'error invalid-yaml',
      'at: a.yaml:1:5',
    ]);
  });

  test('of nothing is an empty array and an error, as check has it', async () => {
    const { exitCode, stdout, stderr } = await admit({}, ['-f', '-', '--format', 'json'], '');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '[]\n' });
    expect(stderr).toContain('error no-objects');
  });

  test('that is not named is a wrong flag', async () => {
    expect(await admit({}, [])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
