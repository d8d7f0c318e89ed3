import { Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asMap, read, refOf } from '../../objects';
import { Attachment } from './attach';
import {
  definitionOf,
  HOSTNAME_CONFLICT,
  NO_MATCHING_LISTENER_HOSTNAME,
  NO_MATCHING_PARENT,
  NOT_ALLOWED_BY_LISTENERS,
  PARENT_NOT_FOUND,
} from './codes';
import { severityOfRefusal } from './explain-listeners';
import { Completeness, explainFaults } from './explain-references';
import { keyOf, namespaceOf } from './inventory';
import { describeSelector, matchesSelector } from './label-selector';
import {
  EXPERIMENTAL_GATEWAY_GROUP,
  GATEWAY_GROUP,
  GatewayModel,
  ListenerSetModel,
  ParentReference,
} from './model-types';
import { compareHeads } from './precedence';
import { isTrue } from './result';
import {
  GatewayState,
  isSetState,
  ListenerSetState,
  ListenerState,
  ParentState,
  parentModel,
  RouteState,
} from './state';
import { at, describeNamespaces, list, listHostnames, listPorts, nameOf, nameOfListener } from './wording';

type Words = { readonly message: string; readonly fix: string; readonly path: string };

/** What is looked up for many routes, found once. */
class Lookup {
  readonly sets: ReadonlyMap<string, ListenerSetState>;
  private readonly namesakes = new Map<string, GatewayModel | ListenerSetModel>();
  private readonly setsByListener = new Map<GatewayState, Map<string, ListenerSetState>>();

  constructor({ inventory, listenerSets }: Attachment) {
    this.sets = new Map(listenerSets.map((state) => [keyOf(state.set), state]));
    for (const model of [...inventory.gateways.values(), ...inventory.listenerSets.values()].sort(compareHeads)) {
      const key = `${model.kind}/${model.name}`;
      this.namesakes.set(key, this.namesakes.get(key) ?? model);
    }
  }

  /** Finds what has the kind and name that a reference gives, in whatever namespace. */
  namesake({ kind, name }: ParentReference): GatewayModel | ListenerSetModel | undefined {
    return this.namesakes.get(`${kind}/${name}`);
  }

  /** Finds the ListenerSet that has the listener which a route names through the Gateway. */
  setWith({ parent, parentRef }: ParentState): ListenerSetState | undefined {
    if (isSetState(parent)) {
      return undefined;
    }
    let byListener = this.setsByListener.get(parent);
    if (byListener === undefined) {
      byListener = new Map(
        parent.sets.flatMap((set) => set.listeners.map(({ listener }) => [listener.name, set] as const)).reverse(),
      );
      this.setsByListener.set(parent, byListener);
    }
    return byListener.get(parentRef.sectionName ?? '');
  }
}

function noMatchingParent(state: ParentState, lookup: Lookup): Words {
  const { parent, parentRef } = state;
  const owner = nameOf(parentModel(parent));
  const { sectionName, port } = parentRef;
  const named = parent.listeners.filter(({ listener }) => listener.name === sectionName);
  const has = parent.listeners.length === 0 ? 'none' : listPorts(parent.listeners);
  const holder = lookup.setWith(state);
  if (sectionName === undefined || named.length > 0) {
    const subject = sectionName === undefined ? 'listener' : `listener "${sectionName}"`;
    return {
      path: at(...parentRef.path, 'port'),
      message: `${owner} has no ${subject} on port ${port} (it has ${has})`,
      fix: 'use the port of the listener, or leave port out',
    };
  }
  return {
    path: at(...parentRef.path, 'sectionName'),
    message: `${owner} has no listener "${sectionName}" (it has ${has})`,
    fix:
      holder === undefined
        ? 'name one of these listeners, or leave sectionName out'
        : `name ${nameOf(holder.set)} as parent: a Gateway never stands for its ListenerSets`,
  };
}

