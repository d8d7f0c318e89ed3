import { checkController, OwnedRoute, SharedGatewayUse, Tunnel } from '../controllers/checks';
import { parseDuration } from '../controllers/duration';
import { GatewayController } from '../controllers/gateway-controller';
import { Diagnostic } from '../diagnostics';
import { GATEWAY_GROUP, GatewayModel, readGateway, readListenerSet } from '../gateway-api/attachment/model';
import { KamajiRelease } from '../kamaji/kamaji-release';
import { API_SERVER_LISTENER, KONNECTIVITY_LISTENER, planRoutes, predictRoutes } from '../kamaji/predicted-routes';
import {
  isTenantControlPlane,
  ParentRefView,
  TenantControlPlaneView,
  viewTenantControlPlane,
} from '../kamaji/tenant-control-plane-view';
import { asList, asString, isKind, KubeObject, PathSegment, read } from '../objects';
import { TargetPlatform } from './target-platform';

/** What the checks of a platform's controllers look at. */
export interface PlatformControllerInput {
  /** Objects as they will be written. */
  readonly objects: readonly KubeObject[];

  /** Objects that exist in the cluster and are never rendered. */
  readonly known: readonly KubeObject[];

  readonly platform: TargetPlatform;

  /**
   * The controllers that serve the gateways of the platform.
   *
   * @default - the platform's own, if it names one
   */
  readonly controllers?: readonly GatewayController[];
}

const KONNECTIVITY_PATH = ['spec', 'addons', 'konnectivity'] as const;
const KEEPALIVE_FLAG = '--keepalive-time';

function keepaliveOf(tcp: KubeObject, side: string): number | undefined {
  const args = asList(read(tcp, ...KONNECTIVITY_PATH, side, 'extraArgs')).map((arg) => asString(arg) ?? '');
  const values = args.flatMap((arg, i) => {
    if (arg === KEEPALIVE_FLAG) {
      return [args[i + 1] ?? ''];
    }
    return arg.startsWith(`${KEEPALIVE_FLAG}=`) ? [arg.slice(KEEPALIVE_FLAG.length + 1)] : [];
  });
  // The last one of a repeated flag is what counts.
  return parseDuration(values[values.length - 1] ?? '');
}

function tunnelOf({ object }: TenantControlPlaneView): Tunnel {
  const path: PathSegment[] = [...KONNECTIVITY_PATH, 'server', 'extraArgs'];
  const sides = [keepaliveOf(object, 'server'), keepaliveOf(object, 'agent')].filter(
    (seconds) => seconds !== undefined,
  );
  return {
    object,
    path: path.join('.'),
    listener: KONNECTIVITY_LISTENER,
    ...(sides.length === 0 ? {} : { keepaliveSeconds: Math.min(...sides) }),
  };
}

