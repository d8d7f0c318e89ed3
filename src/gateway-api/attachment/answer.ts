import { ANY_HOSTNAME, hostnameMatches, specificity } from '../hostname';
import { Attachment } from './attach';
import { chooseRule, HttpRequest } from './http-match';
import { RouteModel } from './model';
import { isTrue } from './result';
import { AttachedRoute, GatewayState, ListenerState } from './state';

/** What a client asks for. */
export interface AnswerQuery {
  readonly port: number;

  /**
   * Name that the client sends in the TLS handshake.
   *
   * @default - no TLS
   */
  readonly sni?: string;

  /**
   * Host header; a port in it is ignored.
   *
   * @default - the SNI, if any
   */
  readonly host?: string;

  /**
   * The Gateway that is asked, as `namespace/name`.
   *
   * @default - every Gateway: each has an address of its own
   */
  readonly gateway?: string;

  /**
   * A request, to learn which rule of an HTTPRoute or GRPCRoute it falls to.
   *
   * @default - any request
   */
  readonly request?: HttpRequest;
}

/** What serves a route's traffic. */
export interface AnsweringBackend {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port?: number;
  readonly weight: number;
}

/** A route that is bound for what a client asks. */
export interface AnsweringRoute {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The hostname for which it is bound; `*` is every name. */
  readonly hostname: string;
  /** Whether traffic reaches it: every HTTPRoute and GRPCRoute by its rules, of other kinds the first one only. */
  readonly serving: boolean;
  /** Its backends; with a request those of the rule the request falls to. */
  readonly backends: readonly AnsweringBackend[];
}

/** The listener that takes a connection. */
export interface AnsweringListener {
  /** `Gateway` or `ListenerSet`: the kind of the object that holds it. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The listener's name in that object. */
  readonly listener: string;
  readonly protocol: string;
  /** `*` is every name. */
  readonly hostname: string;
}

/** What one Gateway does with what a client asks. */
export interface Answer {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly transport: 'TCP' | 'UDP';
  /** The listener that takes the connection; absent where none does and the client is turned away. */
  readonly listener?: AnsweringListener;
  /** Routes bound there for the name, in order of precedence; none means that the listener has no answer. */
  readonly routes: readonly AnsweringRoute[];
}

/** Says whether the data plane has the listener at all. */
function isServed(gateway: GatewayState, state: ListenerState): boolean {
  return isTrue(gateway.accepted) && isTrue(state.accepted) && state.servable;
}

function speaksTls(state: ListenerState): boolean {
  return state.listener.tlsMode !== undefined;
}

/** Says whether a listener looks at names, and whether they are SNIs. */
function takes(state: ListenerState, query: AnswerQuery): boolean {
  if (state.listener.protocol === 'TCP') {
    return true;
  }
  const nameless = query.sni === undefined && query.host === undefined;
  return nameless || speaksTls(state) === (query.sni !== undefined);
}

/** Cuts the port off a Host header; an IPv6 address stands in brackets. */
function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

function bestListener(candidates: readonly ListenerState[], name: string): ListenerState | undefined {
  let best: ListenerState | undefined;
  for (const state of candidates) {
    const fits = hostnameMatches(state.listener.hostname, name);
    if (fits && (best === undefined || specificity(state.listener.hostname) > specificity(best.listener.hostname))) {
      best = state;
    }
  }
  return best;
}

/** The most specific of the names for which a route is bound that matches. */
function bestHostname(attached: AttachedRoute, name: string): string | undefined {
  return attached.hostnames
    .filter((hostname) => hostname === ANY_HOSTNAME || hostnameMatches(hostname, name))
    .sort((a, b) => specificity(b) - specificity(a))[0];
}

function backendsOf(route: RouteModel, rule: number | undefined): AnsweringBackend[] {
  return route.backendRefs
    .filter((ref) => ref.serving && (rule === undefined || ref.rule === rule))
    .map(({ kind, namespace, name, port, weight }) => ({
      kind,
      namespace,
      name,
      ...(port === undefined ? {} : { port }),
      weight,
    }));
}

/** The routes bound to a listener for a name: those with the most specific hostname, in order of precedence. */
function routesOn(state: ListenerState, name: string, request: HttpRequest | undefined): AnsweringRoute[] {
  const bound = [...state.attached.values()]
    .map((attached) => ({ route: attached.route, hostname: bestHostname(attached, name) }))
    .filter((entry): entry is { route: RouteModel; hostname: string } => entry.hostname !== undefined);
  const most = Math.max(...bound.map(({ hostname }) => specificity(hostname)));
  const best = bound.filter(({ hostname }) => specificity(hostname) === most);
  const shared = state.supportedKinds.some((kind) => kind === 'HTTPRoute' || kind === 'GRPCRoute');
  const choice =
    shared && request !== undefined
      ? chooseRule(
          best.map(({ route }) => route),
          request,
        )
      : undefined;
  return best
    .filter(({ route }) => !shared || request === undefined || route === choice?.route)
    .map(({ route, hostname }, index) => ({
      kind: route.kind,
      namespace: route.namespace,
      name: route.name,
      hostname,
      serving: shared || index === 0,
      backends: backendsOf(route, choice?.rule),
    }));
}

function answerOn(
  gateway: GatewayState,
  transport: 'TCP' | 'UDP',
  candidates: readonly ListenerState[],
  query: AnswerQuery,
): Answer {
  const name = withoutPort(query.host ?? query.sni ?? '');
  const connection = query.sni === undefined ? name : query.sni;
  const state = bestListener(
    candidates.filter((candidate) => isServed(gateway, candidate)),
    connection,
  );
  const answer = {
    gateway: { namespace: gateway.gateway.namespace, name: gateway.gateway.name },
    transport,
  };
  if (state === undefined) {
    return { ...answer, routes: [] };
  }
  const { owner, listener } = state;
  return {
    ...answer,
    listener: {
      kind: owner.kind,
      namespace: owner.namespace,
      name: owner.name,
      listener: listener.name,
      protocol: listener.protocol,
      hostname: listener.hostname ?? ANY_HOSTNAME,
    },
    routes: routesOn(state, name, query.request),
  };
}

/**
 * Says who answers a client that asks a port for a name: for each Gateway that has the port, the one listener that takes the connection
 * (the most specific hostname; a connection never falls through to another one) and the routes bound there for the name.
 *
 * A Gateway that has no listener on the port is not mentioned; one whose listeners all refuse the client is, without a listener.
 * UDP is asked about where neither SNI nor host is given.
 */
export function answer(attachment: Attachment, query: AnswerQuery): Answer[] {
  return attachment.gateways
    .filter(({ gateway }) => query.gateway === undefined || query.gateway === `${gateway.namespace}/${gateway.name}`)
    .flatMap((gateway) => {
      const onPort = [gateway, ...gateway.sets.filter((set) => set.admitted)]
        .flatMap((parent) => parent.listeners)
        .filter((state) => state.listener.port === query.port);
      const datagrams = onPort.filter((state) => state.listener.protocol === 'UDP');
      const streams = onPort.filter((state) => state.listener.protocol !== 'UDP');
      const nameless = query.sni === undefined && query.host === undefined;
      return [
        ...(streams.length === 0
          ? []
          : [
              answerOn(
                gateway,
                'TCP',
                streams.filter((state) => takes(state, query)),
                query,
              ),
            ]),
        ...(datagrams.length === 0 || !nameless ? [] : [answerOn(gateway, 'UDP', datagrams, query)]),
      ];
    });
}
