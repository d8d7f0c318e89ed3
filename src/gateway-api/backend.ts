import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkPort, checkWeight, quote } from './field-values';

/** How a route uses a backend. */
export interface BackendOptions {
  /**
   * Share of the traffic, relative to the sum over all backends of the rule: 0 to 1,000,000; 0 means none.
   *
   * @default 1
   */
  readonly weight?: number;

  /**
   * Whether to create the ReferenceGrant that a backend in another namespace needs, in that namespace.
   *
   * Who writes to that namespace decides over it, so this is never done unasked. Nothing is created where the backend is in the route's own namespace.
   *
   * @default false
   */
  readonly grant?: boolean;
}

/** How a route uses a Service that is a construct. */
export interface ServiceBackendOptions extends BackendOptions {
  /**
   * Port of the Service; one that it exposes.
   *
   * @default - the only port that the Service exposes.
   */
  readonly port?: number;
}

/** How a route uses a Service that is known by its name only. */
export interface ServiceNameBackendOptions extends BackendOptions {
  /** Port of the Service. */
  readonly port: number;

  /**
   * Namespace of the Service.
   *
   * @default - the route's own namespace.
   */
  readonly namespace?: string;
}

/** How a route uses an object that is not a Service. */
export interface ObjectBackendOptions extends BackendOptions {
  /**
   * Port of the backend, where its kind has ports.
   *
   * @default - the kind says itself where traffic goes.
   */
  readonly port?: number;
}

/** Names an object of any kind as a backend. */
export interface BackendObjectReference extends ObjectBackendOptions {
  /**
   * API group of the object; the empty string is the core group.
   *
   * @default ""
   */
  readonly group?: string;

  /**
   * Kind of the object.
   *
   * @default "Service"
   */
  readonly kind?: string;

  /** Name of the object. */
  readonly name: string;

  /**
   * Namespace of the object.
   *
   * @default - the route's own namespace.
   */
  readonly namespace?: string;
}

/** A port of a Service that is a construct. */
export interface ExposedPort {
  readonly port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
}

/** A backend as it was given, defaults filled in. */
export interface BackendTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
  readonly grant: boolean;
  /** What the Service exposes on the port; undefined where that is not known. */
  readonly exposed?: readonly ExposedPort[];
}

function exposedPorts(service: kplus.Service): ExposedPort[] {
  return service.ports.map(({ port, protocol }) => ({ port, protocol: protocol ?? kplus.Protocol.TCP }));
}

function portOf(service: kplus.Service, port: number | undefined): number {
  const numbers = [...new Set(service.ports.map((exposed) => exposed.port))];
  const [only] = numbers;
  if (only === undefined) {
    throw new Error(
      `service ${quote(service.name)} does not expose any ports (call bind() before using it as a backend)`,
    );
  }
  if (port === undefined && numbers.length > 1) {
    throw new Error(`service exposes ports ${numbers.join(',')}, so the backend must say which port to use`);
  }
  if (port !== undefined && !numbers.includes(port)) {
    throw new Error(
      `service exposes ${numbers.length > 1 ? 'ports' : 'port'} ${numbers.join(',')} but backend is defined to use port ${port}`,
    );
  }
  return port ?? only;
}

/** Reads a Service construct as a backend. */
export function serviceTarget(service: kplus.Service, options: ServiceBackendOptions): BackendTarget {
  const port = portOf(service, options.port);
  return {
    ...referenceTarget({ ...options, name: service.name, namespace: service.metadata.namespace, port }),
    exposed: exposedPorts(service).filter((exposed) => exposed.port === port),
  };
}

/** Reads an object of the construct tree as a backend. */
export function apiObjectTarget(object: ApiObject, options: ObjectBackendOptions): BackendTarget {
  return referenceTarget({
    ...options,
    group: object.apiGroup === 'core' ? '' : object.apiGroup,
    kind: object.kind,
    name: object.name,
    namespace: object.metadata.namespace,
  });
}

/** Reads a reference as a backend. */
export function referenceTarget(reference: BackendObjectReference): BackendTarget {
  const { group = '', kind = 'Service', name, namespace, port, weight, grant = false } = reference;
  if (group === '' && kind === 'Service' && port === undefined) {
    throw new Error(`a backend that is a Service needs a port, and ${quote(name)} has none`);
  }
  return {
    group,
    kind,
    name,
    namespace,
    grant,
    port: port === undefined ? undefined : checkPort('the port of a backend', port),
    weight: weight === undefined ? undefined : checkWeight(weight),
  };
}

/** A backend without weight in wire form, defaults filled in: what a mirror takes. */
export interface BackendObjectJson {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** A backend in the wire form of every route kind, defaults filled in. */
export interface BackendRefJson extends BackendObjectJson {
  readonly weight: number;
}

/** Writes a backend without its weight; its namespace is left out where it is the route's own. */
export function renderBackendObject(target: BackendTarget, routeNamespace: string | undefined): BackendObjectJson {
  const { group, kind, name, namespace, port } = target;
  return {
    group,
    kind,
    name,
    ...(namespace === undefined || namespace === routeNamespace ? {} : { namespace }),
    ...(port === undefined ? {} : { port }),
  };
}

/** Writes a backend with its weight. */
export function renderBackendRef(target: BackendTarget, routeNamespace: string | undefined): BackendRefJson {
  return { ...renderBackendObject(target, routeNamespace), weight: target.weight ?? 1 };
}

/**
 * Refuses a Service that exposes the port under another protocol than the route forwards.
 *
 * @param kind kind of the route
 */
export function checkTransport(kind: string, { name, port, exposed }: BackendTarget): void {
  const needed = kind === 'UDPRoute' ? kplus.Protocol.UDP : kplus.Protocol.TCP;
  if (exposed === undefined || exposed.some(({ protocol }) => protocol === needed)) {
    return;
  }
  const protocols = exposed.map(({ protocol }) => protocol).join(',');
  throw new Error(`service ${quote(name)} exposes port ${port} as ${protocols} but ${kind} forwards ${needed}`);
}

/**
 * What a TLSRoute, a TCPRoute or a UDPRoute forwards to, and what a mirror copies to.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
 */
export class Backend {
  /**
   * A Service that is a construct.
   *
   * @throws where the Service does not expose the port, or exposes several and none is named.
   */
  public static service(service: kplus.Service, options: ServiceBackendOptions = {}): Backend {
    return new Backend(serviceTarget(service, options));
  }

  /** A Service that is known by its name. */
  public static serviceName(name: string, options: ServiceNameBackendOptions): Backend {
    return new Backend(referenceTarget({ ...options, name }));
  }

  /** Any object that is a construct, for example Envoy Gateway's `Backend`. */
  public static apiObject(object: ApiObject, options: ObjectBackendOptions = {}): Backend {
    return new Backend(apiObjectTarget(object, options));
  }

  /**
   * An object of any kind that is known by its name.
   *
   * @throws where it is a Service without a port.
   */
  public static of(reference: BackendObjectReference): Backend {
    return new Backend(referenceTarget(reference));
  }

  private constructor(private readonly target: BackendTarget) {}

  /** @internal */
  public _target(): BackendTarget {
    return this.target;
  }
}
