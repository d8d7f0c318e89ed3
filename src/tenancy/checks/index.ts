import { CodeDefinition, Diagnostic } from '../../diagnostics';
import * as attachment from '../../gateway-api/attachment/codes';
import { CONTROL_PLANE_CODES, checkControlPlane, checkDataStore, DATA_STORE_CODES } from '../../kamaji/checks';
import { KAMAJI_GROUP } from '../../kamaji/tenant-control-plane-view';
import { asMap, compareStrings, isKind } from '../../objects';
import * as platform from '../../platform/check-platform';
import { checkPlatformController } from '../../platform/check-platform-controller';
import { CheckInput } from './check-input';
import * as identity from './data-store-identity';
import * as dataStores from './data-stores';
import * as derivedNames from './derived-names';
import * as dnsNames from './dns-names';
import * as duplicates from './duplicates';
import { Fleet, readFleet } from './fleet';
import { checkGatewaySize, GATEWAY_TOO_LARGE } from './gateway-size';
import * as hostnames from './hostnames';
import * as reach from './in-cluster-reach';
import * as match from './listener-match';
import * as ports from './listener-ports';
import * as precedence from './listener-precedence';
import * as listenerSets from './listener-sets';
import * as listeners from './listeners';
import * as admission from './namespace-admission';
import * as objectNames from './object-names';
import * as unknownGateways from './unknown-gateways';

export * from './check-input';

const FLEET_CHECKS: readonly ((fleet: Fleet) => Diagnostic[])[] = [
  hostnames.checkHostnames,
  dnsNames.checkDnsNames,
  derivedNames.checkDerivedNames,
  unknownGateways.checkUnknownGateways,
  listenerSets.checkListenerSets,
  match.checkListenerNames,
  ports.checkListenerPorts,
  admission.checkNamespaceAdmission,
  match.checkListenerHostnames,
  precedence.checkListenerPrecedence,
  listeners.checkListeners,
  dataStores.checkDataStores,
  identity.checkDataStoreIdentity,
  reach.checkInClusterReach,
];

/** All codes of the checks over a fleet, of those on one control plane and of those on the platform, sorted by code. */
export const FLEET_CODES: readonly CodeDefinition[] = [
  ...CONTROL_PLANE_CODES,
  ...DATA_STORE_CODES,
  platform.CONTROLLER_READS_NO_SERVED_VERSION,
  platform.GATEWAY_API_RELEASE_UNKNOWN,
  platform.GATEWAY_API_RELEASE_UNSUPPORTED,
  platform.KAMAJI_RELEASE_UNKNOWN,
  platform.KAMAJI_RELEASE_UNSUPPORTED,
  platform.KUBERNETES_TOO_OLD,
  platform.PLATFORM_KUBERNETES_UNPARSABLE,
  platform.TLS_ROUTE_VERSION_NOT_SERVED,
  admission.NAMESPACE_LABELS_UNKNOWN,
  attachment.NOT_ALLOWED_BY_LISTENERS,
  dataStores.DATA_STORE_OVERRIDE_DUPLICATE,
  dataStores.DATA_STORE_OVERRIDE_NOT_ETCD,
  dataStores.DATA_STORE_UNKNOWN,
  dataStores.DATA_STORE_UNSET,
  derivedNames.DERIVED_NAME_COLLISION,
  dnsNames.DNS_NAMES_OVERLAP,
  duplicates.DUPLICATE_OBJECT,
  GATEWAY_TOO_LARGE,
  hostnames.DUPLICATE_HOSTNAME,
  hostnames.DUPLICATE_HOSTNAME_ACROSS_GATEWAYS,
  hostnames.PUBLIC_SUFFIX,
  identity.DATA_STORE_IDENTITY_SHARED,
  identity.DATA_STORE_NAME_MALFORMED,
  identity.DATA_STORE_NAME_TOO_LONG,
  listeners.LISTENER_NOT_PASSTHROUGH,
  listeners.LISTENER_NOT_TLS,
  listeners.LISTENER_WITHOUT_HOSTNAME,
  listeners.LISTENER_WITHOUT_TLS_ROUTE,
  listeners.ROUTES_FROM_ALL_NAMESPACES,
  listeners.TOO_MANY_LISTENERS,
  listenerSets.LISTENER_SET_NAMED_LIKE_GATEWAY,
  listenerSets.LISTENER_SET_WITHOUT_ACCESS_POINTS,
  attachment.NO_MATCHING_LISTENER_HOSTNAME,
  attachment.NO_MATCHING_PARENT,
  objectNames.NAME_MALFORMED,
  ports.LISTENER_PORT_CONFLICT,
  ports.PORT_MISMATCH,
  attachment.MORE_SPECIFIC_LISTENER,
  reach.IN_CLUSTER_REACH,
  unknownGateways.GATEWAY_UNKNOWN,
].sort((a, b) => compareStrings(a.code, b.code));

function isObject(object: unknown): boolean {
  return asMap(object) !== undefined;
}

/**
 * Checks rendered objects as one fleet: what each tenant asks for, what its gateway and DataStore give, and what tenants do to each other.
 *
 * Throws nothing and prints nothing, whatever the shape of the objects. The diagnostics are in no particular order.
 */
export function checkFleet(input: CheckInput): Diagnostic[] {
  const clean: CheckInput = { ...input, objects: input.objects.filter(isObject), known: input.known.filter(isObject) };
  const fleet = readFleet(clean);
  return [
    ...platform.checkPlatform(clean.platform),
    ...checkPlatformController(clean),
    ...duplicates.checkDuplicates(clean),
    ...objectNames.checkObjectNames(clean),
    ...checkGatewaySize(clean),
    ...fleet.tenants.flatMap(({ view }) => checkControlPlane(view, fleet.context)),
    ...clean.objects.filter((object) => isKind(object, KAMAJI_GROUP, 'DataStore')).flatMap(checkDataStore),
    ...FLEET_CHECKS.flatMap((check) => check(fleet)),
  ];
}
