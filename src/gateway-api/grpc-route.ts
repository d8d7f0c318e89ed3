import { Construct } from 'constructs';
import {
  GrpcRouteSpecRulesSessionPersistenceCookieConfigLifetimeType,
  GrpcRouteSpecRulesSessionPersistenceType,
  GrpcRouteSpecUseDefaultGateways,
  toJson_GrpcRouteSpec,
  toJson_GrpcRouteSpecRules,
} from '../../imports/gateway.networking.k8s.io';
import { PlainMap } from '../objects';
import { checkTransport } from './backend';
import { checkAtMost, wire } from './field-values';
import { CommonRouteSpec, GatewayRoute, GatewayRouteProps } from './gateway-route';
import { GrpcBackend } from './grpc-backend';
import { GrpcFilter } from './grpc-filter';
import { GrpcMatch } from './grpc-match';
import { HostnameList } from './hostname-list';
import { checkFilterTypes, checkRuleName } from './route-rule';
import { renderSessionPersistence, SessionPersistence } from './session-persistence';

/** What becomes of the calls that match. */
export interface GrpcRouteRule {
  /**
   * Name of the rule, unique in the route.
   *
   * @default - none.
   */
  readonly name?: string;

  /**
   * Which calls the rule takes, any of these; at most 64, and 128 in all rules together.
   *
   * @default - every call.
   */
  readonly matches?: GrpcMatch[];

  /**
   * What is done to the calls and answers; at most 16.
   *
   * @default - nothing.
   */
  readonly filters?: GrpcFilter[];

  /**
   * What the calls are sent to, by weight; at most 16.
   *
   * @default - nothing: callers get UNAVAILABLE.
   */
  readonly backends?: GrpcBackend[];

  /**
   * Sends the calls of one session to one and the same backend. Experimental channel only.
   *
   * @default - each call on its own.
   */
  readonly sessionPersistence?: SessionPersistence;
}

/** What a GRPCRoute can have. */
export interface GrpcRouteProps extends GatewayRouteProps {
  /**
   * Names that clients ask for, or wildcards such as `*.example.com`; at most 16.
   *
   * @default - every name that the listener takes.
   */
  readonly hostnames?: string[];

  /**
   * What becomes of calls; at most 16 rules in the end. The most specific match decides, not the order.
   *
   * @default - only those that are added later.
   */
  readonly rules?: GrpcRouteRule[];
}

const MAX_HOSTNAMES = 16;
const MAX_RULES = 16;
const MAX_MATCHES = 64;
const MAX_ALL_MATCHES = 128;
const MAX_BACKENDS = 16;
const REPEATABLE = ['RequestMirror', 'ExtensionRef'];

/**
 * Routes gRPC calls by hostname, service, method and metadata.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroute
 */
export class GrpcRoute extends GatewayRoute {
  private readonly hostnames = new HostnameList('a GRPCRoute', MAX_HOSTNAMES);
  private readonly rules: PlainMap[] = [];
  private readonly ruleNames = new Set<string>();
  private matchCount = 0;

  /**
   * Defines a GRPCRoute.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the route has.
   * @throws where a part is malformed, or the release does not have it.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GrpcRouteProps = {},
  ) {
    super(scope, id, 'GRPCRoute', props);
    for (const hostname of props.hostnames ?? []) {
      this.addHostname(hostname);
    }
    for (const rule of props.rules ?? []) {
      this.addRule(rule);
    }
  }

  /**
   * Takes calls for one more name; nothing changes where it is there already.
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
  public addRule(rule: GrpcRouteRule): void {
    const count = rule.matches?.length ?? 0;
    checkAtMost('rules of a GRPCRoute', this.rules.length + 1, MAX_RULES);
    checkAtMost('matches in one rule', count, MAX_MATCHES);
    checkAtMost('matches in all rules of a GRPCRoute', this.matchCount + count, MAX_ALL_MATCHES);
    const json = this.renderRule(rule);
    this._checkRelease(['spec', 'rules', this.rules.length], json);
    this.matchCount += count;
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
    const useDefaultGateways = scope === undefined ? undefined : wire<GrpcRouteSpecUseDefaultGateways>(scope);
    return {
      ...toJson_GrpcRouteSpec({ ...common, useDefaultGateways, hostnames: this.hostnames.toJson() }),
      rules: this.rules,
    };
  }

  /** @internal */
  public get _ruleCount(): number {
    return this.rules.length;
  }

  private renderRule(rule: GrpcRouteRule): PlainMap {
    const { name, matches = [], filters = [], backends = [], sessionPersistence: session } = rule;
    for (const list of [filters, ...backends.map((backend) => backend._filters)]) {
      checkFilterTypes(
        list.map(({ type }) => type),
        REPEATABLE,
      );
    }
    checkAtMost('backends in one rule', backends.length, MAX_BACKENDS);
    for (const backend of backends) {
      checkTransport(this.kind, backend._target());
    }
    return {
      ...toJson_GrpcRouteSpecRules({
        name: name === undefined ? undefined : checkRuleName(name, this.ruleNames),
        sessionPersistence: renderSessionPersistence<
          GrpcRouteSpecRulesSessionPersistenceType,
          GrpcRouteSpecRulesSessionPersistenceCookieConfigLifetimeType
        >(session),
      }),
      ...(matches.length === 0 ? {} : { matches: matches.map((match) => match._toJson()) }),
      ...(filters.length === 0 ? {} : { filters: filters.map((filter) => filter._toJson(this.namespace)) }),
      ...(backends.length === 0 ? {} : { backendRefs: backends.map((backend) => backend._toJson(this.namespace)) }),
    };
  }

  private grantBackends({ filters = [], backends = [] }: GrpcRouteRule): void {
    const all = [...filters, ...backends.flatMap((backend) => backend._filters)];
    this._grant([
      ...backends.map((backend) => backend._target()),
      ...all.flatMap(({ _backend }) => (_backend === undefined ? [] : [_backend])),
    ]);
  }
}
