import { GatewayController } from '../../controllers';
import { DataPlaneOf, indexControllers, indexDataPlanes } from '../../controllers/data-planes';
import { isNameOnly } from '../../gateway-api/attachment/inventory';
import {
  GATEWAY_GROUP,
  GatewayModel,
  ListenerModel,
  ListenerSetModel,
  NamespaceModel,
  readGateway,
  readListenerSet,
  readNamespace,
} from '../../gateway-api/attachment/model';
import { ControlPlaneContext } from '../../kamaji/checks';
import { fieldsNewerThan } from '../../kamaji/kamaji-fields';
import { API_SERVER_LISTENER, PredictedParent, PredictedRoute, planRoutes } from '../../kamaji/predicted-routes';
import {
  isTenantControlPlane,
  KAMAJI_GROUP,
  ParentRefView,
  TenantControlPlaneView,
  viewTenantControlPlane,
} from '../../kamaji/tenant-control-plane-view';
import { compareStrings, isKind, KubeObject, ObjectRef, refKey, refOf } from '../../objects';
import { CheckInput, controllersOf } from './check-input';
import { DataStores, readDataStores } from './data-store-servers';

/** A Gateway or a ListenerSet. */
export interface Holder {
  readonly model: GatewayModel | ListenerSetModel;
  readonly ref: ObjectRef;

  /** Whether it is rendered, rather than something that others own. */
  readonly rendered: boolean;

  /** Key that no other holder has. */
  readonly key: string;
}

/** A control plane of the fleet. */
export interface Tenant {
  readonly view: TenantControlPlaneView;

  /** The routes that Kamaji will make for it. */
  readonly routes: readonly PredictedRoute[];

  /** Its parent, where it has exactly one, of a kind that holds listeners. */
  readonly parent?: TenantParent;
}

/** Where a tenant's routes go. */
export interface TenantParent {
  readonly source: ParentRefView;

  /** Key of the holder, whether it is known or not. */
  readonly key: string;

  /** `Gateway namespace/name`, for messages. */
  readonly text: string;

  /** The holder, where it is among the objects. */
  readonly holder?: Holder;
}

/** One predicted route of a tenant and the listener that it names. */
export interface Binding {
  readonly tenant: Tenant;
  readonly route: PredictedRoute;
  readonly parent: PredictedParent;
  readonly holder: Holder;

  /** `Gateway namespace/name`, for messages. */
  readonly holderText: string;

  /** Name of the listener; where the tenant names none although it has to, the one that was probably meant. */
  readonly sectionName?: string;

  /** The listener, where the holder has it. */
  readonly listener?: ListenerModel;
}

/** A fleet, read once and indexed, so that every check is linear in the number of tenants. */
export interface Fleet {
  readonly input: CheckInput;
  readonly tenants: readonly Tenant[];
  readonly holders: ReadonlyMap<string, Holder>;

  /** Keys of Gateways and ListenerSets that exist, and of which nobody has shown the listeners. */
  readonly unseenHolders: ReadonlySet<string>;

  /** The controller that serves a class, as far as that is known. */
  readonly controllerOf: (className: string) => GatewayController | undefined;

  /** Which Gateways have ports in common. */
  readonly dataPlaneOf: DataPlaneOf;
  readonly bindings: readonly Binding[];
  readonly namespaces: ReadonlyMap<string, NamespaceModel>;
  readonly dataStores: DataStores;
  readonly context: ControlPlaneContext;
}

