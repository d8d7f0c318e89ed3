import { isIPv4, isIPv6 } from 'node:net';

/** A range of addresses of one family. */
export interface Cidr {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

function parseIPv6(text: string): bigint {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain =
    dotted === null
      ? text
      : `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** Reads an IP address as a number; undefined where the text is none. */
export function parseAddress(text: string): { readonly bits: 32 | 128; readonly value: bigint } | undefined {
  if (isIPv4(text)) {
    return { bits: 32, value: text.split('.').reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) };
  }
  return isIPv6(text) && !text.includes('%') ? { bits: 128, value: parseIPv6(text) } : undefined;
}

/** Reads a CIDR; bits after the prefix may be set, as Kubernetes allows. Undefined where the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match === null ? undefined : parseAddress(match[1] ?? '');
  const prefix = Number(match?.[2]);
  if (address === undefined || prefix > address.bits) {
    return undefined;
  }
  const hostBits = BigInt(address.bits - prefix);
  const first = (address.value >> hostBits) << hostBits;
  return { bits: address.bits, first, last: first + (1n << hostBits) - 1n };
}

/** Says whether two ranges have an address in common. */
export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return a.bits === b.bits && a.first <= b.last && b.first <= a.last;
}

/** Says whether the range holds the address. */
export function cidrContains(cidr: Cidr, address: { readonly bits: number; readonly value: bigint }): boolean {
  return cidr.bits === address.bits && cidr.first <= address.value && address.value <= cidr.last;
}
