import { FieldError, FieldErrorType, fieldError, OMITTED, WHOLE_OBJECT } from '../verdict';
import { Correlation, equalJson } from './correlation';
import { INTEGER_RANGES } from './formats';
import { NumberLimits, SchemaNode, StringLimits } from './schema-node';

type Json = Readonly<Record<string, unknown>>;

/**
 * Holds values against a schema, keyword by keyword, in the manner of the API server's validator.
 *
 * Every method returns how many checks matched: among alternatives of which none fits,
 * the API server reports the errors of the one with the most matches.
 */
class ValueValidator {
  public errors: FieldError[] = [];

  /** Validates a value that replaces an old one: unchanged values are not held against rules they broke already. */
  public correlated(node: SchemaNode, path: string, correlation: Correlation): number {
    const before = this.errors;
    this.errors = [];
    const matches = this.value(node, correlation.value, path, correlation);
    const found = this.errors;
    this.errors = before;
    if (found.length > 0 && !correlation.isUnchanged()) {
      this.addAll(found);
    }
    return matches;
  }

  /** `own` is the value together with the old one that it replaces; undefined where it replaces none. */
  public value(node: SchemaNode, value: unknown, path: string, own?: Correlation): number {
    if (value === null) {
      return this.absent(node, path);
    }
    // Two for conditions, one for the common checks, one for the value as a whole.
    let matches = 4;
    if (node.types.length > 0 || node.format !== '') {
      matches += this.type(node, value, path) ? 2 : 1;
    }
    matches += this.conditions(node, value, path);
    if (typeof value === 'string') {
      matches += this.string(node, value, path);
    } else if (typeof value === 'number') {
      matches += this.number(node, value, path);
    } else if (Array.isArray(value)) {
      matches += this.list(node, value, path, own);
    }
    this.checkEnumeration(node, value, path);
    if (typeof value === 'object' && !Array.isArray(value)) {
      matches += this.map(node, value as Json, path, own);
    }
    return matches;
  }

  private add(error: FieldError): void {
    const known = this.errors.some(
      (other) => other.field === error.field && other.type === error.type && other.detail === error.detail,
    );
    if (!known) {
      this.errors.push(error);
    }
  }

  private addAll(errors: readonly FieldError[]): void {
    for (const error of errors) {
      this.add(error);
    }
  }

  private wrongType(node: SchemaNode, value: unknown, path: string): void {
    // Where the schema has a format, the API server compares formats, and calls the value's one by its Go type.
    const byFormat = node.format !== '' && value !== null && typeof value !== 'string' && !Array.isArray(value);
    const expected = byFormat ? node.format : node.types.join(',');
    const actual = byFormat ? formatOf(value) : jsonType(value);
    const detail = `${path} in body must be of type ${expected}: ${JSON.stringify(actual)}`;
    this.add(fieldError(FieldErrorType.TYPE_INVALID, path, actual, detail));
  }

  private absent(node: SchemaNode, path: string): number {
    const fits = node.types.length === 0 || node.nullable;
    if (!fits) {
      this.wrongType(node, null, path);
    }
    this.checkEnumeration(node, null, path);
    return fits ? 1 : 0;
  }

  private type(node: SchemaNode, value: unknown, path: string): boolean {
    // The API server leaves strings and lists with a format to the format, whatever the type says.
    const numeric = node.types.includes('integer') || node.types.includes('number');
    if (node.format !== '' && !numeric && (typeof value === 'string' || Array.isArray(value))) {
      return true;
    }
    const actual = jsonType(value);
    const fits = node.types.includes(actual) || (actual === 'integer' && node.types.includes('number'));
    if (!fits) {
      this.wrongType(node, value, path);
    }
    return fits;
  }

  private checkEnumeration(node: SchemaNode, value: unknown, path: string): void {
    const { enumeration } = node;
    if (enumeration === undefined || (value !== null && enumeration.some((allowed) => equalJson(allowed, value)))) {
      return;
    }
    const allowed = enumeration.map((one) => JSON.stringify(typeof one === 'string' ? one : JSON.stringify(one)));
    this.add(fieldError(FieldErrorType.NOT_SUPPORTED, path, value, `supported values: ${allowed.join(', ')}`));
  }

  private string(node: SchemaNode, value: string, path: string): number {
    const limits = node.strings;
    if (limits !== undefined) {
      this.stringLimits(node, limits, value, path);
    }
    return limits?.format === undefined ? 1 : 2;
  }

