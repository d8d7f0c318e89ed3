import { ApiObject } from 'cdk8s';
import { checkValue } from './field-values';

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
