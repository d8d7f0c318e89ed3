import { Diagnostic, diagnose, Severity } from '../../diagnostics';
import { refOf } from '../../objects';
import { ANY_HOSTNAME, patternsCovering } from '../hostname';
import { Attachment } from './attach';
import { HOSTNAME_CONFLICT, MORE_SPECIFIC_LISTENER, ROUTE_NOT_SERVED } from './codes';
import { GatewayModel, RouteModel } from './model-types';
import { comparePrecedence } from './precedence';
import { isTrue } from './result';
import { GatewayState, ListenerState, RouteState } from './state';
import { at, nameOf, nameOfListener } from './wording';

function listenersOf(gateway: GatewayState): ListenerState[] {
  return [gateway, ...gateway.sets].flatMap((parent) => parent.listeners).filter((state) => isTrue(state.accepted));
}

/** Finds who answers a name on a port of one Gateway, without looking at each listener. */
class Answerers {
  private readonly byName = new Map<string, ListenerState>();

  constructor(listeners: readonly ListenerState[]) {
    for (const state of listeners) {
      const key = this.key(state, state.listener.hostname ?? ANY_HOSTNAME);
      if (!this.byName.has(key)) {
        this.byName.set(key, state);
      }
    }
  }

  /** The listener that takes a name in place of the one given, or that one itself. */
  answering(state: ListenerState, hostname: string): ListenerState {
    // What covers a wildcard covers a name below it; the name itself is no hostname of a listener
    const wildcard = hostname.startsWith('*.');
    const patterns = wildcard ? patternsCovering(`x${hostname.slice(1)}`).slice(1) : patternsCovering(hostname);
    for (const pattern of hostname === ANY_HOSTNAME ? [ANY_HOSTNAME] : patterns) {
      const found = this.byName.get(this.key(state, pattern));
      if (found !== undefined) {
        return found;
      }
    }
    return state;
  }

  /** Listeners of other layers never take each other's connections: conflicts settle who has the port. */
  private key({ listener }: ListenerState, hostname: string): string {
    return `${listener.port}/${listener.tlsMode ?? listener.protocol}/${hostname}`;
  }
}

/** Routes whose names another listener of the port answers, though they are attached and accepted. */
function explainShadowed(routes: readonly RouteState[], answerers: ReadonlyMap<unknown, Answerers>): Diagnostic[] {
  return routes.flatMap((state) => {
    const told = new Set<string>();
    const own = new Set(state.parents.flatMap(({ attached }) => attached.map((entry) => entry.state)));
    return state.parents.flatMap(({ attached }) =>
      attached.flatMap(({ state: listener, hostnames }) =>
        hostnames.flatMap((hostname) => {
          const taker = answerers.get(listener.gateway)?.answering(listener, hostname) ?? listener;
          const key = `${listener.listener.port}/${hostname}`;
          if (own.has(taker) || told.has(key) || !isTrue(listener.accepted)) {
            return [];
          }
          told.add(key);
          return [shadowed(state.route, listener, taker, hostname)];
        }),
      ),
    );
  });
}

function pathOfHostname(route: RouteModel, hostname: string): string {
  const index = route.hostnames.indexOf(hostname);
  return index < 0 ? 'spec.hostnames' : at('spec', 'hostnames', index);
}

function shadowed(route: RouteModel, listener: ListenerState, taker: ListenerState, hostname: string): Diagnostic {
  return diagnose(MORE_SPECIFIC_LISTENER, {
    object: refOf(route.object),
    path: pathOfHostname(route, hostname),
    message: `"${hostname}" on port ${listener.listener.port} is answered by ${nameOfListener(taker)} (${taker.listener.hostname ?? ANY_HOSTNAME}), to which the route is not attached, before ${nameOfListener(listener)}`,
    fix: 'attach the route to that listener, or use a name that it does not answer',
    // Several controllers do not isolate HTTP listeners from each other
    severity: route.kind === 'TLSRoute' ? Severity.ERROR : Severity.WARNING,
  });
}

function bindingKey(route: RouteModel, { listener }: ListenerState, hostname: string): string {
  return `${nameOf(route)}/${listener.port}/${hostname}`;
}

