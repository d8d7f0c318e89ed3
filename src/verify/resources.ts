import { GatewayApiRelease } from '../gateway-api/gateway-api-release';
import { TargetPlatform } from '../platform';
import { Resource } from './cluster-reader';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** Secrets are read one by one, by name: a right to list them would be a right to read all of the cluster's. */
export const SECRET: Resource = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret' };

/** The kinds that are read whole. */
export type ListedKind =
  | 'GatewayClass'
  | 'Gateway'
  | 'ListenerSet'
  | 'TLSRoute'
  | 'ReferenceGrant'
  | 'TenantControlPlane'
  | 'Namespace'
  | 'Service';

function gatewayResource(kind: ListedKind, plural: string, release: GatewayApiRelease): Resource {
  return { group: GATEWAY_GROUP, version: release.servedVersions(kind)[0] ?? 'v1', plural, kind };
}

/** The resources that are listed on a platform: TLSRoutes in the version that Kamaji writes, ListenerSets where the release has them. */
export function listedResources({ gatewayApi, kamaji }: TargetPlatform): (Resource & { readonly kind: ListedKind })[] {
  const listenerSets = gatewayApi.servedVersions('ListenerSet').length > 0;
  const resources: Resource[] = [
    gatewayResource('GatewayClass', 'gatewayclasses', gatewayApi),
    gatewayResource('Gateway', 'gateways', gatewayApi),
    ...(listenerSets ? [gatewayResource('ListenerSet', 'listenersets', gatewayApi)] : []),
    { group: GATEWAY_GROUP, version: kamaji.tlsRouteVersion, plural: 'tlsroutes', kind: 'TLSRoute' },
    gatewayResource('ReferenceGrant', 'referencegrants', gatewayApi),
    { group: 'kamaji.clastix.io', version: 'v1alpha1', plural: 'tenantcontrolplanes', kind: 'TenantControlPlane' },
    { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace' },
    { group: '', version: 'v1', plural: 'services', kind: 'Service' },
  ];
  return resources as (Resource & { readonly kind: ListedKind })[];
}
