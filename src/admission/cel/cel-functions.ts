import { CelEnv, CelFunc, CelScalar, celEnv, celFunc, celList, celMethod, listType } from '@bufbuild/cel';
import { isDns1123Label } from '../metadata/names';
import { isIpv4Mapped, networkContains, parseIp, parseNetwork } from '../schema/ip';
import { compilePattern } from '../schema/patterns';

const { BOOL, INT, STRING } = CelScalar;
const LIST = listType(CelScalar.DYN);

function isIp(text: string): boolean {
  const address = parseIp(text);
  return address !== undefined && !isIpv4Mapped(address);
}

function isCidr(text: string): boolean {
  const network = parseNetwork(text);
  return network !== undefined && !isIpv4Mapped(network.address);
}

/** A CIDR and a format are strings here: rules do nothing with them but call their methods. */
function cidr(text: string): string {
  if (!isCidr(text)) {
    throw new Error(`network address parse error during conversion from string: ${JSON.stringify(text)}`);
  }
  return text;
}

function containsIp(cidrText: string, text: string): boolean {
  const network = parseNetwork(cidrText);
  const address = isIp(text) ? parseIp(text) : undefined;
  if (network === undefined || address === undefined) {
    throw new Error(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  }
  return networkContains(network, address);
}

/** Cuts by code points, as CEL counts. */
function substring(text: string, start: bigint): string {
  const points = [...text];
  const from = Number(start);
  if (from < 0 || from > points.length) {
    throw new Error(`index out of range: ${start}`);
  }
  return points.slice(from).join('');
}

const asciiUpper = /[A-Z]/g;
const asciiLower = /[a-z]/g;

/** What the vendored schemas use of the API server's CEL library beyond the standard one. */
const FUNCTIONS: CelFunc[] = [
  celFunc('isIP', [STRING], BOOL, isIp),
  celFunc('isCIDR', [STRING], BOOL, isCidr),
  celFunc('cidr', [STRING], STRING, cidr),
  celMethod('containsIP', STRING, [STRING], BOOL, function (text) {
    return containsIp(this, text);
  }),
  celMethod('split', STRING, [STRING], LIST, function (separator) {
    return celList(separator === '' ? [...this] : this.split(separator));
  }),
  celMethod('substring', STRING, [INT], STRING, function (start) {
    return substring(this, start);
  }),
  celMethod('lowerAscii', STRING, [], STRING, function () {
    return this.replace(asciiUpper, (letter) => letter.toLowerCase());
  }),
  celMethod('upperAscii', STRING, [], STRING, function () {
    return this.replace(asciiLower, (letter) => letter.toUpperCase());
  }),
  celFunc('format.dns1123Label', [], STRING, () => 'dns1123Label'),
  // The API server returns an optional list; whatever it holds, it is never equal to null, and nor is a list.
  celMethod('validate', STRING, [STRING], LIST, (text) => celList(isDns1123Label(text))),
];

/**
 * Functions that rules may call, by name and number of arguments (the target of a method not counted), with a leading dot for methods.
 * Each is used by a vendored schema, so each is tested against the API server's verdicts.
 */
const KNOWN_CALLS: ReadonlySet<string> = new Set([
  '!_/1',
  '-_/1',
  '_&&_/2',
  '_||_/2',
  '_?_:_/3',
  '_==_/2',
  '_!=_/2',
  '_<_/2',
  '_<=_/2',
  '_>_/2',
  '_>=_/2',
  '_+_/2',
  '_-_/2',
  '@in/2',
  '_[_]/2',
  '@not_strictly_false/1',
  'size/1',
  '.size/0',
  '.matches/1',
  '.contains/1',
  '.startsWith/1',
  '.endsWith/1',
  '.split/1',
  '.substring/1',
  '.lowerAscii/0',
  '.upperAscii/0',
  'duration/1',
  'isIP/1',
  'isCIDR/1',
  'cidr/1',
  '.containsIP/1',
  'format.dns1123Label/0',
  '.validate/1',
]);

/** Says whether rules may call the function; `call` is `name/arguments`, with a leading dot for a method. */
export function isKnownCall(call: string): boolean {
  return KNOWN_CALLS.has(call);
}

let environment: CelEnv | undefined;

/** The environment that all rules are evaluated in. */
export function celEnvironment(): CelEnv {
  environment ??= celEnv({ funcs: FUNCTIONS, re2: { compile: compilePattern } });
  return environment;
}
