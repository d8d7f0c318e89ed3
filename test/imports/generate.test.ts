import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_FOLDERS, generate } from '../../scripts/import/generate';
import type { GeneratedFile } from '../../scripts/import/schemas';
import { TYPED_GROUPS } from '../../scripts/import/sources';
import { sourcePath } from '../../scripts/import/types';

const ROOT = join(__dirname, '../..');
const IMPORTS = join(ROOT, 'imports');

describe('npm run import', () => {
  let files: GeneratedFile[] = [];

  beforeAll(() => {
    files = generate(join(IMPORTS, 'crds'));
  }, 300_000);

  test('gives every committed file of imports/, byte for byte', () => {
    for (const { path, text } of files) {
      // Not toBe on the texts: a difference of megabytes is of no use to anyone.
      expect([path, readFileSync(join(IMPORTS, path), 'utf8') === text]).toEqual([path, true]);
    }
  });

  test('gives every file that lies in a folder of generated files', () => {
    const found = GENERATED_FOLDERS.flatMap((folder) =>
      readdirSync(join(IMPORTS, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    const given = new Set(files.map(({ path }) => join(IMPORTS, path)));
    expect(found.filter((file) => !given.has(file))).toEqual([]);
  });

  test('names no machine path', () => {
    expect(files.filter(({ text }) => text.includes(ROOT)).map(({ path }) => path)).toEqual([]);
  });
});

test('cdk8s.yaml imports the very files that the types are made of', () => {
  const config = readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8');
  const imports = [...config.matchAll(/^ {2}- (.*)$/gm)].map((match) => match[1]);
  expect(imports).toEqual(TYPED_GROUPS.map(({ group }) => `imports/${sourcePath(group)}`));
  for (const { snapshot } of TYPED_GROUPS) {
    expect(config).toMatch(
      new RegExp(`^  # https://github\\.com/\\S+ ${snapshot.release.replaceAll('.', '\\.')}`, 'm'),
    );
  }
});
