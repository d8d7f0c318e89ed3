import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, JsonPatch } from 'cdk8s';
import { FleetApp } from '../../src';
import { synthesize } from '../../src/tenancy/synthesis';

const FOLDER = path.join(__dirname, '../../examples');

/** One value of an example that is changed, and the findings that this brings. */
interface Breakage {
  /** Kind and name of the object. */
  readonly object: string;
  readonly path: string;
  /** The new value; undefined removes the old one. */
  readonly value?: unknown;
  readonly codes: readonly string[];
}

const GATEWAY = '/spec/controlPlane/gateway';

const BREAKAGES: Readonly<Record<string, Breakage>> = {
  'adopt-with-identity': {
    object: 'TenantControlPlane legacy',
    path: '/spec/networkProfile/dnsServiceIPs/0',
    value: '10.101.0.10',
    codes: ['dns-service-ip-invalid'],
  },
  'adopt-without-identity': {
    object: 'TenantControlPlane young',
    path: '/spec/kubernetes/version',
    value: 'v1.37.0',
    codes: ['kubernetes-version-too-new'],
  },
  'blue-green': {
    object: 'HTTPRoute live',
    path: '/spec/rules/0/backendRefs/0/name',
    value: 'shop-bleu',
    codes: ['backend-not-found'],
  },
  canary: {
    object: 'HTTPRoute api',
    path: '/spec/rules/0/backendRefs/0/weight',
    value: -1,
    codes: ['field-value-invalid'],
  },
  'cross-namespace': {
    object: 'ReferenceGrant web-uses-api',
    path: '/spec/from/0/namespace',
    value: 'elsewhere',
    codes: ['ref-not-permitted'],
  },
  'direct-response': {
    object: 'HTTPRouteFilter robots',
    path: '/spec/directResponse/statusCode',
    value: 'teapot',
    codes: ['field-value-type-invalid'],
  },
  'header-based-routing': {
    object: 'HTTPRoute by-header',
    path: '/spec/rules/0/matches/0/headers/0/type',
    value: 'Prefix',
    codes: ['field-value-not-supported'],
  },
  'header-modification': {
    object: 'HTTPRoute billing',
    path: '/spec/rules/0/filters/0/type',
    value: 'HeaderModifier',
    codes: ['outdated-filter'],
  },
  'internal-and-external': {
    object: 'TenantControlPlane ledger',
    path: `${GATEWAY}/parentRefs/0/name`,
    value: 'external',
    codes: ['no-matching-listener-hostname', 'not-allowed-by-listeners'],
  },
  'kamaji-guide-g2-exact': {
    object: 'TenantControlPlane tcp-1',
    path: `${GATEWAY}/parentRefs/0/sectionName`,
    value: 'kube-apiserver',
    codes: ['parent-ref-field-not-allowed'],
  },
  'kamaji-guide-g2-wildcard': {
    object: 'TenantControlPlane tcp-2',
    path: `${GATEWAY}/hostname`,
    value: 'tcp1.cluster.dev',
    codes: ['duplicate-hostname', 'san-missing'],
  },
  'kamaji-guide-g5-exact': {
    object: 'TenantControlPlane tcp-1',
    path: `${GATEWAY}/parentRefs/0/sectionName`,
    codes: ['parent-ref-without-section-name'],
  },
  'metallb-address': { object: 'Gateway edge', path: '/spec/listeners/0/port', value: 443, codes: ['port-mismatch'] },
  mirroring: {
    object: 'HTTPRoute orders',
    path: '/spec/parentRefs/0/name',
    value: 'order',
    codes: ['parent-not-found'],
  },
  'multi-protocol': {
    object: 'UDPRoute moves',
    path: '/spec/parentRefs/0/sectionName',
    value: 'chat',
    codes: ['not-allowed-by-listeners'],
  },
  'multi-tenant': {
    object: 'Namespace team-blue',
    path: '/metadata/labels',
    value: {},
    codes: ['not-allowed-by-listeners'],
  },
  'path-based-routing': {
    object: 'HTTPRoute site',
    path: '/spec/rules/0/matches/0/path/value',
    value: 'no-slash',
    codes: ['field-value-invalid'],
  },
  'prometheus-nginx': {
    object: 'Gateway shared',
    path: '/spec/listeners/0/protocol',
    value: 'TCP',
    codes: ['field-value-invalid', 'not-allowed-by-listeners'],
  },
  redirect: {
    object: 'HTTPRoute to-https',
    path: '/spec/rules/0/filters/0/requestRedirect/statusCode',
    value: 200,
    codes: ['field-value-not-supported'],
  },
  'tcp-load-balancing': {
    object: 'TCPRoute postgres',
    path: '/spec/rules/0/backendRefs/0/port',
    value: 5433,
    codes: ['backend-not-found'],
  },
  'tls-sni': {
    object: 'TLSRoute vault',
    path: '/spec/hostnames/0',
    value: 'vault.elsewhere.org',
    codes: ['no-matching-listener-hostname'],
  },
  'two-data-stores': {
    object: 'TenantControlPlane staging',
    path: '/spec/dataStoreSchema',
    value: 'orders__orders',
    codes: ['data-store-identity-shared'],
  },
  'two-domains': {
    object: 'TenantControlPlane boston',
    path: '/spec/networkProfile/certSANs/0',
    value: 'boston:6443',
    codes: ['san-malformed', 'san-missing'],
  },
  'udp-dns': {
    object: 'Gateway dns',
    path: '/spec/listeners/0/hostname',
    value: 'dns.example.com',
    codes: ['field-value-invalid'],
  },
  'url-rewrite': {
    object: 'HTTPRoute tools',
    path: '/spec/rules/0/filters/0/urlRewrite/path/type',
    value: 'Replace',
    codes: ['field-value-not-supported'],
  },
  'websocket-and-grpc': {
    object: 'GRPCRoute api',
    path: '/spec/rules/0/matches/0/method/type',
    value: 'Regex',
    codes: ['field-value-not-supported'],
  },
  'weighted-ab': {
    object: 'HTTPRoute landing',
    path: '/spec/rules/0/backendRefs/1/port',
    value: 'http',
    codes: ['field-value-type-invalid'],
  },
};

function load(name: string): FleetApp {
  const example = require(path.join(FOLDER, name, 'main')) as { build(app: FleetApp): void };
  const app = new FleetApp();
  example.build(app);
  return app;
}

const codesOf = (app: FleetApp) =>
  [...new Set(synthesize(app).diagnostics.map((d) => d.code))].filter((code) => code !== 'platform-assumed').sort();

describe('the examples', () => {
  const names = fs.readdirSync(FOLDER).filter((name) => fs.existsSync(path.join(FOLDER, name, 'main.ts')));

  it('all have a breakage', () => {
    expect(names.sort()).toEqual(Object.keys(BREAKAGES).sort());
  });

  it.each(names)('%s has no finding', (name) => {
    expect(codesOf(load(name))).toEqual([]);
  });

  it.each(Object.entries(BREAKAGES))('%s, with one value broken, has the findings of that', (name, breakage) => {
    const app = load(name);
    const objects = app.node.findAll().filter(ApiObject.isApiObject);
    const broken = objects.filter((object) => `${object.kind} ${object.name}` === breakage.object);
    expect(broken).toHaveLength(1);
    const { path: at, value } = breakage;
    broken[0]?.addJsonPatch(value === undefined ? JsonPatch.remove(at) : JsonPatch.replace(at, value));
    expect(codesOf(app)).toEqual(breakage.codes);
  });
});
