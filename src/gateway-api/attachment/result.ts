/** A condition as a controller writes it, without the parts that change from run to run. */
export interface Condition {
  readonly status: 'True' | 'False';
  /** Reason, as the Gateway API spells it. */
  readonly reason: string;
}

/** What a controller says of one listener. */
export interface ListenerResult {
  readonly name: string;
  /** Kinds of routes that may attach, sorted. */
  readonly supportedKinds: readonly string[];
  /** Routes that are attached, those included whose backends are not resolved. */
  readonly attachedRoutes: number;
  readonly accepted: Condition;
  readonly resolvedRefs: Condition;
  /** Only where the listener is in conflict with another one. */
  readonly conflicted?: Condition;
}

/** What a controller says of a Gateway. */
export interface GatewayResult {
  readonly namespace: string;
  readonly name: string;
  readonly accepted: Condition;
  /** Only where the Gateway itself refers to a certificate: `spec.tls.backend.clientCertificateRef`. */
  readonly resolvedRefs?: Condition;
  /** ListenerSets that are accepted. */
  readonly attachedListenerSets: number;
  /** Its own listeners as the Gateway orders them, never those of ListenerSets. */
  readonly listeners: readonly ListenerResult[];
}

/** What a controller says of a ListenerSet. */
export interface ListenerSetResult {
  /** Only for an XListenerSet. */
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  readonly accepted: Condition;
  /** Its listeners; none where the Gateway does not let the set in. */
  readonly listeners: readonly ListenerResult[];
}

/** What a controller says of a route and one of its parents. */
export interface ParentResult {
  /** The reference as the route writes it. */
  readonly parentRef: Readonly<Record<string, unknown>>;
  readonly accepted: Condition;
  readonly resolvedRefs: Condition;
  /** Names of the listeners of that parent to which the route is attached, sorted. */
  readonly listeners: readonly string[];
  /** Names for which the route is attached, sorted; `*` is every name. */
  readonly hostnames: readonly string[];
}

/** What a controller says of a route. */
export interface RouteResult {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** One entry for each reference to a parent that exists, in the route's order. */
  readonly parents: readonly ParentResult[];
}

/** What a controller writes in status, for a whole set of objects; every list sorted by namespace, name and kind. */
export interface AttachmentResult {
  readonly routes: readonly RouteResult[];
  readonly gateways: readonly GatewayResult[];
  readonly listenerSets: readonly ListenerSetResult[];
}

/** Makes a condition that is true. */
export function yes(reason: string): Condition {
  return { status: 'True', reason };
}

/** Makes a condition that is false. */
export function no(reason: string): Condition {
  return { status: 'False', reason };
}

/** Says whether a condition is true. */
export function isTrue(condition: Condition): boolean {
  return condition.status === 'True';
}
