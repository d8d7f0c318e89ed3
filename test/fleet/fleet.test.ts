import { ApiObject } from 'cdk8s';
import { parse } from 'yaml';
import { locate } from '../../src/diagnostics';
import { Fleet } from '../../src/fleet/fleet';
import { FleetApp } from '../../src/fleet/fleet-app';
import { synthesizeFleet } from '../../src/fleet/synthesize-fleet';
import { read } from '../../src/objects';
import { GOOD_FLEET, makeFolder, readFiles, removeFolders, summary, writeFiles } from '../cli/harness';

afterEach(removeFolders);

function synth(files: Readonly<Record<string, string>>) {
  const cwd = makeFolder();
  writeFiles(cwd, { ...GOOD_FLEET, ...files });
  const outcome = synthesizeFleet({ fleet: 'fleet', output: 'dist', cwd, write: true });
  return { ...outcome, findings: outcome.diagnostics.map(summary), dist: readFiles(`${cwd}/dist`) };
}

function tenantOf(files: Readonly<Record<string, string>>, name = 'one') {
  const { dist, findings } = synth(files);
  const text = dist[`tenants/${name}/${name}.yaml`];
  if (text === undefined) {
    throw new Error(`no tenant ${name}: ${findings.join(', ')}`);
  }
  return parse(text) as Record<string, unknown>;
}

function fleetYaml(...replacements: readonly [string, string][]): string {
  return replacements.reduce((text, [from, to]) => text.replace(from, to), GOOD_FLEET['fleet/fleet.yaml'] ?? '');
}

const EVERYTHING = `hostname: one.cluster.dev
kubernetesVersion: v1.34.1
name: one
namespace: one
namespaceLabels: { team: a }
namespaceAnnotations: { note: b }
dataStore: default
dataStoreIdentity: { schema: the_schema, username: the_user }
dataStoreOverrides:
  - { resource: /events, dataStore: events }
certSans: [10.0.0.1]
addons:
  coreDns: { imageRepository: example.com/dns, imageTag: v1 }
  kubeProxy: {}
  konnectivity:
    server:
      extraArgs: [--keepalive-time=30s]
      resources: { limits: { cpu: 500m, memory: 64Mi } }
      securityContext: { runAsNonRoot: true }
    agent:
      mode: Deployment
      replicas: 3
      tolerations: [{ key: a, operator: Exists }]
network:
  serviceCidrs: [10.32.0.0/16]
  podCidrs: [10.33.0.0/16]
  dnsServiceIps: [10.32.0.10]
  clusterDomain: one.local
kubernetes:
  kubelet:
    preferredAddressTypes: [InternalIP]
    configurationJsonPatches: [{ op: add, path: /a, value: { b: [1] } }]
  admissionControllers: [NodeRestriction]
deployment:
  replicas: 3
  extraArgs: { apiServer: [--v=4] }
  resources: { apiServer: { requests: { cpu: 1, memory: 1Gi } } }
  tolerations: [{ key: b, operator: Equal, value: c, effect: NoSchedule }]
  affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }
  additionalContainers: [{ name: side, image: example.com/side, ports: [{ containerPort: 9000 }], restartPolicyRules: [] }]
  strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 1 } }
  serviceAccountName: runner
service:
  type: ClusterIP
  additionalPorts: [{ name: side, port: 9000, targetPort: side }, { name: other, port: 9001, targetPort: 9002 }]
routeMetadata: { annotations: { external-dns: "yes" } }
writePermissions: { blockDeletion: true }
deletionProtection: none
labels: { tier: gold }
annotations: { note: c }
overrides: { controlPlane: { deployment: { runtimeClassName: kata } } }
`;

