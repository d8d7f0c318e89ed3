import { CrdSchema, GATEWAY_API_SNAPSHOTS, gatewayApiSchemas } from '../../imports/schemas';
import { asList, asMap, formatPath, ownValue, PathSegment, read } from '../objects';
import { quote } from './field-values';
import { GatewayApiChannel, GatewayApiRelease } from './gateway-api-release';

/** API group of the Gateway API. */
export const GATEWAY_API_GROUP = 'gateway.networking.k8s.io';

const NEWEST_FIRST: readonly GatewayApiRelease[] = [...GATEWAY_API_SNAPSHOTS]
  .reverse()
  .flatMap(({ release }) =>
    [GatewayApiChannel.STANDARD, GatewayApiChannel.EXPERIMENTAL].map((channel) =>
      GatewayApiRelease.of(release, channel),
    ),
  );

/** Which version of a kind to write. */
export interface VersionChoice {
  /** The release that the manifest is for. */
  readonly release?: GatewayApiRelease;

  /** The version asked for. */
  readonly version?: string;
}

function whereServed(kind: string, version: string | undefined): string {
  const serving = NEWEST_FIRST.filter((release) =>
    version === undefined ? release.servedVersions(kind).length > 0 : release.serves(kind, version),
  );
  const [newest] = serving;
  if (newest === undefined) {
    return '';
  }
  const oldest = serving.filter(({ channel }) => channel === newest.channel).at(-1) ?? newest;
  const range = oldest.tag === newest.tag ? newest.tag : `${oldest.tag} to ${newest.tag}`;
  return `the ${newest.channel} channel of Gateway API ${range} serves it`;
}

/**
 * Chooses the `apiVersion` to write a kind of the Gateway API in.
 *
 * The version that was asked for, else the stablest that the release serves, else `v1`.
 *
 * @throws where the release does not serve the kind or the version, with what to change
 */
export function apiVersionFor(kind: string, { release, version }: VersionChoice): string {
  if (release === undefined) {
    if (version !== undefined && !NEWEST_FIRST.some((known) => known.serves(kind, version))) {
      const known = [...new Set(NEWEST_FIRST.flatMap((candidate) => candidate.servedVersions(kind)))];
      throw new Error(`${kind} has no version ${quote(version)}, there are ${known.join(', ')}`);
    }
    return `${GATEWAY_API_GROUP}/${version ?? 'v1'}`;
  }
  const served = release.servedVersions(kind);
  const [stablest] = served;
  const chosen = version ?? stablest;
  if (chosen !== undefined && served.includes(chosen)) {
    return `${GATEWAY_API_GROUP}/${chosen}`;
  }
  const where = whereServed(kind, version);
  if (stablest === undefined) {
    const fix = where === '' ? '' : `; ${where}, so install that or leave the ${kind} out`;
    throw new Error(`Gateway API ${release} does not serve ${kind}${fix}`);
  }
  const fix = `use ${quote(stablest)}, or leave the version out`;
  throw new Error(
    `Gateway API ${release} does not serve ${kind} ${quote(version)}, only ${served.join(', ')}: ${fix}${where === '' ? '' : ` (${where})`}`,
  );
}

function schemaOf(release: GatewayApiRelease, kind: string, version: string): unknown {
  const schemas: readonly CrdSchema[] = gatewayApiSchemas(release.crdSnapshot, release.channel);
  return schemas
    .find((crd) => crd.group === GATEWAY_API_GROUP && crd.kind === kind)
    ?.versions.find(({ name }) => name === version)?.schema;
}

/** A part of an object that a schema does not have. */
interface Missing {
  readonly path: readonly PathSegment[];
  /** The value that the schema's enum does not have; a field is missing where it is absent. */
  readonly value?: string | number;
}

function missingIn(schema: unknown, value: unknown, path: readonly PathSegment[]): Missing | undefined {
  const map = asMap(value);
  const properties = asMap(read(schema, 'properties'));
  if (map !== undefined && properties !== undefined) {
    for (const [key, child] of Object.entries(map)) {
      const property = ownValue(properties, key);
      const found = property === undefined ? { path: [...path, key] } : missingIn(property, child, [...path, key]);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
  const items = read(schema, 'items');
  for (const [i, child] of asList(value).entries()) {
    const found = missingIn(items, child, [...path, i]);
    if (found !== undefined) {
      return found;
    }
  }
  const allowed = asList(read(schema, 'enum'));
  const isScalar = typeof value === 'string' || typeof value === 'number';
  return isScalar && allowed.length > 0 && !allowed.includes(value) ? { path, value } : undefined;
}

/** Reduces a value to what lies on the path, so that another release can be asked about this part alone. */
function only(value: unknown, [head, ...rest]: readonly PathSegment[]): unknown {
  if (head === undefined) {
    return asMap(value) !== undefined || Array.isArray(value) ? null : value;
  }
  const child = only(read(value, head), rest);
  return typeof head === 'number' ? [child] : { [head]: child };
}

function whereKnown(kind: string, part: unknown, path: readonly PathSegment[]): string {
  const knowing = NEWEST_FIRST.filter((release) =>
    release.servedVersions(kind).some((version) => {
      const section = sectionOf(schemaOf(release, kind, version), path);
      return section !== undefined && missingIn(section, part, []) === undefined;
    }),
  );
  const [first] = knowing;
  if (first === undefined) {
    return 'leave it out';
  }
  const oldest = knowing.filter(({ channel }) => channel === first.channel).at(-1) ?? first;
  return `leave it out, or use the ${first.channel} channel of Gateway API ${oldest.tag}${oldest.tag === first.tag ? '' : ' or newer'}`;
}

function sectionOf(schema: unknown, path: readonly PathSegment[]): unknown {
  return path.reduce<unknown>(
    (section, segment) => (typeof segment === 'number' ? read(section, 'items') : read(section, 'properties', segment)),
    schema,
  );
}

/**
 * Refuses what the CRDs of a release do not have: a field of the experimental channel on a standard platform, a field or an enum value of a newer release.
 *
 * The API server would drop the field without a word.
 *
 * @param apiVersion as `apiVersionFor` chose it
 * @param path where in the object the part stands, for example `['spec', 'rules', 0]`
 * @param part the part in wire form
 * @throws where the release lacks a field or a value, with the channel or release that has it
 */
export function checkReleaseHas(
  release: GatewayApiRelease | undefined,
  kind: string,
  apiVersion: string,
  path: readonly PathSegment[],
  part: unknown,
): void {
  if (release === undefined) {
    return;
  }
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const schema = schemaOf(release, kind, version);
  const missing = schema === undefined ? undefined : missingIn(sectionOf(schema, path), part, []);
  if (missing === undefined) {
    return;
  }
  const field = formatPath([...path, ...missing.path]);
  const what = missing.value === undefined ? quote(field) : `the value ${quote(missing.value)} of ${quote(field)}`;
  const fix = whereKnown(kind, only(part, missing.path), path);
  throw new Error(`Gateway API ${release} does not have ${what} in ${kind} ${version}: ${fix}`);
}
