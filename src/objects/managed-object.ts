import { ApiObject, ApiObjectMetadata, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { formatPath } from './field-path';
import { PathSegment } from './kube-object';

/** Label on every object of the library. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** Value of the `managed-by` label. */
export const MANAGER = 'cdk8s-tenant-gateway';

/** A map in wire form that is still being put together. */
export type PlainMap = { [key: string]: unknown };

/** What a construct says about the object it renders. */
export interface ManagedObject {
  readonly apiVersion: string;
  readonly kind: string;

  /** Metadata as the user gave it; the name defaults to the construct's id. */
  readonly metadata?: ApiObjectMetadata;

  /** Whether the object belongs to no namespace, whatever the namespace of the chart. */
  readonly clusterScoped?: boolean;

  /** Makes the spec in wire form, each time the object is rendered. */
  readonly spec: () => PlainMap;
}

/** Says whether a value is a plain map: neither a list nor an instance of a class. */
export function isPlainMap(value: unknown): value is PlainMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // Compared by shape: a map from another realm has another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a value is of a class of the language, like a Date, which stands for nothing that a resolver could find. */
function isBuiltIn(value: object): boolean {
  return Object.hasOwn(globalThis, value.constructor.name);
}

/**
 * Turns a value into plain JSON: unions of number and string (`Quantity`, `IntOrString`) into what they hold, which cdk8s would render as a map.
 * Other instances are left to the resolvers of the App, which know lazy values and tokens; cdk8s refuses what none of them resolves.
 *
 * @throws where the value holds an instance of a class of the language
 */
export function toPlain(value: unknown, path: readonly PathSegment[] = []): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element, i) => toPlain(element, [...path, i]));
  }
  if (isPlainMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, toPlain(child, [...path, key])]));
  }
  const held: unknown = 'value' in value ? value.value : undefined;
  if (typeof held === 'number' || typeof held === 'string') {
    return held;
  }
  if (isBuiltIn(value)) {
    throw new Error(`"${formatPath(path)}" holds an instance of ${value.constructor.name}; give plain values`);
  }
  return value;
}

/** Makes the main object of a construct: child `Resource`, named like the construct unless said otherwise, with the `managed-by` label. */
export function createManagedObject(scope: Construct, object: ManagedObject): ApiObject {
  const { apiVersion, kind, metadata, clusterScoped, spec } = object;
  const apiObject = new ApiObject(scope, 'Resource', {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      name: metadata?.name ?? scope.node.id,
      labels: { ...metadata?.labels, [MANAGED_BY_LABEL]: MANAGER },
    },
    spec: Lazy.any({ produce: () => toPlain(spec(), ['spec']) }),
  });
  if (clusterScoped && Chart.of(scope).namespace !== undefined) {
    // cdk8s gives every object the namespace of its chart, and the API server refuses one on such a kind.
    apiObject.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
  return apiObject;
}
