import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { planRoutes } from '../kamaji/predicted-routes';
import { TenantControlPlaneView, viewTenantControlPlane } from '../kamaji/tenant-control-plane-view';
import { asList, asNumber, asString, formatPath, KubeObject, ObjectRef, read, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { accessPointsOf, accessPointsPath, currentAccessPoints } from './access-points';
import { Expectation, ExpectedRoute, ExpectedTenant } from './expectation';
import { LiveCluster } from './live-cluster';
import { describeDifferences, findDifferences } from './spec-difference';
import { listTexts } from './wording';

/** A tenant that is not there. */
export const TENANT_MISSING: CodeDefinition = {
  code: 'tenant-missing',
  severity: Severity.ERROR,
  title: 'A TenantControlPlane does not exist in the cluster',
};

/** A tenant that is not as it is rendered. */
export const TENANT_DIFFERS: CodeDefinition = {
  code: 'tenant-differs',
  severity: Severity.ERROR,
  title: 'A live TenantControlPlane asks for another name, port, parent or certificate than the fleet',
};

/** A tenant that nobody reconciles. */
export const TENANT_PAUSED: CodeDefinition = {
  code: 'tenant-paused',
  severity: Severity.WARNING,
  title: 'Kamaji is told not to reconcile a tenant, so its status is of the past',
};

/** A change that Kamaji has not carried out. */
export const TENANT_NOT_OBSERVED: CodeDefinition = {
  code: 'tenant-not-observed',
  severity: Severity.ERROR,
  title: 'Kamaji has not carried out the latest version of a TenantControlPlane',
};

/** A tenant that is not up. */
export const TENANT_NOT_READY: CodeDefinition = {
  code: 'tenant-not-ready',
  severity: Severity.ERROR,
  title: 'Kamaji does not report a tenant as Ready',
};

/** A status that is not known. */
export const TENANT_STATUS_UNKNOWN: CodeDefinition = {
  code: 'tenant-status-unknown',
  severity: Severity.NOTE,
  title: 'Kamaji reports a status of a tenant that this version of the tool does not know',
};

/** Access points that are not the expected ones. */
export const ACCESS_POINTS_DIFFER: CodeDefinition = {
  code: 'access-points-differ',
  severity: Severity.ERROR,
  title: 'The access points in the status of a tenant are not exactly the URL that clients dial',
};

/** A status from before an edit of the Gateway. */
export const TENANT_STATUS_STALE: CodeDefinition = {
  code: 'tenant-status-stale',
  severity: Severity.ERROR,
  title: 'The status of a tenant is from before an edit of its Gateway, which Kamaji does not look at again by itself',
};

/** A tenant whose Gateway cannot be told. */
export const TENANT_GATEWAY_UNKNOWN: CodeDefinition = {
  code: 'tenant-gateway-unknown',
  severity: Severity.WARNING,
  title: 'Which Gateway a tenant is behind cannot be told, so that no connection to it is tried',
};

/** Values that say that a tenant does not serve as it should. */
const UNREADY: readonly string[] = [
  'Unknown',
  'Provisioning',
  'CertificateAuthorityRotating',
  'Upgrading',
  'Migrating',
  'NotReady',
  'Sleeping',
];

/** The tenant answers, but takes no writes: worth a word, no failure of its gateway. */
const LIMITED = 'WriteLimited';

function comparable(view: TenantControlPlaneView, platform: TargetPlatform): Record<string, unknown> {
  return {
    hostname: view.gateway?.hostname,
    port: view.port.value,
    konnectivityPort: view.konnectivityPort?.value,
    parents: planRoutes(view, platform.kamaji)[0]?.parents.map(({ source, sectionName, port }) => ({
      group: source.group,
      kind: source.kind,
      namespace: source.namespace ?? view.namespace,
      name: source.name,
      sectionName,
      port,
    })),
    certSans: view.certSans.map(({ value }) => String(value)).sort(),
  };
}

function judgeSpec(tenant: ExpectedTenant, object: KubeObject, platform: TargetPlatform): Diagnostic[] {
  const live = viewTenantControlPlane(object);
  const differences = findDifferences(comparable(tenant.view, platform), comparable(live, platform), []);
  return differences.length === 0
    ? []
    : [
        diagnose(TENANT_DIFFERS, {
          object: refOf(object),
          path: 'spec',
          message: `the live tenant is not as rendered: ${describeDifferences(differences)}`,
          fix: 'apply its manifest, or wait until the GitOps tool has',
        }),
      ];
}

/** Whether Kamaji still has work to do on the tenant; before G3 it does not say. */
function isBehind(object: KubeObject, { kamaji }: TargetPlatform): boolean {
  const generation = asNumber(read(object, 'metadata', 'generation'));
  const observed = asNumber(read(object, 'status', 'observedGeneration'));
  return kamaji.setsObservedGeneration && generation !== undefined && observed !== generation;
}

function judgeStatus(object: KubeObject, platform: TargetPlatform): Diagnostic[] {
  const ref = refOf(object);
  const status = asString(read(object, 'status', 'kubernetesResources', 'version', 'status'));
  const path = 'status.kubernetesResources.version.status';
  const generation = asNumber(read(object, 'metadata', 'generation'));
  const observed = asNumber(read(object, 'status', 'observedGeneration'));
  const findings: Diagnostic[] = isBehind(object, platform)
    ? [
        diagnose(TENANT_NOT_OBSERVED, {
          object: ref,
          path: 'status.observedGeneration',
          message: `Kamaji has carried out ${observed === undefined ? 'no generation' : `generation ${observed}`}, the tenant is at ${generation}`,
          fix: 'wait; if it stays, the log of Kamaji says which step fails',
        }),
      ]
    : [];
  if (status === undefined || UNREADY.includes(status)) {
    return [
      ...findings,
      diagnose(TENANT_NOT_READY, {
        object: ref,
        path,
        message: status === undefined ? 'Kamaji has not said anything of the tenant yet' : `the tenant is ${status}`,
        fix:
          status === 'Sleeping'
            ? 'give its control plane replicas again'
            : 'see the pods of its Deployment and the log of Kamaji',
      }),
    ];
  }
  if (status === LIMITED) {
    const message = 'the tenant is WriteLimited: it answers, but refuses some writes';
    const fix = "see spec.writePermissions and the tenant's data store";
    return [...findings, diagnose(TENANT_NOT_READY, { object: ref, path, message, fix, severity: Severity.WARNING })];
  }
  if (status !== 'Ready') {
    const message = `Kamaji says "${status}", which is taken for well`;
    const fix = 'see the documentation of the Kamaji that runs, and whether there is a newer version of this tool';
    return [...findings, diagnose(TENANT_STATUS_UNKNOWN, { object: ref, path, message, fix })];
  }
  return findings;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}

function touch({ namespace = '', name }: ObjectRef): string {
  return `touch the tenant, for example: kubectl -n ${namespace} annotate tenantcontrolplane ${name} touched="$(date +%s)" --overwrite`;
}

function show(points: readonly string[]): string {
  return points.length === 0 ? 'nothing' : listTexts(points);
}

/** What Kamaji would write now; nothing where it would not, for a reason that is said of the route or the Gateway. */
function currentPoints(
  tenant: ExpectedTenant,
  route: ExpectedRoute,
  live: LiveCluster,
  platform: TargetPlatform,
): string[] {
  const object = live.find('TLSRoute', tenant.view.namespace, route.ref.name);
  const hasOneParent = asList(read(object, 'status', 'parents')).length === 1;
  return object !== undefined && hasOneParent && route.accessPoint !== undefined
    ? currentAccessPoints(object, live, platform.kamaji)
    : [];
}

function judgeAccessPoints(
  tenant: ExpectedTenant,
  route: ExpectedRoute,
  object: KubeObject,
  live: LiveCluster,
  platform: TargetPlatform,
): Diagnostic[] {
  const wanted = route.accessPoint === undefined ? [] : [route.accessPoint];
  const written = accessPointsOf(object, route);
  const path = formatPath(accessPointsPath(route));
  const ref = refOf(object);
  const current = currentPoints(tenant, route, live, platform);
  if (current.length > 0 && !sameTexts(written, current) && !isBehind(object, platform)) {
    return [
      diagnose(TENANT_STATUS_STALE, {
        object: ref,
        path,
        message: `the status names ${show(written)}, but by route and Gateway as they are now Kamaji would write ${show(current)}`,
        fix: sameTexts(current, wanted) ? touch(ref) : `mend the Gateway or the route first, then ${touch(ref)}`,
      }),
    ];
  }
  if (sameTexts(written, wanted)) {
    return [];
  }
  const expected =
    route.accessPoint === undefined ? 'none, as the parent is a ListenerSet' : `exactly ${route.accessPoint}`;
  return [
    diagnose(ACCESS_POINTS_DIFFER, {
      object: ref,
      path,
      message: `the status names ${show(written)}, expected is ${expected}`,
      fix:
        route.accessPoint === undefined
          ? 'rename the ListenerSet: a Gateway in its namespace has its name'
          : 'the listener, networkProfile.port and the port of the parentRef must be one; see also what is said of the route',
    }),
  ];
}

function judgeParent({ gateway, ref, view }: ExpectedTenant): Diagnostic[] {
  const [parent] = view.gateway?.parentRefs ?? [];
  return gateway !== undefined || parent === undefined
    ? []
    : [
        diagnose(TENANT_GATEWAY_UNKNOWN, {
          object: ref,
          path: parent.path,
          message: `the Gateway of ${parent.kind} "${parent.name}" is not known, so no connection was tried`,
          fix: `add the ${parent.kind} to the manifests (-f)`,
        }),
      ];
}

function judgeTenant(tenant: ExpectedTenant, platform: TargetPlatform, live: LiveCluster): Diagnostic[] {
  const object = live.tenant(tenant);
  if (object === undefined) {
    return live.knows('TenantControlPlane')
      ? [
          diagnose(TENANT_MISSING, {
            object: tenant.ref,
            message: 'the tenant does not exist in the cluster',
            fix: 'apply its manifest',
          }),
        ]
      : [];
  }
  const isPaused = read(object, 'metadata', 'annotations', 'kamaji.clastix.io/paused') !== undefined;
  const paused = isPaused
    ? [
        diagnose(TENANT_PAUSED, {
          object: refOf(object),
          path: 'metadata.annotations[kamaji.clastix.io/paused]',
          message: 'Kamaji does not reconcile the tenant, so nothing that is wrong with it mends itself',
          fix: 'remove the annotation when the work on the tenant is done',
        }),
      ]
    : [];
  return [
    ...judgeParent(tenant),
    ...paused,
    ...judgeSpec(tenant, object, platform),
    ...judgeStatus(object, platform),
    ...tenant.routes.flatMap((route) => judgeAccessPoints(tenant, route, object, live, platform)),
  ];
}

/** Judges what Kamaji says of each tenant: present, carried out, Ready, and reachable under exactly the expected URLs. */
export function judgeTenants({ tenants, platform }: Expectation, live: LiveCluster): Diagnostic[] {
  return tenants.flatMap((tenant) => judgeTenant(tenant, platform, live));
}
