import * as fs from 'node:fs';
import { GOOD_FLEET, makeFolder, readFiles, removeFolders, runIn, runJson, summary, writeFiles } from './harness';

afterEach(removeFolders);

const FLEET = 'fleet/fleet.yaml';
const ONE = 'fleet/tenants/one.yaml';
const fleetYaml = GOOD_FLEET[FLEET] ?? '';

/** A fleet.yaml with a gateway of others, one listener of which has these keys. */
function existing(keys: string): string {
  const tls = 'protocol: TLS, tls: { mode: Passthrough }, allowedRoutes: { namespaces: { from: All } }';
  const gateway = `  edge:
    existing: true
    namespace: infra
    domain: cluster.dev
    listeners:
      - { name: konnectivity-server, port: 8132, ${tls} }
      - { name: kube-apiserver, ${keys.includes('tls') ? `protocol: TLS, ${keys}` : `${keys}, ${tls}`} }
`;
  return fleetYaml.replace(/ {2}edge: .*\n/, gateway);
}

/** A deterministic megabyte of printable characters that is no YAML. */
function garbage(bytes: number): string {
  let state = 1;
  return Array.from({ length: bytes }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(32 + (state % 95));
  }).join('');
}

interface BadInput {
  readonly what: string;
  /** Files instead of those of the good fleet; null for one that is missing. */
  readonly files: Readonly<Record<string, string | Buffer | null>>;
  /** `code file:line:column` of every error, in the order in which they are printed. */
  readonly errors: readonly string[];
  /** Whether admission has something to say as well. */
  readonly admission?: boolean;
}

