import { CelDuration } from './values';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const SYNTAX = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;
const PART = /(\d*)\.?(\d*)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;
const LIMIT = 2n ** 63n;

/** Reads a duration as Go writes them (`1h30m`, `-1.5s`, `0`); undefined where it is none, or longer than 292 years. */
export function parseDuration(text: string): CelDuration | undefined {
  if (/^[-+]?0$/.test(text)) {
    return new CelDuration(0n);
  }
  if (!SYNTAX.test(text)) {
    return undefined;
  }
  let nanoseconds = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PART)) {
    const factor = UNITS.get(unit) ?? 0n;
    nanoseconds += BigInt(whole || '0') * factor;
    nanoseconds += (BigInt(fraction || '0') * factor) / 10n ** BigInt(fraction.length);
  }
  return nanoseconds < LIMIT ? new CelDuration(text.startsWith('-') ? -nanoseconds : nanoseconds) : undefined;
}
