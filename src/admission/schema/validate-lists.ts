import { asList, asMap, ownValue } from '../../objects';
import { FieldError, FieldErrorType, fieldError } from '../verdict';
import { SchemaNode } from './schema-node';

/** JSON with sorted keys, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    const map = asMap(part);
    return map === undefined ? part : Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Returns the indexes of second appearances; third ones are not reported. */
function repeated(values: readonly unknown[]): number[] {
  const indexes: number[] = [];
  if (values.length <= 1) {
    return indexes;
  }
  const scalars = new Map<unknown, number>();
  const others = new Map<unknown, number>();
  for (const [i, value] of values.entries()) {
    const isScalar = typeof value !== 'object' || value === null;
    const seen = isScalar ? scalars : others;
    const key = isScalar ? value : canonical(value);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    if (times === 1) {
      indexes.push(i);
    }
  }
  return indexes;
}

function keysOf(element: unknown, names: readonly string[]): Record<string, unknown> {
  const map = asMap(element);
  return Object.fromEntries(
    names.filter((name) => map !== undefined && Object.hasOwn(map, name)).map((name) => [name, ownValue(map, name)]),
  );
}

function checkMap(node: SchemaNode, list: readonly unknown[], path: string): FieldError[] {
  const misfit = list.findIndex((element) => element !== null && asMap(element) === undefined);
  if (misfit >= 0) {
    const detail = 'must be an object for an array of list-type map';
    return [fieldError(FieldErrorType.INVALID, `${path}[${misfit}]`, list[misfit], detail)];
  }
  const keys = list.map((element) => keysOf(element, node.listMapKeys));
  return repeated(keys).map((i) => fieldError(FieldErrorType.DUPLICATE, `${path}[${i}]`, keys[i], ''));
}

function checkList(node: SchemaNode, list: readonly unknown[], path: string, errors: FieldError[]): void {
  if (node.listType === 'set') {
    errors.push(...repeated(list).map((i) => fieldError(FieldErrorType.DUPLICATE, `${path}[${i}]`, list[i], '')));
  }
  if (node.listType === 'map') {
    errors.push(...checkMap(node, list, path));
  }
  for (const [i, element] of list.entries()) {
    checkNode(node.items, element, `${path}[${i}]`, errors);
  }
}

function checkNode(node: SchemaNode | undefined, value: unknown, path: string, errors: FieldError[]): void {
  if (node === undefined || !node.flags.keyedLists) {
    return;
  }
  if (Array.isArray(value)) {
    checkList(node, asList(value), path, errors);
    return;
  }
  const map = asMap(value);
  for (const key of Object.keys(map ?? {})) {
    const property = node.properties.get(key);
    if (property !== undefined) {
      checkNode(property, map?.[key], path === '' ? key : `${path}.${key}`, errors);
    } else {
      checkNode(node.additional, map?.[key], `${path}[${key}]`, errors);
    }
  }
}

/** Checks that no element of a list of type `set`, and no key of a list of type `map`, appears twice. */
export function validateKeyedLists(node: SchemaNode, value: unknown): FieldError[] {
  const errors: FieldError[] = [];
  checkNode(node, value, '', errors);
  return errors;
}
