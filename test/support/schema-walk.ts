import { asMap, isPlainMap, PathSegment, read } from '../../src/objects';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly default?: unknown;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

function childrenOf(value: unknown): unknown[] {
  return Array.isArray(value) || (typeof value === 'object' && value !== null) ? Object.values(value) : [];
}

/** Returns the topmost paths of a schema that none of the values has. */
export function unreachedPaths(schema: unknown, values: readonly unknown[], path = ''): string[] {
  const present = values.filter((value) => value !== undefined && value !== null);
  if (present.length === 0) {
    return [path];
  }
  const { properties, items, additionalProperties } = schema as Schema;
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([key, child]) =>
      unreachedPaths(
        child,
        present.map((value) =>
          Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined,
        ),
        path === '' ? key : `${path}.${key}`,
      ),
    );
  }
  if (items !== undefined) {
    return unreachedPaths(items, present.flatMap(childrenOf), `${path}[]`);
  }
  if (typeof additionalProperties === 'object') {
    return unreachedPaths(additionalProperties, present.flatMap(childrenOf), `${path}{}`);
  }
  return [];
}

/** Returns the paths of all defaults inside of lists of a schema, with their values. */
export function listDefaults(schema: unknown, path = '', inList = false): [string, unknown][] {
  const { properties, items, default: value } = schema as Schema;
  const own: [string, unknown][] = inList && value !== undefined && properties === undefined ? [[path, value]] : [];
  return [
    ...own,
    ...Object.entries(properties ?? {}).flatMap(([key, child]) =>
      listDefaults(child, path === '' ? key : `${path}.${key}`, inList),
    ),
    ...(items === undefined ? [] : listDefaults(items, `${path}[]`, true)),
  ];
}

/** Returns the paths inside of lists that the API server would fill in. */
export function missingListDefaults(schema: unknown, value: unknown, path: string, inList = false): string[] {
  const { properties, items } = schema as Schema;
  if (items !== undefined && Array.isArray(value)) {
    return value.flatMap((element, i) => missingListDefaults(items, element, `${path}[${i}]`, true));
  }
  const map = asMap(value);
  if (map === undefined) {
    return [];
  }
  return Object.entries(properties ?? {}).flatMap(([key, child]) => {
    if (!Object.hasOwn(map, key)) {
      return inList && child.default !== undefined ? [`${path}.${key}`] : [];
    }
    return missingListDefaults(child, map[key], `${path}.${key}`, inList);
  });
}

/** Returns the values where the schema has a union of number and string. */
export function intOrStrings(schema: unknown, value: unknown): unknown[] {
  const { properties, items, additionalProperties } = schema as Schema;
  if (value === undefined) {
    return [];
  }
  if ((schema as Schema)['x-kubernetes-int-or-string']) {
    return [value];
  }
  if (items !== undefined && Array.isArray(value)) {
    return value.flatMap((element) => intOrStrings(items, element));
  }
  if (typeof additionalProperties === 'object' && isPlainMap(value)) {
    return Object.values(value).flatMap((element) => intOrStrings(additionalProperties, element));
  }
  return Object.entries(properties ?? {}).flatMap(([key, child]) => intOrStrings(child, read(value, key)));
}

/** Returns the schema of `spec` in a version of a CRD. */
export function specSchema(
  crds: readonly {
    readonly kind: string;
    readonly versions: readonly { readonly name: string; readonly schema: unknown }[];
  }[],
  kind: string,
  version: string,
): unknown {
  const path: PathSegment[] = ['properties', 'spec'];
  const schema = crds.find((crd) => crd.kind === kind)?.versions.find(({ name }) => name === version)?.schema;
  const spec = read(schema, ...path);
  if (spec === undefined) {
    throw new Error(`no schema for ${kind} ${version}`);
  }
  return spec;
}

/**
 * Stands for a value of any type with everything that the type can have:
 * a struct with every property, a list of one element, a map of one key, a union with a value.
 *
 * Given to a function that turns a struct into wire form, it shows what the struct's type has.
 */
export function everything(): never {
  const proxy: unknown = new Proxy(
    {},
    {
      get: (_, key) => {
        if (key === 'map') {
          return (convert: (element: unknown) => unknown) => [convert(everything())];
        }
        if (key === 'toISOString') {
          return () => 'a date';
        }
        return typeof key === 'symbol' ? undefined : everything();
      },
      ownKeys: () => ['*'],
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: everything }),
    },
  );
  return proxy as never;
}
