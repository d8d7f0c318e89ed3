import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** Cilium's Gateway API support (an Envoy per node). */
export const CILIUM: ControllerProfile = {
  id: 'cilium',
  title: 'Cilium',
  // cilium/cilium Documentation/network/servicemesh/gateway-api/gateway-api.rst
  controllerName: 'io.cilium/gateway-controller',
  // cilium/cilium Documentation/network/servicemesh/gateway-api; Helm gatewayAPI.gatewayClass.create
  gatewayClass: { name: 'cilium', createdBy: 'installer' },
  newestKnown: 'v1.20.0',
  support: [
    {
      from: '',
      value: {
        tier: SupportTier.REFUSED,
        // cilium/cilium#31122, #42898; fixed by #44889 (1.20.0), backport #46826 (1.19.6)
        reason: 'serves only one of two ports with the same name before v1.19.6, and every tenant has its name on two',
        instead: 'go to v1.19.6 or newer',
      },
    },
    {
      from: 'v1.19.6',
      value: {
        tier: SupportTier.LEGACY,
        reason: 'reads TLSRoute v1 only from v1.20.0 on',
        instead: 'go to v1.20.0 with the Kamaji release that writes v1',
      },
    },
    // cilium/cilium#44889 is in 1.20.0; pre-releases of it are not known to hold the fix
    { from: 'v1.20.0', value: { tier: SupportTier.SUPPORTED } },
  ],
  gatewayApi: [
    // cilium/cilium#44920: the operator crashes without TLSRoute v1alpha2
    {
      from: '',
      value: { built: 'v1.4.1', outside: 'has an operator that exits where TLSRoute v1alpha2 is not served' },
    },
    // cilium/cilium#47758, Documentation/network/servicemesh/gateway-api/listenerset.rst: v1 of both must be there
    {
      from: 'v1.20.0-0',
      value: { built: 'v1.6.1', min: 'v1.5.0', outside: 'has an operator that needs TLSRoute v1 and ListenerSet v1' },
    },
  ],
  // cilium/cilium#44920 (v1alpha2 in 1.19), #47758 (v1 in 1.20)
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: 'v1.20.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  // kubernetes-sigs/gateway-api conformance/reports: GATEWAY-TLS; TLSRouteModeTerminate and TLSRouteModeMixed are not claimed
  passthrough: always('yes'),
  // cilium/cilium#31122, #42898, #44889, #46826
  routing: [
    { from: '', value: 'name-only' },
    { from: 'v1.19.6', value: 'port-and-name' },
  ],
  // cilium/cilium#45050, #45925, #45966
  duplicateNames: 'makes Envoy reject the configuration, which can block new pods on the whole cluster',
  listenerHostnames: always('any'),
  // cilium/cilium Documentation/network/servicemesh/gateway-api/listenerset.rst
  listenerSets: [
    { from: '', value: 'no' },
    { from: 'v1.20.0-0', value: 'yes' },
  ],
  gatewaysPerClass: 'many',
  // cilium/cilium Documentation/network/servicemesh/gateway-api: a Service and a CiliumEnvoyConfig for each Gateway
  dataPlane: { per: 'gateway' },
  // cilium/cilium Documentation/network/servicemesh/gateway-api: Service cilium-gateway-<name>, traffic in the Envoy of each node
  ports: always({ opened: 'automatic' }),
  addresses: {
    // cilium/cilium Documentation/network/servicemesh/gateway-api/addresses.rst
    specAddresses: 'lb-ipam',
    hostnameAddress: 'supports addresses of type IPAddress only',
    infrastructureAnnotations: 'yes',
    how: 'spec.addresses with LB-IPAM, or spec.infrastructure.annotations with io.cilium/lb-ipam-ips, which wins',
  },
  // cilium/cilium operator/pkg/model/translation: TcpProxy without an idle timeout, so Envoy's own
  idle: { tcpSeconds: 3600 },
  connectionCaps: [
    // cilium/cilium#43810
    { limit: 1024, per: 'route', slots: 1, what: "Envoy's circuit breaker, max_connections" },
  ],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // cilium/cilium v1.20.2 operator/pkg/gateway-api/watch-handlers/namespaces.go:102: looks for Gateways that match the new labels,
  // so it notices a Namespace that it has to let in, not one that it has to send away
  watchesNamespaces: 'no',
  // cilium/cilium#39974
  tenantCeiling: 'one CiliumEnvoyConfig a Gateway, which must fit into one object of etcd (about 1.5 MB)',
  // kubernetes-sigs/gateway-api conformance/reports: Terminate is not claimed
  // cilium/cilium operator/pkg/gateway-api (listenerPairConflict), #48092, #47590: from 1.19.6 on HTTPS beside TLS passthrough is
  // a ProtocolConflict where the names intersect, equal ones included
  attachment: [
    { from: '', value: { tlsTerminate: false } },
    { from: 'v1.19.6', value: { tlsTerminate: false, httpsBesideTls: 'conflict-where-intersecting' } },
  ],
  conformance: 'GATEWAY-TLS: v1.20.0 with Gateway API v1.6.1',
};
