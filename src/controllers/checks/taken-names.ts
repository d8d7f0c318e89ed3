import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { GATEWAY_GROUP, ParentReference, RouteModel } from '../../gateway-api/attachment/model';
import { ANY_HOSTNAME, patternsCovering } from '../../gateway-api/hostname';
import { formatPath, refOf } from '../../objects';
import { ListenerHostnames } from '../controller-profile';
import { CheckContext, keyOf, PlacedListener, ServedGateway } from './check-input';

/** An exact hostname that the controller takes away from the routes of another port. */
export const EXACT_HOSTNAME_ON_TWO_PORTS: CodeDefinition = {
  code: 'exact-hostname-on-two-ports',
  severity: Severity.ERROR,
  title: 'The controller takes an exact listener hostname from the routes of every other port',
};

/** A hostname that covers a route's name more closely than the route's own listener, which is on another port. */
export const HOSTNAME_TAKEN_BY_OTHER_PORT: CodeDefinition = {
  code: 'hostname-taken-by-other-port',
  severity: Severity.ERROR,
  title: 'The controller takes a name from a route because a listener of another port covers it more closely',
};

/** Listeners of one Gateway or ListenerSet, by what routes ask for. */
interface Holder {
  readonly listeners: readonly PlacedListener[];
  readonly byName: ReadonlyMap<string, PlacedListener>;
  /** By hostname, an unset one being `*`; of those with one port one stands for all, apart from TLS. */
  readonly byHostname: ReadonlyMap<string, ReadonlyMap<string, PlacedListener>>;
}

/** What one listener takes from another one. */
interface Loss {
  readonly victim: PlacedListener;
  /** Whether every route of the victim loses the taker's hostname, those included that are yet to come. */
  readonly always: boolean;
  /** The first route that loses a name, and the name. */
  first?: { readonly name: string; readonly route: string };
  readonly routes: Set<string>;
}

type Losses = Map<PlacedListener, Map<PlacedListener, Loss>>;

/** How a controller takes names from routes. */
interface Rule {
  readonly definition: CodeDefinition;
  readonly routeKinds: readonly string[];
  /** Whether a reference is looked at at all. */
  readonly looksAt: (ref: ParentReference) => boolean;
  /** Whether two listeners with one exact hostname take it from each other. */
  readonly equalsTake: boolean;
  /** Hostnames of listeners that take the name from a route on `own`. */
  readonly takingHostnames: (name: string, own: PlacedListener) => readonly string[];
  /** Whether a listener that the route is attached to as well takes its name all the same. */
  readonly attachedTakes: boolean;
}

const RULES: Readonly<Partial<Record<ListenerHostnames, Rule>>> = {
  'no-exact-on-two-ports': {
    definition: EXACT_HOSTNAME_ON_TWO_PORTS,
    // Routes of HTTP are compared with listeners of their own port only
    routeKinds: ['TLSRoute'],
    // A reference to all listeners is treated as one to each of them; one with a port alone is left out
    looksAt: (ref) => ref.sectionName !== undefined || ref.port === undefined,
    equalsTake: true,
    takingHostnames: (name) => [name],
    attachedTakes: true,
  },
  'closest-over-ports': {
    definition: HOSTNAME_TAKEN_BY_OTHER_PORT,
    routeKinds: ['GRPCRoute', 'HTTPRoute', 'TLSRoute'],
    looksAt: () => true,
    equalsTake: false,
    takingHostnames: (name, own) => {
      const patterns = patternsCovering(name);
      return patterns.slice(0, patterns.indexOf(own.hostname ?? ANY_HOSTNAME));
    },
    attachedTakes: false,
  },
};

/** The API server takes at most 253 characters; longer ones are its business, and cost time here. */
function isSane(hostname: string): boolean {
  return hostname.length <= 253;
}

function isExact(hostname: string | undefined): hostname is string {
  return hostname !== undefined && isSane(hostname) && !hostname.startsWith('*');
}

