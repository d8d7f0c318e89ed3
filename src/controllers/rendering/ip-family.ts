/** Which addresses a gateway's data plane listens on and its Service has. */
export enum IpFamily {
  /** IPv4 alone. */
  IPV4 = 'IPv4',
  /** IPv6 alone. */
  IPV6 = 'IPv6',
  /** Both; the cluster has to have Services of both families. */
  DUAL_STACK = 'DualStack',
}
