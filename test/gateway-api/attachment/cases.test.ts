import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { sortDiagnostics } from '../../../src/diagnostics';
import {
  Answer,
  AttachmentPolicies,
  answer,
  computeAttachment,
  explainAttachment,
  toResult,
} from '../../../src/gateway-api/attachment';
import { checkOutdated } from '../../../src/gateway-api/outdated';
import { KubeObject } from '../../../src/objects';
import { ROWS, TRAPS } from './rows';

const CASES = join(__dirname, 'cases');

interface ExpectedAnswer {
  readonly gateway?: string;
  readonly port: number;
  readonly sni?: string;
  readonly host?: string;
  readonly path?: string;
  readonly listener?: string;
  /** `namespace/name`, or null where nobody answers. */
  readonly route: string | null;
  readonly backends?: readonly string[];
}

/** What a case's `.out.yaml` says. Conditions and names are compared where they are given; a reason may be left out. */
interface Expected {
  readonly policies?: AttachmentPolicies;
  readonly routes?: readonly Named[];
  readonly gateways?: readonly Named[];
  readonly listenerSets?: readonly Named[];
  readonly answers?: readonly ExpectedAnswer[];
  /** Codes of all diagnostics, in any order. */
  readonly diagnostics?: readonly string[];
  /** Codes of what the check for fields of older guides finds. */
  readonly outdated?: readonly string[];
  /** Parts of the fixes. */
  readonly fixes?: readonly string[];
}

interface Named {
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  readonly parents?: readonly { readonly [field: string]: unknown }[];
  readonly listeners?: readonly (Omit<Named, 'namespace'> & { readonly [field: string]: unknown })[];
}

function read(file: string): string {
  return readFileSync(join(CASES, file), 'utf8');
}

function objectsOf(text: string): KubeObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
}

/** Matches the way the conformance suite does: conditions by what is given, supported kinds as a subset, an empty list as empty. */
function matcher(expected: Record<string, unknown>): unknown {
  return expect.objectContaining(
    Object.fromEntries(
      Object.entries(expected)
        .filter(([key, value]) => !(key === 'conflicted' && (value as { status: string }).status === 'False'))
        .map(([key, value]) => {
          if (key === 'accepted' || key === 'resolvedRefs' || key === 'conflicted') {
            return [key, expect.objectContaining(value as object)];
          }
          if (key === 'supportedKinds') {
            const kinds = value as string[];
            return [key, kinds.length === 0 ? [] : expect.arrayContaining(kinds)];
          }
          if (key === 'listeners' || key === 'parents') {
            const entries = value as (string | Record<string, unknown>)[];
            return [key, entries.map((entry) => (typeof entry === 'string' ? entry : matcher(entry)))];
          }
          return [key, value];
        }),
    ),
  );
}

function outcomeOf(found: readonly Answer[]): {
  listener: string | undefined;
  route: string | null;
  backends: string[];
} {
  const [only] = found;
  const route = only?.routes.find(({ serving }) => serving);
  return {
    listener: only?.listener?.listener,
    route: route === undefined ? null : `${route.namespace}/${route.name}`,
    backends: route?.backends.map(({ name }) => name) ?? [],
  };
}

const files = readdirSync(CASES);
const cases = files.filter((file) => file.endsWith('.in.yaml')).map((file) => file.replace('.in.yaml', ''));
const caseNames = cases.map((name) => name.replace(/^\d+-/, ''));

describe.each(cases)('case %s', (name) => {
  const expected = parse(read(`${name}.out.yaml`)) as Expected;
  const objects = objectsOf(read(`${name}.in.yaml`));
  const attachment = computeAttachment(objects, { policies: expected.policies });
  const result = toResult(attachment);

  it('has an expectation that says something', () => {
    const { policies: _, fixes: __, ...rest } = expected;
    expect(Object.keys(rest).length).toBeGreaterThan(0);
  });

  it.each(['routes', 'gateways', 'listenerSets'] as const)('writes the status of %s', (list) => {
    for (const entry of expected[list] ?? []) {
      const found = (result[list] as readonly unknown[] as readonly Named[]).filter(
        ({ kind, namespace, name: id }) =>
          namespace === entry.namespace && id === entry.name && (list !== 'routes' || kind === entry.kind),
      );
      expect(found).toEqual([matcher(entry as unknown as Record<string, unknown>)]);
      for (const listener of entry.listeners ?? []) {
        const actual = found[0]?.listeners?.find(({ name: id }) => id === listener.name);
        if ((listener['conflicted'] as { status?: string } | undefined)?.status === 'False') {
          expect(actual).not.toHaveProperty('conflicted');
        }
      }
    }
  });

  it('says who answers', () => {
    for (const { path, route, listener, backends, ...query } of expected.answers ?? []) {
      const found = answer(attachment, { ...query, ...(path === undefined ? {} : { request: { path } }) });
      const outcome = outcomeOf(found);
      expect({ query, path, route: outcome.route }).toEqual({ query, path, route });
      if (listener !== undefined) {
        expect({ query, path, listener: outcome.listener }).toEqual({ query, path, listener });
      }
      if (backends !== undefined) {
        expect({ query, path, backends: outcome.backends }).toEqual({ query, path, backends });
      }
    }
  });

  it('explains what is wrong, with a fix', () => {
    const found = explainAttachment(attachment, { complete: true });
    const outdated = checkOutdated(objects);
    const diagnostics = sortDiagnostics([...found, ...outdated]);
    if (expected.diagnostics !== undefined) {
      expect(found.map(({ code }) => code).sort()).toEqual([...expected.diagnostics].sort());
    }
    expect(outdated.map(({ code }) => code)).toEqual(expected.outdated ?? []);
    for (const diagnostic of diagnostics) {
      expect(diagnostic).toMatchObject({ fix: expect.any(String), object: expect.anything() });
    }
    for (const fix of expected.fixes ?? []) {
      expect(diagnostics.map((diagnostic) => diagnostic.fix)).toContainEqual(expect.stringContaining(fix));
    }
  });
});

describe('the rows of the fact sheet', () => {
  const wanted = ROWS.filter(({ leftOut }) => leftOut === undefined).flatMap(({ row, states }) =>
    (states ?? ['']).map((state) => `${row}${state}`),
  );

  it('each have a case or the reason why not', () => {
    expect(wanted.filter((name) => !caseNames.includes(name))).toEqual([]);
    expect(ROWS.filter(({ leftOut }) => leftOut !== undefined && leftOut.length < 20)).toEqual([]);
  });

  it('are listed once', () => {
    expect(new Set(ROWS.map(({ row }) => row)).size).toBe(ROWS.length);
  });

  it('account for every case, together with the traps', () => {
    expect([...caseNames].sort()).toEqual([...wanted, ...TRAPS].sort());
  });

  it('are numbered without gaps, and every input has its expectation', () => {
    expect(cases.map((name) => Number(name.split('-')[0]))).toEqual(cases.map((_, i) => i + 1));
    expect(files.filter((file) => file.endsWith('.out.yaml')).map((file) => file.replace('.out.yaml', ''))).toEqual(
      cases,
    );
  });
});
