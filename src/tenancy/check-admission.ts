import { admit, checkListDefaults, diagnoseVerdict, FieldValidation } from '../admission';
import { Diagnostic } from '../diagnostics';
import { checkUpdate } from '../kamaji/checks/update';
import { asString, groupOf, KubeObject } from '../objects';
import { TargetPlatform } from '../platform';
import { platformSchemas } from '../platform/platform-schemas';

/** What the API server is asked about. */
export interface AdmissionInput {
  readonly objects: readonly KubeObject[];
  readonly platform: TargetPlatform;

  /**
   * Objects that the library planned itself; that a kind of theirs has no schema is then no matter for a warning.
   *
   * @default - none
   */
  readonly planned?: ReadonlySet<KubeObject>;

  /**
   * Finds the object that one replaces, as it was written before.
   *
   * @default - every object is new
   */
  readonly previous?: (object: KubeObject) => KubeObject | undefined;

  /**
   * What happens to fields that the target's schema does not know.
   *
   * @default 'strict'
   */
  readonly fieldValidation?: FieldValidation;
}

/**
 * Asks the target platform's API server, as far as its schemas go, about every object: as a new one, or as an update of the one it replaces.
 *
 * An update is also held against what Kamaji's webhook refuses and what a live tenant does not survive unseen.
 */
export function checkAdmission({
  objects,
  platform,
  planned,
  previous,
  fieldValidation,
}: AdmissionInput): Diagnostic[] {
  const groups = new Set(objects.map((object) => groupOf(asString(object['apiVersion']) ?? '')));
  const schemas = platformSchemas(platform, groups);
  // The defaults of built-in kinds are part of the schema that structured merge goes by, those of custom resources are not.
  const lookUp = (object: KubeObject) =>
    schemas.lookup(asString(object['apiVersion']) ?? '', asString(object['kind']) ?? '');
  const isCustom = (object: KubeObject) => {
    const lookup = lookUp(object);
    return lookup.found === 'kind' && lookup.schema.definition.builtIn === undefined;
  };
  const isSettled = (object: KubeObject) => planned?.has(object) === true && lookUp(object).found === 'nothing';
  return objects.flatMap((object) => {
    const old = previous?.(object);
    const verdict = admit(object, schemas, { old, fieldValidation });
    return [
      ...diagnoseVerdict(object, isSettled(object) ? { ...verdict, warnings: [] } : verdict, fieldValidation),
      ...(verdict.accepted && isCustom(object) ? checkListDefaults(object, verdict.defaulted) : []),
      ...(old === undefined ? [] : checkUpdate(old, object)),
    ];
  });
}