describe('a tenant file', () => {
  test('reaches every part of the TenantControlPlane; parts shaped like those of a pod as they are', () => {
    const stores: [string, string] = [
      '  default: { existing: true, driver: etcd }',
      '  default: { existing: true, driver: etcd }\n  events: { existing: true, driver: etcd }',
    ];
    const tenant = tenantOf({ 'fleet/fleet.yaml': fleetYaml(stores), 'fleet/tenants/one.yaml': EVERYTHING });
    expect(tenant['metadata']).toEqual({
      name: 'one',
      namespace: 'one',
      labels: {
        'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway',
        'app.kubernetes.io/part-of': 'one',
        tier: 'gold',
      },
      annotations: { note: 'c' },
    });
    expect(tenant['spec']).toEqual({
      kubernetes: {
        version: 'v1.34.1',
        kubelet: {
          preferredAddressTypes: ['InternalIP'],
          configurationJSONPatches: [{ op: 'add', path: '/a', value: { b: [1] } }],
        },
        admissionControllers: ['NodeRestriction'],
      },
      dataStore: 'default',
      dataStoreSchema: 'the_schema',
      dataStoreUsername: 'the_user',
      dataStoreOverrides: [{ resource: '/events', dataStore: 'events' }],
      controlPlane: {
        deployment: {
          replicas: 3,
          runtimeClassName: 'kata',
          extraArgs: { apiServer: ['--v=4'] },
          resources: { apiServer: { requests: { cpu: 1, memory: '1Gi' } } },
          tolerations: [{ key: 'b', operator: 'Equal', value: 'c', effect: 'NoSchedule' }],
          affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
          additionalContainers: [
            {
              name: 'side',
              image: 'example.com/side',
              ports: [{ containerPort: 9000, protocol: 'TCP' }],
              restartPolicyRules: [],
            },
          ],
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
          serviceAccountName: 'runner',
        },
        service: {
          serviceType: 'ClusterIP',
          additionalPorts: [
            { name: 'side', port: 9000, targetPort: 'side', protocol: 'TCP' },
            { name: 'other', port: 9001, targetPort: 9002, protocol: 'TCP' },
          ],
        },
        gateway: {
          hostname: 'one.cluster.dev',
          parentRefs: [
            {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              name: 'edge',
              namespace: 'kamaji-edge',
              sectionName: 'kube-apiserver',
              port: 6443,
            },
          ],
          additionalMetadata: { annotations: { 'external-dns': 'yes' } },
        },
      },
      networkProfile: {
        port: 6443,
        certSANs: ['one.cluster.dev', '10.0.0.1'],
        clusterDomain: 'one.local',
        serviceCidr: '10.32.0.0/16',
        serviceCidrs: ['10.32.0.0/16'],
        podCidr: '10.33.0.0/16',
        podCidrs: ['10.33.0.0/16'],
        dnsServiceIPs: ['10.32.0.10'],
      },
      addons: {
        coreDNS: { imageRepository: 'example.com/dns', imageTag: 'v1' },
        kubeProxy: {},
        konnectivity: {
          server: {
            port: 8132,
            extraArgs: ['--keepalive-time=30s'],
            resources: { limits: { cpu: '500m', memory: '64Mi' } },
            securityContext: { runAsNonRoot: true },
          },
          agent: { mode: 'Deployment', replicas: 3, tolerations: [{ key: 'a', operator: 'Exists' }] },
        },
      },
      writePermissions: { blockDeletion: true },
    });
  });

  test('lies over the defaults: maps are merged, lists are replaced', () => {
    const defaults = `  kubernetesVersion: v1.35.7
  labels: { from: defaults, kept: "yes" }
  certSans: [10.0.0.1, 10.0.0.2]
  deployment: { replicas: 5, extraArgs: { apiServer: [--a, --b], scheduler: [--c] } }
`;
    const tenant = tenantOf({
      'fleet/fleet.yaml': fleetYaml(['  kubernetesVersion: v1.35.7\n', defaults]),
      'fleet/tenants/one.yaml':
        'hostname: one\nlabels: { from: file }\ncertSans: [10.0.0.9]\ndeployment: { extraArgs: { apiServer: [--d] } }\n',
    });
    expect(read(tenant, 'metadata', 'labels')).toMatchObject({ from: 'file', kept: 'yes' });
    expect(read(tenant, 'spec', 'networkProfile', 'certSANs')).toEqual(['one.cluster.dev', '10.0.0.9']);
    expect(read(tenant, 'spec', 'controlPlane', 'deployment')).toEqual({
      replicas: 5,
      extraArgs: { apiServer: ['--d'], scheduler: ['--c'] },
    });
  });

  test('gives the tenant its own name and namespace, in whatever folder it lies', () => {
    const { dist, findings } = synth({
      'fleet/tenants/eu/three.yaml': 'hostname: three\n',
      'fleet/tenants/us/x.yml': 'hostname: four\nname: four\nnamespace: shared\n',
    });
    expect(findings).toEqual([]);
    expect(Object.keys(dist)).toEqual(
      expect.arrayContaining([
        'tenants/three/three.yaml',
        'tenants/shared/four.yaml',
        'tenants/shared/_namespace.yaml',
      ]),
    );
  });

  test('may acknowledge a warning of its own', () => {
    const files = {
      'fleet/fleet.yaml': `${fleetYaml()}  - { code: duplicate-hostname-across-gateways, reason: split DNS }\n`,
      'fleet/tenants/one.yaml': 'hostname: one\nacknowledge: [{ code: kamaji-release-unknown, reason: none }]\n',
    };
    expect(synth(files).findings).toEqual([
      'unused-acknowledgement fleet/fleet.yaml:16:13',
      'unused-acknowledgement fleet/tenants/one.yaml:2:23',
    ]);
  });

  test('keeps no identity where it says so, and names what a live tenant has', () => {
    const unset = tenantOf({ 'fleet/tenants/one.yaml': 'hostname: one\ndataStoreIdentity: unset\n' });
    expect([read(unset, 'spec', 'dataStoreSchema'), read(unset, 'spec', 'dataStoreUsername')]).toEqual([
      undefined,
      undefined,
    ]);
    const same = tenantOf({ 'fleet/tenants/one.yaml': 'hostname: one\ndataStoreIdentity: { schema: old_one }\n' });
    expect([read(same, 'spec', 'dataStoreSchema'), read(same, 'spec', 'dataStoreUsername')]).toEqual([
      'old_one',
      'old_one',
    ]);
  });
});

