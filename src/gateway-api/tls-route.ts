import { Construct } from 'constructs';
import { TlsRouteSpecUseDefaultGateways, toJson_TlsRouteSpec } from '../../imports/gateway.networking.k8s.io';
import { PlainMap } from '../objects';
import { wire } from './field-values';
import { ForwardingRoute, ForwardingRule } from './forwarding-route';
import { CommonRouteSpec, GatewayRouteProps } from './gateway-route';
import { HostnameList } from './hostname-list';

/** What a TLSRoute can have. */
export interface TlsRouteProps extends GatewayRouteProps {
  /**
   * Names that clients ask for in the TLS handshake, or wildcards such as `*.example.com`; 1 to 1,024 in the end (16 before Gateway API 1.6), no IP addresses.
   *
   * @default - only those that are added later; none is every name in `v1alpha2`, an error in newer versions.
   */
  readonly hostnames?: string[];

  /**
   * What the connections are sent to; exactly one rule in the end (up to 16 in `v1alpha2`).
   *
   * @default - only what is added later.
   */
  readonly rules?: ForwardingRule[];
}

const MAX_HOSTNAMES = 1024;
const IP = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * Routes TLS connections by the name that the client asks for, without reading what is inside.
 *
 * On a listener in mode Passthrough the backend ends TLS, on one in mode Terminate the gateway.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroute
 */
export class TlsRoute extends ForwardingRoute {
  private readonly hostnames = new HostnameList('a TLSRoute', MAX_HOSTNAMES);

  /**
   * Defines a TLSRoute.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the route has.
   * @throws where a part is malformed, or the release does not have it.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TlsRouteProps = {},
  ) {
    super(scope, id, 'TLSRoute', props);
    for (const hostname of props.hostnames ?? []) {
      this.addHostname(hostname);
    }
    for (const rule of props.rules ?? []) {
      this.addRule(rule);
    }
    this.node.addValidation({ validate: () => this.missingHostname() });
  }

  /**
   * Takes connections for one more name; nothing changes where it is there already.
   *
   * @throws where it is no hostname, or an IP address, which no client asks for in a TLS handshake.
   */
  public addHostname(hostname: string): void {
    if (IP.test(hostname)) {
      throw new Error(`a TLSRoute takes names, got the IP address "${hostname}", which no client sends as server name`);
    }
    this.hostnames.add(hostname);
  }

  /** @internal */
  public _spec(common: CommonRouteSpec): PlainMap {
    const { useDefaultGateways: scope } = this.props;
    const useDefaultGateways = scope === undefined ? undefined : wire<TlsRouteSpecUseDefaultGateways>(scope);
    const hostnames = this.hostnames.toJson() ?? [];
    const spec = {
      ...toJson_TlsRouteSpec({ ...common, useDefaultGateways, hostnames, rules: [] }),
      rules: this._rules,
    };
    return hostnames.length === 0 ? { ...spec, hostnames: undefined } : spec;
  }

  private missingHostname(): string[] {
    return this.hostnames.toJson() === undefined && this._version !== 'v1alpha2'
      ? [`TLSRoute "${this.name}" has no hostname, and there is no way to say "every name" (call addHostname())`]
      : [];
  }
}
