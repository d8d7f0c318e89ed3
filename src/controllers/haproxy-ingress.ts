import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** HAProxy Ingress (jcmoraisjr/haproxy-ingress). */
export const HAPROXY_INGRESS: ControllerProfile = {
  id: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  // jcmoraisjr/haproxy-ingress pkg/controller/config
  controllerName: 'haproxy-ingress.github.io/controller',
  // jcmoraisjr/haproxy-ingress Helm chart: controller.gatewayClassResource.enabled=true
  gatewayClass: { name: 'haproxy', createdBy: 'installer' },
  newestKnown: 'v0.17.0-alpha.2',
  support: [
    {
      from: '',
      value: {
        tier: SupportTier.REFUSED,
        // jcmoraisjr/haproxy-ingress v0.16.1: Gateway API 1.0
        reason: 'reads no TLSRoutes before v0.17.0-alpha.1',
        instead: 'go to v0.17.0-alpha.2, or use envoy-gateway',
      },
    },
    {
      from: 'v0.17.0-alpha.1',
      value: {
        tier: SupportTier.EXPERIMENTAL,
        reason: 'has TLSRoutes in alpha releases only',
        instead: 'try it with one tenant first, or use envoy-gateway',
      },
    },
  ],
  // jcmoraisjr/haproxy-ingress go.mod at v0.16.1 and v0.17.0-alpha.2
  gatewayApi: [
    { from: '', value: { built: 'v1.0.0' } },
    { from: 'v0.17.0-alpha.1', value: { built: 'v1.5.1' } },
  ],
  // jcmoraisjr/haproxy-ingress: v1 preferred, else v1alpha2, found out at start
  tlsRouteVersionsRead: [
    { from: '', value: [] },
    { from: 'v0.17.0-alpha.1', value: ['v1', 'v1alpha2'] },
  ],
  tlsRouteSwitch: always(undefined),
  // jcmoraisjr/haproxy-ingress pkg/converters/gateway/gateway.go
  passthrough: [
    { from: '', value: 'no' },
    { from: 'v0.17.0-alpha.1', value: 'yes' },
  ],
  // jcmoraisjr/haproxy-ingress v0.17.0-alpha.2: a frontend per port
  routing: always('port-and-name'),
  // jcmoraisjr/haproxy-ingress pkg/converters/gateway/gateway.go:1116
  duplicateNames: 'serves the oldest and only logs "skipping redeclared ssl-passthrough hostname"',
  listenerHostnames: always('any'),
  // jcmoraisjr/haproxy-ingress pkg/converters/gateway has no reference to ListenerSet
  listenerSets: always('no'),
  gatewaysPerClass: 'many',
  // jcmoraisjr/haproxy-ingress pkg/converters/gateway/gateway.go:1101: a frontend per port, whatever the Gateway
  dataPlane: { per: 'controller' },
  // haproxy-ingress/charts haproxy-ingress/values.yaml: controller.service.extraPorts
  ports: always({
    opened: 'by-hand',
    knob: 'a port of the Service: Helm controller.service.extraPorts[] (port, targetPort)',
    missingPortFails: 'listener',
  }),
  addresses: {
    // A TODO in jcmoraisjr/haproxy-ingress v0.17.0-alpha.2
    specAddresses: 'ignored',
    infrastructureAnnotations: 'no',
    how: 'the Helm chart: controller.service.annotations or controller.service.loadBalancerIP',
  },
  // jcmoraisjr/haproxy-ingress pkg/converters/ingress/defaults.go:80,98,118
  idle: { tcpSeconds: 3600, knob: 'timeout-tunnel in the ConfigMap (Helm controller.config)' },
  // jcmoraisjr/haproxy-ingress pkg/converters/ingress/defaults.go (max-connections)
  connectionCaps: [
    {
      limit: 2000,
      per: 'gateway',
      slots: 1,
      what: 'max-connections',
      knob: 'max-connections in the ConfigMap (Helm controller.config)',
    },
  ],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // jcmoraisjr/haproxy-ingress v0.16.1 pkg/controller/reconciler/watchers.go: Namespaces are read, not watched
  watchesNamespaces: 'no',
  attachment: always({}),
  conformance: 'GATEWAY-TLS: v0.17.0-alpha.1 with Gateway API v1.4.1',
};
