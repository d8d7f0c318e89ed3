import { admit, FieldValidation, SchemaSet } from '../../src/admission';
import { BUILT_IN_KINDS } from '../../src/admission/built-in';
import { asList, asMap, asString, compareStrings, groupOf, isPlainMap, KubeObject, read } from '../../src/objects';
import { Answer } from './harness/client';
import { Cluster } from './harness/cluster';

/** What is judged: an object that is created, or one that replaces another. */
export interface Question {
  readonly object: KubeObject;
  readonly old?: KubeObject;
  readonly fieldValidation: FieldValidation;
}

/** A verdict in the form in which two can be compared; what one side does not say is left out. */
export interface Opinion {
  readonly accepted: boolean;
  /** Type and field of each error, sorted. */
  readonly errors?: readonly string[];
  readonly unknownFields?: readonly string[];
  /** The object as it would be stored. */
  readonly defaulted?: KubeObject;
  /** What was said, for a person. */
  readonly message?: string;
}

/** Says what src/admission says. */
export function ourOpinion({ object, old, fieldValidation }: Question, schemas: SchemaSet): Opinion {
  const { accepted, errors, unknownFields, defaulted } = admit(object, schemas, { old, fieldValidation });
  return {
    accepted,
    errors: sortedSet(errors.map(({ type, field }) => `${type} ${field}`)),
    unknownFields: sortedSet(unknownFields),
    // Of built-in kinds src/admission knows what matters for its checks, and not all the server's defaults.
    ...(isBuiltIn(object) ? {} : { defaulted: withoutServerFields(defaulted) }),
    message: errors.map(({ field, detail }) => `${field}: ${detail}`).join('\n'),
  };
}

function isBuiltIn({ apiVersion }: KubeObject): boolean {
  return BUILT_IN_KINDS.some(({ group }) => group === groupOf(String(apiVersion)));
}

const FIELD_VALIDATION: Readonly<Record<FieldValidation, string>> = {
  strict: 'Strict',
  warn: 'Warn',
  ignore: 'Ignore',
};

/** Asks the API server with a dry run. */
export async function serverOpinion({ object, old, fieldValidation }: Question, cluster: Cluster): Promise<Opinion> {
  const { client } = cluster;
  const kind = asString(object['kind']) ?? '';
  if ((await client.resource(asString(object['apiVersion']) ?? '', kind)) === undefined) {
    return { accepted: false, message: `the API server does not serve this version of ${kind}` };
  }
  const query = `?dryRun=All&fieldValidation=${FIELD_VALIDATION[fieldValidation]}`;
  if (old === undefined) {
    const answer = await client.send('POST', (await client.collectionPath(object)) + query, { body: object });
    return toOpinion(answer, fieldValidation);
  }
  const resourceVersion = await cluster.store(old);
  try {
    const body = { ...object, metadata: { resourceVersion, ...asMap(object['metadata']) } };
    return toOpinion(await client.send('PUT', (await client.objectPath(old)) + query, { body }), fieldValidation);
  } finally {
    await cluster.unstore(old);
  }
}

/** Of more warnings the API server drops some, or cuts them short. */
const WARNINGS_KEPT = 3800;

const UNKNOWN_FIELD = /unknown field "((?:[^"\\]|\\.)*)"/g;

function unknownFieldsIn(text: string): string[] {
  return [...text.matchAll(UNKNOWN_FIELD)].map(([, path = '']) => JSON.parse(`"${path}"`) as string);
}

function toOpinion({ status, body, warnings }: Answer, fieldValidation: FieldValidation): Opinion {
  const message = asString(body['message']);
  // Unless told to warn the server says nothing of unknown fields of what it accepts.
  const tellsAll = fieldValidation === 'warn' && warnings.join('').length < WARNINGS_KEPT;
  const named = tellsAll ? { unknownFields: sortedSet(warnings.flatMap(unknownFieldsIn)) } : {};
  if (status < 300) {
    return { accepted: true, errors: [], ...named, defaulted: withoutServerFields(body) };
  }
  if (status === 422) {
    const causes = asList(read(body, 'details', 'causes')).map(
      (cause) => `${asString(read(cause, 'reason'))} ${asString(read(cause, 'field'))}`,
    );
    return { accepted: false, errors: sortedSet(causes), ...named, message };
  }
  if (status === 400 && message?.includes('strict decoding error')) {
    return { accepted: false, unknownFields: sortedSet(unknownFieldsIn(message)), message };
  }
  // Words of other layers of the server: the object could not be read, or its namespace cannot be.
  return { accepted: false, message: `${status} ${message}` };
}

function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareStrings);
}

/** Metadata that the server makes up, or keeps for itself. */
const SERVER_FIELDS = ['creationTimestamp', 'managedFields', 'resourceVersion', 'uid', 'generation'];

/** Leaves out what is the server's own; its defaults in a status come back after the status was dropped. */
function withoutServerFields({ status: _, ...object }: KubeObject): KubeObject {
  const metadata = Object.fromEntries(
    Object.entries(asMap(object['metadata']) ?? {}).filter(([name]) => !SERVER_FIELDS.includes(name)),
  );
  if (metadata['generateName'] !== undefined) {
    delete metadata['name'];
  }
  return { ...object, metadata };
}

/** Says in which points two opinions differ, as far as both have one. */
export function differences(ours: Opinion, theirs: Opinion): string[] {
  const points = ['accepted', 'errors', 'unknownFields', 'defaulted'] as const;
  return points.filter((point) => {
    // A refused object is not shown by the server, so there is nothing to compare.
    const said = ours[point] !== undefined && theirs[point] !== undefined;
    return said && canonical(ours[point]) !== canonical(theirs[point]);
  });
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isPlainMap(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareStrings(a, b))) : part,
  );
}

/** Writes a disagreement in full. */
export function describeDisagreement(title: string, question: Question, ours: Opinion, theirs: Opinion): string {
  const points = differences(ours, theirs);
  const lines = [
    `${title}: src/admission and the API server differ in ${points.join(', ')}`,
    `object ${JSON.stringify(question.object)}`,
    ...(question.old === undefined ? [] : [`old ${JSON.stringify(question.old)}`]),
    `src/admission: ${describeOpinion(ours, points)}`,
    `API server: ${describeOpinion(theirs, points)}`,
  ];
  return lines.join('\n');
}

function describeOpinion(opinion: Opinion, points: readonly string[]): string {
  const shown = points.includes('defaulted') ? `\n  defaulted ${canonical(opinion.defaulted)}` : '';
  const unknown = opinion.unknownFields?.length ? `\n  unknown fields ${opinion.unknownFields.join(', ')}` : '';
  const errors = opinion.errors?.length ? `\n  ${opinion.errors.join('\n  ')}` : '';
  const message = opinion.message ? `\n  ${opinion.message.replaceAll('\n', '\n  ')}` : '';
  return `${opinion.accepted ? 'accepted' : 'refused'}${errors}${unknown}${message}${shown}`;
}
