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
