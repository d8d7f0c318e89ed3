import { asMap, asString, formatRef, isPlainMap, KubeObject, read, refOf } from '../../../src/objects';
import { platformSchemas } from '../../../src/platform/platform-schemas';
import { Bundle, Manifest } from '../bundles';
import { Cluster } from '../harness/cluster';
import { Report } from '../harness/report';
import { canonical, describeDisagreement, differences, ourOpinion, serverOpinion } from '../verdicts';
import { compareSelectors, DECOYS } from './selectors';

/** Applies all objects of a bundle twice, compares what the API server then holds, and removes them again. */
export async function applyBundle(cluster: Cluster, bundle: Bundle, report: Report): Promise<void> {
  const objects = sortForApply(bundle.manifests).map(({ object }) => object);
  await report.check(
    `${bundle.name}: ${objects.length} objects are accepted, and held as they were written`,
    async () => {
      const found = [...bundle.errors, ...(await compareVerdicts(cluster, bundle, report))];
      const namespaces = await cluster.provideNamespaces(namespacesOf(objects));
      const decoys = await provideDecoys(cluster);
      try {
        for (const manifest of sortForApply(bundle.manifests)) {
          found.push(...(await applyTwice(cluster, manifest)));
          report.count('objects applied twice, and read back');
        }
        found.push(...(await compareSelectors(cluster, bundle, report)));
      } finally {
        await cluster.remove([...namespaces, ...decoys, ...objects]);
      }
      return found;
    },
  );
}

/** What others need comes first, as all tools have it. */
function sortForApply(manifests: readonly Manifest[]): Manifest[] {
  const rank = ({ object }: Manifest): number => (object['kind'] === 'Namespace' ? 0 : 1);
  return [...manifests].sort((a, b) => rank(a) - rank(b));
}

function namespacesOf(objects: readonly KubeObject[]): string[] {
  const own = objects.filter(({ kind }) => kind === 'Namespace').map((object) => refOf(object).name);
  return objects.flatMap((object) => refOf(object).namespace ?? []).filter((name) => !own.includes(name));
}

async function provideDecoys(cluster: Cluster): Promise<KubeObject[]> {
  for (const body of DECOYS) {
    await cluster.client.demand('POST', '/api/v1/namespaces', { body });
  }
  return [...DECOYS];
}

async function compareVerdicts(cluster: Cluster, bundle: Bundle, report: Report): Promise<string[]> {
  const found: string[] = [];
  for (const { object } of bundle.manifests) {
    const question = { object: inDefaultNamespace(object), fieldValidation: 'strict' } as const;
    const ours = ourOpinion(question, platformSchemas(cluster.platform));
    const theirs = await serverOpinion(question, cluster);
    report.countVerdict('objects of dist and the examples', theirs.accepted);
    if (differences(ours, theirs).length > 0) {
      found.push(describeDisagreement(formatRef(refOf(object)), question, ours, theirs));
    }
  }
  return found;
}

/** A dry run needs a namespace that is there. */
function inDefaultNamespace(object: KubeObject): KubeObject {
  const metadata = asMap(object['metadata']) ?? {};
  return metadata['namespace'] === undefined ? object : { ...object, metadata: { ...metadata, namespace: 'default' } };
}

async function applyTwice(cluster: Cluster, { object, text }: Manifest): Promise<string[]> {
  const name = formatRef(refOf(object));
  const first = await cluster.apply(object, text);
  if (first.status >= 300) {
    return [`${name} is refused: ${asString(first.body['message'])}\n${text}`];
  }
  await keepStatus(cluster, object);
  const settled = await cluster.client.demand('GET', await cluster.client.objectPath(object));
  const second = await cluster.apply(object, text);
  const versions = [settled, second.body].map((body) => asString(read(body, 'metadata', 'resourceVersion')));
  const live = await cluster.client.demand('GET', await cluster.client.objectPath(object));
  return [
    ...(versions[0] === versions[1] ? [] : [`${name}: the second apply changed ${versions.join(' to ')}`]),
    ...changes(object, live, '').map((change) => `${name}: ${change}`),
  ];
}

/**
 * Writes the status that a CRD gives to a new object, as its controller would. Else the next write of anything does,
 * which is a change of the server's own making.
 */
async function keepStatus(cluster: Cluster, object: KubeObject): Promise<void> {
  const path = await cluster.client.objectPath(object);
  const live = await cluster.client.demand('GET', path);
  if (live['status'] !== undefined) {
    await cluster.client.demand('PUT', `${path}/status`, { body: live });
  }
}

/** Says where the live object differs from what was sent; it may have more fields, but not inside of a list. */
function changes(sent: unknown, live: unknown, path: string): string[] {
  if (isPlainMap(sent) && isPlainMap(live)) {
    return Object.entries(sent).flatMap(([key, value]) => changes(value, live[key], `${path}.${key}`));
  }
  // An empty list or map is not kept.
  return canonical(sent) === canonical(live) || (live === undefined && isEmpty(sent))
    ? []
    : [`${path} was sent as ${canonical(sent)} and is held as ${canonical(live)}`];
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
