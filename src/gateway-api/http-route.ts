import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  HttpRouteSpecRulesRetry,
  HttpRouteSpecRulesSessionPersistenceCookieConfigLifetimeType,
  HttpRouteSpecRulesSessionPersistenceType,
  HttpRouteSpecRulesTimeouts,
  HttpRouteSpecUseDefaultGateways,
  toJson_HttpRouteSpec,
  toJson_HttpRouteSpecRules,
} from '../../imports/gateway.networking.k8s.io';
import { PlainMap } from '../objects';
import { checkTransport } from './backend';
import { checkAtMost, checkInteger, formatDuration, wire } from './field-values';
import { CommonRouteSpec, GatewayRoute, GatewayRouteProps } from './gateway-route';
import { HostnameList } from './hostname-list';
import { HttpBackend } from './http-backend';
import { HttpFilter } from './http-filter';
import { HttpMatch } from './http-match';
import { checkFilterTypes, checkRuleName } from './route-rule';
import { renderSessionPersistence, SessionPersistence } from './session-persistence';

/** How long requests may take. */
export interface HttpRouteTimeouts {
  /**
   * From the client's request to the whole answer, retries included; zero means for ever.
   *
   * @default - up to the controller.
   */
  readonly request?: Duration;

  /**
   * From one request to a backend to its whole answer; not more than `request`.
   *
   * @default - up to the controller.
   */
  readonly backendRequest?: Duration;
}

/** How requests that failed are sent again. Experimental channel only. */
export interface HttpRouteRetry {
  /**
   * How often at most; at least once.
   *
   * @default - up to the controller.
   */
  readonly attempts?: number;

  /**
   * Least time between two attempts.
   *
   * @default - up to the controller.
   */
  readonly backoff?: Duration;

  /**
   * Status codes that count as a failure, 400 to 599 each.
   *
   * @default - up to the controller.
   */
  readonly codes?: number[];
}

/** What becomes of the requests that match. */
export interface HttpRouteRule {
  /**
   * Name of the rule, unique in the route.
   *
   * @default - none.
   */
  readonly name?: string;

  /**
   * Which requests the rule takes, any of these; at most 64, and 128 in all rules together.
   *
   * @default [HttpMatch.any()]
   */
  readonly matches?: HttpMatch[];

  /**
   * What is done to the requests and responses; at most 16.
   *
   * @default - nothing.
   */
  readonly filters?: HttpFilter[];

  /**
   * What the requests are sent to, by weight; at most 16.
   *
   * @default - nothing: requests get what a filter answers, else a 500.
   */
  readonly backends?: HttpBackend[];

  /**
   * How long requests may take.
   *
   * @default - up to the controller.
   */
  readonly timeouts?: HttpRouteTimeouts;

  /**
   * How requests that failed are sent again. Experimental channel only.
   *
   * @default - up to the controller.
   */
  readonly retry?: HttpRouteRetry;

  /**
   * Sends the requests of one session to one and the same backend. Experimental channel only.
   *
   * @default - each request on its own.
   */
  readonly sessionPersistence?: SessionPersistence;
}

/** What an HTTPRoute can have. */
export interface HttpRouteProps extends GatewayRouteProps {
  /**
   * Names that clients ask for, or wildcards such as `*.example.com`; at most 16.
   *
   * @default - every name that the listener takes.
   */
  readonly hostnames?: string[];

  /**
   * What becomes of requests; at most 16 rules in the end. The most specific match decides, not the order.
   *
   * @default - only those that are added later.
   */
  readonly rules?: HttpRouteRule[];
}

const MAX_HOSTNAMES = 16;
const MAX_RULES = 16;
const MAX_MATCHES = 64;
const MAX_ALL_MATCHES = 128;
const MAX_BACKENDS = 16;
const REPEATABLE = ['RequestMirror', 'ExtensionRef', 'ExternalAuth'];

function checkFilters(filters: readonly HttpFilter[]): void {
  const types = filters.map(({ type }) => type);
  checkFilterTypes(types, REPEATABLE);
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) {
    throw new Error(
      'a redirect and a URL rewrite cannot stand in one list of filters: no backend gets a redirected request',
    );
  }
}

function checkPrefix(filters: readonly HttpFilter[], matches: readonly HttpMatch[]): void {
  const [match, ...others] = matches;
  const hasOnePrefix = match?._isPathPrefix === true && others.length === 0;
  if (!hasOnePrefix && filters.some((filter) => filter._replacesPrefix)) {
    throw new Error(
      `HttpPathModifier.replacePrefixMatch needs exactly one match, by path prefix, and the rule has ${matches.length} (make a rule for each prefix)`,
    );
  }
}

function renderTimeouts({ request, backendRequest }: HttpRouteTimeouts): HttpRouteSpecRulesTimeouts {
  const all = request?.toMilliseconds();
  const one = backendRequest?.toMilliseconds();
  if (all !== undefined && one !== undefined && all !== 0 && one > all) {
    throw new Error(`the timeout backendRequest (${one} ms) cannot be longer than request (${all} ms)`);
  }
  return {
    request: request === undefined ? undefined : formatDuration(request),
    backendRequest: backendRequest === undefined ? undefined : formatDuration(backendRequest),
  };
}

