import { setTimeout as sleep } from 'node:timers/promises';
import { Diagnostic } from '../../src/diagnostics';
import { Report } from '../cluster/harness/report';
import { findDisagreements } from './attachment-agreement';
import { checkDocumentation } from './documentation';
import { GATEWAY_ADDRESS_6 } from './network';
import { checkSeparation, checkStrangers } from './reachability';
import { DOCUMENTED, GATEWAY, VARIATIONS, Variation } from './variations';
import { Outcome, tool, World } from './world';

/** Kamaji's namespace, in which the service account of the example lives. */
const NAMESPACE = 'kamaji-system';

/** Longest time until a change has come to rest: a stopped API server starts again within it. */
const SETTLE_SECONDS = 60;

/** Runs `verify` with the rights of a service account. */
type Verify = (...flags: readonly string[]) => Promise<Outcome>;

async function verifyAs({ management, fleet }: World, account: string): Promise<Verify> {
  const kubeconfig = await management.kubeconfigFor(NAMESPACE, account);
  return (...flags) => tool('verify', '--fleet', fleet, '--kubeconfig', kubeconfig, ...flags);
}

interface Verdict {
  readonly status: number;
  readonly codes: readonly string[];
  readonly text: string;
}

async function judge(verify: Verify, ...flags: readonly string[]): Promise<Verdict> {
  const { status, stdout } = await verify('--format', 'json', ...flags);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    status,
    codes,
    text: diagnostics.map(({ code, message, fix }) => `${code}: ${message} (${fix})`).join('\n'),
  };
}

/** Repeats a check until it finds nothing wrong, or time is up. */
async function settle(check: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const deadline = Date.now() + SETTLE_SECONDS * 1000;
  for (;;) {
    const failures = await check();
    if (failures.length === 0 || Date.now() > deadline) {
      return failures;
    }
    await sleep(300);
  }
}

/** Says how a verdict differs from the one that is wanted. */
function compare(
  verdict: Verdict,
  { finds, mayFind = [] }: Pick<Variation, 'finds' | 'mayFind'>,
  status: number,
): string[] {
  const missing = finds.filter((code) => !verdict.codes.includes(code));
  const surplus = verdict.codes.filter((code) => !finds.includes(code) && !mayFind.includes(code));
  const wrongStatus = verdict.status === status ? [] : [`exit status ${verdict.status}, not ${status}`];
  const wrongCodes =
    missing.length + surplus.length === 0
      ? []
      : [`not found: ${missing.join() || 'none'}; not expected: ${surplus.join() || 'none'}\n${verdict.text}`];
  return [...wrongStatus, ...wrongCodes];
}

/** How long a controller is watched that should not react; one that does, does so within a second. */
const UNNOTICED_SECONDS = 5;

/** What `verify` advises where a controller does not watch Namespaces. */
const ADVICE = 'change an annotation of the Gateway';

/** Says how what `verify` finds differs from what is wanted, some time after a change that the controller does not learn of. */
async function compareUnnoticed(verify: Verify, finds: readonly string[], status: number): Promise<string[]> {
  await sleep(UNNOTICED_SECONDS * 1000);
  const verdict = await judge(verify);
  const silent = verdict.text.includes(ADVICE) ? [] : [`nothing says: ${ADVICE}\n${verdict.text}`];
  return [...compare(verdict, { finds }, status), ...silent];
}

async function playVariation(
  world: World,
  verify: Verify,
  variation: Variation,
  report: Report,
): Promise<string | undefined> {
  const { title } = variation;
  const { controller, finds: differing } = world.played;
  const finds = [...variation.finds, ...(variation.findsAlso === undefined ? [] : differing[variation.findsAlso])];
  const isUnnoticed = variation.changesNamespace === true && controller._profile.watchesNamespaces === 'no';
  let output: string | undefined;
  if (isUnnoticed) {
    await report.check(`${title}: the controller does not notice, and verify warns`, async () => {
      await variation.spoil(world);
      return compareUnnoticed(verify, ['not-allowed-by-listeners'], 0);
    });
  }
  await report.check(`${title}: verify finds it`, async () => {
    await (isUnnoticed ? world.annotate(GATEWAY, 'yes') : variation.spoil(world));
    return settle(async () => compare(await judge(verify), { ...variation, finds }, 1));
  });
  if (title === DOCUMENTED) {
    const { stdout, stderr } = await verify();
    output = stderr + stdout;
  }
  if (variation.fakesStatus !== true) {
    await report.check(`${title}: the controller's status is what attachment predicts`, () =>
      settle(() => findDisagreements(world)),
    );
  }
  if (isUnnoticed) {
    await report.check(`${title}, undone: the controller does not notice, and verify says so`, async () => {
      await variation.mend(world);
      return compareUnnoticed(verify, finds, 1);
    });
  }
  await report.check(`${title}, undone: verify finds all well`, async () => {
    await (isUnnoticed ? world.annotate(GATEWAY, null) : variation.mend(world));
    return settle(async () => compare(await judge(verify), { finds: [] }, 0));
  });
  return output;
}

/** Goes through everything that has to hold. */
export async function playScenario(world: World, report: Report): Promise<void> {
  const verify = await verifyAs(world, 'tenant-gateway-verify');
  await report.check('kubectl reaches each tenant by its hostname and sees nothing of the other', () =>
    checkSeparation(world),
  );
  await report.check('a client certificate of the other tenant is refused', () => checkStrangers(world));
  await report.check('verify finds all well, with the rights of the example', () =>
    settle(async () => compare(await judge(verify), { finds: [] }, 0)),
  );
  await report.check("the controller's status is what attachment predicts", () => findDisagreements(world));
  const good = await verify();
  await checkRights(world, report);
  if (world.hasIpv6) {
    await report.check('verify finds all well by IPv6', async () =>
      // DNS names the IPv4 address only.
      compare(await judge(verify, '--address', GATEWAY_ADDRESS_6, '--no-dns'), { finds: [] }, 0),
    );
  } else {
    report.skip('verify by IPv6', 'there is no IPv6 in this kernel');
  }
  const outputs = new Map([['good', good.stderr + good.stdout]]);
  for (const variation of VARIATIONS) {
    const output = await playVariation(world, verify, variation, report);
    if (output !== undefined) {
      outputs.set('bad', output);
    }
  }
  if (world.played.controller.id === 'traefik') {
    await report.check('docs/verify.md shows what verify prints', () => Promise.resolve(checkDocumentation(outputs)));
  }
}

/** Fewer rights are findings, never a failure of the command. */
async function checkRights(world: World, report: Report): Promise<void> {
  await world.addAccounts();
  const blind = await verifyAs(world, 'without-secrets');
  await report.check('without the right to read Secrets, verify says so and compares names', async () =>
    compare(await judge(blind), { finds: ['secrets-unreadable'] }, 0),
  );
  await report.check('without the right to read Secrets, another tenant is found by its name', async () => {
    const [mixUp] = VARIATIONS.filter(({ title }) => title === DOCUMENTED);
    await mixUp?.spoil(world);
    const finds = [...(mixUp?.finds ?? []), 'secrets-unreadable'];
    const failures = await settle(async () => compare(await judge(blind), { finds }, 1));
    await mixUp?.mend(world);
    return [
      ...failures,
      ...(await settle(async () => compare(await judge(blind), { finds: ['secrets-unreadable'] }, 0))),
    ];
  });
  const nobody = await verifyAs(world, 'without-rights');
  await report.check('without any right, each one that is missing is a finding', async () =>
    compare(await judge(nobody), { finds: ['permission-missing'] }, 1),
  );
}
