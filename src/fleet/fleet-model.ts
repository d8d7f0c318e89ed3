import { CodeDefinition, Diagnostic, diagnose, hasErrors, PropSource, Severity, SourceLocation } from '../diagnostics';
import { asList, asMap, asString, isPlainMap, PathSegment, PlainMap, parsePath, read } from '../objects';
import { TargetPlatform } from '../platform';
import { Acknowledgement } from '../tenancy/acknowledgements';
import { mergeDefaults } from './defaults';
import { checkExistingGateways } from './existing-gateways';
import { readFleetFiles, TenantFile } from './fleet-files';
import { INVALID_VALUE, MISSING_KEY, UNKNOWN_KEY, validateFleetPart } from './fleet-schema';
import { RefusedValue, toPlatformParts } from './fleet-values';
import { movePodParts, tenantKeys } from './pod-parts';
import { dataStoreKeys, gatewayKeys } from './prop-keys';
import { FilePropSource } from './prop-sources';
import { YamlDocument } from './yaml-document';

/** Two files for one tenant. */
export const DUPLICATE_TENANT: CodeDefinition = {
  code: 'duplicate-tenant',
  severity: Severity.ERROR,
  title: 'Two files of a fleet are about one tenant: the same name in the same namespace',
};

/** Something that a file names, with its values as they are in the file. */
export interface FleetEntry {
  readonly name: string;
  readonly values: PlainMap;
  readonly source: PropSource;
}

/** A tenant, its defaults filled in. */
export interface TenantEntry extends FleetEntry {
  readonly namespace: string;
  readonly acknowledgements: readonly LocatedAcknowledgement[];
}

/** An acknowledgement and its place in a file. */
export interface LocatedAcknowledgement {
  readonly acknowledgement: Acknowledgement;
  readonly at: SourceLocation;
}

/** What the files of a fleet say; what is broken in them is left out, and so is what depends on it. */
export interface FleetModel {
  /** What is wrong with the files. */
  readonly diagnostics: readonly Diagnostic[];

  /** The platform; undefined if it is broken, and then there is nothing else either. */
  readonly platform?: TargetPlatform;

  readonly gateways: readonly FleetEntry[];
  readonly dataStores: readonly FleetEntry[];
  readonly namespaces: readonly FleetEntry[];
  readonly tenants: readonly TenantEntry[];
  readonly acknowledgements: readonly LocatedAcknowledgement[];

  /** Where in fleet.yaml the parts that belong to no entry stand. */
  readonly source?: PropSource;
}

/** `fleet.yaml`, and which parts of it are broken. */
class FleetDocument {
  constructor(
    public readonly document: YamlDocument,
    public readonly findings: readonly Diagnostic[],
  ) {}

  /** Whether something is wrong at a path, above it or below it, or whether its key may be among those misspelt. */
  public isBroken(path: readonly PathSegment[]): boolean {
    const missing = read(this.document.value, path[0] ?? '') === undefined;
    return this.findings.some((finding) => {
      const place = parsePath(finding.path ?? '');
      const related = path.every((segment, i) => i >= place.length || place[i] === segment);
      return related || (missing && finding.code === UNKNOWN_KEY.code && place.length === 1);
    });
  }

  /** Returns the entries of a map that are whole. */
  public entries(
    key: string,
    keysOf?: (prop: readonly PathSegment[]) => readonly (readonly PathSegment[])[],
  ): FleetEntry[] {
    const { document } = this;
    return Object.entries(asMap(read(document.value, key)) ?? {})
      .filter(([name]) => !this.isBroken([key, name]))
      .map(([name, values]) => ({
        name,
        values: isPlainMap(values) ? values : {},
        source: new FilePropSource({ document, path: [key, name] }, undefined, keysOf),
      }));
  }
}

function readAcknowledgements(document: YamlDocument): LocatedAcknowledgement[] {
  return asList(read(document.value, 'acknowledge')).map((acknowledgement, i) => ({
    acknowledgement: acknowledgement as Acknowledgement,
    at: document.locate(['acknowledge', i, 'code']),
  }));
}

function readPlatform(fleet: FleetDocument): { platform?: TargetPlatform; diagnostics: readonly Diagnostic[] } {
  if (fleet.isBroken(['platform'])) {
    return { diagnostics: [] };
  }
  const { document } = fleet;
  return toPlatform(document, ['platform']);
}

/** Makes a platform of a `platform:` block that fits its schema; what a release refuses is a finding. */
export function toPlatform(
  document: YamlDocument,
  root: readonly PathSegment[],
): { platform?: TargetPlatform; diagnostics: readonly Diagnostic[] } {
  const refused: RefusedValue[] = [];
  const { kamaji, gatewayApi, ...rest } = toPlatformParts(read(document.value, ...root), refused);
  const diagnostics = refused.map(({ path, message }) =>
    diagnose(INVALID_VALUE, { path: ['platform', ...path].join('.'), message, ...document.locate([...root, ...path]) }),
  );
  return refused.length > 0 || kamaji === undefined || gatewayApi === undefined
    ? { diagnostics }
    : { platform: TargetPlatform.of({ kamaji, gatewayApi, ...rest }), diagnostics };
}

const REQUIRED: readonly string[] = ['hostname', 'gateway', 'kubernetesVersion'];

function findMissing(document: YamlDocument, values: PlainMap): Diagnostic[] {
  return REQUIRED.filter((key) => values[key] === undefined).map((key) =>
    diagnose(MISSING_KEY, {
      path: key,
      message: `the tenant has no "${key}"`,
      fix:
        key === 'hostname'
          ? 'add the name that it is to be reached by, such as a label below the domain of its gateway'
          : `add it here, or under "defaults" in fleet.yaml for all tenants`,
      ...document.locateStart(),
    }),
  );
}

