import { asMap } from '../../objects';
import { compileSchema } from '../schema/compile-schema';
import { normalize, UnknownField } from '../schema/normalize';
import { SchemaNode } from '../schema/schema-node';
import { validateValues } from '../schema/validate-values';
import { FieldError, FieldErrorType, fieldError } from '../verdict';

const STRING = { type: 'string' };
const INTEGER = { type: 'integer', format: 'int64' };
const BOOLEAN = { type: 'boolean' };
const TIMESTAMP = { type: 'string', format: 'date-time', nullable: true };
const TEXTS = { type: 'object', additionalProperties: { type: 'string', default: '' } };
/** Always written, even where it is empty. */
const TEXT = { type: 'string', default: '' };

/**
 * The metadata that every object has.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
const OBJECT_META = {
  type: 'object',
  properties: {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    selfLink: STRING,
    uid: STRING,
    resourceVersion: STRING,
    generation: INTEGER,
    creationTimestamp: TIMESTAMP,
    deletionTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INTEGER,
    labels: TEXTS,
    annotations: TEXTS,
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: TEXT,
          kind: TEXT,
          name: TEXT,
          uid: TEXT,
          controller: BOOLEAN,
          blockOwnerDeletion: BOOLEAN,
        },
      },
    },
    finalizers: { type: 'array', items: TEXT },
    managedFields: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          manager: STRING,
          operation: STRING,
          apiVersion: STRING,
          time: TIMESTAMP,
          fieldsType: STRING,
          fieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          subresource: STRING,
        },
      },
    },
  },
};

let node: SchemaNode | undefined;

/** Metadata as the API server reads it. */
export interface ObjectMeta {
  /** Known fields only, empty ones left out. */
  readonly metadata: Record<string, unknown>;
  readonly unknownFields: readonly UnknownField[];
  /** Values of the wrong type; the API server cannot even read such an object. */
  readonly errors: readonly FieldError[];
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === null || value === 0) {
    return true;
  }
  return typeof value === 'object' && Object.keys(value ?? {}).length === 0;
}

/** Reads the metadata of an object. */
export function readMetadata(value: unknown): ObjectMeta {
  const map = asMap(value ?? {});
  if (map === undefined) {
    const detail = 'metadata in body must be of type object';
    const error = fieldError(FieldErrorType.TYPE_INVALID, 'metadata', value, detail);
    return { metadata: {}, unknownFields: [], errors: [error] };
  }
  node ??= compileSchema(OBJECT_META);
  const { value: known, unknownFields } = normalize(map, node, 'metadata');
  const metadata = Object.fromEntries(Object.entries(known).filter(([, part]) => !isEmpty(part)));
  // An empty value of the wrong type cannot be read either.
  return { metadata, unknownFields, errors: validateValues(node, known, 'metadata') };
}
