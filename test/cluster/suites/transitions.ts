import { ObjectSchema } from '../../../imports/schemas';
import { asList, asMap, asString, KubeObject, read } from '../../../src/objects';
import { platformSchemas } from '../../../src/platform/platform-schemas';
import { KindMaterial } from '../generated/material';
import { itemSchema, Json, propertyNames, propertySchema } from '../generated/schema';
import { Pool } from '../generated/values';
import { Cluster } from '../harness/cluster';
import { Report } from '../harness/report';
import { describeDisagreement, differences, ourOpinion, Question, serverOpinion } from '../verdicts';

/** A rule about how a value may change. */
interface TransitionRule {
  readonly material: KindMaterial;
  /** Properties that lead to the value. */
  readonly path: readonly string[];
  readonly rule: string;
  readonly message: string;
}

/** How many updates are tried for one rule at most. */
const TRIES = 60;

/** Breaks every rule about updates, and sees both sides refuse the update for it. */
export async function compareTransitions(
  cluster: Cluster,
  kinds: readonly KindMaterial[],
  report: Report,
): Promise<void> {
  const rules = kinds.flatMap((material) => rulesIn(material, material.schema, []));
  await report.check(`updates that break one of ${rules.length} rules about changes are refused`, async () => {
    const found: string[] = [];
    for (const rule of rules) {
      found.push(...(await breakRule(cluster, rule, report)));
    }
    return found;
  });
}

function rulesIn(material: KindMaterial, schema: ObjectSchema, path: readonly string[]): TransitionRule[] {
  const own = asList(schema['x-kubernetes-validations']).flatMap((value): TransitionRule[] => {
    const rule = asString(read(value, 'rule')) ?? '';
    const message = asString(read(value, 'message')) ?? rule;
    return /\boldSelf\b/.test(rule) ? [{ material, path, rule, message }] : [];
  });
  if (itemSchema(schema) !== undefined) {
    return own;
  }
  const below = propertyNames(schema).filter((name) => path.length > 0 || name !== 'status');
  return [...own, ...below.flatMap((name) => rulesIn(material, propertySchema(schema, name) ?? {}, [...path, name]))];
}

async function breakRule(cluster: Cluster, rule: TransitionRule, report: Report): Promise<string[]> {
  const { material, message } = rule;
  const schemas = platformSchemas(cluster.platform);
  const title = `${material.kind} ${material.apiVersion}, "${message}"`;
  for (const question of updatesFor(rule).slice(0, TRIES)) {
    const ours = ourOpinion(question, schemas);
    const theirs = await serverOpinion(question, cluster);
    report.count('verdicts on updates of immutable fields compared with the API server');
    if (differences(ours, theirs).length > 0) {
      return [describeDisagreement(title, question, ours, theirs)];
    }
    if (!theirs.accepted && theirs.message?.includes(message) && ours.message?.includes(message)) {
      return [];
    }
  }
  return [`${title}: no update was found that breaks it`];
}

/** Updates that change, remove or add one of the fields that a rule names, one after the other for all accepted objects. */
function updatesFor({ material, path, rule }: TransitionRule): Question[] {
  const named = [...rule.matchAll(/\b(?:self|oldSelf)((?:\.\w+)*)/g)].map(([, names = '']) =>
    names.split('.').slice(1),
  );
  const fields = new Map(named.map((names) => [names.join('.'), [...path, ...names]]));
  return [...fields.values()].flatMap((field) =>
    material.seeds.flatMap((old) =>
      otherValues(read(old, ...field), field, material.pool).flatMap((value): Question[] => {
        const object = withValue(old, field, value);
        return object === undefined ? [] : [{ old, object, fieldValidation: 'strict' }];
      }),
    ),
  );
}

function otherValues(value: unknown, field: readonly string[], pool: Pool): unknown[] {
  const known = (pool.get(`.${field.join('.')}`) ?? []).filter((other) => other !== value);
  if (value === undefined) {
    return known.slice(0, 1);
  }
  return [undefined, ...known.slice(0, 1), ...(typeof value === 'string' ? [`${value}a`] : [])];
}

/** Copies an object with another value of a field; undefined where nothing is there to hold the field. */
function withValue(object: KubeObject, field: readonly string[], value: unknown): KubeObject | undefined {
  const copy = structuredClone(object) as Json;
  const last = field.at(-1) ?? '';
  const parent = asMap(read(copy, ...field.slice(0, -1))) as Json | undefined;
  if (parent === undefined) {
    return undefined;
  }
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return copy;
}
