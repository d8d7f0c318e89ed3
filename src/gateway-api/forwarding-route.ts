import { Construct } from 'constructs';
import { TlsRouteSpecRules, toJson_TlsRouteSpecRules } from '../../imports/gateway.networking.k8s.io';
import { PlainMap } from '../objects';
import { Backend, checkTransport, renderBackendRef } from './backend';
import { checkAtMost } from './field-values';
import { GatewayRoute, GatewayRouteProps } from './gateway-route';
import { checkRuleName } from './route-rule';

/** What connections or packets are sent to. */
export interface ForwardingRule {
  /**
   * Name of the rule.
   *
   * @default - none.
   */
  readonly name?: string;

  /** What they are sent to, by weight; 1 to 16. */
  readonly backends: Backend[];
}

const MAX_BACKENDS = 16;
const MAX_RULES_ALPHA = 16;

/**
 * What TLSRoutes, TCPRoutes and UDPRoutes have in common: a rule that forwards whatever comes.
 *
 * Use one of the kinds: TlsRoute, TcpRoute, UdpRoute.
 */
export abstract class ForwardingRoute extends GatewayRoute {
  private readonly rules: PlainMap[] = [];
  private readonly ruleNames = new Set<string>();

  /**
   * Defines a route.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param kind kind of the route, for example `TCPRoute`.
   * @param props what the route has.
   */
  protected constructor(scope: Construct, id: string, kind: string, props: GatewayRouteProps) {
    super(scope, id, kind, props);
  }

  /**
   * Adds the rule.
   *
   * @throws where there is one already (`v1alpha2` takes 16), it has no backend, or a Service exposes the port under another protocol.
   */
  public addRule(rule: ForwardingRule): void {
    const { name, backends } = rule;
    const max = this._version === 'v1alpha2' ? MAX_RULES_ALPHA : 1;
    if (this.rules.length >= max) {
      throw new Error(
        `a ${this.kind} ${this._version} has at most ${max} rule${max === 1 ? '' : 's'} (add the backends to it by weight, or make another route)`,
      );
    }
    if (backends.length === 0) {
      throw new Error(`a rule of a ${this.kind} needs a backend, there is nothing else it could do`);
    }
    checkAtMost('backends in one rule', backends.length, MAX_BACKENDS);
    const targets = backends.map((backend) => backend._target());
    for (const target of targets) {
      checkTransport(this.kind, target);
    }
    // TLSRoute, TCPRoute and UDPRoute have one and the same rule.
    const struct: TlsRouteSpecRules = {
      name: name === undefined ? undefined : checkRuleName(name, this.ruleNames),
      backendRefs: targets.map((target) => renderBackendRef(target, this.namespace)),
    };
    const json = { ...toJson_TlsRouteSpecRules(struct) };
    this._checkRelease(['spec', 'rules', this.rules.length], json);
    if (name !== undefined) {
      this.ruleNames.add(name);
    }
    this._recordRule(this.rules.length);
    this.rules.push(json);
    this._grant(targets);
  }

  /** @internal */
  public get _ruleCount(): number {
    return this.rules.length;
  }

  /** @internal */
  protected get _rules(): PlainMap[] {
    return this.rules;
  }
}
