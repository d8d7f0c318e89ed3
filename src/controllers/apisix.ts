import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Apache APISIX Ingress Controller. */
export const APISIX: ControllerProfile = {
  id: 'apisix',
  title: 'APISIX Ingress Controller',
  controllerName: 'apisix.apache.org/apisix-ingress-controller',
  gatewayClass: { name: 'apisix', createdBy: 'user' },
  newestKnown: '2.2.0',
  support: always({
    tier: SupportTier.REFUSED,
    // apache/apisix-ingress-controller#2594, docs/en/latest/concepts/gateway-api.md; #2882 is in no release seen
    reason:
      'has no TLS passthrough in any release up to 2.2.0: it terminates to match the name, which breaks client certificates',
    instead: 'use envoy-gateway',
  }),
  gatewayApi: [
    { from: '', value: { built: 'v1.3.0' } },
    { from: '2.2.0-0', value: { built: 'v1.6.0' } },
  ],
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: '2.2.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  passthrough: always('no'),
  // apache/apisix-ingress-controller: listener_port_match_mode is off by default; #2881 matches ports later
  routing: always('name-only'),
  duplicateNames: 'is not known to tell them apart',
  listenerHostnames: always('any'),
  listenerSets: always('no'),
  // One shared data plane
  gatewaysPerClass: 'many',
  ports: always({
    opened: 'by-hand',
    knob: 'stream_proxy of the APISIX configuration, and a port of its Service',
    missingPortFails: 'listener',
  }),
  addresses: {
    specAddresses: 'ignored',
    infrastructureAnnotations: 'unknown',
    how: 'the Service of the APISIX chart',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  attachment: {},
  // kubernetes-sigs/gateway-api#5182 skips four passthrough tests
  conformance: 'no report',
};
