import fleetJson from '../../schema/fleet.schema.json';
import tenantJson from '../../schema/tenant.schema.json';
import { fleetSchema } from '../../scripts/fleet-schema/build';
import { validateFleetPart } from '../../src/fleet/fleet-schema';
import { parseYaml } from '../../src/fleet/parse-yaml';
import { asMap, read } from '../../src/objects';

function findings(part: 'fleet' | 'tenant' | 'platform', text: string): string[] {
  const [document] = parseYaml(text, 'f.yaml').documents;
  return document === undefined
    ? ['not YAML']
    : validateFleetPart(part, document).map(
        ({ code, path, message, fix, line, column }) =>
          `${line}:${column} ${code} ${path}: ${message}${fix === undefined ? '' : ` (${fix})`}`,
      );
}

describe('schema/fleet.schema.json', () => {
  test('is what the props of the constructs give (node scripts/run.cjs scripts/fleet-schema.ts)', () => {
    expect(fleetJson).toEqual(JSON.parse(JSON.stringify(fleetSchema())));
  });

  test('knows every key of the shape that users see first', () => {
    expect(
      findings(
        'fleet',
        `version: 1
platform: { kamaji: 26.8.2-edge, gatewayApi: v1.6.1, channel: standard, controller: envoy-gateway, kubernetes: v1.35.0 }
gateways:
  edge: { namespace: kamaji-edge, domain: cluster.dev, class: { name: eg, create: true }, layout: exact, allowedNamespaces: { labels: { a: b } } }
  old: { existing: true, namespace: infra, listeners: [{ name: kube-apiserver, port: 6443, protocol: TLS }] }
dataStores:
  default: { existing: true, driver: etcd, endpoints: [a:2379] }
  sql: { driver: PostgreSQL, endpoints: [b:5432], basicAuth: { username: { name: s, namespace: n, keyPath: u }, password: { name: s, namespace: n, keyPath: p } } }
namespaces:
  team: { labels: { team: a } }
defaults: { gateway: edge, dataStore: default, kubernetesVersion: v1.35.7 }
acknowledge:
  - { code: in-cluster-reach, reason: none, object: a/b }
`,
      ),
    ).toEqual([]);
  });

  test('describes every key, so that editors have something to show', () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      for (const [name, child] of Object.entries(asMap(read(schema, 'properties')) ?? {})) {
        if (
          typeof read(child, 'description') !== 'string' &&
          read(child, '$ref') === undefined &&
          name !== 'existing'
        ) {
          undescribed.push(`${path}.${name}`);
        }
        visit(child, `${path}.${name}`);
        visit(read(child, 'items'), `${path}.${name}[]`);
      }
    };
    for (const [name, definition] of Object.entries(fleetJson.definitions)) {
      visit(definition, name);
    }
    visit(fleetJson, 'fleet');
    expect(undescribed).toEqual(['existingGateway.class']);
  });

  test('the schema of a tenant file is the one in it', () => {
    expect(tenantJson.allOf).toEqual([{ $ref: 'fleet.schema.json#/definitions/tenant' }]);
    expect(Object.keys(fleetJson.definitions)).toContain('tenant');
  });
});

