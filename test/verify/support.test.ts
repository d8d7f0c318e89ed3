import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { asList, asString, KubeObject, read } from '../../src/objects';
import { expectationOf, formatJunit, ReadError, repeatUntil, VERIFY_CODES } from '../../src/verify';
import { mapLimited } from '../../src/verify/limit';
import { FakeWorld } from './fake-world';

describe('mapLimited', () => {
  test('keeps the order, never runs more at a time than it may, and tells how far it is', async () => {
    let running = 0;
    let most = 0;
    const progress: string[] = [];
    const results = await mapLimited(
      [30, 1, 20, 1, 10],
      2,
      async (ms) => {
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, ms));
        running--;
        return ms * 2;
      },
      (done, total) => progress.push(`${done}/${total}`),
    );
    expect(results).toEqual([60, 2, 40, 2, 20]);
    expect(most).toBe(2);
    expect(progress).toEqual(['0/5', '1/5', '2/5', '3/5', '4/5', '5/5']);
  });

  test('has nothing to do where there is nothing', async () => {
    expect(await mapLimited([], 16, () => Promise.reject(new Error('no')))).toEqual([]);
  });
});

describe('repeatUntil', () => {
  function clock() {
    const state = { time: 0, rounds: 0 };
    return {
      state,
      options: (durationMs: number) => ({
        durationMs,
        pauseMs: 2000,
        now: () => state.time,
        sleep: async (ms: number) => {
          state.time += ms;
        },
      }),
      round: async () => {
        state.rounds++;
        state.time += 100;
        return state.rounds;
      },
    };
  }

  test('ends with the first good round', async () => {
    const { options, round } = clock();
    expect(await repeatUntil(round, (rounds) => rounds === 3, options(60_000))).toBe(3);
  });

  test('ends with a last round when time is up', async () => {
    const { state, options, round } = clock();
    expect(await repeatUntil(round, () => false, options(5000))).toBe(4);
    expect(state.time).toBe(5100);
  });

  test('runs once where there is no time', async () => {
    const { options, round } = clock();
    expect(await repeatUntil(round, () => false, options(0))).toBe(1);
  });
});

describe('formatJunit', () => {
  test('has a case for the cluster and for each gateway and tenant', async () => {
    const world = new FakeWorld();
    world.find('TenantControlPlane', 'beta').status.kubernetesResources.version.status = 'Not "<Ready>" & \u0007done';
    world.find('TenantControlPlane', 'alpha').status.kubernetesResources.version.status = 'NotReady';
    world.unreadable.set('Service', new ReadError('forbidden', 'no'));
    const { diagnostics } = await world.report();
    expect(formatJunit(expectationOf(world.input), diagnostics)).toMatchSnapshot();
  });
});

describe('docs/verify.md', () => {
  test('lists every code with what it means', () => {
    const rows = readFileSync(join(__dirname, '../../docs/verify.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `') && !line.startsWith('| `--'));
    expect(rows).toEqual(VERIFY_CODES.map(({ code, severity, title }) => `| \`${code}\` | ${severity} | ${title} |`));
  });
});

describe('examples/verify-rbac', () => {
  const documents = parseAllDocuments(
    readFileSync(join(__dirname, '../../examples/verify-rbac/rbac.yaml'), 'utf8'),
  ).map((document) => document.toJS() as KubeObject);
  const rights = documents
    .filter(({ kind }) => kind === 'ClusterRole')
    .flatMap((role) => asList(role['rules']))
    .flatMap((rule) =>
      asList(read(rule, 'verbs')).flatMap((verb) =>
        asList(read(rule, 'resources')).map(
          (resource) => `${asString(verb)} ${asString(read(rule, 'apiGroups', 0))}/${asString(resource)}`,
        ),
      ),
    );

  test('gives exactly the rights that are used', async () => {
    const world = new FakeWorld();
    await world.report();
    const used = new Set(world.requests.map(({ verb, group, plural }) => `${verb} ${group}/${plural}`));
    expect([...used].sort()).toEqual(rights.sort());
  });

  test('lets nothing be written', () => {
    expect(rights.filter((right) => !/^(get|list) /.test(right))).toEqual([]);
  });
});
