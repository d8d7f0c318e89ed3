import { compare, parse } from 'semver';
import {
  CrdSchema,
  ENVOY_GATEWAY_SNAPSHOTS,
  envoyGatewaySchemas,
  gatewayApiSchemas,
  KAMAJI_SNAPSHOTS,
  kamajiSchemas,
  ObjectSchema,
} from '../../imports/schemas';
import { KindDefinition, SchemaSet } from '../admission';
import { KAMAJI_FIELDS } from '../kamaji/kamaji-fields';
import { KamajiRelease } from '../kamaji/kamaji-release';
import { asList, asMap, asString, read } from '../objects';
import { TargetPlatform } from './target-platform';

type Schema = Readonly<Record<string, unknown>>;

/** What is known of fields that only the next snapshot has. */
interface Newcomers {
  /** Says whether the release has the field, as far as anybody knows. */
  readonly has: (path: string) => boolean | undefined;
  /** Paths of fields that the release is known to have. */
  readonly certain: Set<string>;
  /** Paths of fields of which nobody knows. */
  readonly uncertain: string[];
}

const RULES = 'x-kubernetes-validations';

/** The field without which a rule has nothing to say: it is the first of several alternatives that the field is not there. */
const GUARD = /^!has\(self\.([A-Za-z0-9_.]+)\) \|\| [^?]*$/;

/**
 * Returns the rules that came with fields which the release is known to have: those that say nothing where such a field is not given.
 * Of any other new rule nobody can tell whether the release has it.
 */
function newRules(older: Schema, newer: Schema, path: string, { certain }: Newcomers): unknown[] {
  const texts = new Set(asList(older[RULES]).map((rule) => read(rule, 'rule')));
  return asList(newer[RULES]).filter((rule) => {
    const text = asString(read(rule, 'rule')) ?? '';
    const field = GUARD.exec(text)?.[1];
    return field !== undefined && !texts.has(text) && certain.has(path === '' ? field : `${path}.${field}`);
  });
}

function mergeProperties(older: Schema, newer: Schema, path: string, newcomers: Newcomers): Schema {
  const merged: Record<string, unknown> = { ...older };
  for (const [name, schema] of Object.entries(newer)) {
    const below = path === '' ? name : `${path}.${name}`;
    const known = asMap(Object.hasOwn(older, name) ? older[name] : undefined);
    if (known !== undefined) {
      merged[name] = mergeSchema(known, asMap(schema) ?? {}, below, newcomers);
      continue;
    }
    const has = newcomers.has(below);
    if (has === false) {
      continue;
    }
    if (has) {
      newcomers.certain.add(below);
    } else {
      newcomers.uncertain.push(below);
    }
    merged[name] = schema;
  }
  return merged;
}

/** Adds to a schema the fields that the next snapshot has and the release may have too, with the rules on them. */
function mergeSchema(older: Schema, newer: Schema, path: string, newcomers: Newcomers): Schema {
  const properties = asMap(older['properties']);
  const newProperties = asMap(newer['properties']);
  const items = asMap(older['items']);
  const newItems = asMap(newer['items']);
  const merged = {
    ...older,
    ...(properties !== undefined && newProperties !== undefined
      ? { properties: mergeProperties(properties, newProperties, path, newcomers) }
      : {}),
    ...(items !== undefined && newItems !== undefined
      ? { items: mergeSchema(items, newItems, `${path}[]`, newcomers) }
      : {}),
  };
  const rules = newRules(older, newer, path, newcomers);
  return rules.length === 0 ? merged : { ...merged, [RULES]: [...asList(older[RULES]), ...rules] };
}

function mergeKind(older: CrdSchema, newer: CrdSchema, release: KamajiRelease): KindDefinition {
  const uncertain: string[] = [];
  const newcomers: Newcomers = {
    uncertain,
    certain: new Set(),
    has: (path) => {
      const field =
        older.kind === 'TenantControlPlane' ? KAMAJI_FIELDS.find((known) => known.path === path) : undefined;
      return field === undefined ? undefined : release.isAtLeast(field.since);
    },
  };
  const versions = older.versions.map((version) => {
    const next = newer.versions.find(({ name }) => name === version.name);
    if (next === undefined) {
      return version;
    }
    const { status: _, ...rest } = asMap(next.schema['properties']) ?? {};
    const schema = mergeSchema(version.schema, { ...next.schema, properties: rest }, '', newcomers);
    return { ...version, schema: schema as ObjectSchema };
  });
  return { ...older, versions, uncertainFields: uncertain };
}

/**
 * Returns the kinds of a Kamaji release: those of the newest snapshot that is not newer, and, between two snapshots,
 * what the next one adds and the release has, or may have, too.
 */
function kamajiKinds(release: KamajiRelease): readonly KindDefinition[] {
  const snapshot = release.crdSnapshot;
  const kinds = kamajiSchemas(snapshot);
  const next = KAMAJI_SNAPSHOTS[KAMAJI_SNAPSHOTS.indexOf(snapshot) + 1];
  if (next === undefined || release.compareTo(KamajiRelease.of(snapshot)) <= 0) {
    return kinds;
  }
  const nextKinds = kamajiSchemas(next);
  return kinds.map((kind) => {
    const newer = nextKinds.find((candidate) => candidate.kind === kind.kind);
    return newer === undefined ? kind : mergeKind(kind, newer, release);
  });
}

const ENVOY_GATEWAY_GROUP = 'gateway.envoyproxy.io';

/** Returns the kinds that Envoy Gateway brings along, as far as they are known for its release; any release where the controller is not known. */
function envoyGatewayKinds({ controller }: TargetPlatform): readonly KindDefinition[] {
  if (controller !== undefined && controller.id !== 'envoy-gateway') {
    return [];
  }
  const release = controller?.release ?? controller?.newestKnownRelease ?? ENVOY_GATEWAY_SNAPSHOTS.at(-1);
  const known = ENVOY_GATEWAY_SNAPSHOTS.filter((snapshot) => {
    const [newest, asked] = [parse(snapshot), parse(release ?? '')];
    return newest !== null && asked !== null && compare(newest, asked) <= 0;
  });
  const snapshot = known[known.length - 1];
  return snapshot === undefined ? [] : envoyGatewaySchemas(snapshot);
}

const sets = new Map<string, SchemaSet>();

/**
 * Returns the schemas by which the target platform's API server judges objects; the same set for the same releases.
 *
 * A release between two snapshots gets the older one, with the fields of the newer one that it is known to have, and the rules on them;
 * those of which nobody knows are accepted with a warning.
 *
 * @param groups API groups of the objects that will be judged; kinds of a controller's own are loaded only where they are among them
 */
export function platformSchemas(
  platform: TargetPlatform,
  groups: ReadonlySet<string> = new Set([ENVOY_GATEWAY_GROUP]),
): SchemaSet {
  const { kamaji, gatewayApi, controller } = platform;
  const ownKinds = groups.has(ENVOY_GATEWAY_GROUP);
  const key = JSON.stringify([
    kamaji.tag,
    gatewayApi.tag,
    gatewayApi.channel,
    ownKinds,
    controller?.id,
    controller?.release,
  ]);
  const known = sets.get(key);
  if (known !== undefined) {
    return known;
  }
  const set = SchemaSet.of([
    ...gatewayApiSchemas(gatewayApi.crdSnapshot, gatewayApi.channel),
    ...kamajiKinds(kamaji),
    ...(ownKinds ? envoyGatewayKinds(platform) : []),
  ]);
  sets.set(key, set);
  return set;
}
