import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

const LISTENERS = 64;
const TENANTS = 10_000;
const REPEATS = 5;
const MEGABYTE = 1024 * 1024;

function tenantControlPlane(name) {
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { namespace: name, name, labels: { 'app.kubernetes.io/name': 'control-plane' } },
    spec: {
      dataStore: 'default',
      dataStoreSchema: name.replaceAll('-', '_'),
      controlPlane: {
        deployment: {
          replicas: 2,
          resources: { apiServer: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } } },
        },
        service: { serviceType: 'ClusterIP' },
        gateway: {
          hostname: `${name}.example.com`,
          parentRefs: [
            {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              namespace: 'edge',
              name: 'edge',
              sectionName: 'api',
            },
          ],
        },
      },
      kubernetes: { version: 'v1.35.0', kubelet: { cgroupfs: 'systemd' }, admissionControllers: ['NodeRestriction'] },
      networkProfile: {
        port: 6443,
        certSANs: [`${name}.example.com`],
        serviceCidr: '10.96.0.0/16',
        podCidr: '10.36.0.0/16',
        dnsServiceIPs: ['10.96.0.10'],
      },
      addons: { coreDNS: {}, kubeProxy: {}, konnectivity: { server: { port: 8132 }, agent: { mode: 'DaemonSet' } } },
    },
  };
}

function route(tenant, name, sectionName, port) {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'TLSRoute',
    metadata: { namespace: tenant, name },
    spec: {
      parentRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'edge', name: 'edge', sectionName },
      ],
      hostnames: [`${name}.example.com`],
      rules: [{ backendRefs: [{ group: '', kind: 'Service', name: tenant, port, weight: 1 }] }],
    },
  };
}

function tenant(i) {
  const name = `tenant-${i}`;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'example.com/tenant': 'yes' } } },
    tenantControlPlane(name),
    route(name, name, 'api', 6443),
    route(name, `${name}-konnectivity`, 'konnectivity', 8132),
  ];
}

function gateway() {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace: 'edge', name: 'edge' },
    spec: {
      gatewayClassName: 'any',
      listeners: Array.from({ length: LISTENERS }, (_, i) => ({
        name: `listener-${i}`,
        port: 6443,
        protocol: 'TLS',
        hostname: `tenant-${i}.example.com`,
        tls: { mode: 'Passthrough' },
        allowedRoutes: {
          kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }],
          namespaces: { from: 'Selector', selector: { matchLabels: { 'example.com/tenant': 'yes' } } },
        },
      })),
    },
  };
}

/** Loads the library only here: what it costs to load it, and to read and compile schemas, is part of the first verdict. */
function load() {
  const { admit } = require('../../lib/src/admission/index.js');
  const { TargetPlatform } = require('../../lib/src/platform/index.js');
  const { platformSchemas } = require('../../lib/src/platform/platform-schemas.js');
  const schemas = platformSchemas(TargetPlatform.newest());
  return (object) => {
    const { accepted, errors, unknownFields } = admit(object, schemas);
    if (!accepted) {
      throw new Error(`${object.kind} is refused: ${JSON.stringify({ errors, unknownFields })}`);
    }
  };
}

function timeOf(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The least of several runs: what else the machine does only ever adds. */
function leastTime(judge, objects) {
  const runs = Array.from({ length: REPEATS }, () => timeOf(() => objects.forEach(judge)));
  return Math.min(...runs) / objects.length;
}

/** Measures admission: the first object of its kind, each later one, and all objects of a large fleet in one go. */
export function benchAdmission() {
  const first = timeOf(() => load()(tenantControlPlane('first')));
  const judge = load();
  const firstGateway = timeOf(() => judge(gateway()));
  const objects = Array.from({ length: TENANTS }, (_, i) => tenant(i)).flat();
  const before = process.resourceUsage().maxRSS;
  const fleet = timeOf(() => objects.forEach(judge));
  const memory = ((process.resourceUsage().maxRSS - before) * 1024) / MEGABYTE;
  const some = Array.from({ length: 1000 }, (_, i) => tenantControlPlane(`some-${i}`));
  return {
    first,
    firstGateway,
    tenantControlPlane: leastTime(judge, some),
    gateway: leastTime(judge, Array.from({ length: 20 }, gateway)),
    objects: objects.length,
    fleet,
    memory,
  };
}

/** Writes the measurement as lines for a person. */
export function formatAdmissionBench(result) {
  const line = (what, milliseconds, note = '') =>
    `${what.padStart(40)} ${milliseconds.toFixed(milliseconds < 10 ? 3 : 0).padStart(9)} ms${note}`;
  return [
    'admission without a cluster',
    line('one TenantControlPlane', result.tenantControlPlane),
    line('the first, with library and schemas', result.first),
    line(`one Gateway with ${LISTENERS} listeners`, result.gateway),
    line('the first, with its schema', result.firstGateway),
    line(
      `${TENANTS} tenants, ${result.objects} objects`,
      result.fleet,
      `  ${Math.max(0, result.memory).toFixed(0)} MB more than the objects`,
    ),
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${formatAdmissionBench(benchAdmission())}\n`);
}
