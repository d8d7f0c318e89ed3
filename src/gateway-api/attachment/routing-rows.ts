import { compareStrings, KubeObject } from '../../objects';
import { ANY_HOSTNAME } from '../hostname';
import { Attachment } from './attach';
import { RouteModel } from './model-types';
import { isTrue } from './result';
import { AttachedRoute, GatewayState, ListenerState } from './state';
import { nameOf } from './wording';

/** One line of a routing table: who is reached under one name on one listener. */
export interface RoutingRow {
  /** The Gateway, as `namespace/name`. */
  readonly gateway: string;
  /** The listener's name; one of a ListenerSet is written `namespace/set: name`. */
  readonly listener: string;
  readonly port: number;
  readonly protocol: string;
  /** The hostname of the listener; `*` is every name. */
  readonly listenerHostname: string;
  /** The name a client asks for; `*` is every name. */
  readonly hostname: string;
  /** The tenant or route that is reached; empty where the listener has none. */
  readonly target: string;
  /** What serves it, each as `namespace/name:port`; empty where the rules name nothing. */
  readonly backends: readonly string[];
}

/** How a routing table is drawn up. */
export interface RoutingOptions {
  /**
   * Names the tenant that a route belongs to, to be shown in place of the route.
   *
   * @default - each route stands for itself
   */
  readonly tenantOf?: (route: KubeObject) => string | undefined;
}

function listenerName(state: ListenerState): string {
  const { owner, gateway, listener } = state;
  return owner === gateway ? listener.name : `${owner.namespace}/${owner.name}: ${listener.name}`;
}

function backendsOf(route: RouteModel): string[] {
  const backends = route.backendRefs
    .filter(({ serving }) => serving)
    .map(({ group, kind, namespace, name, port }) => {
      const object = group === '' && kind === 'Service' ? `${namespace}/${name}` : `${kind} ${namespace}/${name}`;
      return port === undefined ? object : `${object}:${port}`;
    });
  return [...new Set(backends)].sort(compareStrings);
}

function rowsOf(gateway: GatewayState, state: ListenerState, options: RoutingOptions): RoutingRow[] {
  const { listener } = state;
  const row = {
    gateway: `${gateway.gateway.namespace}/${gateway.gateway.name}`,
    listener: listenerName(state),
    port: listener.port,
    protocol: listener.protocol,
    listenerHostname: listener.hostname ?? ANY_HOSTNAME,
  };
  if (state.attached.size === 0) {
    return [{ ...row, hostname: row.listenerHostname, target: '', backends: [] }];
  }
  return [...state.attached.values()].flatMap(({ route, hostnames }: AttachedRoute) => {
    const target = options.tenantOf?.(route.object) ?? nameOf(route);
    const backends = backendsOf(route);
    return hostnames.map((hostname) => ({ ...row, hostname, target, backends }));
  });
}

function compareRows(a: RoutingRow, b: RoutingRow): number {
  return (
    compareStrings(a.gateway, b.gateway) ||
    a.port - b.port ||
    compareStrings(a.hostname, b.hostname) ||
    compareStrings(a.listener, b.listener) ||
    compareStrings(a.target, b.target)
  );
}

/** Draws up who is reached where, sorted by gateway, port and hostname; listeners that are refused are left out. */
export function routingRows(attachment: Attachment, options: RoutingOptions = {}): RoutingRow[] {
  return attachment.gateways
    .flatMap((gateway) =>
      [gateway, ...gateway.sets.filter((set) => set.admitted)]
        .flatMap((parent) => parent.listeners)
        .filter((state) => isTrue(state.accepted))
        .flatMap((state) => rowsOf(gateway, state, options)),
    )
    .sort(compareRows);
}

/** Writes text into a cell of a Markdown table. */
function cell(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\|/g, '\\|')
    .replace(/\s+/g, ' ')
    .replace(/([*_`<>[\]])/g, '\\$1');
}

/** Writes rows as a Markdown table; a listener without routes has a dash for them. */
export function routingTable(rows: readonly RoutingRow[]): string {
  const lines = rows.map(({ gateway, listener, port, protocol, hostname, target, backends }) =>
    [gateway, listener, `${port}`, protocol, hostname, target || '–', backends.join(', ') || '–'].map(cell).join(' | '),
  );
  return [
    '| Gateway | Listener | Port | Protocol | Hostname | Tenant or route | Backend |',
    '| --- | --- | ---: | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}
