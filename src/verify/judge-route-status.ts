import { GatewayController } from '../controllers/gateway-controller';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { HOSTNAME_CONFLICT, MORE_SPECIFIC_LISTENER, NOT_ALLOWED_BY_LISTENERS } from '../gateway-api/attachment/codes';
import { asList, asString, KubeObject, read, refOf } from '../objects';
import { describeCondition, findCondition, isOutdated, LiveCondition, readConditions } from './conditions';
import { definitionOfReason } from './judge-listeners';

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

/** A route of which something is said in its status. */
export interface StatedRoute {
  /** The route as it is in the cluster. */
  readonly route: KubeObject;

  /** The route as Kamaji should have written it. */
  readonly predicted: KubeObject;

  /** What the Gateway API says is wrong with it, by the live objects. */
  readonly explained: readonly Diagnostic[];

  /** Whether a controller has accepted the class of the Gateway, so that somebody should say something. */
  readonly isLookedAt: boolean;

  /** Who writes the status. @default - nobody knows */
  readonly controller?: GatewayController;
}

/** What to do where a controller decides by labels that a Namespace had, since it does not learn of new ones. */
function hintAtNamespaces({ code }: { readonly code: string }, controller: GatewayController | undefined): string {
  return code === NOT_ALLOWED_BY_LISTENERS.code && controller?._profile.watchesNamespaces === 'no'
    ? `${controller.title} does not decide anew when only labels of a Namespace change: change an annotation of the Gateway as well`
    : '';
}

function judgeCondition(
  condition: LiveCondition | undefined,
  { type, parent }: { readonly type: JudgedType; readonly parent: unknown },
  { route, explained, controller: profile }: StatedRoute,
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
      fix: own?.fix ?? (hintAtNamespaces(definition, profile) || 'mend what the reason says'),
      severity: Severity.ERROR,
    }),
  ];
}

/** Findings about rivals: they are about routes that are accepted, so no condition tells. */
export const RIVALRY: readonly string[] = [HOSTNAME_CONFLICT.code, MORE_SPECIFIC_LISTENER.code];

function judgeParent(parent: unknown, stated: StatedRoute): Diagnostic[] {
  const { explained, controller } = stated;
  const conditions = readConditions(read(parent, 'conditions'));
  const said = JUDGED_TYPES.flatMap((type) =>
    judgeCondition(findCondition(conditions, type), { type, parent }, stated),
  );
  const codes = new Set(said.map(({ code }) => code));
  // Where a status holds on to what was, or a controller sees it differently, the Gateway API's own answer is worth a warning.
  const unsaid = explained
    .filter(({ code, severity }) => severity === Severity.ERROR && !codes.has(code) && !RIVALRY.includes(code))
    .map((finding) => ({
      ...finding,
      severity: Severity.WARNING,
      message: `${finding.message}; the status of the route does not say so`,
      fix: [finding.fix, hintAtNamespaces(finding, controller)]
        .filter((text) => text !== undefined && text !== '')
        .join('. '),
    }));
  return [...said, ...unsaid];
}

/** Judges what the status of a route says: one parent, the one that is meant, accepted. */
export function judgeRouteStatus(stated: StatedRoute): Diagnostic[] {
  const { route, predicted, explained, isLookedAt } = stated;
  const object = refOf(route);
  const parents = asList(read(route, 'status', 'parents'));
  const [parent, second] = parents;
  if (parent === undefined && !isLookedAt) {
    // That no controller looks at the Gateway is said of its class.
    return [...explained];
  }
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
  return judgeParent(parent, stated);
}
