import { k8s } from 'cdk8s-plus-28';
import {
  TenantControlPlaneSpecControlPlaneService,
  TenantControlPlaneSpecControlPlaneServiceAdditionalPorts,
  TenantControlPlaneSpecControlPlaneServiceAdditionalPortsTargetPort as WireTargetPort,
} from '../../imports/kamaji.clastix.io';
import { AdditionalMetadata } from './additional-metadata';
import { wireEnum } from './wire';

/** How the Service of a control plane is reached. */
export enum ControlPlaneServiceType {
  /** From inside of the management cluster, a gateway included. */
  CLUSTER_IP = 'ClusterIP',
  /** On a port of every node; needs `network.address`. */
  NODE_PORT = 'NodePort',
  /** By a load balancer of its own. */
  LOAD_BALANCER = 'LoadBalancer',
}

/** Protocol of a port of a Service. */
export enum ServicePortProtocol {
  /** TCP. */
  TCP = 'TCP',
  /** UDP. */
  UDP = 'UDP',
  /** SCTP. */
  SCTP = 'SCTP',
}

/** A further port of the Service of a control plane, for one of its further containers. */
export interface AdditionalPort {
  /** Name of the port: a DNS label, unique, and neither `kube-apiserver` nor `konnectivity-server`. */
  readonly name: string;

  /** The port, 1 to 65535, none of the control plane's own. */
  readonly port: number;

  /**
   * Number or name of the port of the pods.
   *
   * @default - the same number as `port`.
   */
  readonly targetPort?: k8s.IntOrString;

  /**
   * Protocol of the port.
   *
   * @default ServicePortProtocol.TCP
   */
  readonly protocol?: ServicePortProtocol;

  /**
   * Protocol on top of that, as a hint: a name that IANA has (`https`), or one with a domain before it.
   *
   * @default - none.
   */
  readonly appProtocol?: string;
}

/** The Service in the management cluster that leads to a control plane. */
export interface ControlPlaneService {
  /**
   * How the Service is reached.
   *
   * @default ControlPlaneServiceType.CLUSTER_IP
   */
  readonly type?: ControlPlaneServiceType;

  /**
   * Further ports.
   *
   * @default - none.
   */
  readonly additionalPorts?: AdditionalPort[];

  /**
   * Labels and annotations of the Service.
   *
   * @default - Kamaji's own.
   */
  readonly additionalMetadata?: AdditionalMetadata;

  /**
   * Whether a Service of type LoadBalancer also gets ports of the nodes; only with that type, and from Kamaji 26.6.5-edge on.
   *
   * @default - it does, as Kubernetes decides.
   */
  readonly allocateLoadBalancerNodePorts?: boolean;
}

function toTargetPort(port: number, targetPort: k8s.IntOrString | undefined): WireTargetPort {
  const value = targetPort?.value ?? port;
  return typeof value === 'number' ? WireTargetPort.fromNumber(value) : WireTargetPort.fromString(value);
}

function toPort(port: AdditionalPort): TenantControlPlaneSpecControlPlaneServiceAdditionalPorts {
  return {
    name: port.name,
    port: port.port,
    targetPort: toTargetPort(port.port, port.targetPort),
    protocol: wireEnum(port.protocol ?? ServicePortProtocol.TCP),
    appProtocol: port.appProtocol,
  };
}

/** Writes the Service; its type is required. */
export function toService(
  service: ControlPlaneService = {},
  ports: readonly AdditionalPort[],
): TenantControlPlaneSpecControlPlaneService {
  return {
    serviceType: wireEnum(service.type ?? ControlPlaneServiceType.CLUSTER_IP),
    additionalPorts: ports.length === 0 ? undefined : ports.map(toPort),
    additionalMetadata: service.additionalMetadata,
    allocateLoadBalancerNodePorts: service.allocateLoadBalancerNodePorts,
  };
}
