import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Kong Operator (Gateway Operator). */
export const KONG_OPERATOR: ControllerProfile = {
  id: 'kong-operator',
  title: 'Kong Operator',
  // Kong/kong-operator pkg/vars (KONG_CONTROLLER_NAME)
  controllerName: 'konghq.com/gateway-operator',
  controllerNameKnob: 'variable KONG_CONTROLLER_NAME',
  // Kong/kong-operator documentation: the class is made by the user
  gatewayClass: { name: 'kong', createdBy: 'user' },
  newestKnown: 'v2.3.0-rc.3',
  support: always({
    tier: SupportTier.REFUSED,
    // Kong/kong-operator, routes built WithSNIs on-premises and hybrid
    reason: 'routes TLS by name without the port, so the API server and konnectivity of a tenant collide',
    instead: 'use envoy-gateway for the tenants; Kong can go on serving HTTP beside it',
  }),
  // kubernetes-sigs/gateway-api conformance/reports: v2.2.0 (1.5.1), v2.3.0-rc.3 (1.6.1)
  gatewayApi: [
    { from: '', value: { built: 'v1.4.0' } },
    { from: 'v2.2.0-0', value: { built: 'v1.5.1' } },
    { from: 'v2.3.0-0', value: { built: 'v1.6.1' } },
  ],
  // Kong/kong-operator#3493, #3763, #3812
  tlsRouteVersionsRead: [
    { from: '', value: [] },
    { from: 'v2.2.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  // Kong/kong-operator#3493, #3763, #3812
  passthrough: [
    { from: '', value: 'no' },
    { from: 'v2.2.0-0', value: 'yes' },
  ],
  // Kong/kong-operator: data-plane routes are built WithSNIs, on-premises and hybrid
  routing: always('name-only'),
  duplicateNames: 'tells routes apart by name alone: what happens is not defined',
  // Kong/kong-operator controller/gateway/controller_reconciler_utils.go:1229-1268 (setConflicted)
  listenerHostnames: always('distinct-over-ports'),
  // Kong/kong-operator#3511
  tlsListenersPerPort: 1,
  // kubernetes-sigs/gateway-api conformance/reports: unsupported
  listenerSets: always('no'),
  gatewaysPerClass: 'many',
  // Kong/kong-operator: ControlPlane and DataPlane of each Gateway
  dataPlane: { per: 'gateway' },
  // Kong/kong-operator: sets KONG_STREAM_LISTEN, KONG_PORT_MAPS and the ports of the Service
  ports: always({ opened: 'automatic' }),
  addresses: {
    // kubernetes-sigs/gateway-api conformance/reports: GatewayStaticAddresses unsupported
    specAddresses: 'ignored',
    infrastructureAnnotations: 'yes',
    how: 'GatewayConfiguration spec.dataPlaneOptions.network.services.ingress.annotations',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // Kong/kong-operator v2.2.3 controller/gateway/controller_watch.go:358: Gateways in that Namespace only
  watchesNamespaces: 'no',
  // Kong/kong-operator: spec.infrastructure.parametersRef
  attachment: always({ parametersKinds: ['gateway-operator.konghq.com/GatewayConfiguration'] }),
  conformance: 'GATEWAY-TLS: v2.3.0-rc.3 with Gateway API v1.6.1 (the suite has no test for one name on two ports)',
};
