import { planRoutes } from '../../../src/kamaji/predicted-routes';
import { viewTenantControlPlane } from '../../../src/kamaji/tenant-control-plane-view';
import { asList, asMap, asString, compareStrings, formatRef, KubeObject, read, refOf } from '../../../src/objects';
import { Bundle } from '../bundles';
import { Cluster } from '../harness/cluster';
import { Report } from '../harness/report';

/** Namespaces that no selector may choose, however much they look like those of tenants. */
export const DECOYS: readonly KubeObject[] = [
  { metadata: { name: 'decoy' } },
  {
    metadata: {
      name: 'decoy-of-tenants',
      labels: {
        'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway',
        'app.kubernetes.io/part-of': 'decoy',
        'kubernetes.io/metadata.name': 'tenant-1',
        name: 'tenant-1',
      },
    },
  },
].map((namespace) => ({ apiVersion: 'v1', kind: 'Namespace', ...namespace }));

/** A route that exists, or that Kamaji will create, as far as a listener chooses it by its namespace. */
interface Visitor {
  readonly namespace: string;
  readonly parentRef: unknown;
}

/** Asks the API server which namespaces each listener's selector chooses: exactly those that routes come from. */
export async function compareSelectors(cluster: Cluster, bundle: Bundle, report: Report): Promise<string[]> {
  const objects = bundle.manifests.map(({ object }) => object);
  const visitors = objects.flatMap((object) => visitorsOf(object, bundle));
  const found: string[] = [];
  for (const owner of objects) {
    for (const listener of asList(read(owner, 'spec', 'listeners'))) {
      const selector = read(listener, 'allowedRoutes', 'namespaces', 'selector');
      if (selector === undefined) {
        continue;
      }
      const chosen = await namespacesChosenBy(cluster, selector);
      const wanted = visitors
        .filter(({ parentRef }) => refersTo(parentRef, owner, listener))
        .map(({ namespace }) => namespace);
      report.count('selectors of namespaces asked on the API server');
      const expected = [...new Set(wanted)].sort(compareStrings);
      if (chosen.join() !== expected.join()) {
        const name = `${formatRef(refOf(owner))}, listener ${asString(read(listener, 'name'))}`;
        found.push(`${name}: chooses namespaces ${chosen.join(', ')}, routes come from ${expected.join(', ')}`);
      }
    }
  }
  return found;
}

function visitorsOf(object: KubeObject, { platform }: Bundle): Visitor[] {
  const namespace = refOf(object).namespace ?? '';
  if (object['kind'] === 'TenantControlPlane') {
    return planRoutes(viewTenantControlPlane(object), platform.kamaji).flatMap(({ parents }) =>
      parents.map(({ source, sectionName, port }) => ({
        namespace,
        parentRef: {
          kind: source.kind,
          name: source.name,
          namespace: source.namespace ?? namespace,
          sectionName,
          port,
        },
      })),
    );
  }
  return asList(read(object, 'spec', 'parentRefs')).map((parentRef) => ({
    namespace,
    parentRef: { namespace, ...asMap(parentRef) },
  }));
}

function refersTo(parentRef: unknown, owner: KubeObject, listener: unknown): boolean {
  const ref = refOf(owner);
  const agrees = (field: string, value: unknown): boolean => {
    const wanted = read(parentRef, field);
    return wanted === undefined || wanted === value;
  };
  return (
    read(parentRef, 'name') === ref.name &&
    agrees('namespace', ref.namespace) &&
    agrees('kind', ref.kind) &&
    agrees('sectionName', read(listener, 'name')) &&
    agrees('port', read(listener, 'port'))
  );
}

/** Writes a LabelSelector as a query of the API server. */
function toQuery(selector: unknown): string {
  const labels = Object.entries(asMap(read(selector, 'matchLabels')) ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = asList(read(selector, 'matchExpressions')).map((expression) => {
    const key = asString(read(expression, 'key')) ?? '';
    const values = asList(read(expression, 'values')).join();
    switch (read(expression, 'operator')) {
      case 'In':
        return `${key} in (${values})`;
      case 'NotIn':
        return `${key} notin (${values})`;
      case 'Exists':
        return key;
      default:
        return `!${key}`;
    }
  });
  return [...labels, ...expressions].join();
}

async function namespacesChosenBy(cluster: Cluster, selector: unknown): Promise<string[]> {
  const query = encodeURIComponent(toQuery(selector));
  const { items } = await cluster.client.demand('GET', `/api/v1/namespaces?labelSelector=${query}`);
  return asList(items)
    .map((item) => asString(read(item, 'metadata', 'name')) ?? '')
    .sort(compareStrings);
}
