import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { KamajiRelease } from '../../kamaji/kamaji-release';
import { Located, TenantControlPlaneView } from '../../kamaji/tenant-control-plane-view';
import { enumerateOthers } from './collections';
import { compareTenants, Fleet, Tenant, tenantName } from './fleet';

/** Two tenants in one key space. */
export const DATA_STORE_IDENTITY_SHARED: CodeDefinition = {
  code: 'data-store-identity-shared',
  severity: Severity.ERROR,
  title:
    "Two tenants have one data-store schema or user name on one server: each sees, and may delete, the other's data",
};

/** A name that the server cannot hold. */
export const DATA_STORE_NAME_TOO_LONG: CodeDefinition = {
  code: 'data-store-name-too-long',
  severity: Severity.ERROR,
  title: "A data-store schema or user name is longer than the DataStore's driver takes",
};

/** A name that the server or Kamaji misreads. */
export const DATA_STORE_NAME_MALFORMED: CodeDefinition = {
  code: 'data-store-name-malformed',
  severity: Severity.ERROR,
  title: "A data-store schema or user name has characters that the DataStore's driver cannot take",
};

type Aspect = 'schema' | 'user name';

/** A name that a tenant has in its DataStores. */
interface IdentityName extends Located<string> {
  readonly aspect: Aspect;
}

const MAX_BYTES: ReadonlyMap<string, Readonly<Record<Aspect, number>>> = new Map([
  ['MySQL', { schema: 64, 'user name': 32 }],
  ['PostgreSQL', { schema: 63, 'user name': 63 }],
]);
const UID_LENGTH = 36;

const NAME = /^[A-Za-z0-9_.-]+$/;
const BUCKET = /^[A-Za-z0-9_-]+$/;
const UNQUOTED = /^[a-z_][a-z0-9_]*$/;

/** From this release on names are quoted in what Kamaji sends to PostgreSQL. */
const POSTGRESQL_QUOTED_SINCE = 'edge-26.2.2';

/** A tenant with its names and the keys of the servers it writes to. */
interface Keeper {
  readonly tenant: Tenant;
  readonly names: readonly IdentityName[];
  readonly servers: readonly string[];
  readonly driver: string;
}

/** Returns the names that the tenant has or will get; none for those that are the object's UID, which nobody shares. */
function namesOf(view: TenantControlPlaneView, isFilledIn: boolean, driver: string): IdentityName[] {
  const filledIn = isFilledIn
    ? { value: `${view.namespace}_${view.name}`.replaceAll('-', '_'), path: 'metadata.name', given: false }
    : undefined;
  const schema = view.dataStoreSchema ?? filledIn;
  // Under NATS all tenants share the user of the DataStore, whatever their own is called.
  const user = driver === 'NATS' ? undefined : (view.dataStoreUsername ?? filledIn);
  return [
    ...(schema === undefined ? [] : [{ ...schema, aspect: 'schema' as const }]),
    ...(user === undefined ? [] : [{ ...user, aspect: 'user name' as const }]),
  ];
}

/** Returns keys of the servers that the tenant writes to; overrides get the same names as the main DataStore. */
function serversOf(view: TenantControlPlaneView, { dataStores }: Fleet): string[] {
  const main = view.dataStore === undefined ? 'unset' : `server ${dataStores.serverOf(view.dataStore.value)}`;
  if (view.dataStoreOverrides.length === 0) {
    return [main];
  }
  const others = view.dataStoreOverrides.map(({ dataStore }) => `server ${dataStores.serverOf(dataStore)}`);
  return [...new Set([main, ...others])];
}

/** The prop, as the constructs and a fleet file call it, and the field that it becomes. */
function propOf({ aspect }: IdentityName): string {
  return aspect === 'schema'
    ? '`dataStoreIdentity: { schema: … }` (spec.dataStoreSchema)'
    : '`dataStoreIdentity: { schema: …, username: … }` (spec.dataStoreUsername)';
}

function describe(tenant: Tenant, name: IdentityName, sharers: readonly Tenant[]): Diagnostic {
  const { view } = tenant;
  const origin = name.given ? '' : ', which Kamaji makes of namespace and name,';
  const store =
    view.dataStore === undefined ? 'the DataStore that Kamaji chooses' : `DataStore "${view.dataStore.value}"`;
  return diagnose(DATA_STORE_IDENTITY_SHARED, {
    object: view.ref,
    path: name.path,
    message:
      `${name.aspect} "${name.value}"${origin} on the server of ${store} is also that of ${enumerateOthers(sharers, tenant, tenantName)}: ` +
      "they would use one key space, and deleting one would delete the other's data",
    fix: `give each tenant a ${name.aspect} of its own before it is created, with ${propOf(name)}; it cannot be changed later`,
  });
}

