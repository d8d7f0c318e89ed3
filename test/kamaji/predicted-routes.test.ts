import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { predictRoutes } from '../../src/kamaji/predicted-routes';
import { KubeObject } from '../../src/objects';

const FOLDER = join(__dirname, 'predicted-routes');
const CASES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.in.yaml'))
  .map((file) => file.replace('.in.yaml', ''))
  .sort();

function read(file: string): unknown {
  return parse(readFileSync(join(FOLDER, file), 'utf8'));
}

describe('the routes that Kamaji will make', () => {
  test('have cases', () => {
    expect(CASES.length).toBeGreaterThan(5);
  });

  test.each(CASES)('%s', (name) => {
    const { kamaji, tcp } = read(`${name}.in.yaml`) as { kamaji: string; tcp: KubeObject };
    expect(predictRoutes(tcp, KamajiRelease.of(kamaji))).toEqual(read(`${name}.out.yaml`));
  });
});
