import { Diagnostic, diagnose, Severity } from '../../diagnostics';
import { refOf } from '../../objects';
import { Attachment } from './attach';
import { definitionOf, HTTPS_BESIDE_TLS, PARENT_NOT_FOUND } from './codes';
import { Completeness, explainFaults } from './explain-references';
import { keyOf, namespaceOf } from './inventory';
import { AttachmentPolicies } from './policies';
import { Condition, isTrue } from './result';
import { GatewayState, ListenerSetState, ListenerState } from './state';
import { at, describeNamespaces, list, nameOf, nameOfListener } from './wording';

type Policies = Required<AttachmentPolicies>;
type Words = { readonly message: string; readonly fix: string };

function describeProtocol({ listener }: ListenerState): string {
  return listener.protocol === 'TLS' ? `TLS/${listener.tlsMode}` : listener.protocol;
}

/** HTTPS and TLS may share a port; where they are in conflict of protocols, it is for their names. */
function keptApartByNames(state: ListenerState, rival: ListenerState): boolean {
  const protocols = [state.listener.protocol, rival.listener.protocol];
  return protocols.includes('HTTPS') && protocols.includes('TLS');
}

function conflictWords(state: ListenerState, reason: string): Words & { readonly field: string } {
  const { listener } = state;
  const rivals = list(state.rivals.map((rival) => `${nameOfListener(rival)} (${describeProtocol(rival)})`));
  if (reason === 'HostnameConflict') {
    const name = listener.hostname === undefined ? 'no hostname' : `hostname "${listener.hostname}"`;
    return {
      field: 'hostname',
      message: `listener "${listener.name}" has port ${listener.port} and ${name} in common with ${rivals}`,
      fix: 'give each listener of a port a hostname of its own, or share one listener',
    };
  }
  if (state.rivals.some((rival) => keptApartByNames(state, rival))) {
    const name = listener.hostname === undefined ? 'every name' : `"${listener.hostname}"`;
    return {
      field: 'hostname',
      message: `listener "${listener.name}" (${describeProtocol(state)}, ${name}) has names on port ${listener.port} in common with ${rivals}, which the controller refuses where one ends TLS and the other passes it on`,
      fix: 'give them hostnames that have no name in common, or move one of them to another port',
    };
  }
  return {
    field: 'protocol',
    message: `listener "${listener.name}" (${describeProtocol(state)}) cannot share port ${listener.port} with ${rivals}`,
    fix: 'move one of them to another port',
  };
}

function refusalWords(
  state: ListenerState,
  { reason }: Condition,
  policies: Policies,
): Words & { readonly field: string } {
  const { listener } = state;
  switch (reason) {
    case 'UnsupportedProtocol':
      return {
        field: 'protocol',
        message: `listener "${listener.name}" has protocol "${listener.protocol}", which the controller does not serve (${list(policies.protocols)})`,
        fix: 'use one of these protocols',
      };
    case 'UnsupportedValue':
      return {
        field: 'tls.mode',
        message: `listener "${listener.name}" has TLS mode "${listener.tlsMode}", which the controller does not serve`,
        fix: 'use mode Passthrough',
      };
    default:
      return conflictWords(state, reason);
  }
}

/** Reasons that say what the faults of a listener say already, with more words. */
const TOLD_BY_FAULTS = ['NoValidCACertificate'];

function explainListener(attachment: Attachment, state: ListenerState, completeness: Completeness): Diagnostic[] {
  const { owner, listener, accepted, invalidKinds, supportedKinds } = state;
  const object = refOf(owner.object);
  const found = explainFaults(attachment, owner, state.faults, completeness);
  if (!isTrue(accepted) && !TOLD_BY_FAULTS.includes(accepted.reason)) {
    const { field, message, fix } = refusalWords(state, accepted, attachment.policies);
    const path = `${at(...listener.path)}.${field}`;
    found.push(diagnose(definitionOf(accepted.reason), { object, path, message, fix }));
  }
  if (invalidKinds.length > 0) {
    const able = supportedKinds.length === 0 ? '' : `, only ${list(supportedKinds)}`;
    found.push(
      diagnose(definitionOf('InvalidRouteKinds'), {
        object,
        path: at(...listener.path, 'allowedRoutes', 'kinds'),
        message: `listener "${listener.name}" (${describeProtocol(state)}) cannot take ${list(invalidKinds)}${able}`,
        fix: 'list only kinds that the protocol serves, or leave kinds out',
      }),
    );
  }
  return found;
}

/** Warns once for each port on which HTTPS and TLS listeners live together. */
function explainSharedPorts(gateway: GatewayState): Diagnostic[] {
  const listeners = [gateway, ...gateway.sets].flatMap((parent) => parent.listeners).filter((l) => isTrue(l.accepted));
  const https = new Map(
    listeners.filter(({ listener }) => listener.protocol === 'HTTPS').map((state) => [state.listener.port, state]),
  );
  const warned = new Set<number>();
  return listeners.flatMap((state) => {
    const { port, protocol, path } = state.listener;
    const other = https.get(port);
    if (protocol !== 'TLS' || other === undefined || warned.has(port)) {
      return [];
    }
    warned.add(port);
    return [
      diagnose(HTTPS_BESIDE_TLS, {
        object: refOf(state.owner.object),
        path: `${at(...path)}.port`,
        message: `${nameOfListener(state)} (TLS) and ${nameOfListener(other)} (HTTPS) share port ${port}, which the Gateway API leaves to the controller`,
        fix: 'use a port for each, or make sure that the controller can do it',
      }),
    ];
  });
}

