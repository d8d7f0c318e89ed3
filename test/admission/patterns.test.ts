import { RE2JS } from '@bufbuild/re2';
import fc from 'fast-check';
import { ENVOY_GATEWAY_SNAPSHOTS, envoyGatewaySchemas, gatewayApiSchemas, kamajiSchemas } from '../../imports/schemas';
import { compilePattern } from '../../src/admission/schema/patterns';
import { translatePattern } from '../../src/admission/schema/translate-pattern';

function patternsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'pattern' && typeof inner === 'string' ? [inner] : patternsIn(inner),
  );
}

const PATTERNS = [
  ...new Set(
    patternsIn([
      gatewayApiSchemas('v1.6.1', 'experimental'),
      gatewayApiSchemas('v1.4.1', 'experimental'),
      kamajiSchemas('26.8.2-edge'),
      envoyGatewaySchemas(ENVOY_GATEWAY_SNAPSHOTS[0] ?? ''),
    ]),
  ),
];

/** Texts of what the patterns are about, so that some of them match. */
const PIECES = [
  'a',
  'z',
  'A',
  '0',
  '9',
  '10',
  '255',
  '-',
  '.',
  '_',
  '/',
  ':',
  '*.',
  'h',
  'ms',
  's',
  '1s',
  '%2f',
  '@',
  ' ',
  '\t',
  '\n',
  '\r',
  '\u2028',
  'é',
  '😀',
  '+',
  '=',
  '#',
  '?',
  '://',
  'https://',
  'System',
  'Mi',
  'e',
  '$',
  '^',
  '\\',
  '!',
  '~',
  '|',
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));

test.each(PATTERNS)('%s means the same to RegExp as to RE2, or is left to RE2', (source) => {
  const re2 = RE2JS.compile(source);
  const pattern = compilePattern(source);
  fc.assert(
    fc.property(text, (sample) => {
      expect(pattern.test(sample)).toBe(re2.test(sample));
    }),
    { seed: 1, numRuns: 150 },
  );
});

// A pattern that backtracks without end would never come back from here.
test.each(PATTERNS)('%s comes back from any text of a few hundred characters, with the verdict of RE2', (source) => {
  const pattern = compilePattern(source);
  const re2 = RE2JS.compile(source);
  for (const piece of ['a', 'a.', 'a-', '1', '1.', '1:', 'a a', '/a', '*.', 'a\t', '-', '0a']) {
    for (const end of ['', '!', '\u0001', ' ', '\n', '$']) {
      for (const sample of [`${piece.repeat(150)}${end}`, `https://${piece.repeat(150)}${end}`]) {
        expect([sample, pattern.test(sample)]).toEqual([sample, re2.test(sample)]);
      }
    }
  }
});

describe('translation', () => {
  test.each([
    ['^a.b$', '^a[^\\n]b$'],
    ['[-a]', '[\\-a]'],
    ['[a-c-]', '[a-c\\-]'],
    ['[^\\s]', '[^\\t\\n\\f\\r ]'],
    ['\\s\\S', '[\\t\\n\\f\\r ][^\\t\\n\\f\\r ]'],
    ['\\x60\\-\\/', '`-\\/'],
    ['{', '\\{'],
    ['a{2}(b|c){1,3}?', 'a{2}(?:b|c){1,3}?'],
    ['(\\.a*)*', '(?:\\.a*)*'],
    ['(a*\\.)+', '(?:a*\\.)+'],
    ['(ab?){1,4}', '(?:ab?){1,4}'],
  ])('%s becomes %s', (source, expected) => {
    expect(translatePattern(source)?.source).toBe(expected);
  });

  test.each([
    // What RegExp lacks, or means otherwise.
    ['(?i)a'],
    ['(?P<name>a)'],
    ['\\Aa\\z'],
    ['\\pL'],
    ['[[:alpha:]]'],
    ['[]a]'],
    ['\\x{41}'],
    // What it may never be done with.
    ['(a+)+'],
    ['(a|b*)*'],
    ['(a?b?)*'],
    ['([a-z.]*\\.)*'],
    // What is no expression at all.
    ['*'],
    ['a**'],
    ['(a'],
    ['a)'],
    ['[a'],
    ['a\\'],
    ['\\x4'],
  ])('%s is left alone', (source) => {
    expect(translatePattern(source)).toBeUndefined();
  });
});

test('a long text is left to RE2', () => {
  const long = 'a'.repeat(100_000);
  expect(compilePattern('.*\\..*').test(long)).toBe(false);
  expect(compilePattern('.*\\..*').test(`${long}.`)).toBe(true);
});

test('code points count, not UTF-16 units', () => {
  expect(compilePattern('^.$').test('😀')).toBe(true);
  expect(compilePattern('^[😀é]{2}$').test('é😀')).toBe(true);
});
