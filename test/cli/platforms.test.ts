import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Io, Output } from '../../src/cli/io';
import { run } from '../../src/cli/program';

async function platforms(...args: string[]): Promise<{ out: string; err: string; exitCode: number }> {
  const texts = { out: '', err: '' };
  const output = (name: 'out' | 'err'): Output => ({
    isTerminal: false,
    write: (text) => {
      texts[name] += text;
    },
  });
  const io: Io = {
    stdout: output('out'),
    stderr: output('err'),
    readStdin: () => Promise.resolve(''),
    cwd: '/',
    env: {},
    exitCode: 0,
  };
  const exitCode = await run(['platforms', ...args], io);
  return { ...texts, exitCode };
}

test('the matrix of one controller is printed as text', async () => {
  const { out, err, exitCode } = await platforms('--controller', 'envoy-gateway');
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
  expect(out).toMatchSnapshot();
});

test('with --format json every cell is data', async () => {
  const { out } = await platforms('--format', 'json', '--controller', 'kgateway');
  const { cells } = JSON.parse(out) as { cells: object[] };
  // Three stretches of releases, five generations, three bundles, two channels
  expect(cells).toHaveLength(3 * 5 * 3 * 2);
  expect(cells[0]).toEqual({
    generation: 'G1',
    gatewayApi: 'v1.4.1',
    channel: 'standard',
    controller: 'kgateway',
    since: '',
    verdict: 'no',
    codes: ['controller-refused', 'tls-route-version-not-served'],
  });
});

test('with --format markdown it is the document of the repository', async () => {
  const { out } = await platforms('--format', 'markdown');
  expect(out).toBe(readFileSync(join(__dirname, '../../docs/platforms.md'), 'utf8'));
});

test.each([
  ['--format', 'xml'],
  ['--controller', 'envoy'],
])('%s %s is a wrong flag', async (flag, value) => {
  const { out, err, exitCode } = await platforms(flag, value);
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 2 });
  expect(err).toMatch(/is invalid\. Allowed choices are/);
});
