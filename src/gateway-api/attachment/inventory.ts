import { asMap, asString, groupOf, KubeObject, ownValue, read } from '../../objects';
import {
  BackendTlsPolicyModel,
  EXPERIMENTAL_GATEWAY_GROUP,
  GATEWAY_GROUP,
  GatewayModel,
  GrantModel,
  isRouteKind,
  ListenerSetModel,
  NamespaceModel,
  RouteModel,
  readBackendTlsPolicy,
  readGateway,
  readGrant,
  readListenerSet,
  readNamespace,
  readRoute,
  readService,
  ServiceModel,
  unlabelledNamespace,
} from './model';

/** The objects of a cluster, read and found by key. Where two objects have one identity the later one counts, as if both were applied. */
export interface Inventory {
  readonly gateways: ReadonlyMap<string, GatewayModel>;
  /** Keys of Gateways and ListenerSets that are another controller's, or of which nobody has shown more than the name. */
  readonly opaqueParents: ReadonlySet<string>;
  readonly listenerSets: ReadonlyMap<string, ListenerSetModel>;
  readonly routes: ReadonlyMap<string, RouteModel>;
  readonly services: ReadonlyMap<string, ServiceModel>;
  readonly namespaces: ReadonlyMap<string, NamespaceModel>;
  readonly grants: ReadonlyMap<string, GrantModel>;
  readonly backendTlsPolicies: ReadonlyMap<string, BackendTlsPolicyModel>;
  /** Every other object by `objectKey`: Secrets, ConfigMaps, what a `parametersRef` names. */
  readonly others: ReadonlyMap<string, KubeObject>;
  /** `group/kind` of everything that is there. */
  readonly kinds: ReadonlySet<string>;
}

/** Names an object within a cluster. Parts are joined by what no name can hold. */
export function objectKey(group: string, kind: string, namespace: string, name: string): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** Names the object that a model was read from, or that a reference means. */
export function keyOf(named: {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return objectKey(named.group, named.kind, named.namespace, named.name);
}

/** Returns controller names by GatewayClass, as far as the classes are among the objects. */
function readClasses(objects: readonly KubeObject[]): Map<string, string> {
  return new Map(
    objects
      .filter((o) => o['kind'] === 'GatewayClass' && groupOf(asString(o['apiVersion']) ?? '') === GATEWAY_GROUP)
      .map((o) => [asString(read(o, 'metadata', 'name')) ?? '', asString(read(o, 'spec', 'controllerName')) ?? '']),
  );
}

/** Whether nobody has said more of a Gateway or ListenerSet than that it exists. */
export function isNameOnly(object: KubeObject): boolean {
  return object['spec'] === undefined;
}

/**
 * Reads the objects that attachment looks at; the rest is kept by key.
 *
 * @param controllerName leaves out Gateways whose GatewayClass is there and belongs to another controller
 */
export function readInventory(objects: readonly KubeObject[], controllerName?: string): Inventory {
  const gateways = new Map<string, GatewayModel>();
  const opaqueParents = new Set<string>();
  const listenerSets = new Map<string, ListenerSetModel>();
  const routes = new Map<string, RouteModel>();
  const services = new Map<string, ServiceModel>();
  const namespaces = new Map<string, NamespaceModel>();
  const grants = new Map<string, GrantModel>();
  const backendTlsPolicies = new Map<string, BackendTlsPolicyModel>();
  const others = new Map<string, KubeObject>();
  const kinds = new Set<string>();
  const classes = controllerName === undefined ? new Map<string, string>() : readClasses(objects);

  const take = (object: KubeObject): void => {
    const group = groupOf(asString(object['apiVersion']) ?? '');
    const kind = asString(object['kind']) ?? '';
    const groupKind = `${group}/${kind}`;
    kinds.add(groupKind);
    if (group === GATEWAY_GROUP && isRouteKind(kind)) {
      const route = readRoute(object);
      if (route !== undefined) {
        routes.set(keyOf(route), route);
      }
      return;
    }
    switch (groupKind) {
      case `${GATEWAY_GROUP}/Gateway`: {
        const gateway = readGateway(object);
        const isForeign = (classes.get(gateway.className) ?? controllerName) !== controllerName;
        if (!isForeign && !isNameOnly(object)) {
          gateways.set(keyOf(gateway), gateway);
        } else {
          opaqueParents.add(keyOf(gateway));
        }
        return;
      }
      case `${GATEWAY_GROUP}/ListenerSet`:
      case `${EXPERIMENTAL_GATEWAY_GROUP}/XListenerSet`: {
        const set = readListenerSet(object);
        if (isNameOnly(object)) {
          opaqueParents.add(keyOf(set));
        } else {
          listenerSets.set(keyOf(set), set);
        }
        return;
      }
      case `${GATEWAY_GROUP}/ReferenceGrant`: {
        const grant = readGrant(object);
        grants.set(keyOf(grant), grant);
        return;
      }
      case `${GATEWAY_GROUP}/BackendTLSPolicy`: {
        const policy = readBackendTlsPolicy(object);
        backendTlsPolicies.set(keyOf(policy), policy);
        return;
      }
      case '/Service': {
        const service = readService(object);
        services.set(keyOf(service), service);
        return;
      }
      case '/Namespace': {
        const namespace = readNamespace(object);
        namespaces.set(namespace.name, namespace);
        return;
      }
      default:
        others.set(otherKey(object, group, kind), object);
    }
  };

  for (const object of objects) {
    if (asMap(object) !== undefined) {
      take(object);
    }
  }
  return {
    gateways,
    opaqueParents,
    listenerSets,
    routes,
    services,
    namespaces,
    grants,
    backendTlsPolicies,
    others,
    kinds,
  };
}

function otherKey(object: KubeObject, group: string, kind: string): string {
  const metadata = asMap(ownValue(object, 'metadata'));
  const namespace = asString(ownValue(metadata, 'namespace'));
  return objectKey(
    group,
    kind,
    namespace === undefined || namespace === '' ? 'default' : namespace,
    asString(ownValue(metadata, 'name')) ?? '',
  );
}

/** Returns the Namespace with its labels; one that is not among the objects has but the label of its name. */
export function namespaceOf(inventory: Inventory, name: string): NamespaceModel {
  return inventory.namespaces.get(name) ?? unlabelledNamespace(name);
}
