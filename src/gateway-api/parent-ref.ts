import { HttpRouteSpecParentRefs } from '../../imports/gateway.networking.k8s.io';
import { checkPort, checkSectionName, quote } from './field-values';
import { GatewayApiRelease } from './gateway-api-release';
import { GATEWAY_API_GROUP } from './release-support';

/** What a route names as its parent. */
export interface RouteParentReference {
  /**
   * API group of the parent; the empty string is the core group.
   *
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string;

  /**
   * Kind of the parent.
   *
   * @default "Gateway"
   */
  readonly kind?: string;

  /** Name of the parent. */
  readonly name: string;

  /**
   * Namespace of the parent.
   *
   * @default - the route's own namespace.
   */
  readonly namespace?: string;

  /**
   * Name of the listener to attach to (of the port, where the parent is a Service).
   *
   * @default - every listener that admits the route.
   */
  readonly sectionName?: string;

  /**
   * Port of the listeners to attach to.
   *
   * Two references to one parent that differ by port only are refused in the standard channel.
   *
   * @default - listeners on any port.
   */
  readonly port?: number;

  /**
   * The release of the Gateway API that the parent is made for; routes without one of their own take it over.
   *
   * @default - not known.
   */
  readonly release?: GatewayApiRelease;
}

/** Something that routes attach to: a Gateway, a ListenerSet, or a reference to one. */
export interface IRouteParent {
  /** Names the parent for a route. */
  toRouteParent(): RouteParentReference;
}

/** Which listeners of a parent a route attaches to. */
export interface ParentRefOptions {
  /**
   * Name of the listener.
   *
   * @default - every listener that admits the route.
   */
  readonly sectionName?: string;

  /**
   * Port of the listeners.
   *
   * @default - listeners on any port.
   */
  readonly port?: number;
}

/**
 * A reference from a route to its parent that names one listener or port of it.
 *
 * Where every listener that admits the route will do, the parent itself can be given.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
 */
export class ParentRef implements IRouteParent {
  /**
   * Names a listener or a port of a parent.
   *
   * @param parent a Gateway, a ListenerSet, or a reference to one.
   * @param options the listener to attach to; what the reference says already unless given, else all that admit the route.
   * @throws where the listener's name or the port is none.
   */
  public static of(parent: IRouteParent, options: ParentRefOptions = {}): ParentRef {
    if (typeof parent?.toRouteParent !== 'function') {
      throw new Error(`a parent must be a Gateway, a ListenerSet or a ParentRef, got ${quote(parent)}`);
    }
    const { sectionName, port } = options;
    return ParentRef.to({
      ...parent.toRouteParent(),
      ...(sectionName === undefined ? {} : { sectionName }),
      ...(port === undefined ? {} : { port }),
    });
  }

  /**
   * Names a parent of any kind, for example a Service of a mesh.
   *
   * @throws where the listener's name or the port is none.
   */
  public static to(reference: RouteParentReference): ParentRef {
    return new ParentRef(reference);
  }

  private constructor(private readonly reference: RouteParentReference) {
    if (reference.sectionName !== undefined) {
      checkSectionName('the sectionName of a parent', reference.sectionName);
    }
    if (reference.port !== undefined) {
      checkPort('the port of a parent', reference.port);
    }
  }

  /** Names the parent for a route. */
  public toRouteParent(): RouteParentReference {
    return { ...this.reference };
  }
}

/** A parent in the wire form of every route kind, defaults filled in. */
export type ParentRefJson = HttpRouteSpecParentRefs & { readonly group: string; readonly kind: string };

/** Writes a parent; its namespace is left out where it is the route's own. */
export function renderParentRef(reference: RouteParentReference, routeNamespace: string | undefined): ParentRefJson {
  const { group, kind, name, namespace, sectionName, port } = reference;
  return {
    group: group ?? GATEWAY_API_GROUP,
    kind: kind ?? 'Gateway',
    name,
    ...(namespace === undefined || namespace === routeNamespace ? {} : { namespace }),
    ...(sectionName === undefined ? {} : { sectionName }),
    ...(port === undefined ? {} : { port }),
  };
}
