import { KubeObject } from '../objects';
import { KamajiRelease } from './kamaji-release';
import { ParentRefView, TenantControlPlaneView, viewTenantControlPlane } from './tenant-control-plane-view';

/** Listener that Kamaji names for the API server in G2, and that this library names in every generation. */
export const API_SERVER_LISTENER = 'kube-apiserver';

/** Listener that Kamaji names for konnectivity in every generation. */
export const KONNECTIVITY_LISTENER = 'konnectivity-server';

/** A parent of a predicted route, with what Kamaji fills in. */
export interface PredictedParent {
  /** The parentRef of the TenantControlPlane that it stems from. */
  readonly source: ParentRefView;

  /** Listener name in the route. */
  readonly sectionName?: string;

  /** Port in the route, as it is written or filled in. */
  readonly port?: unknown;
}

/** A TLSRoute that Kamaji will create. */
export interface PredictedRoute {
  /** Name of the listener that the route is for. */
  readonly role: typeof API_SERVER_LISTENER | typeof KONNECTIVITY_LISTENER;
  readonly name: string;
  readonly hostname: string;
  readonly parents: readonly PredictedParent[];

  /** Port of the Service behind the route, which is also the one that clients dial. */
  readonly port: unknown;
}

function asWritten(source: ParentRefView): PredictedParent {
  return {
    source,
    ...(source.sectionName === undefined ? {} : { sectionName: source.sectionName }),
    ...(source.port === undefined ? {} : { port: source.port }),
  };
}

/** Says whether Kamaji stops at the API server's route, so that the one for konnectivity is never made. */
function stopsBeforeKonnectivity(parents: readonly ParentRefView[], release: KamajiRelease): boolean {
  return parents.length === 0 || (release.failsWithoutSectionName && parents.some((p) => p.sectionName === undefined));
}

/** Says which TLSRoutes a release of Kamaji makes for a control plane; none where it has no gateway or no hostname. */
export function planRoutes(view: TenantControlPlaneView, release: KamajiRelease): PredictedRoute[] {
  const { gateway, port, konnectivityPort } = view;
  if (gateway?.hostname === undefined) {
    return [];
  }
  const { hostname, parentRefs } = gateway;
  const apiServer: PredictedRoute = {
    role: API_SERVER_LISTENER,
    name: view.name,
    hostname,
    parents: parentRefs.map((source) =>
      release.derivesParentRef ? { source, sectionName: API_SERVER_LISTENER, port: port.value } : asWritten(source),
    ),
    port: port.value,
  };
  if (
    konnectivityPort === undefined ||
    !release.createsKonnectivityRoute ||
    stopsBeforeKonnectivity(parentRefs, release)
  ) {
    return [apiServer];
  }
  return [
    apiServer,
    {
      role: KONNECTIVITY_LISTENER,
      name: `${view.name}-konnectivity`,
      hostname,
      parents: parentRefs.map((source) => ({
        source,
        sectionName: KONNECTIVITY_LISTENER,
        port: konnectivityPort.value,
      })),
      port: konnectivityPort.value,
    },
  ];
}

function renderParent({ source, sectionName, port }: PredictedParent): Record<string, unknown> {
  return {
    group: source.group,
    kind: source.kind,
    ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
    name: source.name,
    ...(sectionName === undefined ? {} : { sectionName }),
    ...(port === undefined ? {} : { port }),
  };
}

function renderRoute(view: TenantControlPlaneView, route: PredictedRoute, release: KamajiRelease): KubeObject {
  const component = route.role === API_SERVER_LISTENER ? 'gateway_routes' : 'konnectivity_gateway_routes';
  const annotations = view.gateway?.additionalAnnotations ?? {};
  return {
    apiVersion: `gateway.networking.k8s.io/${release.tlsRouteVersion}`,
    kind: 'TLSRoute',
    metadata: {
      name: route.name,
      namespace: view.namespace,
      labels: {
        'kamaji.clastix.io/name': view.name,
        'kamaji.clastix.io/project': 'kamaji',
        'kamaji.clastix.io/component': component,
        ...view.gateway?.additionalLabels,
      },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      parentRefs: route.parents.map(renderParent),
      hostnames: [route.hostname],
      rules: [{ backendRefs: [{ group: '', kind: 'Service', name: view.name, port: route.port, weight: 1 }] }],
    },
  };
}

/**
 * Predicts the TLSRoutes that a release of Kamaji creates for a TenantControlPlane, defaults of the route's CRD included.
 *
 * The first is the API server's, the second, if any, konnectivity's. None where the control plane has no gateway or no hostname.
 */
export function predictRoutes(tcp: KubeObject, release: KamajiRelease): KubeObject[] {
  const view = viewTenantControlPlane(tcp);
  return planRoutes(view, release).map((route) => renderRoute(view, route, release));
}
