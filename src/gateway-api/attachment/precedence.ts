import { compareStrings } from '../../objects';
import { ObjectHead } from './model-types';

/**
 * Orders objects the way the Gateway API lets the first one win: the older one, then by `{namespace}/{name}`.
 *
 * An object without `creationTimestamp` is yet to be created, so it is younger than all that have one.
 * The kind comes last, so that two routes of one name keep one order.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/api-design/#conflicts
 */
export function comparePrecedence(a: ObjectHead, b: ObjectHead): number {
  if (a.created !== b.created) {
    return a.created < b.created ? -1 : 1;
  }
  return compareStrings(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`) || compareStrings(a.kind, b.kind);
}

/** Orders objects for people: by namespace, name and kind. */
export function compareHeads(a: ObjectHead, b: ObjectHead): number {
  return compareStrings(a.namespace, b.namespace) || compareStrings(a.name, b.name) || compareStrings(a.kind, b.kind);
}
