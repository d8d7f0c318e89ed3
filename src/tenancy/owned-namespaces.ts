import { ApiObject, Lazy } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { recordProvenance } from '../diagnostics';
import { MANAGED_BY_LABEL, MANAGER } from '../objects';
import { DeletionProtection, protect } from './deletion-protection';
import { PART_OF_LABEL } from './labels';
import { setManifestPath } from './manifest-path';

/** What one user of a namespace wants of it. */
export interface NamespaceOrder {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionProtection: DeletionProtection;
  /** Tenant that the namespace is for; undefined for the namespace of a gateway. */
  readonly tenant?: string;
  /** File of the namespace, relative to the output folder. */
  readonly path: string;
}

interface OwnedNamespace {
  readonly apiObject: ApiObject;
  readonly orders: NamespaceOrder[];
}

const namespaces = new WeakMap<IConstruct, Map<string, OwnedNamespace>>();

const STRENGTH = [DeletionProtection.NONE, DeletionProtection.CONFIRM, DeletionProtection.RETAIN];

function strongest(orders: readonly NamespaceOrder[]): DeletionProtection {
  const strength = Math.max(...orders.map((order) => STRENGTH.indexOf(order.deletionProtection)));
  return STRENGTH[strength] ?? DeletionProtection.RETAIN;
}

function labelsOf(orders: readonly NamespaceOrder[]): Record<string, string> {
  const tenants = new Set(orders.map((order) => order.tenant));
  const [tenant] = tenants;
  return {
    ...Object.fromEntries(orders.flatMap((order) => Object.entries(order.labels ?? {}))),
    [MANAGED_BY_LABEL]: MANAGER,
    ...(tenants.size === 1 && tenant !== undefined ? { [PART_OF_LABEL]: tenant } : {}),
  };
}

function annotationsOf(orders: readonly NamespaceOrder[]): Record<string, string> {
  const own = Object.fromEntries(orders.flatMap((order) => Object.entries(order.annotations ?? {})));
  return protect(strongest(orders), own);
}

/** Lets the metadata follow the orders; each value is lazy, as a later order may change it or take it away. */
function follow({ apiObject, orders }: OwnedNamespace, order: NamespaceOrder): void {
  for (const key of Object.keys(labelsOf([order]))) {
    apiObject.metadata.addLabel(key, Lazy.any({ produce: () => labelsOf(orders)[key] }));
  }
  for (const key of Object.keys(annotationsOf([order]))) {
    apiObject.metadata.addAnnotation(key, Lazy.any({ produce: () => annotationsOf(orders)[key] }));
  }
}

/**
 * Creates a namespace below a construct, or adds to the one that another tenant of the tree has created already:
 * labels and annotations are merged, the strongest protection wins.
 */
export function ownNamespace(scope: IConstruct, order: NamespaceOrder): void {
  const root = scope.node.root;
  const owned = namespaces.get(root) ?? new Map<string, OwnedNamespace>();
  namespaces.set(root, owned);
  const known = owned.get(order.name);
  if (known !== undefined) {
    known.orders.push(order);
    follow(known, order);
    return;
  }
  const construct = new Namespace(scope, 'Namespace', { metadata: { name: order.name } });
  const apiObject = ApiObject.of(construct);
  setManifestPath(construct, order.path);
  recordProvenance(apiObject, {
    'metadata.name': 'namespace',
    'metadata.labels': 'namespaceLabels',
    'metadata.annotations': 'namespaceAnnotations',
  });
  const created: OwnedNamespace = { apiObject, orders: [order] };
  owned.set(order.name, created);
  follow(created, order);
}

/** Returns the labels that the tree will give a namespace; undefined where it does not create it. */
export function ownedNamespaceLabels(root: IConstruct, name: string): Record<string, string> | undefined {
  const known = namespaces.get(root)?.get(name);
  return known === undefined ? undefined : labelsOf(known.orders);
}
