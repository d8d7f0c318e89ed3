import { asList, asMap, asString } from '../../objects';
import { INTEGER_RANGES, stringFormat } from './formats';
import { applyDefaults } from './normalize';
import { compilePattern } from './patterns';
import { NumberLimits, SchemaNode, StringLimits, ValidationRule } from './schema-node';

type Keywords = Readonly<Record<string, unknown>>;

/** Keywords that change no verdict. */
const IGNORED = new Set(['description', 'title', 'example', 'externalDocs']);

/** Keywords that may stand anywhere. */
const VALUE_KEYWORDS = new Set([
  'type',
  'format',
  'enum',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'required',
  'properties',
  'items',
  'additionalProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
]);

/** Keywords that a structural schema allows on its spine only, never inside a condition. */
const SPINE_KEYWORDS = new Set([
  'default',
  'nullable',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
]);

const RULE_KEYWORDS = new Set(['rule', 'message', 'reason', 'fieldPath']);
const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);
const LIST_TYPES = new Set(['atomic', 'set', 'map']);

/** Thrown where a schema holds something that the engine does not know: better no verdict than a wrong one. */
export class UnsupportedSchemaError extends Error {
  public constructor(path: string, problem: string) {
    super(`schema at ${path === '' ? 'its root' : path}: ${problem}`);
    this.name = 'UnsupportedSchemaError';
  }
}

function checkKeywords(keywords: Keywords, spine: boolean, path: string): void {
  for (const keyword of Object.keys(keywords)) {
    const known = VALUE_KEYWORDS.has(keyword) || IGNORED.has(keyword) || (spine && SPINE_KEYWORDS.has(keyword));
    if (!known) {
      throw new UnsupportedSchemaError(
        path,
        `unknown keyword ${JSON.stringify(keyword)}${spine ? '' : ' in a condition'}`,
      );
    }
  }
}

function readNumber(keywords: Keywords, name: string, path: string): number | undefined {
  const value = keywords[name];
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) {
    return value;
  }
  throw new UnsupportedSchemaError(path, `${name} has to be a number, not ${JSON.stringify(value)}`);
}

function numberLimits(keywords: Keywords, types: readonly string[], path: string): NumberLimits | undefined {
  const minimum = readNumber(keywords, 'minimum', path);
  const maximum = readNumber(keywords, 'maximum', path);
  const multipleOf = readNumber(keywords, 'multipleOf', path);
  // Only a value of exactly one numeric type has the range of that type.
  const integer = types.length === 1 && types[0] === 'integer';
  const format = integer ? (asString(keywords['format']) ?? 'int64') : undefined;
  const range = INTEGER_RANGES.get(format ?? '');
  for (const limit of [minimum, maximum]) {
    if (limit !== undefined && range !== undefined && (limit < range[0] || limit > range[1])) {
      throw new UnsupportedSchemaError(path, `limit ${limit} is outside the range of ${format}`);
    }
  }
  if (multipleOf !== undefined && multipleOf <= 0) {
    throw new UnsupportedSchemaError(path, `multipleOf has to be positive, not ${multipleOf}`);
  }
  if (minimum === undefined && maximum === undefined && multipleOf === undefined && format === undefined) {
    return undefined;
  }
  return {
    minimum,
    exclusiveMinimum: keywords['exclusiveMinimum'] === true,
    maximum,
    exclusiveMaximum: keywords['exclusiveMaximum'] === true,
    multipleOf,
    format,
  };
}

function stringLimits(keywords: Keywords, format: string, path: string): StringLimits | undefined {
  const patternSource = asString(keywords['pattern']) ?? '';
  const minLength = readNumber(keywords, 'minLength', path);
  const maxLength = readNumber(keywords, 'maxLength', path);
  const check = stringFormat(format);
  if (patternSource === '' && minLength === undefined && maxLength === undefined && check === undefined) {
    return undefined;
  }
  try {
    const pattern = patternSource === '' ? undefined : compilePattern(patternSource);
    return { minLength, maxLength, pattern, patternSource, format: check };
  } catch (error) {
    throw new UnsupportedSchemaError(path, `pattern ${JSON.stringify(patternSource)}: ${String(error)}`);
  }
}

function readFormat(keywords: Keywords, types: readonly string[], path: string): string {
  const format = asString(keywords['format']) ?? '';
  const known = types[0] === 'integer' ? INTEGER_RANGES.has(format) : stringFormat(format) !== undefined;
  if (format !== '' && !(known && types.length <= 1)) {
    throw new UnsupportedSchemaError(
      path,
      `unknown format ${JSON.stringify(format)} of ${types.join(' or ') || 'any type'}`,
    );
  }
  return format;
}

function readRules(keywords: Keywords, path: string): ValidationRule[] {
  return asList(keywords['x-kubernetes-validations']).map((value) => {
    const rule = asMap(value) ?? {};
    const unknown = Object.keys(rule).find((keyword) => !RULE_KEYWORDS.has(keyword));
    const text = asString(rule['rule']);
    if (unknown !== undefined || text === undefined) {
      throw new UnsupportedSchemaError(
        path,
        `rule with ${unknown === undefined ? 'no text' : `unknown keyword "${unknown}"`}`,
      );
    }
    return {
      rule: text,
      message: asString(rule['message']),
      reason: asString(rule['reason']),
      fieldPath: asString(rule['fieldPath']),
    };
  });
}

