import { asMap, isPlainMap, ownValue, PathSegment, PlainMap, read } from '../objects';
import { mergeDefaults } from './defaults';

/** Parts of a tenant that are shaped like those of a pod, and where they stand in the object's `spec`. */
const POD_PARTS: readonly {
  readonly key: readonly string[];
  readonly names: readonly string[];
  readonly wire: readonly string[];
}[] = [
  {
    key: ['deployment'],
    names: [
      'additionalContainers',
      'additionalInitContainers',
      'additionalVolumeMounts',
      'additionalVolumes',
      'affinity',
      'containerSecurityContexts',
      'podSecurityContext',
      'resources',
      'strategy',
      'tolerations',
      'topologySpreadConstraints',
    ],
    wire: ['controlPlane', 'deployment'],
  },
  {
    key: ['addons', 'konnectivity', 'server'],
    names: ['resources', 'securityContext'],
    wire: ['addons', 'konnectivity', 'server'],
  },
  { key: ['addons', 'konnectivity', 'agent'], names: ['tolerations'], wire: ['addons', 'konnectivity', 'agent'] },
];

function nest(path: readonly string[], value: unknown): PlainMap {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as PlainMap;
}

function omit(map: PlainMap, path: readonly string[], names: readonly string[]): PlainMap {
  const [key, ...rest] = path;
  if (key === undefined) {
    return Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)));
  }
  const inner = map[key];
  return isPlainMap(inner) ? { ...map, [key]: omit(inner, rest, names) } : map;
}

/**
 * Moves the parts of a tenant that are shaped like those of a pod into its overrides.
 *
 * A file holds them as any Kubernetes manifest does. In overrides they stay as they are, fields included that the types in code lack.
 */
export function movePodParts(tenant: PlainMap): PlainMap {
  let left = tenant;
  let overrides: PlainMap = {};
  for (const { key, names, wire } of POD_PARTS) {
    const part = asMap(read(tenant, ...key)) ?? {};
    for (const name of names.filter((candidate) => Object.hasOwn(part, candidate))) {
      overrides = mergeDefaults(overrides, nest([...wire, name], part[name]));
    }
    left = omit(left, key, names);
  }
  const own = asMap(ownValue(tenant, 'overrides'));
  const all = mergeDefaults(overrides, { ...own });
  return Object.keys(all).length === 0 ? left : { ...left, overrides: all };
}

/** Names the keys of a tenant's file that a prop may come from. */
export function tenantKeys(prop: readonly PathSegment[]): readonly (readonly PathSegment[])[] {
  const [first, ...rest] = prop;
  if (first !== 'overrides') {
    return [prop];
  }
  const part = POD_PARTS.find(
    ({ wire, names }) => wire.every((key, i) => rest[i] === key) && names.includes(String(rest[wire.length])),
  );
  return part === undefined ? [prop] : [prop, [...part.key, ...rest.slice(part.wire.length)]];
}
