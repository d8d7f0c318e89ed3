import { KamajiGeneration, KamajiRelease } from '../kamaji/kamaji-release';
import { API_SERVER_LISTENER } from '../kamaji/predicted-routes';
import { asList, asNumber, asString, KubeObject, read } from '../objects';
import { holds, readConditions } from './conditions';
import { ExpectedRoute } from './expectation';
import { LiveCluster } from './live-cluster';

/** Where in the status of a TenantControlPlane Kamaji writes what it found out about a route. */
export function accessPointsPath({ role }: ExpectedRoute): string[] {
  const root = role === API_SERVER_LISTENER ? ['kubernetesResources'] : ['addons', 'konnectivity'];
  return ['status', ...root, 'gateway', 'accessPoints'];
}

/** The access points that a live TenantControlPlane names for a route. */
export function accessPointsOf(tenant: KubeObject, route: ExpectedRoute): string[] {
  return asList(read(tenant, ...accessPointsPath(route))).map((point) => asString(read(point, 'value')) ?? '');
}

/** Whether a listener is one that Kamaji takes a reference to mean. G2 and G3 do not look at the port. */
function isMeant(listener: unknown, parentRef: unknown, release: KamajiRelease): boolean {
  const sectionName = asString(read(parentRef, 'sectionName'));
  const port = asNumber(read(parentRef, 'port'));
  const looksAtPort = release.generation !== KamajiGeneration.G2 && release.generation !== KamajiGeneration.G3;
  return (
    (sectionName === undefined || read(listener, 'name') === sectionName) &&
    (!looksAtPort || port === undefined || read(listener, 'port') === port)
  );
}

/**
 * Works out the access points that Kamaji would write if it looked at the live route and Gateway now:
 * it takes the route's Accepted and the Gateway's own Programmed, and the port of the listener in the Gateway's spec.
 *
 * @see https://github.com/clastix/kamaji/blob/master/internal/resources/k8s_gateway_utils.go
 */
export function currentAccessPoints(route: KubeObject, live: LiveCluster, release: KamajiRelease): string[] {
  const hostname = asString(read(route, 'spec', 'hostnames', 0)) ?? '';
  const home = asString(read(route, 'metadata', 'namespace')) ?? '';
  return asList(read(route, 'status', 'parents')).flatMap((parent) => {
    const parentRef = read(parent, 'parentRef');
    const namespace = asString(read(parentRef, 'namespace')) ?? home;
    const gateway = live.find('Gateway', namespace, asString(read(parentRef, 'name')) ?? '');
    const isUp =
      holds(readConditions(read(parent, 'conditions')), 'Accepted') &&
      holds(readConditions(read(gateway, 'status', 'conditions')), 'Programmed');
    return isUp
      ? asList(read(gateway, 'spec', 'listeners'))
          .filter((listener) => isMeant(listener, parentRef, release))
          .map((listener) => `https://${hostname}:${String(read(listener, 'port'))}`)
      : [];
  });
}
