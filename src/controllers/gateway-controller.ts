import { suggest } from '../objects/suggest';
import { APISIX } from './apisix';
import { AWS_LBC_NLB } from './aws-lbc-nlb';
import { AWS_VPC_LATTICE } from './aws-vpc-lattice';
import { CILIUM } from './cilium';
import { CONTOUR } from './contour';
import { ControllerFacts, ControllerProfile, factsAt } from './controller-profile';
import { customProfile } from './custom';
import { ENVOY_GATEWAY } from './envoy-gateway';
import { GKE } from './gke';
import { HAPROXY_INGRESS } from './haproxy-ingress';
import { HAPROXY_UNIFIED_GATEWAY } from './haproxy-unified-gateway';
import { always, parseRelease } from './history';
import { ISTIO } from './istio';
import { KGATEWAY } from './kgateway';
import { KONG_KIC } from './kong-kic';
import { KONG_OPERATOR } from './kong-operator';
import { NGINX_GATEWAY_FABRIC } from './nginx-gateway-fabric';
import { NO_GATEWAYS, PROFILES } from './profiles';
import { SupportTier } from './support-tier';
import { TRAEFIK } from './traefik';

/** What an installation of a controller changed from the controller's own defaults. */
export interface GatewayControllerOverrides {
  /**
   * Name that the controller was started with, where a flag or a value changed it: `example.com/edge`.
   *
   * @default - the controller's own name.
   */
  readonly controllerName?: string;

  /**
   * Name of the GatewayClass that gateways use unless they say otherwise.
   *
   * @default - the name that the controller's installer or documentation uses.
   */
  readonly gatewayClassName?: string;

  /**
   * Ports that are open in the installation of a controller that does not open them itself
   * (Traefik's entry points, HAProxy's or Kong's Service). With it, a listener on any other port is an error.
   *
   * @default - not known: which ports must be opened by hand is a warning.
   */
  readonly openPorts?: number[];
}

/** Which release of a controller runs, and what its installation changed. */
export interface GatewayControllerOptions extends GatewayControllerOverrides {
  /**
   * Release of the controller: `v1.9.0`.
   *
   * @default - the newest one that the library knows.
   */
  readonly release?: string;
}

/** Options for Contour. */
export interface ContourOptions extends GatewayControllerOptions {
  /**
   * Whether one Gateway is configured in Contour (`gateway.gatewayRef`), with ports opened by hand,
   * instead of a provisioner that deploys Contour and Envoy for each Gateway.
   *
   * @default false
   */
  readonly staticGateway?: boolean;
}

/** Describes an implementation that the library does not know. */
export interface CustomGatewayControllerProps {
  /**
   * Name in messages.
   *
   * @default 'custom'
   */
  readonly id?: string;

  /** Name in `GatewayClass.spec.controllerName`: a domain and a path. */
  readonly controllerName: string;

  /** Name of the GatewayClass that gateways use unless they say otherwise. */
  readonly gatewayClassName: string;

  /**
   * Whether its installer, or the controller itself, creates the GatewayClass.
   *
   * @default false
   */
  readonly createsGatewayClass?: boolean;

  /**
   * Release of the controller, for messages only.
   *
   * @default - none.
   */
  readonly release?: string;

  /**
   * Versions of TLSRoute that it reads.
   *
   * @default - `v1`.
   */
  readonly tlsRouteVersionsRead?: string[];

  /**
   * Whether it reads ListenerSets.
   *
   * @default false
   */
  readonly listenerSets?: boolean;

  /**
   * Whether a listener's port is opened with the Gateway; otherwise it is opened by hand in its installation.
   *
   * @default true
   */
  readonly opensPorts?: boolean;

  /**
   * Ports that are open, where they are opened by hand.
   *
   * @default - not known.
   */
  readonly openPorts?: number[];

  /**
   * Seconds after which it cuts a TCP connection without traffic; 0 for never.
   *
   * @default - not known: nothing is checked.
   */
  readonly idleTimeoutSeconds?: number;
}