function indexHolder(listeners: readonly PlacedListener[]): Holder {
  const byName = new Map<string, PlacedListener>();
  const byHostname = new Map<string, Map<string, PlacedListener>>();
  for (const listener of listeners) {
    if (!byName.has(listener.name)) {
      byName.set(listener.name, listener);
    }
    const hostname = listener.hostname ?? ANY_HOSTNAME;
    const known = byHostname.get(hostname) ?? new Map<string, PlacedListener>();
    byHostname.set(hostname, known);
    const key = `${listener.port} ${listener.protocol === 'TLS'}`;
    if (!known.has(key)) {
      known.set(key, listener);
    }
  }
  return { listeners, byName, byHostname };
}

/** Gateways and ListenerSets by kind, namespace and name: no controller compares listeners of two of them. */
function indexHolders(gateways: readonly ServedGateway[]): ReadonlyMap<string, Holder> {
  return new Map(
    gateways
      .flatMap((gateway) => [gateway, ...gateway.listenerSets])
      .map((head) => [
        `${head.kind} ${keyOf(head)}`,
        indexHolder(head.listeners.map((listener) => ({ ...listener, object: head.object }))),
      ]),
  );
}

function servesKind({ protocol, allowedKinds }: PlacedListener, kind: string): boolean {
  const served = protocol === 'TLS' ? kind === 'TLSRoute' : protocol.startsWith('HTTP') && kind !== 'TLSRoute';
  const allowed = allowedKinds.length === 0 || allowedKinds.some((a) => a.group === GATEWAY_GROUP && a.kind === kind);
  return served && allowed;
}

/** Whether a reference means a listener, and the listener takes routes of that kind. */
function attaches(route: RouteModel, ref: ParentReference, listener: PlacedListener): boolean {
  return (
    (ref.sectionName ?? listener.name) === listener.name &&
    (ref.port ?? listener.port) === listener.port &&
    servesKind(listener, route.kind)
  );
}

/** The listeners on which a route gets a name by one reference, as far as names and kinds decide. */
function listenersFor(holder: Holder, route: RouteModel, ref: ParentReference, name: string): PlacedListener[] {
  const patterns = patternsCovering(name);
  if (ref.sectionName !== undefined) {
    const named = holder.byName.get(ref.sectionName);
    const covers = named !== undefined && patterns.includes(named.hostname ?? ANY_HOSTNAME);
    return covers && attaches(route, ref, named) ? [named] : [];
  }
  return [...new Set(patterns)]
    .flatMap((pattern) => [...(holder.byHostname.get(pattern)?.values() ?? [])])
    .filter((listener) => attaches(route, ref, listener));
}

/** The listener that takes a name from a route. On one port the closer listener wins by the book, so only others count. */
function takerOf(
  holder: Holder,
  rule: Rule,
  route: RouteModel,
  ref: ParentReference,
  name: string,
  own: PlacedListener,
): PlacedListener | undefined {
  for (const hostname of rule.takingHostnames(name, own)) {
    for (const other of holder.byHostname.get(hostname)?.values() ?? []) {
      if (other.port !== own.port && (rule.attachedTakes || !attaches(route, ref, other))) {
        return other;
      }
    }
  }
  return undefined;
}

function lossOf(losses: Losses, taker: PlacedListener, victim: PlacedListener, always = false): Loss {
  const byVictim = losses.get(taker) ?? new Map<PlacedListener, Loss>();
  losses.set(taker, byVictim);
  const loss = byVictim.get(victim) ?? { victim, always, routes: new Set<string>() };
  byVictim.set(victim, loss);
  return loss;
}

/** Finds pairs of TLS listeners that take one exact hostname from each other, whatever routes there are. */
function collectEquals(holder: Holder, losses: Losses): void {
  for (const listener of holder.listeners) {
    const { hostname, port, protocol } = listener;
    if (protocol === 'TLS' && isExact(hostname)) {
      const equals = holder.byHostname.get(hostname)?.values() ?? [];
      const victim = [...equals].find((other) => other.protocol === 'TLS' && other.port !== port);
      if (victim !== undefined) {
        lossOf(losses, listener, victim, true);
      }
    }
  }
}

