/** Entries that a message lists before it only counts. */
const MOST_LISTED = 5;

/** Writes a list for a person; a long one is cut. */
export function listTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_LISTED).join(', ');
  return texts.length > MOST_LISTED ? `${shown} and ${texts.length - MOST_LISTED} more` : shown;
}

/** Writes a number with its noun: `1 route`, `2 routes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
