import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CrdSchema, envoyGatewaySchemas, gatewayApiSchemas, kamajiSchemas } from '../../imports/schemas';
import { FieldError, FieldValidation, SchemaSet } from '../../src/admission';
import { KubeObject, PathSegment, parsePath } from '../../src/objects';

/** An error that a case expects; `message` is a part of the API server's message. */
export interface ExpectedError extends Pick<FieldError, 'type' | 'field'> {
  readonly message?: string;
}

/** One verdict that was written down by hand, from the rule it is about. */
export interface AdmissionCase {
  readonly file: string;
  readonly name: string;
  /** Folder under `imports/crds` whose CRDs are installed. */
  readonly snapshot: string;
  readonly object: KubeObject;
  readonly old?: KubeObject;
  readonly fieldValidation: FieldValidation;
  readonly expect: {
    readonly accepted: boolean;
    readonly errors: readonly ExpectedError[];
    readonly unknownFields: readonly string[];
    /** Values of the defaulted object, by path; null stands for a missing one. */
    readonly defaulted: Readonly<Record<string, unknown>>;
  };
}

type Changes = Readonly<Record<string, unknown>>;

interface CaseEntry {
  readonly name: string;
  readonly snapshot?: string;
  readonly base?: string;
  readonly object?: KubeObject;
  readonly set?: Changes;
  readonly old?: KubeObject;
  readonly oldSet?: Changes;
  readonly fieldValidation?: FieldValidation;
  readonly accepted?: boolean;
  readonly errors?: readonly ExpectedError[];
  readonly unknownFields?: readonly string[];
  readonly defaulted?: Readonly<Record<string, unknown>>;
}

interface CaseFile {
  readonly snapshot: string;
  /** Objects that cases start from; the first one unless a case says otherwise. */
  readonly bases: Readonly<Record<string, KubeObject>>;
  readonly cases: readonly CaseEntry[];
}

function put(container: unknown, [first, ...rest]: readonly PathSegment[], value: unknown): unknown {
  if (first === undefined) {
    return value;
  }
  if (typeof first === 'number') {
    const list: unknown[] = Array.isArray(container) ? [...container] : [];
    list[first] = put(list[first], rest, value);
    return list;
  }
  const map: Record<string, unknown> = typeof container === 'object' ? { ...container } : {};
  const changed = put(map[first], rest, value);
  if (changed === null && rest.length === 0) {
    delete map[first];
    return map;
  }
  return { ...map, [first]: changed };
}

/** Makes a text of a length that nobody wants to count: `{ repeat: a, times: 64 }`. */
function expand(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(expand);
  }
  const map = value as Readonly<Record<string, unknown>>;
  if (typeof map['repeat'] === 'string' && typeof map['times'] === 'number') {
    return map['repeat'].repeat(map['times']);
  }
  return Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, expand(inner)]));
}

/** Changes values of an object by path; null removes one. */
function change(object: KubeObject, changes: Changes = {}): KubeObject {
  return Object.entries(changes).reduce<unknown>(
    (result, [path, value]) => put(result, parsePath(path), expand(value)),
    object,
  ) as KubeObject;
}

function toCase(file: string, { snapshot, bases }: CaseFile, entry: CaseEntry): AdmissionCase {
  const base = entry.object ?? (entry.base === undefined ? Object.values(bases)[0] : bases[entry.base]);
  if (base === undefined) {
    throw new Error(`${file}: case "${entry.name}" starts from an object that is not there`);
  }
  const old = entry.old ?? (entry.oldSet === undefined ? undefined : change(base, entry.oldSet));
  const errors = entry.errors ?? [];
  return {
    file,
    name: entry.name,
    snapshot: entry.snapshot ?? snapshot,
    object: change(base, entry.set),
    ...(old === undefined ? {} : { old }),
    fieldValidation: entry.fieldValidation ?? 'strict',
    expect: {
      accepted: entry.accepted ?? errors.length === 0,
      errors,
      unknownFields: entry.unknownFields ?? [],
      defaulted: entry.defaulted ?? {},
    },
  };
}

const FOLDER = join(__dirname, 'cases');

/** Reads all cases, file by file. */
export function readCases(): AdmissionCase[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => {
      const file = parse(readFileSync(join(FOLDER, name), 'utf8'), { merge: true }) as CaseFile;
      return file.cases.map((entry) => toCase(name, file, entry));
    });
}

/** Reads the CRDs of a folder under `imports/crds`, `gateway-api/v1.6.1/standard` for example. */
export function readSnapshot(snapshot: string): readonly CrdSchema[] {
  const [project, release = '', channel = ''] = snapshot.split('/');
  switch (project) {
    case 'gateway-api':
      return gatewayApiSchemas(release, channel);
    case 'kamaji':
      return kamajiSchemas(release);
    default:
      return envoyGatewaySchemas(release);
  }
}

const sets = new Map<string, SchemaSet>();

/** The schemas that a case is judged by. */
export function schemasOf({ snapshot }: AdmissionCase): SchemaSet {
  const set = sets.get(snapshot) ?? SchemaSet.of(readSnapshot(snapshot));
  sets.set(snapshot, set);
  return set;
}
