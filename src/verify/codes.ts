import { CodeDefinition } from '../diagnostics';
import { compareStrings } from '../objects';
import * as connections from './judge-connections';
import * as gateways from './judge-gateways';
import * as kubeconfigs from './judge-kubeconfigs';
import * as listeners from './judge-listeners';
import * as names from './judge-names';
import * as reads from './judge-reads';
import * as statuses from './judge-route-status';
import * as routes from './judge-routes';
import * as tenants from './judge-tenants';
import * as verification from './verify';

/** All codes that only verification has, sorted; where a controller refuses something, the codes of attachment are used as well. */
export const VERIFY_CODES: readonly CodeDefinition[] = [
  connections.ANOTHER_TENANT_ANSWERS,
  connections.CA_MISSING,
  connections.CERTIFICATE_EXPIRED,
  connections.CERTIFICATE_LEFTOVER_NAME,
  connections.CERTIFICATE_NOT_OF_TENANT,
  connections.CERTIFICATE_WITHOUT_HOSTNAME,
  connections.GATEWAY_UNREACHABLE,
  connections.NO_ANSWER,
  connections.TENANT_ANSWERS_UNKNOWN_NAME,
  gateways.GATEWAY_CLASS_FOREIGN,
  gateways.GATEWAY_CLASS_MISSING,
  gateways.GATEWAY_CLASS_NOT_ACCEPTED,
  gateways.GATEWAY_MISSING,
  gateways.GATEWAY_NOT_ACCEPTED,
  gateways.GATEWAY_NOT_PROGRAMMED,
  gateways.GATEWAY_STATUS_OUTDATED,
  gateways.GATEWAY_WITHOUT_ADDRESS,
  kubeconfigs.CLUSTER_INFO_OUTDATED,
  kubeconfigs.KUBECONFIG_OUTDATED,
  listeners.ATTACHED_ROUTES_MISSING,
  listeners.ATTACHED_ROUTES_UNPREDICTED,
  listeners.LISTENER_DIFFERS,
  listeners.LISTENER_MISSING,
  listeners.LISTENER_NOT_READY,
  names.DNS_ELSEWHERE,
  names.DNS_UNAVAILABLE,
  names.DNS_UNRESOLVED,
  reads.CONNECTION_LOST,
  reads.KIND_NOT_SERVED,
  reads.PERMISSION_MISSING,
  reads.SECRETS_UNREADABLE,
  routes.ROUTE_DIFFERS,
  routes.ROUTE_MISSING,
  statuses.ROUTE_REFUSED,
  statuses.ROUTE_STATUS_OUTDATED,
  statuses.ROUTE_WITHOUT_STATUS,
  statuses.TOO_MANY_PARENTS,
  tenants.ACCESS_POINTS_DIFFER,
  tenants.TENANT_DIFFERS,
  tenants.TENANT_GATEWAY_UNKNOWN,
  tenants.TENANT_MISSING,
  tenants.TENANT_NOT_OBSERVED,
  tenants.TENANT_NOT_READY,
  tenants.TENANT_PAUSED,
  tenants.TENANT_STATUS_STALE,
  tenants.TENANT_STATUS_UNKNOWN,
  verification.NOTHING_TO_VERIFY,
].sort((a, b) => compareStrings(a.code, b.code));