function compileAll(value: unknown, spine: boolean, path: string): SchemaNode[] {
  return asList(value).map((schema, i) => compileNode(schema, spine, `${path}[${i}]`));
}

function compileProperties(keywords: Keywords, spine: boolean, path: string): ReadonlyMap<string, SchemaNode> {
  const properties = asMap(keywords['properties']) ?? {};
  return new Map(
    Object.keys(properties).map((name) => [name, compileNode(properties[name], spine, `${path}.${name}`)]),
  );
}

function compileAdditional(keywords: Keywords, spine: boolean, path: string): SchemaNode | undefined {
  const additional = keywords['additionalProperties'];
  if (additional === undefined) {
    return undefined;
  }
  if (asMap(additional) === undefined) {
    throw new UnsupportedSchemaError(
      path,
      `additionalProperties has to be a schema, not ${JSON.stringify(additional)}`,
    );
  }
  return compileNode(additional, spine, `${path}{*}`);
}

function readTypes(keywords: Keywords, path: string): readonly string[] {
  if (keywords['x-kubernetes-int-or-string'] === true) {
    return ['integer', 'string'];
  }
  const type = keywords['type'];
  if (type === undefined) {
    return [];
  }
  if (typeof type !== 'string' || !TYPES.has(type)) {
    throw new UnsupportedSchemaError(path, `unknown type ${JSON.stringify(type)}`);
  }
  return [type];
}

function readListType(keywords: Keywords, items: SchemaNode | undefined, path: string): string {
  const listType = asString(keywords['x-kubernetes-list-type']) ?? '';
  if (listType !== '' && !LIST_TYPES.has(listType)) {
    throw new UnsupportedSchemaError(path, `unknown list type ${JSON.stringify(listType)}`);
  }
  const keys = asList(keywords['x-kubernetes-list-map-keys']);
  if (listType === 'map' && (keys.length === 0 || items?.type !== 'object')) {
    throw new UnsupportedSchemaError(path, 'a list of type map needs keys and objects');
  }
  return listType;
}

function requireSpineType(node: SchemaNode, path: string): void {
  if (node.type === undefined && !node.intOrString && !node.preserveUnknown) {
    throw new UnsupportedSchemaError(path, 'a type is missing');
  }
  if (node.type === 'array' && node.items === undefined) {
    throw new UnsupportedSchemaError(path, 'an array needs items');
  }
}

function compileNode(schema: unknown, spine: boolean, path: string): SchemaNode {
  const keywords = asMap(schema);
  if (keywords === undefined) {
    throw new UnsupportedSchemaError(path, `has to be an object, not ${JSON.stringify(schema)}`);
  }
  checkKeywords(keywords, spine, path);
  const types = readTypes(keywords, path);
  const format = readFormat(keywords, types, path);
  const properties = compileProperties(keywords, spine, path);
  const additional = compileAdditional(keywords, spine, path);
  const items = keywords['items'] === undefined ? undefined : compileNode(keywords['items'], spine, `${path}[*]`);
  const rules = readRules(keywords, path);
  const listType = readListType(keywords, items, path);
  const children = [...properties.values(), additional, items].filter((child) => child !== undefined);
  const node: SchemaNode = {
    type: asString(keywords['type']),
    types,
    nullable: keywords['nullable'] === true,
    intOrString: keywords['x-kubernetes-int-or-string'] === true,
    preserveUnknown: keywords['x-kubernetes-preserve-unknown-fields'] === true,
    format,
    properties,
    additional,
    items,
    required: asList(keywords['required']).filter((name) => typeof name === 'string'),
    enumeration: keywords['enum'] === undefined ? undefined : asList(keywords['enum']),
    numbers: numberLimits(keywords, types, path),
    strings: stringLimits(keywords, format, path),
    minItems: readNumber(keywords, 'minItems', path),
    maxItems: readNumber(keywords, 'maxItems', path),
    minProperties: readNumber(keywords, 'minProperties', path),
    maxProperties: readNumber(keywords, 'maxProperties', path),
    allOf: compileAll(keywords['allOf'], false, `${path}/allOf`),
    anyOf: compileAll(keywords['anyOf'], false, `${path}/anyOf`),
    oneOf: compileAll(keywords['oneOf'], false, `${path}/oneOf`),
    not: keywords['not'] === undefined ? undefined : compileNode(keywords['not'], false, `${path}/not`),
    listType,
    listMapKeys: asList(keywords['x-kubernetes-list-map-keys']).filter((name) => typeof name === 'string'),
    rules,
    defaultValue: keywords['default'],
    defaulted: [...properties].filter(([, property]) => property.defaultValue !== undefined).map(([name]) => name),
    flags: {
      rules: rules.length > 0 || children.some((child) => child.flags.rules),
      keyedLists: listType === 'map' || listType === 'set' || children.some((child) => child.flags.keyedLists),
    },
  };
  if (spine) {
    requireSpineType(node, path);
  }
  // The default of a field may lack defaults of its own fields; they are filled in once, here.
  return node.defaultValue === undefined ? node : { ...node, defaultValue: applyDefaults(node.defaultValue, node) };
}

/**
 * Compiles the `openAPIV3Schema` of one version of a CRD.
 *
 * @throws UnsupportedSchemaError where it holds a keyword, type, format or pattern that the engine does not know
 */
export function compileSchema(schema: unknown): SchemaNode {
  return compileNode(schema, true, '');
}
