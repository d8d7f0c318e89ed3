import { GatewayController } from '../../controllers';
import { GatewayModel } from '../../gateway-api/attachment/model';
import { Fleet, Holder, servingKey } from './fleet';
import { Gatekeeper } from './gatekeeper';

/** Whether anybody serves what a holder declares; `unknown` where its Gateway is not among the objects. */
export type Served = 'yes' | 'no' | 'unknown';

function readsSets(controller: GatewayController | undefined): boolean {
  return controller?._facts.listenerSets !== 'no';
}

/**
 * Returns the question whether anybody serves what a holder declares: a ListenerSet counts where the controller of its Gateway
 * reads ListenerSets, as far as that is known, and the Gateway lets it in.
 */
export function servedHolders({ holders, namespaces, controllerOf }: Fleet): (holder: Holder) => Served {
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