interface State {
  readonly profile: ControllerProfile;
  readonly release?: string;
  readonly overrides: GatewayControllerOverrides;
}

/**
 * The implementation of the Gateway API that runs the gateways: which one, in which release.
 *
 * What it knows of each implementation is what the checks, the listener layouts and the compatibility matrix go by.
 */
export class GatewayController {
  /** Envoy Gateway: supported from v1.8.0 on; what Kamaji itself is tested with. */
  public static envoyGateway(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(ENVOY_GATEWAY, options);
  }

  /** Istio: supported from v1.30.0 on. */
  public static istio(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(ISTIO, options);
  }

  /** NGINX Gateway Fabric: supported from v2.6.3 on, with one wildcard hostname on both ports. */
  public static nginxGatewayFabric(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(NGINX_GATEWAY_FABRIC, options);
  }

  /** Cilium: supported from v1.20.0 on. */
  public static cilium(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(CILIUM, options);
  }

  /** kgateway: supported from v2.3.0 on. */
  public static kgateway(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(KGATEWAY, options);
  }

  /** Traefik: its entry points are opened by hand; v3.7.10 or newer for tenants. */
  public static traefik(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(TRAEFIK, options);
  }

  /** Contour: legacy, reads TLSRoute v1alpha2 only. */
  public static contour(options: ContourOptions = {}): GatewayController {
    const { staticGateway, ...rest } = options;
    if (staticGateway !== true) {
      return GatewayController.known(CONTOUR, rest);
    }
    return GatewayController.known(
      {
        ...CONTOUR,
        gatewaysPerClass: 'one',
        ports: always({
          opened: 'by-hand',
          knob: 'ports of the Envoy Service (listener port, target port of the listener plus 8000)',
          missingPortFails: 'listener',
        }),
      },
      rest,
    );
  }

  /** Kong Ingress Controller with unmanaged Gateways: refused for tenants. */
  public static kongIngressController(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(KONG_KIC, options);
  }

  /** Kong Operator: refused for tenants. */
  public static kongOperator(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(KONG_OPERATOR, options);
  }

  /** Apache APISIX Ingress Controller: refused, it has no TLS passthrough. */
  public static apisix(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(APISIX, options);
  }

  /** HAProxy Ingress (jcmoraisjr): experimental, ports opened by hand. */
  public static haproxyIngress(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(HAPROXY_INGRESS, options);
  }

  /** HAProxy Unified Gateway (haproxytech): experimental, ports opened by hand. */
  public static haproxyUnifiedGateway(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(HAPROXY_UNIFIED_GATEWAY, options);
  }

  /** AWS Load Balancer Controller with Network Load Balancers: refused for tenants. */
  public static awsLoadBalancerController(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(AWS_LBC_NLB, options);
  }

  /** AWS Gateway API Controller (VPC Lattice): refused for tenants. */
  public static awsVpcLattice(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(AWS_VPC_LATTICE, options);
  }

  /** GKE Gateway: experimental; releases are those of GKE. */
  public static gke(options: GatewayControllerOptions = {}): GatewayController {
    return GatewayController.known(GKE, options);
  }

  /** An implementation that the library does not know, as far as you describe it. */
  public static custom(props: CustomGatewayControllerProps): GatewayController {
    return new GatewayController({
      profile: customProfile(props),
      ...(props.release === undefined ? {} : { release: props.release }),
      overrides: props.openPorts === undefined ? {} : { openPorts: props.openPorts },
    });
  }

  /**
   * Finds a controller by its name in fleet files.
   *
   * Throws where the name or the release is none; the message says what is known.
   *
   * @param id One of `GatewayController.ids()`.
   * @param release Release of the controller; the newest known where it is left out.
   * @param overrides What its installation changed.
   */
  public static of(id: string, release?: string, overrides: GatewayControllerOverrides = {}): GatewayController {
    const profile = PROFILES.find((candidate) => candidate.id === id);
    if (profile === undefined) {
      throw new Error(unknownId(id));
    }
    return GatewayController.known(profile, { ...overrides, ...(release === undefined ? {} : { release }) });
  }

