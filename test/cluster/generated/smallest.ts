import { KubeObject } from '../../../src/objects';
import { Question } from '../verdicts';
import { Json } from './schema';

/** How many smaller questions are tried at most. */
const TRIES = 300;

/** Leaves out of a question what its disagreement does not need, so that a person sees what it is about. */
export async function smallest(
  question: Question,
  disagrees: (smaller: Question) => Promise<boolean>,
): Promise<Question> {
  let found = question;
  let left = TRIES;
  for (let changed = true; changed && left > 0; ) {
    changed = false;
    for (const smaller of smallerThan(found)) {
      left -= 1;
      if (left < 0) {
        break;
      }
      if (await disagrees(smaller)) {
        found = smaller;
        changed = true;
        break;
      }
    }
  }
  return found;
}

function* smallerThan(question: Question): Generator<Question> {
  for (const object of withoutOnePart(question.object)) {
    yield { ...question, object };
  }
  if (question.old !== undefined) {
    for (const old of withoutOnePart(question.old)) {
      yield { ...question, old };
    }
  }
}

/** What identifies an object stays. */
const KEPT = new Set(['.apiVersion', '.kind', '.metadata', '.metadata.name', '.metadata.namespace']);

/** Copies of an object that each lack one property or element, the large ones first. */
function* withoutOnePart(object: KubeObject): Generator<KubeObject> {
  const paths: (readonly (string | number)[])[] = [];
  const collect = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    const keys = Array.isArray(value) ? [...value.keys()].reverse() : Object.keys(value);
    for (const key of keys) {
      const below = [...path, key];
      if (!KEPT.has(`.${below.join('.')}`)) {
        paths.push(below);
      }
      collect((value as Json)[key], below);
    }
  };
  collect(object, []);
  for (const path of paths.sort((a, b) => a.length - b.length)) {
    const copy = structuredClone(object) as Json;
    const last = path.at(-1) ?? '';
    const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as Json)[key], copy);
    if (Array.isArray(parent)) {
      parent.splice(Number(last), 1);
    } else {
      delete (parent as Json)[last];
    }
    yield copy;
  }
}
