import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AccessOptions } from '../../src/verify';
import { makeFolder, removeFolders } from '../cli/harness';

const ROOT = join(__dirname, '../..');

interface Entry {
  readonly server: string;
  readonly token?: string;
  readonly cluster?: Record<string, unknown>;
}

function kubeconfig(entries: Readonly<Record<string, Entry>>, current?: string): string {
  const names = Object.entries(entries);
  return JSON.stringify({
    clusters: names.map(([name, { server, cluster }]) => ({ name, cluster: { server, ...cluster } })),
    users: names.map(([name, { token }]) => ({ name, user: token === undefined ? {} : { token } })),
    contexts: names.map(([name]) => ({ name, context: { cluster: name, user: name } })),
    ...(current === undefined ? {} : { 'current-context': current }),
  });
}

describe('findAccess', () => {
  let folder: string;
  let results: readonly unknown[];

  const options = (): Record<string, AccessOptions> => {
    const file = (name: string) => join(folder, name);
    return {
      current: { kubeconfig: file('two'), env: {} },
      other: { kubeconfig: file('two'), context: 'b', env: {} },
      unknownContext: { kubeconfig: file('two'), context: 'c', env: {} },
      noContext: { kubeconfig: file('none'), env: {} },
      missing: { kubeconfig: file('missing'), env: {} },
      broken: { kubeconfig: file('broken'), env: {} },
      special: { kubeconfig: file('special'), env: {} },
      plain: { kubeconfig: file('plain'), env: {} },
      merged: { env: { KUBECONFIG: [file('missing'), file('two'), file('third')].join(delimiter) } },
      mergedOther: { context: 'd', env: { KUBECONFIG: [file('two'), file('third')].join(delimiter) } },
      nothing: { env: {} },
      empty: { kubeconfig: file('empty'), env: {} },
      comments: { kubeconfig: file('comments'), env: {} },
      list: { kubeconfig: file('list'), env: {} },
      mergedEmpty: { env: { KUBECONFIG: [file('empty'), file('two')].join(delimiter) } },
      allEmpty: { env: { KUBECONFIG: [file('missing'), file('empty')].join(delimiter) } },
      allMissing: { env: { KUBECONFIG: [file('missing'), file('gone')].join(delimiter) } },
    };
  };

  const resultOf = (name: string): unknown => results[Object.keys(options()).indexOf(name)];

  beforeAll(() => {
    folder = makeFolder();
    const two = { a: { server: 'https://a:6443', token: 'secret-a' }, b: { server: 'https://b:6443' } };
    const files: Record<string, string> = {
      two: kubeconfig(two, 'a'),
      none: kubeconfig(two),
      broken: '{',
      empty: '',
      comments: '# nothing yet\n---\n',
      list: '- a\n',
      special: kubeconfig(
        {
          s: {
            server: 'https://s:6443',
            cluster: { 'insecure-skip-tls-verify': true, 'tls-server-name': 'api', 'proxy-url': 'http://proxy:3128' },
          },
        },
        's',
      ),
      plain: kubeconfig({ p: { server: 'http://127.0.0.1:8001' } }, 'p'),
      third: kubeconfig({ a: { server: 'https://never:6443' }, d: { server: 'https://d:6443' } }, 'd'),
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    const args = ['scripts/run.cjs', 'test/verify/print-access.ts', JSON.stringify(Object.values(options()))];
    const env = { PATH: process.env['PATH'], HOME: folder };
    results = JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' })) as unknown[];
  });

  afterAll(removeFolders);

  test('takes the current context, or the one that is named', () => {
    expect(resultOf('current')).toMatchObject({
      server: 'https://a:6443',
      proxied: false,
      headers: { Authorization: 'Bearer secret-a' },
    });
    expect(resultOf('other')).toMatchObject({ server: 'https://b:6443' });
  });

  test('merges the files of KUBECONFIG as kubectl does: those that exist, the first entry of a name counts', () => {
    expect(resultOf('merged')).toMatchObject({ server: 'https://a:6443' });
    expect(resultOf('mergedEmpty')).toMatchObject({ server: 'https://a:6443' });
    expect(resultOf('mergedOther')).toMatchObject({ server: 'https://d:6443' });
  });

  test('honours what a kubeconfig says of certificates and proxies', () => {
    expect(resultOf('special')).toMatchObject({ proxied: true, rejectUnauthorized: false, servername: 'api' });
  });

  test('goes without TLS where the server does, as kubectl proxy', () => {
    expect(resultOf('plain')).toEqual({ server: 'http://127.0.0.1:8001', proxied: false });
  });

  test.each([
    ['unknownContext', 'the kubeconfig has no context "c" (it has a, b)'],
    ['noContext', 'the kubeconfig names no current context (it has a, b)'],
    ['missing', 'the kubeconfig cannot be read: ENOENT'],
    ['broken', 'the kubeconfig cannot be read: '],
    ['empty', '/empty" is empty'],
    ['comments', '/comments" is empty'],
    ['list', '/list" is no kubeconfig: it holds a list, not a map'],
    ['allEmpty', '/empty" is empty'],
    ['allMissing', 'none of the files of KUBECONFIG exists: "'],
    ['nothing', 'there is no kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config), and this is no pod'],
  ])('says what is wrong: %s', (name, message) => {
    expect(resultOf(name)).toEqual({ failure: 'unreachable', message: expect.stringContaining(message) });
  });
});
