import {
  TenantControlPlaneSpecControlPlaneGateway,
  TenantControlPlaneSpecControlPlaneGatewayParentRefs,
  TenantControlPlaneSpecControlPlaneIngress,
} from '../../imports/kamaji.clastix.io';
import { IRouteParent } from '../gateway-api/parent-ref';
import { AdditionalMetadata } from './additional-metadata';
import { KamajiRelease } from './kamaji-release';
import { API_SERVER_LISTENER } from './predicted-routes';

/** How a control plane is reached behind a Gateway, by the name that clients ask for. */
export interface ControlPlaneGateway {
  /** The name that clients ask for: a full DNS name in lower case; no address, wildcard or port. */
  readonly hostname: string;

  /**
   * The Gateway: exactly one. Kamaji takes a list, but with a second parent it no longer makes the route for konnectivity.
   *
   * Unless the parent names them, `sectionName` is `kube-apiserver` and `port` the control plane's port;
   * neither is rendered for the releases of Kamaji that fill them in themselves (edge-26.1.3 to edge-26.2.4).
   */
  readonly parents: IRouteParent[];

  /**
   * Labels and annotations of the TLSRoutes that Kamaji makes.
   *
   * @default - Kamaji's own.
   */
  readonly additionalMetadata?: AdditionalMetadata;
}

/** How a control plane is reached behind an Ingress; excludes a Gateway. */
export interface ControlPlaneIngress {
  /**
   * The name that clients ask for.
   *
   * @default - `<name>.<namespace>.<network.clusterDomain>`.
   */
  readonly hostname?: string;

  /**
   * Name of the IngressClass.
   *
   * @default - the cluster's default class.
   */
  readonly ingressClassName?: string;

  /**
   * Labels and annotations of the Ingress; the controller must be told to pass TLS through.
   *
   * @default - Kamaji's own.
   */
  readonly additionalMetadata?: AdditionalMetadata;
}

/** What decides how the reference to a Gateway is written. */
export interface ExposureContext {
  readonly namespace: string;
  readonly port: number;
  readonly release: KamajiRelease;
}

function toParentRef(
  parent: IRouteParent,
  context: ExposureContext,
): TenantControlPlaneSpecControlPlaneGatewayParentRefs {
  const { group, kind, name, namespace, sectionName, port } = parent.toRouteParent();
  const common = { group, kind, name, namespace: namespace ?? context.namespace };
  if (context.release.derivesParentRef) {
    return common;
  }
  return { ...common, sectionName: sectionName ?? API_SERVER_LISTENER, port: port ?? context.port };
}

/** Writes the reference to the Gateway. */
export function toGateway(
  gateway: ControlPlaneGateway | undefined,
  context: ExposureContext,
): TenantControlPlaneSpecControlPlaneGateway | undefined {
  if (gateway === undefined) {
    return undefined;
  }
  return {
    hostname: gateway.hostname,
    parentRefs: gateway.parents.map((parent) => toParentRef(parent, context)),
    additionalMetadata: gateway.additionalMetadata,
  };
}

/** Writes the Ingress. */
export function toIngress(
  ingress: ControlPlaneIngress | undefined,
): TenantControlPlaneSpecControlPlaneIngress | undefined {
  if (ingress === undefined) {
    return undefined;
  }
  const { hostname, ingressClassName, additionalMetadata } = ingress;
  return { hostname, ingressClassName, additionalMetadata };
}
