import { compareStrings } from './compare';

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Finds the candidates that someone who wrote `value` may have meant, best first; none where nothing is near. */
export function suggest(value: string, candidates: readonly string[]): string[] {
  // Nobody means a short name by a page of text, and the distance is quadratic
  const wanted = value.toLowerCase().slice(0, 64);
  const words = wanted.split(/[^a-z0-9]+/).filter((word) => word.length > 2);
  return candidates
    .map((candidate) => {
      const sharesWord = candidate.split('-').some((word) => words.includes(word));
      return { candidate, cost: distance(wanted, candidate.toLowerCase()), sharesWord };
    })
    .filter(({ candidate, cost, sharesWord }) => sharesWord || cost <= Math.max(2, Math.floor(candidate.length / 4)))
    .sort((a, b) => a.cost - b.cost || compareStrings(a.candidate, b.candidate))
    .map(({ candidate }) => candidate);
}
