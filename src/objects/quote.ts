/** Writes a value of any type for a message: as JSON where that says what it is, `NaN` and the like by their names. */
export function quoteValue(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return String(value);
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