  /** Names of all controllers that the library knows, the most useful for tenants first. */
  public static ids(): string[] {
    return PROFILES.map((profile) => profile.id);
  }

  private static known(profile: ControllerProfile, options: GatewayControllerOptions): GatewayController {
    const { release, ...overrides } = options;
    if (release === undefined) {
      return new GatewayController({ profile, overrides });
    }
    if (typeof release !== 'string' || parseRelease(release) === undefined) {
      throw new Error(
        `${JSON.stringify(release)} is not a release of ${profile.title}; write it as its tags do: ${JSON.stringify(profile.newestKnown)}`,
      );
    }
    return new GatewayController({ profile, release, overrides });
  }

  /** Name in fleet files: `envoy-gateway`. */
  public readonly id: string;

  /** Name for people: `Envoy Gateway`. */
  public readonly title: string;

  /** Release that was asked for; undefined stands for the newest known. */
  public readonly release?: string;

  /** Newest release that the library knows facts of. */
  public readonly newestKnownRelease: string;

  /** Name that GatewayClasses carry in `spec.controllerName`. */
  public readonly controllerName: string;

  /** Name of the GatewayClass that gateways use unless they say otherwise. */
  public readonly gatewayClassName: string;

  /** Whether its installer, or the controller itself, creates the GatewayClass, so that nobody else has to. */
  public readonly createsGatewayClass: boolean;

  /** Annotations that its GatewayClass needs. */
  public readonly gatewayClassAnnotations: { [key: string]: string };

  /** How far it is fit for tenants. */
  public readonly tier: SupportTier;

  /** Versions of TLSRoute that it reads in this release; empty where it reads none. */
  public readonly tlsRouteVersionsRead: string[];

  /** Whether it reads ListenerSets in this release; false also where nobody knows. */
  public readonly supportsListenerSets: boolean;

  /** Whether its listeners need one wildcard hostname on both ports, because exact ones lose their routes. */
  public readonly needsWildcardListeners: boolean;

  /** Ports that are open in its installation, where that was said. */
  public readonly openPorts?: number[];

  /** @internal */
  public readonly _profile: ControllerProfile;

  /** @internal */
  public readonly _facts: ControllerFacts;

  private constructor(state: State) {
    const { profile, release, overrides } = state;
    const facts = factsAt(profile, release);
    this._profile = profile;
    this._facts = facts;
    this.id = profile.id;
    this.title = profile.title;
    this.release = release;
    this.newestKnownRelease = profile.newestKnown;
    this.controllerName = overrides.controllerName ?? profile.controllerName;
    this.gatewayClassName = overrides.gatewayClassName ?? profile.gatewayClass.name;
    this.createsGatewayClass = profile.gatewayClass.createdBy !== 'user';
    this.gatewayClassAnnotations = { ...profile.gatewayClass.annotations };
    this.tier = facts.support.tier;
    this.tlsRouteVersionsRead = [...facts.tlsRouteVersionsRead];
    this.supportsListenerSets = facts.listenerSets === 'yes';
    this.needsWildcardListeners = facts.listenerHostnames === 'no-exact-on-two-ports';
    this.openPorts = overrides.openPorts === undefined ? undefined : [...overrides.openPorts];
  }

  /** Names controller and release for a message. */
  public toString(): string {
    return this.release === undefined ? this.title : `${this.title} ${this.release}`;
  }
}

function unknownId(id: unknown): string {
  const text = typeof id === 'string' ? id : '';
  const reason = NO_GATEWAYS.get(text);
  if (reason !== undefined) {
    return `${JSON.stringify(id)} cannot run a Gateway: ${reason}`;
  }
  const near = suggest(text, GatewayController.ids()).slice(0, 2);
  const meant = near.length === 0 ? '' : `, did you mean ${near.map((name) => JSON.stringify(name)).join(' or ')}?`;
  return `${JSON.stringify(id)} is no controller that is known${meant} (known are ${GatewayController.ids().join(', ')}; describe any other one with GatewayController.custom)`;
}
