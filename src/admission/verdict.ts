import { KubeObject } from '../objects';

/**
 * Kinds of error on one field, as the API server writes them into `status.details.causes[].reason`.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/definitions/status/
 */
export const FieldErrorType = {
  REQUIRED: 'FieldValueRequired',
  INVALID: 'FieldValueInvalid',
  TYPE_INVALID: 'FieldValueTypeInvalid',
  NOT_SUPPORTED: 'FieldValueNotSupported',
  TOO_LONG: 'FieldValueTooLong',
  TOO_MANY: 'FieldValueTooMany',
  DUPLICATE: 'FieldValueDuplicate',
  FORBIDDEN: 'FieldValueForbidden',
} as const;

/** One of the values of `FieldErrorType`. */
export type FieldErrorType = (typeof FieldErrorType)[keyof typeof FieldErrorType];

/** One reason why the API server refuses an object. */
export interface FieldError {
  /** What kind of error it is. */
  readonly type: FieldErrorType;

  /** Path of the field as the API server writes it; `<nil>` is the object as a whole. */
  readonly field: string;

  /** The API server's message. */
  readonly detail: string;
}

/** What the API server says about one object. */
export interface Verdict {
  /** Whether the object would be stored. */
  readonly accepted: boolean;

  /** Why it would not; empty where it is accepted, or where unknown fields are the only reason. */
  readonly errors: readonly FieldError[];

  /** Paths of fields that the schema does not know, sorted; the API server drops them, or refuses the object for them. */
  readonly unknownFields: readonly string[];

  /** For the paths of such fields, the name that may have been meant, where one is near. */
  readonly nearFields: ReadonlyMap<string, string>;

  /** What would be stored: unknown fields dropped, defaults applied. The same for a refused object, as far as it got. */
  readonly defaulted: KubeObject;

  /** What is wrong without being refused, in words for a person. */
  readonly warnings: readonly string[];
}

/** The path that the API server writes for the object as a whole. */
export const WHOLE_OBJECT = '<nil>';

/** Stands for a value that is too large to be repeated in a message. */
export const OMITTED = Symbol('omitted');

const TITLES: Readonly<Record<FieldErrorType, string>> = {
  FieldValueRequired: 'Required value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueForbidden: 'Forbidden',
};

/**
 * Writes an error with the API server's wording.
 *
 * @param value the value to repeat in the message; left out of it where it is `OMITTED`
 */
export function fieldError(type: FieldErrorType, field: string, value: unknown, detail: string): FieldError {
  const body = value === OMITTED ? TITLES[type] : `${TITLES[type]}: ${JSON.stringify(value ?? null)}`;
  return { type, field: field === '' ? WHOLE_OBJECT : field, detail: detail === '' ? body : `${body}: ${detail}` };
}
