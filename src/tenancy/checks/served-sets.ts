import { GatewayController } from '../../controllers';
import { indexControllers } from '../../controllers/data-planes';
import { GatewayModel } from '../../gateway-api/attachment/model';
import { controllersOf } from './check-input';
import { Fleet, Holder, holderKey } from './fleet';
import { Gatekeeper } from './gatekeeper';

/** Whether anybody serves what a holder declares; `unknown` where its Gateway is not among the objects. */
export type Served = 'yes' | 'no' | 'unknown';

/** Returns the key of the Gateway that serves what a holder declares. */
export function servingKey({ model, key }: Holder): string {
  return 'parent' in model ? holderKey(model.parent.kind, model.parent.namespace, model.parent.name) : key;
}

function readsSets(controller: GatewayController | undefined): boolean {
  return controller?._facts.listenerSets !== 'no';
}

/**
 * Returns the question whether anybody serves what a holder declares: a ListenerSet counts where the controller of its Gateway
 * reads ListenerSets, as far as that is known, and the Gateway lets it in.
 */
export function servedHolders({ holders, namespaces, input }: Fleet): (holder: Holder) => Served {
  const controllerOf = indexControllers([...input.objects, ...input.known], controllersOf(input));
  const gatekeepers = new Map<GatewayModel, Gatekeeper>();
  return (holder) => {
    if (!('parent' in holder.model)) {
      return 'yes';
    }
    const gateway = holders.get(servingKey(holder))?.model;
    if (gateway === undefined || !('allowedListeners' in gateway)) {
      return 'unknown';
    }
    if (!readsSets(controllerOf(gateway.className))) {
      return 'no';
    }
    const gatekeeper = gatekeepers.get(gateway) ?? new Gatekeeper(gateway.allowedListeners, gateway.namespace);
    gatekeepers.set(gateway, gatekeeper);
    const { namespace } = holder.model;
    return gatekeeper.admits(namespace, namespaces.get(namespace)) === 'no' ? 'no' : 'yes';
  };
}
