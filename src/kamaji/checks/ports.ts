/** Reads a port number, 1 to 65535; undefined where the value is none. */
export function asPort(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535 ? value : undefined;
}

/** Writes a value of any type for a message. */
export function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
