import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Io } from '../../src/cli/io';
import { OpenVerifyWorld, registerVerify } from '../../src/cli/verify';
import { ReadError } from '../../src/verify';
import { makeFolder, removeFolders } from '../cli/harness';
import { FakeWorld } from './fake-world';

const PLATFORM = 'kamaji: 26.8.2-edge\ngatewayApi: v1.6.1\nchannel: experimental\ncontroller: traefik\n';

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('tenant-gateway verify', () => {
  let world: FakeWorld;
  let folder: string;
  let closed = 0;

  beforeEach(() => {
    world = new FakeWorld();
    folder = makeFolder();
    closed = 0;
    writeFileSync(join(folder, 'platform.yaml'), PLATFORM);
  });

  afterEach(removeFolders);

  async function run(args: readonly string[], open?: OpenVerifyWorld, isTerminal = false): Promise<Result> {
    const texts = { stdout: '', stderr: '' };
    const output = (name: 'stdout' | 'stderr') => ({
      isTerminal: isTerminal && name === 'stderr',
      write: (text: string) => {
        texts[name] += text;
      },
    });
    const io: Io = {
      stdout: output('stdout'),
      stderr: output('stderr'),
      readStdin: () => Promise.resolve(JSON.stringify({ kind: 'List', apiVersion: 'v1', items: world.rendered })),
      cwd: folder,
      env: { NO_COLOR: '1' },
      exitCode: 0,
    };
    const program = new Command('tenant-gateway').exitOverride().configureOutput({
      writeOut: io.stdout.write,
      writeErr: io.stderr.write,
    });
    const opened: OpenVerifyWorld = async () =>
      Object.assign(Object.create(world) as FakeWorld, {
        close: async () => {
          closed++;
        },
      });
    registerVerify(program, io, open ?? opened);
    try {
      await program.parseAsync(['verify', '-f', '-', '--platform', 'platform.yaml', ...args], { from: 'user' });
    } catch (error) {
      return { exitCode: 2, ...texts, stderr: `${texts.stderr}${(error as Error).message}` };
    }
    return { exitCode: io.exitCode, ...texts };
  }

  test('says that all is well', async () => {
    expect(await run([])).toEqual({
      exitCode: 0,
      stdout: 'all well: 1 gateway, 2 tenants, 12 connections\n',
      stderr: '',
    });
    expect(closed).toBe(1);
  });

  test('prints findings and ends with 1', async () => {
    world.remove('TLSRoute', 'alpha-konnectivity');
    const { exitCode, stdout, stderr } = await run([]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('1 error: 1 gateway, 2 tenants, 12 connections\n');
    expect(stderr).toMatch(/^error route-missing {2}TLSRoute tenant-alpha\/alpha-konnectivity\n {2}the TLSRoute of /);
  });

  test('ends with 0 where there are warnings only, unless they are to fail', async () => {
    world.addressesOfNames.clear();
    expect(await run([])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('all well: 1 gateway, 2 tenants, 12 connections (2 warnings)'),
    });
    expect(await run(['--fail-on-warnings'])).toMatchObject({ exitCode: 1 });
    expect(await run(['--fail-on-warnings', '--no-dns'])).toMatchObject({ exitCode: 1 });
  });

  test('prints one JSON document', async () => {
    world.remove('TLSRoute', 'alpha-konnectivity');
    const { stdout, stderr } = await run(['--format', 'json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [{ severity: 'error', code: 'route-missing', object: { kind: 'TLSRoute' } }],
      summary: { gateways: 1, tenants: 2, connections: 12 },
    });
  });

  test('prints one JUnit report', async () => {
    const { stdout } = await run(['--format', 'junit']);
    expect(stdout).toContain('<testsuites name="tenant-gateway verify" tests="4" failures="0">');
  });

  test('shows progress on a terminal only, and leaves nothing of it behind', async () => {
    const { stderr } = await run([], undefined, true);
    expect(stderr).toContain('connecting 12/12');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  test('connects to the address that is given, IPv6 too, for all gateways or for one', async () => {
    await run(['--address', '192.0.2.7', '--address', '[2001:db8::1]']);
    expect(new Set(world.questions.map(({ address }) => address))).toEqual(new Set(['192.0.2.7', '2001:db8::1']));
    world.questions.length = 0;
    await run(['--address', '192.0.2.7', '--address', 'kamaji-edge/edge=192.0.2.8']);
    expect(new Set(world.questions.map(({ address }) => address))).toEqual(new Set(['192.0.2.8']));
  });

  test('ends with 2 where there is no cluster, in each format', async () => {
    world.down = new ReadError('unreachable', 'https://10.0.0.1 cannot be reached: connection refused');
    expect(await run([])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('error no-cluster') });
    const { exitCode, stdout } = await run(['--format', 'json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: 'no-cluster' }] });
    expect(await run(['--format', 'junit'])).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('type="no-cluster"'),
    });
    expect(await run([], () => Promise.reject(new ReadError('unreachable', 'no kubeconfig')))).toMatchObject({
      exitCode: 2,
    });
  });

  test('says of what is no API server what to do about it', async () => {
    world.unreadable.set('Gateway', new ReadError('not-kubernetes', 'it answers "text/html"'));
    expect(await run([])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error no-cluster\n {2}it answers "text\/html"\n {2}fix: log in to what stands before/,
      ),
    });
  });

  test('bounds requests by a flag of its own', async () => {
    const seen: number[] = [];
    const open: OpenVerifyWorld = async ({ timeout, requestTimeout }) => {
      seen.push(timeout, requestTimeout);
      throw new ReadError('unreachable', 'no');
    };
    await run(['--timeout', '2s'], open);
    await run(['--request-timeout', '2m'], open);
    expect(seen).toEqual([2000, 30_000, 5000, 120_000]);
  });

  test('prints one JUnit report where the input cannot be read', async () => {
    writeFileSync(join(folder, 'platform.yaml'), 'kamaji: 1\n');
    const { exitCode, stdout } = await run(['--format', 'junit']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^<\?xml [\s\S]*failures="1"[\s\S]*platform\.yaml[\s\S]*<\/testsuites>\n$/);
  });

  test('waits until all is well, for a cluster too', async () => {
    world.down = new ReadError('unreachable', 'not yet');
    setTimeout(() => {
      world.down = undefined;
    }, 100);
    expect(await run(['--wait', '30s'])).toMatchObject({ exitCode: 0 });
  });

  test('reports what it found last when waiting was in vain', async () => {
    world.remove('TLSRoute', 'alpha-konnectivity');
    expect(await run(['--wait', '50ms'])).toMatchObject({ exitCode: 1 });
    world.down = new ReadError('unreachable', 'not yet');
    expect(await run(['--wait', '50ms'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('not yet (waited 0.05 s)'),
    });
  });

  test.each([
    [['--address', 'what ever'], 'IP address or a name'],
    [['--address', '1.2.3'], 'IP address or a name'],
    [['--address', 'edge=192.0.2.1'], 'NAMESPACE/GATEWAY=ADDRESS'],
    [['--address', 'a/b=192.0.2.1'], 'there is no gateway "a/b" (there is kamaji-edge/edge)'],
    [['--concurrency', '0'], 'from 1 to 1000'],
    [['--timeout', '5'], 'number with a unit'],
    [['--request-timeout', '0s'], 'longer than nothing'],
    [['--timeout', '0s'], 'longer than nothing'],
    [['--wait', 'soon'], 'number with a unit'],
    [['--format', 'xml'], 'Allowed choices are text, json, junit'],
    [['--fleet', 'fleet'], 'cannot be used with'],
  ])('refuses %j', async (args, message) => {
    expect(await run(args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  });

  test('refuses manifests that hold nothing to verify', async () => {
    world.rendered.splice(0, world.rendered.length, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } });
    expect(await run([])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing-to-verify') });
  });
});
