import { TenantControlPlaneSpecNetworkProfile } from '../../imports/kamaji.clastix.io';
import { dnsServiceIps } from './dns-service-ip';
import { KamajiRelease } from './kamaji-release';

const DEFAULT_PORT = 6443;
const DEFAULT_SERVICE_CIDR = '10.96.0.0/16';
const DEFAULT_POD_CIDR = '10.244.0.0/16';

/** Addresses and names of a control plane and of its cluster. */
export interface NetworkProfile {
  /**
   * Port of the API server. Behind a gateway clients are told this port, so its listener has to have the same one.
   *
   * @default 6443
   */
  readonly port?: number;

  /**
   * Address of the control plane in the management cluster: an IP, not a name.
   *
   * @default - the one of its Service.
   */
  readonly address?: string;

  /**
   * Address that the API server tells to the tenant's own pods and nodes: an IP, not a name. Kamaji 26.3.6-edge and newer.
   *
   * @default - `address`.
   */
  readonly advertiseAddress?: string;

  /**
   * Whether the Service gets `address` as an external IP; without effect where there is none, or for a Service of type LoadBalancer.
   *
   * @default false
   */
  readonly allowAddressAsExternalIp?: boolean;

  /**
   * Further names and addresses in the certificate of the API server: DNS names, wildcards, IPs, without ports.
   *
   * The hostname of the gateway is always among them: Kamaji's first certificate has it anyway, later ones only from here.
   *
   * @default - the hostname of the gateway, where there is one.
   */
  readonly certSans?: string[];

  /**
   * Domain of Services inside of the tenant; cannot be changed later.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Ranges of the tenant's Services, one or, with Kamaji 26.6.4-edge and newer, one per address family.
   *
   * The first one is rendered as `serviceCidr` too, which older releases read and newer ones fall back to.
   *
   * @default ['10.96.0.0/16']
   */
  readonly serviceCidrs?: string[];

  /**
   * Ranges of the tenant's pods, one or, with Kamaji 26.6.4-edge and newer, one per address family.
   *
   * The first one is rendered as `podCidr` too, which older releases read and newer ones fall back to.
   *
   * @default ['10.244.0.0/16']
   */
  readonly podCidrs?: string[];

  /**
   * Addresses of the tenant's DNS Service, in the Services' ranges; at most 8. They should never be changed.
   *
   * @default - what Kamaji computes: 10 (IPv4) or 16 (IPv6) more than the address of each range of Services.
   */
  readonly dnsServiceIps?: string[];

  /**
   * Class of the load balancer; only for a Service of that type, and neither set nor unset later.
   *
   * @default - the cluster's default.
   */
  readonly loadBalancerClass?: string;

  /**
   * Ranges that may reach the load balancer; only for a Service of that type, at most 16.
   *
   * @default - all.
   */
  readonly loadBalancerSourceRanges?: string[];
}

/** Returns the port of the API server. */
export function apiServerPort(network: NetworkProfile = {}): number {
  return network.port ?? DEFAULT_PORT;
}

/** Whether the lists of ranges are rendered besides the single ones: where Kamaji adds them itself, or one range is not enough. */
function rendersLists(release: KamajiRelease, ranges: readonly string[]): boolean {
  return release.copiesPluralCidrs || ranges.length > 1;
}

/** Writes the network profile, what Kamaji's webhook would fill in included. */
export function toNetworkProfile(
  network: NetworkProfile = {},
  release: KamajiRelease,
  sans: readonly string[],
): TenantControlPlaneSpecNetworkProfile {
  const serviceCidrs = network.serviceCidrs ?? [DEFAULT_SERVICE_CIDR];
  const podCidrs = network.podCidrs ?? [DEFAULT_POD_CIDR];
  // A release without the lists looks at the single range only.
  const dnsRanges = rendersLists(release, serviceCidrs) ? serviceCidrs : serviceCidrs.slice(0, 1);
  return {
    port: apiServerPort(network),
    address: network.address,
    advertiseAddress: network.advertiseAddress,
    allowAddressAsExternalIp: network.allowAddressAsExternalIp,
    certSaNs: sans.length === 0 ? undefined : [...sans],
    clusterDomain: network.clusterDomain,
    serviceCidr: serviceCidrs[0],
    serviceCidrs: rendersLists(release, serviceCidrs) ? serviceCidrs : undefined,
    podCidr: podCidrs[0],
    podCidrs: rendersLists(release, podCidrs) ? podCidrs : undefined,
    dnsServiceIPs: network.dnsServiceIps ?? dnsServiceIps(dnsRanges),
    loadBalancerClass: network.loadBalancerClass,
    loadBalancerSourceRanges: network.loadBalancerSourceRanges,
  };
}