function key(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

interface Gateways {
  readonly byName: ReadonlyMap<string, GatewayModel>;
  /** Gateway of each ListenerSet. */
  readonly bySet: ReadonlyMap<string, GatewayModel>;
}

function readGateways(objects: readonly KubeObject[]): Gateways {
  const models = objects.filter((object) => isKind(object, GATEWAY_GROUP, 'Gateway')).map(readGateway);
  const byName = new Map(models.map((model) => [key(model.namespace, model.name), model]));
  const bySet = new Map<string, GatewayModel>();
  for (const set of objects.filter((object) => isKind(object, GATEWAY_GROUP, 'ListenerSet')).map(readListenerSet)) {
    const parent = byName.get(key(set.parent.namespace, set.parent.name));
    if (parent !== undefined) {
      bySet.set(key(set.namespace, set.name), parent);
    }
  }
  return { byName, bySet };
}

function parentOf(ref: ParentRefView, view: TenantControlPlaneView, gateways: Gateways): GatewayModel | undefined {
  if (ref.group !== GATEWAY_GROUP) {
    return undefined;
  }
  const name = key(ref.namespace ?? view.namespace, ref.name);
  return ref.kind === 'ListenerSet' ? gateways.bySet.get(name) : gateways.byName.get(name);
}

function isMadeForTenants({ listeners }: GatewayModel): boolean {
  return listeners.some(({ name, protocol }) => {
    return protocol === 'TLS' && (name === API_SERVER_LISTENER || name === KONNECTIVITY_LISTENER);
  });
}

/** Finds the Gateways that carry tenants, and those that have the listeners for them. */
function findUses(
  views: readonly TenantControlPlaneView[],
  gateways: Gateways,
  release: KamajiRelease,
): { readonly model: GatewayModel; readonly use: SharedGatewayUse }[] {
  const uses = new Map<GatewayModel, { parties: number; tunnels: Tunnel[] }>();
  for (const model of gateways.byName.values()) {
    if (isMadeForTenants(model)) {
      uses.set(model, { parties: 0, tunnels: [] });
    }
  }
  for (const view of views) {
    const parents = new Set((view.gateway?.parentRefs ?? []).map((ref) => parentOf(ref, view, gateways)));
    const tunnels = planRoutes(view, release).some(({ role }) => role === KONNECTIVITY_LISTENER)
      ? [tunnelOf(view)]
      : [];
    for (const parent of parents) {
      if (parent === undefined) {
        continue;
      }
      const use = uses.get(parent) ?? { parties: 0, tunnels: [] };
      use.parties += 1;
      use.tunnels.push(...tunnels);
      uses.set(parent, use);
    }
  }
  return [...uses].map(([model, use]) => ({ model, use: { gateway: model.object, ...use } }));
}

/** Drops controllers that are described twice, as by two gateways of one platform each. */
function distinct(controllers: readonly GatewayController[]): GatewayController[] {
  const byDescription = new Map(
    controllers.map((controller) => {
      const { id, release, controllerName, gatewayClassName, openPorts } = controller;
      return [JSON.stringify([id, release, controllerName, gatewayClassName, openPorts]), controller];
    }),
  );
  return [...byDescription.values()];
}

/**
 * Says which controller has to answer for a Gateway, where there are several: by its class, else the first one.
 * That one is also asked about a Gateway whose class is none of theirs, and says so.
 */
function controllerOf(
  gateway: GatewayModel,
  classes: ReadonlyMap<string, string | undefined>,
  controllers: readonly GatewayController[],
): GatewayController | undefined {
  const name = classes.get(gateway.className);
  const byClass = controllers.find((controller) =>
    name === undefined ? controller.gatewayClassName === gateway.className : controller.controllerName === name,
  );
  return byClass ?? controllers[0];
}

/**
 * Checks the Gateways of a cluster, and the tenants behind them, against what their controllers are known to do.
 *
 * Without a controller nothing is checked.
 */
export function checkPlatformController(input: PlatformControllerInput): Diagnostic[] {
  const { platform } = input;
  const own = platform.controller === undefined ? [] : [platform.controller];
  const controllers = distinct(input.controllers ?? own);
  if (controllers.length === 0) {
    return [];
  }
  const objects = [...input.objects, ...input.known];
  const gateways = readGateways(objects);
  const views = objects.filter(isTenantControlPlane).map(viewTenantControlPlane);
  const uses = findUses(views, gateways, platform.kamaji);
  const namesMatter = controllers.some(
    ({ _facts: { routeNamesCollide, listenerHostnames } }) => routeNamesCollide || listenerHostnames !== 'any',
  );
  const routes: OwnedRoute[] = (namesMatter ? views : []).flatMap(({ object }) =>
    predictRoutes(object, platform.kamaji).map((route) => ({ route, owner: object })),
  );
  const classes = new Map(
    objects
      .filter((object) => isKind(object, GATEWAY_GROUP, 'GatewayClass'))
      .map((object) => [
        asString(read(object, 'metadata', 'name')) ?? '',
        asString(read(object, 'spec', 'controllerName')),
      ]),
  );
  return controllers.flatMap((controller) =>
    checkController({
      controller,
      objects,
      routes,
      gatewayApi: platform.gatewayApi,
      shared: uses
        .filter(({ model }) => controllerOf(model, classes, controllers) === controller)
        .map(({ use }) => use),
    }),
  );
}
