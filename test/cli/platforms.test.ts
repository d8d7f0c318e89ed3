import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerPlatforms } from '../../src/cli/platforms';

function run(...args: string[]): string {
  const printed: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerPlatforms(program, (text) => printed.push(text));
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  program.parse(['node', 'tenant-gateway', 'platforms', ...args]);
  return printed.join('');
}

test('the matrix of one controller is printed as text', () => {
  expect(run('--controller', 'envoy-gateway')).toMatchSnapshot();
});

test('with --format json every cell is data', () => {
  const { cells } = JSON.parse(run('--format', 'json', '--controller', 'kgateway')) as { cells: object[] };
  expect(cells).toHaveLength(2 * 30 + 60);
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

test('with --format markdown it is the document of the repository', () => {
  expect(run('--format', 'markdown')).toBe(readFileSync(join(__dirname, '../../docs/platforms.md'), 'utf8'));
});

test.each([
  ['--format', 'xml'],
  ['--controller', 'envoy'],
])('%s %s is a wrong flag', (flag, value) => {
  expect(() => run(flag, value)).toThrow(/is invalid\. Allowed choices are/);
});
