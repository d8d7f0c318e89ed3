import { KubeObject, PathSegment } from '../../objects';

/** API group of the Gateway API. */
export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** API group of the Gateway API's experiments: XListenerSet before release 1.5. */
export const EXPERIMENTAL_GATEWAY_GROUP = 'gateway.networking.x-k8s.io';

/** The kinds of routes that attachment knows. */
export const ROUTE_KINDS = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const;

/** One of the kinds of routes that attachment knows. */
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** Who an object is, whatever its kind. */
export interface ObjectHead {
  /** The object that was read. */
  readonly object: KubeObject;
  readonly group: string;
  readonly kind: string;
  /** Namespace; `default` where the object gives none. */
  readonly namespace: string;
  readonly name: string;
  /** Seconds since 1970 of `metadata.creationTimestamp`; Infinity where it is not given, as such an object is yet to be created. */
  readonly created: number;
}

/** A reference to another object, its defaults filled in. */
export interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Where in the referring object it stands. */
  readonly path: readonly PathSegment[];
}

/** A reference to what serves a route's traffic. */
export interface BackendReference extends Reference {
  readonly port?: number;
  readonly weight: number;
  /** Index of the rule it belongs to. */
  readonly rule: number;
  /** Whether it takes traffic itself; false for what a filter names: a mirror, an authorization service. */
  readonly serving: boolean;
}

/** One entry of a route's `parentRefs`, its defaults filled in. */
export interface ParentReference extends Reference {
  /** The entry as the route writes it. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly sectionName?: string;
  readonly port?: number;
}

/** Which namespaces may attach: `allowedRoutes.namespaces` of a listener, `allowedListeners.namespaces` of a Gateway. */
export interface NamespacePolicy {
  /** `All`, `Same`, `Selector` or `None`. */
  readonly from: string;
  /** The LabelSelector, of any shape, for `Selector`. */
  readonly selector: unknown;
}

/** A kind of route that a listener names. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** A listener of a Gateway or of a ListenerSet. */
export interface ListenerModel {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** The hostname; undefined where every name is meant. */
  readonly hostname?: string;
  /** `Terminate` or `Passthrough` for the protocols TLS and HTTPS; undefined for the others. */
  readonly tlsMode?: string;
  readonly certificateRefs: readonly Reference[];
  readonly allowedNamespaces: NamespacePolicy;
  /** The kinds the listener names; empty where the protocol decides. */
  readonly allowedKinds: readonly GroupKind[];
  /** Where in its object the listener stands: `['spec', 'listeners', 0]`. */
  readonly path: readonly PathSegment[];
}

/** Certificate authorities against which a Gateway checks clients. */
export interface FrontendValidation {
  readonly caCertificateRefs: readonly Reference[];
}

/** A Gateway. */
export interface GatewayModel extends ObjectHead {
  readonly className: string;
  readonly listeners: readonly ListenerModel[];
  /** Which namespaces may add ListenerSets; none where the Gateway does not say. */
  readonly allowedListeners: NamespacePolicy;
  readonly addressTypes: readonly string[];
  readonly parametersRef?: Reference;
  readonly clientCertificateRef?: Reference;
  /** Validation of clients on every port that `frontendByPort` does not name. */
  readonly frontendDefault?: FrontendValidation;
  /** Validation of clients by port; undefined as value where a port has none. */
  readonly frontendByPort: ReadonlyMap<number, FrontendValidation | undefined>;
}

/** A ListenerSet, or an XListenerSet of a release before 1.5. */
export interface ListenerSetModel extends ObjectHead {
  readonly parent: Reference;
  readonly listeners: readonly ListenerModel[];
}

/** A route of any of the five kinds. */
export interface RouteModel extends ObjectHead {
  readonly kind: RouteKind;
  /** The hostnames it names; empty where every name is meant. TCPRoute and UDPRoute have none. */
  readonly hostnames: readonly string[];
  readonly parentRefs: readonly ParentReference[];
  readonly backendRefs: readonly BackendReference[];
}

/** A port of a Service. */
export interface ServicePortModel {
  /** Its name; undefined where it has none, as the only port of a Service may. */
  readonly name?: string;
  readonly port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
}

/** A Service. */
export interface ServiceModel extends ObjectHead {
  /** Its ports; undefined where they are not known, as for an ExternalName. */
  readonly ports?: readonly ServicePortModel[];
}

/** What a BackendTLSPolicy is for: an object of its own namespace, or one port of it. */
export interface PolicyTarget extends Reference {
  /** Name of the port; undefined where all are meant. */
  readonly sectionName?: string;
}

/** A BackendTLSPolicy. */
export interface BackendTlsPolicyModel extends ObjectHead {
  readonly targets: readonly PolicyTarget[];
  /** What holds the certificates of the authorities, in the policy's own namespace; empty where a well-known set is trusted. */
  readonly authorities: readonly Reference[];
}

/** A ReferenceGrant: it lets references in from other namespaces. */
export interface GrantModel extends ObjectHead {
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
}

/** A Namespace with its labels, `kubernetes.io/metadata.name` always among them. */
export interface NamespaceModel {
  readonly object?: KubeObject;
  readonly name: string;
  readonly labels: Readonly<Record<string, unknown>>;
}
