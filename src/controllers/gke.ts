import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** GKE Gateway: managed and closed, so its documentation is all there is. */
export const GKE: ControllerProfile = {
  id: 'gke',
  title: 'GKE Gateway',
  // GKE documentation and status dumps of several users (kubectl get gatewayclass)
  controllerName: 'networking.gke.io/gateway',
  // Installed by GKE; passthrough is documented for the regional and internal classes only
  gatewayClass: { name: 'gke-l7-regional-external-managed', createdBy: 'platform' },
  // Releases are those of GKE itself
  newestKnown: '1.36.2-gke.2154000',
  support: [
    {
      from: '',
      value: {
        tier: SupportTier.REFUSED,
        // docs.cloud.google.com how-to/deploy-tls-passthrough-gateway
        reason: 'has no TLS passthrough before GKE 1.35',
        instead: 'go to GKE 1.35 or newer, or run envoy-gateway in the cluster',
      },
    },
    {
      from: '1.35.0-0',
      value: {
        tier: SupportTier.EXPERIMENTAL,
        reason: 'is not known to serve ports other than 443, nor one name on two ports',
        instead: 'try it with one tenant first, or run envoy-gateway in the cluster',
      },
    },
  ],
  // GKE documentation: bundled CRDs by GKE release
  gatewayApi: [
    { from: '', value: { built: 'v1.3.0' } },
    { from: '1.34.1-gke.1822000', value: { built: 'v1.4.0' } },
    { from: '1.35.2-gke.1842000', value: { built: 'v1.5.0' } },
    { from: '1.36.2-gke.2154000', value: { built: 'v1.6.0' } },
  ],
  // GKE documentation how-to/deploy-tls-passthrough-gateway
  tlsRouteVersionsRead: [
    { from: '', value: [] },
    { from: '1.35.0-0', value: ['v1'] },
  ],
  tlsRouteSwitch: always(undefined),
  // GKE documentation how-to/deploy-tls-passthrough-gateway: GKE 1.35 and newer, regional and internal classes
  passthrough: [
    { from: '', value: 'no' },
    { from: '1.35.0-0', value: 'yes' },
  ],
  routing: always('unknown'),
  duplicateNames: 'is not known to tell them apart',
  listenerHostnames: always('any'),
  // kubernetes-sigs/gateway-api conformance/reports: unsupported
  listenerSets: always('no'),
  gatewaysPerClass: 'many',
  // cloud.google.com documentation of GKE Gateway: a load balancer for each Gateway
  dataPlane: { per: 'gateway' },
  ports: always({ opened: 'unknown' }),
  addresses: {
    // The controller's own message in a user's status: only type NamedAddress
    specAddresses: 'named-address',
    infrastructureAnnotations: 'no',
    how: 'spec.addresses of type NamedAddress',
  },
  idle: { tcpSeconds: 'unknown' },
  connectionCaps: [],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  watchesNamespaces: 'unknown',
  attachment: always({}),
  conformance: 'GATEWAY-HTTP only',
};
