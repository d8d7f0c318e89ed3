import { asMap, formatPath, ownValue, PathSegment } from '../objects';

/** A place where two values differ. */
export interface SpecDifference {
  readonly path: string;
  /** The value that should be there; undefined where there should be none. */
  readonly expected: unknown;
  /** The value that is there; undefined where there is none. */
  readonly actual: unknown;
}

/**
 * Finds where a live value differs from the expected one. What the live value has beyond the expected one counts too, at every depth;
 * to leave something out, leave it out of both.
 */
export function findDifferences(expected: unknown, actual: unknown, path: readonly PathSegment[]): SpecDifference[] {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((element, i) => findDifferences(element, actual[i], [...path, i]));
  }
  const expectedMap = asMap(expected);
  const actualMap = asMap(actual);
  if (expectedMap !== undefined && actualMap !== undefined) {
    const keys = [...new Set([...Object.keys(expectedMap), ...Object.keys(actualMap)])];
    return keys.flatMap((key) => findDifferences(ownValue(expectedMap, key), ownValue(actualMap, key), [...path, key]));
  }
  const isSame = Object.is(expected, actual) || JSON.stringify(expected) === JSON.stringify(actual);
  return isSame ? [] : [{ path: formatPath(path), expected, actual }];
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

const MOST_SHOWN = 3;

/** Says the differences in words: `spec.rules[0].backendRefs[0].name is "a", not "b"`. */
export function describeDifferences(differences: readonly SpecDifference[]): string {
  const shown = differences
    .slice(0, MOST_SHOWN)
    .map(({ path, expected, actual }) => `${path} is ${show(actual)}, not ${show(expected)}`);
  const rest = differences.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