function refusedByKind(state: RouteState, relevant: readonly ListenerState[]): Omit<Words, 'path'> {
  const kinds = relevant.map(
    ({ listener, supportedKinds }) =>
      `${listener.name}, ${listener.protocol}: ${supportedKinds.join(' or ') || 'nothing'}`,
  );
  return {
    message: `no listener takes ${state.route.kind}s (${list(kinds)})`,
    fix: `attach to a listener whose protocol serves ${state.route.kind}s and whose allowedRoutes.kinds does not leave them out`,
  };
}

function refusedByNamespace(
  attachment: Attachment,
  state: RouteState,
  relevant: readonly ListenerState[],
): Omit<Words, 'path'> & { readonly unsure: boolean } {
  const { route } = state;
  const [first] = relevant;
  const rules = relevant.map(
    ({ listener, owner }) => `${listener.name}: ${describeNamespaces(listener.allowedNamespaces, owner.namespace)}`,
  );
  const selecting = relevant.find(({ listener }) => listener.allowedNamespaces.from === 'Selector');
  const known = namespaceOf(attachment.inventory, route.namespace).object !== undefined;
  const misplaced =
    selecting !== undefined &&
    matchesSelector(
      selecting.listener.allowedNamespaces.selector,
      asMap(read(route.object, 'metadata', 'labels')) ?? {},
    );
  const message = [
    `no listener takes routes of namespace ${route.namespace} (${list(rules)})`,
    ...(misplaced ? ['the route itself has the labels, but those of its Namespace count'] : []),
    ...(selecting !== undefined && !known ? [`Namespace ${route.namespace} is not among the objects`] : []),
  ].join('; ');
  if (selecting !== undefined) {
    return {
      message,
      fix: `label the Namespace ${route.namespace} so that the selector of listener "${selecting.listener.name}" takes it: ${describeSelector(selecting.listener.allowedNamespaces.selector)}; labels of the route have no effect`,
      unsure: !known,
    };
  }
  return {
    message,
    fix: `let allowedRoutes.namespaces of listener "${first?.listener.name}" select ${route.namespace} by kubernetes.io/metadata.name`,
    unsure: false,
  };
}

function notAllowed(
  attachment: Attachment,
  state: RouteState,
  parent: ParentState,
  completeness: Completeness,
): Diagnostic {
  const byKind = parent.relevant.filter(({ supportedKinds }) => supportedKinds.includes(state.route.kind));
  const found =
    byKind.length === 0
      ? { ...refusedByKind(state, parent.relevant), unsure: false }
      : refusedByNamespace(attachment, state, byKind);
  return diagnose(NOT_ALLOWED_BY_LISTENERS, {
    object: refOf(state.route.object),
    path: at(...parent.parentRef.path),
    message: `${nameOf(parentModel(parent.parent))}: ${found.message}`,
    fix: found.fix,
    severity: found.unsure && !completeness.references ? Severity.WARNING : Severity.ERROR,
  });
}

function noCommonName(state: RouteState, parent: ParentState): Words {
  const { hostnames } = state.route;
  const owner = nameOf(parentModel(parent.parent));
  const names = list(hostnames.map((hostname) => `"${hostname}"`));
  const path = hostnames.length === 1 ? 'spec.hostnames[0]' : 'spec.hostnames';
  const [lost] = parent.lost;
  if (lost !== undefined) {
    return {
      path,
      message: `"${lost.hostname}" is the hostname of ${nameOfListener(lost.listener)}, and the controller takes it from every other route on port ${lost.listener.listener.port}`,
      fix: 'attach the route to that listener, or use another hostname',
    };
  }
  return {
    path,
    message: `${names} ${hostnames.length === 1 ? 'matches' : 'match'} no listener of ${owner} (${listHostnames(parent.admitting)})`,
    fix: 'use a hostname that one of these listeners answers, or add a listener for it',
  };
}

