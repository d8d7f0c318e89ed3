import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Apache APISIX Ingress Controller. */
export const APISIX: ControllerProfile = {
  id: 'apisix',
  title: 'APISIX Ingress Controller',
  // apache/apisix-ingress-controller docs/en/latest/concepts/gateway-api.md; Helm config.controllerName
  controllerName: 'apisix.apache.org/apisix-ingress-controller',
  // apache/apisix-ingress-controller documentation: the class is made by the user
  gatewayClass: { name: 'apisix', createdBy: 'user' },
  newestKnown: '2.2.0',
  support: always({
    tier: SupportTier.REFUSED,
    // apache/apisix-ingress-controller#2594, docs/en/latest/concepts/gateway-api.md; #2882 is in no release seen
    reason:
      'has no TLS passthrough in any release up to 2.2.0: it terminates to match the name, which breaks client certificates',
    instead: 'use envoy-gateway',
  }),
  // apache/apisix-ingress-controller go.mod at each tag
  gatewayApi: [
    { from: '', value: { built: 'v1.3.0' } },
    { from: '2.2.0-0', value: { built: 'v1.6.0' } },
  ],
  // apache/apisix-ingress-controller 2.2.0 and 2.1
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: '2.2.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  // apache/apisix-ingress-controller#2594
  passthrough: always('no'),
  // apache/apisix-ingress-controller: listener_port_match_mode is off by default; #2881 matches ports later
  routing: always('name-only'),
  duplicateNames: 'is not known to tell them apart',
  listenerHostnames: always('any'),
  // apache/apisix-ingress-controller 2.2.0 has no reference to ListenerSet
  listenerSets: always('no'),
  // One shared data plane
  gatewaysPerClass: 'many',
  // apache/apisix-ingress-controller documentation: one shared data plane
  dataPlane: { per: 'controller' },
  // apache/apisix-ingress-controller documentation: one shared data plane, its ports are those of APISIX
  ports: always({
    opened: 'by-hand',
    knob: 'stream_proxy of the APISIX configuration, and a port of its Service',
    missingPortFails: 'listener',
  }),
  // apache/apisix-ingress-controller documentation: spec.addresses is not supported
  addresses: {
    specAddresses: 'ignored',
    infrastructureAnnotations: 'unknown',
    how: 'the Service of the APISIX chart',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // apache/apisix-ingress-controller 2.2.0 internal/controller/utils.go:823: Namespaces are read, not watched
  watchesNamespaces: 'no',
  // apache/apisix-ingress-controller: spec.infrastructure.parametersRef
  attachment: always({ parametersKinds: ['apisix.apache.org/GatewayProxy'] }),
  // kubernetes-sigs/gateway-api#5182 skips four passthrough tests
  conformance: 'no report',
};
