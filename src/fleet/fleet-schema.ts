import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { GATEWAY_API_SNAPSHOTS, KAMAJI_SNAPSHOTS } from '../../imports/schemas';
import schema from '../../schema/fleet.schema.json';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { asMap, compareStrings, formatPath, PathSegment, read } from '../objects';
import { suggest } from '../objects/suggest';
import { YamlDocument } from './yaml-document';

/** A key that nothing reads. */
export const UNKNOWN_KEY: CodeDefinition = {
  code: 'unknown-key',
  severity: Severity.ERROR,
  title: 'A key of a fleet file is none that is known',
};

/** A key that has to be there. */
export const MISSING_KEY: CodeDefinition = {
  code: 'missing-key',
  severity: Severity.ERROR,
  title: 'A key of a fleet file that has to be there is missing',
};

/** A value of another type. */
export const WRONG_TYPE: CodeDefinition = {
  code: 'wrong-type',
  severity: Severity.ERROR,
  title: 'A value in a fleet file has another type than its key wants',
};

/** A value of the right type that is none of those allowed. */
export const INVALID_VALUE: CodeDefinition = {
  code: 'invalid-value',
  severity: Severity.ERROR,
  title: 'A value in a fleet file is not one of those that its key allows',
};

/** What a file, or a part of one, may hold. */
export type FleetSchemaPart = 'fleet' | 'tenant' | 'platform';

/** How many findings of one file are printed; a file that is something else altogether has one for each of its keys. */
const MAX_FINDINGS = 50;

const validators = new Map<FleetSchemaPart, ValidateFunction>();
let ajv: Ajv | undefined;

function validatorOf(part: FleetSchemaPart): ValidateFunction {
  const known = validators.get(part);
  if (known !== undefined) {
    return known;
  }
  ajv ??= new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strict: true,
    strictTypes: false,
  }).addSchema(schema, 'fleet');
  const validator = ajv.compile({ $ref: part === 'fleet' ? 'fleet' : `fleet#/definitions/${part}` });
  validators.set(part, validator);
  return validator;
}

/** Reads a JSON pointer against the value that it points into, as only that tells an index from a key. */
function toPath(value: unknown, pointer: string): PathSegment[] {
  const path: PathSegment[] = [];
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(read(value, ...path)) ? Number(key) : key);
  }
  return path;
}

/** Writes a value for a message: as the file writes it, or what it is where that would be long. */
function describeValue(value: unknown, source: string | undefined): string {
  if (value === null || value === undefined) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (asMap(value) !== undefined) {
    return 'a map';
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : `the ${typeof value} ${source ?? String(value)}`;
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  object: 'a map',
  string: 'a string',
};

/** Releases by the key that names one; two parts of one look like a number. */
const RELEASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['gatewayApi', GATEWAY_API_SNAPSHOTS.map(({ release }) => release)],
  ['kamaji', KAMAJI_SNAPSHOTS],
]);

function fixForRelease(key: PathSegment | undefined, source: string): string | undefined {
  const releases = RELEASES.get(String(key)) ?? [];
  const named =
    [...releases].reverse().find((release) => release.replace(/^v/, '').startsWith(`${source}.`)) ?? releases.at(-1);
  return named === undefined ? undefined : `name the whole release, such as ${named}`;
}

function fixForType(
  wanted: readonly string[],
  value: unknown,
  source: string | undefined,
  key: PathSegment | undefined,
): string | undefined {
  const release = typeof value === 'number' ? fixForRelease(key, source ?? String(value)) : undefined;
  if (release !== undefined) {
    return release;
  }
  const isQuoted =
    typeof value === 'string' &&
    ((wanted.includes('integer') && /^-?\d+$/.test(value)) ||
      (wanted.includes('boolean') && /^(?:true|false)$/.test(value)));
  if (isQuoted) {
    return `remove the quotes: ${value}`;
  }
  if (wanted.includes('string') && ['number', 'boolean'].includes(typeof value)) {
    return `put it in quotes: ${JSON.stringify(source ?? String(value))}`;
  }
  if (wanted.includes('boolean') && typeof value === 'string' && /^(?:yes|no|on|off|y|n)$/i.test(value)) {
    return `write ${/^(?:y|yes|on)$/i.test(value) ? 'true' : 'false'}: YAML 1.2 knows no other word for it`;
  }
  if (wanted.includes('array') && asMap(value) === undefined && value !== null) {
    return 'begin each item of the list with "- "';
  }
  if (value === null) {
    return wanted.includes('object')
      ? 'write {} for a map without keys, or remove the key'
      : 'give it a value, or remove the key';
  }
  return undefined;
}

type Finding = Pick<Diagnostic, 'message' | 'fix'>;