function taken(state: RouteState, parent: ParentState): Words {
  const lost = parent.lost.find(({ route }) => route !== undefined);
  const winner = lost?.route === undefined ? 'another route' : nameOf(lost.route);
  return {
    path: state.route.hostnames.length === 1 ? 'spec.hostnames[0]' : 'spec.hostnames',
    message: `"${lost?.hostname}" is bound to ${winner} on port ${lost?.listener.listener.port} already`,
    fix: 'use a hostname that no other TLSRoute of the Gateway has',
  };
}

function explainParent(
  attachment: Attachment,
  lookup: Lookup,
  state: RouteState,
  parent: ParentState,
  completeness: Completeness,
): Diagnostic[] {
  if (isTrue(parent.accepted)) {
    return [];
  }
  const object = refOf(state.route.object);
  switch (parent.accepted.reason) {
    case 'NoMatchingParent':
      return [diagnose(NO_MATCHING_PARENT, { object, ...noMatchingParent(parent, lookup) })];
    case 'NotAllowedByListeners':
      return [notAllowed(attachment, state, parent, completeness)];
    case 'HostnameConflict':
      return [diagnose(HOSTNAME_CONFLICT, { object, ...taken(state, parent) })];
    default:
      return [diagnose(NO_MATCHING_LISTENER_HOSTNAME, { object, ...noCommonName(state, parent) })];
  }
}

/** Whether a reference is to something that could take routes; a mesh's Services are nothing to attachment. */
function isGatewayKind({ group, kind }: ParentReference): boolean {
  return (
    (group === GATEWAY_GROUP && (kind === 'Gateway' || kind === 'ListenerSet')) ||
    (group === EXPERIMENTAL_GATEWAY_GROUP && kind === 'XListenerSet')
  );
}

function explainUnknownParent(
  attachment: Attachment,
  lookup: Lookup,
  state: RouteState,
  parentRef: ParentReference,
  completeness: Completeness,
): Diagnostic[] {
  const { inventory } = attachment;
  const key = keyOf(parentRef);
  if (!isGatewayKind(parentRef) || inventory.opaqueParents.has(key)) {
    return [];
  }
  const object = refOf(state.route.object);
  const path = at(...parentRef.path);
  const refused = lookup.sets.get(key);
  if (refused !== undefined) {
    return [
      diagnose(definitionOf(refused.accepted.reason), {
        object,
        path,
        severity: severityOfRefusal(attachment, refused, completeness),
        message: `${nameOf(parentRef)} is not let in by ${nameOf(refused.gateway.gateway)}, so no controller looks at the route`,
        fix: 'put the ListenerSet in order first',
      }),
    ];
  }
  const lost = inventory.listenerSets.get(key);
  const missing = lost === undefined ? nameOf(parentRef) : `${nameOf(lost.parent)} of ${nameOf(parentRef)}`;
  const namesake = lost === undefined ? lookup.namesake(parentRef) : undefined;
  return [
    diagnose(PARENT_NOT_FOUND, {
      object,
      path,
      message: `${missing} does not exist${completeness.parents ? '' : ' among these objects'}`,
      fix:
        namesake === undefined
          ? 'create it, or name a parent that is there, with its namespace'
          : `did you mean ${nameOf(namesake)}? then give namespace: ${namesake.namespace}`,
      severity: completeness.parents ? Severity.ERROR : Severity.WARNING,
    }),
  ];
}

/** Explains why routes are not attached, and which of their backends are not there. */
export function explainRoutes(attachment: Attachment, completeness: Completeness): Diagnostic[] {
  const lookup = new Lookup(attachment);
  return attachment.routes.flatMap((state) => [
    ...state.unknownParents.flatMap((ref) => explainUnknownParent(attachment, lookup, state, ref, completeness)),
    ...state.parents.flatMap((parent) => explainParent(attachment, lookup, state, parent, completeness)),
    ...explainFaults(attachment, state.route, state.faults, completeness),
  ]);
}
