import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Kong Ingress Controller with unmanaged Gateways: all Gateways of a class share one proxy. */
export const KONG_KIC: ControllerProfile = {
  id: 'kong-kic',
  title: 'Kong Ingress Controller',
  // Kong/kubernetes-ingress-controller internal/controllers/gateway (flag --gateway-api-controller-name)
  controllerName: 'konghq.com/kic-gateway-controller',
  controllerNameKnob: 'flag --gateway-api-controller-name',
  gatewayClass: {
    name: 'kong',
    createdBy: 'user',
    // Kong/kubernetes-ingress-controller internal/annotations/annotations.go:81
    annotations: { 'konghq.com/gatewayclass-unmanaged': 'true' },
  },
  newestKnown: 'v3.5.13',
  support: always({
    tier: SupportTier.REFUSED,
    // Kong/kubernetes-ingress-controller internal/dataplane/translator/translate_tlsroute.go
    reason: 'routes TLS by name without the port, so the API server and konnectivity of a tenant collide',
    instead: 'use envoy-gateway for the tenants; Kong can go on serving HTTP beside it',
  }),
  // Kong/kubernetes-ingress-controller go.mod
  gatewayApi: always({ built: 'v1.3.0' }),
  // Kong/kubernetes-ingress-controller internal/manager/controllerdef.go
  tlsRouteVersionsRead: always(['v1alpha2']),
  // Kong/kubernetes-ingress-controller internal/manager/controllerdef.go:470
  tlsRouteSwitch: always('feature gate GatewayAlpha=true'),
  // Kong/kubernetes-ingress-controller translate_tlsroute.go: protocols [tls_passthrough]
  passthrough: always('yes'),
  // Kong/kubernetes-ingress-controller translate_tlsroute.go: snis only, no destination port
  routing: always('name-only'),
  duplicateNames: 'tells routes apart by name alone: what happens is not defined',
  listenerHostnames: always('any'),
  // Kong/kubernetes-ingress-controller has no reference to ListenerSet
  listenerSets: always('no'),
  // Kong/kubernetes-ingress-controller: one publish Service a class; --gateway-to-reconcile limits it to one Gateway
  gatewaysPerClass: 'one',
  // Kong/kubernetes-ingress-controller: all Gateways are one configuration of Kong
  dataPlane: { per: 'controller' },
  ports: always({
    // Kong/charts charts/kong/values.yaml: proxy.stream; KONG_STREAM_LISTEN
    opened: 'by-hand',
    knob: 'KONG_STREAM_LISTEN and a port of the proxy Service: Helm proxy.stream[] (containerPort, servicePort, protocol, parameters: [ssl])',
    missingPortFails: 'listener',
  }),
  // Kong/kubernetes-ingress-controller reads neither; Kong/charts charts/kong/values.yaml
  addresses: {
    specAddresses: 'ignored',
    infrastructureAnnotations: 'no',
    how: 'the Helm chart: proxy.annotations or proxy.loadBalancerIP',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // Kong/kubernetes-ingress-controller v3.5.13 internal/controllers/gateway/route_utils.go:472: Namespaces are read, not watched
  watchesNamespaces: 'no',
  attachment: always({}),
  conformance: 'GATEWAY-HTTP only',
};
