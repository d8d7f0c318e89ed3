import { parseAddress, parseCidr } from './checks/cidr';

/** What Kamaji adds to the last byte of the address, by family. */
const OFFSETS = { 32: 10n, 128: 16n } as const;

const BYTE = 0x100n;

function formatIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) % BYTE).join('.');
}

/** Finds the longest run of zeros that IPv6 text shortens to `::`: the first one of two groups or more. */
function longestZeroRun(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0;
    if (length > best.length) {
      best = { start: i - length + 1, length };
    }
  }
  return best;
}

/** Writes IPv6 as RFC 5952 says, as Go does. */
function formatIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const { start, length } = longestZeroRun(groups);
  if (length < 2) {
    return groups.join(':');
  }
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/**
 * Computes the DNS service IP that Kamaji's webhook gives to a control plane without one:
 * 10 (IPv4) or 16 (IPv6) is added to the last byte of the address as it is written, host bits included, and the byte wraps around.
 *
 * So `10.96.0.0/16` gives `10.96.0.10`, `10.96.5.77/16` gives `10.96.5.87`, and `10.96.0.250/16` gives `10.96.0.4`.
 *
 * @returns the address; undefined where the text is no CIDR.
 */
export function dnsServiceIp(serviceCidr: string): string | undefined {
  const address = parseCidr(serviceCidr) === undefined ? undefined : parseAddress(serviceCidr.replace(/\/.*$/, ''));
  if (address === undefined) {
    return undefined;
  }
  const last = address.value % BYTE;
  const value = address.value - last + ((last + OFFSETS[address.bits]) % BYTE);
  return address.bits === 32 ? formatIPv4(value) : formatIPv6(value);
}

/** Computes the DNS service IPs for service CIDRs, one each; undefined where one of them is no CIDR, or there is none. */
export function dnsServiceIps(serviceCidrs: readonly string[]): string[] | undefined {
  const addresses = serviceCidrs.map(dnsServiceIp).filter((address) => address !== undefined);
  return addresses.length === serviceCidrs.length && addresses.length > 0 ? addresses : undefined;
}
