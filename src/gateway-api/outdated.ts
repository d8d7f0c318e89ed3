import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import {
  asList,
  asMap,
  asString,
  formatPath,
  groupOf,
  KubeObject,
  PathSegment,
  read,
  refOf,
  versionOf,
} from '../objects';
import { quote } from './field-values';
import { GatewayApiRelease } from './gateway-api-release';
import { OUTDATED_FIELDS, OutdatedField } from './outdated-fields';
import { GATEWAY_API_GROUP } from './release-support';

/** A version of a kind that is not the one to write. */
export const OUTDATED_API_VERSION: CodeDefinition = {
  code: 'outdated-api-version',
  severity: Severity.ERROR,
  title: 'A version of a Gateway API kind that the release does not serve, or that has a stable successor (a warning)',
};

/** A kind that the Gateway API had once, or never. */
export const OUTDATED_KIND: CodeDefinition = {
  code: 'outdated-kind',
  severity: Severity.ERROR,
  title: 'A kind that older guides teach and the Gateway API does not have',
};

/** A filter that the Gateway API does not have. */
export const OUTDATED_FILTER: CodeDefinition = {
  code: 'outdated-filter',
  severity: Severity.ERROR,
  title: 'A filter that older guides teach and the Gateway API does not have',
};

/** A field that the Gateway API had once, or never, or in another shape. */
export const OUTDATED_FIELD: CodeDefinition = {
  code: 'outdated-field',
  severity: Severity.ERROR,
  title: 'A field that older guides teach and the Gateway API does not have, or has in another shape',
};

/** Groups that kinds of the Gateway API were in, or are while they are experiments. */
const FORMER_GROUP = 'networking.x-k8s.io';
const EXPERIMENT_GROUP = 'gateway.networking.x-k8s.io';

/** Kinds that are gone, or never were, and today's way. */
const OUTDATED_KINDS: ReadonlyMap<string, string> = new Map([
  ['BackendPolicy', 'use BackendTLSPolicy v1 to speak TLS to a backend; for anything else a policy of the controller'],
  ['BackendLBPolicy', 'use XBackendTrafficPolicy of the experimental channel, or a policy of the controller'],
  ['ReferencePolicy', 'use ReferenceGrant, which has the same fields'],
  ['RoutePolicy', 'use filters and timeouts of the route, or a policy of the controller'],
  ['HTTPFilter', 'use the filters of an HTTPRoute, or one of the controller through extensionRef'],
  ['DirectResponse', "use the controller's own kind through extensionRef: Envoy Gateway's HTTPRouteFilter"],
]);

/** Filters that the Gateway API does not have, and today's way. */
const OUTDATED_FILTERS: ReadonlyMap<string, string> = new Map([
  [
    'DirectResponse',
    "use the controller's own filter through type ExtensionRef: Envoy Gateway has directResponse in its HTTPRouteFilter (gateway.envoyproxy.io/v1alpha1)",
  ],
  ['RateLimit', "there is none: use the controller's own policy, such as Envoy Gateway's BackendTrafficPolicy"],
  ['JWT', "there is none: use the controller's own policy, such as Envoy Gateway's SecurityPolicy"],
  ['BasicAuth', "there is none: use the controller's own policy, such as Envoy Gateway's SecurityPolicy"],
  ['Timeout', 'use "timeouts" of the rule'],
  ['Retry', 'use "retry" of the rule (experimental channel), or a policy of the controller'],
  ['Fault', "there is none: use the controller's own policy"],
  ['Redirect', 'use type RequestRedirect'],
  ['Rewrite', 'use type URLRewrite'],
  ['Mirror', 'use type RequestMirror'],
]);

const FILTERS = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'RequestRedirect',
  'URLRewrite',
  'CORS',
  'ExternalAuth',
  'ExtensionRef',
];

function checkVersion(object: KubeObject, release: GatewayApiRelease): Diagnostic[] {
  const kind = asString(object['kind']) ?? '';
  const apiVersion = asString(object['apiVersion']) ?? '';
  const version = versionOf(apiVersion);
  const served = release.servedVersions(kind);
  const [newest] = served;
  if (newest === undefined || version === newest) {
    return [];
  }
  const fix = `write apiVersion: ${GATEWAY_API_GROUP}/${newest}`;
  if (!served.includes(version)) {
    const message = `Gateway API ${release} does not serve ${kind} ${quote(version)}, only ${served.join(', ')}`;
    return [diagnose(OUTDATED_API_VERSION, { object: refOf(object), path: 'apiVersion', message, fix })];
  }
  const message = `${kind} ${quote(version)} is still served, but "${newest}" is the stable version`;
  const severity = Severity.WARNING;
  // Alpha versions differ from what follows them, and a platform may need one; only a beta next to a v1 is a mere habit.
  return newest === 'v1' && version.includes('beta')
    ? [diagnose(OUTDATED_API_VERSION, { object: refOf(object), path: 'apiVersion', message, fix, severity })]
    : [];
}

