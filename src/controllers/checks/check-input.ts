import {
  GATEWAY_GROUP,
  GatewayModel,
  ListenerModel,
  ListenerSetModel,
  RouteModel,
  readGateway,
  readListenerSet,
  readRoute,
} from '../../gateway-api/attachment/model';
import { GatewayApiRelease } from '../../gateway-api/gateway-api-release';
import { asString, isKind, KubeObject, read } from '../../objects';
import { GatewayController } from '../gateway-controller';

/** A connection that stays open and may be silent for long: what an idle timeout cuts. */
export interface Tunnel {
  /** Object that says how often the connection is kept alive. */
  readonly object: KubeObject;
  /** Where in it. */
  readonly path: string;
  /** Listener through which it goes. */
  readonly listener?: string;
  /** Seconds between two signs of life; undefined where nobody said, which is one hour. */
  readonly keepaliveSeconds?: number;
}

/** A Gateway through which several parties are told apart by port and name. */
export interface SharedGatewayUse {
  readonly gateway: KubeObject;
  /** How many parties it serves. */
  readonly parties: number;
  readonly tunnels: readonly Tunnel[];
}

/** A route, and the object that a person changes to change it. */
export interface OwnedRoute {
  readonly route: KubeObject;
  /** The route itself, or what it is made from. */
  readonly owner: KubeObject;
}

const POLICY_KINDS: ReadonlySet<string> = new Set([
  'BackendTrafficPolicy',
  'ClientTrafficPolicy',
  'ConfigMap',
  'EnvoyProxy',
  'NginxProxy',
]);

/** What the checks of a controller look at. */
export interface ControllerCheckInput {
  readonly controller: GatewayController;

  /** Gateways, GatewayClasses, ListenerSets, routes, Services and policies: what is rendered and what is known to exist. */
  readonly objects: readonly KubeObject[];

  /** The Gateways that carry tenants. */
  readonly shared?: readonly SharedGatewayUse[];

  /** Routes that the objects do not hold yet. */
  readonly routes?: readonly OwnedRoute[];

  /** Release of the Gateway API; without it nothing about the pair is checked. */
  readonly gatewayApi?: GatewayApiRelease;

  /** Nodes of one party, for estimates of connections. */
  readonly nodesPerParty?: number;
}

/** A Gateway of the controller, read once. */
export interface ServedGateway extends GatewayModel {
  readonly use?: SharedGatewayUse;
  readonly listenerSets: readonly ListenerSetModel[];
}

/** The part of the input that the controller is responsible for. */
export interface CheckContext {
  readonly controller: GatewayController;
  readonly gateways: readonly ServedGateway[];
  readonly classes: readonly KubeObject[];
  /** Objects of the controller's own kinds, which change what it does by default. */
  readonly policies: readonly KubeObject[];
  readonly routes: readonly (RouteModel & { readonly owner: KubeObject })[];
  readonly input: ControllerCheckInput;
}

/** Key of a namespaced object that no two objects of one kind share. */
export function keyOf(head: { readonly namespace: string; readonly name: string }): string {
  return `${head.namespace}/${head.name}`;
}

function isServed(
  gateway: GatewayModel,
  controllerNames: ReadonlyMap<string, string | undefined>,
  controller: GatewayController,
  shared: boolean,
): boolean {
  if (controllerNames.has(gateway.className)) {
    return controllerNames.get(gateway.className) === controller.controllerName;
  }
  // A class that nobody described: tenants go where the platform's controller is, other Gateways need not be its own.
  return shared || gateway.className === controller.gatewayClassName;
}

/** Finds what of the input the controller serves: the Gateways of its classes, their ListenerSets and the routes that name them. */
export function readContext(input: ControllerCheckInput): CheckContext {
  const { controller, objects } = input;
  const classes = objects.filter((object) => isKind(object, GATEWAY_GROUP, 'GatewayClass'));
  const controllerNames = new Map(
    classes.map((object) => [
      asString(read(object, 'metadata', 'name')) ?? '',
      asString(read(object, 'spec', 'controllerName')),
    ]),
  );
  const uses = new Map((input.shared ?? []).map((use) => [use.gateway, use]));
  const setsByGateway = new Map<string, ListenerSetModel[]>();
  for (const set of objects.filter((object) => isKind(object, GATEWAY_GROUP, 'ListenerSet')).map(readListenerSet)) {
    const key = keyOf(set.parent);
    const sets = setsByGateway.get(key);
    if (sets === undefined) {
      setsByGateway.set(key, [set]);
      continue;
    }
    sets.push(set);
  }
  const gateways = objects
    .filter((object) => isKind(object, GATEWAY_GROUP, 'Gateway'))
    .map((object) => ({ model: readGateway(object), use: uses.get(object) }))
    .filter(({ model, use }) => isServed(model, controllerNames, controller, use !== undefined))
    .map(({ model, use }) => ({
      ...model,
      ...(use === undefined ? {} : { use }),
      listenerSets: setsByGateway.get(keyOf(model)) ?? [],
    }));
  const sets = controller.supportsListenerSets ? gateways.flatMap(({ listenerSets }) => listenerSets) : [];
  const keys = new Set([...gateways, ...sets].map((head) => `${head.kind} ${keyOf(head)}`));
  const owned = [...objects.map((object) => ({ route: object, owner: object })), ...(input.routes ?? [])];
  const routes = owned.flatMap(({ route, owner }) => {
    const model = readRoute(route);
    return model?.parentRefs.some((ref) => keys.has(`${ref.kind} ${keyOf(ref)}`)) ? [{ ...model, owner }] : [];
  });
  const policies = objects.filter((object) => POLICY_KINDS.has(asString(object['kind']) ?? ''));
  return { controller, gateways, classes, policies, routes, input };
}

/** A listener, and the object that it stands in. */
export interface PlacedListener extends ListenerModel {
  readonly object: KubeObject;
}

/** All listeners of a Gateway, those of its ListenerSets included. */
export function listenersOf(gateway: ServedGateway): PlacedListener[] {
  return [gateway, ...gateway.listenerSets].flatMap(({ object, listeners }) =>
    listeners.map((listener) => ({ ...listener, object })),
  );
}
