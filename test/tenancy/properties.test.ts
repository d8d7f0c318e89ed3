import { ApiObject, App, JsonPatch } from 'cdk8s';
import * as fc from 'fast-check';
import { attach } from '../../src/gateway-api/attachment';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { predictRoutes } from '../../src/kamaji/predicted-routes';
import { KubeObject, read } from '../../src/objects';
import { Synthesis, synthesize } from '../../src/tenancy/synthesis';
import { platformOf } from './fixtures';
import { buildFleet, RandomFleet, validFleet, wildFleet } from './random-fleet';

const numRuns = Number(process.env['FC_RUNS'] ?? 500);

const errorCodes = ({ diagnostics }: Synthesis) =>
  [...new Set(diagnostics.filter((d) => d.severity === 'error').map((d) => d.code))].sort();

const ofKind = ({ rendered }: Synthesis, kind: string) =>
  rendered.map(({ object }) => object).filter((object) => object['kind'] === kind);

function predicted(synthesis: Synthesis, release: KamajiRelease): KubeObject[] {
  return ofKind(synthesis, 'TenantControlPlane').flatMap((tenant) => predictRoutes(tenant, release));
}

/** Something that goes wrong in one place of a fleet that is right otherwise. */
interface Fault {
  readonly code: string;
  /** Says whether in this fleet the tenants then want different ports for one listener whose name Kamaji fixes. */
  readonly disagrees?: (fleet: RandomFleet) => boolean;
  /** Paths and values that are put into the first tenant, `undefined` removes. */
  readonly tenant?: Readonly<Record<string, unknown>>;
  /** The same for the Gateway of that tenant. */
  readonly gateway?: Readonly<Record<string, unknown>>;
  /** Whether the fault can happen in a fleet; in all of them unless given. */
  readonly applies?: (fleet: RandomFleet) => boolean;
}

const NETWORK = '/spec/networkProfile';
const GATEWAY = '/spec/controlPlane/gateway';
const notG2 = ({ generation }: RandomFleet) => generation !== 'G2';
const hasCidrLists = ({ generation }: RandomFleet) => generation === 'G5';
const hasKonnectivity = ({ tenants }: RandomFleet) => tenants[0]?.konnectivity === true;
const neighbours = ({ tenants: [first, ...others] }: RandomFleet) =>
  others.filter(({ gateway }) => gateway === first?.gateway);
const listener = (i: number, rest: string) => `/spec/listeners/${i}/${rest}`;

const FAULTS: readonly Fault[] = [
  {
    code: 'port-mismatch',
    tenant: { [`${NETWORK}/port`]: 7777 },
    disagrees: (fleet) => fleet.generation === 'G2' && neighbours(fleet).length > 0,
  },
  {
    code: 'port-mismatch',
    tenant: { '/spec/addons/konnectivity/server/port': 7777 },
    applies: hasKonnectivity,
    disagrees: (fleet) => neighbours(fleet).some(({ konnectivity }) => konnectivity),
  },
  { code: 'port-mismatch', gateway: { [listener(1, 'port')]: 7777 }, applies: hasKonnectivity },
  {
    code: 'no-matching-listener-hostname',
    tenant: { [`${GATEWAY}/hostname`]: 'tenant.elsewhere.org', [`${NETWORK}/certSANs`]: ['tenant.elsewhere.org'] },
  },
  { code: 'hostname-is-ip', tenant: { [`${GATEWAY}/hostname`]: '203.0.113.7' } },
  { code: 'hostname-wildcard', tenant: { [`${GATEWAY}/hostname`]: '*.domain-0.example.com' } },
  { code: 'hostname-malformed', tenant: { [`${GATEWAY}/hostname`]: 'Tenant.domain-0.example.com' } },
  { code: 'hostname-label-too-long', tenant: { [`${GATEWAY}/hostname`]: `${'a'.repeat(64)}.domain-0.example.com` } },
  { code: 'hostname-missing', tenant: { [`${GATEWAY}/hostname`]: undefined } },
  { code: 'parent-ref-missing', tenant: { [`${GATEWAY}/parentRefs`]: [] } },
  {
    code: 'parent-ref-without-section-name',
    tenant: { [`${GATEWAY}/parentRefs/0/sectionName`]: undefined },
    applies: notG2,
  },
  { code: 'parent-ref-without-port', tenant: { [`${GATEWAY}/parentRefs/0/port`]: undefined }, applies: notG2 },
  {
    code: 'parent-ref-field-not-allowed',
    tenant: { [`${GATEWAY}/parentRefs/0/port`]: 6443 },
    applies: (fleet) => !notG2(fleet),
  },
  { code: 'gateway-unknown', tenant: { [`${GATEWAY}/parentRefs/0/name`]: 'nobody' } },
  { code: 'no-matching-parent', tenant: { [`${GATEWAY}/parentRefs/0/sectionName`]: 'nobody' }, applies: notG2 },
  { code: 'ingress-and-gateway', tenant: { '/spec/controlPlane/ingress': {} } },
  { code: 'kubernetes-version-malformed', tenant: { '/spec/kubernetes/version': 'v1.34' } },
  { code: 'kubernetes-version-too-new', tenant: { '/spec/kubernetes/version': 'v1.99.0' } },
  { code: 'data-store-unknown', tenant: { '/spec/dataStore': 'nobody' } },
  { code: 'data-store-unset', tenant: { '/spec/dataStore': undefined } },
  { code: 'san-malformed', tenant: { [`${NETWORK}/certSANs/-`]: 'host.example.com:6443' } },
  {
    code: 'cidr-malformed',
    tenant: { [`${NETWORK}/podCidrs`]: ['10.244.0.0'] },
    applies: hasCidrLists,
  },
  {
    code: 'cidr-overlap',
    tenant: { [`${NETWORK}/podCidr`]: '10.96.0.0/12', [`${NETWORK}/podCidrs`]: ['10.96.0.0/12'] },
    applies: hasCidrLists,
  },
  { code: 'dns-service-ip-invalid', tenant: { [`${NETWORK}/dnsServiceIPs`]: ['10.97.0.10'] } },
  { code: 'service-type-unsuitable', tenant: { '/spec/controlPlane/service/serviceType': 'NodePort' } },
  {
    code: 'additional-port-name-invalid',
    tenant: {
      '/spec/controlPlane/service/additionalPorts': [
        { name: 'kube-apiserver', port: 9999, targetPort: 9999, protocol: 'TCP' },
      ],
    },
  },
  { code: 'listener-not-tls', gateway: { [listener(0, 'protocol')]: 'TCP' } },
  {
    code: 'listener-not-passthrough',
    gateway: {
      [listener(0, 'tls/mode')]: 'Terminate',
      [listener(0, 'tls/certificateRefs')]: [{ group: '', kind: 'Secret', name: 'a' }],
    },
  },
  { code: 'listener-without-tls-route', gateway: { [listener(0, 'allowedRoutes/kinds/0/kind')]: 'TCPRoute' } },
  { code: 'not-allowed-by-listeners', gateway: { [listener(0, 'allowedRoutes/namespaces')]: { from: 'Same' } } },
];

