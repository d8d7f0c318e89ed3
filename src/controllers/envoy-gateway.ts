import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Envoy Gateway, the only implementation that Kamaji's own end-to-end tests run. */
export const ENVOY_GATEWAY: ControllerProfile = {
  id: 'envoy-gateway',
  title: 'Envoy Gateway',
  // envoyproxy/gateway api/v1alpha1/envoygateway_types.go:19
  controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
  controllerNameKnob: 'Helm value config.envoyGateway.gateway.controllerName',
  // envoyproxy/gateway charts/gateway-helm has no GatewayClass; its documentation calls it "eg".
  gatewayClass: { name: 'eg', createdBy: 'user' },
  newestKnown: 'v1.9.0',
  support: [
    {
      from: '',
      value: {
        tier: SupportTier.LEGACY,
        reason: 'reads TLSRoute v1 only from v1.8.0 on',
        instead: 'go to v1.8.0 or newer with the Kamaji release that writes v1',
      },
    },
    // envoyproxy/gateway v1.8.0: TLSRoute v1
    { from: 'v1.8.0-0', value: { tier: SupportTier.SUPPORTED } },
  ],
  // envoyproxy/gateway go.mod at each tag
  gatewayApi: [
    { from: '', value: { built: 'v1.3.0' } },
    { from: 'v1.6.0-0', value: { built: 'v1.4.0' } },
    { from: 'v1.7.0-0', value: { built: 'v1.4.1' } },
    { from: 'v1.8.0-0', value: { built: 'v1.5.1' } },
    { from: 'v1.9.0-0', value: { built: 'v1.6.1' } },
  ],
  // envoyproxy/gateway internal/gatewayapi and internal/provider/kubernetes at each tag
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: 'v1.6.0-0', value: ['v1alpha3'] },
    { from: 'v1.8.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  // envoyproxy/gateway internal/gatewayapi/listener.go:1403; ports below 1024 move by 10000 inside the pod only
  passthrough: always('yes'),
  // Seen running 1.9.0 with Envoy 1.40.0; envoyproxy/gateway internal/xds/translator/listener.go: a listener a port, filter chains by name
  routing: always('port-and-name'),
  // envoyproxy/gateway internal/gatewayapi/route.go:2272-2500, seen running 1.9.0 with Envoy 1.40.0
  duplicateNames: 'accepts both, Envoy then rejects every later change of that port: no new tenant is served',
  listenerHostnames: always('any'),
  // envoyproxy/gateway v1.8.0: ListenerSet v1 (XListenerSet in v1.7)
  listenerSets: [
    { from: '', value: 'no' },
    { from: 'v1.8.0-0', value: 'yes' },
  ],
  gatewaysPerClass: 'many',
  // envoyproxy/gateway v1.9.0 internal/gatewayapi/helpers.go:690 (IsMergeGatewaysEnabled)
  dataPlane: {
    per: 'gateway',
    merge: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', setting: ['spec', 'mergeGateways'] },
  },
  // envoyproxy/gateway internal/infrastructure/kubernetes/proxy: Deployment and Service of each Gateway
  ports: always({ opened: 'automatic' }),
  addresses: {
    // envoyproxy/gateway v1.9.0 internal/infrastructure/kubernetes/proxy: IPAddress becomes externalIPs
    specAddresses: 'external-ips',
    hostnameAddress: 'sets Programmed=False with AddressNotUsable, and Kamaji then publishes no endpoint',
    infrastructureAnnotations: 'yes',
    how: 'spec.infrastructure.annotations (MetalLB: metallb.io/loadBalancerIPs) or EnvoyProxy spec.provider.kubernetes.envoyService.loadBalancerIP',
    // Seen running 1.9.0; envoyproxy/gateway internal/gatewayapi/listener.go:334, api/v1alpha1/envoyproxy_types.go:191
    families: {
      group: 'gateway.envoyproxy.io',
      kind: 'EnvoyProxy',
      setting: ['spec', 'ipFamily'],
      words: { IPv4: [4], IPv6: [6], DualStack: [4, 6] },
      standard: 'IPv4',
      loadBalancerIp: ['spec', 'provider', 'kubernetes', 'envoyService', 'loadBalancerIP'],
    },
  },
  // Envoy's TcpProxy default; envoyproxy/gateway api/v1alpha1/clienttrafficpolicy_types.go
  idle: { tcpSeconds: 3600, knob: 'ClientTrafficPolicy spec.timeout.tcp.idleTimeout' },
  connectionCaps: [
    // envoyproxy/gateway api/v1alpha1/circuitbreaker_types.go:16
    {
      limit: 1024,
      per: 'route',
      slots: 1,
      what: 'upstream circuit breaker, maxConnections',
      knob: 'BackendTrafficPolicy spec.circuitBreaker.maxConnections',
    },
  ],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // Seen running 1.9.0; envoyproxy/gateway internal/provider/kubernetes/controller.go, watchResources: Namespaces are read, not watched
  watchesNamespaces: 'no',
  // All seen by running the translator of v1.9.0 over generated scenarios
  attachment: always({
    tlsTerminateKinds: ['TCPRoute', 'TLSRoute'],
    mixedTlsModes: true,
    httpsBesideTls: 'conflict',
    invalidListenersConflict: false,
    refusedListenersClaim: true,
    refuseSetsOfRefusedGateways: false,
    routesOfRefusedSets: 'no-entry',
    stripsNamesOfOtherListeners: true,
    missingServicePort: 'PortNotFound',
    severalReasons: 'joined',
    parametersKinds: ['gateway.envoyproxy.io/EnvoyProxy'],
    invalidatingReasons: [
      'RefNotPermitted',
      'InvalidRouteKinds',
      'InvalidCACertificateRef',
      'InvalidCACertificateKind',
    ],
    backendKinds: ['/Service', 'multicluster.x-k8s.io/ServiceImport', 'gateway.envoyproxy.io/Backend'],
  }),
  // kubernetes-sigs/gateway-api conformance/reports/v1.6/envoy-gateway
  conformance: 'GATEWAY-TLS: v1.9.0 with Gateway API v1.6.1',
};
