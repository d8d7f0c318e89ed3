import { parse } from 'yaml';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { planRoutes } from '../kamaji/predicted-routes';
import { viewTenantControlPlane } from '../kamaji/tenant-control-plane-view';
import { asList, asMap, asString, read } from '../objects';
import { TargetPlatform } from '../platform';
import { ReadError } from './cluster-reader';
import { Expectation, ExpectedTenant } from './expectation';
import { kubeconfigSecretName, LiveCluster } from './live-cluster';

/** A kubeconfig that names what was. */
export const KUBECONFIG_OUTDATED: CodeDefinition = {
  code: 'kubeconfig-outdated',
  severity: Severity.ERROR,
  title: 'A kubeconfig that Kamaji made still names an old hostname or port, which no rename reaches',
};

/** A cluster-info that names what was. */
export const CLUSTER_INFO_OUTDATED: CodeDefinition = {
  code: 'cluster-info-outdated',
  severity: Severity.ERROR,
  title: "A tenant's kube-public/cluster-info, which kubeadm join reads, still names an old hostname or port",
};

/** The servers that a kubeconfig names; none where it is no kubeconfig. */
function serversOf(text: string): string[] {
  let config: unknown;
  try {
    config = parse(text);
  } catch {
    return [];
  }
  return asList(read(config, 'clusters')).flatMap((cluster) => asString(read(cluster, 'cluster', 'server')) ?? []);
}

/** The URL that clients dial, by the fleet and by the live tenant: before a rename is applied a kubeconfig may name what is there. */
function urlsOf(tenant: ExpectedTenant, live: LiveCluster, { kamaji }: TargetPlatform): string[] {
  const object = live.tenant(tenant);
  const views = [tenant.view, ...(object === undefined ? [] : [viewTenantControlPlane(object)])];
  return views.flatMap((view) =>
    planRoutes(view, kamaji)
      .slice(0, 1)
      .map(({ hostname, port }) => `https://${hostname}:${String(port)}`),
  );
}

function judgeSecret(tenant: ExpectedTenant, live: LiveCluster, platform: TargetPlatform): Diagnostic[] {
  const object = live.tenant(tenant);
  const name = object === undefined ? undefined : kubeconfigSecretName(object);
  const secret = name === undefined ? undefined : live.secret(tenant.view.namespace, name);
  if (secret === undefined || secret instanceof ReadError) {
    return [];
  }
  const urls = urlsOf(tenant, live, platform);
  return Object.entries(asMap(read(secret, 'data')) ?? {})
    .filter(([key]) => key.endsWith('.conf'))
    .flatMap(([key, value]) => {
      const servers = serversOf(Buffer.from(asString(value) ?? '', 'base64').toString('utf8'));
      const outdated = servers.filter((server) => !urls.includes(server));
      return outdated.map((server) =>
        diagnose(KUBECONFIG_OUTDATED, {
          object: tenant.ref,
          message: `${key} in Secret ${tenant.view.namespace}/${name} names ${server}, but the tenant is at ${urls[0]}`,
          fix: `delete the Secret, Kamaji makes it anew: kubectl -n ${tenant.view.namespace} delete secret ${name}`,
        }),
      );
    });
}

/** Judges the kubeconfigs in the Secrets of tenants. */
export function judgeKubeconfigs({ tenants, platform }: Expectation, live: LiveCluster): Diagnostic[] {
  return tenants.flatMap((tenant) => judgeSecret(tenant, live, platform));
}

/** Where anybody who may join a tenant reads what it is called. */
export const CLUSTER_INFO_PATH = '/api/v1/namespaces/kube-public/configmaps/cluster-info';

/** Judges what a tenant tells nodes that join; an answer that is no ConfigMap says nothing. */
export function judgeClusterInfo(
  tenant: ExpectedTenant,
  body: string,
  live: LiveCluster,
  platform: TargetPlatform,
): Diagnostic[] {
  let configMap: unknown;
  try {
    configMap = JSON.parse(body);
  } catch {
    return [];
  }
  const urls = urlsOf(tenant, live, platform);
  const servers = serversOf(asString(read(configMap, 'data', 'kubeconfig')) ?? '');
  return servers
    .filter((server) => !urls.includes(server))
    .map((server) =>
      diagnose(CLUSTER_INFO_OUTDATED, {
        object: tenant.ref,
        message: `cluster-info of the tenant names ${server}, but the tenant is at ${urls[0]}`,
        fix: 'delete ConfigMap kube-public/cluster-info inside the tenant, Kamaji makes it anew',
      }),
    );
}
