/**
 * Orders two strings by code point, the same in every locale.
 *
 * `<` compares UTF-16 units, which puts astral characters before U+E000 to U+FFFF; names in Kubernetes are ASCII, messages need not be.
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  const left = [...a];
  const right = [...b];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}
