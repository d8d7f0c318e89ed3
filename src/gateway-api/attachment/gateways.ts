import { settleGateway, settleSets } from './conflicts';
import { Inventory, objectKey } from './inventory';
import { judgeListener } from './listeners';
import { GatewayModel, ListenerSetModel } from './model-types';
import { NamespaceAdmission } from './namespaces';
import { AttachmentPolicies } from './policies';
import { comparePrecedence } from './precedence';
import { Fault, References } from './references';
import { Condition, isTrue, no, yes } from './result';
import { GatewayState, ListenerSetState, ListenerState } from './state';

type Policies = Required<AttachmentPolicies>;

/** Says whether a listener makes the object that holds it a valid one. */
function isValid(state: ListenerState, policies: Policies): boolean {
  const unresolved = !isTrue(state.resolvedRefs) && policies.invalidatingReasons.includes(state.resolvedRefs.reason);
  return isTrue(state.accepted) && !unresolved;
}

/** The verdict on an object that rests on its listeners alone. */
function acceptedByListeners(listeners: readonly ListenerState[], policies: Policies): Condition {
  if (listeners.length === 0) {
    return no('Invalid');
  }
  const valid = listeners.filter((state) => isValid(state, policies)).length;
  if (valid === 0) {
    return no('ListenersNotValid');
  }
  return yes(valid === listeners.length ? 'Accepted' : 'ListenersNotValid');
}

function judgeGateway(
  gateway: GatewayModel,
  listeners: readonly ListenerState[],
  sets: ListenerSetState[],
  references: References,
  policies: Policies,
): GatewayState {
  const { parametersRef, clientCertificateRef } = gateway;
  const parameters = parametersRef === undefined ? undefined : references.parameters(parametersRef);
  const client =
    clientCertificateRef === undefined ? undefined : references.clientCertificate(gateway, clientCertificateRef);
  const addresses = gateway.addressTypes.every((type) => policies.addressTypes.includes(type));
  const faults: Fault[] = [parameters, client].filter((fault) => fault !== undefined);
  const state = {
    gateway,
    listeners,
    sets,
    faults,
    ...(clientCertificateRef === undefined
      ? {}
      : { resolvedRefs: client === undefined ? yes('ResolvedRefs') : no(client.reason) }),
  };
  if (parameters !== undefined) {
    return { ...state, accepted: no(parameters.reason) };
  }
  return { ...state, accepted: addresses ? acceptedByListeners(listeners, policies) : no('UnsupportedAddress') };
}

function groupSets(inventory: Inventory): Map<string, ListenerSetModel[]> {
  const byGateway = new Map<string, ListenerSetModel[]>();
  for (const set of inventory.listenerSets.values()) {
    const { group, kind, namespace, name } = set.parent;
    const key = objectKey(group, kind, namespace, name);
    const known = byGateway.get(key);
    if (known === undefined) {
      byGateway.set(key, [set]);
    } else {
      known.push(set);
    }
  }
  return byGateway;
}

/** Says why a Gateway does not take up a ListenerSet. */
function refusal(
  set: ListenerSetModel,
  parent: GatewayState,
  admits: NamespaceAdmission,
  policies: Policies,
): Condition | undefined {
  if (!admits(parent.gateway.allowedListeners, parent.gateway.namespace, set.namespace)) {
    return no('NotAllowed');
  }
  return isTrue(parent.accepted) || !policies.refuseSetsOfRefusedGateways ? undefined : no('ParentNotAccepted');
}

/**
 * Judges every Gateway with its ListenerSets: listeners, conflicts, who is let in.
 *
 * A ListenerSet whose Gateway is not there is left out: no controller looks at it.
 */
export function judgeGateways(
  inventory: Inventory,
  references: References,
  admits: NamespaceAdmission,
  policies: Policies,
): GatewayState[] {
  const setsByGateway = groupSets(inventory);
  return [...inventory.gateways].map(([key, gateway]) => {
    const own = gateway.listeners.map((listener) => judgeListener(gateway, gateway, listener, references, policies));
    const claims = settleGateway(own, policies);
    const sets: ListenerSetState[] = [];
    const state = judgeGateway(gateway, own, sets, references, policies);
    for (const set of (setsByGateway.get(key) ?? []).sort(comparePrecedence)) {
      const refused = refusal(set, state, admits, policies);
      const listed = refused === undefined || policies.routesOfRefusedSets === 'judged';
      sets.push({
        set,
        gateway: state,
        admitted: refused === undefined,
        accepted: refused ?? yes('Accepted'),
        listeners: listed
          ? set.listeners.map((listener) => judgeListener(gateway, set, listener, references, policies))
          : [],
      });
    }
    const admitted = sets.filter((set) => set.admitted);
    settleSets(
      admitted.map((set) => set.listeners),
      claims,
      policies,
    );
    for (const set of admitted) {
      set.accepted = acceptedByListeners(set.listeners, policies);
    }
    return state;
  });
}
