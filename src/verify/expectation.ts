import {
  computeAttachment,
  GATEWAY_GROUP,
  GatewayModel,
  ListenerModel,
  readGateway,
  readListenerSet,
} from '../gateway-api/attachment';
import { planRoutes, predictRoutes } from '../kamaji/predicted-routes';
import {
  isTenantControlPlane,
  ParentRefView,
  TenantControlPlaneView,
  viewTenantControlPlane,
} from '../kamaji/tenant-control-plane-view';
import { asMap, compareStrings, isKind, KubeObject, ObjectRef, refKey, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { attachmentPolicies } from '../platform/attachment-policies';

/** What a live cluster is held against: the objects of a fleet, or manifests from anywhere. */
export interface VerifyInput {
  /** The objects that should be in the cluster. */
  readonly objects: readonly KubeObject[];

  /** Objects that others make and that the fleet knows of. */
  readonly known: readonly KubeObject[];

  /** The platform that runs in the cluster. */
  readonly platform: TargetPlatform;
}

/** A Gateway that tenants are behind. */
export interface ExpectedGateway {
  readonly key: string;
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly name: string;

  /** The Gateway as it is rendered; undefined where it is somebody else's. */
  readonly rendered?: KubeObject;

  /** The Gateway as it is rendered or known; undefined where nothing is known of it. */
  readonly model?: GatewayModel;
}

/** A listener that tenants' routes attach to, by the object that holds it. */
export interface ExpectedListener {
  /** `Gateway` or `ListenerSet`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly listener: ListenerModel;

  /** The object that holds it, as it is rendered or known. */
  readonly holder: KubeObject;

  /** Whether the holder is rendered, so that it should be as it is there and carry no other routes. */
  readonly isRendered: boolean;

  /** Routes that are attached by prediction. */
  readonly attached: readonly ObjectRef[];
}

/** A TLSRoute that Kamaji makes. */
export interface ExpectedRoute {
  readonly object: KubeObject;
  readonly ref: ObjectRef;
  readonly role: string;

  /** Port that clients dial. */
  readonly port: number;

  /** The one value of `accessPoints`; undefined where Kamaji gives none, as it does not look into ListenerSets. */
  readonly accessPoint?: string;
}

/** A control plane behind a gateway. */
export interface ExpectedTenant {
  readonly view: TenantControlPlaneView;
  readonly ref: ObjectRef;
  readonly hostname: string;
  readonly routes: readonly ExpectedRoute[];

  /** Key of the Gateway, its ListenerSet's where it has one; undefined where that cannot be said. */
  readonly gateway?: string;
}

/** What should be there, read once. */
export interface Expectation {
  readonly platform: TargetPlatform;
  readonly gateways: readonly ExpectedGateway[];
  readonly listeners: readonly ExpectedListener[];
  readonly tenants: readonly ExpectedTenant[];

  /** Every hostname of a tenant. */
  readonly hostnames: ReadonlySet<string>;
}

/** Names a Gateway within a cluster. */
export function gatewayKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Finds the Gateway behind a parentRef. */
type GatewayFinder = (parent: ParentRefView, namespace: string) => string | undefined;

function gatewayFinder(objects: readonly KubeObject[]): GatewayFinder {
  const sets = new Map(
    objects
      .filter((object) => isKind(object, GATEWAY_GROUP, 'ListenerSet'))
      .map(readListenerSet)
      .map((set) => [gatewayKey(set.namespace, set.name), set.parent]),
  );
  return (parent, namespace) => {
    const key = gatewayKey(parent.namespace ?? namespace, parent.name);
    if (parent.group !== GATEWAY_GROUP || parent.name === '') {
      return undefined;
    }
    if (parent.kind === 'Gateway') {
      return key;
    }
    const above = sets.get(key);
    return parent.kind === 'ListenerSet' && above !== undefined ? gatewayKey(above.namespace, above.name) : undefined;
  };
}

function expectTenant(object: KubeObject, platform: TargetPlatform, find: GatewayFinder): ExpectedTenant[] {
  const view = viewTenantControlPlane(object);
  const hostname = view.gateway?.hostname;
  const [parent] = view.gateway?.parentRefs ?? [];
  if (hostname === undefined || parent === undefined) {
    return [];
  }
  const predicted = predictRoutes(object, platform.kamaji);
  const routes = planRoutes(view, platform.kamaji).flatMap((route, i): ExpectedRoute[] => {
    const rendered = predicted[i];
    if (rendered === undefined || typeof route.port !== 'number') {
      return [];
    }
    const accessPoint = parent.kind === 'Gateway' ? `https://${hostname}:${route.port}` : undefined;
    return [
      {
        object: rendered,
        ref: refOf(rendered),
        role: route.role,
        port: route.port,
        ...(accessPoint === undefined ? {} : { accessPoint }),
      },
    ];
  });
  const gateway = find(parent, view.namespace);
  return [{ view, ref: refOf(object), hostname, routes, ...(gateway === undefined ? {} : { gateway }) }];
}

function expectGateways(input: VerifyInput, tenants: readonly ExpectedTenant[]): ExpectedGateway[] {
  const isGateway = (object: KubeObject) => isKind(object, GATEWAY_GROUP, 'Gateway');
  const entries = new Map<string, ExpectedGateway>();
  const add = (object: KubeObject, rendered: boolean): void => {
    const model = readGateway(object);
    const key = gatewayKey(model.namespace, model.name);
    const { namespace, name } = model;
    entries.set(key, { key, ref: refOf(object), namespace, name, model, ...(rendered ? { rendered: object } : {}) });
  };
  for (const object of input.known.filter(isGateway)) {
    add(object, false);
  }
  for (const object of input.objects.filter(isGateway)) {
    add(object, true);
  }
  for (const { gateway: key } of tenants) {
    if (key !== undefined && !entries.has(key)) {
      const [namespace = '', name = ''] = key.split('/');
      const ref = { apiVersion: `${GATEWAY_GROUP}/v1`, kind: 'Gateway', namespace, name };
      entries.set(key, { key, ref, namespace, name });
    }
  }
  const used = new Set(tenants.map(({ gateway }) => gateway));
  return [...entries.values()]
    .filter(({ key, rendered }) => rendered !== undefined || used.has(key))
    .sort((a, b) => compareStrings(a.key, b.key));
}

/** The listeners of the expected Gateways and of their ListenerSets, with the routes that are predicted to attach. */
function expectListeners(
  input: VerifyInput,
  tenants: readonly ExpectedTenant[],
  gateways: readonly ExpectedGateway[],
): ExpectedListener[] {
  const keys = new Set(gateways.map(({ key }) => key));
  const rendered = new Set(input.objects);
  const routes = tenants.flatMap((tenant) => tenant.routes.map(({ object }) => object));
  const attachment = computeAttachment([...input.known, ...input.objects, ...routes], {
    policies: attachmentPolicies(input.platform),
  });
  return attachment.gateways
    .filter(({ gateway }) => keys.has(gatewayKey(gateway.namespace, gateway.name)))
    .flatMap((state) => [state, ...state.sets])
    .flatMap((parent) => parent.listeners)
    .map(({ owner, listener, attached }) => ({
      kind: owner.kind,
      namespace: owner.namespace,
      name: owner.name,
      listener,
      holder: owner.object,
      isRendered: rendered.has(owner.object),
      attached: [...attached.keys()].map(({ object }) => refOf(object)),
    }));
}

/** Works out what should be there. Throws nothing, whatever the shape of the objects. */
export function expectationOf(input: VerifyInput): Expectation {
  const clean: VerifyInput = {
    ...input,
    objects: input.objects.filter((object) => asMap(object) !== undefined),
    known: input.known.filter((object) => asMap(object) !== undefined),
  };
  const find = gatewayFinder([...clean.known, ...clean.objects]);
  const distinct = new Map(clean.objects.filter(isTenantControlPlane).map((object) => [refKey(refOf(object)), object]));
  const tenants = [...distinct.values()]
    .flatMap((object) => expectTenant(object, clean.platform, find))
    .sort((a, b) => compareStrings(a.view.namespace, b.view.namespace) || compareStrings(a.view.name, b.view.name));
  const gateways = expectGateways(clean, tenants);
  return {
    platform: clean.platform,
    gateways,
    listeners: expectListeners(clean, tenants, gateways),
    tenants,
    hostnames: new Set(tenants.map(({ hostname }) => hostname)),
  };
}