describe('fleet.yaml', () => {
  test('makes gateways with everything they can have', () => {
    const gateway = `  edge:
    namespace: kamaji-edge
    domains: [cluster.dev]
    class: { name: special, create: true }
    apiServerPort: 7443
    konnectivityPort: 7132
    allowedNamespaces: { labels: { tenants: "yes" } }
    addresses: [203.0.113.1, { type: Hostname, value: lb.example.com }]
    infrastructure: { labels: { a: b }, annotations: { c: d } }
    labels: { e: f }
    annotations: { g: h }
    createNamespace: false
    deletionProtection: none
`;
    const { dist, findings, dns } = synth({
      'fleet/fleet.yaml': fleetYaml(
        ['  edge: { namespace: kamaji-edge, domain: cluster.dev }\n', gateway],
        [
          'controller: envoy-gateway',
          'controller: { id: custom, controllerName: example.com/gw, gatewayClassName: mine }',
        ],
      ),
    });
    expect(findings).toEqual([]);
    expect(Object.keys(dist)).not.toContain('gateways/kamaji-edge/_namespace.yaml');
    expect(Object.keys(dist)).toContain('cluster/gatewayclass-special.yaml');
    expect(parse(dist['gateways/kamaji-edge/edge.yaml'] ?? '')).toMatchObject({
      metadata: { labels: { e: 'f' }, annotations: { g: 'h' } },
      spec: {
        gatewayClassName: 'special',
        addresses: [
          { type: 'IPAddress', value: '203.0.113.1' },
          { type: 'Hostname', value: 'lb.example.com' },
        ],
        infrastructure: { labels: { a: 'b' }, annotations: { c: 'd' } },
        listeners: [
          {
            port: 7443,
            hostname: '*.cluster.dev',
            allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { tenants: 'yes' } } } },
          },
          { port: 7132 },
        ],
      },
    });
    expect(dns).toEqual([
      { name: '*.cluster.dev', type: 'A', target: '203.0.113.1' },
      { name: '*.cluster.dev', type: 'CNAME', target: 'lb.example.com' },
    ]);
  });

  test('knows gateways, data stores and namespaces of others, and renders none of them', () => {
    const listeners = `[{ name: kube-apiserver, port: 6443, protocol: TLS, hostname: "*.cluster.dev", tls: { mode: Passthrough }, allowedRoutes: { kinds: [{ kind: TLSRoute }], namespaces: { from: Selector, selector: { matchLabels: { team: a } } } } },
        { name: konnectivity-server, port: 8132, protocol: TLS, hostname: "*.cluster.dev", tls: { mode: Passthrough }, allowedRoutes: { kinds: [{ kind: TLSRoute }], namespaces: { from: Selector, selector: { matchLabels: { team: a } } } } }]`;
    const fleet = fleetYaml(
      [
        '  edge: { namespace: kamaji-edge, domain: cluster.dev }',
        `  edge:\n    existing: true\n    namespace: infra\n    domain: cluster.dev\n    class: { name: eg }\n    listeners: ${listeners}`,
      ],
      [
        'defaults:\n',
        'namespaces:\n  one: { labels: { team: a } }\n  two: { labels: { team: b } }\ndefaults:\n  createNamespace: false\n',
      ],
    );
    const refused = synth({ 'fleet/fleet.yaml': fleet });
    expect([...new Set(refused.findings)]).toEqual(['not-allowed-by-listeners fleet/tenants/two.yaml:1:1']);
    const { dist, findings, dns } = synth({ 'fleet/fleet.yaml': fleet.replace('team: b', 'team: a') });
    expect(findings).toEqual([]);
    expect(Object.keys(dist)).toEqual(['routing-table.md', 'tenants/one/one.yaml', 'tenants/two/two.yaml']);
    expect(dns).toEqual([{ name: '*.cluster.dev', type: 'A/AAAA', target: '<address of Gateway infra/edge>' }]);
  });

  test('makes data stores, with credentials by reference', () => {
    const secret = (key: string) => `{ name: s, namespace: n, keyPath: ${key} }`;
    const store = `  sql: { driver: PostgreSQL, endpoints: ["pg:5432"], labels: { a: b }, basicAuth: { username: ${secret('u')}, password: ${secret('p')} } }\n`;
    const { dist, findings } = synth({
      'fleet/fleet.yaml': fleetYaml(
        ['dataStores:\n', `dataStores:\n${store}`],
        ['dataStore: default', 'dataStore: sql'],
      ),
    });
    expect(findings).toEqual([]);
    expect(parse(dist['cluster/datastore-sql.yaml'] ?? '')).toMatchObject({
      kind: 'DataStore',
      metadata: { name: 'sql', labels: { a: 'b' } },
      spec: {
        driver: 'PostgreSQL',
        endpoints: ['pg:5432'],
        basicAuth: { password: { secretReference: { name: 's', namespace: 'n', keyPath: 'p' } } },
      },
    });
  });

  test('takes a controller with its release, and one that nobody knows', () => {
    for (const controller of [
      '{ id: envoy-gateway, release: v1.9.0 }',
      '{ id: custom, controllerName: example.com/gw, gatewayClassName: mine }',
    ]) {
      const { findings, dist } = synth({
        'fleet/fleet.yaml': fleetYaml(['controller: envoy-gateway', `controller: ${controller}`]),
      });
      expect(findings.filter((finding) => finding.startsWith('invalid'))).toEqual([]);
      expect(Object.keys(dist)).toContain('tenants/one/one.yaml');
    }
    for (const controller of [
      '{ id: custom }',
      '{ id: envoy-gateway, opensPorts: true }',
      '{ id: envoy-gateway, release: newest }',
    ]) {
      expect(
        synth({ 'fleet/fleet.yaml': fleetYaml(['controller: envoy-gateway', `controller: ${controller}`]) }).findings,
      ).toEqual(['invalid-value fleet/fleet.yaml:4:3']);
    }
  });

  test('tells of a custom controller as a file writes it', () => {
    for (const id of ['custom', '{ id: something-else }']) {
      const { diagnostics } = synth({
        'fleet/fleet.yaml': fleetYaml(['controller: envoy-gateway', `controller: ${id}`]),
      });
      expect(diagnostics.map(({ message }) => message)).toEqual([
        expect.stringContaining('describe any other one with { id: custom, controllerName: …, gatewayClassName: … }'),
      ]);
    }
  });

  test('asks for a load balancer with a fixed address', () => {
    for (const [address, expected] of [
      [
        '{ metalLb: [203.0.113.7], addressPool: edge }',
        { 'metallb.io/loadBalancerIPs': '203.0.113.7', 'metallb.io/address-pool': 'edge' },
      ],
      ['{ ciliumLbIpam: [203.0.113.7] }', { 'io.cilium/lb-ipam-ips': '203.0.113.7' }],
    ] as const) {
      const { dist } = synth({
        'fleet/fleet.yaml': fleetYaml([
          'domain: cluster.dev }',
          `domain: cluster.dev, tuning: { address: ${address} } }`,
        ]),
      });
      const text = Object.values(dist).join('\n');
      for (const [key, value] of Object.entries(expected)) {
        expect(text).toContain(`${key}: `);
        expect(text).toContain(value);
      }
    }
    expect(
      synth({
        'fleet/fleet.yaml': fleetYaml(['domain: cluster.dev }', 'domain: cluster.dev, tuning: { address: {} } }']),
      }).findings,
    ).toEqual(['construct-refused fleet/fleet.yaml:7:3']);
  });

  test.each(['shared-wildcard', 'exact', 'listener-sets'])('knows the layout %s', (layout) => {
    const { findings, dns } = synth({
      'fleet/fleet.yaml': fleetYaml(['domain: cluster.dev }', `domain: cluster.dev, layout: ${layout} }`]),
      'fleet/tenants/two.yaml': 'hostname: two\nnamespace: one\n',
    });
    expect(findings.filter((finding) => /^(?:invalid|construct|internal)/.test(finding))).toEqual([]);
    if (layout === 'listener-sets') {
      expect(dns.map(({ target }) => target)).toEqual(['<address of Gateway kamaji-edge/edge>']);
    }
  });
});

