import { compareStrings } from '../../objects';
import { ANY_HOSTNAME, intersectHostnames, patternsCovering } from '../hostname';
import { objectKey } from './inventory';
import { hasHostnames, ParentReference, RouteModel } from './model';
import { NamespaceAdmission } from './namespaces';
import { AttachmentPolicies } from './policies';
import { Fault, References } from './references';
import { Condition, no, yes } from './result';
import {
  GatewayState,
  isSetState,
  ListenerSetState,
  ListenerState,
  LostName,
  ParentState,
  parentModel,
  RouteState,
} from './state';

type Policies = Required<AttachmentPolicies>;
type Parent = GatewayState | ListenerSetState;

/** A parent with its listeners by what routes ask for. */
interface ParentIndex {
  readonly parent: Parent;
  readonly byName: ReadonlyMap<string, readonly ListenerState[]>;
  readonly byPort: ReadonlyMap<number, readonly ListenerState[]>;
  readonly byHostname: ReadonlyMap<string, readonly ListenerState[]>;
}

function groupBy<K>(states: readonly ListenerState[], key: (state: ListenerState) => K): Map<K, ListenerState[]> {
  const groups = new Map<K, ListenerState[]>();
  for (const state of states) {
    const group = groups.get(key(state));
    if (group === undefined) {
      groups.set(key(state), [state]);
    } else {
      group.push(state);
    }
  }
  return groups;
}

function indexParents(parents: readonly Parent[]): Map<string, ParentIndex> {
  return new Map(
    parents.map((parent) => {
      const { group, kind, namespace, name } = parentModel(parent);
      return [
        objectKey(group, kind, namespace, name),
        {
          parent,
          byName: groupBy(parent.listeners, (state) => state.listener.name),
          byPort: groupBy(parent.listeners, (state) => state.listener.port),
          byHostname: groupBy(parent.listeners, (state) => state.listener.hostname ?? ANY_HOSTNAME),
        },
      ];
    }),
  );
}

/** The listeners that a reference means: those of that parent only, by name and port where it gives them. */
function relevantListeners(index: ParentIndex, ref: ParentReference): readonly ListenerState[] {
  if (ref.sectionName !== undefined) {
    const named = index.byName.get(ref.sectionName) ?? [];
    return ref.port === undefined ? named : named.filter((state) => state.listener.port === ref.port);
  }
  return ref.port === undefined ? index.parent.listeners : (index.byPort.get(ref.port) ?? []);
}

/** Below this many listeners looking at each is cheaper than looking up names. */
const FEW_LISTENERS = 4;

/**
 * Those of the relevant listeners that can meet the route's hostnames, and perhaps some that cannot:
 * each exact hostname is looked up, so that a route does not look at every listener of a large parent.
 */
function listenersByName(
  index: ParentIndex,
  route: RouteModel,
  ref: ParentReference,
  relevant: readonly ListenerState[],
): readonly ListenerState[] {
  const exact = route.hostnames.length > 0 && route.hostnames.every((hostname) => !hostname.startsWith('*'));
  if (relevant.length <= FEW_LISTENERS || !exact || ref.sectionName !== undefined) {
    return relevant;
  }
  const found = new Set<ListenerState>();
  for (const pattern of new Set(route.hostnames.flatMap(patternsCovering))) {
    for (const state of index.byHostname.get(pattern) ?? []) {
      if (ref.port === undefined || state.listener.port === ref.port) {
        found.add(state);
      }
    }
  }
  return [...found];
}

/** The names for which a route and a listener meet; `*` for kinds that have no hostnames. */
function meet(route: RouteModel, state: ListenerState): readonly string[] {
  if (!hasHostnames(route.kind)) {
    return [ANY_HOSTNAME];
  }
  const { hostname } = state.listener;
  if (route.hostnames.length === 0) {
    return [hostname ?? ANY_HOSTNAME];
  }
  const names = route.hostnames.map((name) => intersectHostnames(hostname, name)).filter((name) => name !== undefined);
  return names.length > 1 ? [...new Set(names)] : names;
}

function portKey(state: ListenerState): string {
  return `${state.gateway.namespace}/${state.gateway.name}/${state.listener.port}`;
}

/** Attaches routes to listeners, one after the other in order of precedence. */
export class RouteAttacher {
  private readonly parents: ReadonlyMap<string, ParentIndex>;
  /** Listeners by Gateway, port and hostname, for the policy that takes their names from routes. */
  private readonly named: ReadonlyMap<string, readonly ListenerState[]>;
  /** The TLSRoute that has a name on a port of a Gateway. */
  private readonly bound = new Map<string, RouteModel>();

