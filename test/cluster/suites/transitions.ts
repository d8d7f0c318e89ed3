import { ObjectSchema } from '../../../imports/schemas';
import { admit, SchemaSet } from '../../../src/admission';
import { asList, asMap, asString, KubeObject, read } from '../../../src/objects';
import { platformSchemas } from '../../../src/platform/platform-schemas';
import { KindMaterial } from '../generated/material';
import { itemSchema, propertyNames, propertySchema } from '../generated/schema';
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
const TRIES = 300;

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
  let left = TRIES;
  for (const question of updatesFor(rule, schemas)) {
    left -= 1;
    if (left < 0) {
      break;
    }
    const ours = ourOpinion(question, schemas);
    const theirs = await serverOpinion(question, cluster);
    report.countVerdict('updates that rules about changes forbid, or nearly', theirs.accepted);
    if (differences(ours, theirs).length > 0) {
      return [describeDisagreement(title, question, ours, theirs)];
    }
    if (!theirs.accepted && theirs.message?.includes(message) && ours.message?.includes(message)) {
      return [];
    }
  }
  return [`${title}: no update was found that breaks it`];
}

/** Updates that change, remove or add one of the fields that a rule names. */
function* updatesFor({ material, path, rule }: TransitionRule, schemas: SchemaSet): Generator<Question> {
  const named = [...rule.matchAll(/\b(?:self|oldSelf)((?:\.\w+)*)/g)].map(([, names = '']) =>
    names.split('.').slice(1),
  );
  const fields = [...new Map(named.map((names) => [names.join('.'), [...path, ...names]])).values()];
  for (const old of material.seeds.flatMap((seed) => variantsOf(seed, fields, material.pool))) {
    if (admit(old, schemas).accepted) {
      for (const field of fields) {
        for (const value of otherValues(old, field, material.pool)) {
          yield { old, object: withValue(old, field, value), fieldValidation: 'strict' };
        }
      }
    }
  }
}

/** An object as it is, and with each field as other objects have it, so that there is something to change. */
function variantsOf(object: KubeObject, fields: readonly (readonly string[])[], pool: Pool): KubeObject[] {
  const [field, ...rest] = fields;
  if (field === undefined) {
    return [object];
  }
  const variants = [object, ...valuesIn(pool, field).map((value) => withValue(object, field, value))];
  return variants.flatMap((variant) => variantsOf(variant, rest, pool));
}

function otherValues(object: KubeObject, field: readonly string[], pool: Pool): unknown[] {
  const value = read(object, ...field);
  const changed = typeof value === 'string' ? [`${value}a`] : [];
  return [undefined, ...changed, ...valuesIn(pool, field)].filter((other) => other !== value);
}

function valuesIn(pool: Pool, field: readonly string[]): unknown[] {
  return [...new Set(pool.get(`.${field.join('.')}`) ?? [])];
}

/** Copies an object with another value of a field; undefined removes it. */
function withValue(object: KubeObject, field: readonly string[], value: unknown): KubeObject {
  const [first, ...rest] = field;
  if (first === undefined) {
    return object;
  }
  const inner = rest.length === 0 ? value : withValue(asMap(object[first]) ?? {}, rest, value);
  if (inner === undefined) {
    const { [first]: _, ...others } = object;
    return others;
  }
  return { ...object, [first]: inner };
}
