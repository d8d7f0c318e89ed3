import { FormatCheck } from './formats';
import { Pattern } from './patterns';

/** A validation rule in CEL, as a CRD writes it. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  /** The type of the error; `FieldValueInvalid` unless given. */
  readonly reason?: string;
  /** Where under the validated value the error is reported, for example `.spec.port`. */
  readonly fieldPath?: string;
}

/** Limits of a number. */
export interface NumberLimits {
  readonly minimum?: number;
  readonly exclusiveMinimum: boolean;
  readonly maximum?: number;
  readonly exclusiveMaximum: boolean;
  readonly multipleOf?: number;
  /** `int32` and `int64` limit the range too, with an error of their own. */
  readonly format?: string;
}

/** Limits of a string. */
export interface StringLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: Pattern;
  readonly patternSource: string;
  readonly format?: FormatCheck;
}

/** What belongs to a compiled schema, and whether anything below it needs a pass over the object. */
export interface SchemaFlags {
  /** Whether the node or one below has rules in CEL. */
  rules: boolean;
  /** Whether the node or one below is a list of type `map` or `set`. */
  keyedLists: boolean;
}

/**
 * One node of a schema, compiled: the keywords of one value, with everything checked that can be checked without a value.
 *
 * All fields are always present, so that the engine sees one shape.
 */
export interface SchemaNode {
  /** Type on the structural spine; undefined for int-or-string, unknown data, and conditions. */
  readonly type: string | undefined;
  /** The JSON types that are admitted; empty where any is. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly intOrString: boolean;
  readonly preserveUnknown: boolean;
  /** Format as written; empty where there is none. */
  readonly format: string;
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly additional: SchemaNode | undefined;
  readonly items: SchemaNode | undefined;
  readonly required: readonly string[];
  readonly enumeration: readonly unknown[] | undefined;
  readonly numbers: NumberLimits | undefined;
  readonly strings: StringLimits | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly minProperties: number | undefined;
  readonly maxProperties: number | undefined;
  readonly allOf: readonly SchemaNode[];
  readonly anyOf: readonly SchemaNode[];
  readonly oneOf: readonly SchemaNode[];
  readonly not: SchemaNode | undefined;
  readonly listType: string;
  readonly listMapKeys: readonly string[];
  readonly rules: readonly ValidationRule[];
  /** The default, itself already defaulted; undefined where there is none. */
  readonly defaultValue: unknown;
  /** Names of the properties that have a default. */
  readonly defaulted: readonly string[];
  readonly flags: Readonly<SchemaFlags>;
}
