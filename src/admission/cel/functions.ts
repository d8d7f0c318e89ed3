import { isDns1123Label } from '../metadata/names';
import { isIpv4Mapped, networkContains, parseIp, parseNetwork } from '../schema/ip';
import { compilePattern } from '../schema/patterns';
import { parseDuration } from './duration';
import { CelError, CelList, CelMap, CelValue, NO_OVERLOAD } from './values';

/** A function of CEL; a method's target is its first argument. It is never given an error. */
export type CelFunction = (...values: CelValue[]) => CelValue;

function ofText(implementation: (text: string) => CelValue): CelFunction {
  return (value) => (typeof value === 'string' ? implementation(value) : NO_OVERLOAD);
}

function ofTexts(implementation: (target: string, argument: string) => CelValue): CelFunction {
  return (target, argument) =>
    typeof target === 'string' && typeof argument === 'string' ? implementation(target, argument) : NO_OVERLOAD;
}

function size(value: CelValue): CelValue {
  if (typeof value === 'string') {
    return [...value].length;
  }
  if (value instanceof CelList) {
    return value.elements.length;
  }
  return value instanceof CelMap ? value.size : NO_OVERLOAD;
}

/** Cuts by code points, as CEL counts. */
function substring(text: CelValue, start: CelValue): CelValue {
  if (typeof text !== 'string' || typeof start !== 'number') {
    return NO_OVERLOAD;
  }
  const points = [...text];
  return start < 0 || start > points.length
    ? new CelError(`index out of range: ${start}`)
    : points.slice(start).join('');
}

function isIp(text: string): boolean {
  const address = parseIp(text);
  return address !== undefined && !isIpv4Mapped(address);
}

function isCidr(text: string): boolean {
  const network = parseNetwork(text);
  return network !== undefined && !isIpv4Mapped(network.address);
}

function cidr(text: string): CelValue {
  const problem = `network address parse error during conversion from string: ${JSON.stringify(text)}`;
  return isCidr(text) ? text : new CelError(problem);
}

function containsIp(cidrText: string, text: string): CelValue {
  const network = parseNetwork(cidrText);
  const address = isIp(text) ? parseIp(text) : undefined;
  if (network === undefined || address === undefined) {
    return new CelError(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  }
  return networkContains(network, address);
}

function duration(text: string): CelValue {
  return parseDuration(text) ?? new CelError(`time: invalid duration ${JSON.stringify(text)}`);
}

/**
 * The functions that rules may call, by name and number of arguments; the name of a method starts with a dot.
 * Each one is used by a vendored schema, so each one is tested against the API server.
 *
 * A CIDR and a format are strings here: rules do nothing with them but call their methods.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
const FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size/1', size],
  ['.size/1', size],
  ['.matches/2', ofTexts((text, pattern) => compilePattern(pattern).test(text))],
  ['.contains/2', ofTexts((text, part) => text.includes(part))],
  ['.startsWith/2', ofTexts((text, part) => text.startsWith(part))],
  ['.endsWith/2', ofTexts((text, part) => text.endsWith(part))],
  [
    '.split/2',
    ofTexts((text, separator) => new CelList(separator === '' ? [...text] : text.split(separator), undefined)),
  ],
  ['.substring/2', substring],
  ['.lowerAscii/1', ofText((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))],
  ['.upperAscii/1', ofText((text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()))],
  ['duration/1', ofText(duration)],
  ['isIP/1', ofText(isIp)],
  ['isCIDR/1', ofText(isCidr)],
  ['cidr/1', ofText(cidr)],
  ['.containsIP/2', ofTexts(containsIp)],
  ['format.dns1123Label/0', () => 'dns1123Label'],
  // The API server returns an optional list of problems, and rules compare it with null; neither is it ever, nor is a list.
  ['.validate/2', ofTexts((_, text) => new CelList(isDns1123Label(text), undefined))],
]);

/** Returns a function by its name (with a leading dot for a method) and number of arguments, the target included. */
export function findFunction(name: string, count: number): CelFunction | undefined {
  return FUNCTIONS.get(`${name}/${count}`);
}