  constructor(
    parents: readonly Parent[],
    private readonly references: References,
    private readonly admits: NamespaceAdmission,
    private readonly policies: Policies,
  ) {
    const hidden = policies.routesOfRefusedSets === 'no-entry';
    this.parents = indexParents(parents.filter((parent) => !(hidden && isSetState(parent) && !parent.admitted)));
    this.named = groupBy(
      parents.flatMap((parent) => parent.listeners.filter((state) => state.listener.hostname !== undefined)),
      (state) => `${portKey(state)}/${state.listener.hostname}`,
    );
  }

  /** Attaches one route and says what became of it. */
  attach(route: RouteModel): RouteState {
    const faults = route.backendRefs
      .map((ref) => this.references.backend(route, ref))
      .filter((fault) => fault !== undefined);
    const parents: ParentState[] = [];
    const unknownParents: ParentReference[] = [];
    for (const parentRef of route.parentRefs) {
      const index = this.parents.get(objectKey(parentRef.group, parentRef.kind, parentRef.namespace, parentRef.name));
      if (index === undefined) {
        unknownParents.push(parentRef);
      } else {
        parents.push(this.attachTo(route, parentRef, index));
      }
    }
    return { route, parents, unknownParents, resolvedRefs: this.resolvedRefs(faults), faults };
  }

  private resolvedRefs(faults: readonly Fault[]): Condition {
    const [first] = faults;
    if (first === undefined) {
      return yes('ResolvedRefs');
    }
    if (this.policies.severalReasons === 'first') {
      return no(first.reason);
    }
    return no([...new Set(faults.map((fault) => fault.reason))].sort(compareStrings).join(','));
  }

  private attachTo(route: RouteModel, parentRef: ParentReference, index: ParentIndex): ParentState {
    const relevant = relevantListeners(index, parentRef);
    const lost: LostName[] = [];
    const attached: { state: ListenerState; hostnames: readonly string[] }[] = [];
    for (const state of listenersByName(index, route, parentRef, relevant)) {
      if (this.letsIn(state, route)) {
        const hostnames = this.namesOn(route, state, lost);
        if (hostnames.length > 0) {
          attached.push({ state, hostnames });
          const known = state.attached.get(route)?.hostnames ?? [];
          state.attached.set(route, { route, hostnames: [...new Set([...known, ...hostnames])] });
        }
      }
    }
    const admitting = attached.length === 0 ? relevant.filter((state) => this.letsIn(state, route)) : [];
    const accepted = verdict(relevant, admitting, attached, lost);
    return { parentRef, parent: index.parent, accepted, relevant, admitting, attached, lost };
  }

  private letsIn(state: ListenerState, route: RouteModel): boolean {
    return (
      state.supportedKinds.includes(route.kind) &&
      this.admits(state.listener.allowedNamespaces, state.owner.namespace, route.namespace)
    );
  }

  /** The names that a route gets on a listener; those that others have are added to `lost`. */
  private namesOn(route: RouteModel, state: ListenerState, lost: LostName[]): readonly string[] {
    const names = meet(route, state);
    if (!this.policies.stripsNamesOfOtherListeners && this.policies.competingTlsRoutes === 'accepted') {
      return names;
    }
    return names.filter((hostname) => {
      const loss = this.strippedBy(route, state, hostname) ?? this.takenBy(route, state, hostname);
      if (loss !== undefined) {
        lost.push(loss);
      }
      return loss === undefined;
    });
  }

  private strippedBy(route: RouteModel, state: ListenerState, hostname: string): LostName | undefined {
    if (!this.policies.stripsNamesOfOtherListeners || route.hostnames.length === 0) {
      return undefined;
    }
    const listener = this.named.get(`${portKey(state)}/${hostname}`)?.find((other) => other !== state);
    return listener === undefined ? undefined : { hostname, listener };
  }

  private takenBy(route: RouteModel, state: ListenerState, hostname: string): LostName | undefined {
    if (this.policies.competingTlsRoutes === 'accepted' || route.kind !== 'TLSRoute') {
      return undefined;
    }
    const key = `${portKey(state)}/${hostname}`;
    const older = this.bound.get(key);
    if (older === undefined || older === route) {
      this.bound.set(key, route);
      return undefined;
    }
    return { hostname, listener: state, route: older };
  }
}

function verdict(
  relevant: readonly ListenerState[],
  admitting: readonly ListenerState[],
  attached: readonly unknown[],
  lost: readonly LostName[],
): Condition {
  if (relevant.length === 0) {
    return no('NoMatchingParent');
  }
  if (attached.length > 0) {
    return yes('Accepted');
  }
  if (admitting.length === 0) {
    return no('NotAllowedByListeners');
  }
  return no(lost.some(({ route }) => route !== undefined) ? 'HostnameConflict' : 'NoMatchingListenerHostname');
}
