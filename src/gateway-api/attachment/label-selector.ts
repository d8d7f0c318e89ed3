import { asList, asMap, asString, ownValue } from '../../objects';

type Labels = Readonly<Record<string, unknown>>;
type Test = (labels: Labels) => boolean;

const NEVER: Test = () => false;

function compileExpression(expression: unknown): Test {
  const fields = asMap(expression);
  const key = asString(ownValue(fields, 'key'));
  if (key === undefined) {
    return NEVER;
  }
  const values = new Set(asList(ownValue(fields, 'values')));
  switch (ownValue(fields, 'operator')) {
    case 'In':
      return (labels) => Object.hasOwn(labels, key) && values.has(labels[key]);
    case 'NotIn':
      return (labels) => values.size > 0 && !(Object.hasOwn(labels, key) && values.has(labels[key]));
    case 'Exists':
      return (labels) => values.size === 0 && Object.hasOwn(labels, key);
    case 'DoesNotExist':
      return (labels) => values.size === 0 && !Object.hasOwn(labels, key);
    default:
      return NEVER;
  }
}

/**
 * Prepares a LabelSelector (`matchLabels`, `matchExpressions`) for many questions: a selector may list thousands of values.
 *
 * As in Kubernetes: no selector selects nothing, an empty one everything, `NotIn` also what lacks the key,
 * and a selector that is not valid (an unknown operator, `In` without values, `Exists` with some) nothing.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function compileSelector(selector: unknown): Test {
  const fields = asMap(selector);
  if (fields === undefined) {
    return NEVER;
  }
  const wanted = Object.entries(asMap(ownValue(fields, 'matchLabels')) ?? {});
  const tests = asList(ownValue(fields, 'matchExpressions')).map(compileExpression);
  return (labels) =>
    wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value) &&
    tests.every((test) => test(labels));
}

/** Says whether a LabelSelector selects an object with these labels; the rules are those of `compileSelector`. */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  return compileSelector(selector)(labels);
}

function describeExpression(expression: unknown): string {
  const fields = asMap(expression);
  const key = asString(ownValue(fields, 'key')) ?? '?';
  const values = asList(ownValue(fields, 'values')).map(String).join(', ');
  switch (ownValue(fields, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} not in (${values})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `no ${key}`;
    default:
      return `${key} ${String(ownValue(fields, 'operator'))} (${values})`;
  }
}

/** Writes a LabelSelector for a person: `env=prod, tier in (a, b)`; `nothing` where there is none, `everything` for an empty one. */
export function describeSelector(selector: unknown): string {
  const fields = asMap(selector);
  if (fields === undefined) {
    return 'nothing';
  }
  const parts = [
    ...Object.entries(asMap(ownValue(fields, 'matchLabels')) ?? {}).map(([key, value]) => `${key}=${String(value)}`),
    ...asList(ownValue(fields, 'matchExpressions')).map(describeExpression),
  ];
  return parts.length === 0 ? 'everything' : parts.join(', ');
}