interface TenantContext {
  readonly fleet: FleetDocument;
  readonly defaults: PlainMap;
}

function toTenant(
  { document, baseName }: TenantFile,
  { fleet, defaults }: TenantContext,
): { tenant?: TenantEntry; diagnostics: readonly Diagnostic[] } {
  const own = isPlainMap(document.value) ? document.value : {};
  const values = mergeDefaults(defaults, own);
  const missing = findMissing(document, values);
  const gateway = asString(values['gateway']);
  if (missing.length > 0 || gateway === undefined) {
    return { diagnostics: missing };
  }
  const { acknowledge: _, ...props } = values;
  const name = asString(values['name']) ?? baseName;
  const tenant: TenantEntry = {
    name,
    namespace: asString(values['namespace']) ?? name,
    values: movePodParts(props),
    source: new FilePropSource({ document, path: [] }, { document: fleet.document, path: ['defaults'] }, tenantKeys),
    acknowledgements: readAcknowledgements(document),
  };
  return { tenant, diagnostics: [] };
}

/** Leaves out tenants that an earlier file is about. */
function distinct(tenants: readonly TenantEntry[]): { tenants: TenantEntry[]; diagnostics: Diagnostic[] } {
  const first = new Map<string, TenantEntry>();
  const diagnostics: Diagnostic[] = [];
  for (const tenant of tenants) {
    const key = `${tenant.namespace}/${tenant.name}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, tenant);
      continue;
    }
    diagnostics.push(
      diagnose(DUPLICATE_TENANT, {
        object: {
          apiVersion: 'kamaji.clastix.io/v1alpha1',
          kind: 'TenantControlPlane',
          namespace: tenant.namespace,
          name: tenant.name,
        },
        message: `${tenant.source.locate('').file} and ${other.source.locate('').file} are both about the tenant "${key}"`,
        fix: 'give one of them another name or namespace, or remove one of the files',
        ...tenant.source.locate('name'),
      }),
    );
  }
  return { tenants: [...first.values()], diagnostics };
}

function findDefaultName(fleet: FleetDocument): Diagnostic[] {
  const { document } = fleet;
  const path = ['defaults', 'name'];
  if (read(document.value, ...path) === undefined) {
    return [];
  }
  return [
    diagnose(INVALID_VALUE, {
      path: 'defaults.name',
      message: 'a name cannot be a default: every tenant would have it',
      fix: 'remove it; the name of a tenant is that of its file unless the file says otherwise',
      ...document.locateKey(path),
    }),
  ];
}

const NOTHING = { gateways: [], dataStores: [], namespaces: [], tenants: [], acknowledgements: [] };

/**
 * Reads the files of a fleet and holds them against their schema.
 *
 * All problems of all files are found at once. What a broken part would be needed for is left out without a word.
 *
 * @param folder the fleet folder, absolute
 * @param cwd the folder that file names in messages are relative to
 */
export function readFleetModel(folder: string, cwd: string): FleetModel {
  const files = readFleetFiles(folder, cwd);
  const checked = files.tenants.map((file) => ({ file, findings: validateFleetPart('tenant', file.document) }));
  const tenantFindings = checked.flatMap(({ findings }) => findings);
  if (files.fleet === undefined) {
    return { ...NOTHING, diagnostics: [...files.diagnostics, ...tenantFindings] };
  }
  const schemaFindings = validateFleetPart('fleet', files.fleet);
  const written = new FleetDocument(files.fleet, [
    ...schemaFindings,
    ...findDefaultName(new FleetDocument(files.fleet, [])),
  ]);
  const { platform, diagnostics: platformFindings } = readPlatform(written);
  const isWhole = (name: string) => !written.isBroken(['gateways', name]);
  const fleet = new FleetDocument(files.fleet, [
    ...written.findings,
    ...(platform === undefined ? [] : checkExistingGateways(files.fleet, platform, isWhole)),
  ]);
  const defaults = fleet.isBroken(['defaults']) ? undefined : (asMap(read(files.fleet.value, 'defaults')) ?? {});
  const whole = checked.filter(({ findings }) => !hasErrors(findings)).map(({ file }) => file);
  const built = defaults === undefined ? [] : whole.map((file) => toTenant(file, { fleet, defaults: { ...defaults } }));
  const { tenants, diagnostics: duplicates } = distinct(built.flatMap(({ tenant }) => tenant ?? []));
  const diagnostics = [
    ...files.diagnostics,
    ...fleet.findings,
    ...platformFindings,
    ...tenantFindings,
    ...built.flatMap((tenant) => tenant.diagnostics),
    ...duplicates,
  ];
  const source = new FilePropSource({ document: files.fleet, path: [] });
  if (platform === undefined) {
    return { ...NOTHING, diagnostics, source };
  }
  return {
    diagnostics,
    platform,
    source,
    gateways: fleet.entries('gateways', gatewayKeys),
    dataStores: fleet.entries('dataStores', dataStoreKeys),
    namespaces: fleet.entries('namespaces'),
    tenants: tenants.filter(
      ({ values }) =>
        !fleet.isBroken(['gateways', String(values['gateway'])]) &&
        !fleet.isBroken(['dataStores', String(values['dataStore'])]),
    ),
    acknowledgements: fleet.isBroken(['acknowledge']) ? [] : readAcknowledgements(files.fleet),
  };
}
