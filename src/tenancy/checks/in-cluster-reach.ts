import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { count, enumerate } from './collections';
import { compareTenants, Fleet, Tenant, tenantName } from './fleet';

/** Tenants whose own pods may not reach their API server. */
export const IN_CLUSTER_REACH: CodeDefinition = {
  code: 'in-cluster-reach',
  severity: Severity.WARNING,
  title:
    'Pods of a tenant reach their API server at an address that only the management cluster knows, and no gateway routes what they send',
};

function isOutOfReach({ view }: Tenant): boolean {
  const hasRoutableAddress =
    view.address !== undefined || view.advertiseAddress !== undefined || view.serviceType.value === 'LoadBalancer';
  return view.gateway !== undefined && !hasRoutableAddress;
}

/** Says once for the whole fleet which tenants' `kubernetes` Service points into the management cluster. */
export function checkInClusterReach({ tenants, context }: Fleet): Diagnostic[] {
  const names = tenants.filter(isOutOfReach).sort(compareTenants).map(tenantName);
  if (names.length === 0) {
    return [];
  }
  const advertise = context.newerFields.some(({ path }) => path === 'spec.networkProfile.advertiseAddress')
    ? 'networkProfile.address'
    : 'networkProfile.advertiseAddress';
  return [
    diagnose(IN_CLUSTER_REACH, {
      message:
        `the "kubernetes" Service of ${count(names.length, 'tenant')} (${enumerate(names)}) points at a ClusterIP of the management cluster; ` +
        'pods that use it send no server name, so the gateway cannot route them',
      fix: `set ${advertise} to an address that the tenants' nodes reach, or acknowledge this if no pod talks to its own API server or another way is in place`,
    }),
  ];
}
