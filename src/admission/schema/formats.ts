import { parseIp } from './ip';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/;

function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) {
    return false;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

function isDateTime(text: string): boolean {
  const [date, time] = text.toLowerCase().split('t');
  const match = TIME.exec(time ?? '');
  return (
    isDate(date ?? '') &&
    match !== null &&
    (match[1] ?? '') <= '23' &&
    (match[2] ?? '') <= '59' &&
    (match[3] ?? '') <= '59'
  );
}

/** Checks one `format` of a string. */
export type FormatCheck = (text: string) => boolean;

const STRING_FORMATS: ReadonlyMap<string, FormatCheck> = new Map<string, FormatCheck>([
  ['byte', (text) => BASE64.test(text)],
  ['date-time', isDateTime],
  ['ipv4', (text) => text.includes('.') && parseIp(text, { sloppy: true }) !== undefined],
  ['ipv6', (text) => text.includes(':') && parseIp(text) !== undefined],
]);

/** Formats of numbers: they limit the range. */
export const INTEGER_RANGES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['int32', [-(2 ** 31), 2 ** 31 - 1]],
  ['int64', [-(2 ** 63), 2 ** 63]],
]);

/** Returns the check of a format of strings; undefined where the format is not known here. */
export function stringFormat(name: string): FormatCheck | undefined {
  return STRING_FORMATS.get(name);
}
