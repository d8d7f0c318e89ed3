const SHOWN = 5;

/** Joins names for a message; a long list is cut, so that a message stays readable in a fleet of thousands. */
export function enumerate(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

/** Joins the names of all but one, without looking at each of many. */
export function enumerateOthers<T>(all: readonly T[], self: T, nameOf: (element: T) => string): string {
  const shown = all
    .slice(0, SHOWN + 1)
    .filter((element) => element !== self)
    .slice(0, SHOWN);
  const left = all.length - 1 - shown.length;
  return `${shown.map(nameOf).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Divides elements by key, in their order; those without a key are left out. */
export function groupBy<T>(elements: readonly T[], keyOf: (element: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const element of elements) {
    const key = keyOf(element);
    if (key === undefined) {
      continue;
    }
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, [element]);
    } else {
      known.push(element);
    }
  }
  return groups;
}

/** Cuts a text for a message. */
export function shorten(text: string, length = 200): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Writes a number of things: `1 tenant`, `2 tenants`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
