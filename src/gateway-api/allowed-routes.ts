import { k8s } from 'cdk8s-plus-28';
import {
  GatewaySpecAllowedListenersNamespaces,
  GatewaySpecListenersAllowedRoutesKinds,
  GatewaySpecListenersAllowedRoutesNamespaces,
  GatewaySpecAllowedListenersNamespacesFrom as ListenersFrom,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as RoutesFrom,
  GatewaySpecListenersAllowedRoutesNamespacesSelector as WireSelector,
} from '../../imports/gateway.networking.k8s.io';
import { compareStrings } from '../objects';

/** Label that every Namespace has in a cluster: the API server sets it to the namespace's own name. */
const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Where namespaces come from; a name that both fields of the Gateway have. */
type From = 'ALL' | 'SAME' | 'SELECTOR';

/**
 * From which namespaces routes may attach to a listener, or ListenerSets to a Gateway.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces
 */
export class RouteNamespaces {
  /** From the namespace of the Gateway only. */
  public static same(): RouteNamespaces {
    return new RouteNamespaces('SAME');
  }

  /** From every namespace; whoever may create a route anywhere may then claim a hostname of the listener. */
  public static all(): RouteNamespaces {
    return new RouteNamespaces('ALL');
  }

  /**
   * From namespaces by their names.
   *
   * They are selected by the label `kubernetes.io/metadata.name`, which the API server sets itself and nobody can change.
   * The order of the names does not matter, and a name that is given twice counts once.
   *
   * @param names at least one name.
   * @throws where there is no name.
   */
  public static named(names: string[]): RouteNamespaces {
    if (names.length === 0) {
      throw new Error('no namespace given: name at least one, or use RouteNamespaces.same()');
    }
    const values = [...new Set(names)].sort(compareStrings);
    return new RouteNamespaces('SELECTOR', {
      matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values }],
    });
  }

  /**
   * From namespaces that have all of these labels; whoever may label a namespace may let it in.
   *
   * @param labels at least one label.
   * @throws where there is no label, as that would select every namespace.
   */
  public static labels(labels: { [key: string]: string }): RouteNamespaces {
    return RouteNamespaces.selector({ matchLabels: labels });
  }

  /**
   * From namespaces that a label selector selects.
   *
   * @param selector with at least one label or expression.
   * @throws where the selector is empty, as that would select every namespace.
   */
  public static selector(selector: k8s.LabelSelector): RouteNamespaces {
    const { matchLabels, matchExpressions } = selector;
    if (Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0) {
      throw new Error('an empty selector selects every namespace: give a label, or use RouteNamespaces.all()');
    }
    return new RouteNamespaces('SELECTOR', { matchLabels, matchExpressions });
  }

  private constructor(
    private readonly from: From,
    private readonly selector?: WireSelector,
  ) {}

  /**
   * Writes the namespaces from which a listener admits routes.
   *
   * @internal
   */
  public _toKube(): GatewaySpecListenersAllowedRoutesNamespaces {
    return { from: RoutesFrom[this.from], selector: this.selector };
  }

  /**
   * Writes the namespaces from which a Gateway admits ListenerSets.
   *
   * @internal
   */
  public _toAllowedListeners(): GatewaySpecAllowedListenersNamespaces {
    return { from: ListenersFrom[this.from], selector: this.selector };
  }
}

/** A kind of route that may attach to a listener. */
export class RouteKind {
  /** TLSRoute: routes by the name that a client asks for, without opening the TLS connection. */
  public static readonly TLS_ROUTE = RouteKind.of('TLSRoute');

  /** HTTPRoute. */
  public static readonly HTTP_ROUTE = RouteKind.of('HTTPRoute');

  /** GRPCRoute. */
  public static readonly GRPC_ROUTE = RouteKind.of('GRPCRoute');

  /** TCPRoute. */
  public static readonly TCP_ROUTE = RouteKind.of('TCPRoute');

  /** UDPRoute. */
  public static readonly UDP_ROUTE = RouteKind.of('UDPRoute');

  /**
   * A kind of route by its name.
   *
   * @param kind for example `TLSRoute`.
   * @param group API group of the kind; that of the Gateway API unless given.
   */
  public static of(kind: string, group: string = 'gateway.networking.k8s.io'): RouteKind {
    return new RouteKind(kind, group);
  }

  private constructor(
    /** The kind, for example `TLSRoute`. */
    public readonly kind: string,
    /** The API group of the kind. */
    public readonly group: string,
  ) {}

  /**
   * Writes the kind with its group, which is a default inside a list.
   *
   * @internal
   */
  public _toKube(): GatewaySpecListenersAllowedRoutesKinds {
    return { group: this.group, kind: this.kind };
  }
}
