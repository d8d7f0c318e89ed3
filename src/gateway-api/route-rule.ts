import { checkAtMost, checkSectionName, quote } from './field-values';

const MAX_FILTERS = 16;

/**
 * Takes the name of a rule.
 *
 * @throws where it is none, or another rule of the route has it
 */
export function checkRuleName(name: string, taken: ReadonlySet<string>): string {
  if (taken.has(name)) {
    throw new Error(`the route has a rule ${quote(name)} already, and names of rules are unique`);
  }
  return checkSectionName('the name of a rule', name);
}

/**
 * Refuses a list of filters that is too long, or has one twice that may be there once.
 *
 * @param types types of the filters
 * @param repeatable types that may be there more than once
 */
export function checkFilterTypes(types: readonly string[], repeatable: readonly string[]): void {
  checkAtMost('filters in one list', types.length, MAX_FILTERS);
  const repeated = types.find((type, i) => !repeatable.includes(type) && types.indexOf(type) !== i);
  if (repeated !== undefined) {
    throw new Error(`the filter ${repeated} is there twice, and may be once (put all it does into one)`);
  }
}