/** Returns the key of a Gateway or ListenerSet; its parts are joined by what no name can hold. */
export function holderKey(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

/** Returns the key of the Gateway that serves what a holder declares: its own, for a ListenerSet that of its parent. */
export function servingKey({ model, key }: Holder): string {
  return 'parent' in model ? holderKey(model.parent.kind, model.parent.namespace, model.parent.name) : key;
}

/** Orders tenants by namespace and name, whatever the order of the input. */
export function compareTenants(a: Tenant, b: Tenant): number {
  return compareStrings(a.view.namespace, b.view.namespace) || compareStrings(a.view.name, b.view.name);
}

/** Names a tenant in a message: `namespace/name`. */
export function tenantName({ view }: Tenant): string {
  return `${view.namespace}/${view.name}`;
}

/** Drops what has the identity of an earlier object: two objects of one name are one fault, which is reported by itself. */
function distinct(objects: readonly KubeObject[]): KubeObject[] {
  const seen = new Set<string>();
  return objects.filter((object) => {
    const ref = refOf(object);
    const key = refKey(ref);
    const isNew = ref.name === '' || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function readHolder(object: KubeObject, rendered: boolean): Holder | undefined {
  const read = isKind(object, GATEWAY_GROUP, 'Gateway')
    ? readGateway
    : isKind(object, GATEWAY_GROUP, 'ListenerSet')
      ? readListenerSet
      : undefined;
  if (read === undefined) {
    return undefined;
  }
  const model = read(object);
  return { model, ref: refOf(object), rendered, key: holderKey(model.kind, model.namespace, model.name) };
}

function resolveParent(view: TenantControlPlaneView, holders: ReadonlyMap<string, Holder>): TenantParent | undefined {
  const [source, second] = view.gateway?.parentRefs ?? [];
  const holdsListeners =
    source?.group === GATEWAY_GROUP && (source.kind === 'Gateway' || source.kind === 'ListenerSet');
  if (source === undefined || second !== undefined || !holdsListeners || source.name === '') {
    return undefined;
  }
  const namespace = source.namespace ?? view.namespace;
  const key = holderKey(source.kind, namespace, source.name);
  const holder = holders.get(key);
  return {
    source,
    key,
    text: `${source.kind} ${namespace}/${source.name}`,
    ...(holder === undefined ? {} : { holder }),
  };
}

/** Guesses the listener of a tenant that names none; that it names none is reported by itself. */
function likelySection(
  { listeners }: Holder['model'],
  parent: PredictedParent,
  route: PredictedRoute,
): string | undefined {
  const port = parent.port ?? route.port;
  const named = listeners.find(({ name }) => name === API_SERVER_LISTENER);
  return (named ?? listeners.find((listener) => listener.port === port))?.name;
}

function bind(tenant: Tenant): Binding[] {
  const { parent: found } = tenant;
  const holder = found?.holder;
  if (found === undefined || holder === undefined) {
    return [];
  }
  return tenant.routes.flatMap((route) =>
    route.parents.map((parent) => {
      const sectionName = parent.sectionName ?? likelySection(holder.model, parent, route);
      const listener = holder.model.listeners.find(({ name }) => name === sectionName);
      return {
        tenant,
        route,
        parent,
        holder,
        holderText: found.text,
        ...(sectionName === undefined ? {} : { sectionName }),
        ...(listener === undefined ? {} : { listener }),
      };
    }),
  );
}

/** Reads the objects of a fleet and finds what refers to what. */
export function readFleet(input: CheckInput): Fleet {
  const release = input.platform.kamaji;
  const everything = [...input.objects, ...input.known];
  const controllers = controllersOf(input);
  const objects = distinct(input.objects);
  const all = distinct([...objects, ...input.known]);
  const rendered = new Set(objects);
  const holders = new Map<string, Holder>();
  const unseenHolders = new Set<string>();
  for (const object of all) {
    const holder = readHolder(object, rendered.has(object));
    if (holder !== undefined && isNameOnly(object)) {
      unseenHolders.add(holder.key);
    } else if (holder !== undefined) {
      holders.set(holder.key, holder);
    }
  }
  const tenants = objects.filter(isTenantControlPlane).map((object): Tenant => {
    const view = viewTenantControlPlane(object);
    const parent = resolveParent(view, holders);
    return { view, routes: planRoutes(view, release), ...(parent === undefined ? {} : { parent }) };
  });
  const dataStores = readDataStores(all.filter((object) => isKind(object, KAMAJI_GROUP, 'DataStore')));
  return {
    input,
    tenants,
    holders,
    unseenHolders,
    controllerOf: indexControllers(everything, controllers),
    dataPlaneOf: indexDataPlanes(everything, controllers),
    bindings: tenants.flatMap(bind),
    namespaces: new Map(
      all
        .filter((object) => isKind(object, '', 'Namespace'))
        .map(readNamespace)
        .map((namespace) => [namespace.name, namespace]),
    ),
    dataStores,
    context: {
      release,
      newerFields: fieldsNewerThan(release),
      driverOf: (name) => (name === undefined ? undefined : dataStores.byName.get(name)?.driver),
    },
  };
}