/** How many keys a person still reads through. */
const MOST_KEYS = 12;

/** Finds where below a map a key is known, nearest first: "replicas" is one of "deployment". */
function findBelow(schema: unknown, key: string): string | undefined {
  let level: { readonly path: string; readonly schema: unknown }[] = [{ path: '', schema }];
  while (level.length > 0) {
    const next = level.flatMap((entry) =>
      Object.entries(asMap(read(entry.schema, 'properties')) ?? {}).map(([name, child]) => ({
        path: `${entry.path}${name}.`,
        schema: child,
      })),
    );
    const found = next.find(({ path }) => path.endsWith(`.${key}.`));
    if (found !== undefined) {
      return found.path.slice(0, -1);
    }
    level = next;
  }
  return undefined;
}

function sameButForCase(word: string, words: readonly string[]): string | undefined {
  return words.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
}

function findUnknownKey(error: ErrorObject): Finding {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys(asMap(read(error.parentSchema, 'properties')) ?? {}).sort(compareStrings);
  const likely = sameButForCase(key, known) ?? suggest(key, known)[0] ?? findBelow(error.parentSchema, key);
  const list =
    known.length <= MOST_KEYS
      ? `known are ${known.join(', ')}`
      : 'all keys that are known stand in schema/fleet.schema.json';
  return {
    message: `${JSON.stringify(key)} is no key that is known here`,
    fix: likely === undefined ? list : `did you mean ${JSON.stringify(likely)}?`,
  };
}

function findWrongType(error: ErrorObject, source: string | undefined, key: PathSegment | undefined): Finding {
  const wanted = [error.params['type'] as string | readonly string[]].flat();
  return {
    message: `must be ${wanted.map((type) => TYPES[type] ?? type).join(' or ')}, but is ${describeValue(error.data, source)}`,
    fix: fixForType(wanted, error.data, source, key),
  };
}

function findInvalidValue(error: ErrorObject, source: string | undefined): Finding {
  const value = describeValue(error.data, source);
  if (error.keyword !== 'enum') {
    return { message: `${value} is not allowed: it ${error.message}` };
  }
  const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
  const likely = sameButForCase(String(error.data), allowed) ?? suggest(String(error.data), allowed)[0];
  return {
    message: `${value} is not allowed: must be ${allowed.length === 1 ? '' : 'one of '}${allowed.map((word) => JSON.stringify(word)).join(', ')}`,
    fix: likely === undefined ? undefined : `did you mean ${JSON.stringify(likely)}?`,
  };
}

function toDiagnostic(error: ErrorObject, document: YamlDocument, root: readonly PathSegment[]): Diagnostic {
  const path = [...root, ...toPath(read(document.value, ...root), error.instancePath)];
  const source = document.sourceOf(path);
  switch (error.keyword) {
    case 'additionalProperties': {
      const keyPath = [...path, String(error.params['additionalProperty'])];
      return diagnose(UNKNOWN_KEY, {
        path: formatPath(keyPath),
        ...findUnknownKey(error),
        ...document.locateKey(keyPath),
      });
    }
    case 'required': {
      const key = String(error.params['missingProperty']);
      const where = path.length === 0 ? 'this file' : JSON.stringify(formatPath(path));
      return diagnose(MISSING_KEY, {
        path: formatPath([...path, key]),
        message: `${JSON.stringify(key)} is missing in ${where}`,
        fix: 'add it',
        ...document.locateKey(path),
      });
    }
    case 'type':
      return diagnose(WRONG_TYPE, {
        path: formatPath(path),
        ...findWrongType(error, source, path.at(-1)),
        ...document.locate(path),
      });
    default:
      return diagnose(INVALID_VALUE, {
        path: formatPath(path),
        ...findInvalidValue(error, source),
        ...document.locate(path),
      });
  }
}

/**
 * Says what in a document does not fit the schema of fleet files.
 *
 * @param part what the document, or the part of it, should be
 * @param document the document
 * @param root where in the document the part is
 */
export function validateFleetPart(
  part: FleetSchemaPart,
  document: YamlDocument,
  root: readonly PathSegment[] = [],
): Diagnostic[] {
  const validate = validatorOf(part);
  if (validate(read(document.value, ...root))) {
    return [];
  }
  const errors = validate.errors ?? [];
  const mistyped = new Set(errors.flatMap((error) => (error.keyword === 'type' ? [error.instancePath] : [])));
  // "if" only says that the branch which follows has findings of its own, and no value of another type is one of those allowed.
  return errors
    .filter(({ keyword, instancePath }) => keyword !== 'if' && !(keyword === 'enum' && mistyped.has(instancePath)))
    .slice(0, MAX_FINDINGS)
    .map((error) => toDiagnostic(error, document, root));
}
