import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** kgateway. */
export const KGATEWAY: ControllerProfile = {
  id: 'kgateway',
  title: 'kgateway',
  // kgateway-dev/kgateway pkg/kgateway/wellknown/controller.go
  controllerName: 'kgateway.dev/kgateway',
  // kgateway-dev/kgateway pkg/kgateway/wellknown/controller.go: kgateway and kgateway-waypoint, made by the controller
  gatewayClass: { name: 'kgateway', createdBy: 'controller' },
  newestKnown: 'v2.4.0-rc.1',
  support: [
    {
      from: '',
      value: {
        tier: SupportTier.REFUSED,
        // kgateway-dev/kgateway#13694, #13784, #13458; first release not known, 2.3.0-beta.3 passes the suite
        reason: 'serves only the oldest TLSRoute of a listener before v2.3.0, silently',
        instead: 'go to v2.3.0 or newer',
      },
    },
    { from: 'v2.3.0', value: { tier: SupportTier.SUPPORTED } },
  ],
  // kubernetes-sigs/gateway-api conformance/reports: v2.3.0-beta.3 (1.5.1), v2.4.0-rc.1 (1.6.1); older ones by the age of their reports
  gatewayApi: [
    { from: '', value: { built: 'v1.4.0' } },
    { from: 'v2.3.0-0', value: { built: 'v1.5.1' } },
    { from: 'v2.4.0-0', value: { built: 'v1.6.1' } },
  ],
  // kgateway-dev/kgateway pkg/kgateway/wellknown/gwapi.go
  tlsRouteVersionsRead: always(['v1', 'v1alpha3', 'v1alpha2']),
  tlsRouteSwitch: always(undefined),
  // kubernetes-sigs/gateway-api conformance/reports: GATEWAY-TLS
  passthrough: always('yes'),
  // kgateway-dev/kgateway gateway_listener_translator.go: a listener a port, a filter chain a route
  routing: always('port-and-name'),
  // kgateway-dev/kgateway gateway_listener_translator.go: one filter chain a route, no check for equal names; not run
  duplicateNames: 'is not known to tell them apart; Envoy rejects two filter chains of one name',
  listenerHostnames: always('any'),
  // kgateway-dev/kgateway pkg/kgateway/wellknown/gwapi.go: ListenerSet v1 and XListenerSet
  listenerSets: always('yes'),
  gatewaysPerClass: 'many',
  // kgateway-dev/kgateway pkg/deployer: Deployment and Service of each Gateway
  dataPlane: { per: 'gateway' },
  // kgateway-dev/kgateway pkg/deployer: Deployment and Service of each Gateway
  ports: always({ opened: 'automatic' }),
  addresses: {
    // kgateway-dev/kgateway pkg/deployer (SetLoadBalancerIPFromGateway), #12174
    specAddresses: 'load-balancer-ip',
    max: 1,
    extraAddresses: 'refused',
    // kgateway-dev/kgateway pkg/deployer (ErrNoValidIPAddress): addresses of other types do not count, and alone they are an error
    hostnameAddress: 'deploys nothing for a Gateway whose addresses hold no IPAddress',
    ignoresOtherTypesBesideIp: true,
    infrastructureAnnotations: 'yes',
    how: 'one IPAddress in spec.addresses, or spec.infrastructure.annotations (MetalLB: metallb.io/loadBalancerIPs)',
  },
  // kgateway-dev/kgateway api/v1alpha1/kgateway/listener_policy_types.go has no TCP idle timeout, so Envoy's own
  idle: { tcpSeconds: 3600 },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // kgateway-dev/kgateway pkg/krtcollections/namespaceselector.go:22
  watchesNamespaces: 'yes',
  // kubernetes-sigs/gateway-api conformance/reports: no feature of TLS is missing in v2.4.0-rc.1
  attachment: always({ mixedTlsModes: true, parametersKinds: ['gateway.kgateway.dev/GatewayParameters'] }),
  conformance: 'GATEWAY-TLS: v2.4.0-rc.1 with Gateway API v1.6.1',
};
