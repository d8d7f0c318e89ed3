import { stringifyManifests } from '../../../src/fleet/manifest-yaml';
import { asMap, KubeObject } from '../../../src/objects';
import { Bundle } from '../bundles';
import { Cluster } from '../harness/cluster';
import { Processes } from '../harness/processes';
import { Report } from '../harness/report';

/** What test/cluster/drift says about one object. */
interface Result {
  readonly bundle: string;
  readonly way: string;
  readonly object: string;
  readonly verdict: 'same' | 'drift' | 'refused';
  readonly detail?: string;
}

/** The one way of applying and comparing that minds defaults inside of lists. */
const MINDS_LIST_DEFAULTS = 'argo-structured-merge';
const WAYS = ['argo-client-side', MINDS_LIST_DEFAULTS, 'argo-server-side-diff', 'flux'];
const CONTROL = 'negative control';

/** Asks the diff code of Argo CD and Flux whether anything drifts, and makes sure that it would say so. */
export async function compareDrift(
  cluster: Cluster,
  bundles: readonly Bundle[],
  tools: { readonly drift: string; readonly processes: Processes },
  report: Report,
): Promise<void> {
  const control = withoutGroups(bundles);
  const inputs = bundles.map(({ name, manifests }) => ({ name, manifests: manifests.map(({ text }) => text) }));
  let results: Result[] = [];
  await report.check(`${bundles.length} bundles show no drift in ${WAYS.length} ways`, async () => {
    results = await runDrift(cluster, tools, [...inputs, { name: CONTROL, manifests: control.map(stringifyOne) }]);
    const judged = results.filter(({ bundle }) => bundle !== CONTROL);
    const expected = WAYS.length * bundles.reduce((sum, { manifests }) => sum + manifests.length, 0);
    report.count(`objects without drift, each in ${WAYS.length} ways (${WAYS.join(', ')})`, countSame(judged));
    return [
      ...judged.filter(({ verdict }) => verdict !== 'same').map(describe),
      ...(judged.length === expected ? [] : [`${judged.length} verdicts instead of ${expected}`]),
    ];
  });
  if (control.length === 0) {
    report.skip('leaving the group out of parentRefs is seen as drift', 'no object of this platform has parentRefs');
    return;
  }
  await report.check(`leaving the group out of parentRefs is seen as drift by ${MINDS_LIST_DEFAULTS}`, async () =>
    results
      .filter(({ bundle }) => bundle === CONTROL)
      .filter(({ way, verdict }) => verdict !== (way === MINDS_LIST_DEFAULTS ? 'drift' : 'same'))
      .map(describe),
  );
}

/** Counts the objects that are the same in every way. */
function countSame(results: readonly Result[]): number {
  const ways = new Map<string, number>();
  for (const { bundle, object, verdict } of results) {
    const key = `${bundle} ${object}`;
    ways.set(key, (ways.get(key) ?? 0) + (verdict === 'same' ? 1 : 0));
  }
  return [...ways.values()].filter((count) => count === WAYS.length).length;
}

function stringifyOne(object: KubeObject): string {
  return stringifyManifests([object]);
}

function describe({ bundle, way, object, verdict, detail }: Result): string {
  return `${bundle}, ${way}: ${object}: ${verdict}${detail === undefined ? '' : ` (${detail})`}`;
}

async function runDrift(
  { kubeconfig }: Cluster,
  { drift, processes }: { readonly drift: string; readonly processes: Processes },
  bundles: readonly { readonly name: string; readonly manifests: readonly string[] }[],
): Promise<Result[]> {
  const stdin = JSON.stringify(
    bundles.map(({ name, manifests }) => ({ name, manifests: manifests.map((text) => `${text}\n---\n`).join('') })),
  );
  const { status, stdout, stderr } = await processes.run(drift, ['-kubeconfig', kubeconfig], { stdin });
  if (status !== 0) {
    throw new Error(`drift ended with ${status}: ${stderr.trim()}`);
  }
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result);
}

/** One object of each kind that has parentRefs, with their `group` left out. */
function withoutGroups(bundles: readonly Bundle[]): KubeObject[] {
  const byKind = new Map<unknown, KubeObject>();
  for (const { object } of bundles.flatMap(({ manifests }) => manifests)) {
    const stripped = stripGroups(object);
    if (JSON.stringify(stripped) !== JSON.stringify(object) && !byKind.has(object['kind'])) {
      byKind.set(object['kind'], stripped as KubeObject);
    }
  }
  return [...byKind.values()];
}

function stripGroups(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => (key === 'parentRefs' ? withoutGroup(asMap(item) ?? {}) : stripGroups(item)));
  }
  const map = asMap(value);
  return map === undefined
    ? value
    : Object.fromEntries(Object.entries(map).map(([name, inner]) => [name, stripGroups(inner, name)]));
}

function withoutGroup({ group: _, ...parentRef }: Readonly<Record<string, unknown>>): object {
  return parentRef;
}
