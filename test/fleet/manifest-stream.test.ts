import fc from 'fast-check';
import { stringify } from 'yaml';
import { StreamedManifest, streamManifests } from '../../src/fleet/manifest-stream';
import { makeFolder, removeFolders, writeFiles } from '../cli/harness';

afterEach(removeFolders);

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let i = 0; i < text.length; i += size) {
    yield text.slice(i, i + size);
  }
}

async function collect(run: AsyncIterable<StreamedManifest>): Promise<StreamedManifest[]> {
  const found: StreamedManifest[] = [];
  for await (const one of run) {
    found.push(one);
  }
  return found;
}

function streamText(text: string, size = 7): Promise<StreamedManifest[]> {
  return collect(streamManifests({ files: ['-'], cwd: '/', stdin: () => inPieces(text, size) }));
}

function streamFiles(cwd: string, ...files: string[]): Promise<StreamedManifest[]> {
  return collect(streamManifests({ files, cwd, stdin: () => inPieces('', 1) }));
}

/** `name line:column of spec.a`, or the findings. */
function outline(found: readonly StreamedManifest[]): string[] {
  return found.flatMap(({ object, diagnostics, locate }) => {
    if (object === undefined) {
      return diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);
    }
    const { line, column } = locate(['spec', 'a']);
    return [`${String((object['metadata'] as Record<string, unknown>)['name'])} ${line}:${column}`];
  });
}

function thing(name: string): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name }, spec: { a: 1 } };
}

const YAML = 'apiVersion: v1\nkind: Thing\nmetadata: { name: NAME }\nspec: { a: 1 }\n';
const yamlOf = (name: string): string => YAML.replace('NAME', name);

describe('a stream', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['separators and comments only', '---\n# nothing\n---\n...\n\n', []],
    ['YAML documents', `${yamlOf('a')}---\n${yamlOf('b')}`, ['a 4:12', 'b 9:12']],
    [
      'YAML with everything around',
      `# hello\n---\n\n${yamlOf('a')}...\n--- # next\n${yamlOf('b')}---\n`,
      ['a 7:12', 'b 13:12'],
    ],
    [
      'a document on the line of its separator',
      `--- ${JSON.stringify(thing('a'))}\n---\n${yamlOf('b')}`,
      ['a 1:75', 'b 6:12'],
    ],
    [
      'other line ends and a mark of byte order',
      `\uFEFF${yamlOf('a')}---\n${yamlOf('b')}`.replaceAll('\n', '\r\n'),
      ['a 4:12', 'b 9:12'],
    ],
    ['lines of JSON', ['a', 'b'].map((name) => JSON.stringify(thing(name))).join('\n'), ['a 1:71', 'b 2:71']],
    [
      'JSON over several lines',
      ['a', 'b'].map((name) => JSON.stringify(thing(name), undefined, 2)).join('\n'),
      ['a 8:10', 'b 18:10'],
    ],
    ['YAML after JSON', `${JSON.stringify(thing('a'))}\n---\n${yamlOf('b')}`, ['a 1:71', 'b 6:12']],
    [
      'JSON with a line break in a text',
      `${JSON.stringify({ ...thing('a'), text: '}\n{' }, undefined, 1)}\n`,
      ['a 8:8'],
    ],
    ['separators in a block of text', `text: |\n  ---\n  }\n${yamlOf('a')}`, ['a 7:12']],
    [
      'items of a List in YAML',
      stringify({ apiVersion: 'v1', kind: 'List', items: [thing('a'), thing('b')] }),
      ['a 9:10', 'b 15:10'],
    ],
    [
      'items of a List in JSON',
      JSON.stringify({ apiVersion: 'v1', kind: 'ThingList', items: [thing('a'), thing('b')] }, undefined, 1),
      ['a 12:10', 'b 22:10'],
    ],
    [
      'what is no object',
      `hello\n---\n${yamlOf('a')}---\n{a: b}\n`,
      ['not-an-object -:1:1', 'a 6:12', 'not-an-object -:8:1'],
    ],
    ['an item that is no object', 'apiVersion: v1\nkind: List\nitems:\n  - a\n', ['not-an-object -:4:5']],
    ['an array of JSON', `[${JSON.stringify(thing('a'))}]\n`, ['not-an-object -:1:1']],
    [
      'broken YAML between good',
      `${yamlOf('a')}---\na: [\n---\n${yamlOf('b')}`,
      ['a 4:12', 'invalid-yaml -:6:5', 'b 11:12'],
    ],
    ['a key that is there twice', 'a: 1\na: 2\n', ['invalid-yaml -:2:1']],
    ['JSON that ends too early', '{\n "apiVersion": "v1",\n', ['invalid-yaml -:2:21']],
  ])('holds %s', async (_, text, expected) => {
    expect(outline(await streamText(text))).toEqual(expected);
  });

  test('is read the same, wherever it is cut into pieces', async () => {
    const text = [yamlOf('ä'), `${JSON.stringify(thing('b'))}\n`, `${JSON.stringify(thing('c'), undefined, 2)}\n`].join(
      '---\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: text.length }), async (size) => {
        expect(outline(await streamText(text, size))).toEqual(['ä 4:12', 'b 6:71', 'c 15:10']);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('is not read ahead of what is asked for', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<string> {
      for (;;) {
        given += 1;
        yield `${JSON.stringify(thing(`t-${given}`))}\n`;
      }
    }
    const stream = streamManifests({ files: ['-'], cwd: '/', stdin: endless });
    for (let i = 0; i < 3; i += 1) {
      await stream.next();
    }
    await stream.return(undefined);
    expect(given).toBe(3);
  });
});

describe('files', () => {
  test('are read in their order, folders through, and what is no object in them is left out', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, {
      'z.yaml': yamlOf('z'),
      'dist/b.yaml': yamlOf('b'),
      'dist/a/c.json': JSON.stringify(thing('c')),
      'dist/values.yaml': 'a: b\n',
      'dist/readme.md': 'hello',
      'dist/.hidden.yaml': yamlOf('hidden'),
    });
    const found = await streamFiles(cwd, 'z.yaml', 'dist');
    expect(outline(found)).toEqual(['z 4:12', 'c 1:71', 'b 4:12']);
    expect(found.map(({ locate }) => locate([]).file)).toEqual([
      'z.yaml',
      'dist/a/c.json',
      'dist/b.yaml',
      'dist/values.yaml',
    ]);
  });

  test('that cannot be read are named', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, { 'latin1.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]), 'a.yaml': yamlOf('a') });
    const found = await streamFiles(cwd, 'missing.yaml', 'a.yaml/below', 'latin1.yaml', 'a.yaml');
    expect(found.flatMap(({ diagnostics }) => diagnostics.map(({ file, message }) => `${file}: ${message}`))).toEqual([
      'missing.yaml: there is no such file',
      'a.yaml/below: a part of the path is a file, not a folder',
      'latin1.yaml: it is not UTF-8 text',
    ]);
    expect(found.at(-1)?.object).toMatchObject({ metadata: { name: 'a' } });
  });
});
