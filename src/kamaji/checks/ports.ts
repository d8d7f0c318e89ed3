import { quoteValue } from '../../objects';

/** Reads a port number, 1 to 65535; undefined where the value is none. */
export function asPort(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535 ? value : undefined;
}

/** More of a value than this helps nobody. */
const SHOWN = 300;

/** Writes a value of any type for a message. */
export function show(value: unknown): string {
  const text = quoteValue(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
