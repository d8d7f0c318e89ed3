import * as fs from 'node:fs';
import * as path from 'node:path';
import { MARKER } from '../../src/fleet/manifest-yaml';
import { carryOut, OutputFile, planWrite } from '../../src/fleet/write-dist';
import { makeFolder, readFiles, removeFolders, writeFiles } from '../cli/harness';

afterEach(removeFolders);

function own(text: string): string {
  return `${MARKER}\n${text}\n`;
}

function files(texts: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(texts).map(([name, text]) => ({ path: name, text: own(text) }));
}

function write(folder: string, texts: Readonly<Record<string, string>>) {
  const plan = planWrite(folder, files(texts), 'dist');
  return { plan, failures: plan.diagnostics.length > 0 ? plan.diagnostics : carryOut(plan, 'dist') };
}

describe('writing the output folder', () => {
  test('creates it, with the folders above it', () => {
    const folder = path.join(makeFolder(), 'a/b/dist');
    const { failures, plan } = write(folder, { 'cluster/a.yaml': 'a', 'tenants/x/y.yaml': 'y' });
    expect(failures).toEqual([]);
    expect(plan.write.map((file) => file.path)).toEqual(['cluster/a.yaml', 'tenants/x/y.yaml']);
    expect(readFiles(folder)).toEqual({ 'cluster/a.yaml': own('a'), 'tenants/x/y.yaml': own('y') });
    expect(fs.readdirSync(path.dirname(folder))).toEqual(['dist']);
  });

  test('replaces what changed, removes what is gone with the folders it leaves empty, and does not touch the rest', () => {
    const folder = path.join(makeFolder(), 'dist');
    write(folder, { 'cluster/a.yaml': 'a', 'cluster/b.yaml': 'b', 'tenants/x/y.yaml': 'y' });
    const untouched = fs.statSync(path.join(folder, 'cluster/a.yaml'), { bigint: true });
    const { failures, plan } = write(folder, { 'cluster/a.yaml': 'a', 'cluster/b.yaml': 'B', 'cluster/c.yaml': 'c' });
    expect(failures).toEqual([]);
    expect(plan).toMatchObject({ unchanged: ['cluster/a.yaml'], remove: ['tenants/x/y.yaml'] });
    expect(readFiles(folder)).toEqual({
      'cluster/a.yaml': own('a'),
      'cluster/b.yaml': own('B'),
      'cluster/c.yaml': own('c'),
    });
    const after = fs.statSync(path.join(folder, 'cluster/a.yaml'), { bigint: true });
    expect([after.mtimeNs, after.ino]).toEqual([untouched.mtimeNs, untouched.ino]);
    expect(fs.existsSync(path.join(folder, 'tenants'))).toBe(false);
  });

  test('loses no file of others, be it among its own or beside them', () => {
    const folder = makeFolder();
    const others = {
      'README.md': 'r',
      'cluster/mine.yaml': 'kind: Mine\n',
      'tenants/x/notes.txt': 'n',
      'elsewhere/marked.yaml': own('another output'),
      'dist/cluster/marked.yaml': own('yet another one'),
    };
    writeFiles(folder, others);
    write(folder, { 'cluster/a.yaml': 'a', 'tenants/x/y.yaml': 'y' });
    expect(write(folder, { 'cluster/a.yaml': 'a' }).failures).toEqual([]);
    expect(readFiles(folder)).toEqual({ ...others, 'cluster/a.yaml': own('a') });
  });

  test('refuses to replace a file without the marker, and then does nothing at all', () => {
    const folder = makeFolder();
    writeFiles(folder, { 'cluster/a.yaml': 'kind: Mine\n', 'cluster/old.yaml': own('old') });
    const before = readFiles(folder);
    expect(write(folder, { 'cluster/a.yaml': 'a', 'cluster/b.yaml': 'b' }).failures).toMatchObject([
      { severity: 'error', code: 'foreign-file', file: 'dist/cluster/a.yaml' },
    ]);
    expect(readFiles(folder)).toEqual(before);
  });

  test('refuses a file where a folder has to be and a folder where a file has to be', () => {
    const folder = makeFolder();
    writeFiles(folder, { tenants: 'a file', 'cluster/a.yaml/x.txt': 'x' });
    const { failures } = write(folder, { 'cluster/a.yaml': 'a', 'tenants/x/y.yaml': 'y', 'tenants/x/z.yaml': 'z' });
    expect(failures.map(({ code, file }) => [code, file])).toEqual([
      ['foreign-file', 'dist/cluster/a.yaml'],
      ['foreign-file', 'dist/tenants'],
    ]);
  });

  test('follows no symbolic link, neither to write nor to remove', () => {
    const root = makeFolder();
    const folder = path.join(root, 'dist');
    writeFiles(root, {
      'outside/y.yaml': own('outside'),
      'target.yaml': own('target'),
      'dist/cluster/x.yaml': own('x'),
    });
    fs.symlinkSync(path.join(root, 'outside'), path.join(folder, 'tenants'));
    fs.symlinkSync(path.join(root, 'target.yaml'), path.join(folder, 'cluster/a.yaml'));
    const { failures } = write(folder, { 'cluster/a.yaml': 'a', 'tenants/y.yaml': 'y' });
    expect(failures.map(({ code, file }) => [code, file])).toEqual([
      ['foreign-file', 'dist/cluster/a.yaml'],
      ['foreign-file', 'dist/tenants'],
    ]);
    expect(write(folder, { 'cluster/b.yaml': 'b' }).failures).toEqual([]);
    expect(readFiles(root)).toEqual({
      'outside/y.yaml': own('outside'),
      'target.yaml': own('target'),
      'dist/cluster/a.yaml': `-> ${path.join(root, 'target.yaml')}`,
      'dist/cluster/b.yaml': own('b'),
      'dist/tenants': `-> ${path.join(root, 'outside')}`,
    });
  });

  test('may itself be a symbolic link to a folder', () => {
    const root = makeFolder();
    fs.mkdirSync(path.join(root, 'real'));
    fs.symlinkSync('real', path.join(root, 'dist'));
    expect(write(path.join(root, 'dist'), { 'cluster/a.yaml': 'a' }).failures).toEqual([]);
    expect(readFiles(path.join(root, 'real'))).toEqual({ 'cluster/a.yaml': own('a') });
  });

  test('is a finding where the output folder is a file or lies below one', () => {
    const root = makeFolder();
    writeFiles(root, { dist: 'a file' });
    for (const folder of ['dist', 'dist/below']) {
      expect(write(path.join(root, folder), { 'cluster/a.yaml': 'a' }).failures).toMatchObject([
        { severity: 'error', code: 'output-unusable', message: expect.stringContaining('is a file, not a folder') },
      ]);
    }
    expect(readFiles(root)).toEqual({ dist: 'a file' });
  });

  test.each([
    { what: 'replaced', blocked: 'cluster/b.yaml' },
    { what: 'created', blocked: 'tenants/x/y.yaml' },
    { what: 'removed', blocked: 'cluster/gone.yaml' },
  ])('puts everything back where a file cannot be $what', ({ blocked }) => {
    const root = makeFolder();
    const folder = path.join(root, 'dist');
    write(folder, {
      'cluster/a.yaml': 'a',
      'cluster/b.yaml': 'b',
      'cluster/also-gone.yaml': 'g',
      'cluster/gone.yaml': 'g',
    });
    const plan = planWrite(
      folder,
      files({ 'cluster/a.yaml': 'A', 'cluster/b.yaml': 'B', 'tenants/x/y.yaml': 'y' }),
      'dist',
    );
    // Somebody puts a folder there after the plan was made.
    fs.rmSync(path.join(folder, blocked), { force: true });
    writeFiles(folder, { [`${blocked}/theirs.txt`]: 't' });
    const before = readFiles(root);
    expect(carryOut(plan, 'dist')).toMatchObject([
      { severity: 'error', code: 'output-unusable', message: expect.stringContaining('it is as it was before') },
    ]);
    expect(readFiles(root)).toEqual(before);
  });

  describe('while another run writes the same folder', () => {
    const OLD = { 'cluster/a.yaml': 'a', 'cluster/b.yaml': 'b', 'cluster/gone.yaml': 'g' };
    const NEW = { 'cluster/a.yaml': 'A', 'cluster/b.yaml': 'B' };

    test('ends well where the other one was faster', () => {
      const folder = path.join(makeFolder(), 'dist');
      write(folder, OLD);
      const plan = planWrite(folder, files(NEW), 'dist');
      expect(write(folder, NEW).failures).toEqual([]);
      expect(carryOut(plan, 'dist')).toEqual([]);
      expect(readFiles(folder)).toEqual({ 'cluster/a.yaml': own('A'), 'cluster/b.yaml': own('B') });
    });

    test('puts nothing back where the other one has written or removed it meanwhile', () => {
      const folder = path.join(makeFolder(), 'dist');
      write(folder, OLD);
      const plan = planWrite(folder, files(NEW), 'dist');
      const other = planWrite(folder, files(NEW), 'dist');
      const blocked = {
        text: own('B'),
        // Asked for when the first file has been replaced.
        get path() {
          carryOut(other, 'dist');
          writeFiles(folder, { 'cluster/blocked.yaml/theirs.txt': 't' });
          return 'cluster/blocked.yaml';
        },
      };
      const failing = { ...plan, write: [...plan.write.slice(0, 1), blocked] };
      expect(carryOut(failing, 'dist')).toMatchObject([{ code: 'output-unusable' }]);
      expect(readFiles(folder)).toEqual({
        'cluster/a.yaml': own('A'),
        'cluster/b.yaml': own('B'),
        'cluster/blocked.yaml/theirs.txt': 't',
      });
    });

    test('brings back no file that the other one has replaced after it was removed', () => {
      const folder = path.join(makeFolder(), 'dist');
      write(folder, { 'cluster/a.yaml': 'a', 'cluster/b.yaml': 'b' });
      const plan = planWrite(folder, [], 'dist');
      const remove = ['cluster/a.yaml', 'cluster/b.yaml'];
      const meanwhile = function* () {
        yield 'cluster/a.yaml';
        writeFiles(folder, { 'cluster/a.yaml': own('theirs') });
        fs.rmSync(path.join(folder, 'cluster/b.yaml'));
        writeFiles(folder, { 'cluster/b.yaml/theirs.txt': 't' });
        yield 'cluster/b.yaml';
      };
      const failing = { ...plan, remove: Object.assign(remove, { [Symbol.iterator]: meanwhile }) };
      expect(carryOut(failing, 'dist')).toMatchObject([{ code: 'output-unusable' }]);
      expect(readFiles(folder)).toMatchObject({ 'cluster/a.yaml': own('theirs') });
    });
  });

  test('changes nothing where only a plan is made', () => {
    const folder = path.join(makeFolder(), 'dist');
    planWrite(folder, files({ 'cluster/a.yaml': 'a' }), 'dist');
    expect(fs.existsSync(folder)).toBe(false);
  });
});