describe('validateFleetPart', () => {
  test.each([
    ['certSANs: []', ['1:1 unknown-key certSANs: "certSANs" is no key that is known here (did you mean "certSans"?)']],
    [
      'replicas: 3',
      ['1:1 unknown-key replicas: "replicas" is no key that is known here (did you mean "deployment.replicas"?)'],
    ],
    [
      'xyzzy: 3',
      [
        '1:1 unknown-key xyzzy: "xyzzy" is no key that is known here (all keys that are known stand in schema/fleet.schema.json)',
      ],
    ],
    [
      'writePermissions: { xyzzy: 1 }',
      [
        '1:21 unknown-key writePermissions.xyzzy: "xyzzy" is no key that is known here (known are blockCreation, blockDeletion, blockUpdate)',
      ],
    ],
    [
      'kubernetesVersion: 1.30',
      ['1:20 wrong-type kubernetesVersion: must be a string, but is the number 1.30 (put it in quotes: "1.30")'],
    ],
    [
      'labels: { a: 1, b: true }',
      [
        '1:14 wrong-type labels.a: must be a string, but is the number 1 (put it in quotes: "1")',
        '1:20 wrong-type labels.b: must be a string, but is the boolean true (put it in quotes: "true")',
      ],
    ],
    [
      'konnectivity: off',
      [
        '1:15 wrong-type konnectivity: must be true or false, but is "off" (write false: YAML 1.2 knows no other word for it)',
      ],
    ],
    ['network: 5', ['1:10 wrong-type network: must be a map, but is the number 5']],
    [
      'addons:\n  coreDns:\n',
      [
        '2:3 wrong-type addons.coreDns: must be a map, but is nothing (write {} for a map without keys, or remove the key)',
      ],
    ],
    ['network: { port: 6443.5 }', ['1:18 wrong-type network.port: must be a whole number, but is the number 6443.5']],
    [
      'network: { port: "6443" }',
      ['1:18 wrong-type network.port: must be a whole number, but is "6443" (remove the quotes: 6443)'],
    ],
    ['certSans: { a: b }', ['1:1 wrong-type certSans: must be a list, but is a map']],
    [
      'service: { type: ClusterIp }',
      [
        '1:18 invalid-value service.type: "ClusterIp" is not allowed: must be one of "ClusterIP", "NodePort", "LoadBalancer" (did you mean "ClusterIP"?)',
      ],
    ],
    [
      'dataStoreIdentity: derive',
      [
        '1:20 invalid-value dataStoreIdentity: "derive" is not allowed: must be one of "derived", "unset" (did you mean "derived"?)',
      ],
    ],
    [
      'dataStoreIdentity: { username: a }',
      ['1:1 missing-key dataStoreIdentity.schema: "schema" is missing in "dataStoreIdentity" (add it)'],
    ],
    [
      'dataStoreIdentity: 5',
      ['1:20 wrong-type dataStoreIdentity: must be a string or a map, but is the number 5 (put it in quotes: "5")'],
    ],
    [
      'acknowledge: [{ code: a, reason: "" }]',
      ['1:34 invalid-value acknowledge[0].reason: "" is not allowed: it must NOT have fewer than 1 characters'],
    ],
    [
      'dataStoreOverrides: [{ resource: /events }]',
      ['1:22 missing-key dataStoreOverrides[0].dataStore: "dataStore" is missing in "dataStoreOverrides[0]" (add it)'],
    ],
    ['deployment: { tolerations: [{ anything: 1 }] }', []],
    ['overrides: { any: [thing] }', []],
  ])('%j', (text, expected) => {
    expect(findings('tenant', `${text}\n`)).toEqual(expected);
  });

  test('a gateway that is there already has keys of its own', () => {
    const platform = 'platform: { kamaji: 26.8.2-edge, gatewayApi: v1.6.1 }\n';
    expect(findings('fleet', `${platform}gateways: { a: { namespace: n, listeners: [] } }\n`)).toEqual([
      expect.stringContaining('unknown-key gateways.a.listeners'),
    ]);
    expect(findings('fleet', `${platform}gateways: { a: { existing: true, namespace: n } }\n`)).toEqual([
      expect.stringContaining('missing-key gateways.a.listeners'),
    ]);
    expect(
      findings(
        'fleet',
        `${platform}gateways: { a: { existing: true, namespace: n, listeners: [], apiServerPort: 1 } }\n`,
      ),
    ).toEqual([expect.stringContaining('unknown-key gateways.a.apiServerPort')]);
  });

  test.each(['"true"', 'yes'])(
    'existing: %s is told as what it is, without a word on keys that depend on it',
    (word) => {
      const platform = 'platform: { kamaji: 26.8.2-edge, gatewayApi: v1.6.1 }\n';
      const fix = word === 'yes' ? 'write true: YAML 1.2 knows no other word for it' : 'remove the quotes: true';
      const value = JSON.parse(word === 'yes' ? '"yes"' : word) as string;
      expect(
        findings('fleet', `${platform}gateways: { a: { existing: ${word}, namespace: n, listeners: [] } }\n`),
      ).toEqual([`2:28 wrong-type gateways.a.existing: must be true or false, but is "${value}" (${fix})`]);
    },
  );

  test('two parts of a release, which look like a number, are answered with a whole one', () => {
    expect(findings('fleet', 'platform: { kamaji: 26.8, gatewayApi: 1.5 }\n')).toEqual([
      '1:21 wrong-type platform.kamaji: must be a string, but is the number 26.8 (name the whole release, such as 26.8.2-edge)',
      '1:39 wrong-type platform.gatewayApi: must be a string, but is the number 1.5 (name the whole release, such as v1.5.1)',
    ]);
  });

  test('thousands of wrong keys are not thousands of findings', () => {
    const text = Array.from({ length: 3000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(findings('tenant', text)).toHaveLength(50);
  });
});
