import type { ObjectSchema } from '../../../imports/schemas';
import type { BuiltInTraits, KindDefinition } from '../kind-schema';
import type { ValidationRule } from '../schema/schema-node';

/** Writes an object's schema; its rules are those that the API server's own validation has for it. */
export function object(
  properties: Readonly<Record<string, ObjectSchema>>,
  ...rules: readonly ValidationRule[]
): ObjectSchema {
  return { type: 'object', properties, ...(rules.length === 0 ? {} : { 'x-kubernetes-validations': rules }) };
}

/** Writes a list's schema. */
export function list(items: ObjectSchema, keywords: ObjectSchema = {}): ObjectSchema {
  return { type: 'array', items, ...keywords };
}

/** Writes the schema of a map with keys of the user's choice. */
export function map(values: ObjectSchema, ...rules: readonly ValidationRule[]): ObjectSchema {
  return {
    type: 'object',
    additionalProperties: values,
    ...(rules.length === 0 ? {} : { 'x-kubernetes-validations': rules }),
  };
}

/** Any text. */
export const TEXT: ObjectSchema = { type: 'string' };

/** A text that the API server always writes, empty where it is not given. */
export const WRITTEN_TEXT: ObjectSchema = { type: 'string', default: '' };

/** True or false. */
export const FLAG: ObjectSchema = { type: 'boolean' };

/** A whole number of 32 bits. */
export const NUMBER: ObjectSchema = { type: 'integer', format: 'int32' };

/** Data whose schema is not written down, as no check of it matters here. */
export const ANYTHING: ObjectSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** What every object has at its root. */
export const ROOT = { apiVersion: TEXT, kind: TEXT, metadata: { type: 'object' } };

/** The rule that a field of an object is neither missing nor empty. */
export function needs(field: string, message = ''): ValidationRule {
  return {
    rule: `has(self.${field}) && size(self.${field}) > 0`,
    message,
    reason: 'FieldValueRequired',
    fieldPath: `.${field}`,
  };
}

/** A selector of labels. */
export const LABEL_SELECTOR: ObjectSchema = object({
  matchLabels: map(TEXT),
  matchExpressions: list(
    object(
      { key: WRITTEN_TEXT, operator: WRITTEN_TEXT, values: list(TEXT) },
      {
        rule: "self.operator in ['In', 'NotIn', 'Exists', 'DoesNotExist']",
        message: 'not a valid selector operator',
        fieldPath: '.operator',
      },
      {
        rule: "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : true",
        message: "must be specified when `operator` is 'In' or 'NotIn'",
        reason: 'FieldValueRequired',
        fieldPath: '.values',
      },
      {
        rule: "self.operator in ['Exists', 'DoesNotExist'] ? !has(self.values) || size(self.values) == 0 : true",
        message: "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        reason: 'FieldValueForbidden',
        fieldPath: '.values',
      },
    ),
  ),
});

/** A built-in kind with one version. */
export function builtInKind(
  group: string,
  kind: string,
  plural: string,
  details: { readonly scope?: 'Cluster'; readonly traits?: BuiltInTraits; readonly status?: true },
  schema: ObjectSchema,
): KindDefinition {
  return {
    group,
    kind,
    plural,
    scope: details.scope ?? 'Namespaced',
    builtIn: details.traits ?? { nameRule: 'dns-1123-subdomain' },
    versions: [{ name: 'v1', served: true, storage: true, schema, subresources: details.status ? { status: {} } : {} }],
  };
}
