import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { PARENT_REF_KIND_UNSUPPORTED } from '../../kamaji/checks/gateway-reference';
import { count, enumerate } from './collections';
import { compareTenants, Fleet, holderKey, Tenant, tenantName } from './fleet';
import { servedHolders } from './served-sets';

/** Tenants whose address Kamaji never learns. */
export const LISTENER_SET_WITHOUT_ACCESS_POINTS: CodeDefinition = {
  code: 'listener-set-without-access-points',
  severity: Severity.WARNING,
  title: 'Tenants go to a ListenerSet; their routes work, but the accessPoints that Kamaji reports stay empty',
};

/** A ListenerSet that Kamaji takes for a Gateway. */
export const LISTENER_SET_NAMED_LIKE_GATEWAY: CodeDefinition = {
  code: 'listener-set-named-like-gateway',
  severity: Severity.ERROR,
  title: 'A tenant goes to a ListenerSet that shares its name with a Gateway, whose ports Kamaji then reports instead',
};

function checkTenant({ view, parent }: Tenant, { holders, input }: Fleet): Diagnostic[] {
  const { gatewayApi } = input.platform;
  if (parent === undefined) {
    return [];
  }
  const { source } = parent;
  if (gatewayApi.servedVersions('ListenerSet').length === 0) {
    return [
      diagnose(PARENT_REF_KIND_UNSUPPORTED, {
        object: view.ref,
        path: `${source.path}.kind`,
        message: `Gateway API ${gatewayApi.tag} has no ListenerSet; it came with v1.5`,
        fix: 'name a Gateway, or upgrade the Gateway API to v1.5.1 or newer',
      }),
    ];
  }
  const namespace = source.namespace ?? view.namespace;
  if (!holders.has(holderKey('Gateway', namespace, source.name))) {
    return [];
  }
  return [
    diagnose(LISTENER_SET_NAMED_LIKE_GATEWAY, {
      object: view.ref,
      path: `${source.path}.name`,
      message: `ListenerSet ${namespace}/${source.name} shares its name with a Gateway; Kamaji ignores the kind when it looks for the port, and reports wrong accessPoints`,
      fix: 'rename the ListenerSet',
    }),
  ];
}

/** Checks tenants that go to a ListenerSet with a release that lets them. */
export function checkListenerSets(fleet: Fleet): Diagnostic[] {
  if (!fleet.input.platform.kamaji.supportsListenerSetParents) {
    return [];
  }
  const behindSets = fleet.tenants.filter(({ parent }) => parent?.source.kind === 'ListenerSet');
  const diagnostics = behindSets.flatMap((tenant) => checkTenant(tenant, fleet));
  if (diagnostics.length > 0) {
    return diagnostics;
  }
  // What nobody serves is an error of its own, and then no route works
  const isServed = servedHolders(fleet);
  const tenants = behindSets.filter(({ parent }) => parent?.holder === undefined || isServed(parent.holder) !== 'no');
  if (tenants.length === 0) {
    return [];
  }
  const names = [...tenants].sort(compareTenants).map(tenantName);
  return [
    diagnose(LISTENER_SET_WITHOUT_ACCESS_POINTS, {
      message: `${count(tenants.length, 'tenant')} behind ListenerSets (${enumerate(names)}): Kamaji looks for listeners in Gateways only, so their accessPoints stay empty; use another sign of health`,
      fix: 'acknowledge this, or send the tenants to listeners of a Gateway',
    }),
  ];
}
