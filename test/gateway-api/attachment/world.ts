import { KubeObject } from '../../../src/objects';

/** Any JSON map; tests write manifests as they would stand in a file. */
type Json = Readonly<Record<string, unknown>>;

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

function object(apiVersion: string, kind: string, id: string, spec: Json, metadata: Json = {}): KubeObject {
  const [namespace = '', name = ''] = id.split('/');
  return { apiVersion, kind, metadata: { namespace, name, ...metadata }, spec };
}

/** Makes a Gateway from `namespace/name` and its listeners. */
export function gateway(id: string, listeners: readonly Json[], spec: Json = {}): KubeObject {
  return object(GATEWAY_API, 'Gateway', id, { gatewayClassName: 'any', listeners, ...spec });
}

/** Makes a ListenerSet of a Gateway, both as `namespace/name`. */
export function listenerSet(id: string, parent: string, listeners: readonly Json[], metadata: Json = {}): KubeObject {
  const [namespace, name] = parent.split('/');
  return object(GATEWAY_API, 'ListenerSet', id, { parentRef: { namespace, name }, listeners }, metadata);
}

/** Makes a route of any kind. */
export function route(
  kind: string,
  id: string,
  parentRefs: readonly Json[],
  spec: Json = {},
  metadata: Json = {},
): KubeObject {
  const rules = [{ backendRefs: [{ name: 'web', port: 80 }] }];
  return object(GATEWAY_API, kind, id, { parentRefs, rules, ...spec }, metadata);
}

/** Makes a Service with TCP ports. */
export function service(id: string, ...ports: readonly number[]): KubeObject {
  return object('v1', 'Service', id, { ports: ports.map((port) => ({ port })) });
}

/** Makes a Namespace. */
export function namespace(name: string, labels: Json = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** Makes a listener for TLS that is passed through. */
export function passthrough(name: string, port: number, hostname?: string, more: Json = {}): Json {
  return {
    name,
    port,
    protocol: 'TLS',
    ...(hostname === undefined ? {} : { hostname }),
    tls: { mode: 'Passthrough' },
    ...more,
  };
}

/** Makes a listener for HTTP. */
export function http(name: string, port: number, hostname?: string, more: Json = {}): Json {
  return { name, port, protocol: 'HTTP', ...(hostname === undefined ? {} : { hostname }), ...more };
}

/** Lets in routes of every namespace. */
export const FROM_ALL = { allowedRoutes: { namespaces: { from: 'All' } } };

/** Lets in ListenerSets of every namespace. */
export const SETS_FROM_ALL = { allowedListeners: { namespaces: { from: 'All' } } };
