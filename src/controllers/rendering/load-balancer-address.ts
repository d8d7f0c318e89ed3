import { isIP } from 'node:net';
import { quoteValue } from '../../objects';

/** Options for an address that MetalLB gives. */
export interface MetalLbOptions {
  /**
   * Pool to take the address from.
   *
   * @default - the pool that holds the addresses
   */
  readonly addressPool?: string;

  /**
   * Key that Services share to get one address together.
   *
   * @default - the address is not shared
   */
  readonly sharedBy?: string;

  /**
   * Whether to write the annotations as MetalLB before 0.14.9 reads them (`metallb.universe.tf/…`).
   *
   * @default false
   */
  readonly legacyAnnotations?: boolean;
}

function checkAddresses(addresses: readonly string[]): void {
  if (!Array.isArray(addresses)) {
    throw new Error(`the addresses of a load balancer must be given as a list, got ${quoteValue(addresses)}`);
  }
  for (const address of addresses) {
    // A zone, which Node.js takes as part of an address, means nothing to a load balancer.
    if (typeof address !== 'string' || isIP(address) === 0 || address.includes('%')) {
      throw new Error(
        `a load balancer address must be an IPv4 or IPv6 address such as "192.0.2.10", got ${quoteValue(address)}`,
      );
    }
  }
}

function checkNotEmpty(addresses: readonly string[]): void {
  if (addresses.length === 0) {
    throw new Error('a load balancer address needs at least one IP address');
  }
}

/** A fixed address for the load balancer of a gateway, and who gives it. */
export class LoadBalancerAddress {
  /**
   * An address that the load balancer takes from the Service or the Gateway itself (`loadBalancerIP`, `spec.addresses`).
   *
   * Throws where it is none.
   *
   * @param address IPv4 or IPv6 address
   */
  public static ip(address: string): LoadBalancerAddress {
    checkNotEmpty(address === '' ? [] : [address]);
    checkAddresses([address]);
    return new LoadBalancerAddress({}, address);
  }

  /**
   * Addresses that MetalLB gives, asked for by annotations of the Service.
   *
   * Throws where there is no address and no pool, or an address is none.
   *
   * @param addresses one address, or one of each family; none to take any of the pool
   * @param options pool, sharing and spelling
   * @see https://metallb.io/usage/
   */
  public static metalLb(addresses: string[], options: MetalLbOptions = {}): LoadBalancerAddress {
    const { addressPool, sharedBy, legacyAnnotations = false } = options;
    checkAddresses(addresses);
    if (addressPool === undefined) {
      checkNotEmpty(addresses);
    }
    // metallb/metallb controller/service.go:33-44; the old prefix is deprecated since 0.14.9 and still read in 0.16.1
    const prefix = legacyAnnotations ? 'metallb.universe.tf' : 'metallb.io';
    return new LoadBalancerAddress({
      ...(addresses.length === 0 ? {} : { [`${prefix}/loadBalancerIPs`]: addresses.join(',') }),
      ...(addressPool === undefined ? {} : { [`${prefix}/address-pool`]: addressPool }),
      ...(sharedBy === undefined ? {} : { [`${prefix}/allow-shared-ip`]: sharedBy }),
    });
  }

  /**
   * Addresses that Cilium's LB-IPAM gives, asked for by an annotation of the Service.
   *
   * Throws where there is no address, or one is none.
   *
   * @param addresses one address, or one of each family
   * @see https://docs.cilium.io/en/stable/network/lb-ipam/
   */
  public static ciliumLbIpam(addresses: string[]): LoadBalancerAddress {
    checkAddresses(addresses);
    checkNotEmpty(addresses);
    // cilium/cilium Documentation/network/servicemesh/gateway-api/addresses.rst
    return new LoadBalancerAddress({ 'io.cilium/lb-ipam-ips': addresses.join(',') });
  }

  private constructor(
    /** Annotations of the Service, as a rule those of the Gateway's `infrastructure`. */
    public readonly annotations: { [key: string]: string },
    /**
     * Address that is asked for without annotations.
     *
     * @default - annotations ask for it
     */
    public readonly address?: string,
  ) {}
}