const BAD_INPUT: readonly BadInput[] = [
  { what: 'an unclosed bracket', files: { [ONE]: 'hostname: [one\n' }, errors: [`invalid-yaml ${ONE}:2:1`] },
  { what: 'an unclosed quote', files: { [ONE]: 'hostname: "one\n' }, errors: [`invalid-yaml ${ONE}:2:1`] },
  {
    what: 'a tab as indentation',
    files: { [ONE]: 'hostname: one\nnetwork:\n\tport: 1\n' },
    errors: [`invalid-yaml ${ONE}:3:1`],
  },
  {
    what: 'a key that is there twice',
    files: { [ONE]: 'hostname: one\nhostname: two\n' },
    errors: [`invalid-yaml ${ONE}:2:1`],
  },
  {
    what: 'two documents',
    files: { [ONE]: 'hostname: one\n---\nhostname: two\n' },
    errors: [`invalid-yaml ${ONE}:3:1`],
  },
  { what: 'an alias without anchor', files: { [ONE]: 'hostname: *one\n' }, errors: [`invalid-yaml ${ONE}:1:11`] },
  {
    what: 'an alias within what it stands for',
    files: { [ONE]: 'hostname: one\noverrides: &a { b: *a }\n' },
    errors: [`invalid-yaml ${ONE}:2:20`],
  },
  { what: 'a map as a key', files: { [ONE]: 'hostname: one\n? { a: b }\n: c\n' }, errors: [`invalid-yaml ${ONE}:2:3`] },
  {
    what: 'an override that no release knows',
    files: { [ONE]: 'hostname: one\n\noverrides:\n  controlPlan: { a: 1 }\n' },
    errors: [`unknown-field ${ONE}:4:3`],
  },
  {
    what: 'an override of a map that its release does not have',
    files: { [ONE]: 'hostname: one\noverrides:\n  networkProfile:\n    gateway: { parentRefs: [{ name: x }] }\n' },
    errors: [`unknown-field ${ONE}:4:5`],
  },
  {
    what: 'more replicas than a number holds',
    files: { [ONE]: 'hostname: one\ndeployment:\n  replicas: 9999999999\n' },
    errors: [`field-value-invalid ${ONE}:3:13`],
  },
  { what: 'an unknown tag', files: { [ONE]: 'hostname: !secret one\n' }, errors: [`invalid-yaml ${ONE}:1:11`] },
  {
    what: 'aliases that multiply',
    files: {
      [ONE]: `a0: &a0 [1, 1]\n${[...'123456789']
        .map(
          (i) =>
            `a${i}: &a${i} [${Array(9)
              .fill(`*a${Number(i) - 1}`)
              .join(', ')}]`,
        )
        .join('\n')}\n`,
    },
    errors: [`invalid-yaml ${ONE}:1:1`],
  },
  { what: 'ten thousand brackets', files: { [ONE]: '['.repeat(10_000) }, errors: [`invalid-yaml ${ONE}:1:201`] },
  {
    what: 'a deep staircase',
    files: { [ONE]: Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:`).join('\n') },
    errors: [`unknown-key ${ONE}:1:1`],
  },
  { what: 'an empty file', files: { [ONE]: '' }, errors: [`empty-file ${ONE}:1:1`] },
  { what: 'only comments', files: { [ONE]: '# hostname: one\n' }, errors: [`empty-file ${ONE}:1:1`] },
  { what: 'a list', files: { [ONE]: '- hostname: one\n' }, errors: [`wrong-type ${ONE}:1:1`] },
  { what: 'a word', files: { [ONE]: 'hello\n' }, errors: [`wrong-type ${ONE}:1:1`] },
  {
    what: 'bytes that are not UTF-8',
    files: { [ONE]: Buffer.from([0xff, 0xfe, 0x68, 0x00]) },
    errors: [`unreadable-file ${ONE}:1:1`],
  },
  {
    what: 'a megabyte of garbage as a tenant',
    files: { [ONE]: garbage(1_000_000) },
    errors: [`unreadable-file ${ONE}:1:1`],
  },
  {
    what: 'a megabyte of garbage as fleet.yaml',
    files: { [FLEET]: garbage(1_000_000) },
    errors: [`unreadable-file ${FLEET}:1:1`],
  },
  {
    what: 'garbage that is small enough to be parsed',
    files: { [ONE]: garbage(200_000) },
    errors: [`wrong-type ${ONE}:1:1`],
  },
  {
    what: 'unknown keys',
    files: { [ONE]: 'hostname: one\ncertSANs: []\nnetwork:\n  prot: 1\n' },
    errors: [`unknown-key ${ONE}:2:1`, `unknown-key ${ONE}:4:3`],
  },
  {
    what: 'the key __proto__',
    files: { [ONE]: 'hostname: one\n__proto__: { hostname: two }\n' },
    errors: [`unknown-key ${ONE}:2:1`],
  },
  {
    what: 'a number as a string',
    files: { [ONE]: 'hostname: 5\nkubernetesVersion: 1.30\n' },
    errors: [`wrong-type ${ONE}:1:11`, `wrong-type ${ONE}:2:20`],
  },
  {
    what: 'a word as a list',
    files: { [ONE]: 'hostname: one\ncertSans: 10.0.0.1\n' },
    errors: [`wrong-type ${ONE}:2:11`],
  },
  {
    what: 'the truth of YAML 1.1',
    files: { [ONE]: 'hostname: one\nkonnectivity: yes\n' },
    errors: [`wrong-type ${ONE}:2:15`],
  },
  { what: 'a key without a value', files: { [ONE]: 'hostname: one\nnetwork:\n' }, errors: [`wrong-type ${ONE}:2:1`] },
  {
    what: 'a value that is none',
    files: { [ONE]: 'hostname: one\ndeletionProtection: retian\n' },
    errors: [`invalid-value ${ONE}:2:21`],
  },
  { what: 'no hostname', files: { [ONE]: 'namespace: x\n' }, errors: [`missing-key ${ONE}:1:1`] },
  {
    what: 'a gateway that is none',
    files: { [ONE]: 'hostname: one\ngateway: egde\n' },
    errors: [`gateway-unknown ${ONE}:2:10`],
  },
  {
    what: 'a data store that is none',
    files: { [ONE]: 'hostname: one\ndataStore: defualt\n' },
    errors: [`data-store-unknown ${ONE}:2:12`],
  },
  {
    what: 'a contradiction',
    files: { [ONE]: 'hostname: one\nkonnectivity: false\naddons: { konnectivity: {} }\n' },
    errors: [`construct-refused ${ONE}:1:1`],
  },
  {
    what: 'a name that leaves the folder',
    files: { [ONE]: 'hostname: one\nname: ../../one\n' },
    errors: [`name-malformed ${ONE}:1:1`, `name-malformed ${ONE}:2:7`],
    admission: true,
  },
  {
    what: 'a tenant named __proto__',
    files: { 'fleet/tenants/__proto__.yaml': 'hostname: three\n' },
    errors: ['name-malformed fleet/tenants/__proto__.yaml:1:1', 'name-malformed fleet/tenants/__proto__.yaml:1:1'],
    admission: true,
  },
  {
    what: 'two files for one tenant',
    files: { 'fleet/tenants/more/one.yaml': 'hostname: three\n' },
    errors: [`duplicate-tenant ${ONE}:1:1`],
  },
  {
    what: 'no folder',
    files: { [FLEET]: null, [ONE]: null, 'fleet/tenants/two.yaml': null },
    errors: ['fleet-not-found fleet'],
  },
  { what: 'no fleet.yaml', files: { [FLEET]: null }, errors: [`fleet-not-found ${FLEET}`] },
  { what: 'an empty fleet.yaml', files: { [FLEET]: '\n' }, errors: [`empty-file ${FLEET}:1:1`] },
  {
    what: 'no platform',
    files: { [FLEET]: 'gateways: {}\ndefaults: { gateway: edge, kubernetesVersion: v1.35.7 }\n' },
    errors: [`missing-key ${FLEET}:1:1`],
  },
  {
    what: 'a platform of numbers',
    files: { [FLEET]: fleetYaml.replace('26.8.2-edge', '26.8') },
    errors: [`wrong-type ${FLEET}:2:11`],
  },
  {
    what: 'releases that are none',
    files: { [FLEET]: fleetYaml.replace('26.8.2-edge', '26.8.x').replace('v1.6.1', 'latest') },
    errors: [`invalid-value ${FLEET}:2:11`, `invalid-value ${FLEET}:3:15`],
  },
  {
    what: 'a controller that is none',
    files: { [FLEET]: fleetYaml.replace('envoy-gateway', 'envoi-gateway') },
    errors: [`invalid-value ${FLEET}:4:15`],
  },
  {
    what: 'a version that is none',
    files: { [FLEET]: `version: 2\n${fleetYaml}` },
    errors: [`invalid-value ${FLEET}:1:10`],
  },
  {
    what: 'a misspelt key at the top, with no word on what it leaves undefined',
    files: { [FLEET]: fleetYaml.replace('gateways:', 'gatways:') },
    errors: [`unknown-key ${FLEET}:6:1`],
  },
  {
    what: 'misspelt defaults, with no word on what tenants now lack',
    files: { [FLEET]: fleetYaml.replace('defaults:', 'default:') },
    errors: [`unknown-key ${FLEET}:10:1`],
  },
  {
    what: 'a broken gateway, with no word on its tenants',
    files: { [FLEET]: fleetYaml.replace('{ namespace: kamaji-edge', '{ nmespace: kamaji-edge') },
    errors: [`missing-key ${FLEET}:7:3`, `unknown-key ${FLEET}:7:11`],
  },
  {
    what: 'a misspelt key of a listener that exists, with no word on tenants',
    files: { [FLEET]: existing('hostnam: "*.other.dev", port: 6443') },
    errors: [`unknown-field ${FLEET}:13:42`],
  },
  {
    what: 'the port of a listener that exists in quotes',
    files: { [FLEET]: existing('port: "6443"') },
    errors: [`field-value-type-invalid ${FLEET}:13:39`],
  },
  {
    what: 'a listener that exists and cannot',
    files: { [FLEET]: existing('port: 6443, tls: { mode: Through }') },
    errors: [`field-value-not-supported ${FLEET}:13:73`],
  },
  {
    what: 'a broken default',
    files: { [FLEET]: fleetYaml.replace('v1.35.7', '1.35') },
    errors: [`wrong-type ${FLEET}:13:22`],
  },
  {
    what: 'a name as a default',
    files: { [FLEET]: fleetYaml.replace('  gateway: edge', '  gateway: edge\n  name: x') },
    errors: [`invalid-value ${FLEET}:12:3`],
  },
  {
    what: 'problems in several files, all at once',
    files: {
      [FLEET]: fleetYaml.replace('{ existing: true, driver: etcd }', '{ existing: true, driver: ETCD }'),
      [ONE]: 'hostname: [',
      'fleet/tenants/three.yaml': 'foo: 1\n',
    },
    errors: [`invalid-value ${FLEET}:9:38`, `invalid-yaml ${ONE}:1:12`, `unknown-key fleet/tenants/three.yaml:1:1`],
  },
];

describe.each(BAD_INPUT)('a fleet with $what', ({ files, errors, admission }) => {
  test('is refused with code, file, line and column; nothing is written, nothing is traced', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, { ...GOOD_FLEET, 'dist/tenants/one/one.yaml': '# mine\n', 'dist/README.md': 'mine\n' });
    const dist = readFiles(`${cwd}/dist`);
    const changed = Object.entries(files);
    writeFiles(
      cwd,
      Object.fromEntries(changed.filter((entry): entry is [string, string | Buffer] => entry[1] !== null)),
    );
    for (const [name] of changed.filter(([, text]) => text === null)) {
      fs.rmSync(`${cwd}/${name}`);
    }
    for (const folder of ['fleet/tenants', 'fleet']) {
      if (fs.existsSync(`${cwd}/${folder}`) && fs.readdirSync(`${cwd}/${folder}`).length === 0) {
        fs.rmdirSync(`${cwd}/${folder}`);
      }
    }

    const json = await runJson(cwd, ['synth']);
    const found = json.diagnostics.filter(
      ({ severity, code }) => severity === 'error' && !(admission && code.startsWith('field-value')),
    );
    expect(found.map(summary)).toEqual(errors);
    expect(json.exitCode).toBe(1);
    expect(json.written).toEqual([]);
    expect(json.stderr).toBe('');

    const text = await runIn(cwd, ['synth']);
    expect(text.exitCode).toBe(1);
    expect(text.stdout).toBe('');
    expect(text.stderr).toMatch(/\d errors?\nnothing was written\n$/);
    expect(text.stderr).not.toMatch(/\n\s+at .*\(|node_modules|\.ts:\d/);
    expect(readFiles(`${cwd}/dist`)).toEqual(dist);
  });
});

test('a tenant may be named constructor, toString or like its gateway', async () => {
  const cwd = makeFolder();
  writeFiles(cwd, {
    ...GOOD_FLEET,
    'fleet/tenants/constructor.yaml': 'hostname: constructor\n',
    'fleet/tenants/edge.yaml': 'hostname: edge\n',
    'fleet/tenants/default.yaml': 'hostname: default\nlabels: { toString: "x" }\n',
  });
  const { exitCode, written, diagnostics } = await runJson(cwd, ['synth']);
  expect(diagnostics).toEqual([]);
  expect(exitCode).toBe(0);
  expect(written).toContain('dist/tenants/constructor/constructor.yaml');
  expect(written).toContain('dist/tenants/edge/edge.yaml');
});
