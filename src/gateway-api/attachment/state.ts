import { GatewayModel, ListenerModel, ListenerSetModel, ParentReference, RouteModel } from './model-types';
import { Fault } from './references';
import { Condition } from './result';

/** A listener while it is judged: what is known of it grows from step to step. */
export interface ListenerState {
  /** The Gateway that serves it. */
  readonly gateway: GatewayModel;
  /** The object that declares it. */
  readonly owner: GatewayModel | ListenerSetModel;
  readonly listener: ListenerModel;
  /** Kinds of routes that may attach, sorted. */
  readonly supportedKinds: readonly string[];
  /** Kinds that it names and its protocol does not serve. */
  readonly invalidKinds: readonly string[];
  /** References of the listener that do not resolve. */
  readonly faults: readonly Fault[];
  readonly resolvedRefs: Condition;
  accepted: Condition;
  conflicted?: Condition;
  /** Some of the listeners that stand in its way. */
  rivals: readonly ListenerState[];
  /** Routes that are attached, one entry for each route, in order of precedence. */
  readonly attached: Map<RouteModel, AttachedRoute>;
  /** Whether it has at least one usable certificate, or needs none. */
  readonly servable: boolean;
}

/** A route on one listener. */
export interface AttachedRoute {
  readonly route: RouteModel;
  /** Names for which it is attached; `*` is every name. */
  readonly hostnames: readonly string[];
}

/** A Gateway and all that was found out about it. */
export interface GatewayState {
  readonly gateway: GatewayModel;
  /** Its own listeners. */
  readonly listeners: readonly ListenerState[];
  /** The ListenerSets that refer to it, in order of precedence. */
  readonly sets: readonly ListenerSetState[];
  readonly accepted: Condition;
  readonly resolvedRefs?: Condition;
  readonly faults: readonly Fault[];
}

/** A ListenerSet whose Gateway exists. */
export interface ListenerSetState {
  readonly set: ListenerSetModel;
  readonly gateway: GatewayState;
  /** Whether the Gateway lets it in; whether it is accepted then depends on its listeners. */
  readonly admitted: boolean;
  accepted: Condition;
  /** Its listeners; none where the Gateway does not let it in. */
  readonly listeners: readonly ListenerState[];
}

/** Why a route is not attached through a parent, or that it is. */
export interface ParentState {
  readonly parentRef: ParentReference;
  readonly parent: GatewayState | ListenerSetState;
  readonly accepted: Condition;
  /** Listeners of the parent that the reference means, by name and port. */
  readonly relevant: readonly ListenerState[];
  /** Of these, the ones that let the route in by kind and namespace; left empty where the route is attached. */
  readonly admitting: readonly ListenerState[];
  /** The listeners it is attached to, with the names it is attached for. */
  readonly attached: readonly { readonly state: ListenerState; readonly hostnames: readonly string[] }[];
  /** Names that the route lost, and the listener or route that has them. */
  readonly lost: readonly LostName[];
}

/** A name that a route gave and did not get. */
export interface LostName {
  readonly hostname: string;
  /** The listener that carries the name, or on which the older route is bound. */
  readonly listener: ListenerState;
  /** The older route that has it. */
  readonly route?: RouteModel;
}

/** A route and all that was found out about it. */
export interface RouteState {
  readonly route: RouteModel;
  /** What became of each reference to a parent that exists. */
  readonly parents: readonly ParentState[];
  /** References to parents that do not exist, or that no controller looks at. */
  readonly unknownParents: readonly ParentReference[];
  readonly resolvedRefs: Condition;
  readonly faults: readonly Fault[];
}

/** Says whether the parent is a ListenerSet. */
export function isSetState(parent: GatewayState | ListenerSetState): parent is ListenerSetState {
  return 'set' in parent;
}

/** Returns the object that a parent state is about. */
export function parentModel(parent: GatewayState | ListenerSetState): GatewayModel | ListenerSetModel {
  return isSetState(parent) ? parent.set : parent.gateway;
}
