import { AttachmentPolicies } from '../gateway-api/attachment/policies';
import { at, History } from './history';
import { SupportTier } from './support-tier';

/** Three answers, because a fact that nobody looked up is not a "no". */
export type Known = 'yes' | 'no' | 'unknown';

/** How far an implementation is fit for tenants, and what to do where it is not. */
export interface Support {
  readonly tier: SupportTier;
  /** Why it is not simply supported; ends a sentence that begins with the title. */
  readonly reason?: string;
  /** What to use instead, as an order to the reader. */
  readonly instead?: string;
  /** What is wrong with every bundle of the Gateway API, old ones too; ends a sentence that begins with the title. */
  readonly fault?: string;
}

/** Which releases of the Gateway API an implementation gets along with. */
export interface GatewayApiRange {
  /** Release that it was built for; what newer bundles add, it does not read. */
  readonly built: string;
  /** Oldest bundle whose kinds it finds; with an older one it sees no TLSRoutes or does not start. */
  readonly min?: string;
  /** First bundle that it ignores or cannot read any more. */
  readonly below?: string;
  /** What happens outside of the range; ends a sentence that begins with the title. */
  readonly outside?: string;
}

/** Which GatewayClass an implementation answers to. */
export interface ClassFacts {
  /** Name that its documentation or installer uses. */
  readonly name: string;
  /** `user`: nobody but the user creates the class; otherwise its installer or the controller itself does. */
  readonly createdBy: 'user' | 'installer' | 'controller' | 'platform';
  /** Annotations that the class needs. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What an implementation looks at to tell two tenants apart. */
export type Routing =
  /** Port and server name: what Kamaji's two routes of one name need. */
  | 'port-and-name'
  /** The server name alone: the two routes of a tenant collide. */
  | 'name-only'
  /** The port alone: the second tenant lands at the first one. */
  | 'port-only'
  /** It gives every route an address of its own. */
  | 'address-per-route'
  | 'unknown';

/** How a listener's port comes to be open. */
export interface PortFacts {
  /** `automatic`: with the Gateway; `by-hand`: in the installation of the controller. */
  readonly opened: 'automatic' | 'by-hand' | 'unknown';
  /** Setting that opens a port by hand. */
  readonly knob?: string;
  /** What a port that is not open takes down. */
  readonly missingPortFails?: 'listener' | 'gateway';
}

/** Which hostnames the listeners of one Gateway may carry. */
export type ListenerHostnames =
  | 'any'
  /** A route's name that is also the hostname of another listener is taken from it, be it on another port. */
  | 'no-exact-on-two-ports'
  /** A route's name that another listener covers more closely than its own is taken from it, be it on another port. */
  | 'closest-over-ports'
  /** Equal hostnames are refused even on two ports. */
  | 'distinct-over-ports';

/** Which Gateways have ports in common: on a port that they share, a name can be had by one route only. */
export interface DataPlaneFacts {
  /** `gateway`: each Gateway has its own; `controller`: all Gateways of the controller share one, on whose ports the hostnames of routes alone decide. */
  readonly per: 'gateway' | 'controller';
  /** The setting, in the parameters of a GatewayClass, by which all Gateways of the class share one. */
  readonly merge?: {
    readonly group: string;
    readonly kind: string;
    /** Path of the setting; `true` switches it on. */
    readonly setting: readonly string[];
  };
}

/** Where it is said on which families of IP addresses a data plane listens. */
export interface FamilyFacts {
  /** Group and kind of the object that the Gateway or its class names as parameters. */
  readonly group: string;
  readonly kind: string;
  /** Path of the setting in it. */
  readonly setting: readonly string[];
  /** What each word of the setting stands for. */
  readonly words: Readonly<Record<string, readonly (4 | 6)[]>>;
  /** The word that counts where there is none. */
  readonly standard: string;
  /** Path of the load balancer's address in the same object. */
  readonly loadBalancerIp: readonly string[];
}

/** How a fixed address is asked for. */
export interface AddressFacts {
  /** What becomes of `spec.addresses`. */
  readonly specAddresses: 'load-balancer-ip' | 'lb-ipam' | 'external-ips' | 'named-address' | 'ignored' | 'unknown';
  /** Most addresses that `spec.addresses` may hold. */
  readonly max?: number;
  /** What becomes of the addresses above `max`. */
  readonly extraAddresses?: 'refused' | 'ignored';
  /** What an address of type Hostname leads to; ends a sentence that begins with "it". */
  readonly hostnameAddress?: string;
  /** Whether addresses of other types are passed over where there is an IPAddress. */
  readonly ignoresOtherTypesBesideIp?: boolean;
  /** Whether `spec.infrastructure.annotations` reach the Service. */
  readonly infrastructureAnnotations: Known;
  /** The way that works. */
  readonly how: string;
  /** On which families of IP addresses the data plane listens; undefined where nobody looked it up, or where it follows its pods. */
  readonly families?: FamilyFacts;
}

/** When a silent TCP connection is cut. */
export interface IdleFacts {
  /** Seconds without a byte; `never` where the implementation cuts nothing. */
  readonly tcpSeconds: number | 'never' | 'unknown';
  /** Setting that changes it. */
  readonly knob?: string;
}

/** A limit on connections at the same time. */
export interface ConnectionCap {
  readonly limit: number;
  /** `gateway`: all tenants share it; `route`: each route of a tenant has its own. */
  readonly per: 'gateway' | 'route';
  /** Slots that one proxied connection takes. */
  readonly slots: number;
  /** What the limit is called. */
  readonly what: string;
  /** Setting that raises it. */
  readonly knob?: string;
}

/** All that the library knows of one implementation of the Gateway API: data only, one shape for all. */
export interface ControllerProfile {
  /** Name in fleet files. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  readonly controllerName: string;
  /** Flag, variable or value that changes the controllerName; undefined where it is a constant or not known. */
  readonly controllerNameKnob?: string;
  readonly gatewayClass: ClassFacts;
  /** Newest release that the facts were read from. */
  readonly newestKnown: string;
  readonly support: History<Support>;
  /** Undefined where nothing is known. */
  readonly gatewayApi: History<GatewayApiRange | undefined>;
  readonly tlsRouteVersionsRead: History<readonly string[]>;
  /** What must be switched on before TLSRoutes are read at all. */
  readonly tlsRouteSwitch: History<string | undefined>;
  readonly passthrough: History<Known>;
  readonly routing: History<Routing>;
  /** What becomes of two TLSRoutes with one name on one listener; ends a sentence that begins with the title. */
  readonly duplicateNames: string;
  readonly listenerHostnames: History<ListenerHostnames>;
  /** Most TLS listeners on one port; undefined where the Gateway API's own limits hold. */
  readonly tlsListenersPerPort?: number;
  readonly listenerSets: History<Known>;
  /** `one`: all Gateways of a class share one data plane whose ports exist once. */
  readonly gatewaysPerClass: 'many' | 'one';
  readonly dataPlane: DataPlaneFacts;
  readonly ports: History<PortFacts>;
  readonly addresses: AddressFacts;
  readonly idle: IdleFacts;
  readonly connectionCaps: readonly ConnectionCap[];
  /** Whether TLSRoutes `team/a-b` and `team-a/b` become one. */
  readonly routeNamesCollide: History<boolean>;
  /** Whether a name that no route has is answered by the controller itself instead of a reset. */
  readonly answersUnknownNames: boolean;
  /** Whether it decides anew about routes when nothing but the labels of a Namespace changed, be it for or against them. */
  readonly watchesNamespaces: Known;
  /** What bounds the number of tenants besides connections. */
  readonly tenantCeiling?: string;
  /** Choices that the Gateway API leaves to the implementation, as far as they differ from the defaults of attachment. */
  readonly attachment: History<AttachmentPolicies>;
  /** Newest report that claims the TLS profile of the conformance suite. */
  readonly conformance: string;
}

/** The facts of one release: every history resolved. */
export interface ControllerFacts {
  readonly support: Support;
  readonly gatewayApi: GatewayApiRange | undefined;
  readonly tlsRouteVersionsRead: readonly string[];
  readonly tlsRouteSwitch: string | undefined;
  readonly passthrough: Known;
  readonly routing: Routing;
  readonly listenerHostnames: ListenerHostnames;
  readonly listenerSets: Known;
  readonly ports: PortFacts;
  readonly routeNamesCollide: boolean;
  readonly attachment: AttachmentPolicies;
}

/** Resolves the facts of a profile for a release; without one, for the newest known. */
export function factsAt(profile: ControllerProfile, given: string | undefined): ControllerFacts {
  const release = given ?? profile.newestKnown;
  return {
    support: at(profile.support, release),
    gatewayApi: at(profile.gatewayApi, release),
    tlsRouteVersionsRead: at(profile.tlsRouteVersionsRead, release),
    tlsRouteSwitch: at(profile.tlsRouteSwitch, release),
    passthrough: at(profile.passthrough, release),
    routing: at(profile.routing, release),
    listenerHostnames: at(profile.listenerHostnames, release),
    listenerSets: at(profile.listenerSets, release),
    ports: at(profile.ports, release),
    routeNamesCollide: at(profile.routeNamesCollide, release),
    attachment: at(profile.attachment, release),
  };
}
