import { ANY_HOSTNAME, patternsCovering } from '../hostname';
import { AttachmentPolicies } from './policies';
import { isTrue, no } from './result';
import { ListenerState } from './state';

type Policies = Required<AttachmentPolicies>;

/** What a listener claims on its port, as far as others could be in its way. */
type Family = 'HTTP' | 'HTTPS' | 'TLS/Passthrough' | 'TLS/Terminate' | 'TCP' | 'UDP';

/** Why a listener cannot stand beside another one. */
export type ConflictReason = 'HostnameConflict' | 'ProtocolConflict';

function familyOf(state: ListenerState): Family | undefined {
  const { protocol, tlsMode } = state.listener;
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
    case 'TCP':
    case 'UDP':
      return protocol;
    case 'TLS':
      return tlsMode === 'Passthrough' ? 'TLS/Passthrough' : 'TLS/Terminate';
    default:
      return undefined;
  }
}

const TLS_FAMILIES: readonly Family[] = ['TLS/Passthrough', 'TLS/Terminate'];
const STREAM_FAMILIES: readonly Family[] = ['HTTP', 'HTTPS', 'TLS/Passthrough', 'TLS/Terminate', 'TCP'];

/** Families that a family cannot share a port with, whatever the names. */
function excludedBy(family: Family, policies: Policies): readonly Family[] {
  switch (family) {
    case 'UDP':
      return ['UDP'];
    case 'TCP':
      return STREAM_FAMILIES;
    case 'HTTP':
      return ['HTTPS', 'TLS/Passthrough', 'TLS/Terminate', 'TCP'];
    case 'HTTPS':
      return ['HTTP', 'TCP'];
    case 'TLS/Passthrough':
      return policies.mixedTlsModes ? ['HTTP', 'TCP'] : ['HTTP', 'TCP', 'TLS/Terminate'];
    default:
      return policies.mixedTlsModes ? ['HTTP', 'TCP'] : ['HTTP', 'TCP', 'TLS/Passthrough'];
  }
}

/** The family with which a family must have no name in common on a port. */
function apartFrom(family: Family, policies: Policies): Family | undefined {
  if (policies.httpsBesideTls !== 'conflict-where-intersecting') {
    return undefined;
  }
  return family === 'HTTPS' ? 'TLS/Passthrough' : family === 'TLS/Passthrough' ? 'HTTPS' : undefined;
}

/** Every hostname that covers the one of a listener, its own first; longer ones than the API server takes cover nothing but themselves. */
function patternsOf({ listener }: ListenerState): readonly string[] {
  const hostname = listener.hostname ?? ANY_HOSTNAME;
  return hostname === ANY_HOSTNAME || hostname.length > 253 ? [hostname] : [...new Set(patternsCovering(hostname))];
}

/** Within which group of listeners a hostname has to be unique. */
function nameGroup(family: Family, policies: Policies): string {
  if (family === 'HTTPS') {
    return policies.httpsBesideTls === 'conflict' ? 'TLS' : 'HTTPS';
  }
  return TLS_FAMILIES.includes(family) ? 'TLS' : family;
}

/** What is claimed on the ports of one Gateway. Every question is answered without looking at each claim. */
export class Claims {
  private readonly byFamily = new Map<string, Set<ListenerState>>();
  private readonly byName = new Map<string, Set<ListenerState>>();
  /** By family and hostname, for families that must have no name in common. */
  private readonly byHostname = new Map<string, Set<ListenerState>>();
  /** The same, by each hostname that covers theirs. */
  private readonly byPattern = new Map<string, Set<ListenerState>>();

  constructor(private readonly policies: Policies) {}

  /** Adds the claims of a listener. */
  add(state: ListenerState): void {
    const family = familyOf(state);
    if (family === undefined) {
      return;
    }
    put(this.byFamily, this.familyKey(state, family), state);
    put(this.byName, this.nameKey(state, family), state);
    if (apartFrom(family, this.policies) === undefined) {
      return;
    }
    const [own = ANY_HOSTNAME, ...above] = patternsOf(state);
    const key = this.familyKey(state, family);
    put(this.byHostname, `${key}/${own}`, state);
    for (const pattern of [own, ...above]) {
      put(this.byPattern, `${key}/${pattern}`, state);
    }
  }

