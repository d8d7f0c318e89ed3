import { parseAllDocuments, stringify } from 'yaml';

/** A CustomResourceDefinition as YAML gives it: only what is read here is typed, everything else is carried along. */
export interface Crd {
  readonly apiVersion: string;
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: string;
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: unknown };
      readonly subresources?: unknown;
    }[];
  };
}

const CERT_MANAGER = 'cert-manager.io/';

type Json = Record<string, unknown>;

/** Reads the CustomResourceDefinitions of a YAML stream in their order; documents of other kinds are skipped. */
export function parseCrds(text: string, source: string): Crd[] {
  const crds: Crd[] = [];
  for (const document of parseAllDocuments(text)) {
    const [error] = document.errors;
    if (error !== undefined) {
      throw new Error(`${source}: ${error.message}`);
    }
    const value: unknown = document.toJS();
    if (isMap(value) && value['kind'] === 'CustomResourceDefinition') {
      crds.push(value as unknown as Crd);
    }
  }
  return crds;
}

/**
 * Returns the CRD without prose, still installable and with every rule it enforces.
 * The request to cert-manager for a CA goes too: it names a certificate of Kamaji's own chart.
 */
export function stripProse(crd: Crd): Crd {
  const annotations = Object.entries(crd.metadata.annotations ?? {}).filter(([key]) => !key.startsWith(CERT_MANAGER));
  return {
    apiVersion: crd.apiVersion,
    kind: crd.kind,
    metadata: {
      name: crd.metadata.name,
      ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      ...crd.spec,
      versions: crd.spec.versions.map((version) => ({
        ...withoutColumnProse(version),
        schema: { openAPIV3Schema: stripSchema(version.schema.openAPIV3Schema) },
      })),
    },
  };
}

/** Writes a CRD the way `imports/crds` holds it; quoted as YAML 1.1 needs, which the API server reads: a plain `off` is a boolean there. */
export function formatCrd(crd: Crd): string {
  return stringify(crd, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

/** Keywords whose value is a map of names to schemas: there `description` is a property's name, not prose. */
const SCHEMA_MAPS = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);

/** Keywords whose value is data, in which a `description` belongs to the data. */
const DATA = new Set(['default', 'enum', 'example', 'x-kubernetes-validations']);

function stripSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(stripSchema);
  }
  if (!isMap(schema)) {
    return schema;
  }
  const stripped: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'description' && typeof value === 'string') {
      continue;
    }
    if (DATA.has(key)) {
      stripped[key] = value;
      continue;
    }
    stripped[key] =
      SCHEMA_MAPS.has(key) && isMap(value)
        ? Object.fromEntries(Object.entries(value).map(([name, property]) => [name, stripSchema(property)]))
        : stripSchema(value);
  }
  return stripped;
}

/** Printer columns carry a description too. */
function withoutColumnProse<T extends object>(version: T): T {
  const columns: unknown = (version as Json)['additionalPrinterColumns'];
  if (!Array.isArray(columns)) {
    return version;
  }
  return {
    ...version,
    additionalPrinterColumns: columns.map((column: Json) => {
      const { description: _, ...rest } = column;
      return rest;
    }),
  };
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
