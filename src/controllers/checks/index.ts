import { CodeDefinition, Diagnostic } from '../../diagnostics';
import { ADDRESS_FAMILY_NOT_SERVED } from './address-families';
import { checkBundle, GATEWAY_API_NEWER_THAN_CONTROLLER, GATEWAY_API_UNREAD_BY_CONTROLLER } from './bundle';
import { ControllerCheckInput, readContext } from './check-input';
import {
  ADDRESS_NOT_USABLE,
  ADDRESSES_BECOME_EXTERNAL_IPS,
  ADDRESSES_IGNORED,
  checkGateways,
  GATEWAY_CLASS_ANNOTATION_MISSING,
  GATEWAY_CLASS_OF_OTHER_CONTROLLER,
  INFRASTRUCTURE_IGNORED,
  LISTENER_SET_UNSUPPORTED,
  ONE_GATEWAY_PER_CLASS,
} from './gateways';
import {
  checkListeners,
  HOSTNAME_CONFLICT_ACROSS_PORTS,
  PORT_UNAVAILABLE,
  PORTS_OPENED_BY_HAND,
  TOO_MANY_TLS_LISTENERS_ON_PORT,
} from './listeners';
import { checkMergedGateways } from './merged-gateways';
import { checkRoutes, ROUTE_NAMES_COLLIDE } from './routes';
import { ADDRESS_SHARED, checkSharedAddresses } from './shared-addresses';
import {
  CONTROLLER_EXPERIMENTAL,
  CONTROLLER_LEGACY,
  CONTROLLER_REFUSED,
  CONTROLLER_RELEASE_UNKNOWN,
  CONTROLLER_SWITCH_NEEDED,
  checkSupport,
} from './support';
import { checkTakenNames, EXACT_HOSTNAME_ON_TWO_PORTS, HOSTNAME_TAKEN_BY_OTHER_PORT } from './taken-names';
import { CONNECTION_CAP, checkTraffic, IDLE_TIMEOUT_CUTS_TUNNEL, UNKNOWN_NAME_ANSWERED } from './traffic';

export * from './address-families';
export * from './bundle';
export type { ControllerCheckInput, OwnedRoute, SharedGatewayUse, Tunnel } from './check-input';
export * from './gateways';
export * from './listeners';
export * from './routes';
export * from './shared-addresses';
export * from './support';
export * from './taken-names';
export * from './traffic';

/** Every code that the checks of controllers give. */
export const CONTROLLER_CODES: readonly CodeDefinition[] = [
  CONTROLLER_REFUSED,
  CONTROLLER_EXPERIMENTAL,
  CONTROLLER_LEGACY,
  CONTROLLER_RELEASE_UNKNOWN,
  CONTROLLER_SWITCH_NEEDED,
  GATEWAY_API_UNREAD_BY_CONTROLLER,
  GATEWAY_API_NEWER_THAN_CONTROLLER,
  PORT_UNAVAILABLE,
  PORTS_OPENED_BY_HAND,
  EXACT_HOSTNAME_ON_TWO_PORTS,
  HOSTNAME_TAKEN_BY_OTHER_PORT,
  HOSTNAME_CONFLICT_ACROSS_PORTS,
  TOO_MANY_TLS_LISTENERS_ON_PORT,
  LISTENER_SET_UNSUPPORTED,
  ONE_GATEWAY_PER_CLASS,
  ADDRESSES_BECOME_EXTERNAL_IPS,
  ADDRESSES_IGNORED,
  ADDRESS_NOT_USABLE,
  ADDRESS_FAMILY_NOT_SERVED,
  ADDRESS_SHARED,
  INFRASTRUCTURE_IGNORED,
  GATEWAY_CLASS_OF_OTHER_CONTROLLER,
  GATEWAY_CLASS_ANNOTATION_MISSING,
  IDLE_TIMEOUT_CUTS_TUNNEL,
  CONNECTION_CAP,
  UNKNOWN_NAME_ANSWERED,
  ROUTE_NAMES_COLLIDE,
];

/** Checks Gateways, ListenerSets and routes against what one controller is known to do with them; pure and linear. */
export function checkController(input: ControllerCheckInput): Diagnostic[] {
  const context = readContext(input);
  return [
    ...checkSupport(context),
    ...checkBundle(context),
    ...checkListeners(context),
    ...checkTakenNames(context),
    ...checkGateways(context),
    ...checkMergedGateways(context),
    ...checkSharedAddresses(context),
    ...checkRoutes(context),
    ...checkTraffic(context),
  ];
}
