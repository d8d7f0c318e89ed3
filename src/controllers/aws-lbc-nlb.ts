import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** AWS Load Balancer Controller with Network Load Balancers. */
export const AWS_LBC_NLB: ControllerProfile = {
  id: 'aws-lbc-nlb',
  title: 'AWS Load Balancer Controller (NLB)',
  // kubernetes-sigs/aws-load-balancer-controller pkg/gateway/constants/controller_constants.go:11-13
  controllerName: 'gateway.k8s.aws/nlb',
  // Name in its documentation; the chart has no GatewayClass
  gatewayClass: { name: 'aws-nlb-gateway-class', createdBy: 'user' },
  newestKnown: 'v3.5.0',
  support: always({
    tier: SupportTier.REFUSED,
    // kubernetes-sigs/aws-load-balancer-controller pkg/gateway/model/model_build_listener.go:700-735 (pickOneL4Route)
    reason:
      'cannot route by name: a Network Load Balancer sends a whole port to the oldest route, so every tenant lands at the first one',
    instead: 'use envoy-gateway and let an NLB stand in front of its Service',
  }),
  gatewayApi: always({
    // kubernetes-sigs/aws-load-balancer-controller pkg/gateway/crddetect/gateway_feature_flags.go:22
    built: 'v1.6.0',
    min: 'v1.6.0',
    outside: 'switches its layer 4 half off where TCPRoute, UDPRoute or TLSRoute v1 is missing',
  }),
  // kubernetes-sigs/aws-load-balancer-controller pkg/gateway/crddetect/gateway_feature_flags.go:22
  tlsRouteVersionsRead: always(['v1']),
  tlsRouteSwitch: always(undefined),
  // kubernetes-sigs/aws-load-balancer-controller#4559 makes it a TCP listener
  passthrough: [
    { from: '', value: 'no' },
    { from: 'v3.1.0', value: 'yes' },
  ],
  // kubernetes-sigs/aws-load-balancer-controller pickOneL4Route: no name is looked at
  routing: always('port-only'),
  duplicateNames: 'serves the oldest route of a listener and reports all as Accepted',
  listenerHostnames: always('any'),
  // kubernetes-sigs/aws-load-balancer-controller v3.2.0
  listenerSets: [
    { from: '', value: 'no' },
    { from: 'v3.2.0', value: 'yes' },
  ],
  gatewaysPerClass: 'many',
  // kubernetes-sigs/aws-load-balancer-controller pkg/gateway/model: a load balancer for each Gateway
  dataPlane: { per: 'gateway' },
  // kubernetes-sigs/aws-load-balancer-controller pkg/gateway/model: a listener of the NLB each
  ports: always({ opened: 'automatic' }),
  addresses: {
    // Unread in kubernetes-sigs/aws-load-balancer-controller v3.5.0
    specAddresses: 'ignored',
    infrastructureAnnotations: 'unknown',
    how: 'LoadBalancerConfiguration spec.loadBalancerSubnets[].eipAllocation',
  },
  // gardener/gardener#3092 names the 350 s of an NLB
  idle: {
    tcpSeconds: 350,
    knob: 'LoadBalancerConfiguration spec.listenerConfigurations[].listenerAttributes tcp.idle_timeout.seconds',
  },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // kubernetes-sigs/aws-load-balancer-controller v3.5.0 controllers/gateway/gateway_controller.go:591-757: no watch
  watchesNamespaces: 'no',
  // kubernetes-sigs/aws-load-balancer-controller: LoadBalancerConfiguration by class or Gateway
  attachment: always({ parametersKinds: ['gateway.k8s.aws/LoadBalancerConfiguration'] }),
  conformance: 'GATEWAY-HTTP, partial',
};
