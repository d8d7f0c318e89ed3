import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

const KNOB =
  'an entry point whose own port (not the port of the Service) is the one of the listener: --entryPoints.<name>.address=:<port>, Helm ports.<name>.port';

/** Traefik Proxy. */
export const TRAEFIK: ControllerProfile = {
  id: 'traefik',
  title: 'Traefik',
  // traefik/traefik pkg/provider/kubernetes/gateway/kubernetes.go:39
  controllerName: 'traefik.io/gateway-controller',
  // traefik/traefik-helm-chart: gatewayClass.enabled, gatewayClass.name
  gatewayClass: { name: 'traefik', createdBy: 'installer' },
  newestKnown: 'v3.7.10',
  support: [
    // Every release opens ports by hand; what else an older one does wrong stands in the fields below.
    { from: '', value: { tier: SupportTier.MANUAL_PORTS, reason: 'opens no ports by itself' } },
  ],
  // traefik/traefik go.mod at each tag; kubernetes-sigs/gateway-api conformance/reports (v3.7.10 with 1.6.1)
  gatewayApi: [
    { from: '', value: { built: 'v1.4.0' } },
    { from: 'v3.7.0-0', value: { built: 'v1.5.1' } },
    { from: 'v3.7.10', value: { built: 'v1.6.1' } },
  ],
  // traefik/traefik pkg/provider/kubernetes/gateway at v3.6 and v3.7
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: 'v3.7.0-0', value: ['v1'] },
  ],
  // traefik/traefik pkg/provider/kubernetes/gateway/kubernetes.go (experimentalChannel) before v3.7.0
  tlsRouteSwitch: [
    { from: '', value: 'providers.kubernetesGateway.experimentalChannel=true' },
    { from: 'v3.7.0-0', value: undefined },
  ],
  // Seen running 3.7.9 and 3.7.10
  passthrough: always('yes'),
  // Seen running 3.7.10 with two kube-apiservers
  routing: always('port-and-name'),
  // traefik/traefik pkg/provider/kubernetes/gateway/tlsroute.go:567, pkg/muxer/tcp/mux.go; seen running 3.7.10
  duplicateNames: 'accepts both and serves either one, changing with any edit of any route',
  listenerHostnames: always('any'),
  // kubernetes-sigs/gateway-api conformance/reports: unsupported in v3.7.10
  listenerSets: always('no'),
  // Seen running 3.7.10: a twin Gateway with the same listeners is Programmed too
  gatewaysPerClass: 'many',
  // traefik/traefik pkg/provider/kubernetes/gateway/tlsroute.go (loadTLSRoute): routers are per entryPoint, whatever the Gateway; hostnames of routes alone make their rules
  dataPlane: { per: 'controller' },
  ports: [
    // Seen running 3.7.9: PortUnavailable of one listener takes the whole Gateway down
    { from: '', value: { opened: 'by-hand', knob: KNOB, missingPortFails: 'gateway' } },
    // Seen running 3.7.10
    { from: 'v3.7.10', value: { opened: 'by-hand', knob: KNOB, missingPortFails: 'listener' } },
  ],
  addresses: {
    // Seen running 3.7.10: both ignored without a condition
    specAddresses: 'ignored',
    infrastructureAnnotations: 'no',
    how: 'the Helm chart: service.annotations or service.spec.loadBalancerIP',
  },
  // Seen running 3.7.10: a silent connection survived 700 s; the ClientHello's deadline is cleared
  idle: { tcpSeconds: 'never' },
  connectionCaps: [],
  // traefik/traefik#13580, seen running 3.7.9 and 3.7.10
  routeNamesCollide: [
    { from: '', value: true },
    { from: 'v3.7.10', value: false },
  ],
  // Seen running 3.7.10: "TRAEFIK DEFAULT CERT" and 404 where the client offers ALPN
  answersUnknownNames: true,
  // Seen running 3.7.10; traefik/traefik v3.7.9 pkg/provider/kubernetes/gateway/client.go:151
  watchesNamespaces: 'yes',
  // kubernetes-sigs/gateway-api conformance/reports: Mixed is claimed in v3.7.10
  attachment: [
    { from: '', value: {} },
    { from: 'v3.7.10', value: { mixedTlsModes: true } },
  ],
  conformance: 'GATEWAY-TLS: v3.7.10 with Gateway API v1.6.1',
};
