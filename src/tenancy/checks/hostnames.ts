import { parse } from 'tldts';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { isUsableHostname } from '../../kamaji/checks';
import { enumerateOthers, groupBy } from './collections';
import { compareTenants, Fleet, servingKey, Tenant, TenantParent, tenantName } from './fleet';

/** A name that two tenants of one gateway want. */
export const DUPLICATE_HOSTNAME: CodeDefinition = {
  code: 'duplicate-hostname',
  severity: Severity.ERROR,
  title:
    'Two tenants of one Gateway, or of Gateways that share a data plane, have the same hostname; controllers treat that differently, some break other tenants too',
};

/** A name that tenants of two gateways want. */
export const DUPLICATE_HOSTNAME_ACROSS_GATEWAYS: CodeDefinition = {
  code: 'duplicate-hostname-across-gateways',
  severity: Severity.WARNING,
  title: 'Tenants of two Gateways have the same hostname; one name has one address, unless DNS is split',
};

/** A hostname that belongs to everybody. */
export const PUBLIC_SUFFIX: CodeDefinition = {
  code: 'public-suffix',
  severity: Severity.ERROR,
  title: 'A hostname is a public suffix, or a listener takes in all names below one (com, co.uk, github.io)',
};

function checkSuffix({ view }: Tenant): Diagnostic[] {
  const hostname = view.gateway?.hostname;
  if (hostname === undefined || !isUsableHostname(hostname)) {
    return [];
  }
  const { publicSuffix, isIcann, isPrivate } = parse(hostname, { allowPrivateDomains: true });
  const listed = isIcann === true || isPrivate === true;
  if (publicSuffix !== hostname || !listed) {
    return [];
  }
  return [
    diagnose(PUBLIC_SUFFIX, {
      object: view.ref,
      path: view.gateway?.hostnamePath ?? '',
      message: `"${hostname}" is a public suffix, under which anybody may own names; nobody owns the suffix itself`,
      fix: `use a name below a domain of yours, such as "tcp1.example.${hostname}"`,
    }),
  ];
}

/** Returns what tells those apart who share no ports: the data plane of the Gateway, for a ListenerSet of the Gateway it belongs to. */
function dataPlaneKey(parent: TenantParent, { holders, dataPlaneOf }: Fleet): string {
  const key = parent.holder === undefined ? parent.key : servingKey(parent.holder);
  const gateway = holders.get(key)?.model;
  return gateway !== undefined && 'className' in gateway ? dataPlaneOf(gateway) : key;
}

function checkGroup(
  hostname: string,
  members: readonly Tenant[],
  keyOf: (parent: TenantParent) => string,
): Diagnostic[] {
  const sorted = [...members].sort(compareTenants);
  const byGateway = groupBy(sorted, ({ parent }) => (parent === undefined ? undefined : keyOf(parent)));
  return [...byGateway.values()].flatMap((neighbours) =>
    neighbours.map((tenant) => {
      const [definition, rivals] =
        neighbours.length > 1 ? [DUPLICATE_HOSTNAME, neighbours] : [DUPLICATE_HOSTNAME_ACROSS_GATEWAYS, sorted];
      return diagnose(definition, {
        object: tenant.view.ref,
        path: tenant.view.gateway?.hostnamePath ?? '',
        message: `"${hostname}" is also the hostname of ${enumerateOthers(rivals, tenant, tenantName)}`,
        fix: 'give each tenant a name of its own',
      });
    }),
  );
}

/** Checks the hostnames of tenants against each other and against the public suffix list. */
export function checkHostnames(fleet: Fleet): Diagnostic[] {
  const { tenants } = fleet;
  const diagnostics = tenants.flatMap(checkSuffix);
  const named = tenants.filter(({ parent }) => parent !== undefined);
  for (const [hostname, members] of groupBy(named, ({ view }) => view.gateway?.hostname?.toLowerCase())) {
    if (members.length > 1) {
      diagnostics.push(...checkGroup(hostname, members, (parent) => dataPlaneKey(parent, fleet)));
    }
  }
  return diagnostics;
}
