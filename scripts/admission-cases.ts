import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { GATEWAY_API_SNAPSHOTS, gatewayApiSchemas, KAMAJI_SNAPSHOTS, kamajiSchemas } from '../imports/schemas';
import { admit, FieldError, SchemaSet } from '../src/admission';
import { KubeObject } from '../src/objects';

/** One recorded verdict. */
interface RecordedCase {
  readonly id: string;
  readonly channel: string;
  readonly object: KubeObject;
  readonly old?: KubeObject;
  readonly accepted: boolean;
  readonly errors?: readonly Pick<FieldError, 'type' | 'field'>[];
  readonly defaulted?: KubeObject;
}

/** How many differences of each kind are printed. */
const SHOWN = 20;

function newestSchemas(channel: string): SchemaSet {
  const gatewayApi = GATEWAY_API_SNAPSHOTS.at(-1)?.release ?? '';
  const kamaji = KAMAJI_SNAPSHOTS.at(-1) ?? '';
  return SchemaSet.of(channel === 'kamaji' ? kamajiSchemas(kamaji) : gatewayApiSchemas(gatewayApi, channel));
}

function readCases(file: string): RecordedCase[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedCase);
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Says whether a verdict without an old object was recorded of a write to the status subresource: the API server drops the status
 * of an object that is created, so no error can be about it, and none is left in the result.
 * The record does not name the subresource, so the verdict cannot be repeated.
 */
function isStatusWrite({ object, old, errors = [], defaulted }: RecordedCase, schemas: SchemaSet): boolean {
  const lookup = schemas.lookup(String(object['apiVersion']), String(object['kind']));
  const dropsStatus = lookup.found === 'kind' && lookup.schema.hasStatus;
  const aboutStatus = errors.some(({ field }) => /^status\b/.test(field)) || defaulted?.['status'] !== undefined;
  return old === undefined && dropsStatus && aboutStatus;
}

function errorSet(errors: readonly Pick<FieldError, 'type' | 'field'>[]): string {
  return [...new Set(errors.map(({ type, field }) => `${type} ${field}`))].sort().join(', ');
}

class Tally {
  private right = 0;
  private readonly wrong: string[] = [];

  public constructor(
    private readonly title: string,
    /** The least share in percent; undefined where the figure is told for information. */
    private readonly target?: number,
  ) {}

  public count(id: string, expected: string, actual: string): void {
    if (expected === actual) {
      this.right += 1;
      return;
    }
    this.wrong.push(`  ${id}\n    expected ${expected}\n    got      ${actual}`);
  }

  /** Prints the figure and says whether it is good enough. */
  public report(): boolean {
    const total = this.right + this.wrong.length;
    const share = total === 0 ? 100 : (100 * this.right) / total;
    const reached = share >= (this.target ?? 0);
    const goal = this.target === undefined ? '' : ` (target ${this.target} %, ${reached ? 'reached' : 'MISSED'})`;
    process.stdout.write(`${this.title}: ${this.right}/${total} = ${share.toFixed(3)} %${goal}\n`);
    process.stdout.write(
      this.wrong
        .slice(0, SHOWN)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return reached;
  }
}

function main(cases: readonly RecordedCase[]): boolean {
  const verdicts = new Tally('same verdict', 99.9);
  const allVerdicts = new Tally('same verdict, those left out for their status counted in');
  const errors = new Tally('same set of error type and field', 99);
  const defaults = new Tally('same defaulted object', 99.9);
  const sets = new Map<string, SchemaSet>();
  let unserved = 0;
  const statusWrites: string[] = [];
  for (const recorded of cases) {
    const { id, channel, object, old, accepted, errors: expected = [], defaulted } = recorded;
    const schemas = sets.get(channel) ?? newestSchemas(channel);
    sets.set(channel, schemas);
    if (schemas.lookup(String(object['apiVersion']), String(object['kind'])).found === 'other-versions') {
      unserved += 1;
      continue;
    }
    const verdict = admit(object, schemas, { old, fieldValidation: 'ignore' });
    allVerdicts.count(id, String(accepted), String(verdict.accepted));
    if (isStatusWrite(recorded, schemas)) {
      statusWrites.push(id);
      continue;
    }
    verdicts.count(id, String(accepted), String(verdict.accepted));
    errors.count(id, errorSet(expected), errorSet(verdict.errors));
    if (defaulted !== undefined) {
      defaults.count(id, canonical(defaulted), canonical(verdict.defaulted));
    }
  }
  process.stdout.write(
    `${cases.length} cases, ${unserved} left out: the API server does not answer to their versions\n`,
  );
  const listed = statusWrites.length === 0 ? '' : `: ${statusWrites.join(', ')}`;
  process.stdout.write(`${statusWrites.length} left out: recorded of a write to the status subresource${listed}\n`);
  return [verdicts, errors, defaults, allVerdicts].map((tally) => tally.report()).every(Boolean);
}

/** Reads all cases, or says why that is not possible. */
function tryRead(files: readonly string[]): readonly RecordedCase[] | string {
  try {
    return files.flatMap(readCases);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function start(files: readonly string[]): number {
  if (files.length === 0) {
    process.stderr.write('usage: node scripts/admission-cases.mjs FILE.jsonl.gz...\n');
    return 2;
  }
  const cases = tryRead(files);
  if (typeof cases === 'string') {
    process.stderr.write(`the cases cannot be read: ${cases}\n`);
    return 2;
  }
  return main(cases) ? 0 : 1;
}

process.exitCode = start(process.argv.slice(2));
