import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { allCodes, withCodesTable } from '../../scripts/codes';
import { synthesizeFleet } from '../../src/fleet/synthesize-fleet';
import { runExample } from './example';

const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

/** The examples of the README by the file that each one is. */
const EXAMPLES = new Map(
  [...README.matchAll(/<!-- example: (\S+) -->\n```\w+\n([\s\S]*?)^```$/gm)].map(([, file = '', text = '']) => [
    file,
    text,
  ]),
);

function contentsOf(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .sort()
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
  );
}

describe('the README', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'readme-'));
    for (const [file, text] of EXAMPLES) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const run = () => synthesizeFleet({ fleet: 'fleet', output: 'dist', cwd: folder, write: true });

  it('has the examples that it speaks of', () => {
    expect([...EXAMPLES.keys()]).toEqual(['fleet/fleet.yaml', 'fleet/tenants/tcp-1.yaml', 'main.ts']);
  });

  it('shows a fleet that works, writes the files that it lists, and the same ones from TypeScript', () => {
    expect(run().diagnostics).toEqual([]);
    const files = contentsOf(path.join(folder, 'dist'));
    const listed = [...README.matchAll(/^\| `dist\/(\S+)` \|/gm)].map(([, file]) => file);
    expect(Object.keys(files).sort()).toEqual(listed.sort());
    expect(runExample(EXAMPLES.get('main.ts') ?? '')).toEqual(files);
  });

  it('shows an error as it is printed', () => {
    fs.writeFileSync(path.join(folder, 'fleet/tenants/tcp-9.yaml'), 'hostname: tcp9.other.dev\n');
    const [error] = run().diagnostics;
    expect(README).toContain(`error ${error?.code}  TenantControlPlane tcp-9/tcp-9  ${error?.path}`);
    expect(README).toContain(
      `\n  ${error?.message}\n  fix: ${error?.fix}\n  at: ${error?.file}:${error?.line}:${error?.column}\n`,
    );
  });

  it('lists every code that there is', () => {
    const codes = allCodes();
    expect(codes.length).toBeGreaterThan(100);
    expect(README).toBe(withCodesTable(README, codes));
  });

  it('links to files that exist', () => {
    const links = [...README.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !fs.existsSync(path.join(__dirname, '../..', link)))).toEqual([]);
  });
});