function explainGateway(attachment: Attachment, state: GatewayState, completeness: Completeness): Diagnostic[] {
  const { gateway, accepted } = state;
  const object = refOf(gateway.object);
  const found = explainFaults(attachment, gateway, state.faults, completeness);
  if (accepted.reason === 'UnsupportedAddress') {
    const { addressTypes } = attachment.policies;
    const type = gateway.addressTypes.find((given) => !addressTypes.includes(given));
    found.push(
      diagnose(definitionOf(accepted.reason), {
        object,
        path: at('spec', 'addresses', gateway.addressTypes.indexOf(type ?? ''), 'type'),
        message: `"${type}" is a type of address that the controller does not give (${list(addressTypes)})`,
        fix: 'use one of these types',
      }),
    );
  }
  if (accepted.reason === 'Invalid') {
    found.push(
      diagnose(definitionOf(accepted.reason), {
        object,
        path: 'spec.listeners',
        message: 'a Gateway without listeners serves nothing, its ListenerSets neither',
        fix: 'give it at least one listener',
      }),
    );
  }
  return [...found, ...explainSharedPorts(state)];
}

function setWords(attachment: Attachment, state: ListenerSetState): Words & { readonly path: string } {
  const { set, accepted } = state;
  const { gateway } = state.gateway;
  const parent = nameOf(gateway);
  if (accepted.reason === 'NotAllowed') {
    const allowed = describeNamespaces(gateway.allowedListeners, gateway.namespace);
    const byLabel = gateway.allowedListeners.from === 'Selector';
    const unknown = dependsOnUnknownLabels(attachment, state) ? ', whose labels are not known' : '';
    return {
      path: at(...set.parent.path),
      message: `${parent} lets in ListenerSets of ${allowed}, and this one is in namespace ${set.namespace}${unknown}`,
      fix: byLabel
        ? `label the Namespace ${set.namespace}, or let spec.allowedListeners.namespaces of the Gateway select it`
        : `let spec.allowedListeners.namespaces of the Gateway select ${set.namespace} by kubernetes.io/metadata.name`,
    };
  }
  if (accepted.reason === 'ParentNotAccepted') {
    return {
      path: at(...set.parent.path),
      message: `${parent} is refused itself (${state.gateway.accepted.reason})`,
      fix: 'put the Gateway in order first',
    };
  }
  return { path: 'spec.listeners', message: 'a ListenerSet without listeners adds nothing', fix: 'give it a listener' };
}

/** Whether labels that nobody has shown decide about a ListenerSet. */
function dependsOnUnknownLabels({ inventory }: Attachment, { set, gateway }: ListenerSetState): boolean {
  return (
    gateway.gateway.allowedListeners.from === 'Selector' && namespaceOf(inventory, set.namespace).object === undefined
  );
}

/** How bad it is that a ListenerSet is refused: nobody knows for sure where labels decide that may be somebody else's. */
export function severityOfRefusal(
  attachment: Attachment,
  state: ListenerSetState,
  { references }: Completeness,
): Severity {
  const { reason } = state.accepted;
  const unsure = reason === 'NotAllowed' && !references && dependsOnUnknownLabels(attachment, state);
  return unsure ? Severity.WARNING : definitionOf(reason).severity;
}

/** A set is invalid where its listeners are, which are explained one by one. */
const TOLD_BY_LISTENERS = 'ListenersNotValid';

function explainSet(attachment: Attachment, state: ListenerSetState, completeness: Completeness): Diagnostic[] {
  const { set, accepted } = state;
  const listeners = state.listeners.flatMap((listener) => explainListener(attachment, listener, completeness));
  if (isTrue(accepted) || accepted.reason === TOLD_BY_LISTENERS) {
    return listeners;
  }
  const { path, message, fix } = setWords(attachment, state);
  const severity = severityOfRefusal(attachment, state, completeness);
  return [
    diagnose(definitionOf(accepted.reason), { object: refOf(set.object), path, message, fix, severity }),
    ...listeners,
  ];
}

/** ListenerSets that refer to a Gateway that is not among the objects. */
function explainLostSets(attachment: Attachment, completeness: Completeness): Diagnostic[] {
  const { inventory } = attachment;
  return [...inventory.listenerSets.values()]
    .filter(({ parent }) => {
      const key = keyOf(parent);
      return !inventory.gateways.has(key) && !inventory.opaqueParents.has(key);
    })
    .map((set) =>
      diagnose(PARENT_NOT_FOUND, {
        object: refOf(set.object),
        path: at(...set.parent.path),
        message: `${nameOf(set.parent)} does not exist${completeness.parents ? '' : ' among these objects'}`,
        fix: 'create it, or name a Gateway that is there, with its namespace',
        severity: completeness.parents ? Severity.ERROR : Severity.WARNING,
      }),
    );
}

/** Explains what is wrong with Gateways, ListenerSets and their listeners. */
export function explainListeners(attachment: Attachment, completeness: Completeness): Diagnostic[] {
  return [
    ...attachment.gateways.flatMap((state) => [
      ...explainGateway(attachment, state, completeness),
      ...state.listeners.flatMap((listener) => explainListener(attachment, listener, completeness)),
    ]),
    ...attachment.listenerSets.flatMap((state) => explainSet(attachment, state, completeness)),
    ...explainLostSets(attachment, completeness),
  ];
}
