import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Diagnostic } from '../../src/diagnostics';
import { GOOD_FLEET, makeFolder, removeFolders, summary, writeFiles } from './harness';

afterEach(removeFolders);

const ROOT = path.join(__dirname, '../..');

/** The program as its sources are, whose parent is a shell with redirections of its own. */
function shell(cwd: string, script: string, input?: string | Buffer) {
  const env = { ...process.env, TOOL: `${process.execPath} ${ROOT}/scripts/run.cjs ${ROOT}/src/cli/bin.ts` };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8', env, input });
  return { status, stdout, stderr };
}

describe('the program', () => {
  const hasFull = fs.existsSync('/dev/full');

  (hasFull ? test : test.skip)('says in one line that its output has no room', () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    expect(shell(cwd, '$TOOL synth > /dev/full')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'tenant-gateway: standard output cannot be written: no space is left on the device\n',
    });
  });

  (hasFull ? test : test.skip)('ends with status 1 where it cannot even say that', () => {
    expect(shell(makeFolder(), '$TOOL check 2> /dev/full')).toEqual({ status: 1, stdout: '', stderr: '' });
  });

  test('says in one line that its working directory is gone', () => {
    const cwd = makeFolder();
    // Compiling the sources needs a working directory, so it goes away only where the program asks for it.
    const gone = `const cwd = process.cwd;
process.cwd = () => {
  if (/cli[\\\\/]io/.test(new Error().stack)) throw Object.assign(new Error('ENOENT: uv_cwd'), { code: 'ENOENT' });
  return cwd();
};`;
    writeFiles(cwd, { 'gone.cjs': gone });
    expect(shell(cwd, 'NODE_OPTIONS="--require ./gone.cjs" $TOOL check')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'tenant-gateway: the working directory cannot be used: it does not exist any more\n',
    });
  });

  test.each(['check', 'admit', 'attach'])('%s refuses what is not UTF-8 on standard input, as in files', (command) => {
    const text = Buffer.concat([
      Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "'),
      Buffer.from([0xff]),
      Buffer.from('" }\n'),
    ]);
    const { status, stderr } = shell(makeFolder(), `$TOOL ${command} -f -`, text);
    expect(status).toBe(1);
    expect(stderr).toMatch(/error unreadable-file\n {2}it is not UTF-8 text\n {2}at: -:1:1\n/);
  });

  test('prints nothing of its own about a map as a key', () => {
    const { status, stderr } = shell(makeFolder(), '$TOOL check -f -', 'a: 1\n? { b: c }\n: d\n');
    expect(status).toBe(1);
    expect(stderr).toContain('error invalid-yaml');
    expect(stderr).not.toContain('node:');
  });
});

/** Root may read everything, so these run as nobody. */
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

const AS_NOBODY = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};

function canRun(): boolean {
  return spawnSync(process.execPath, ['-e', `fs.readdirSync(${JSON.stringify(ROOT)})`], AS_NOBODY).status === 0;
}

(canRun() ? describe : describe.skip)('folders that may not be read', () => {
  function check(cwd: string) {
    fs.chmodSync(cwd, 0o755);
    const argv = [`${ROOT}/scripts/run.cjs`, `${ROOT}/src/cli/bin.ts`, 'check', '--format', 'json'];
    const { stdout } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', ...AS_NOBODY });
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics.map(summary);
  }

  function forbid(folder: string, run: () => void): void {
    fs.chmodSync(folder, 0);
    try {
      run();
    } finally {
      fs.chmodSync(folder, 0o755);
    }
  }

  test('are named, and hide nothing of the others', () => {
    const cwd = makeFolder();
    writeFiles(cwd, {
      ...GOOD_FLEET,
      'fleet/tenants/eu/x.yaml': 'hostname: x\n',
      'fleet/tenants/two.yaml': 'foo: 1\n',
    });
    forbid(`${cwd}/fleet/tenants/eu`, () => {
      expect(check(cwd)).toEqual(['unreadable-file fleet/tenants/eu:1:1', 'unknown-key fleet/tenants/two.yaml:1:1']);
    });
  });

  test('are not taken for a fleet that is not there', () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    forbid(`${cwd}/fleet`, () => {
      expect(check(cwd)).toEqual(['unreadable-file fleet:1:1']);
    });
  });
});