function checkKind(object: KubeObject, release: GatewayApiRelease): Diagnostic[] {
  const apiVersion = asString(object['apiVersion']) ?? '';
  const kind = asString(object['kind']) ?? '';
  const group = groupOf(apiVersion);
  const served = release.servedVersions(kind);
  if (group === EXPERIMENT_GROUP) {
    const stable = kind.replace(/^X/, '');
    const [version] = kind.startsWith('X') && served.length === 0 ? release.servedVersions(stable) : [];
    return version === undefined
      ? []
      : [
          diagnose(OUTDATED_KIND, {
            object: refOf(object),
            path: 'kind',
            message: `Gateway API ${release} does not have ${kind} any more: it became ${stable}`,
            fix: `write apiVersion: ${GATEWAY_API_GROUP}/${version} and kind: ${stable}`,
          }),
        ];
  }
  const today = served.length === 0 ? OUTDATED_KINDS.get(kind) : undefined;
  if (today !== undefined) {
    const message = `the Gateway API has no kind ${quote(kind)}`;
    return [diagnose(OUTDATED_KIND, { object: refOf(object), path: 'kind', message, fix: today })];
  }
  const [version] = served;
  return group === FORMER_GROUP && version !== undefined
    ? [
        diagnose(OUTDATED_KIND, {
          object: refOf(object),
          path: 'apiVersion',
          message: `${kind} is not in the API group ${quote(FORMER_GROUP)} any more`,
          fix: `write apiVersion: ${GATEWAY_API_GROUP}/${version}`,
        }),
      ]
    : [];
}

/** A place in an object and what stands there. */
interface Found {
  readonly path: readonly PathSegment[];
  readonly value: unknown;
}

/** Follows a pattern whose `*` stands for every element of a list. */
function find(value: unknown, pattern: readonly string[], path: readonly PathSegment[] = []): Found[] {
  const [head, ...rest] = pattern;
  if (head === undefined) {
    return value === undefined ? [] : [{ path, value }];
  }
  if (head === '*') {
    return asList(value).flatMap((element, i) => find(element, rest, [...path, i]));
  }
  return find(read(value, head), rest, [...path, head]);
}

function filtersOf(object: KubeObject): Found[] {
  return [
    ...find(object, ['spec', 'rules', '*', 'filters', '*']),
    ...find(object, ['spec', 'rules', '*', 'backendRefs', '*', 'filters', '*']),
  ];
}

function todaysFilter(type: string): string {
  const exact = OUTDATED_FILTERS.get(type);
  if (exact !== undefined) {
    return exact;
  }
  const meant = [...FILTERS, ...OUTDATED_FILTERS.keys()].find((name) => name.toLowerCase() === type.toLowerCase());
  if (meant !== undefined) {
    return OUTDATED_FILTERS.get(meant) ?? `use type ${meant}`;
  }
  return `use one of ${FILTERS.join(', ')}`;
}

function checkFilters(object: KubeObject): Diagnostic[] {
  return filtersOf(object).flatMap(({ path, value }) => {
    const type = asString(read(value, 'type'));
    if (type !== undefined && !FILTERS.includes(type)) {
      const message = `the Gateway API has no filter ${quote(type)}`;
      const at = formatPath([...path, 'type']);
      return [diagnose(OUTDATED_FILTER, { object: refOf(object), path: at, message, fix: todaysFilter(type) })];
    }
    return asMap(read(value, 'directResponse')) === undefined
      ? []
      : [
          diagnose(OUTDATED_FILTER, {
            object: refOf(object),
            path: formatPath([...path, 'directResponse']),
            message: 'a filter of the Gateway API has no field "directResponse"',
            fix: todaysFilter('DirectResponse'),
          }),
        ];
  });
}

function checkField(object: KubeObject, field: OutdatedField): Diagnostic[] {
  return find(object, field.path)
    .filter(({ value }) => field.shape === undefined || field.shape(value))
    .map(({ path, value }) =>
      diagnose(OUTDATED_FIELD, {
        object: refOf(object),
        path: formatPath(path),
        message: `${object['kind']} ${field.problem}, got ${quote(value)}`,
        fix: field.fix,
      }),
    );
}

function checkFields(object: KubeObject): Diagnostic[] {
  const kind = asString(object['kind']) ?? '';
  return OUTDATED_FIELDS.filter(({ kinds }) => kinds.includes(kind)).flatMap((field) => checkField(object, field));
}

/**
 * Finds what older guides teach and the Gateway API does not have: versions, kinds, filters and fields, each with today's way.
 *
 * @param objects rendered objects of any kind; others than those of the Gateway API are passed over.
 * @param release the release that the objects are for; the newest known one unless given.
 */
export function checkOutdated(
  objects: readonly KubeObject[],
  release: GatewayApiRelease = GatewayApiRelease.latest(),
): Diagnostic[] {
  return objects.flatMap((object) => {
    const group = groupOf(asString(object['apiVersion']) ?? '');
    if (group === FORMER_GROUP || group === EXPERIMENT_GROUP) {
      return checkKind(object, release);
    }
    if (group !== GATEWAY_API_GROUP) {
      return [];
    }
    const kindGone = checkKind(object, release);
    return kindGone.length > 0
      ? kindGone
      : [...checkVersion(object, release), ...checkFilters(object), ...checkFields(object)];
  });
}