function inject(app: App, fleet: RandomFleet, fault: Fault): void {
  const objects = app.node.findAll().filter(ApiObject.isApiObject);
  const [first] = fleet.tenants;
  const gatewayName = fleet.gateways[first?.gateway ?? 0]?.name;
  const patch = (kind: string, name: string | undefined, changes: Readonly<Record<string, unknown>> = {}) => {
    const object = objects.find((candidate) => candidate.kind === kind && candidate.name === name);
    for (const [path, value] of Object.entries(changes)) {
      object?.addJsonPatch(value === undefined ? JsonPatch.remove(path) : JsonPatch.add(path, value));
    }
  };
  patch('TenantControlPlane', first?.name, fault.tenant);
  patch('Gateway', gatewayName, fault.gateway);
}

describe('a random fleet that is right by construction', () => {
  it('synthesizes without an error, and every route that Kamaji will create has exactly one listener', () => {
    fc.assert(
      fc.property(validFleet, (fleet) => {
        const synthesis = synthesize(buildFleet(fleet));
        expect(errorCodes(synthesis)).toEqual([]);
        const routes = predicted(synthesis, platformOf(fleet.generation).kamaji);
        const { routes: results } = attach([...synthesis.rendered.map(({ object }) => object), ...routes]);
        expect(results).toHaveLength(routes.length);
        expect(routes).toHaveLength(fleet.tenants.length + fleet.tenants.filter((t) => t.konnectivity).length);
        for (const { parents } of results) {
          expect(parents.map(({ accepted, listeners }) => [accepted.status, listeners.length])).toEqual([['True', 1]]);
        }
      }),
      { numRuns },
    );
  });

  it('renders the same bytes twice', () => {
    fc.assert(
      fc.property(validFleet, (fleet) => {
        const text = () => JSON.stringify(synthesize(buildFleet(fleet)).rendered.map(({ object }) => object));
        expect(text()).toBe(text());
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it('gets for one fault the code of that fault', () => {
    const cases = fc
      .tuple(validFleet, fc.constantFrom(...FAULTS))
      .filter(([fleet, fault]) => fault.applies?.(fleet) ?? true);
    fc.assert(
      fc.property(cases, ([fleet, fault]) => {
        const app = buildFleet(fleet);
        inject(app, fleet, fault);
        const code = fault.disagrees?.(fleet) ? 'listener-port-conflict' : fault.code;
        expect(errorCodes(synthesize(app))).toEqual([code]);
      }),
      { numRuns },
    );
  });

  it('can show every fault', () => {
    const fleets = fc.sample(validFleet, { numRuns: 50, seed: 1 });
    const never = FAULTS.filter((fault) => !fleets.some((fleet) => fault.applies?.(fleet) ?? true));
    expect(never).toEqual([]);
  });

  it('refuses two tenants of one name behind one gateway', () => {
    fc.assert(
      fc.property(
        validFleet.filter(({ tenants }) => tenants.length > 1),
        (fleet) => {
          const [first] = fleet.tenants;
          const tenants = fleet.tenants.map((tenant, i) =>
            i === 1 ? { ...tenant, hostname: first?.hostname ?? '', gateway: first?.gateway ?? 0 } : tenant,
          );
          expect(errorCodes(synthesize(buildFleet({ ...fleet, tenants })))).toEqual(['duplicate-hostname']);
        },
      ),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });
});

describe('a random fleet of any shape', () => {
  it('is judged, never crashed on', () => {
    fc.assert(
      fc.property(wildFleet, (fleet) => {
        const { rendered, diagnostics } = synthesize(buildFleet(fleet));
        const tenants = rendered.filter(({ object }) => read(object, 'kind') === 'TenantControlPlane');
        expect(tenants).toHaveLength(fleet.tenants.length);
        expect(diagnostics.every((d) => d.message !== '' && d.code !== 'render-failed')).toBe(true);
      }),
      { numRuns },
    );
  });
});
