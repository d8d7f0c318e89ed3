import { asMap, asNumber, asString, KubeObject, ownValue } from '../objects';
import { validateRules } from './cel/validate-rules';
import { KindSchema } from './kind-schema';
import { readMetadata } from './metadata/object-meta';
import { MetadataRules, validateMetadata, validateUpdatedMetadata } from './metadata/validate-metadata';
import { Correlation, equalJson } from './schema/correlation';
import { normalize, UnknownField } from './schema/normalize';
import { validateKeyedLists } from './schema/validate-lists';
import { validateScale } from './schema/validate-scale';
import { validateUpdatedValues, validateValues } from './schema/validate-values';
import { SchemaSet } from './schema-set';
import { FieldError, FieldErrorType, fieldError, OMITTED, Verdict, WHOLE_OBJECT } from './verdict';

/** What happens to an object with fields that its schema does not know. */
export type FieldValidation = 'strict' | 'warn' | 'ignore';

/** How an object is judged. */
export interface AdmitOptions {
  /**
   * The object that is replaced, as it was stored or written.
   *
   * @default - the object is created.
   */
  readonly old?: KubeObject;

  /**
   * Whether unknown fields make the object refused (`strict`, kubectl's default), are worth a warning, or are dropped in silence.
   *
   * @default 'strict'
   */
  readonly fieldValidation?: FieldValidation;
}

type Json = Record<string, unknown>;

const DEFAULT_NAMESPACE = 'default';

/** Errors after which the API server does not evaluate rules any more. */
const BLOCKING: ReadonlySet<string> = new Set([
  FieldErrorType.NOT_SUPPORTED,
  FieldErrorType.REQUIRED,
  FieldErrorType.TOO_LONG,
  FieldErrorType.TOO_MANY,
  FieldErrorType.TYPE_INVALID,
]);

/** An object as the API server reads it. */
interface Decoded {
  readonly object: Json;
  readonly metadata: Json;
  readonly unknownFields: readonly UnknownField[];
  /** Why the object cannot even be read. */
  readonly errors: readonly FieldError[];
  readonly warnings: readonly string[];
}

function decode(object: KubeObject, schema: KindSchema): Decoded {
  const { metadata, unknownFields: unknownMetadata, errors } = readMetadata(ownValue(object, 'metadata'));
  const warnings: string[] = [];
  if (schema.namespaced) {
    metadata['namespace'] ??= DEFAULT_NAMESPACE;
  } else if (metadata['namespace'] !== undefined) {
    warnings.push(
      `metadata.namespace ${JSON.stringify(metadata['namespace'])} is dropped: ${schema.definition.kind} has no namespace`,
    );
    delete metadata['namespace'];
  }
  const nameLabel = schema.definition.builtIn?.nameLabel;
  const name = asString(metadata['name']);
  if (nameLabel !== undefined && name !== undefined) {
    metadata['labels'] = { ...asMap(metadata['labels']), [nameLabel]: name };
  }
  const { apiVersion, kind, metadata: _, ...rest } = object;
  const { value, unknownFields } = normalize(rest, schema.node);
  return {
    object: { apiVersion, kind, metadata, ...value },
    metadata,
    unknownFields: [...unknownMetadata, ...unknownFields],
    errors,
    warnings,
  };
}

function withoutMetadata(object: Json): Json {
  const { metadata: _, ...rest } = object;
  return rest;
}

/** Gives the metadata what every custom resource has after it was created. */
function prepareCreate({ object, metadata }: Decoded, schema: KindSchema): void {
  if (schema.hasStatus) {
    delete object['status'];
  }
  if (schema.definition.builtIn === undefined) {
    metadata['generation'] = 1;
  }
}

/** Metadata that an update takes from the old object, whatever it says itself. */
const KEPT = ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

/** Takes over from the old object what an update cannot change. */
function prepareUpdate({ object, metadata }: Decoded, old: Decoded, schema: KindSchema): void {
  if (schema.hasStatus) {
    delete object['status'];
    if (old.object['status'] !== undefined) {
      object['status'] = old.object['status'];
    }
  }
  // An update is made against a stored object, whose version it has to name.
  metadata['resourceVersion'] ??= old.metadata['resourceVersion'] ?? '1';
  metadata['uid'] ??= old.metadata['uid'];
  for (const name of KEPT) {
    metadata[name] = old.metadata[name];
  }
  if (schema.definition.builtIn === undefined) {
    const generation = asNumber(old.metadata['generation']) ?? 0;
    const changed = !equalJson(withoutMetadata(object), withoutMetadata(old.object));
    metadata['generation'] = (changed ? generation + 1 : generation) || undefined;
  }
  for (const name of Object.keys(metadata)) {
    if (metadata[name] === undefined) {
      delete metadata[name];
    }
  }
}

/** Evaluates the rules, unless an earlier error forbids it. */
function rulesAfter(
  errors: readonly FieldError[],
  schema: KindSchema,
  evaluate: () => readonly FieldError[],
): readonly FieldError[] {
  const { node, definition } = schema;
  if (definition.builtIn !== undefined) {
    // The checks of a built-in kind are no rules in truth, so they all run, but on nothing that could not be read.
    return errors.some(({ type }) => type === FieldErrorType.TYPE_INVALID) ? [] : evaluate();
  }
  if (!node.flags.rules) {
    return [];
  }
  return errors.some(({ type }) => BLOCKING.has(type)) ? [NOT_CHECKED] : evaluate();
}

