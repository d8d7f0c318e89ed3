import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { formatPath, KubeObject, PathSegment, refOf } from '../objects';
import { FieldValidation, NOT_CHECKED } from './admit';
import { FieldError, FieldErrorType, Verdict, WHOLE_OBJECT } from './verdict';

/** Each kind of error that the API server makes, by its own constant. */
const ERROR_CODES: Readonly<Record<FieldErrorType, CodeDefinition>> = {
  FieldValueRequired: error('field-value-required', 'A field that has to be there is missing'),
  FieldValueInvalid: error('field-value-invalid', 'A value breaks a pattern, a limit or a rule of its schema'),
  FieldValueTypeInvalid: error('field-value-type-invalid', 'A value has another type than its schema wants'),
  FieldValueNotSupported: error('field-value-not-supported', 'A value, version or kind is none of those that exist'),
  FieldValueTooLong: error('field-value-too-long', 'A text is longer than its schema allows'),
  FieldValueTooMany: error('field-value-too-many', 'A list or map has more entries than its schema allows'),
  FieldValueDuplicate: error('field-value-duplicate', 'A list holds an entry twice that has to be unique'),
  FieldValueForbidden: error('field-value-forbidden', 'A field must not be set here'),
};

/** A field that the schema of the target platform does not know. */
export const UNKNOWN_FIELD: CodeDefinition = error(
  'unknown-field',
  'A field that the target release does not know: kubectl refuses it, and the API server would drop it silently',
);

/** What the verdict cannot speak about. */
export const ADMISSION_WARNING: CodeDefinition = {
  code: 'admission-warning',
  severity: Severity.WARNING,
  title: 'The kind of an object is not known here, or a part of it may be dropped by the API server',
};

/** A default that shows up as a difference in a GitOps tool. */
export const LIST_DEFAULT_MISSING: CodeDefinition = {
  code: 'list-default-missing',
  severity: Severity.WARNING,
  title:
    'The API server would add a default inside a list, which Argo CD with structured-merge diff shows as drift for ever',
};

/** Every code that admission gives. */
export const ADMISSION_CODES: readonly CodeDefinition[] = [
  ...Object.values(ERROR_CODES),
  UNKNOWN_FIELD,
  ADMISSION_WARNING,
  LIST_DEFAULT_MISSING,
];

function error(code: string, title: string): CodeDefinition {
  return { code, severity: Severity.ERROR, title };
}

/** The API server forgets the path of this error, though its text names it. */
const FORGOTTEN_PATH = /Checked value must be of type integer with format \w+ in (\S+)$/;

/** Returns the path of an error as every other one is written: those about the scale of an object begin with a dot. */
function pathOf({ field, detail }: FieldError): string | undefined {
  return field === WHOLE_OBJECT ? FORGOTTEN_PATH.exec(detail)?.[1] : field.replace(/^\./, '');
}

/** Says what is wrong with an object in the API server's words, each finding with its path. */
export function diagnoseVerdict(
  object: KubeObject,
  verdict: Verdict,
  fieldValidation: FieldValidation = 'strict',
): Diagnostic[] {
  const ref = refOf(object);
  // That more may be wrong once the rest is right is no news to whoever mends the rest.
  const own = verdict.errors.filter(({ detail }) => detail !== NOT_CHECKED.detail);
  const named = new Set(own.map(({ field }) => field.replace(/^\./, '')));
  const errors = own.flatMap((one) => {
    const path = pathOf(one);
    // A number that is too large for its format is told once, by the error that has its value.
    if (one.field === WHOLE_OBJECT && path !== undefined && named.has(path)) {
      return [];
    }
    return [
      diagnose(ERROR_CODES[one.type], { object: ref, ...(path === undefined ? {} : { path }), message: one.detail }),
    ];
  });
  const unknown = fieldValidation === 'ignore' ? [] : verdict.unknownFields;
  return [
    ...errors,
    ...unknown.map((path) => {
      const near = verdict.nearFields.get(path);
      return diagnose(UNKNOWN_FIELD, {
        ...(fieldValidation === 'strict' ? {} : { severity: Severity.WARNING }),
        object: ref,
        path,
        message: `unknown field "${path}"`,
        fix:
          near === undefined
            ? 'correct its name, remove it, or target a release that has it'
            : `did you mean "${near}"? Otherwise remove it, or target a release that has it`,
      });
    }),
    ...verdict.warnings.map((message) => diagnose(ADMISSION_WARNING, { object: ref, message })),
  ];
}

function findAdded(before: unknown, after: unknown, path: readonly PathSegment[], inList: boolean): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return after.flatMap((element, i) => findAdded(before[i], element, [...path, i], true));
  }
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) {
    return [];
  }
  return Object.entries(after).flatMap(([key, value]) => {
    const below = [...path, key];
    if (!Object.hasOwn(before, key)) {
      return inList ? [formatPath(below)] : [];
    }
    return findAdded((before as Record<string, unknown>)[key], value, below, inList);
  });
}

/** Finds the defaults that the API server would add inside a list; maps outside of lists may lack theirs, as nobody compares those. */
export function checkListDefaults(object: KubeObject, defaulted: KubeObject): Diagnostic[] {
  return findAdded(object['spec'], defaulted['spec'], ['spec'], false).map((path) =>
    diagnose(LIST_DEFAULT_MISSING, {
      object: refOf(object),
      path,
      message: `the API server adds a default at ${path}, inside a list that is compared as a whole`,
      fix: 'write the default',
    }),
  );
}
