import { asList, asMap, asString, ownValue } from '../../objects';

type Labels = Readonly<Record<string, unknown>>;

function matchesExpression(expression: unknown, labels: Labels): boolean {
  const fields = asMap(expression);
  const key = asString(ownValue(fields, 'key'));
  if (key === undefined) {
    return false;
  }
  const values = asList(ownValue(fields, 'values'));
  const present = Object.hasOwn(labels, key);
  switch (ownValue(fields, 'operator')) {
    case 'In':
      return present && values.includes(labels[key]);
    case 'NotIn':
      return values.length > 0 && !(present && values.includes(labels[key]));
    case 'Exists':
      return values.length === 0 && present;
    case 'DoesNotExist':
      return values.length === 0 && !present;
    default:
      return false;
  }
}

/**
 * Says whether a LabelSelector (`matchLabels`, `matchExpressions`) selects an object with these labels.
 *
 * As in Kubernetes: no selector selects nothing, an empty one everything, `NotIn` also what lacks the key,
 * and a selector that is not valid (an unknown operator, `In` without values, `Exists` with some) nothing.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  const fields = asMap(selector);
  if (fields === undefined) {
    return false;
  }
  const matchLabels = asMap(ownValue(fields, 'matchLabels')) ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value) &&
    asList(ownValue(fields, 'matchExpressions')).every((expression) => matchesExpression(expression, labels))
  );
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
