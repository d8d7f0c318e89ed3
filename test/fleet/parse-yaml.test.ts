import { parseYaml } from '../../src/fleet/parse-yaml';
import { YamlDocument } from '../../src/fleet/yaml-document';

const TEXT = `# a comment
hostname: tcp1
network:
  port: 6443 # the port
  certSans:
    - one
    - two
flow: { a: [1, {b: 2}], "c.d": null }
empty:
quoted: "x"
anchored: &here { deep: { value: 1 } }
alias: *here
text: |
  several
  lines
`;

function only(text: string): YamlDocument {
  const { documents, diagnostics } = parseYaml(text, 'f.yaml');
  expect(diagnostics).toEqual([]);
  const [document] = documents;
  if (document === undefined || documents.length !== 1) {
    throw new Error(`${documents.length} documents`);
  }
  return document;
}

describe('YamlDocument.locate', () => {
  const document = only(TEXT);

  test.each([
    [['hostname'], '2:11'],
    [['network', 'port'], '4:9'],
    [['network', 'certSans', 1], '7:7'],
    [['flow', 'a', 1, 'b'], '8:20'],
    [['quoted'], '10:9'],
    [['text'], '13:7'],
    [['alias'], '12:8'],
    [['alias', 'deep', 'value'], '11:34'],
  ])('%j is where its value is', (path, place) => {
    const { file, line, column } = document.locate(path);
    expect([file, `${line}:${column}`]).toEqual(['f.yaml', place]);
  });

  test.each([
    [['network'], '3:1'],
    [['network', 'certSans'], '5:3'],
    [['flow'], '8:1'],
    [['empty'], '9:1'],
  ])('%j, which is no scalar, is where its key is', (path, place) => {
    const { line, column } = document.locate(path);
    expect(`${line}:${column}`).toBe(place);
  });

  test.each([
    [['network', 'certSans', 5], '5:3'],
    [['network', 'podCidrs', 0], '3:1'],
    [['hostname', 'deeper'], '2:11'],
    [['empty', 'deeper', 'still'], '9:1'],
    [['nowhere'], '2:1'],
    [['constructor'], '2:1'],
    [[], '2:1'],
  ])('%j, which is not there, is where the nearest thing around it is', (path, place) => {
    const { line, column } = document.locate(path);
    expect(`${line}:${column}`).toBe(place);
  });

  test('a byte order mark, and line ends of other systems, move nothing', () => {
    const other = only(`\uFEFF${TEXT.replaceAll('\n', '\r\n')}`);
    expect(other.locate(['network', 'port'])).toEqual({ file: 'f.yaml', line: 4, column: 9 });
    expect(other.value).toEqual(document.value);
  });

  test('JSON is located as well', () => {
    const json = only('{\n  "a": {\n    "b": [1, 2]\n  }\n}');
    expect(json.locate(['a', 'b', 1])).toMatchObject({ line: 3, column: 14 });
  });

  test('a scalar is told as it is written', () => {
    const numbers = only('a: 1.30\nb: 0x1F\nc: "1.30"\n');
    expect([['a'], ['b'], ['c'], ['d']].map((path) => numbers.sourceOf(path))).toEqual([
      '1.30',
      '0x1F',
      '1.30',
      undefined,
    ]);
  });
});

