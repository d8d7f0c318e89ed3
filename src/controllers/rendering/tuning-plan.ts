import { CodeDefinition, Severity } from '../../diagnostics';
import { IpFamily } from './ip-family';
import { LoadBalancerAddress } from './load-balancer-address';

/** Something was asked of a controller that it cannot do. */
export const GATEWAY_TUNING_UNSUPPORTED: CodeDefinition = {
  code: 'gateway-tuning-unsupported',
  severity: Severity.ERROR,
  title: 'The controller has no way to do what the tuning of a gateway asks for',
};

/** A value that makes no sense to any controller. */
export const GATEWAY_TUNING_INVALID: CodeDefinition = {
  code: 'gateway-tuning-invalid',
  severity: Severity.ERROR,
  title: 'A value in the tuning of a gateway is none that any controller could take',
};

/** When TCP keepalive probes are sent to a silent peer. They keep firewalls open; no proxy counts them as traffic. */
export interface TcpKeepalive {
  /**
   * Seconds of silence before the first probe, at least 1.
   *
   * @default 60
   */
  readonly idleSeconds?: number;

  /**
   * Seconds between two probes, at least 1.
   *
   * @default 30
   */
  readonly intervalSeconds?: number;

  /**
   * Probes without an answer after which the connection is given up, at least 1.
   *
   * @default 3
   */
  readonly probes?: number;
}

/** What people ask of the data plane of a gateway. */
export interface GatewayTuningOptions {
  /**
   * Fixed address of the load balancer.
   *
   * @default - whatever the load balancer gives
   */
  readonly address?: LoadBalancerAddress;

  /**
   * Replicas of the data plane, at least 1.
   *
   * @default - as the controller does it, as a rule one
   */
  readonly replicas?: number;

  /**
   * Class of the load balancer.
   *
   * @default - the cluster's default
   */
  readonly loadBalancerClass?: string;

  /**
   * `Local` keeps the client's address, `Cluster` spreads over all nodes.
   *
   * @default - as the controller does it
   */
  readonly externalTrafficPolicy?: string;

  /**
   * Families of IP addresses that clients come by.
   *
   * @default - as the controller does it: Envoy Gateway listens on IPv4 alone, NGINX Gateway Fabric on both
   */
  readonly ipFamily?: IpFamily;

  /**
   * Further annotations of the Service.
   *
   * @default - none
   */
  readonly serviceAnnotations?: { [key: string]: string };

  /**
   * Seconds after which a connection without traffic is cut; 0 for never.
   *
   * @default - as the controller does it, as a rule an hour
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * TCP keepalive towards clients and tenants.
   *
   * @default - as the controller does it
   */
  readonly tcpKeepalive?: TcpKeepalive;

  /**
   * Most connections at the same time, at least 1: to one route of a tenant (Envoy Gateway), or of one worker (NGINX Gateway Fabric, at most 65535).
   *
   * @default - as the controller does it, as a rule 1024
   */
  readonly maxConnections?: number;

  /**
   * Most connections of clients at the same time, on each listener's port; at least 1.
   *
   * @default - no limit
   */
  readonly clientConnectionLimit?: number;
}

/** The Gateway that is tuned. */
export interface TunedGateway {
  readonly name: string;
  readonly namespace: string;
}

/** An object that a plan wants rendered, in wire form. */
export interface PlannedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** All of the object but kind, version and metadata. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a controller needs to do as it was asked. */
export interface TuningPlan {
  readonly objects: readonly PlannedObject[];
  /** Which of the objects the Gateway names in `spec.infrastructure.parametersRef`. */
  readonly parameters?: PlannedObject;
  /** Which of the objects the GatewayClass names in `spec.parametersRef`. */
  readonly classParameters?: PlannedObject;
  readonly annotations: Readonly<Record<string, string>>;
  /** Values of `spec.addresses`, of type IPAddress. */
  readonly addresses: readonly string[];
  /** Options that cannot be met, with what to do instead. */
  readonly unsupported: readonly { readonly option: keyof GatewayTuningOptions; readonly instead: string }[];
}

/** A plan without anything in it. */
export const EMPTY_PLAN: TuningPlan = { objects: [], annotations: {}, addresses: [], unsupported: [] };

/** Names the options that were asked for although nothing can be done about them. */
export function refuse(
  options: GatewayTuningOptions,
  reasons: Readonly<Partial<Record<keyof GatewayTuningOptions, string>>>,
): TuningPlan['unsupported'] {
  return (Object.entries(reasons) as [keyof GatewayTuningOptions, string][])
    .filter(([option]) => options[option] !== undefined)
    .map(([option, instead]) => ({ option, instead }));
}

/** Drops keys without a value; undefined where none is left. */
export function compact(map: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Annotations of the Service that the options ask for. */
export function annotationsOf(options: GatewayTuningOptions): Record<string, string> {
  return { ...options.serviceAnnotations, ...options.address?.annotations };
}
