import { Manifests, readManifests } from '../../src/fleet/manifest-input';
import { asString, read } from '../../src/objects';
import { makeFolder, removeFolders, summary, writeFiles } from '../cli/harness';

afterEach(removeFolders);

function readText(text: string, file = 'a.yaml', named = true): Promise<Manifests> {
  const cwd = makeFolder();
  writeFiles(cwd, { [`all/${file}`]: text });
  return readManifests({ files: [named ? `all/${file}` : 'all'], cwd, readStdin: async () => '' });
}

function names({ objects }: Manifests): (string | undefined)[] {
  return objects.map(({ object }) => asString(read(object, 'metadata', 'name')));
}

const LIST = 'apiVersion: v1\nkind: List\nitems:\n';
const ITEM = 'apiVersion: v1, kind: ConfigMap';

describe('Lists', () => {
  test('are taken apart inside of Lists too, and their items known by their places', async () => {
    const inner = `{ apiVersion: v1, kind: ConfigMapList, items: [{ ${ITEM}, metadata: { name: b } }] }`;
    const manifests = await readText(`${LIST}- { ${ITEM}, metadata: { name: a } }\n- ${inner}\n`);
    expect(names(manifests)).toEqual(['a', 'b']);
    expect(manifests.objects.map((entry) => entry.path)).toEqual([
      ['items', 0],
      ['items', 1, 'items', 0],
    ]);
  });

  test.each([true, false])(
    'hide no item that is no object, be their file named (%s) or found in a folder',
    async (named) => {
      const manifests = await readText(`${LIST}- hello\n- { ${ITEM}, metadata: { name: a } }\n- {}\n`, 'a.yaml', named);
      expect(names(manifests)).toEqual(['a']);
      expect(manifests.diagnostics.map((finding) => [finding.severity, summary(finding)])).toEqual([
        ['error', 'not-an-object all/a.yaml:4:3'],
        ['error', 'not-an-object all/a.yaml:6:3'],
      ]);
    },
  );
});

test('standard input that cannot be read is a finding', async () => {
  const readStdin = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' }));
  const { diagnostics } = await readManifests({ files: ['-'], cwd: makeFolder(), readStdin });
  expect(diagnostics).toMatchObject([{ code: 'unreadable-file', file: '-', message: 'it is not UTF-8 text' }]);
});
