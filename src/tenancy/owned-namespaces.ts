import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, locate, recordProvenance, Severity } from '../diagnostics';
import { compareStrings, formatPath, MANAGED_BY_LABEL, MANAGER, ownValue } from '../objects';
import { isAttached } from './attached';
import { DeletionProtection, protect } from './deletion-protection';
import { PART_OF_LABEL } from './labels';
import { setManifestPath } from './manifest-path';

/** Users of a namespace who disagree about it. */
export const NAMESPACE_METADATA_CONFLICT: CodeDefinition = {
  code: 'namespace-metadata-conflict',
  severity: Severity.ERROR,
  title: 'Tenants or gateways that share a namespace ask for different values of one label or annotation',
};

/** What one user of a namespace wants of it. */
export interface NamespaceOrder {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionProtection: DeletionProtection;
  /** Who it is, for messages: `tenant "alpha"`. */
  readonly user: string;
  /** Tenant that the namespace is for; undefined for the namespace of a gateway. */
  readonly tenant?: string;
  /** File of the namespace, relative to the output folder. */
  readonly path: string;
}

interface PlacedOrder extends NamespaceOrder {
  readonly scope: Construct;
}

const STRENGTH = [DeletionProtection.NONE, DeletionProtection.CONFIRM, DeletionProtection.RETAIN];

function strongest(orders: readonly NamespaceOrder[]): DeletionProtection {
  const strength = Math.max(...orders.map((order) => STRENGTH.indexOf(order.deletionProtection)));
  return STRENGTH[strength] ?? DeletionProtection.RETAIN;
}

type Given = 'labels' | 'annotations';

/** Merges what users give; where they disagree, which is an error, the first of them by name wins, whatever came first. */
function merge(orders: readonly NamespaceOrder[], given: Given): Record<string, string> {
  const losersFirst = [...orders].sort((a, b) => compareStrings(b.user, a.user));
  return Object.fromEntries(losersFirst.flatMap((order) => Object.entries(order[given] ?? {})));
}

function labelsOf(orders: readonly NamespaceOrder[]): Record<string, string> {
  const tenants = new Set(orders.map((order) => order.tenant));
  const [tenant] = tenants;
  return {
    ...merge(orders, 'labels'),
    [MANAGED_BY_LABEL]: MANAGER,
    ...(tenants.size === 1 && tenant !== undefined ? { [PART_OF_LABEL]: tenant } : {}),
  };
}

function annotationsOf(orders: readonly NamespaceOrder[]): Record<string, string> {
  return protect(strongest(orders), merge(orders, 'annotations'));
}

/** Which values each label or annotation is to have, each with the first user by name who gives it. */
function valuesByKey(orders: readonly PlacedOrder[], given: Given): Map<string, Map<string, PlacedOrder>> {
  const byKey = new Map<string, Map<string, PlacedOrder>>();
  for (const order of [...orders].sort((a, b) => compareStrings(a.user, b.user))) {
    for (const [key, value] of Object.entries(order[given] ?? {})) {
      const users = byKey.get(key) ?? new Map<string, PlacedOrder>();
      byKey.set(key, users);
      if (!users.has(value)) {
        users.set(value, order);
      }
    }
  }
  // Nobody's value of the library's own label counts.
  byKey.delete(MANAGED_BY_LABEL);
  return byKey;
}

function checkOrders(name: string, orders: readonly PlacedOrder[], given: Given): Diagnostic[] {
  const [word, prop] = given === 'labels' ? ['label', 'namespaceLabels'] : ['annotation', 'namespaceAnnotations'];
  return [...valuesByKey(orders, given)].flatMap(([key, users]) => {
    const [, last] = [...users.values()].slice(-2);
    if (last === undefined) {
      return [];
    }
    const wishes = [...users].map(([value, { user }]) => `${JSON.stringify(value)} for ${user}`).join(', ');
    return [
      diagnose(NAMESPACE_METADATA_CONFLICT, {
        object: { apiVersion: 'v1', kind: 'Namespace', name },
        path: formatPath(['metadata', given, key]),
        message: `${word} "${key}" is to be ${wishes}, but they share the namespace "${name}"`,
        fix: 'give all of them the same value, or each a namespace of its own',
        constructPath: last.scope.node.path,
        ...locate(last.scope, formatPath([prop, key])),
      }),
    ];
  });
}

