import { GatewaySpecAddresses } from '../../imports/gateway.networking.k8s.io';

/**
 * An address that a Gateway asks for. Whether and how it gets it is up to its controller.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspecaddress
 */
export class GatewayAddress {
  /**
   * An IP address.
   *
   * @param value IPv4 or IPv6; any address unless given.
   */
  public static ip(value?: string): GatewayAddress {
    return GatewayAddress.of('IPAddress', value);
  }

  /**
   * A DNS name, as some clouds give to their load balancers.
   *
   * @param value a hostname; any name unless given.
   */
  public static hostname(value?: string): GatewayAddress {
    return GatewayAddress.of('Hostname', value);
  }

  /**
   * An address that the provider knows by a name.
   *
   * @param value the name.
   */
  public static named(value: string): GatewayAddress {
    return GatewayAddress.of('NamedAddress', value);
  }

  /**
   * An address of any type.
   *
   * @param type `IPAddress`, `Hostname`, `NamedAddress`, or a type of the controller's own with a domain before it.
   * @param value the address; at most 253 characters.
   */
  public static of(type: string, value?: string): GatewayAddress {
    return new GatewayAddress(type, value);
  }

  private constructor(
    /** Type of the address. */
    public readonly type: string,
    /**
     * The address.
     *
     * @default - any address of the type.
     */
    public readonly value?: string,
  ) {}

  /**
   * Writes the address with its type, which is a default inside a list.
   *
   * @internal
   */
  public _toKube(): GatewaySpecAddresses {
    return { type: this.type, value: this.value };
  }
}
