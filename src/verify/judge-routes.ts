import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { PARENT_NOT_FOUND } from '../gateway-api/attachment/codes';
import { KONNECTIVITY_LISTENER, predictRoutes } from '../kamaji/predicted-routes';
import { asList, KubeObject, read, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { Expectation, ExpectedRoute, ExpectedTenant } from './expectation';
import { hasAcceptedClass } from './judge-gateways';
import { judgeRouteStatus, RIVALRY } from './judge-route-status';
import { LiveAttachment } from './live-attachment';
import { LiveCluster } from './live-cluster';
import { describeDifferences, findDifferences } from './spec-difference';

/** A route that is not there. */
export const ROUTE_MISSING: CodeDefinition = {
  code: 'route-missing',
  severity: Severity.ERROR,
  title: 'A TLSRoute that Kamaji makes for a tenant does not exist',
};

/** A route that is not as predicted. */
export const ROUTE_DIFFERS: CodeDefinition = {
  code: 'route-differs',
  severity: Severity.ERROR,
  title: 'A TLSRoute of a tenant has another parent, hostname or backend than Kamaji writes',
};

const COMPARED = ['parentRefs', 'hostnames', 'rules'];

function pick(route: KubeObject): Record<string, unknown> {
  return Object.fromEntries(COMPARED.map((key) => [key, read(route, 'spec', key)]));
}

/** What Kamaji's own route leaves to the API server, which fills it in. */
function withoutDefaults(route: KubeObject): KubeObject {
  const rules = asList(read(route, 'spec', 'rules')).map((rule) => ({
    backendRefs: asList(read(rule, 'backendRefs')).map((ref) => ({
      group: read(ref, 'group') ?? '',
      kind: read(ref, 'kind') ?? 'Service',
      name: read(ref, 'name'),
      namespace: read(ref, 'namespace'),
      port: read(ref, 'port'),
      weight: read(ref, 'weight') ?? 1,
    })),
  }));
  return { spec: { ...pick(route), rules } };
}

/** Whether a route is what Kamaji writes for the tenant as it is now; that the tenant is another one is then said of the tenant. */
function isOfLiveTenant(route: KubeObject, tenant: KubeObject | undefined, { kamaji }: TargetPlatform): boolean {
  const predicted = tenant === undefined ? [] : predictRoutes(tenant, kamaji);
  return predicted.some(
    (other) =>
      refOf(other).name === refOf(route).name &&
      findDifferences(pick(withoutDefaults(other)), pick(withoutDefaults(route)), []).length === 0,
  );
}

function judgeSpec({ object: predicted }: ExpectedRoute, live: KubeObject): Diagnostic[] {
  const differences = findDifferences(pick(withoutDefaults(predicted)), pick(withoutDefaults(live)), ['spec']);
  const [first] = differences;
  return first === undefined
    ? []
    : [
        diagnose(ROUTE_DIFFERS, {
          object: refOf(live),
          path: first.path,
          message: `the route is not as predicted: ${describeDifferences(differences)}`,
          fix: 'Kamaji undoes edits within seconds: see whether it runs, whether the tenant is paused or differs, and whether the platform names the Kamaji that is installed',
        }),
      ];
}

/** What the judgement of each route looks at. */
interface RouteContext {
  readonly live: LiveCluster;
  readonly attachment: LiveAttachment;
  readonly platform: TargetPlatform;
}

function isLookedAt({ gateway: key = '' }: ExpectedTenant, live: LiveCluster): boolean {
  const [namespace = '', name = ''] = key.split('/');
  const gateway = live.find('Gateway', namespace, name);
  return gateway === undefined || hasAcceptedClass(gateway, live);
}

function judgeRoute(
  tenant: ExpectedTenant,
  expected: ExpectedRoute,
  { live, attachment, platform }: RouteContext,
): Diagnostic[] {
  const route = live.find('TLSRoute', tenant.view.namespace, expected.ref.name);
  if (route === undefined) {
    // Where the tenant itself is missing, so are its routes, and that is said of the tenant.
    const isSaid = !live.knows('TLSRoute') || (live.knows('TenantControlPlane') && live.tenant(tenant) === undefined);
    return isSaid
      ? []
      : [
          diagnose(ROUTE_MISSING, {
            object: expected.ref,
            message: `the TLSRoute of ${expected.role} does not exist, so nothing answers ${tenant.hostname}:${expected.port}`,
            fix:
              expected.role === KONNECTIVITY_LISTENER
                ? "Kamaji makes it once the API server's route has exactly one parent in its status: look there, then at the log of Kamaji"
                : 'Kamaji makes it within seconds: see whether it runs, and its log',
          }),
        ];
  }
  // That the Gateway does not exist is said of the Gateway.
  const explained = attachment.explain(route).filter(({ code }) => code !== PARENT_NOT_FOUND.code);
  const spec = isOfLiveTenant(route, live.tenant(tenant), platform) ? [] : judgeSpec(expected, route);
  const { controller } = platform;
  const stated = { route, predicted: expected.object, explained, isLookedAt: isLookedAt(tenant, live) };
  return [...spec, ...judgeRouteStatus({ ...stated, ...(controller && { controller }) })];
}

/** Routes, of tenants or of anybody, that take a name which is a tenant's. */
function judgeRivals({ hostnames }: Expectation, live: LiveCluster, attachment: LiveAttachment): Diagnostic[] {
  return live
    .all('TLSRoute')
    .filter((route) => asList(read(route, 'spec', 'hostnames')).some((name) => hostnames.has(String(name))))
    .flatMap((route) => attachment.explain(route).filter(({ code }) => RIVALRY.includes(code)));
}

/** Judges the TLSRoutes of each tenant: there, as predicted, with one parent that accepts them, and without rivals. */
export function judgeRoutes(expectation: Expectation, live: LiveCluster, attachment: LiveAttachment): Diagnostic[] {
  const context: RouteContext = { live, attachment, platform: expectation.platform };
  return [
    ...expectation.tenants.flatMap((tenant) => tenant.routes.flatMap((route) => judgeRoute(tenant, route, context))),
    ...judgeRivals(expectation, live, attachment),
  ];
}
