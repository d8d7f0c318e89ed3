import { asMap } from '../../objects';
import { FieldError, FieldErrorType, fieldError } from '../verdict';

/** Where the scale subresource of a kind reads and writes, as a CRD says it: `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

const MAX_REPLICAS = 2 ** 31 - 1;

const splitPaths = new Map<string, readonly string[]>();

function split(path: string): readonly string[] {
  const known = splitPaths.get(path) ?? path.replace(/^\./, '').split('.');
  splitPaths.set(path, known);
  return known;
}

interface Found {
  readonly value?: unknown;
  /** Why the path leads nowhere. */
  readonly problem?: string;
}

const NOTHING: Found = {};

function find(object: unknown, path: string): Found {
  let value = object;
  for (const name of split(path)) {
    if (value === null) {
      return NOTHING;
    }
    const map = asMap(value);
    if (map === undefined) {
      return { problem: `accessor error: ${JSON.stringify(value)} is not an object` };
    }
    if (!Object.hasOwn(map, name)) {
      return NOTHING;
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

function checkSelector(object: unknown, path: string | undefined): FieldError[] {
  const { value, problem } = path === undefined ? NOTHING : find(object, path);
  if (problem === undefined && (value === undefined || typeof value === 'string')) {
    return [];
  }
  return [
    fieldError(
      FieldErrorType.INVALID,
      path ?? '',
      '',
      problem ?? `accessor error: ${JSON.stringify(value)} is not a string`,
    ),
  ];
}

/** Validates what the scale subresource will read. */
export function validateScale(object: unknown, scale: ScalePaths | undefined): FieldError[] {
  if (scale === undefined) {
    return [];
  }
  return [
    ...checkReplicas(object, scale.specReplicasPath),
    ...checkReplicas(object, scale.statusReplicasPath),
    ...checkSelector(object, scale.labelSelectorPath),
  ];
}
