/** Below this, units are code points; sorting thousands of names would be slow if each were taken apart first. */
const FIRST_SURROGATE = 0xd800;

/**
 * Orders two strings by code point, the same in every locale.
 *
 * `<` compares UTF-16 units, which puts astral characters before U+E000 to U+FFFF; names in Kubernetes are ASCII, messages need not be.
 */
export function compareStrings(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return left < FIRST_SURROGATE && right < FIRST_SURROGATE ? left - right : compareCodePoints(a, b);
    }
  }
  return a.length - b.length;
}

function compareCodePoints(a: string, b: string): number {
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
