/** An IP address as a number of 32 or 128 bits. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** How addresses are read. */
export interface IpOptions {
  /**
   * Whether parts of an IPv4 address may have leading zeros, as the API server's `format` allows and CEL does not.
   *
   * @default false
   */
  readonly sloppy?: boolean;
}

const STRICT_OCTET = '(0|[1-9]\\d{0,2})';
const STRICT_IPV4 = new RegExp(`^${STRICT_OCTET}\\.${STRICT_OCTET}\\.${STRICT_OCTET}\\.${STRICT_OCTET}$`);
const SLOPPY_IPV4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/;
const HEX_GROUP = /^[0-9a-fA-F]{1,4}$/;
const NETWORK_BITS = /^(?:0|[1-9]\d{0,2})$/;

function parseIpv4(text: string, sloppy: boolean): bigint | undefined {
  const octets = (sloppy ? SLOPPY_IPV4 : STRICT_IPV4).exec(text)?.slice(1).map(Number);
  return octets === undefined || octets.some((octet) => octet > 255)
    ? undefined
    : octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

/** Reads colon-separated groups, the last of which may be an IPv4 address; an empty text is no group at all. */
function parseGroups(text: string, sloppy: boolean): bigint[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part, sloppy);
      if (ipv4 === undefined) {
        return undefined;
      }
      groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
    } else if (HEX_GROUP.test(part)) {
      groups.push(BigInt(`0x${part}`));
    } else {
      return undefined;
    }
  }
  return groups;
}

function parseIpv6(text: string, sloppy: boolean): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const head = parseGroups(halves[0] ?? '', sloppy);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', sloppy) : [];
  // A dotted address before "::" would not be at the end.
  if (head === undefined || tail === undefined || (halves.length === 2 && (halves[0] ?? '').includes('.'))) {
    return undefined;
  }
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) {
    return undefined;
  }
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...tail];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** Reads an IPv4 or IPv6 address without a zone; undefined where it is none. IPv4 mapped into IPv6 is IPv6. */
export function parseIp(text: string, options: IpOptions = {}): IpAddress | undefined {
  const sloppy = options.sloppy ?? false;
  const isIpv6 = text.includes(':');
  const value = isIpv6 ? parseIpv6(text, sloppy) : parseIpv4(text, sloppy);
  return value === undefined ? undefined : { family: isIpv6 ? 6 : 4, value };
}

/** Says whether an IPv6 address stands for an IPv4 one (`::ffff:1.2.3.4`). */
export function isIpv4Mapped(address: IpAddress): boolean {
  return address.family === 6 && address.value >> 32n === 0xffffn;
}

/** An address and the length of its network part. */
export interface IpNetwork {
  readonly address: IpAddress;
  readonly bits: number;
}

/** Reads a network (`10.0.0.0/8`); undefined where it is none. Host bits may be set. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const slash = text.lastIndexOf('/');
  const address = slash < 0 ? undefined : parseIp(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  if (address === undefined || !NETWORK_BITS.test(bits) || Number(bits) > (address.family === 4 ? 32 : 128)) {
    return undefined;
  }
  return { address, bits: Number(bits) };
}

/** Says whether the address lies in the network. */
export function networkContains(network: IpNetwork, address: IpAddress): boolean {
  const shift = BigInt((network.address.family === 4 ? 32 : 128) - network.bits);
  return network.address.family === address.family && network.address.value >> shift === address.value >> shift;
}
