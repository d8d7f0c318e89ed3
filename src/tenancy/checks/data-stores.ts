import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { suggest } from '../../objects/suggest';
import { count } from './collections';
import { compareTenants, Fleet, Tenant } from './fleet';

/** A DataStore that is nowhere. */
export const DATA_STORE_UNKNOWN: CodeDefinition = {
  code: 'data-store-unknown',
  severity: Severity.ERROR,
  title:
    'A tenant names a DataStore that is neither rendered nor said to exist (a warning where the input is not all there is)',
};

/** A tenant that leaves its DataStore to chance. */
export const DATA_STORE_UNSET: CodeDefinition = {
  code: 'data-store-unset',
  severity: Severity.ERROR,
  title:
    'A tenant names no DataStore, so nobody can say where its data will be (a warning where the input is not all there is)',
};

/** A resource that is sent to two DataStores. */
export const DATA_STORE_OVERRIDE_DUPLICATE: CodeDefinition = {
  code: 'data-store-override-duplicate',
  severity: Severity.ERROR,
  title: 'dataStoreOverrides names one resource twice',
};

/** An override that Kamaji cannot follow. */
export const DATA_STORE_OVERRIDE_NOT_ETCD: CodeDefinition = {
  code: 'data-store-override-not-etcd',
  severity: Severity.ERROR,
  title: 'dataStoreOverrides names a DataStore whose driver is not etcd, which stops the reconcile',
};

interface Reference {
  readonly tenant: Tenant;
  readonly name: string;
  readonly path: string;
}

function referencesOf(tenant: Tenant): Reference[] {
  const { dataStore, dataStoreOverrides } = tenant.view;
  return [
    ...(dataStore === undefined ? [] : [{ tenant, name: dataStore.value, path: dataStore.path }]),
    ...dataStoreOverrides.map((override) => ({
      tenant,
      name: override.dataStore,
      path: `${override.path}.dataStore`,
    })),
  ];
}

function describeOnce(name: string, references: readonly Reference[]): Diagnostic[] {
  const [first, ...others] = [...references].sort((a, b) => compareTenants(a.tenant, b.tenant));
  if (first === undefined) {
    return [];
  }
  const whose = others.length === 0 ? 'this tenant' : `this tenant and ${count(others.length, 'other reference')}`;
  return [
    diagnose(DATA_STORE_UNKNOWN, {
      severity: Severity.WARNING,
      object: first.tenant.view.ref,
      path: first.path,
      message: `DataStore "${name}" is not in the input: neither its existence, nor its driver and whom it is shared with, could be checked for ${whose}`,
      fix: 'add the DataStore to what is checked',
    }),
  ];
}

function checkUnknown({ tenants, dataStores, input }: Fleet): Diagnostic[] {
  const lost = new Map<string, Reference[]>();
  for (const reference of tenants.flatMap(referencesOf)) {
    if (!dataStores.byName.has(reference.name)) {
      const known = lost.get(reference.name) ?? [];
      known.push(reference);
      lost.set(reference.name, known);
    }
  }
  return [...lost].flatMap(([name, references]) => {
    if (!input.complete) {
      return describeOnce(name, references);
    }
    const [likely] = suggest(name, [...dataStores.byName.keys()]);
    const fix = `${likely === undefined ? '' : `did you mean "${likely}"? Otherwise `}declare the DataStore, or say that it exists already`;
    return references.map(({ tenant, path }) =>
      diagnose(DATA_STORE_UNKNOWN, {
        object: tenant.view.ref,
        path,
        message: `DataStore "${name}" is neither rendered nor said to exist`,
        fix,
      }),
    );
  });
}

function checkUnset({ tenants, input }: Fleet): Diagnostic[] {
  return tenants
    .filter(({ view }) => view.dataStore === undefined)
    .map(({ view }) =>
      diagnose(DATA_STORE_UNSET, {
        ...(input.complete ? {} : { severity: Severity.WARNING }),
        object: view.ref,
        path: 'spec.dataStore',
        message: 'names no DataStore: Kamaji chooses one and writes it into the object, which cannot be unset later',
        fix: 'set spec.dataStore',
      }),
    );
}

function checkOverrides({ view }: Tenant, { dataStores }: Fleet): Diagnostic[] {
  const resources = new Set<string>();
  return view.dataStoreOverrides.flatMap(({ path, resource, dataStore }) => {
    const diagnostics: Diagnostic[] = [];
    if (resources.has(resource)) {
      diagnostics.push(
        diagnose(DATA_STORE_OVERRIDE_DUPLICATE, {
          object: view.ref,
          path: `${path}.resource`,
          message: `"${resource}" is sent to a DataStore of its own already`,
          fix: 'keep one entry for each resource',
        }),
      );
    }
    resources.add(resource);
    const driver = dataStores.byName.get(dataStore)?.driver;
    if (driver !== undefined && driver !== 'etcd') {
      diagnostics.push(
        diagnose(DATA_STORE_OVERRIDE_NOT_ETCD, {
          object: view.ref,
          path: `${path}.dataStore`,
          message: `DataStore "${dataStore}" has driver ${driver}; only etcd can take single resources`,
          fix: 'name a DataStore with driver etcd',
        }),
      );
    }
    return diagnostics;
  });
}

/** Checks that each tenant names DataStores that exist and can do what is asked of them. */
export function checkDataStores(fleet: Fleet): Diagnostic[] {
  return [
    ...checkUnknown(fleet),
    ...checkUnset(fleet),
    ...fleet.tenants.flatMap((tenant) => checkOverrides(tenant, fleet)),
  ];
}
