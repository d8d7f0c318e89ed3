import { compareStrings, KubeObject } from '../../objects';
import { judgeGateways } from './gateways';
import { Inventory, readInventory } from './inventory';
import { indexNamespaces } from './namespaces';
import { AttachmentPolicies, resolvePolicies } from './policies';
import { compareHeads, comparePrecedence } from './precedence';
import { indexReferences } from './references';
import {
  AttachmentResult,
  GatewayResult,
  isTrue,
  ListenerResult,
  ListenerSetResult,
  ParentResult,
  RouteResult,
} from './result';
import { RouteAttacher } from './routes';
import { GatewayState, ListenerSetState, ListenerState, ParentState, RouteState } from './state';

/** How attachment is judged. */
export interface AttachOptions {
  /**
   * What the controller does where the Gateway API leaves it the choice.
   *
   * @default - the conformance tests' answer
   */
  readonly policies?: AttachmentPolicies;

  /**
   * Name of the controller: Gateways whose GatewayClass is among the objects and names another one are left out.
   *
   * @default - every Gateway is judged
   */
  readonly controllerName?: string;
}

/** Attachment with everything that was found out on the way; `toResult` takes what a controller would publish. */
export interface Attachment {
  /** Every Gateway, sorted by namespace and name, with its listeners and ListenerSets. */
  readonly gateways: readonly GatewayState[];
  /** Every ListenerSet whose Gateway exists, sorted by namespace, name and kind. */
  readonly listenerSets: readonly ListenerSetState[];
  /** Every route, sorted by namespace, name and kind. */
  readonly routes: readonly RouteState[];
  readonly inventory: Inventory;
  readonly policies: Required<AttachmentPolicies>;
}

/**
 * Attaches the routes among the objects to the listeners among them, and keeps why.
 *
 * The objects may be of any kind and shape, in any order; those that attachment does not know are ignored, and none is refused
 * because the API server would refuse it. Cost grows with the number of objects, not with its square.
 */
export function computeAttachment(objects: readonly KubeObject[], options: AttachOptions = {}): Attachment {
  const policies = resolvePolicies(options.policies);
  const inventory = readInventory(objects, options.controllerName);
  const references = indexReferences(inventory, policies);
  const admits = indexNamespaces(inventory);
  const gateways = judgeGateways(inventory, references, admits, policies).sort((a, b) =>
    compareHeads(a.gateway, b.gateway),
  );
  const listenerSets = gateways.flatMap((state) => state.sets).sort((a, b) => compareHeads(a.set, b.set));
  const attacher = new RouteAttacher([...gateways, ...listenerSets], references, admits, policies);
  const routes = [...inventory.routes.values()]
    .sort(comparePrecedence)
    .map((route) => attacher.attach(route))
    .sort((a, b) => compareHeads(a.route, b.route));
  return { gateways, listenerSets, routes, inventory, policies };
}

function listenerResult(state: ListenerState): ListenerResult {
  return {
    name: state.listener.name,
    supportedKinds: state.supportedKinds,
    attachedRoutes: state.attached.size,
    accepted: state.accepted,
    resolvedRefs: state.resolvedRefs,
    ...(state.conflicted === undefined ? {} : { conflicted: state.conflicted }),
  };
}

function gatewayResult(state: GatewayState): GatewayResult {
  return {
    namespace: state.gateway.namespace,
    name: state.gateway.name,
    accepted: state.accepted,
    ...(state.resolvedRefs === undefined ? {} : { resolvedRefs: state.resolvedRefs }),
    attachedListenerSets: state.sets.filter((set) => isTrue(set.accepted)).length,
    listeners: state.listeners.map(listenerResult),
  };
}

function listenerSetResult(state: ListenerSetState): ListenerSetResult {
  return {
    ...(state.set.kind === 'ListenerSet' ? {} : { kind: state.set.kind }),
    namespace: state.set.namespace,
    name: state.set.name,
    accepted: state.accepted,
    listeners: state.listeners.map(listenerResult),
  };
}

function sortedUnion(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareStrings);
}

function parentResult(state: ParentState, route: RouteState): ParentResult {
  return {
    parentRef: state.parentRef.given,
    accepted: state.accepted,
    resolvedRefs: route.resolvedRefs,
    listeners: sortedUnion(state.attached.map((attached) => attached.state.listener.name)),
    hostnames: sortedUnion(state.attached.flatMap((attached) => attached.hostnames)),
  };
}

function routeResult(state: RouteState): RouteResult {
  return {
    kind: state.route.kind,
    namespace: state.route.namespace,
    name: state.route.name,
    parents: state.parents.map((parent) => parentResult(parent, state)),
  };
}

/** Takes from an attachment what a controller would write in status. */
export function toResult(attachment: Attachment): AttachmentResult {
  return {
    routes: attachment.routes.map(routeResult),
    gateways: attachment.gateways.map(gatewayResult),
    listenerSets: attachment.listenerSets.map(listenerSetResult),
  };
}

/**
 * Says what a conformant controller writes in the status of the Gateways, ListenerSets and routes among the objects.
 *
 * Where the objects hold no Service (or no Secret) at all, references to them count as resolved. A route's reference to a parent that
 * does not exist gets no entry, as no controller would write one.
 */
export function attach(objects: readonly KubeObject[], options: AttachOptions = {}): AttachmentResult {
  return toResult(computeAttachment(objects, options));
}
