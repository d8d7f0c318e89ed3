import { Construct } from 'constructs';
import { toJson_UdpRouteSpec, UdpRouteSpecUseDefaultGateways } from '../../imports/gateway.networking.k8s.io';
import { PlainMap } from '../objects';
import { wire } from './field-values';
import { ForwardingRoute, ForwardingRule } from './forwarding-route';
import { CommonRouteSpec, GatewayRouteProps } from './gateway-route';

/** What a UDPRoute can have. */
export interface UdpRouteProps extends GatewayRouteProps {
  /**
   * What the packets are sent to; exactly one rule in the end (up to 16 in `v1alpha2`).
   *
   * @default - only what is added later.
   */
  readonly rules?: ForwardingRule[];
}

/**
 * Sends the packets of a UDP listener to backends, by weight.
 *
 * Nothing in them tells routes apart, so a listener serves one route: the oldest.
 * In the standard channel from Gateway API 1.6 on; before, `v1alpha2` in the experimental channel.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#udproute
 */
export class UdpRoute extends ForwardingRoute {
  /**
   * Defines a UDPRoute.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the route has.
   * @throws where a part is malformed, or the release does not have it.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: UdpRouteProps = {},
  ) {
    super(scope, id, 'UDPRoute', props);
    for (const rule of props.rules ?? []) {
      this.addRule(rule);
    }
  }

  /** @internal */
  public _spec(common: CommonRouteSpec): PlainMap {
    const { useDefaultGateways: scope } = this.props;
    const useDefaultGateways = scope === undefined ? undefined : wire<UdpRouteSpecUseDefaultGateways>(scope);
    return { ...toJson_UdpRouteSpec({ ...common, useDefaultGateways, rules: [] }), rules: this._rules };
  }
}
