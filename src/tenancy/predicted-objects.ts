import { predictRoutes } from '../kamaji/predicted-routes';
import { isTenantControlPlane } from '../kamaji/tenant-control-plane-view';
import { KubeObject, refKey, refOf } from '../objects';
import { TargetPlatform } from '../platform';

/** What Kamaji makes of TenantControlPlanes, as far as attachment looks at it. */
export interface PredictedObjects {
  /** The TLSRoutes that are not among the objects already, each with its TenantControlPlane. */
  readonly routes: ReadonlyMap<KubeObject, KubeObject>;

  /** The Services behind them, without ports: Kamaji keeps these in step with the routes. */
  readonly services: readonly KubeObject[];
}

function serviceOf(tcp: KubeObject): KubeObject {
  const { namespace, name } = refOf(tcp);
  return { apiVersion: 'v1', kind: 'Service', metadata: { ...(namespace === undefined ? {} : { namespace }), name } };
}

/**
 * Predicts the routes and Services that Kamaji will make for the TenantControlPlanes among the objects.
 *
 * What is among the objects already, read from a cluster for example, is not predicted a second time.
 * Services are predicted only where there are Services at all: without any, references to them count as resolved.
 */
export function predictObjects(objects: readonly KubeObject[], platform: TargetPlatform): PredictedObjects {
  const present = new Set(objects.map((object) => refKey(refOf(object))));
  const isNew = (object: KubeObject): boolean => !present.has(refKey(refOf(object)));
  const tenants = objects.filter(isTenantControlPlane);
  const predicted = tenants.flatMap((owner) =>
    predictRoutes(owner, platform.kamaji).map((made): [KubeObject, KubeObject] => [made, owner]),
  );
  const hasServices = objects.some((object) => object['apiVersion'] === 'v1' && object['kind'] === 'Service');
  return {
    routes: new Map(predicted.filter(([made]) => isNew(made))),
    services: hasServices ? tenants.map(serviceOf).filter(isNew) : [],
  };
}