/** Names of servers hold no line feed, so that two different pairs never give one key. */
function keyOf(server: string, { aspect, value }: IdentityName): string {
  return `${aspect} ${server}\n${value}`;
}

function checkShared(keepers: readonly Keeper[]): Diagnostic[] {
  const sharers = new Map<string, Tenant[]>();
  for (const { tenant, names, servers } of keepers) {
    for (const name of names) {
      for (const server of servers) {
        const key = keyOf(server, name);
        const known = sharers.get(key);
        if (known === undefined) {
          sharers.set(key, [tenant]);
        } else {
          known.push(tenant);
        }
      }
    }
  }
  for (const tenants of sharers.values()) {
    if (tenants.length > 1) {
      tenants.sort(compareTenants);
    }
  }
  return keepers.flatMap(({ tenant, names, servers }) => {
    for (const name of names) {
      for (const server of servers) {
        const shared = sharers.get(keyOf(server, name)) ?? [];
        if (shared.length > 1) {
          // Schema and user name usually go together: the first one tells the whole story.
          return [describe(tenant, name, shared)];
        }
      }
    }
    return [];
  });
}

function checkLength(view: TenantControlPlaneView, name: IdentityName, driver: string): Diagnostic[] {
  const max = MAX_BYTES.get(driver)?.[name.aspect];
  const length = Buffer.byteLength(name.value);
  if (max === undefined || length <= max) {
    return [];
  }
  return [
    diagnose(DATA_STORE_NAME_TOO_LONG, {
      object: view.ref,
      path: name.path,
      message: `${name.aspect} "${name.value}" has ${length} bytes; ${driver} takes ${max}`,
      fix: `set a shorter ${name.aspect} before the tenant is created, with ${propOf(name)}`,
    }),
  ];
}

function checkCharacters(
  view: TenantControlPlaneView,
  name: IdentityName,
  driver: string,
  release: KamajiRelease,
): Diagnostic[] {
  const unquoted = driver === 'PostgreSQL' && !release.isAtLeast(POSTGRESQL_QUOTED_SINCE);
  const [pattern, allowed] = unquoted
    ? [UNQUOTED, 'lower-case letters, digits and "_", no digit first']
    : driver === 'NATS'
      ? [BUCKET, 'letters, digits, "_" and "-"']
      : [NAME, 'letters, digits, "_", "-" and "."'];
  if (pattern.test(name.value)) {
    return [];
  }
  return [
    diagnose(DATA_STORE_NAME_MALFORMED, {
      object: view.ref,
      path: name.path,
      message: `${name.aspect} ${JSON.stringify(name.value)} has characters that ${driver === '' ? 'a DataStore' : driver} cannot take; allowed are ${allowed}`,
      fix: `set another ${name.aspect} before the tenant is created, with ${propOf(name)}`,
    }),
  ];
}

/** A UID is longer than a user name may be under MySQL; MariaDB, which has the same driver, takes it. */
function checkUid(view: TenantControlPlaneView, driver: string, release: KamajiRelease): Diagnostic[] {
  const max = MAX_BYTES.get(driver)?.['user name'] ?? UID_LENGTH;
  if (view.dataStoreUsername !== undefined || release.defaultsDataStoreIdentity || max >= UID_LENGTH) {
    return [];
  }
  return [
    diagnose(DATA_STORE_NAME_TOO_LONG, {
      severity: Severity.WARNING,
      object: view.ref,
      path: 'spec',
      message: `no dataStoreUsername is given, so Kamaji ${release.tag} uses the object's UID, whose ${UID_LENGTH} characters ${driver} refuses as a user name (it takes ${max}; MariaDB takes more)`,
      fix: 'set both names before the tenant is created, with `dataStoreIdentity: { schema: …, username: … }` (spec.dataStoreSchema and spec.dataStoreUsername)',
    }),
  ];
}

/** Checks the names under which tenants keep their data: different from each other, and such that the server takes them. */
export function checkDataStoreIdentity(fleet: Fleet): Diagnostic[] {
  const { release, driverOf } = fleet.context;
  const isFilledIn = release.defaultsDataStoreIdentity;
  const keepers = fleet.tenants.map((tenant): Keeper => {
    const { view } = tenant;
    const driver = driverOf(view.dataStore?.value) ?? '';
    return { tenant, names: namesOf(view, isFilledIn, driver), servers: serversOf(view, fleet), driver };
  });
  const single = keepers.flatMap(({ tenant: { view }, names, driver }) => [
    ...names.flatMap((name) => [...checkLength(view, name, driver), ...checkCharacters(view, name, driver, release)]),
    ...checkUid(view, driver, release),
  ]);
  return [...checkShared(keepers), ...single];
}
