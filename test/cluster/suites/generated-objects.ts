import * as fc from 'fast-check';
import { SchemaSet } from '../../../src/admission';
import { KubeObject } from '../../../src/objects';
import { platformSchemas } from '../../../src/platform/platform-schemas';
import { KindMaterial } from '../generated/material';
import { nearValid, nearValidUpdate } from '../generated/near-valid';
import { smallest } from '../generated/smallest';
import { Cluster } from '../harness/cluster';
import { inParallel } from '../harness/in-parallel';
import { Report } from '../harness/report';
import { describeDisagreement, differences, ourOpinion, Question, serverOpinion } from '../verdicts';

/** How many objects and updates are generated for each platform, and from what. */
export interface GeneratorOptions {
  readonly creates: number;
  readonly updates: number;
  readonly seed: number;
}

const AT_ONCE = 8;
/** So many disagreements are made as small as they get; the others are printed as they were found. */
const MADE_SMALL = 10;

/** Asks both sides about objects near the edge of validity, created and updated. */
export async function compareGenerated(
  cluster: Cluster,
  kinds: readonly KindMaterial[],
  { creates, updates, seed }: GeneratorOptions,
  report: Report,
): Promise<void> {
  const schemas = platformSchemas(cluster.platform);
  const questions = chooseKind(kinds, (kind) => fc.record({ object: nearValid(kind), fieldValidation: VALIDATION }));
  const created = fc.sample(questions, { numRuns: creates, seed });
  await report.check(`${creates} generated objects (seed ${seed}) get the verdict that the API server gives`, () =>
    compareAll(cluster, schemas, created, report, 'generated objects'),
  );
  const updated = fc
    .sample(chooseKind(kinds, nearValidUpdate), { numRuns: updates, seed })
    .map(({ old, object }, i): Question => ({ old: named(old, i), object: named(object, i), fieldValidation: 'warn' }));
  await report.check(`${updates} generated updates (seed ${seed}) get the verdict that the API server gives`, () =>
    compareAll(cluster, schemas, updated, report, 'generated updates'),
  );
}

const VALIDATION = fc.oneof(
  { weight: 8, arbitrary: fc.constant('warn' as const) },
  { weight: 1, arbitrary: fc.constant('strict' as const) },
  { weight: 1, arbitrary: fc.constant('ignore' as const) },
);

function chooseKind<T>(kinds: readonly KindMaterial[], make: (kind: KindMaterial) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  const smallestWeight = Math.min(...kinds.map(({ weight }) => weight));
  return fc.oneof(
    ...kinds.map((kind) => ({ weight: Math.round(kind.weight / smallestWeight), arbitrary: make(kind) })),
  );
}

/** Updates run side by side, so no two may be of one object. */
function named(object: KubeObject, i: number): KubeObject {
  return { ...object, metadata: { ...(object['metadata'] as object), name: `generated-${i}` } };
}

async function compareAll(
  cluster: Cluster,
  schemas: SchemaSet,
  questions: readonly Question[],
  report: Report,
  what: string,
): Promise<string[]> {
  const disagreements = await inParallel(questions, AT_ONCE, async (question) => {
    const ours = ourOpinion(question, schemas);
    const theirs = await serverOpinion(question, cluster);
    report.countVerdict(what, theirs.accepted);
    return differences(ours, theirs).length > 0 ? [question] : [];
  });
  const disagrees = async (smaller: Question): Promise<boolean> =>
    differences(ourOpinion(smaller, schemas), await serverOpinion(smaller, cluster)).length > 0;
  const found: string[] = [];
  for (const [i, question] of disagreements.flat().entries()) {
    const shown = i < MADE_SMALL ? await smallest(question, disagrees) : question;
    const theirs = await serverOpinion(shown, cluster);
    found.push(describeDisagreement('generated', shown, ourOpinion(shown, schemas), theirs));
  }
  return found;
}
