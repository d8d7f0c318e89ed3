import { checkAtMost, checkHeaderName, checkValue, quote } from './field-values';

/** How a value is compared. */
export enum StringMatchType {
  /** The value is the very same. */
  EXACT = 'Exact',
  /** The value matches a regular expression, in the dialect of the controller. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/** A named value to compare: a header, a query parameter, an entry of gRPC metadata. */
export interface NamedMatch {
  readonly name: string;
  readonly value: string;
  readonly type: StringMatchType;
}

const MAX_ENTRIES = 16;

/**
 * Adds a named value to those that a match compares.
 *
 * @param what for messages: `header`, `query parameter`
 * @throws where the name is none or is there already, as the controller would look at the first one only.
 */
export function withNamed(
  what: string,
  known: readonly NamedMatch[],
  added: NamedMatch,
  limits: { readonly maxValue: number; readonly caseSensitive: boolean },
): NamedMatch[] {
  checkHeaderName(`the name of a ${what} in a match`, added.name);
  checkValue(`the value of ${what} ${quote(added.name)} in a match`, added.value, limits.maxValue);
  const fold = (name: string): string => (limits.caseSensitive ? name : name.toLowerCase());
  const repeated = known.find(({ name }) => fold(name) === fold(added.name));
  if (repeated !== undefined) {
    throw new Error(
      `a match names the ${what} ${quote(repeated.name)} twice (for either of two values, use two matches)`,
    );
  }
  checkAtMost(`${what}s in one match`, known.length + 1, MAX_ENTRIES);
  return [...known, added];
}
