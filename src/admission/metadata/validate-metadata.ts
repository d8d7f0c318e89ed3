import { asList, asMap, asNumber, asString } from '../../objects';
import { equalJson } from '../schema/correlation';
import { FieldError, FieldErrorType, fieldError, OMITTED } from '../verdict';
import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isPathSegment,
  isQualifiedName,
} from './names';

/** What names of a kind have to be. */
export type NameRule = 'dns-1123-subdomain' | 'dns-1123-label' | 'dns-1035-label' | 'path-segment';

const NAME_RULES: Readonly<Record<NameRule, (name: string) => string[]>> = {
  'dns-1123-subdomain': isDns1123Subdomain,
  'dns-1123-label': isDns1123Label,
  'dns-1035-label': isDns1035Label,
  'path-segment': isPathSegment,
};

/** What the metadata of a kind have to be. */
export interface MetadataRules {
  readonly nameRule: NameRule;
  /** Whether objects live in a namespace; undefined where nobody knows. */
  readonly namespaced: boolean | undefined;
}

type Metadata = Readonly<Record<string, unknown>>;

/** The API server appends five characters to a generated name and cuts what is too long for that. */
const GENERATED_SUFFIX = 'xxxxx';
const MAX_GENERATED_BASE = 58;

const MAX_ANNOTATION_BYTES = 256 * 1024;

function invalid(field: string, value: unknown, problems: readonly string[]): FieldError[] {
  return problems.map((problem) => fieldError(FieldErrorType.INVALID, `metadata.${field}`, value, problem));
}

/** A generated name may end with a dash, as more follows. */
function maskDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

function validateName(metadata: Metadata, rule: NameRule): FieldError[] {
  const check = NAME_RULES[rule];
  const base = asString(metadata['generateName']) ?? '';
  const generated = base === '' ? '' : `${base.slice(0, MAX_GENERATED_BASE)}${GENERATED_SUFFIX}`;
  const name = asString(metadata['name']) ?? generated;
  const errors = base === '' ? [] : invalid('generateName', base, check(maskDash(base)));
  if (name === '') {
    return [fieldError(FieldErrorType.REQUIRED, 'metadata.name', OMITTED, 'name or generateName is required')];
  }
  return [...errors, ...invalid('name', name, check(name))];
}

function validateLabels(metadata: Metadata): FieldError[] {
  return Object.entries(asMap(metadata['labels']) ?? {}).flatMap(([key, value]) => [
    ...invalid('labels', key, isQualifiedName(key)),
    ...invalid('labels', value, isLabelValue(String(value))),
  ]);
}

function validateAnnotations(metadata: Metadata): FieldError[] {
  const annotations = Object.entries(asMap(metadata['annotations']) ?? {});
  const errors = annotations.flatMap(([key]) => invalid('annotations', key, isQualifiedName(key.toLowerCase())));
  const size = annotations.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  if (size > MAX_ANNOTATION_BYTES) {
    const detail = `may not be more than ${MAX_ANNOTATION_BYTES} bytes`;
    errors.push(fieldError(FieldErrorType.TOO_LONG, 'metadata.annotations', OMITTED, detail));
  }
  return errors;
}

const OWNER_FIELDS: readonly (readonly [string, string])[] = [
  ['apiVersion', 'version must not be empty'],
  ['kind', 'must not be empty'],
  ['name', 'must not be empty'],
  ['uid', 'must not be empty'],
];

function validateOwners(metadata: Metadata): FieldError[] {
  const owners = asList(metadata['ownerReferences']).map((owner) => asMap(owner) ?? {});
  // The API server does not say which owner it means.
  const errors = owners.flatMap((owner) =>
    OWNER_FIELDS.filter(([name]) => (asString(owner[name]) ?? '') === '').flatMap(([name, problem]) =>
      invalid(`ownerReferences.${name}`, '', [problem]),
    ),
  );
  const controllers = owners.filter((owner) => owner['controller'] === true);
  if (controllers.length > 1) {
    errors.push(...invalid('ownerReferences', owners, ['Only one reference can have Controller set to true']));
  }
  return errors;
}

function validateFinalizers(metadata: Metadata): FieldError[] {
  const finalizers = asList(metadata['finalizers']);
  const errors = finalizers.flatMap((name) => invalid('finalizers', name, isQualifiedName(String(name))));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(...invalid('finalizers', finalizers, ['finalizer orphan and foregroundDeletion cannot be both set']));
  }
  return errors;
}

function validateCommon(metadata: Metadata, namespaced: boolean | undefined): FieldError[] {
  const namespace = asString(metadata['namespace']) ?? '';
  const generation = asNumber(metadata['generation']) ?? 0;
  return [
    ...(namespaced === false || namespace === '' ? [] : invalid('namespace', namespace, isDns1123Label(namespace))),
    ...(generation < 0 ? invalid('generation', generation, ['must be greater than or equal to 0']) : []),
    ...validateLabels(metadata),
    ...validateAnnotations(metadata),
    ...validateOwners(metadata),
    ...validateFinalizers(metadata),
  ];
}

/** Validates the metadata of an object that is created. */
export function validateMetadata(metadata: Metadata, rules: MetadataRules): FieldError[] {
  return [...validateName(metadata, rules.nameRule), ...validateCommon(metadata, rules.namespaced)];
}

/** What nobody may change. */
const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

/** Validates the metadata of an object that replaces an old one. The name was valid once, so its rule is not applied again. */
export function validateUpdatedMetadata(metadata: Metadata, old: Metadata, rules: MetadataRules): FieldError[] {
  const errors = validateMetadata(metadata, { ...rules, nameRule: 'path-segment' });
  const oldFinalizers = asList(old['finalizers']);
  const added = asList(metadata['finalizers']).filter((name) => !oldFinalizers.includes(name));
  if (old['deletionTimestamp'] !== undefined && added.length > 0) {
    const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`;
    errors.push(fieldError(FieldErrorType.FORBIDDEN, 'metadata.finalizers', OMITTED, detail));
  }
  const changed = IMMUTABLE.filter((name) => !equalJson(metadata[name], old[name]));
  return [...errors, ...changed.flatMap((name) => invalid(name, metadata[name], ['field is immutable']))];
}
