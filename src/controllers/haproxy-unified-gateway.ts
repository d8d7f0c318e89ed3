import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** HAProxy Unified Gateway (haproxytech). */
export const HAPROXY_UNIFIED_GATEWAY: ControllerProfile = {
  id: 'haproxy-unified-gateway',
  title: 'HAProxy Unified Gateway',
  // haproxytech/haproxy-unified-gateway documentation (flag --controller-name)
  controllerName: 'gate.haproxy.org/hug',
  controllerNameKnob: 'flag --controller-name',
  // Who creates the class is not known; creating one that exists already with equal content does no harm
  gatewayClass: { name: 'haproxy', createdBy: 'user' },
  newestKnown: 'v1.0.0',
  support: always({
    tier: SupportTier.EXPERIMENTAL,
    // haproxytech/haproxy-unified-gateway k8s/gate/tree/gateway_listener.go, TLSRoute-builder.go; no conformance report
    reason: 'reads TLSRoute v1alpha2 only and has no conformance report',
    instead: 'prefer envoy-gateway',
  }),
  // Its documentation installs the experimental channel of 1.5.0
  gatewayApi: always({ built: 'v1.5.0' }),
  // haproxytech/haproxy-unified-gateway k8s/gate/tree/TLSRoute-builder.go
  tlsRouteVersionsRead: always(['v1alpha2']),
  tlsRouteSwitch: always(undefined),
  // haproxytech/haproxy-unified-gateway k8s/gate/tree/gateway_listener.go: TLS with mode Passthrough only
  passthrough: always('yes'),
  routing: always('unknown'),
  // haproxytech/haproxy-unified-gateway k8s/gate/tree/gateway_listener.go, for listeners
  duplicateNames: 'is not known to tell them apart; of two listeners it keeps the first',
  listenerHostnames: always('any'),
  listenerSets: always('unknown'),
  gatewaysPerClass: 'many',
  // haproxytech/haproxy-unified-gateway k8s/gate/tree/virtual_listener_builder.go: a frontend per port, whatever the Gateway
  dataPlane: { per: 'controller' },
  // haproxytech/haproxy-unified-gateway Helm chart
  ports: always({
    opened: 'by-hand',
    knob: 'Helm controller.containerPort.<name> and controller.service.extraPorts[]',
    missingPortFails: 'listener',
  }),
  // haproxytech/haproxy-unified-gateway Helm chart: controller.service
  addresses: {
    specAddresses: 'unknown',
    infrastructureAnnotations: 'unknown',
    how: 'the Service of the Helm chart',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  watchesNamespaces: 'unknown',
  // haproxytech/haproxy-unified-gateway k8s/gate/tree/gateway_listener.go: TLS with mode Passthrough only
  attachment: always({ tlsTerminate: false }),
  conformance: 'no report',
};
