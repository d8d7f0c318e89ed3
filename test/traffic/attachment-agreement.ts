import { attach, Condition, ListenerResult } from '../../src/gateway-api/attachment';
import { asList, asNumber, asString, KubeObject, read } from '../../src/objects';
import { World } from './world';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

const LISTENER_CONDITIONS = { accepted: 'Accepted', resolvedRefs: 'ResolvedRefs', conflicted: 'Conflicted' } as const;

function conditionOf(holder: unknown, type: string): string {
  const found = asList(read(holder, 'conditions')).find((condition) => read(condition, 'type') === type);
  return found === undefined ? 'none' : `${asString(read(found, 'status'))} ${asString(read(found, 'reason'))}`;
}

function show(condition: Condition | undefined): string {
  return condition === undefined ? 'none' : `${condition.status} ${condition.reason}`;
}

/** One fact of a status, as predicted and as written. */
interface Fact {
  readonly what: string;
  readonly predicted: string;
  readonly written: string;
}

function listenerFacts(what: string, listener: ListenerResult, status: unknown): Fact[] {
  const kinds = asList(read(status, 'supportedKinds')).map((kind) => asString(read(kind, 'kind')) ?? '');
  return [
    ...(['accepted', 'resolvedRefs', 'conflicted'] as const).map((name) => ({
      what: `${what} ${LISTENER_CONDITIONS[name]}`,
      predicted: show(listener[name]),
      written: conditionOf(status, LISTENER_CONDITIONS[name]),
    })),
    {
      what: `${what} attachedRoutes`,
      predicted: String(listener.attachedRoutes),
      written: String(asNumber(read(status, 'attachedRoutes'))),
    },
    { what: `${what} supportedKinds`, predicted: listener.supportedKinds.join(), written: kinds.sort().join() },
  ];
}

/** Everything that attachment predicts for what is in the cluster, beside what the controller wrote. */
async function collectFacts({ management, played: { controller } }: World): Promise<Fact[]> {
  const kinds: readonly (readonly [string, string])[] = [
    [GATEWAY_API, 'GatewayClass'],
    [GATEWAY_API, 'Gateway'],
    [GATEWAY_API, 'TLSRoute'],
    ['gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'],
    ['v1', 'Namespace'],
    ['v1', 'Service'],
  ];
  const objects = (await Promise.all(kinds.map(([version, kind]) => management.list(version, kind)))).flat();
  const predicted = attach(objects, {
    policies: controller._facts.attachment,
    controllerName: controller.controllerName,
  });
  const find = (kind: string, namespace: string, name: string): KubeObject | undefined =>
    objects.find(
      (object) =>
        object['kind'] === kind &&
        read(object, 'metadata', 'namespace') === namespace &&
        read(object, 'metadata', 'name') === name,
    );
  const gateways = predicted.gateways.flatMap((gateway) => {
    const status = read(find('Gateway', gateway.namespace, gateway.name), 'status');
    const what = `Gateway ${gateway.namespace}/${gateway.name}`;
    return [
      { what: `${what} Accepted`, predicted: show(gateway.accepted), written: conditionOf(status, 'Accepted') },
      ...gateway.listeners.flatMap((listener) =>
        listenerFacts(
          `${what} ${listener.name}`,
          listener,
          asList(read(status, 'listeners')).find((other) => read(other, 'name') === listener.name),
        ),
      ),
    ];
  });
  const routes = predicted.routes.flatMap((route) => {
    const what = `TLSRoute ${route.namespace}/${route.name}`;
    const parents = asList(read(find('TLSRoute', route.namespace, route.name), 'status', 'parents'));
    return [
      { what: `${what} parents`, predicted: String(route.parents.length), written: String(parents.length) },
      ...route.parents.flatMap(({ accepted, resolvedRefs }, i) => [
        { what: `${what} Accepted`, predicted: show(accepted), written: conditionOf(parents[i], 'Accepted') },
        {
          what: `${what} ResolvedRefs`,
          predicted: show(resolvedRefs),
          written: conditionOf(parents[i], 'ResolvedRefs'),
        },
      ]),
    ];
  });
  return [...gateways, ...routes];
}

/** Says where what attachment predicts for the cluster as it is differs from what the controller wrote in status. */
export async function findDisagreements(world: World): Promise<string[]> {
  const facts = await collectFacts(world);
  return facts
    .filter(({ predicted, written }) => predicted !== written)
    .map(({ what, predicted, written }) => `${what}: predicted ${predicted}, written ${written}`);
}
