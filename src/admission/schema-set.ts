import { groupOf, versionOf } from '../objects';
import { BUILT_IN_KINDS } from './built-in';
import { compileKind, KindDefinition, KindSchema } from './kind-schema';

/** What a set of schemas knows of an `apiVersion` and `kind`. */
export type Lookup =
  | { readonly found: 'kind'; readonly schema: KindSchema }
  /** The kind exists, but the API server does not answer to this version. */
  | { readonly found: 'other-versions'; readonly served: readonly string[] }
  /** All kinds of the group are known, and this is none of them. */
  | { readonly found: 'group'; readonly kinds: readonly string[] }
  /** Nothing is known of the kind. */
  | { readonly found: 'nothing' };

/** The kinds that an API server knows. */
export class SchemaSet {
  /**
   * A set of custom resources and of the built-in kinds.
   *
   * @param definitions all the kinds of their groups: another kind of one of these groups is refused
   */
  public static of(definitions: readonly KindDefinition[]): SchemaSet {
    return new SchemaSet(definitions);
  }

  private readonly kinds = new Map<string, KindDefinition>();
  private readonly completeGroups = new Map<string, string[]>();

  private constructor(definitions: readonly KindDefinition[]) {
    for (const definition of [...BUILT_IN_KINDS, ...definitions]) {
      this.kinds.set(`${definition.group}/${definition.kind}`, definition);
    }
    for (const { group, kind } of definitions) {
      this.completeGroups.set(group, [...(this.completeGroups.get(group) ?? []), kind]);
    }
  }

  /**
   * Finds the schema of a kind; it is compiled when it is first asked for.
   *
   * @throws UnsupportedSchemaError and UnsupportedRuleError where the schema holds what the engine does not know
   */
  public lookup(apiVersion: string, kind: string): Lookup {
    const group = groupOf(apiVersion);
    const definition = this.kinds.get(`${group}/${kind}`);
    if (definition === undefined) {
      const kinds = this.completeGroups.get(group);
      return kinds === undefined ? { found: 'nothing' } : { found: 'group', kinds };
    }
    const served = definition.versions.filter((version) => version.served);
    const version = served.find(({ name }) => name === versionOf(apiVersion));
    return version === undefined
      ? { found: 'other-versions', served: served.map(({ name }) => name) }
      : { found: 'kind', schema: compileKind(definition, version) };
  }
}
