import { asMap, quoteValue } from '../../objects';
import { suggest } from '../../objects/suggest';
import { IpFamily } from './ip-family';
import { GatewayTuningOptions } from './tuning-plan';

/** A value that no controller can take. */
export interface TuningProblem {
  readonly option: keyof GatewayTuningOptions;
  /** Path of the value: the option, or a part of it. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

type Check = (value: unknown, path: string) => Omit<TuningProblem, 'option'> | undefined;

/** Replicas are an int32 to Kubernetes. */
const MAX_INT32 = 2 ** 31 - 1;

function wholeNumber(min: number, example: number, max = Number.MAX_SAFE_INTEGER): Check {
  return (value, path) => {
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) {
      return undefined;
    }
    const range = Number(value) > max && Number.isFinite(value) ? `from ${min} to ${max}` : `of at least ${min}`;
    return {
      path,
      message: `${path} must be a whole number ${range}, got ${quoteValue(value)}`,
      fix: `write a number such as ${example}, or leave it out`,
    };
  };
}

function enumerate(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(', '), ...texts.slice(-1)].join(' or ');
}

function oneOf(words: readonly string[]): Check {
  const listed = enumerate(words.map(quoteValue));
  return (value, path) => {
    if (words.some((word) => word === value)) {
      return undefined;
    }
    const [near] = suggest(String(value), words);
    return {
      path,
      message: `${path} must be ${listed}, got ${quoteValue(value)}`,
      fix: near === undefined ? `use ${listed}` : `did you mean ${quoteValue(near)}?`,
    };
  };
}

const KEEPALIVE: Readonly<Record<string, Check>> = {
  idleSeconds: wholeNumber(1, 60),
  intervalSeconds: wholeNumber(1, 30),
  probes: wholeNumber(1, 3),
};

const keepalive: Check = (value, path) => {
  const map = asMap(value);
  if (map === undefined) {
    return {
      path,
      message: `${path} must be a map with idleSeconds, intervalSeconds and probes, got ${quoteValue(value)}`,
      fix: 'write {} for the defaults',
    };
  }
  return Object.entries(KEEPALIVE)
    .filter(([part]) => map[part] !== undefined)
    .map(([part, check]) => check(map[part], `${path}.${part}`))
    .find((problem) => problem !== undefined);
};

/** Told by its shape: an instance may be of another copy of the library. */
const address: Check = (value, path) =>
  asMap(asMap(value)?.['annotations']) === undefined
    ? {
        path,
        message: `${path} must be a LoadBalancerAddress, got ${quoteValue(value)}`,
        fix: 'use LoadBalancerAddress.ip, metalLb or ciliumLbIpam',
      }
    : undefined;

const CHECKS: readonly (readonly [keyof GatewayTuningOptions, Check])[] = [
  ['address', address],
  ['replicas', wholeNumber(1, 2, MAX_INT32)],
  ['externalTrafficPolicy', oneOf(['Cluster', 'Local'])],
  ['ipFamily', oneOf(Object.values(IpFamily))],
  ['idleTimeoutSeconds', wholeNumber(0, 7200)],
  ['tcpKeepalive', keepalive],
  ['maxConnections', wholeNumber(1, 10_000)],
  ['clientConnectionLimit', wholeNumber(1, 50_000)],
];

/** Finds values that no controller can take, whichever it is; at most one for each option. */
export function findInvalidTuning(options: GatewayTuningOptions): TuningProblem[] {
  return CHECKS.flatMap(([option, check]) => {
    const value = options[option];
    const problem = value === undefined ? undefined : check(value, option);
    return problem === undefined ? [] : [{ option, ...problem }];
  });
}
