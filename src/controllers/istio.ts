import { ControllerProfile, GatewayApiRange, Support } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

const OLD: Support = {
  tier: SupportTier.LEGACY,
  reason: 'reads TLSRoute v1alpha2 only before v1.30.0',
  instead: 'go to v1.30.0 or newer',
};

const WIDER_ROUTES =
  'lets a TLSRoute with a wider wildcard than its listener serve names that the listener does not have';

const OLD_BUNDLES: GatewayApiRange = {
  built: 'v1.4.0',
  below: 'v1.5.0',
  outside: 'ignores the TLSRoutes of that bundle without a word',
};

/** Istio's own gateways (istiod deploys an Envoy per Gateway). */
export const ISTIO: ControllerProfile = {
  id: 'istio',
  title: 'Istio',
  // istio/istio pilot/pkg/features: PILOT_GATEWAY_API_CONTROLLER_NAME
  controllerName: 'istio.io/gateway-controller',
  controllerNameKnob: 'istiod variable PILOT_GATEWAY_API_CONTROLLER_NAME',
  // istio/istio pilot/pkg/config/kube/gateway/gatewayclass.go; PILOT_GATEWAY_API_DEFAULT_GATEWAYCLASS_NAME
  gatewayClass: { name: 'istio', createdBy: 'controller' },
  newestKnown: 'v1.30.3',
  // istio/istio#59229, fixed by #59604 in 1.30.0, #59638 in 1.29.2, #59632 in 1.28.6, #59633 in 1.27.9
  support: [
    { from: '', value: { ...OLD, fault: WIDER_ROUTES } },
    { from: 'v1.27.9', value: OLD },
    { from: 'v1.28.0-0', value: { ...OLD, fault: WIDER_ROUTES } },
    { from: 'v1.28.6', value: OLD },
    { from: 'v1.29.0-0', value: { ...OLD, fault: WIDER_ROUTES } },
    { from: 'v1.29.2', value: OLD },
    { from: 'v1.30.0-0', value: { tier: SupportTier.SUPPORTED } },
  ],
  gatewayApi: [
    // istio/istio#59443: with a bundle that does not serve v1alpha2 istiod does not get ready
    { from: '', value: OLD_BUNDLES },
    // istio/istio pkg/kube/kclient/crdwatcher.go, MaximumCRDVersions: TLSRoutes up to 1.4.0 (#59949), one patch later up to 1.4.1 (#59982)
    { from: 'v1.27.9', value: { ...OLD_BUNDLES, below: 'v1.4.1' } },
    { from: 'v1.28.0-0', value: OLD_BUNDLES },
    { from: 'v1.28.6', value: { ...OLD_BUNDLES, below: 'v1.4.1' } },
    { from: 'v1.28.7', value: OLD_BUNDLES },
    { from: 'v1.29.2', value: { ...OLD_BUNDLES, below: 'v1.4.1' } },
    { from: 'v1.29.3', value: OLD_BUNDLES },
    // istio/istio pkg/config/schema/gatewayapi/minimumversions.go: tlsroutes from 1.5.0 on
    {
      from: 'v1.30.0-0',
      value: { built: 'v1.5.1', min: 'v1.5.0', outside: 'ignores the TLSRoutes of that bundle without a word' },
    },
    {
      from: 'v1.31.0-0',
      value: { built: 'v1.6.0', min: 'v1.5.0', outside: 'ignores the TLSRoutes of that bundle (IST0176)' },
    },
  ],
  // istio/istio pkg/config/schema/gatewayapi at 1.29 and 1.30
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: 'v1.30.0-0', value: ['v1'] },
  ],
  // istio/istio pilot/pkg/features: PILOT_ENABLE_ALPHA_GATEWAY_API
  tlsRouteSwitch: [
    { from: '', value: 'istiod variable PILOT_ENABLE_ALPHA_GATEWAY_API=true' },
    { from: 'v1.30.0-0', value: undefined },
  ],
  // istio/istio pilot/pkg/networking/core/gateway.go: filter chains by name for TLS passthrough
  passthrough: always('yes'),
  // istio/istio pilot/pkg/networking/core/gateway.go: a listener a port
  routing: always('port-and-name'),
  // istio/istio pilot/pkg/networking/core/gateway.go:966-978, #57471
  duplicateNames: 'skips the later route and still reports it as Accepted',
  listenerHostnames: always('any'),
  // kubernetes-sigs/gateway-api conformance/reports: 1.30 lists ListenerSet as unsupported, though code handles v1
  listenerSets: always('no'),
  gatewaysPerClass: 'many',
  // istio/istio kube-gateway.yaml: Deployment and Service of each Gateway
  dataPlane: { per: 'gateway' },
  // istio/istio manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml: Deployment and Service of each Gateway
  ports: always({ opened: 'automatic' }),
  addresses: {
    // istio/istio manifests/charts/istio-control/istio-discovery/files/kube-gateway.yaml
    specAddresses: 'load-balancer-ip',
    max: 1,
    extraAddresses: 'ignored',
    // istio/istio: ENABLE_GATEWAY_API_MANUAL_DEPLOYMENT
    hostnameAddress: 'takes the Gateway for one that somebody deployed by hand, and deploys nothing',
    infrastructureAnnotations: 'yes',
    how: 'one IPAddress in spec.addresses, or spec.infrastructure.annotations (MetalLB: metallb.io/loadBalancerIPs)',
  },
  // istio/istio pilot/pkg/networking/core/networkfilter.go
  idle: { tcpSeconds: 3600, knob: 'DestinationRule spec.trafficPolicy.connectionPool.tcp.idleTimeout' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // istio/istio 1.30.3 pilot/pkg/config/kube/gateway/conversion.go:2497: Namespaces are an input of the conversion
  watchesNamespaces: 'yes',
  // kubernetes-sigs/gateway-api conformance/reports: no feature of TLS is missing from 1.30 on
  attachment: [
    { from: '', value: { parametersKinds: ['/ConfigMap'] } },
    { from: 'v1.30.0-0', value: { mixedTlsModes: true, parametersKinds: ['/ConfigMap'] } },
  ],
  conformance: 'GATEWAY-TLS: v1.30 with Gateway API v1.5.1',
};