/** Finds what a route loses by one of its references. A name that one of the listeners keeps is served there. */
function collectRoute(holder: Holder, rule: Rule, route: RouteModel, ref: ParentReference, losses: Losses): void {
  for (const name of route.hostnames.filter(isSane)) {
    const places = listenersFor(holder, route, ref, name);
    const takers = places.map((own) => takerOf(holder, rule, route, ref, name, own));
    const [victim] = places;
    const [taker] = takers;
    if (victim !== undefined && taker !== undefined && !takers.includes(undefined)) {
      const loss = lossOf(losses, taker, victim);
      const text = `${route.kind} ${keyOf(route)}`;
      loss.first ??= { name, route: text };
      loss.routes.add(text);
    }
  }
}

function collectLosses({ gateways, routes }: CheckContext, rule: Rule): Losses {
  const losses: Losses = new Map();
  const holders = indexHolders(gateways);
  if (rule.equalsTake) {
    for (const holder of holders.values()) {
      collectEquals(holder, losses);
    }
  }
  for (const route of routes.filter(({ kind }) => rule.routeKinds.includes(kind))) {
    for (const ref of route.parentRefs.filter(rule.looksAt)) {
      const holder = ref.group === GATEWAY_GROUP ? holders.get(`${ref.kind} ${keyOf(ref)}`) : undefined;
      if (holder !== undefined) {
        collectRoute(holder, rule, route, ref, losses);
      }
    }
  }
  return losses;
}

function describe({ name, port }: PlacedListener): string {
  return `${JSON.stringify(name)} (${port})`;
}

/** A wildcard that both listeners could have without losing routes; undefined where there is none. */
function commonWildcard(taker: PlacedListener, victim: PlacedListener): string | undefined {
  if (taker.protocol !== 'TLS' || victim.protocol !== 'TLS') {
    return undefined;
  }
  if (!isExact(taker.hostname)) {
    return victim.hostname === undefined ? taker.hostname : undefined;
  }
  if (victim.hostname?.startsWith('*.')) {
    return victim.hostname;
  }
  const parent = taker.hostname.split('.').slice(1).join('.');
  return parent === '' ? undefined : `*.${parent}`;
}

function fixOf(taker: PlacedListener, victim: PlacedListener): string {
  const wildcard = commonWildcard(taker, victim);
  return wildcard === undefined
    ? `put listener ${JSON.stringify(taker.name)} into a Gateway of its own, or give it a hostname that covers no route of listener ${JSON.stringify(victim.name)}`
    : `give both listeners one wildcard hostname, ${JSON.stringify(wildcard)} (layout shared-wildcard)`;
}

function describeLoss(controller: string, taker: PlacedListener, { victim, always, first, routes }: Loss): string {
  const hostname = `${controller} compares hostnames without the port: ${JSON.stringify(taker.hostname)} of listener ${describe(taker)}`;
  if (always || first === undefined) {
    return `${hostname} is taken from every route of listener ${describe(victim)}, which then serves nobody by that name`;
  }
  const others = routes.size === 1 ? '' : `, and the names of ${routes.size - 1} more`;
  return `${hostname} takes ${JSON.stringify(first.name)} from ${first.route}${others} on listener ${describe(victim)}, which then serves nobody by ${routes.size === 1 ? 'that name' : 'those names'}`;
}

/** Finds names that the controller takes from routes because a listener of another port has them too. */
export function checkTakenNames(context: CheckContext): Diagnostic[] {
  const { controller } = context;
  const rule = RULES[controller._facts.listenerHostnames];
  if (rule === undefined) {
    return [];
  }
  return [...collectLosses(context, rule)].flatMap(([taker, byVictim]) =>
    [...byVictim.values()].map((loss) =>
      diagnose(rule.definition, {
        object: refOf(taker.object),
        path: formatPath([...taker.path, 'hostname']),
        message: describeLoss(controller.toString(), taker, loss),
        fix: fixOf(taker, loss.victim),
      }),
    ),
  );
}
