import { GatewayTuningOptions } from '../controllers/rendering/tuning-plan';
import { GatewayAddress } from '../gateway-api/gateway-address';
import { TargetPlatform } from '../platform';
import { AllowedNamespaces } from './allowed-namespaces';
import { DeletionProtection } from './deletion-protection';
import { ListenerLayout } from './listener-layout';

/** The GatewayClass of a shared gateway. */
export interface SharedGatewayClass {
  /**
   * Name of the class.
   *
   * @default - the name that the controller's documentation or installer uses, for example `eg`
   */
  readonly name?: string;

  /**
   * Whether to create the class.
   *
   * @default - created where neither the controller nor its installer does
   */
  readonly create?: boolean;
}

/** What a controller puts on the objects that it makes for a shared gateway, as a rule a Service of type LoadBalancer. */
export interface SharedGatewayInfrastructure {
  /**
   * Labels; at most 8.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations, for example `metallb.io/loadBalancerIPs`; at most 16 (8 before Gateway API 1.6).
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** What a shared gateway can have. */
export interface SharedTenantGatewayProps {
  /** The platform of the management cluster; all gateways of a tree share it, but for the controller. */
  readonly platform: TargetPlatform;

  /** Namespace of the Gateway. */
  readonly namespace: string;

  /**
   * Name of the Gateway.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Domain that the tenants' hostnames lie in, for example `cluster.dev`; a tenant's `hostname: tcp1` is a name below it.
   *
   * A tenant whose hostname lies in none of the domains that are given cannot be reached with the layout `sharedWildcard`, which is
   * an error, unless the one wildcard that covers several domains takes the name in. Then, and with the layouts `exact` and
   * `listenerSets`, which would serve it all the same, it is the warning `hostname-outside-domains`, as such a name is as a rule
   * a mistyped one: name its domain in `domains`, or acknowledge it.
   *
   * A domain is a DNS name in lower case, without wildcard and without dots at its ends; any other is the error `domain-malformed`.
   *
   * @default - the first of `domains`, else the hostnames of the tenants decide
   */
  readonly domain?: string;

  /**
   * Further domains. Kamaji fixes the name of the konnectivity listener, so with the layout `sharedWildcard` one wildcard has to
   * cover them all: the one below the longest domain that they share. With `listenerSets` they need not share any.
   *
   * @default - none
   */
  readonly domains?: string[];

  /**
   * How the gateway divides its listeners among its tenants.
   *
   * @default ListenerLayout.sharedWildcard()
   */
  readonly layout?: ListenerLayout;

  /**
   * Port of the API servers. It is the port in every kubeconfig, so every tenant's `networkProfile.port` is the same.
   *
   * @default 6443
   */
  readonly apiServerPort?: number;

  /**
   * Port of konnectivity; every tenant's konnectivity server has the same.
   *
   * @default 8132
   */
  readonly konnectivityPort?: number;

  /**
   * From which namespaces routes are admitted.
   *
   * @default AllowedNamespaces.byName()
   */
  readonly allowedNamespaces?: AllowedNamespaces;

  /**
   * The GatewayClass.
   *
   * @default - name and creation as the controller wants it
   */
  readonly gatewayClass?: SharedGatewayClass;

  /**
   * Addresses to ask for; what becomes of them is up to the controller, and for some there is a better way (see the controller's profile).
   *
   * @default - whatever the controller gives
   */
  readonly addresses?: GatewayAddress[];

  /**
   * What the controller puts on the objects that it makes.
   *
   * @default - nothing
   */
  readonly infrastructure?: SharedGatewayInfrastructure;

  /**
   * Fixed address, replicas, timeouts and limits, in the controller's own way: an EnvoyProxy and policies for Envoy Gateway,
   * a ConfigMap for Istio, an NginxProxy for NGINX Gateway Fabric. What the controller cannot do is an error.
   *
   * Cilium reads `loadBalancerClass` and `externalTrafficPolicy` from the GatewayClass only, so they need a class that is created here
   * for this gateway alone: `gatewayClass: { name: 'edge', create: true }` (`class` in a fleet file).
   *
   * @default - as the controller does by itself
   */
  readonly tuning?: GatewayTuningOptions;

  /**
   * Labels of the Gateway. `app.kubernetes.io/managed-by` is the library's own, whatever is given here.
   *
   * @default - `app.kubernetes.io/managed-by` only
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the Gateway.
   *
   * @default - those of the deletion protection only
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Whether to create the namespace.
   *
   * @default true
   */
  readonly createNamespace?: boolean;

  /**
   * Labels of the namespace, if it is created. Whoever else uses the namespace must not ask for other values of the same labels.
   *
   * `app.kubernetes.io/managed-by` is the library's own, whatever is given here.
   *
   * @default - `app.kubernetes.io/managed-by` only
   */
  readonly namespaceLabels?: { [key: string]: string };

  /**
   * What keeps the Gateway and its namespace when their manifests disappear.
   *
   * @default DeletionProtection.RETAIN
   */
  readonly deletionProtection?: DeletionProtection;
}