  private stringLimits(node: SchemaNode, limits: StringLimits, value: string, path: string): void {
    const error = stringError(limits, value, path);
    if (error !== undefined) {
      this.add(error);
    }
    if (limits.format?.(value) === false) {
      const detail = `${path} in body must be of type ${node.format}: ${JSON.stringify(value)}`;
      this.add(fieldError(FieldErrorType.TYPE_INVALID, path, value, detail));
    }
  }

  private number(node: SchemaNode, value: number, path: string): number {
    const limits = node.numbers;
    if (limits !== undefined) {
      this.numberLimits(limits, value, path);
    }
    return 2;
  }

  private numberLimits(limits: NumberLimits, value: number, path: string): void {
    const range = limits.format === undefined ? undefined : INTEGER_RANGES.get(limits.format);
    if (range !== undefined && !(Number.isInteger(value) && value >= range[0] && value <= range[1])) {
      // The API server forgets the path of this one.
      const detail = `Checked value must be of type integer with format ${limits.format} in ${path}`;
      this.add(fieldError(FieldErrorType.INVALID, WHOLE_OBJECT, '', detail));
    }
    const { minimum, maximum, multipleOf } = limits;
    if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) {
      this.outOfRange(value, path, `a multiple of ${multipleOf}`);
    }
    if (minimum !== undefined && (limits.exclusiveMinimum ? value <= minimum : value < minimum)) {
      this.outOfRange(value, path, `greater than ${limits.exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
    }
    if (maximum !== undefined && (limits.exclusiveMaximum ? value >= maximum : value > maximum)) {
      this.outOfRange(value, path, `less than ${limits.exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
    }
  }

  private outOfRange(value: number, path: string, expectation: string): void {
    this.add(fieldError(FieldErrorType.INVALID, path, value, `${path} in body should be ${expectation}`));
  }

  private list(node: SchemaNode, list: readonly unknown[], path: string, own: Correlation | undefined): number {
    let matches = 2;
    const { items, minItems, maxItems } = node;
    if (items !== undefined) {
      for (let i = 0; i < list.length; i++) {
        const correlation = own?.index(i);
        matches +=
          correlation === undefined
            ? this.value(items, list[i], `${path}[${i}]`)
            : this.correlated(items, `${path}[${i}]`, correlation);
      }
    }
    if (minItems !== undefined && list.length < minItems) {
      const detail = `${path} in body should have at least ${minItems} items`;
      this.add(fieldError(FieldErrorType.INVALID, path, list.length, detail));
    }
    if (maxItems !== undefined && list.length > maxItems) {
      this.add(fieldError(FieldErrorType.TOO_MANY, path, list.length, `must have at most ${count(maxItems, 'item')}`));
    }
    return matches;
  }

  private map(node: SchemaNode, map: Json, path: string, own: Correlation | undefined): number {
    let matches = 1;
    const keys = Object.keys(map);
    const { minProperties, maxProperties } = node;
    if (minProperties !== undefined && keys.length < minProperties) {
      const detail = `${path} in body should have at least ${minProperties} properties`;
      this.add(fieldError(FieldErrorType.INVALID, path, keys.length, detail));
    }
    if (maxProperties !== undefined && keys.length > maxProperties) {
      this.add(
        fieldError(FieldErrorType.TOO_MANY, path, keys.length, `must have at most ${count(maxProperties, 'item')}`),
      );
    }
    for (const key of keys) {
      const child = node.properties.get(key) ?? node.additional;
      if (child !== undefined) {
        matches += this.field(child, map, key, path, own);
      }
    }
    for (const name of node.required) {
      if (!Object.hasOwn(map, name)) {
        this.add(fieldError(FieldErrorType.REQUIRED, join(path, name), OMITTED, ''));
      }
    }
    return matches;
  }

  private field(child: SchemaNode, map: Json, key: string, path: string, own: Correlation | undefined): number {
    // Both objects were converted to one version, so a change of these two would never be seen.
    const correlation = path === '' && (key === 'kind' || key === 'apiVersion') ? undefined : own?.key(key);
    return correlation === undefined
      ? this.value(child, map[key], join(path, key))
      : this.correlated(child, join(path, key), correlation);
  }

  /** What is inside of a condition is never held against the old value. */
  private conditions(node: SchemaNode, value: unknown, path: string): number {
    let matches = 0;
    if (node.anyOf.length > 0) {
      matches += this.anyOf(node.anyOf, value, path);
    }
    if (node.oneOf.length > 0) {
      matches += this.oneOf(node.oneOf, value, path);
    }
    if (node.allOf.length > 0) {
      matches += this.allOf(node.allOf, value, path);
    }
    if (node.not !== undefined && this.attempt(node.not, value, path).errors.length === 0) {
      this.addWhole(`${JSON.stringify(path)} must not validate the schema (not)`);
    }
    return matches;
  }

  /** Validates against one alternative without reporting its errors yet. */
  private attempt(node: SchemaNode, value: unknown, path: string): Attempt {
    const before = this.errors;
    this.errors = [];
    const matches = this.value(node, value, path);
    const { errors } = this;
    this.errors = before;
    return { matches, errors };
  }

  private addWhole(detail: string): void {
    // The API server reports failed conditions without a path.
    this.add(fieldError(FieldErrorType.INVALID, WHOLE_OBJECT, '', detail));
  }

  private anyOf(alternatives: readonly SchemaNode[], value: unknown, path: string): number {
    let best: Attempt | undefined;
    for (const alternative of alternatives) {
      const attempt = this.attempt(alternative, value, path);
      if (attempt.errors.length === 0) {
        return attempt.matches;
      }
      best = best === undefined || attempt.matches > best.matches ? attempt : best;
    }
    this.addWhole(`${JSON.stringify(path)} must validate at least one schema (anyOf)`);
    this.addAll(best?.errors ?? []);
    return best?.matches ?? 0;
  }

  private oneOf(alternatives: readonly SchemaNode[], value: unknown, path: string): number {
    let best: Attempt | undefined;
    const fitting: Attempt[] = [];
    for (const alternative of alternatives) {
      const attempt = this.attempt(alternative, value, path);
      if (attempt.errors.length === 0) {
        fitting.push(attempt);
        best = undefined;
      } else if (fitting.length === 0 && (best === undefined || attempt.matches > best.matches)) {
        best = attempt;
      }
    }
    if (fitting.length === 1) {
      return fitting[0]?.matches ?? 0;
    }
    const found = fitting.length === 0 ? 'Found none valid' : `Found ${fitting.length} valid alternatives`;
    this.addWhole(`${JSON.stringify(path)} must validate one and only one schema (oneOf). ${found}`);
    this.addAll(best?.errors ?? []);
    return best?.matches ?? 0;
  }

  private allOf(parts: readonly SchemaNode[], value: unknown, path: string): number {
    const attempts = parts.map((part) => this.attempt(part, value, path));
    for (const { errors } of attempts) {
      this.addAll(errors);
    }
    const valid = attempts.filter(({ errors }) => errors.length === 0).length;
    if (valid < parts.length) {
      this.addWhole(
        `${JSON.stringify(path)} must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`,
      );
    }
    return attempts.reduce((sum, { matches }) => sum + matches, 0);
  }
}

interface Attempt {
  readonly matches: number;
  readonly errors: readonly FieldError[];
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return value === null ? 'null' : typeof value;
}

function formatOf(value: unknown): string {
  return typeof value === 'number' ? (Number.isInteger(value) ? 'int64' : 'float64') : '';
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function count(limit: number, noun: string): string {
  return `${limit} ${noun}${limit === 1 ? '' : 's'}`;
}

/** Returns the length in code points. */
function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) {
    length += 1;
  }
  return length;
}

