import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { HOSTNAME_CONFLICT, MORE_SPECIFIC_LISTENER, PARENT_NOT_FOUND } from '../gateway-api/attachment/codes';
import { KONNECTIVITY_LISTENER, predictRoutes } from '../kamaji/predicted-routes';
import { asList, asString, KubeObject, read, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { describeCondition, findCondition, isOutdated, LiveCondition, readConditions } from './conditions';
import { Expectation, ExpectedRoute, ExpectedTenant } from './expectation';
import { definitionOfReason } from './judge-listeners';
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

/** A route that no controller took up. */
export const ROUTE_WITHOUT_STATUS: CodeDefinition = {
  code: 'route-without-status',
  severity: Severity.ERROR,
  title: 'No controller has said anything of a TLSRoute',
};

/** A route with several entries in its status. */
export const TOO_MANY_PARENTS: CodeDefinition = {
  code: 'too-many-parents',
  severity: Severity.ERROR,
  title: "A TLSRoute has more than one entry in status.parents, which makes Kamaji refuse both of the tenant's routes",
};

/** A status that is about something else. */
export const ROUTE_STATUS_OUTDATED: CodeDefinition = {
  code: 'route-status-outdated',
  severity: Severity.ERROR,
  title: 'The status of a TLSRoute is about an earlier version of it, or about another parent',
};

/** A route that is refused. */
export const ROUTE_REFUSED: CodeDefinition = {
  code: 'route-refused',
  severity: Severity.ERROR,
  title: 'The controller refuses a TLSRoute, for a reason that has no code of its own',
};

/** Conditions that a route must have to carry traffic. */
const JUDGED_TYPES = ['Accepted', 'ResolvedRefs'] as const;

type JudgedType = (typeof JUDGED_TYPES)[number];

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

function describeParent(parent: unknown): string {
  const ref = read(parent, 'parentRef');
  const section = asString(read(ref, 'sectionName'));
  const name = `${asString(read(ref, 'kind')) ?? 'Gateway'} ${asString(read(ref, 'name')) ?? ''}${section === undefined ? '' : `/${section}`}`;
  return `${name} by "${asString(read(parent, 'controllerName')) ?? ''}"`;
}

function parentIdentity(ref: unknown, home: string): string {
  return JSON.stringify([
    read(ref, 'kind') ?? 'Gateway',
    read(ref, 'namespace') ?? home,
    read(ref, 'name'),
    read(ref, 'sectionName') ?? null,
    read(ref, 'port') ?? null,
  ]);
}

const REFUSALS: Readonly<Record<JudgedType, string>> = {
  Accepted: 'refuses the route',
  ResolvedRefs: 'cannot resolve what the route refers to',
};

function judgeCondition(
  condition: LiveCondition | undefined,
  { type, route, parent }: { readonly type: JudgedType; readonly route: KubeObject; readonly parent: unknown },
  explained: readonly Diagnostic[],
): Diagnostic[] {
  const object = refOf(route);
  const controller = asString(read(parent, 'controllerName')) ?? 'the controller';
  if (condition === undefined || condition.status === 'Unknown') {
    return [
      diagnose(ROUTE_WITHOUT_STATUS, {
        object,
        path: 'status.parents[0].conditions',
        message: `"${controller}" says nothing yet of ${type}${condition === undefined ? '' : `: ${describeCondition(condition)}`}`,
        fix: 'wait for the controller; if it stays, see its log',
      }),
    ];
  }
  if (isOutdated(condition, route)) {
    return [
      diagnose(ROUTE_STATUS_OUTDATED, {
        object,
        path: 'status.parents[0].conditions',
        message: `${type} is said of generation ${condition.observedGeneration}, but the route is at ${String(read(route, 'metadata', 'generation'))}`,
        fix: 'wait for the controller; if it stays, see whether it runs',
      }),
    ];
  }
  if (condition.status === 'True') {
    return [];
  }
  const definition = definitionOfReason(condition.reason, ROUTE_REFUSED);
  const own = explained.find(({ code }) => code === definition.code);
  return [
    diagnose(definition, {
      object,
      ...(own?.path === undefined ? { path: 'status.parents[0].conditions' } : { path: own.path }),
      message: `"${controller}" ${REFUSALS[type]}: ${describeCondition(condition)}${own === undefined ? '' : `; ${own.message}`}`,
      fix: own?.fix ?? 'mend what the reason says',
      severity: Severity.ERROR,
    }),
  ];
}

/** Findings about rivals: they are about routes that are accepted, so no condition tells. */
const RIVALRY: readonly string[] = [HOSTNAME_CONFLICT.code, MORE_SPECIFIC_LISTENER.code];

function judgeParent(parent: unknown, route: KubeObject, explained: readonly Diagnostic[]): Diagnostic[] {
  const conditions = readConditions(read(parent, 'conditions'));
  const said = JUDGED_TYPES.flatMap((type) =>
    judgeCondition(findCondition(conditions, type), { type, route, parent }, explained),
  );
  const codes = new Set(said.map(({ code }) => code));
  // Where a status holds on to what was, or a controller sees it differently, the Gateway API's own answer is worth a warning.
  const unsaid = explained
    .filter(({ code, severity }) => severity === Severity.ERROR && !codes.has(code) && !RIVALRY.includes(code))
    .map((finding) => ({
      ...finding,
      severity: Severity.WARNING,
      message: `${finding.message}; the status of the route does not say so`,
    }));
  return [...said, ...unsaid];
}

function judgeStatus(
  { object: predicted }: ExpectedRoute,
  route: KubeObject,
  explained: readonly Diagnostic[],
): Diagnostic[] {
  const object = refOf(route);
  const parents = asList(read(route, 'status', 'parents'));
  const [parent, second] = parents;
  if (parent === undefined) {
    return [
      diagnose(ROUTE_WITHOUT_STATUS, {
        object,
        path: 'status.parents',
        message: 'no controller has said anything of the route',
        fix: "see whether the controller of the Gateway's class runs and reads TLSRoutes of this version",
      }),
      ...explained,
    ];
  }
  if (second !== undefined) {
    return [
      diagnose(TOO_MANY_PARENTS, {
        object,
        path: 'status.parents',
        message: `the route has ${parents.length} parents in its status (${parents.map(describeParent).join(', ')}), of which Kamaji takes exactly one`,
        fix: 'delete the TLSRoute: Kamaji makes it anew, without the entry of a former parent',
      }),
    ];
  }
  const home = asString(read(route, 'metadata', 'namespace')) ?? '';
  const wanted = read(predicted, 'spec', 'parentRefs', 0);
  if (parentIdentity(read(parent, 'parentRef'), home) !== parentIdentity(wanted, home)) {
    return [
      diagnose(ROUTE_STATUS_OUTDATED, {
        object,
        path: 'status.parents[0].parentRef',
        message: `the status is about another parent: ${describeParent(parent)}`,
        fix: 'wait for the controller; if it stays, delete the TLSRoute, which Kamaji makes anew',
      }),
    ];
  }
  return judgeParent(parent, route, explained);
}

/** What the judgement of each route looks at. */
interface RouteContext {
  readonly live: LiveCluster;
  readonly attachment: LiveAttachment;
  readonly platform: TargetPlatform;
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
  return [...spec, ...judgeStatus(expected, route, explained)];
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
