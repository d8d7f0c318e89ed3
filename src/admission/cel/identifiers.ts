const RESERVED = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);

const ESCAPES: readonly (readonly [string, string])[] = [
  ['__', '__underscores__'],
  ['.', '__dot__'],
  ['-', '__dash__'],
  ['/', '__slash__'],
];

const ESCAPABLE = /^[A-Za-z_./-][A-Za-z0-9_./-]*$/;
const SPECIAL = /__|[./-]/g;
const ESCAPED = /__[^_]+__/g;

/**
 * Writes a property name as rules name it: `namespace` is `__namespace__`, `a-b` is `a__dash__b`.
 *
 * @returns undefined where rules cannot name the property at all
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-expression
 */
export function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) {
    return `__${name}__`;
  }
  if (!ESCAPABLE.test(name)) {
    return undefined;
  }
  return name.replace(SPECIAL, (part) => ESCAPES.find(([plain]) => plain === part)?.[1] ?? part);
}

/** Reads a property name as rules write it; undefined where it is not one. */
export function unescapeName(name: string): string | undefined {
  if (!name.includes('__')) {
    return name;
  }
  let valid = true;
  const plain = name.replace(ESCAPED, (part) => {
    const known = ESCAPES.find(([, escaped]) => escaped === part);
    const word = part.slice(2, -2);
    valid &&= known !== undefined || (RESERVED.has(word) && part === name);
    return known?.[0] ?? word;
  });
  return valid ? plain : undefined;
}