/** A Namespace that tells the synth where its users disagree. */
class SharedNamespace extends Namespace {
  constructor(
    scope: Construct,
    id: string,
    private readonly owned: OwnedNamespace,
  ) {
    super(scope, id, { metadata: { name: owned.name } });
  }

  public _diagnostics(): Diagnostic[] {
    const { name, orders } = this.owned;
    return [...checkOrders(name, orders, 'labels'), ...checkOrders(name, orders, 'annotations')];
  }
}

/** A namespace of the tree, and what its users want of it. */
class OwnedNamespace {
  private readonly all: PlacedOrder[] = [];
  private owner?: PlacedOrder;
  private construct?: SharedNamespace;

  constructor(public readonly name: string) {}

  /** What the users want that are still in the tree. */
  public get orders(): readonly PlacedOrder[] {
    return this.all.filter(({ scope }) => isAttached(scope));
  }

  public add(order: PlacedOrder): void {
    this.all.push(order);
    if (this.owner !== undefined && isAttached(this.owner.scope)) {
      this.follow(order);
      return;
    }
    this.settle();
  }

  /** Puts the Namespace below its first user, unless it is there. One that a user took away by itself stays away. */
  public settle(): void {
    const { orders } = this;
    const [owner] = orders;
    if (owner === undefined) {
      return;
    }
    if (this.owner !== owner) {
      this.owner = owner;
      this.construct = new SharedNamespace(owner.scope, 'Namespace', this);
      const apiObject = ApiObject.of(this.construct);
      recordProvenance(apiObject, {
        'metadata.name': 'namespace',
        'metadata.labels': 'namespaceLabels',
        'metadata.annotations': 'namespaceAnnotations',
      });
      if (Chart.of(apiObject).namespace !== undefined) {
        // cdk8s gives every object the namespace of its chart, and a Namespace lies in none.
        apiObject.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
      }
      for (const order of orders) {
        this.follow(order);
      }
    }
    const [path = owner.path] = orders.map((order) => order.path).sort(compareStrings);
    if (this.construct !== undefined) {
      setManifestPath(this.construct, path);
    }
  }

  /** Lets the metadata follow the orders; each value is lazy, as another order may come and change it, or go and take it away. */
  private follow(order: NamespaceOrder): void {
    if (this.construct === undefined) {
      return;
    }
    const { metadata } = ApiObject.of(this.construct);
    for (const key of Object.keys(labelsOf([order]))) {
      metadata.addLabel(key, Lazy.any({ produce: () => ownValue(labelsOf(this.orders), key) }));
    }
    for (const key of Object.keys(annotationsOf([order]))) {
      metadata.addAnnotation(key, Lazy.any({ produce: () => ownValue(annotationsOf(this.orders), key) }));
    }
  }
}

const namespaces = new WeakMap<IConstruct, Map<string, OwnedNamespace>>();

/**
 * Creates a namespace below a construct, or adds to the one that another user of the tree has created already:
 * labels and annotations are merged, the strongest protection wins.
 */
export function ownNamespace(scope: Construct, order: NamespaceOrder): void {
  const root = scope.node.root;
  const byName = namespaces.get(root) ?? new Map<string, OwnedNamespace>();
  namespaces.set(root, byName);
  const owned = byName.get(order.name) ?? new OwnedNamespace(order.name);
  byName.set(order.name, owned);
  owned.add({ ...order, scope });
}

/** Gives each namespace whose first user was removed from the tree to the next one; to be called before the tree is rendered. */
export function settleNamespaces(root: IConstruct): void {
  for (const owned of namespaces.get(root)?.values() ?? []) {
    owned.settle();
  }
}
