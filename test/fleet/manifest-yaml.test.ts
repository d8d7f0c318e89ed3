import * as fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { isMarked, MARKER, stringifyManifests } from '../../src/fleet/manifest-yaml';

const TRICKY = [
  ...[
    'yes',
    'Yes',
    'on',
    'off',
    'NO',
    'y',
    'n',
    'true',
    'True',
    'null',
    'Null',
    '~',
    '',
    'NaN',
    '.nan',
    '.inf',
    '-.INF',
  ],
  ...[
    '012',
    '1.30',
    '1.35',
    '12:30:45',
    '1:00',
    '190:20:30',
    '1_000',
    '1__0',
    '0o7',
    '0x1F',
    '0x',
    '0b1',
    '1e3',
    '1e+05',
    '.5',
  ],
  ...[
    '+1',
    '-0',
    '0.',
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    '2001-1-1',
    '=',
    '<<',
    '-',
    '_1',
    '.',
    '..',
    '+',
    '0',
    '-1',
  ],
  ...[
    ' a',
    'a ',
    'a: b',
    'a #b',
    '#x',
    '@x',
    '`x',
    '%x',
    '!x',
    '&x',
    '*x',
    '- x',
    '? x',
    '?',
    '|',
    '>',
    ':',
    '::',
    'a:',
    ',a',
  ],
  ...[
    'a\nb',
    'a\n',
    'a\n\n',
    '\n',
    '\n a\nb',
    ' a\nb',
    'a\r\nb',
    '\r',
    '\ta',
    'a\tb',
    '\u0000',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufeffx',
  ],
  ...[
    'é',
    '😀',
    '"q"',
    "'q'",
    '{a}',
    '[a]',
    '---',
    '...',
    '--- a',
    '...\na',
    '---\na',
    '{{ x }}',
    '$' + '{x}',
    'a\\b',
    '\\',
  ],
];

