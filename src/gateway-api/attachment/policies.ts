import { RouteKind } from './model-types';

/**
 * What the Gateway API leaves to its implementations, each point by name.
 *
 * The defaults are what the conformance tests ask for; where they ask for nothing, what the specification says; where it says nothing,
 * the answer that promises least. A controller's profile sets the points in which its controller is known to differ.
 */
export interface AttachmentPolicies {
  /** Protocols that listeners may have. @default - HTTP, HTTPS, TLS, TCP and UDP */
  readonly protocols?: readonly string[];

  /** Whether TLS listeners may terminate (feature `TLSRouteModeTerminate`). @default true */
  readonly tlsTerminate?: boolean;

  /** Kinds of routes that fit a TLS listener that terminates. @default - TLSRoute */
  readonly tlsTerminateKinds?: readonly RouteKind[];

  /** Whether Terminate and Passthrough may share a port under different names (feature `TLSRouteModeMixed`). @default false */
  readonly mixedTlsModes?: boolean;

  /**
   * What becomes of an HTTPS and a TLS listener on one port: nothing; a conflict of names where their hostnames are equal;
   * or a conflict of protocols where a TLS listener that passes through has a name in common with the HTTPS listener, equal or not.
   *
   * @default 'allowed'
   */
  readonly httpsBesideTls?: 'allowed' | 'conflict' | 'conflict-where-intersecting';

  /** Whether a listener whose references or kinds are bad takes part in conflicts. @default true */
  readonly invalidListenersConflict?: boolean;

  /**
   * Whether listeners of one object that refused each other keep what they quarrel about from ListenerSets that come later:
   * a Gateway's the name and the port, a ListenerSet's the name.
   *
   * @default false
   */
  readonly refusedListenersClaim?: boolean;

  /** Who keeps what two listeners of one ListenerSet both claim. @default 'nobody' */
  readonly conflictInsideSet?: 'nobody' | 'first';

  /**
   * Reasons for which unresolved references make a listener count as invalid for the Gateway or ListenerSet that holds it.
   *
   * @default - RefNotPermitted
   */
  readonly invalidatingReasons?: readonly string[];

  /** Whether a ListenerSet is refused with its Gateway (`ParentNotAccepted`). @default true */
  readonly refuseSetsOfRefusedGateways?: boolean;

  /** What becomes of a route whose parent is a ListenerSet that its Gateway does not let in. @default 'no-entry' */
  readonly routesOfRefusedSets?: 'no-entry' | 'judged';

  /** Whether a name that another listener of the port carries, a refused one too, is taken from routes that name it. @default false */
  readonly stripsNamesOfOtherListeners?: boolean;

  /** What becomes of a TLSRoute for whose name an older TLSRoute is bound on the same port. @default 'accepted' */
  readonly competingTlsRoutes?: 'accepted' | 'refused';

  /** Kinds of backends, as `group/kind`, the core group being empty. @default - /Service */
  readonly backendKinds?: readonly string[];

  /** Reason that a backend reference gets whose Service lacks the port, or has it for another protocol. @default 'BackendNotFound' */
  readonly missingServicePort?: string;

  /** How several reasons of one route are written: the first one found, or all, sorted and joined by a comma. @default 'first' */
  readonly severalReasons?: 'first' | 'joined';

  /** Types of addresses that a Gateway may ask for. @default - IPAddress, Hostname and NamedAddress */
  readonly addressTypes?: readonly string[];

  /**
   * Kinds of `spec.infrastructure.parametersRef`, as `group/kind`, that count as found where none of them is among the objects.
   *
   * @default - none: what is referenced must be among the objects
   */
  readonly parametersKinds?: readonly string[];
}

/** The policies of a controller that passes the conformance tests and does nothing more. */
export const CONFORMANCE_POLICIES: Required<AttachmentPolicies> = {
  protocols: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'],
  tlsTerminate: true,
  tlsTerminateKinds: ['TLSRoute'],
  mixedTlsModes: false,
  httpsBesideTls: 'allowed',
  invalidListenersConflict: true,
  refusedListenersClaim: false,
  conflictInsideSet: 'nobody',
  invalidatingReasons: ['RefNotPermitted'],
  refuseSetsOfRefusedGateways: true,
  routesOfRefusedSets: 'no-entry',
  stripsNamesOfOtherListeners: false,
  competingTlsRoutes: 'accepted',
  backendKinds: ['/Service'],
  missingServicePort: 'BackendNotFound',
  severalReasons: 'first',
  addressTypes: ['IPAddress', 'Hostname', 'NamedAddress'],
  parametersKinds: [],
};

/** Fills in the defaults; a policy that is given as undefined counts as not given. */
export function resolvePolicies(policies: AttachmentPolicies = {}): Required<AttachmentPolicies> {
  const given = Object.fromEntries(Object.entries(policies).filter(([, value]) => value !== undefined));
  return { ...CONFORMANCE_POLICIES, ...given };
}