  /** Says what speaks against a listener, whose own claim, where it was added, does not count. */
  against(state: ListenerState): { reason: ConflictReason; rivals: ListenerState[] } | undefined {
    const family = familyOf(state);
    if (family === undefined) {
      return undefined;
    }
    const others = (found: ReadonlySet<ListenerState> | undefined): boolean =>
      found !== undefined && found.size > (found.has(state) ? 1 : 0);
    const named = this.byName.get(this.nameKey(state, family));
    const sharesName = family !== 'TCP' && family !== 'UDP' && others(named);
    const excluded = excludedBy(family, this.policies)
      .filter((other) => !(sharesName && TLS_FAMILIES.includes(family) && TLS_FAMILIES.includes(other)))
      .map((other) => this.byFamily.get(this.familyKey(state, other)))
      .find(others);
    const barred = excluded ?? this.intersecting(state, family);
    const rivals = barred ?? (sharesName ? named : undefined);
    if (rivals === undefined) {
      return undefined;
    }
    return {
      reason: barred === undefined ? 'HostnameConflict' : 'ProtocolConflict',
      rivals: firstOthers(rivals, state),
    };
  }

  /** Listeners of the family that must have no name in common with this one, and have. */
  private intersecting(state: ListenerState, family: Family): ReadonlySet<ListenerState> | undefined {
    const other = apartFrom(family, this.policies);
    if (other === undefined) {
      return undefined;
    }
    const key = this.familyKey(state, other);
    const patterns = patternsOf(state);
    const below = this.byPattern.get(`${key}/${patterns[0]}`);
    return (
      below ?? patterns.map((pattern) => this.byHostname.get(`${key}/${pattern}`)).find((found) => found !== undefined)
    );
  }

  private familyKey(state: ListenerState, family: Family): string {
    return `${state.listener.port}/${family}`;
  }

  private nameKey(state: ListenerState, family: Family): string {
    return `${state.listener.port}/${nameGroup(family, this.policies)}/${state.listener.hostname ?? ''}`;
  }
}

/** Rivals that are kept for the message: all of them would make thousands of equal listeners cost their square. */
const MOST_RIVALS = 3;

function firstOthers(rivals: ReadonlySet<ListenerState>, state: ListenerState): ListenerState[] {
  const first: ListenerState[] = [];
  for (const rival of rivals) {
    if (rival !== state) {
      first.push(rival);
    }
    if (first.length === MOST_RIVALS) {
      break;
    }
  }
  return first;
}

function put<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, new Set([value]));
    return;
  }
  known.add(value);
}

function refuse(state: ListenerState, reason: ConflictReason, rivals: readonly ListenerState[]): void {
  state.conflicted = { status: 'True', reason };
  state.accepted = no(reason);
  state.rivals = rivals;
}

/** Whether a listener takes part: one that is refused for what it is never does. */
function takesPart(state: ListenerState, policies: Policies): boolean {
  return isTrue(state.accepted) && (policies.invalidListenersConflict || isTrue(state.resolvedRefs));
}

/** Whether a listener that is refused keeps what it claims from those that come after it. */
function claimsAllTheSame(state: ListenerState, reason: ConflictReason, policies: Policies): boolean {
  return policies.refusedListenersClaim && (state.owner === state.gateway || reason === 'HostnameConflict');
}

/**
 * Finds the conflicts between listeners of one object: nobody wins, all that cannot be told apart are refused.
 * Adds the claims of the others.
 */
function settleEquals(states: readonly ListenerState[], claims: Claims, policies: Policies): void {
  const own = new Claims(policies);
  for (const state of states) {
    own.add(state);
  }
  const verdicts = states.map((state) => ({ state, conflict: own.against(state) }));
  for (const { state, conflict } of verdicts) {
    if (conflict !== undefined) {
      refuse(state, conflict.reason, conflict.rivals);
    }
    if (conflict === undefined || claimsAllTheSame(state, conflict.reason, policies)) {
      claims.add(state);
    }
  }
}

/** Lets each listener in that nothing accepted so far speaks against. */
function settleInOrder(states: readonly ListenerState[], claims: Claims): ListenerState[] {
  return states.filter((state) => {
    const conflict = claims.against(state);
    if (conflict !== undefined) {
      refuse(state, conflict.reason, conflict.rivals);
    }
    return conflict === undefined;
  });
}

/**
 * Marks the listeners of a Gateway that are in conflict with each other: among them nobody wins.
 *
 * @returns what is claimed after that
 */
export function settleGateway(own: readonly ListenerState[], policies: Policies): Claims {
  const claims = new Claims(policies);
  settleEquals(
    own.filter((state) => takesPart(state, policies)),
    claims,
    policies,
  );
  return claims;
}

/**
 * Marks the listeners of ListenerSets that are in conflict: with what is claimed, or with each other.
 *
 * @param sets listeners of each ListenerSet, in order of precedence: what comes first keeps what it has
 */
export function settleSets(sets: readonly (readonly ListenerState[])[], claims: Claims, policies: Policies): void {
  for (const listeners of sets) {
    const candidates = listeners.filter((state) => takesPart(state, policies));
    if (policies.conflictInsideSet === 'nobody') {
      settleEquals(settleInOrder(candidates, claims), claims, policies);
    } else {
      for (const state of candidates) {
        settleEquals(settleInOrder([state], claims), claims, policies);
      }
    }
  }
}
