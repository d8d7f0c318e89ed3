import * as fc from 'fast-check';
import {
  CrdSchema,
  CrdVersion,
  ENVOY_GATEWAY_SNAPSHOTS,
  envoyGatewaySchemas,
  gatewayApiSchemas,
  kamajiSchemas,
} from '../../../imports/schemas';
import { admit, SchemaSet } from '../../../src/admission';
import { asMap, KubeObject } from '../../../src/objects';
import { TargetPlatform } from '../../../src/platform';
import { Material, writableSchema } from './near-valid';
import { placesBelow, valueAt } from './schema';
import { drawValue } from './values';

/** How many objects are made up where no accepted one is at hand. */
const MADE_UP = 200;

/** One version of a kind, and what its objects are made of. */
export interface KindMaterial extends Material {
  readonly kind: string;
  readonly apiVersion: string;
  /** How often the kind is chosen, beside others. */
  readonly weight: number;
}

/** Collects material for every kind and served version of a platform from objects that are at hand. */
export function collectMaterial(
  { gatewayApi, kamaji }: TargetPlatform,
  withEnvoyGateway: boolean,
  schemas: SchemaSet,
  objects: readonly KubeObject[],
  seed: number,
): KindMaterial[] {
  const envoyGateway = ENVOY_GATEWAY_SNAPSHOTS.at(-1);
  const kinds = [
    ...gatewayApiSchemas(gatewayApi.crdSnapshot, gatewayApi.channel),
    ...kamajiSchemas(kamaji.crdSnapshot),
    ...(withEnvoyGateway && envoyGateway !== undefined ? envoyGatewaySchemas(envoyGateway) : []),
  ];
  return kinds.flatMap((kind) =>
    kind.versions.filter(({ served }) => served).map((version) => collectKind(kind, version, schemas, objects, seed)),
  );
}

function collectKind(
  { group, kind, plural, scope, versions }: CrdSchema,
  { name, schema }: CrdVersion,
  schemas: SchemaSet,
  objects: readonly KubeObject[],
  seed: number,
): KindMaterial {
  const apiVersion = `${group}/${name}`;
  const namespace = scope === 'Namespaced' ? { namespace: 'default' } : {};
  const candidates = objects
    .filter((object) => object['kind'] === kind)
    .map((object) => asWritten({ ...object, apiVersion }, { name: plural, ...namespace }));
  const identity = { apiVersion, kind, metadata: { name: plural, ...namespace } };
  const accepted = candidates.flatMap((object) => {
    // What another release knows is left out.
    const { accepted, unknownFields, defaulted } = admit(object, schemas, { fieldValidation: 'ignore' });
    return accepted ? [unknownFields.length === 0 ? object : asWritten(defaulted, identity.metadata)] : [];
  });
  const pool = collectPool(schema, candidates);
  const seeds = accepted.length > 0 ? accepted : makeUp(schema, identity, schemas, seed);
  // The most is at stake where Kamaji reads; kinds with many versions would else be chosen for each of them.
  const weight = (kind === 'TenantControlPlane' ? 8 : 3) / versions.filter(({ served }) => served).length;
  return { kind, apiVersion, schema, seeds, pool, weight };
}

/** An object without what only a server writes, under another name. */
function asWritten({ status: _, metadata, ...rest }: KubeObject, identity: object): KubeObject {
  const { labels = {}, annotations = {} } = asMap(metadata) ?? {};
  return { ...rest, metadata: { ...identity, labels, annotations } };
}

function collectPool(schema: CrdVersion['schema'], objects: readonly KubeObject[]): Map<string, unknown[]> {
  const pool = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const place of placesBelow(writableSchema(schema), object, '')) {
      pool.set(place.path, [...(pool.get(place.path) ?? []), valueAt(place)]);
    }
  }
  return pool;
}

/** Makes objects from the schema alone: those that are accepted, else all of them. */
function makeUp(
  schema: CrdVersion['schema'],
  identity: KubeObject,
  schemas: SchemaSet,
  seed: number,
): readonly KubeObject[] {
  const spec = asMap(asMap(schema['properties'])?.['spec']) ?? {};
  const arbitrary = fc
    .gen()
    .map((draw): KubeObject => ({ ...identity, spec: drawValue(draw, spec, '.spec', new Map()) }));
  const objects = fc.sample(arbitrary, { numRuns: MADE_UP, seed });
  const accepted = objects.filter((object) => admit(object, schemas, { fieldValidation: 'strict' }).accepted);
  return accepted.length > 0 ? accepted : objects;
}