describe('the place of a value', () => {
  function placeOf(kind: string, name: string, path: string, files: Readonly<Record<string, string>> = {}): string {
    const cwd = makeFolder();
    writeFiles(cwd, { ...GOOD_FLEET, ...files });
    const app = new FleetApp({ outdir: `${cwd}/dist` });
    Fleet._read(`${cwd}/fleet`, cwd).addTo(app);
    const object = app.node
      .findAll()
      .find((construct) => ApiObject.isApiObject(construct) && construct.kind === kind && construct.name === name);
    const place = object === undefined ? undefined : locate(object, path);
    return place === undefined ? 'nowhere' : `${place.file}:${place.line}:${place.column}`;
  }

  test.each([
    ['TenantControlPlane', 'one', 'spec.controlPlane.gateway.hostname', 'fleet/tenants/one.yaml:1:11'],
    ['TenantControlPlane', 'one', 'spec.networkProfile.certSANs[0]', 'fleet/tenants/one.yaml:1:11'],
    ['TenantControlPlane', 'one', 'metadata.name', 'fleet/tenants/one.yaml:1:1'],
    ['TenantControlPlane', 'one', '', 'fleet/tenants/one.yaml:1:1'],
    ['TenantControlPlane', 'one', 'spec.kubernetes.version', 'fleet/fleet.yaml:13:22'],
    ['TenantControlPlane', 'one', 'spec.controlPlane.gateway.parentRefs[0].name', 'fleet/fleet.yaml:11:12'],
    ['TenantControlPlane', 'one', 'spec.dataStore', 'fleet/fleet.yaml:12:14'],
    ['Namespace', 'one', 'metadata.name', 'fleet/tenants/one.yaml:1:1'],
    ['Gateway', 'edge', 'metadata.namespace', 'fleet/fleet.yaml:7:22'],
    ['Gateway', 'edge', 'spec.listeners[0].hostname', 'fleet/fleet.yaml:7:43'],
    ['Gateway', 'edge', 'spec.listeners[1].port', 'fleet/fleet.yaml:7:3'],
    ['Gateway', 'edge', '', 'fleet/fleet.yaml:7:3'],
    ['GatewayClass', 'eg', 'metadata.name', 'fleet/fleet.yaml:7:3'],
  ])('%s %s %s', (kind, name, path, place) => {
    expect(placeOf(kind, name, path)).toBe(place);
  });

  test.each([
    ['spec.networkProfile.certSANs[1]', 'fleet/tenants/one.yaml:11:12'],
    ['spec.networkProfile.dnsServiceIPs[0]', 'fleet/tenants/one.yaml:27:19'],
    ['spec.networkProfile.serviceCidr', 'fleet/tenants/one.yaml:25:18'],
    ['spec.networkProfile.port', 'fleet/fleet.yaml:11:12'],
    ['spec.dataStoreSchema', 'fleet/tenants/one.yaml:8:1'],
    ['spec.dataStoreOverrides[0].dataStore', 'fleet/tenants/one.yaml:10:37'],
    ['spec.addons.coreDNS.imageTag', 'fleet/tenants/one.yaml:13:58'],
    ['spec.addons.konnectivity.server.resources.limits.cpu', 'fleet/tenants/one.yaml:18:35'],
    ['spec.controlPlane.deployment.tolerations[0].key', 'fleet/tenants/one.yaml:38:24'],
    ['spec.controlPlane.deployment.replicas', 'fleet/tenants/one.yaml:35:13'],
    ['spec.controlPlane.deployment.runtimeClassName', 'fleet/tenants/one.yaml:51:62'],
    ['spec.controlPlane.service.serviceType', 'fleet/tenants/one.yaml:44:9'],
    ['metadata.labels.tier', 'fleet/tenants/one.yaml:49:17'],
  ])('%s of a tenant with everything', (path, place) => {
    expect(placeOf('TenantControlPlane', 'one', path, { 'fleet/tenants/one.yaml': EVERYTHING })).toBe(place);
  });

  test('a value of the platform is found in fleet.yaml', () => {
    const { findings } = synth({ 'fleet/fleet.yaml': fleetYaml(['26.8.2-edge', 'edge-25.11.1'], ['v1.35.0', 'one']) });
    expect(findings.slice(0, 2)).toEqual([
      'kamaji-release-unsupported fleet/fleet.yaml:2:11',
      'platform-kubernetes-unparsable fleet/fleet.yaml:5:15',
    ]);
  });
});