/** The first limit that a string breaks; the API server stops there. */
function stringError(limits: StringLimits, value: string, path: string): FieldError | undefined {
  const { minLength, maxLength, pattern, patternSource } = limits;
  // A text has at most as many code points as UTF-16 units.
  if (maxLength !== undefined && value.length > maxLength && codePoints(value) > maxLength) {
    return fieldError(FieldErrorType.TOO_LONG, path, OMITTED, `may not be more than ${count(maxLength, 'byte')}`);
  }
  if (minLength !== undefined && codePoints(value) < minLength) {
    return fieldError(
      FieldErrorType.INVALID,
      path,
      value,
      `${path} in body should be at least ${minLength} chars long`,
    );
  }
  if (pattern !== undefined && !pattern.test(value)) {
    return fieldError(FieldErrorType.INVALID, path, value, `${path} in body should match '${patternSource}'`);
  }
  return undefined;
}

/** Holds an object that is to be created against its schema. */
export function validateValues(node: SchemaNode, value: unknown, path = ''): FieldError[] {
  const validator = new ValueValidator();
  validator.value(node, value, path);
  return validator.errors;
}

/** Holds an object that replaces an old one against its schema; what did not change is not held against it. */
export function validateUpdatedValues(node: SchemaNode, correlation: Correlation): FieldError[] {
  const validator = new ValueValidator();
  validator.correlated(node, '', correlation);
  return validator.errors;
}