/** Says beside other errors that rules were not evaluated because of them. */
export const NOT_CHECKED = fieldError(
  FieldErrorType.INVALID,
  WHOLE_OBJECT,
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function validateCreate({ object, metadata }: Decoded, schema: KindSchema): FieldError[] {
  const { node } = schema;
  const errors = [
    ...validateMetadata(metadata, schema),
    ...validateValues(node, object),
    ...validateScale(object, schema.scale),
    ...validateKeyedLists(node, object),
  ];
  return [...errors, ...rulesAfter(errors, schema, () => validateRules(node, object))];
}

function validateUpdate(decoded: Decoded, old: Decoded, schema: KindSchema): FieldError[] {
  const { node } = schema;
  const correlation = new Correlation(decoded.object, old.object, node);
  const errors = [
    ...validateUpdatedMetadata(decoded.metadata, old.metadata, schema),
    ...validateUpdatedValues(node, correlation),
    ...validateScale(decoded.object, schema.scale),
    ...(validateKeyedLists(node, old.object).length === 0 ? validateKeyedLists(node, decoded.object) : []),
  ];
  return [...errors, ...rulesAfter(errors, schema, () => validateRules(node, decoded.object, correlation))];
}

function judge(decoded: Decoded, schema: KindSchema, { old }: AdmitOptions): FieldError[] {
  if (decoded.errors.length > 0) {
    return [...decoded.errors];
  }
  if (old === undefined) {
    prepareCreate(decoded, schema);
    return validateCreate(decoded, schema);
  }
  // The API server reads the stored object in the version of the request.
  const stored = decode({ ...old, apiVersion: decoded.object['apiVersion'] }, schema);
  prepareUpdate(decoded, stored, schema);
  return validateUpdate(decoded, stored, schema);
}

function hasUncertainField(value: unknown, path: readonly string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) {
    return true;
  }
  const name = first.replace('[]', '');
  const map = asMap(value);
  if (map === undefined || !Object.hasOwn(map, name)) {
    return false;
  }
  const inner = map[name];
  return first.endsWith('[]')
    ? Array.isArray(inner) && inner.some((item) => hasUncertainField(item, rest))
    : hasUncertainField(inner, rest);
}

function uncertainties(object: KubeObject, { definition }: KindSchema): string[] {
  return (definition.uncertainFields ?? [])
    .filter((path) => hasUncertainField(object, path.split('.')))
    .map((path) => `${path} may be unknown to this release, which then drops it`);
}

function nameUnknown(fields: readonly UnknownField[]): Pick<Verdict, 'unknownFields' | 'nearFields'> {
  return {
    unknownFields: fields.map(({ path }) => path).sort(),
    nearFields: new Map(fields.flatMap(({ path, near }) => (near === undefined ? [] : [[path, near] as const]))),
  };
}

/** Judges what can be judged of a kind without a schema: metadata are the same everywhere. */
function admitUnknown(object: KubeObject, warning: string): Verdict {
  const { metadata, errors, unknownFields } = readMetadata(ownValue(object, 'metadata'));
  const rules: MetadataRules = { nameRule: 'path-segment', namespaced: undefined };
  const found = errors.length > 0 ? errors : validateMetadata(metadata, rules);
  return {
    accepted: found.length === 0,
    errors: found,
    ...nameUnknown(unknownFields),
    defaulted: object,
    warnings: [warning],
  };
}

function refuse(object: KubeObject, error: FieldError): Verdict {
  return { accepted: false, errors: [error], ...nameUnknown([]), defaulted: object, warnings: [] };
}

function quoteAll(values: readonly string[]): string {
  return `supported values: ${values.map((value) => JSON.stringify(value)).join(', ')}`;
}

/**
 * Says what the API server (Kubernetes 1.36) would say about an object: drops what its schema does not know, fills in defaults,
 * and validates metadata, values, lists and rules, in the API server's order. The object is left as it is.
 *
 * An object without a namespace is judged as if it were sent to `default`. A kind that the set does not know is accepted with a warning,
 * unless all kinds of its group are known.
 *
 * @throws UnsupportedSchemaError and UnsupportedRuleError where the schema of the kind holds what the engine does not know
 */
export function admit(object: KubeObject, schemas: SchemaSet, options: AdmitOptions = {}): Verdict {
  const apiVersion = asString(ownValue(object, 'apiVersion')) ?? '';
  const kind = asString(ownValue(object, 'kind')) ?? '';
  if (apiVersion === '' || kind === '') {
    return refuse(object, fieldError(FieldErrorType.REQUIRED, kind === '' ? 'kind' : 'apiVersion', OMITTED, ''));
  }
  const lookup = schemas.lookup(apiVersion, kind);
  switch (lookup.found) {
    case 'nothing':
      return admitUnknown(object, `no schema is known for ${kind} of ${apiVersion}: only its metadata were checked`);
    case 'group':
      return refuse(object, fieldError(FieldErrorType.NOT_SUPPORTED, 'kind', kind, quoteAll(lookup.kinds)));
    case 'other-versions':
      return refuse(
        object,
        fieldError(FieldErrorType.NOT_SUPPORTED, 'apiVersion', apiVersion, quoteAll(lookup.served)),
      );
    default:
  }
  const { schema } = lookup;
  const decoded = decode(object, schema);
  const errors = judge(decoded, schema, options);
  const { unknownFields } = decoded;
  const strict = (options.fieldValidation ?? 'strict') === 'strict';
  return {
    accepted: errors.length === 0 && !(strict && unknownFields.length > 0),
    errors,
    ...nameUnknown(unknownFields),
    defaulted: decoded.object,
    warnings: [...decoded.warnings, ...uncertainties(decoded.object, schema)],
  };
}
