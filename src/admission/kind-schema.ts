import type { CrdSchema, CrdVersion } from '../../imports/schemas';
import { compileRules } from './cel/validate-rules';
import { NameRule } from './metadata/validate-metadata';
import { compileSchema } from './schema/compile-schema';
import { SchemaNode } from './schema/schema-node';
import { ScalePaths } from './schema/validate-scale';

/** What belongs to a built-in kind and no CRD says. */
export interface BuiltInTraits {
  /** What its names have to be. */
  readonly nameRule: NameRule;

  /**
   * A label that the API server sets to the object's name.
   *
   * @default - none.
   */
  readonly nameLabel?: string;
}

/** A kind of object whose schema is known: a custom resource, or a built-in one written in the same form. */
export interface KindDefinition extends CrdSchema {
  /**
   * What sets a built-in kind apart.
   *
   * @default - it is a custom resource.
   */
  readonly builtIn?: BuiltInTraits;

  /**
   * Paths of fields of which nobody knows whether the target's release has them, for example `spec.networkProfile.podCidrs`; `[]` stands for any element.
   *
   * @default - none.
   */
  readonly uncertainFields?: readonly string[];
}

/** One version of a kind, compiled. */
export interface KindSchema {
  readonly definition: KindDefinition;
  readonly version: CrdVersion;
  readonly node: SchemaNode;
  readonly namespaced: boolean;
  readonly nameRule: NameRule;
  readonly hasStatus: boolean;
  readonly scale: ScalePaths | undefined;
}

const compiled = new WeakMap<KindDefinition, Map<string, KindSchema>>();

function compile(definition: KindDefinition, version: CrdVersion): KindSchema {
  const node = compileSchema(version.schema);
  compileRules(node);
  return {
    definition,
    version,
    node,
    namespaced: definition.scope === 'Namespaced',
    nameRule: definition.builtIn?.nameRule ?? 'dns-1123-subdomain',
    hasStatus: version.subresources?.status !== undefined,
    scale: version.subresources?.scale,
  };
}

/**
 * Compiles one version of a kind, once per process.
 *
 * @throws UnsupportedSchemaError and UnsupportedRuleError where the schema holds what the engine does not know
 */
export function compileKind(definition: KindDefinition, version: CrdVersion): KindSchema {
  const versions = compiled.get(definition) ?? new Map<string, KindSchema>();
  compiled.set(definition, versions);
  const known = versions.get(version.name) ?? compile(definition, version);
  versions.set(version.name, known);
  return known;
}
