import { asList, asNumber, asString, read } from '../../objects';
import { RouteModel } from './model-types';

/** A request as far as routes look at it. */
export interface HttpRequest {
  /** Path without the query: `/api/v2`. For gRPC `/{service}/{method}`. */
  readonly path: string;
  /** @default GET */
  readonly method?: string;
  /** Headers; their names may be written in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** The rule of a route that a request falls to. */
export interface RuleChoice {
  readonly route: RouteModel;
  /** Index of the rule in the route. */
  readonly rule: number;
}

/** How specific a match is, the most telling number first; larger is more specific. */
type Rank = readonly number[];

interface Candidate extends RuleChoice {
  readonly rank: Rank;
}

function matchesText(type: string, pattern: string, value: string): boolean {
  if (type !== 'RegularExpression') {
    return pattern === value;
  }
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return false;
  }
}

function typeOf(value: unknown, fallback: string): string {
  return asString(read(value, 'type')) ?? fallback;
}

/** Says whether every named value that is asked for is there. */
function matchesAll(wanted: readonly unknown[], lookUp: (name: string) => string | undefined): boolean {
  return wanted.every((want) => {
    const value = lookUp(asString(read(want, 'name')) ?? '');
    return value !== undefined && matchesText(typeOf(want, 'Exact'), asString(read(want, 'value')) ?? '', value);
  });
}

/** Says whether the headers are there; HTTP does not tell the case of their names apart. */
function matchesHeaders(wanted: readonly unknown[], request: HttpRequest): boolean {
  const given = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return matchesAll(wanted, (name) => given.get(name.toLowerCase()));
}

function matchesQuery(wanted: readonly unknown[], request: HttpRequest): boolean {
  const given = new Map(Object.entries(request.query ?? {}));
  return matchesAll(wanted, (name) => given.get(name));
}

/** Ranks of kinds of path matches; a regular expression comes last, as its place is left to the implementation. */
const PATH_RANK: Readonly<Record<string, number>> = { Exact: 2, PathPrefix: 1 };

function matchesPath(type: string, value: string, path: string): boolean {
  if (type !== 'PathPrefix') {
    return matchesText(type, value, path);
  }
  const prefix = value.endsWith('/') ? value.slice(0, -1) : value;
  return path === prefix || path.startsWith(`${prefix}/`);
}

function rankHttp(match: unknown, request: HttpRequest): Rank | undefined {
  const type = typeOf(read(match, 'path'), 'PathPrefix');
  const value = asString(read(match, 'path', 'value')) ?? '/';
  const method = asString(read(match, 'method'));
  const headers = asList(read(match, 'headers'));
  const query = asList(read(match, 'queryParams'));
  const fits =
    matchesPath(type, value, request.path) &&
    (method === undefined || method === (request.method ?? 'GET')) &&
    matchesHeaders(headers, request) &&
    matchesQuery(query, request);
  return fits
    ? [PATH_RANK[type] ?? 0, value.length, method === undefined ? 0 : 1, headers.length, query.length]
    : undefined;
}

function rankGrpc(match: unknown, request: HttpRequest): Rank | undefined {
  const [, service = '', method = ''] = request.path.split('/');
  const type = typeOf(read(match, 'method'), 'Exact');
  const wantedService = asString(read(match, 'method', 'service'));
  const wantedMethod = asString(read(match, 'method', 'method'));
  const headers = asList(read(match, 'headers'));
  const fits =
    (wantedService === undefined || matchesText(type, wantedService, service)) &&
    (wantedMethod === undefined || matchesText(type, wantedMethod, method)) &&
    matchesHeaders(headers, request);
  return fits
    ? [type === 'Exact' ? 1 : 0, wantedService?.length ?? 0, wantedMethod?.length ?? 0, headers.length]
    : undefined;
}

function candidatesOf(route: RouteModel, request: HttpRequest): Candidate[] {
  const rank = route.kind === 'GRPCRoute' ? rankGrpc : rankHttp;
  const rules = asList(read(route.object, 'spec', 'rules'));
  return (rules.length === 0 ? [{}] : rules).flatMap((value, rule) => {
    const matches = asList(read(value, 'matches'));
    return (matches.length === 0 ? [{}] : matches)
      .map((match) => rank(match, request))
      .filter((found) => found !== undefined)
      .map((found) => ({ route, rule, rank: found }));
  });
}

function compareRanks(a: Rank, b: Rank): number {
  const index = a.findIndex((value, i) => value !== b[i]);
  return index < 0 ? 0 : (asNumber(b[index]) ?? 0) - (asNumber(a[index]) ?? 0);
}

/**
 * Returns the rule that a request falls to: the most specific match, then the route that comes first, then its first rule.
 * Undefined where no rule matches.
 *
 * @param routes routes that share the request's hostname, in order of precedence
 * @see https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httprouterule
 */
export function chooseRule(routes: readonly RouteModel[], request: HttpRequest): RuleChoice | undefined {
  const [best] = routes
    .flatMap((route) => candidatesOf(route, request))
    .map((candidate, order) => ({ candidate, order }))
    .sort((a, b) => compareRanks(a.candidate.rank, b.candidate.rank) || a.order - b.order);
  return best === undefined ? undefined : { route: best.candidate.route, rule: best.candidate.rule };
}