describe('stringifyManifests', () => {
  test.each(TRICKY)('the string %j reads back as itself in every version of YAML, as key and as value', (text) => {
    const yaml = stringifyManifests([
      { apiVersion: 'v1', kind: 'ConfigMap', data: { value: text, [text]: 'key', list: [text] } },
    ]);
    const expected = { apiVersion: 'v1', kind: 'ConfigMap', data: { value: text, [text]: 'key', list: [text] } };
    expect(parse(yaml)).toEqual(expected);
    expect(parse(yaml, { version: '1.1' })).toEqual(expected);
  });

  test('strings that look like something else are quoted, as some reader of YAML 1.1 or 1.2 would misread them', () => {
    for (const text of ['yes', '012', '1.30', '12:30:45', '0o7', '=', '<<', 'n', '2001-01-01', '1_000']) {
      expect(stringifyManifests([{ a: text }])).toBe(`${MARKER}\na: "${text}"\n`);
      expect(stringifyManifests([{ [text]: 'a' }])).toBe(`${MARKER}\n"${text}": a\n`);
    }
  });

  test('names, versions, addresses and commas in annotations stay plain', () => {
    for (const text of [
      'v1.35.7',
      '10.96.0.10',
      'fd00::1',
      'Prune=false,Delete=false',
      '*.cluster.dev',
      '--keepalive-time=60s',
    ]) {
      const yaml = stringifyManifests([{ a: text }]);
      expect(yaml.includes('\\')).toBe(false);
      expect(parse(yaml)).toEqual({ a: text });
    }
    expect(stringifyManifests([{ a: 'v1.35.7' }])).toBe(`${MARKER}\na: v1.35.7\n`);
    expect(stringifyManifests([{ a: '10.244.0.0/16' }])).toBe(`${MARKER}\na: 10.244.0.0/16\n`);
  });

  test('apiVersion, kind and metadata come first and all other keys by code point, however the object was built', () => {
    const yaml = stringifyManifests([
      {
        spec: { b: 1, a: { '10': 1, '9': 1, Z: 1, '\u{1F600}': 1, '\uFFEE': 1 } },
        metadata: { namespace: 'n1', name: 'm' },
        kind: 'K',
        apiVersion: 'v1',
      },
    ]);
    expect(yaml).toBe(
      [
        `${MARKER}\napiVersion: v1\nkind: K\nmetadata:\n  name: m\n  namespace: n1\nspec:\n  a:`,
        '    "10": 1\n    "9": 1\n    Z: 1\n    "\uFFEE": 1\n    "\u{1F600}": 1\n  b: 1\n',
      ].join('\n'),
    );
  });

  test('lists, lists in lists and maps in lists are indented below their key', () => {
    const yaml = stringifyManifests([{ a: [{ b: 1, c: ['x', { d: 'e' }] }, [['f'], []], 'g\nh\n', null] }]);
    expect(yaml).toBe(
      `${MARKER}\na:\n  - b: 1\n    c:\n      - x\n      - d: e\n  - - - f\n    - []\n  - |\n    g\n    h\n  - null\n`,
    );
    expect(parse(yaml)).toEqual({ a: [{ b: 1, c: ['x', { d: 'e' }] }, [['f'], []], 'g\nh\n', null] });
  });

  test('a key longer than a reader looks ahead for its colon is written as an explicit key', () => {
    const object = { ['k'.repeat(1500)]: { a: ['b'] }, z: 1 };
    expect(parse(stringifyManifests([object]))).toEqual(object);
  });

  test('empty maps and lists, false and 0 are kept, and a shared part is written twice instead of as an alias', () => {
    const shared = { x: [] };
    const yaml = stringifyManifests([{ a: shared, b: shared, c: {}, d: false, e: 0 }]);
    expect(yaml).toBe(`${MARKER}\na:\n  x: []\nb:\n  x: []\nc: {}\nd: false\ne: 0\n`);
  });

  test('keys such as constructor and __proto__ are keys like others', () => {
    const object = JSON.parse('{"data":{"__proto__":"a","constructor":"b","toString":"c"}}');
    expect(stringifyManifests([object])).toBe(`${MARKER}\ndata:\n  "__proto__": a\n  constructor: b\n  toString: c\n`);
  });

  test.each([0, -1, 1.5, 1e21, 1e-7, -2.5e300, 6443, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'the number %d reads back as itself',
    (number) => {
      const yaml = stringifyManifests([{ a: number }]);
      expect(parse(yaml)).toEqual({ a: number });
      expect(parse(yaml, { version: '1.1' })).toEqual({ a: number });
    },
  );

  test('any JSON reads back as itself in YAML 1.1 and 1.2', () => {
    const text = fc.oneof(
      fc.constantFrom(...TRICKY),
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(' ', '\n', 'a', ':', '#', '-', '\t', '0') }),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.boolean(),
        fc.integer(),
        fc.array(tie('tree')),
        fc.dictionary(text, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(text, tree, { minKeys: 1 }), (object) => {
        const yaml = stringifyManifests([object]);
        expect(parse(yaml)).toEqual(object);
        expect(parse(yaml, { version: '1.1', merge: false })).toEqual(object);
      }),
    );
  });

  test('a long line is never folded', () => {
    const long = 'word '.repeat(100).trim();
    expect(stringifyManifests([{ a: long }])).toBe(`${MARKER}\na: ${long}\n`);
  });

  test('several objects are several documents', () => {
    const yaml = stringifyManifests([{ a: 1 }, { b: 'x\n' }, { c: 1 }]);
    expect(parseAllDocuments(yaml).map((document) => (document as { toJS(): unknown }).toJS())).toEqual([
      { a: 1 },
      { b: 'x\n' },
      { c: 1 },
    ]);
  });
});

describe('isMarked', () => {
  test('knows what was written with another wording, with other line ends or as markdown', () => {
    expect(isMarked(stringifyManifests([]))).toBe(true);
    expect(isMarked('# Generated by cdk8s-tenant-gateway\r\n')).toBe(true);
    expect(isMarked('\uFEFF# Generated by cdk8s-tenant-gateway')).toBe(true);
    expect(isMarked('<!-- Generated by cdk8s-tenant-gateway from the fleet -->')).toBe(true);
  });

  test('takes no other file for one of ours', () => {
    expect(isMarked('')).toBe(false);
    expect(isMarked('apiVersion: v1\n# Generated by cdk8s-tenant-gateway\n')).toBe(false);
    expect(isMarked('# Generated by cdk8s-tenant-gatewayish')).toBe(false);
  });
});
