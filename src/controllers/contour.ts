import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Contour, with its Gateway provisioner. */
export const CONTOUR: ControllerProfile = {
  id: 'contour',
  title: 'Contour',
  // projectcontour/contour examples/gateway-provisioner
  controllerName: 'projectcontour.io/gateway-controller',
  controllerNameKnob: 'flag --gateway-controller-name of the provisioner',
  // projectcontour/contour examples/gateway-provisioner: the class is made by the user
  gatewayClass: { name: 'contour', createdBy: 'user' },
  newestKnown: 'v1.33.6',
  support: always({
    tier: SupportTier.LEGACY,
    // projectcontour/contour cmd/contour/serve.go:1001
    reason: 'reads TLSRoute v1alpha2 only, in every release',
    instead: 'move to envoy-gateway before Kamaji or the Gateway API bundle does',
  }),
  // projectcontour/contour go.mod; 1.5 and newer serve v1alpha2 in their experimental channel, untested
  gatewayApi: always({ built: 'v1.3.0' }),
  // projectcontour/contour cmd/contour/serve.go:1001, and on main
  tlsRouteVersionsRead: always(['v1alpha2']),
  tlsRouteSwitch: always(undefined),
  // kubernetes-sigs/gateway-api conformance/reports: GATEWAY-TLS
  passthrough: always('yes'),
  // projectcontour/contour internal/dag: virtual hosts by listener
  routing: always('port-and-name'),
  // projectcontour/contour internal/dag/gatewayapi_processor.go, internal/dag/cache.go
  duplicateNames: 'serves either one, as its map iteration falls',
  // projectcontour/contour v1.33.6 internal/dag/gatewayapi_processor.go:224, 847 (otherListenerHostnames ignores the port;
  // a name that the own listener has as its hostname is kept); since #6162
  listenerHostnames: [
    { from: '', value: 'any' },
    { from: 'v1.30.0-0', value: 'closest-over-ports' },
  ],
  // kubernetes-sigs/gateway-api conformance/reports: not claimed
  listenerSets: always('no'),
  gatewaysPerClass: 'many',
  // projectcontour/contour internal/provisioner: Contour and Envoy for each Gateway
  dataPlane: { per: 'gateway' },
  // projectcontour/contour internal/provisioner; internal/gatewayapi/listeners.go:211-214
  ports: always({ opened: 'automatic' }),
  addresses: {
    // projectcontour/contour internal/provisioner: addresses[0]; GatewayStaticAddresses is not claimed
    specAddresses: 'load-balancer-ip',
    max: 1,
    extraAddresses: 'ignored',
    infrastructureAnnotations: 'yes',
    how: 'ContourDeployment spec.envoy.networkPublishing.serviceAnnotations, or one IPAddress in spec.addresses',
  },
  // projectcontour/contour internal/envoy/v3/listener.go:672
  idle: { tcpSeconds: 9001 },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // projectcontour/contour v1.33.6 cmd/contour/serve.go:990, internal/k8s/helpers.go:148
  watchesNamespaces: 'yes',
  attachment: always({}),
  conformance: 'GATEWAY-TLS: v1.33.0 with Gateway API v1.3.0',
};
