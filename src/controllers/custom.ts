import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** What a user says of an implementation that the library does not know. */
export interface CustomDescription {
  readonly id?: string;
  readonly controllerName: string;
  readonly gatewayClassName: string;
  readonly createsGatewayClass?: boolean;
  readonly release?: string;
  readonly tlsRouteVersionsRead?: readonly string[];
  readonly listenerSets?: boolean;
  readonly opensPorts?: boolean;
  readonly idleTimeoutSeconds?: number;
}

function idleSeconds(seconds: number | undefined): number | 'never' | 'unknown' {
  if (seconds === undefined) {
    return 'unknown';
  }
  return seconds === 0 ? 'never' : seconds;
}

/** Makes a profile of a description: what was not said is what the Gateway API promises, never what one implementation does. */
export function customProfile(description: CustomDescription): ControllerProfile {
  const id = description.id ?? 'custom';
  return {
    id,
    title: id,
    controllerName: description.controllerName,
    gatewayClass: {
      name: description.gatewayClassName,
      createdBy: description.createsGatewayClass === true ? 'installer' : 'user',
    },
    newestKnown: description.release ?? '',
    support: always(
      description.opensPorts === false
        ? { tier: SupportTier.MANUAL_PORTS, reason: 'opens no ports by itself' }
        : { tier: SupportTier.SUPPORTED },
    ),
    gatewayApi: always(undefined),
    tlsRouteVersionsRead: always(description.tlsRouteVersionsRead ?? ['v1']),
    tlsRouteSwitch: always(undefined),
    passthrough: always('yes'),
    routing: always('port-and-name'),
    duplicateNames: 'is not known to tell them apart',
    listenerHostnames: always('any'),
    listenerSets: always(description.listenerSets === true ? 'yes' : 'no'),
    gatewaysPerClass: 'many',
    dataPlane: { per: 'gateway' },
    ports: always(
      description.opensPorts === false
        ? { opened: 'by-hand', knob: 'the installation of the controller', missingPortFails: 'listener' }
        : { opened: 'automatic' },
    ),
    addresses: { specAddresses: 'unknown', infrastructureAnnotations: 'unknown', how: 'see its documentation' },
    idle: { tcpSeconds: idleSeconds(description.idleTimeoutSeconds) },
    connectionCaps: [],
    routeNamesCollide: always(false),
    answersUnknownNames: false,
    watchesNamespaces: 'unknown',
    attachment: always({}),
    conformance: 'not known',
  };
}
