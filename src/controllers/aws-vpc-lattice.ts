import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** AWS Gateway API Controller (VPC Lattice). */
export const AWS_VPC_LATTICE: ControllerProfile = {
  id: 'aws-vpc-lattice',
  title: 'AWS Gateway API Controller (VPC Lattice)',
  // aws/aws-application-networking-k8s pkg/config/controller_config.go:21
  controllerName: 'application-networking.k8s.aws/gateway-api-controller',
  // aws/aws-application-networking-k8s files/controller-installation/gatewayclass.yaml
  gatewayClass: { name: 'amazon-vpc-lattice', createdBy: 'user' },
  newestKnown: 'v2.1.3',
  support: always({
    tier: SupportTier.REFUSED,
    // aws/aws-application-networking-k8s docs: lattice-assigned-domain-name
    reason:
      'has no single entry point: it gives every route a domain of its own, while Kamaji publishes the address of the Gateway',
    instead: 'use envoy-gateway and let an NLB stand in front of its Service',
  }),
  // aws/aws-application-networking-k8s go.mod at v2.1.3
  gatewayApi: always({ built: 'v1.5.0' }),
  // aws/aws-application-networking-k8s#637, #643: v1alpha2 when passthrough came; the release that turned to v1 was not looked up
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: 'v2.1.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  // aws/aws-application-networking-k8s#637, #643
  passthrough: [
    { from: '', value: 'no' },
    { from: 'v1.0.5', value: 'yes' },
  ],
  // aws/aws-application-networking-k8s: annotation application-networking.k8s.aws/lattice-assigned-domain-name of each route
  routing: always('address-per-route'),
  duplicateNames: 'is not known to tell them apart',
  listenerHostnames: always('any'),
  // aws/aws-application-networking-k8s has no reference to ListenerSet
  listenerSets: always('no'),
  gatewaysPerClass: 'many',
  // aws/aws-application-networking-k8s: a service network for each Gateway
  dataPlane: { per: 'gateway' },
  // aws/aws-application-networking-k8s pkg/gateway/model_build_listener.go:163-173
  ports: always({ opened: 'automatic' }),
  // aws/aws-application-networking-k8s: a Gateway is a service network, found by name only
  addresses: {
    specAddresses: 'ignored',
    infrastructureAnnotations: 'unknown',
    how: 'none: addresses are assigned per route',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // aws/aws-application-networking-k8s v2.1.3 pkg/model/core/route.go:146: Namespaces are read, not watched
  watchesNamespaces: 'no',
  tenantCeiling: 'two listeners a service by the default quota of Lattice',
  attachment: always({}),
  conformance: 'GATEWAY-HTTP, partial',
};