describe('parseYaml', () => {
  test('reads any number of documents and leaves out those that hold nothing', () => {
    const { documents, diagnostics } = parseYaml('---\na: 1\n---\n# nothing\n---\nb: 2\n...\n', 'f.yaml');
    expect(diagnostics).toEqual([]);
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(documents.map((document) => document.locate([]).line)).toEqual([2, 6]);
  });

  test('one broken document does not hide the others', () => {
    const { documents, diagnostics } = parseYaml('a: 1\n---\nb: [\n---\nc: 3\nc: 4\n', 'f.yaml');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }]);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['invalid-yaml 4', 'invalid-yaml 6']);
  });

  test('keys such as __proto__ and constructor are keys like others', () => {
    const { value } = only('__proto__: { polluted: true }\nconstructor: 1\n');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a file with many problems names the first few', () => {
    const { diagnostics } = parseYaml(Array.from({ length: 100 }, (_, i) => `a${i}: "x" y`).join('\n'), 'f.yaml');
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThan(10);
  });

  test('words of YAML 1.1 are strings, and so are dates', () => {
    expect(only('a: yes\nb: on\nc: 2001-01-01\nd: 12:30:45\n').value).toEqual({
      a: 'yes',
      b: 'on',
      c: '2001-01-01',
      d: '12:30:45',
    });
  });

  test.each([
    ['an alias within what it stands for', 'a: 1\noverrides: &a {b: *a}\n', '2:19', /would never end/],
    ['an alias within a list that it stands for', 'a:\n  - &l\n    - *l\n', '3:7', /would never end/],
    ['an alias without an anchor', 'a: 1\nb:\n  c: *nobody\n', '3:6', /no anchor &nobody before it/],
    ['an alias before its anchor', 'a: *late\nb: &late 1\n', '1:4', /no anchor &late before it/],
    ['a map as a key', 'a: 1\n? {b: c}\n: 2\n', '2:3', /a key has to be a word, but this one is a map/],
    ['an alias of a list as a key', 'a: &l [1]\n*l : 2\n', '2:1', /a key has to be a word, but this one is a list/],
  ])('%s is refused where it stands', (_, text, place, message) => {
    const { documents, diagnostics } = parseYaml(text, 'f.yaml');
    expect(documents).toEqual([]);
    expect(diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([`invalid-yaml ${place}`]);
    expect(diagnostics[0]?.message).toMatch(message);
  });

  test('an anchor may be named again, and an alias stands for the last one before it', () => {
    expect(only('a: &x { b: &x 1, c: *x }\nd: *x\n').value).toEqual({ a: { b: 1, c: 1 }, d: 1 });
  });

  test('an alias that copies too much hides no other document', () => {
    const { documents, diagnostics } = parseYaml(
      `a: 1\n---\nb: &b 1\nc: [${'*b, '.repeat(200)}]\n---\nd: 1\n`,
      'f.yaml',
    );
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['invalid-yaml 3']);
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { d: 1 }]);
  });

  const HOSTILE: Readonly<Record<string, string>> = {
    brackets: '['.repeat(100_000),
    braces: '{'.repeat(100_000),
    'maps in braces': '{a: '.repeat(50_000),
    dashes: '- '.repeat(50_000),
    'question marks': '? '.repeat(50_000),
    'closing brackets': ']'.repeat(100_000),
    directives: '%\n'.repeat(50_000),
    zeros: '\u0000'.repeat(100_000),
    'one key many times': 'a: 1\n'.repeat(5_000),
  };

  test.each(Object.entries(HOSTILE))('%s by the thousand are refused or read, and never crash or hang', (_, text) => {
    const { documents, diagnostics } = parseYaml(text, 'f.yaml');
    expect(documents.length + diagnostics.length).toBeGreaterThan(0);
  });
});

describe('parseYaml of a manifest', () => {
  function manifest(text: string): YamlDocument {
    const { documents, diagnostics } = parseYaml(text, 'f.yaml', 'manifest');
    expect(diagnostics).toEqual([]);
    const [document] = documents;
    if (document === undefined) {
      throw new Error('no document');
    }
    return document;
  }

  test('merges maps as kubectl does, and knows where the merged values stand', () => {
    const document = manifest('labels: &l { x: "1", y: "1" }\nannotations:\n  <<: *l\n  y: "2"\n');
    expect(document.value).toEqual({ labels: { x: '1', y: '1' }, annotations: { x: '1', y: '2' } });
    expect(document.locate(['annotations', 'x'])).toMatchObject({ line: 1, column: 17 });
    expect(document.locate(['annotations', 'y'])).toMatchObject({ line: 4, column: 6 });
  });

  test('of several merged maps the first one wins', () => {
    const document = manifest('a: &a { x: 1 }\nb: &b { x: 2, z: 3 }\nc: { <<: [*a, *b] }\n');
    expect(document.value).toMatchObject({ c: { x: 1, z: 3 } });
    expect(document.locate(['c', 'x'])).toMatchObject({ line: 1, column: 12 });
    expect(document.locate(['c', 'z'])).toMatchObject({ line: 2, column: 18 });
  });

  test('a quoted << is a key like others', () => {
    expect(manifest('"<<": { a: 1 }\n').value).toEqual({ '<<': { a: 1 } });
  });

  test('only maps can be merged', () => {
    const { documents, diagnostics } = parseYaml('a: 1\nb:\n  <<: hello\n', 'f.yaml', 'manifest');
    expect(documents).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'invalid-yaml', line: 3, column: 7 }]);
  });

  test('merges that multiply are refused at once', () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const source =
        i === 0
          ? '{ x: 1 }'
          : `[${Array(9)
              .fill(`*a${i - 1}`)
              .join(', ')}]`;
      return `a${i}: &a${i} { <<: ${source} }`;
    });
    const { documents, diagnostics } = parseYaml(levels.join('\n'), 'f.yaml', 'manifest');
    expect(documents).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual(['merging (<<) copies too much of this document']);
  });

  test('words are booleans and octal numbers what kubectl takes them for; times and dates stay strings', () => {
    const text = 'a: yes\nb: Off\nc: "yes"\nd: 0644\ne: 12:30:45\nf: 2001-01-01\ng: 0x1F\nh: "0644"\ni: -010\nj: 08\n';
    expect(manifest(text).value).toEqual({
      a: true,
      b: false,
      c: 'yes',
      d: 0o644,
      e: '12:30:45',
      f: '2001-01-01',
      g: 31,
      h: '0644',
      i: -8,
      j: 8,
    });
  });
});
