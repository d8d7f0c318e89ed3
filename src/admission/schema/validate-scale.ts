import { asMap } from '../../objects';
import { FieldError, FieldErrorType, fieldError } from '../verdict';

/** Where the scale subresource of a kind reads and writes. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

const MAX_REPLICAS = 2 ** 31 - 1;

interface Found {
  readonly value: unknown;
  /** Why the path leads nowhere. */
  readonly problem?: string;
}

function find(object: unknown, path: string): Found {
  let value = object;
  for (const name of path.replace(/^\./, '').split('.')) {
    if (value === null) {
      return { value: undefined };
    }
    const map = asMap(value);
    if (map === undefined) {
      return { value: undefined, problem: `accessor error: ${JSON.stringify(value)} is not an object` };
    }
    if (!Object.hasOwn(map, name)) {
      return { value: undefined };
    }
    value = map[name];
  }
  return { value };
}

function checkReplicas(object: unknown, path: string): FieldError[] {
  const { value, problem } = find(object, path);
  const fail = (detail: string) => [fieldError(FieldErrorType.INVALID, path, value ?? 0, detail)];
  if (problem !== undefined || (value !== undefined && !Number.isInteger(value))) {
    return fail(problem ?? `accessor error: ${JSON.stringify(value)} is not an integer`);
  }
  const replicas = Number(value ?? 0);
  if (replicas < 0) {
    return fail('should be a non-negative integer');
  }
  return replicas > MAX_REPLICAS ? fail(`should be less than or equal to ${MAX_REPLICAS}`) : [];
}

/** Validates what the scale subresource will read. */
export function validateScale(object: unknown, scale: ScalePaths | undefined): FieldError[] {
  if (scale === undefined) {
    return [];
  }
  const selectorPath = scale.labelSelectorPath;
  const selector = selectorPath === undefined ? { value: undefined } : find(object, selectorPath);
  const isSelector = selector.problem === undefined && (selector.value === undefined || typeof selector.value === 'string');
  return [
    ...checkReplicas(object, scale.specReplicasPath),
    ...checkReplicas(object, scale.statusReplicasPath),
    ...(isSelector ? [] : [fieldError(FieldErrorType.INVALID, selectorPath ?? '', '', 'accessor error: not a string')]),
  ];
}