/** TLSRoutes of one name, and TCPRoutes or UDPRoutes, that share a listener on which only one of them can be served. */
function explainCompeting(listeners: readonly ListenerState[], told: Set<string>): Diagnostic[] {
  return listeners.flatMap((state) => {
    const bound = new Map<string, RouteModel>();
    return [...state.attached.values()].flatMap(({ route, hostnames }) => {
      if (route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute') {
        return [];
      }
      return hostnames.flatMap((hostname) => {
        const winner = bound.get(hostname);
        if (winner === undefined) {
          bound.set(hostname, route);
          return [];
        }
        const key = bindingKey(route, state, hostname);
        if (told.has(key)) {
          return [];
        }
        told.add(key);
        return [competing(route, winner, state, hostname)];
      });
    });
  });
}

function competing(route: RouteModel, winner: RouteModel, state: ListenerState, hostname: string): Diagnostic {
  const object = refOf(route.object);
  if (route.kind !== 'TLSRoute') {
    return diagnose(ROUTE_NOT_SERVED, {
      object,
      path: 'spec.parentRefs',
      message: `${nameOf(winner)} comes first on ${nameOfListener(state)} and gets all its traffic`,
      fix: 'give each route a listener of its own: nothing else tells them apart',
    });
  }
  return diagnose(HOSTNAME_CONFLICT, {
    object,
    path: pathOfHostname(route, hostname),
    message: `"${hostname}" is bound to ${nameOf(winner)} already on ${nameOfListener(state)}, port ${state.listener.port}; controllers differ in which of the two they serve, some serve neither`,
    fix: 'give each TLSRoute on a port a hostname of its own',
  });
}

interface BoundRoute {
  readonly route: RouteModel;
  readonly state: ListenerState;
  readonly hostname: string;
}

/**
 * TLSRoutes of one name on one port of several Gateways that share their ports.
 *
 * Names of routes decide there, not those of listeners: a listener of another Gateway takes nothing by itself.
 */
function explainCompetingGateways(listeners: readonly ListenerState[], told: Set<string>): Diagnostic[] {
  const bound: BoundRoute[] = listeners
    .flatMap((state) =>
      [...state.attached.values()].flatMap(({ route, hostnames }) =>
        hostnames.map((hostname) => ({ route, state, hostname })),
      ),
    )
    .filter(({ route }) => route.kind === 'TLSRoute')
    .sort((a, b) => comparePrecedence(a.route, b.route));
  const winners = new Map<string, BoundRoute>();
  return bound.flatMap(({ route, state, hostname }) => {
    const name = `${state.listener.port}/${hostname}`;
    const winner = winners.get(name);
    if (winner === undefined) {
      winners.set(name, { route, state, hostname });
      return [];
    }
    const key = bindingKey(route, state, hostname);
    // On one Gateway, what the listeners say decides, and is told by itself
    if (winner.route === route || winner.state.gateway === state.gateway || told.has(key)) {
      return [];
    }
    told.add(key);
    return [competingAcross(route, winner, state, hostname)];
  });
}

function competingAcross(route: RouteModel, winner: BoundRoute, state: ListenerState, hostname: string): Diagnostic {
  const { port } = state.listener;
  return diagnose(HOSTNAME_CONFLICT, {
    object: refOf(route.object),
    path: pathOfHostname(route, hostname),
    message: `"${hostname}" is bound to ${nameOf(winner.route)} already on ${nameOfListener(winner.state)}, which shares port ${port} with ${nameOf(state.gateway)}, as one data plane serves both; controllers differ in which of the two they serve, some serve neither`,
    fix: 'give each TLSRoute on a port a hostname of its own, and let only those create Gateways and TLSRoutes for this data plane who may have every name on it',
  });
}

/** Explains which routes are accepted and get no traffic all the same. */
export function explainRivals(
  attachment: Attachment,
  dataPlaneOf: (gateway: GatewayModel) => string = nameOf,
): Diagnostic[] {
  const listeners = attachment.gateways.map((gateway) => ({ gateway: gateway.gateway, own: listenersOf(gateway) }));
  const answerers = new Map(listeners.map(({ gateway, own }) => [gateway, new Answerers(own)]));
  const dataPlanes = new Map<string, ListenerState[][]>();
  for (const { gateway, own } of listeners) {
    const key = dataPlaneOf(gateway);
    const known = dataPlanes.get(key);
    if (known === undefined) {
      dataPlanes.set(key, [own]);
    } else {
      known.push(own);
    }
  }
  return [
    ...explainShadowed(attachment.routes, answerers),
    ...[...dataPlanes.values()].flatMap((gateways) => {
      const told = new Set<string>();
      const inside = gateways.flatMap((own) => explainCompeting(own, told));
      return gateways.length === 1 ? inside : [...inside, ...explainCompetingGateways(gateways.flat(), told)];
    }),
  ];
}