function renderRetry({ attempts, backoff, codes }: HttpRouteRetry): HttpRouteSpecRulesRetry {
  return {
    attempts:
      attempts === undefined
        ? undefined
        : checkInteger('the attempts of a retry', attempts, 1, Number.MAX_SAFE_INTEGER),
    backoff: backoff === undefined ? undefined : formatDuration(backoff),
    codes:
      codes === undefined
        ? undefined
        : [...new Set(codes)].map((code) => checkInteger('a status code of a retry', code, 400, 599)),
  };
}

/**
 * Routes HTTP requests by hostname, path, headers, query and method.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export class HttpRoute extends GatewayRoute {
  private readonly hostnames = new HostnameList('an HTTPRoute', MAX_HOSTNAMES);
  private readonly rules: PlainMap[] = [];
  private readonly ruleNames = new Set<string>();
  private matchCount = 0;

  /**
   * Defines an HTTPRoute.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the route has.
   * @throws where a part is malformed, or the release does not have it.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: HttpRouteProps = {},
  ) {
    super(scope, id, 'HTTPRoute', props);
    for (const hostname of props.hostnames ?? []) {
      this.addHostname(hostname);
    }
    for (const rule of props.rules ?? []) {
      this.addRule(rule);
    }
  }

  /**
   * Takes requests for one more name; nothing changes where it is there already.
   *
   * @throws where it is no hostname; at most 16.
   */
  public addHostname(hostname: string): void {
    this.hostnames.add(hostname);
  }

  /**
   * Adds a rule.
   *
   * @throws where the parts of the rule do not fit together, or the release does not have one of them; at most 16 rules.
   */
  public addRule(rule: HttpRouteRule): void {
    checkAtMost('rules of an HTTPRoute', this.rules.length + 1, MAX_RULES);
    const matches = rule.matches === undefined || rule.matches.length === 0 ? [HttpMatch.any()] : rule.matches;
    checkAtMost('matches in one rule', matches.length, MAX_MATCHES);
    checkAtMost('matches in all rules of an HTTPRoute', this.matchCount + matches.length, MAX_ALL_MATCHES);
    const json = this.renderRule(rule, matches);
    this._checkRelease(['spec', 'rules', this.rules.length], json);
    this.matchCount += matches.length;
    if (rule.name !== undefined) {
      this.ruleNames.add(rule.name);
    }
    this._recordRule(this.rules.length);
    this.rules.push(json);
    this.grantBackends(rule);
  }

  /** @internal */
  public _spec(common: CommonRouteSpec): PlainMap {
    const { useDefaultGateways: scope } = this.props;
    const useDefaultGateways = scope === undefined ? undefined : wire<HttpRouteSpecUseDefaultGateways>(scope);
    return {
      ...toJson_HttpRouteSpec({ ...common, useDefaultGateways, hostnames: this.hostnames.toJson() }),
      rules: this.rules,
    };
  }

  /** @internal */
  public get _ruleCount(): number {
    return this.rules.length;
  }

  private renderRule(rule: HttpRouteRule, matches: readonly HttpMatch[]): PlainMap {
    const { name, filters = [], backends = [], timeouts, retry, sessionPersistence: session } = rule;
    for (const list of [filters, ...backends.map((backend) => backend._filters)]) {
      checkFilters(list);
      checkPrefix(list, matches);
    }
    checkAtMost('backends in one rule', backends.length, MAX_BACKENDS);
    if (backends.length > 0 && filters.some(({ type }) => type === 'RequestRedirect')) {
      throw new Error('a rule with a redirect has no backends: no backend gets a redirected request');
    }
    for (const backend of backends) {
      checkTransport(this.kind, backend._target());
    }
    return {
      ...toJson_HttpRouteSpecRules({
        name: name === undefined ? undefined : checkRuleName(name, this.ruleNames),
        timeouts: timeouts === undefined ? undefined : renderTimeouts(timeouts),
        retry: retry === undefined ? undefined : renderRetry(retry),
        sessionPersistence: renderSessionPersistence<
          HttpRouteSpecRulesSessionPersistenceType,
          HttpRouteSpecRulesSessionPersistenceCookieConfigLifetimeType
        >(session),
      }),
      matches: matches.map((match) => match._toJson()),
      ...(filters.length === 0 ? {} : { filters: filters.map((filter) => filter._toJson(this.namespace)) }),
      ...(backends.length === 0 ? {} : { backendRefs: backends.map((backend) => backend._toJson(this.namespace)) }),
    };
  }

  private grantBackends({ filters = [], backends = [] }: HttpRouteRule): void {
    const all = [...filters, ...backends.flatMap((backend) => backend._filters)];
    this._grant([
      ...backends.map((backend) => backend._target()),
      ...all.flatMap(({ _backend }) => (_backend === undefined ? [] : [_backend])),
    ]);
  }
}
