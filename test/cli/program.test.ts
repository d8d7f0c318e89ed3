import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { GOOD_FLEET, makeFolder, readFiles, removeFolders, runIn, runJson, writeFiles } from './harness';

afterEach(removeFolders);

describe('the command line', () => {
  test.each([
    [[], 'Usage: tenant-gateway'],
    [['sinth'], "unknown command 'sinth'"],
    [['synth', '--flet', 'x'], "unknown option '--flet'"],
    [['synth', '--fleet'], "option '--fleet <dir>' argument missing"],
    [['synth', '--format', 'xml'], 'Allowed choices are text, json'],
    [['synth', 'fleet'], 'too many arguments'],
    [['check', '-f'], "option '-f, --file <path...>' argument missing"],
    [['check', '-f', 'x', '--fleet', 'y'], 'cannot be used with'],
    [['check', '--platform', 'x'], "needs '-f"],
  ])('%j is wrong: exit status 2, told on standard error', async (argv, message) => {
    const { exitCode, stdout, stderr } = await runIn(makeFolder(), argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('wrong flags are one JSON document too, where JSON was asked for', async () => {
    const { exitCode, diagnostics, written, stderr } = await runJson(makeFolder(), ['synth', '--flet', 'x']);
    expect({ exitCode, written }).toEqual({ exitCode: 2, written: [] });
    expect(diagnostics).toMatchObject([
      { severity: 'error', code: 'usage', message: expect.stringContaining("unknown option '--flet'") },
    ]);
    expect(stderr).toContain("unknown option '--flet'");
  });

  test.each([
    [['attach', '--sni', 'x'], "options '--sni <name>'"],
    [['attach', '-f', 'x', '--fleet', 'y'], 'cannot be used with'],
    [['admit'], "required option '-f, --file <path...>' not specified"],
    [['platforms', '--controller', 'envoy'], 'Allowed choices are'],
    [['verify', '--timeout', '5'], 'A duration is a number'],
  ])('and so they are where the result would be another document: %j', async (argv, message) => {
    const { exitCode, diagnostics } = await runJson(makeFolder(), argv);
    expect(exitCode).toBe(2);
    expect(diagnostics).toMatchObject([{ code: 'usage', message: expect.stringContaining(message) }]);
  });

  test('wrong flags are one JUnit document, where JUnit was asked for', async () => {
    const { exitCode, stdout } = await runIn(makeFolder(), ['verify', '--format=junit', '--timeout', '5']);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^<\?xml [\s\S]*<failure type="usage"[\s\S]*<\/testsuites>\n$/);
  });

  test('help and version are results', async () => {
    const cwd = makeFolder();
    for (const argv of [['--help'], ['help'], ['synth', '--help'], ['check', '--help'], ['init', '--help']]) {
      const { exitCode, stdout, stderr } = await runIn(cwd, argv);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/Examples:\n {2}\$ /);
    }
    const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    expect(await runIn(cwd, ['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('a fault of the tool is one finding that says how to report it; only DEBUG prints where it comes from', async () => {
    // No program starts without a working directory: what follows from it is nobody's fault but ours.
    const cwd = 5 as unknown as string;
    const text = await runIn(cwd, ['synth']);
    expect([text.exitCode, text.stdout]).toEqual([1, '']);
    expect(text.stderr).toMatch(
      /^error internal-error\n {2}The .* argument must be of type string.*\n {2}fix: .*report it at https:.*\n1 error\n$/,
    );
    const json = await runJson(cwd, ['synth']);
    expect([json.exitCode, json.diagnostics.map(({ code }) => code), json.stderr]).toEqual([1, ['internal-error'], '']);
    expect((await runIn(cwd, ['synth'], { env: { DEBUG: '1' } })).stderr).toMatch(/\n\s+at .*program\.ts/);
  });
});

describe('tenant-gateway init', () => {
  test('writes a fleet that synth takes without an error, and says what to do next', async () => {
    const cwd = makeFolder();
    const { exitCode, stdout, stderr } = await runIn(cwd, ['init']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^written {4}fleet\/fleet.yaml\nwritten {4}fleet\/tenants\/tenant-1.yaml\n\nNext: [\s\S]*tenant-gateway synth\n$/,
    );
    const synth = await runJson(cwd, ['synth']);
    expect([synth.exitCode, synth.diagnostics.map(({ code }) => code)]).toEqual([0, ['in-cluster-reach']]);
    expect(synth.written).toContain('dist/tenants/tenant-1/tenant-1.yaml');
  });

  test('writes it elsewhere, and prints JSON', async () => {
    const cwd = makeFolder();
    expect(await runJson(cwd, ['init', '--fleet', 'fleets/eu'])).toMatchObject({
      exitCode: 0,
      diagnostics: [],
      written: ['fleets/eu/fleet.yaml', 'fleets/eu/tenants/tenant-1.yaml'],
    });
    expect((await runIn(cwd, ['synth', '--fleet', 'fleets/eu'])).exitCode).toBe(0);
  });

  test('names a folder as a shell takes it', async () => {
    const { stdout } = await runIn(makeFolder(), ['init', '--fleet', "our fleet's"]);
    expect(stdout).toMatch(/\n {2}tenant-gateway synth --fleet 'our fleet'\\''s'\n$/);
  });

  test('overwrites nothing', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, { 'fleet/tenants/tenant-1.yaml': 'mine' });
    const { exitCode, diagnostics, written } = await runJson(cwd, ['init']);
    expect([exitCode, written, diagnostics.map(({ code, file }) => [code, file])]).toEqual([
      1,
      [],
      [['starter-refused', 'fleet/tenants/tenant-1.yaml']],
    ]);
    expect(readFiles(cwd)).toEqual({ 'fleet/tenants/tenant-1.yaml': 'mine' });
    writeFiles(cwd, { other: 'a file' });
    expect((await runJson(cwd, ['init', '--fleet', 'other'])).diagnostics).toMatchObject([
      { code: 'starter-refused', message: 'the fleet cannot be written: something else stands there already' },
    ]);
  });
});

const BIN = path.join(__dirname, '../../lib/src/cli/bin.js');

(fs.existsSync(BIN) ? describe : describe.skip)('the compiled program', () => {
  const tool = (cwd: string, ...argv: string[]) =>
    spawnSync(process.execPath, [BIN, ...argv], { cwd, encoding: 'utf8' });

  test('runs on plain node, in any folder', () => {
    const cwd = makeFolder();
    writeFiles(cwd, GOOD_FLEET);
    const { status, stdout, stderr } = tool(cwd, 'synth');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('written    dist/tenants/one/one.yaml');
    const piped = spawnSync(process.execPath, [BIN, 'check', '-f', '-', '--format', 'json'], {
      cwd,
      encoding: 'utf8',
      input: readFiles(cwd)['dist/tenants/one/one.yaml'] ?? '',
    });
    expect([piped.status, piped.stderr]).toEqual([0, '']);
    expect(Object.keys(JSON.parse(piped.stdout) as object)).toEqual(['diagnostics', 'written']);
  });

  test('ends with the exit status of its findings, without a stack trace', () => {
    const cwd = makeFolder();
    writeFiles(cwd, { ...GOOD_FLEET, 'fleet/tenants/one.yaml': 'hostname: [' });
    const { status, stdout, stderr } = tool(cwd, 'synth');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error invalid-yaml\n[\s\S]*1 error\nnothing was written\n$/);
    expect(tool(cwd, 'synth', '--bogus').status).toBe(2);
  });

  test('does not mind a reader that stops early', () => {
    const cwd = makeFolder();
    writeFiles(
      cwd,
      Object.fromEntries([
        ...Object.entries(GOOD_FLEET),
        ...Array.from({ length: 300 }, (_, i) => [`fleet/tenants/t${i}.yaml`, 'foo: 1\n']),
      ]),
    );
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"$0" "$1" synth --format json | head -c 10 >/dev/null`, process.execPath, BIN],
      { cwd, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });
});
