import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { DataStore } from '../../src/kamaji/data-store';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { platformOf } from './fixtures';

/** A tenant of a random fleet. */
export interface RandomTenant {
  readonly name: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly gateway: number;
  readonly dataStore: number;
  readonly konnectivity: boolean;
  readonly kubernetesVersion: string;
  readonly certSans: string[];
  readonly replicas: number;
}

/** A fleet as plain data. */
export interface RandomFleet {
  readonly generation: string;
  readonly gateways: readonly {
    readonly name: string;
    readonly domain: string;
    readonly apiServerPort: number;
    readonly konnectivityPort: number;
  }[];
  readonly tenants: readonly RandomTenant[];
}

const GENERATIONS = ['G1', 'G2', 'G3', 'G4', 'G5'];

const label = fc
  .tuple(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), fc.stringMatching(/^[a-z0-9-]{0,12}[a-z0-9]$/))
  .map(([first, rest]) => `${first}${rest}`)
  .filter((text) => !text.endsWith('-konnectivity'));

const gateway = fc.record({
  apiServerPort: fc.constantFrom(6443, 443, 8443, 16443),
  konnectivityPort: fc.constantFrom(8132, 9132, 18132),
});

const tenant = fc.record({
  namespace: fc.oneof(label, fc.constant('shared')),
  gateway: fc.nat(2),
  dataStore: fc.nat(1),
  konnectivity: fc.boolean(),
  patch: fc.nat(9),
  certSans: fc.uniqueArray(
    fc.oneof(
      label.map((l) => `${l}.example.org`),
      fc.ipV4(),
    ),
    { maxLength: 3 },
  ),
  replicas: fc.integer({ min: 1, max: 5 }),
});

/** Fleets that are right by construction. */
export const validFleet: fc.Arbitrary<RandomFleet> = fc
  .record({
    generation: fc.constantFrom(...GENERATIONS),
    gateways: fc.array(gateway, { minLength: 1, maxLength: 3 }),
    names: fc.uniqueArray(label, { minLength: 1, maxLength: 8 }),
    tenants: fc.array(tenant, { minLength: 8, maxLength: 8 }),
  })
  .map(({ generation, gateways, names, tenants }) => ({
    generation,
    gateways: gateways.map((ports, i) => ({ ...ports, name: `gateway-${i}`, domain: `domain-${i}.example.com` })),
    tenants: names.map((name, i): RandomTenant => {
      const { patch, ...given } = tenants[i] ?? fail();
      return {
        ...given,
        name,
        hostname: name,
        gateway: given.gateway % gateways.length,
        konnectivity: generation !== 'G1' && given.konnectivity,
        kubernetesVersion: `v1.34.${patch}`,
      };
    }),
  }));

function fail(): never {
  throw new Error('fewer tenants than names');
}

const noise = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.constantFrom(
    '',
    '*',
    '*.example.com',
    '10.0.0.1',
    '::1',
    'UPPER.example.com',
    'constructor',
    '__proto__',
    'com',
    'a..b',
    '.',
  ),
);

/** Fleets in which anything may be anything. */
export const wildFleet: fc.Arbitrary<RandomFleet> = validFleet.chain((fleet) =>
  fc
    .array(
      fc.record({
        index: fc.nat(7),
        part: fc.constantFrom('hostname', 'namespace', 'kubernetesVersion', 'certSans'),
        value: noise,
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((changes) => ({
      ...fleet,
      tenants: fleet.tenants.map((given, i) =>
        Object.assign(
          { ...given },
          ...changes
            .filter(({ index }) => index % fleet.tenants.length === i)
            .map(({ part, value }) => ({ [part]: part === 'certSans' ? [value] : value })),
        ),
      ),
    })),
);

/** Turns a fleet into constructs. */
export function buildFleet(fleet: RandomFleet): App {
  const chart = new Chart(new App(), 'test');
  const stores = ['one', 'two'].map((name) => DataStore.fromDataStoreName(chart, `store-${name}`, name));
  const gateways = fleet.gateways.map(
    ({ name, ...props }) =>
      new SharedTenantGateway(chart, name, { ...props, platform: platformOf(fleet.generation), namespace: 'gateways' }),
  );
  for (const [i, { name, gateway: index, dataStore, replicas, ...props }] of fleet.tenants.entries()) {
    gateways[index]?.addTenant(`tenant-${i}`, {
      ...props,
      name,
      dataStore: stores[dataStore],
      deployment: { replicas },
    });
  }
  return App.of(chart);
}
