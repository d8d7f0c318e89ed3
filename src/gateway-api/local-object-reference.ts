import { ApiObject } from 'cdk8s';
import { checkValue, quote } from './field-values';

/** Names an object in the namespace of the object that refers to it. */
export interface LocalObjectReference {
  /** API group of the object; the empty string is the core group. */
  readonly group: string;

  /** Kind of the object. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;
}

const MAX_NAME = 253;
const MAX_KIND = 63;

/** Takes a reference. */
export function checkLocalObject(what: string, { group, kind, name }: LocalObjectReference): LocalObjectReference {
  return {
    group,
    kind: checkValue(`the kind of ${what}`, kind, MAX_KIND),
    name: checkValue(`the name of ${what}`, name, MAX_NAME),
  };
}

/** Refers to an object of the construct tree. */
export function localObjectOf(object: ApiObject): LocalObjectReference {
  return { group: object.apiGroup === 'core' ? '' : object.apiGroup, kind: object.kind, name: object.name };
}

/** An object that can be referred to from its own namespace only. */
export interface NamespacedObject {
  readonly kind: string;
  readonly name: string;
  /** Namespace of the object; undefined where it is not known. */
  readonly namespace?: string;
}

/**
 * Refuses to refer to an object of another namespace by name alone: it would mean another object of that name, or none.
 *
 * @param who what refers to it, for the message
 * @param namespace namespace of what refers to it; nothing is compared where either one is not known
 * @throws where the namespaces differ
 */
export function checkSameNamespace(who: string, namespace: string | undefined, object: NamespacedObject): void {
  if (namespace === undefined || object.namespace === undefined || namespace === object.namespace) {
    return;
  }
  throw new Error(
    `${object.kind} ${quote(object.name)} is in namespace ${quote(object.namespace)} but the ${who} is in ${quote(namespace)}, and means a ${object.kind} there: give both the same namespace`,
  );
}
