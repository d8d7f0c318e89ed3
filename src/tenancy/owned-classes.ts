import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { GatewayController } from '../controllers';
import { CodeDefinition, Diagnostic, diagnose, recordProvenance, Severity } from '../diagnostics';
import { GatewayClass } from '../gateway-api/gateway-class';
import { GatewayClassParametersReference } from '../gateway-api/references';
import { isAttached } from './attached';
import { setManifestPath } from './manifest-path';

/** A class that is to be created for two controllers or with two sets of parameters, or for no controller. */
export const GATEWAY_CLASS_CONFLICT: CodeDefinition = {
  code: 'gateway-class-conflict',
  severity: Severity.ERROR,
  title:
    'A GatewayClass cannot be created, because no controller is given or two gateways name different controllers or parameters for it',
};

/** What one gateway wants of the class that it creates. */
export interface ClassOrder {
  readonly name: string;
  readonly controller: GatewayController;
  /** Object with parameters that the class is to name. */
  readonly parameters?: GatewayClassParametersReference;
  /** Namespace and name of the gateway, for messages. */
  readonly user: string;
}

interface PlacedOrder extends ClassOrder {
  readonly scope: Construct;
}

interface OwnedClass {
  readonly orders: PlacedOrder[];
  owner?: PlacedOrder;
}

const classes = new WeakMap<IConstruct, Map<string, OwnedClass>>();

/** Puts the GatewayClass below the first gateway that wants it, unless it is there. One that a user took away by itself stays away. */
function settle(owned: OwnedClass): void {
  const owner = owned.orders.find(({ scope }) => isAttached(scope));
  if (owner === undefined || owner === owned.owner) {
    return;
  }
  owned.owner = owner;
  const { scope, name, controller, parameters } = owner;
  const gatewayClass = new GatewayClass(scope, 'GatewayClass', {
    metadata: { name, annotations: controller.gatewayClassAnnotations },
    controllerName: controller.controllerName,
    parameters,
  });
  setManifestPath(gatewayClass, `cluster/gatewayclass-${name}.yaml`);
  recordProvenance(ApiObject.of(gatewayClass), { metadata: 'gatewayClass', spec: 'gatewayClass' });
}

/** Creates a class below a gateway, unless another gateway of the tree has created it already. */
export function ownClass(scope: Construct, order: ClassOrder): void {
  const root = scope.node.root;
  const byName = classes.get(root) ?? new Map<string, OwnedClass>();
  classes.set(root, byName);
  const owned = byName.get(order.name) ?? { orders: [] };
  byName.set(order.name, owned);
  owned.orders.push({ ...order, scope });
  settle(owned);
}

/** Gives each class whose gateway was removed from the tree to the next one that wants it; to be called before the tree is rendered. */
export function settleClasses(root: IConstruct): void {
  for (const owned of classes.get(root)?.values() ?? []) {
    settle(owned);
  }
}

function describeParameters({ parameters }: ClassOrder): string {
  return parameters === undefined
    ? 'without parameters'
    : `with ${parameters.kind} ${parameters.namespace}/${parameters.name}`;
}

function compareOrders(order: ClassOrder, owner: ClassOrder): Diagnostic | undefined {
  const { name, controller } = order;
  if (controller.controllerName !== owner.controller.controllerName) {
    return diagnose(GATEWAY_CLASS_CONFLICT, {
      path: 'spec.gatewayClassName',
      message: `GatewayClass "${name}" is to be created for ${controller.controllerName}, and by gateway ${owner.user} for ${owner.controller.controllerName}`,
      fix: 'name another class, or do not create the class (`create: false`)',
    });
  }
  if (JSON.stringify(order.parameters) === JSON.stringify(owner.parameters)) {
    return undefined;
  }
  return diagnose(GATEWAY_CLASS_CONFLICT, {
    path: 'spec.gatewayClassName',
    message: `GatewayClass "${name}" is to be created ${describeParameters(order)}, and by gateway ${owner.user} ${describeParameters(owner)}; a class has one set of parameters for all its gateways`,
    fix: 'give each tuned gateway a class of its own (`gatewayClass: { name: …, create: true }`; `class` in a fleet file)',
  });
}

/** Says where a gateway wants another class of a name than the gateway that creates it. */
export function classProblems(scope: Construct): Diagnostic[] {
  return [...(classes.get(scope.node.root)?.values() ?? [])].flatMap(({ orders, owner }) =>
    orders
      .filter((order) => order.scope === scope && order !== owner)
      .flatMap((order) => (owner === undefined ? [] : (compareOrders(order, owner) ?? []))),
  );
}
