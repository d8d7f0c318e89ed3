import { Duration } from 'cdk8s';
import { quoteValue } from '../objects';

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;
const SECTION_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 253;
const MAX_HEADER_NAME = 256;
const MAX_PORT = 65535;
const MAX_WEIGHT = 1_000_000;
const MAX_HOURS = 99_999;

/** Writes a value that was received into a message. */
export function quote(value: unknown): string {
  return quoteValue(value);
}

/**
 * Takes a whole number within limits.
 *
 * @throws where it is none, or lies outside
 */
export function checkInteger(what: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  throw new Error(`${what} must be a whole number from ${min} to ${max}, got ${quote(value)}`);
}

/** Takes a port number. */
export function checkPort(what: string, port: number): number {
  return checkInteger(what, port, 1, MAX_PORT);
}

/** Takes a weight of a backend. */
export function checkWeight(weight: number): number {
  return checkInteger('the weight of a backend', weight, 0, MAX_WEIGHT);
}

/** Takes the name of a listener, a rule or a port of a Service. */
export function checkSectionName(what: string, name: string): string {
  if (typeof name === 'string' && SECTION_NAME.test(name) && name.length <= MAX_NAME) {
    return name;
  }
  throw new Error(
    `${what} must consist of lower case letters, digits, "-" and ".", at most ${MAX_NAME} of them, got ${quote(name)}`,
  );
}

/** Takes a name of an HTTP header, of a query parameter or of gRPC metadata. */
export function checkHeaderName(what: string, name: string): string {
  if (typeof name === 'string' && HEADER_NAME.test(name) && name.length <= MAX_HEADER_NAME) {
    return name;
  }
  throw new Error(
    `${what} must consist of letters, digits and any of !#$%&'*+-.^_\`|~, at most ${MAX_HEADER_NAME} of them, got ${quote(name)}`,
  );
}

/** Takes a string that must not be empty. */
export function checkValue(what: string, value: string, max: number): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= max) {
    return value;
  }
  throw new Error(`${what} must have 1 to ${max} characters, got ${quote(value)}`);
}

/**
 * Takes a hostname of a route, a wildcard or a full name.
 *
 * Whether it is a sensible one (an IP address passes the API server on most kinds) is left to the checks.
 */
export function checkHostname(hostname: string): string {
  if (typeof hostname === 'string' && HOSTNAME.test(hostname) && hostname.length <= MAX_NAME) {
    return hostname;
  }
  const lower = String(hostname).toLowerCase().replace(/\.$/, '');
  if (hostname === '*') {
    throw new Error('"*" is not a hostname: leave the hostnames out to take every name that the listener takes');
  }
  const hint =
    typeof hostname === 'string' && lower !== hostname && HOSTNAME.test(lower) ? `, did you mean ${quote(lower)}?` : '';
  throw new Error(
    `a hostname must be a lower case DNS name that may start with "*." and does not end in a dot, got ${quote(hostname)}${hint}`,
  );
}

/** Refuses a list that is longer than the API server takes. */
export function checkAtMost(what: string, count: number, max: number): void {
  if (count > max) {
    throw new Error(`at most ${max} ${what} are allowed, got ${count}`);
  }
}

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/**
 * Writes a duration as the Gateway API takes it: `1h30m`, `0s`.
 *
 * @throws where it is none, or has 100,000 hours or more
 * @see https://gateway-api.sigs.k8s.io/geps/gep-2257/
 */
export function formatDuration(duration: Duration): string {
  if (typeof duration?.toMilliseconds !== 'function') {
    throw new Error(`a duration must be one such as Duration.seconds(30), got ${quote(duration)}`);
  }
  let rest = duration.toMilliseconds({ integral: false });
  if (!Number.isInteger(rest) || rest < 0 || rest >= (MAX_HOURS + 1) * 3_600_000) {
    throw new Error(`a duration must be a whole number of milliseconds below 100000 hours, got ${rest} ms`);
  }
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    text += count === 0 ? '' : `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/** Turns a member of a public enum into the generated enum's member of the same wire value. */
export function wire<E extends string>(value: `${E}`): E {
  return value as E;
}
