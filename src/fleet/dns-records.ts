import { isTenantControlPlane, viewTenantControlPlane } from '../kamaji/tenant-control-plane-view';
import { asList, asString, compareStrings, isKind, KubeObject, read, refOf } from '../objects';
import { planDnsNames } from '../tenancy/checks/dns-names';

/** A DNS record that clients need to find their tenants. */
export interface DnsRecord {
  /** Name of the record: a hostname or a wildcard. */
  readonly name: string;

  /** `A`, `AAAA` or `CNAME`; `A/AAAA` where the address is not known before the Gateway has one. */
  readonly type: string;

  /** The address, or in words whose address it is. */
  readonly target: string;
}

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

function keyOf(object: KubeObject): string {
  return `${refOf(object).namespace ?? ''}/${refOf(object).name}`;
}

/** Gateways by the ListenerSets that add listeners to them. */
function gatewaysOfSets(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  return new Map(
    objects
      .filter((object) => isKind(object, GATEWAY_GROUP, 'ListenerSet'))
      .map((set) => {
        const parent = read(set, 'spec', 'parentRef');
        const namespace = asString(read(parent, 'namespace')) ?? refOf(set).namespace ?? '';
        return [keyOf(set), `${namespace}/${asString(read(parent, 'name')) ?? ''}`];
      }),
  );
}

function hostnamesByGateway(objects: readonly KubeObject[]): Map<string, Set<string>> {
  const sets = gatewaysOfSets(objects);
  const hostnames = new Map<string, Set<string>>();
  for (const object of objects.filter(isTenantControlPlane)) {
    const { gateway, namespace } = viewTenantControlPlane(object);
    const [parent] = gateway?.parentRefs ?? [];
    if (parent === undefined || gateway?.hostname === undefined) {
      continue;
    }
    const named = `${parent.namespace ?? namespace}/${parent.name}`;
    const key = parent.kind === 'ListenerSet' ? (sets.get(named) ?? '') : named;
    hostnames.set(key, (hostnames.get(key) ?? new Set()).add(gateway.hostname));
  }
  return hostnames;
}

function targetsOf(gateway: KubeObject): Omit<DnsRecord, 'name'>[] {
  const addresses = asList(read(gateway, 'spec', 'addresses')).flatMap((address) => {
    const value = asString(read(address, 'value'));
    const type = asString(read(address, 'type')) ?? 'IPAddress';
    if (value === undefined || (type !== 'IPAddress' && type !== 'Hostname')) {
      return [];
    }
    return [{ type: type === 'Hostname' ? 'CNAME' : value.includes(':') ? 'AAAA' : 'A', target: value }];
  });
  const { namespace = '', name } = refOf(gateway);
  return addresses.length > 0 ? addresses : [{ type: 'A/AAAA', target: `<address of Gateway ${namespace}/${name}>` }];
}

/**
 * Lists the DNS records that the gateways of a fleet need: wildcards, and exact names where a wildcard does not answer or leads elsewhere.
 *
 * No name leads to two gateways, unless tenants of both have it as their hostname.
 *
 * @param objects the rendered objects
 * @param known objects that exist and are not rendered; a Gateway among them counts if a tenant is behind it
 */
export function dnsRecords(objects: readonly KubeObject[], known: readonly KubeObject[]): DnsRecord[] {
  const hostnames = hostnamesByGateway(objects);
  const isGateway = (object: KubeObject) => isKind(object, GATEWAY_GROUP, 'Gateway');
  const gateways = [
    ...objects.filter(isGateway),
    ...known.filter((object) => isGateway(object) && hostnames.has(keyOf(object))),
  ];
  const named = gateways.map((gateway) => {
    const key = keyOf(gateway);
    const targets = targetsOf(gateway);
    const listeners = asList(read(gateway, 'spec', 'listeners')).map((one) => asString(read(one, 'hostname')));
    return {
      key,
      targets,
      listeners: new Set(listeners.flatMap((hostname) => hostname ?? [])),
      hostnames: hostnames.get(key) ?? new Set<string>(),
      addresses: [JSON.stringify(targets)],
    };
  });
  const planned = planDnsNames(named);
  const records = named.flatMap(({ key, targets }) =>
    (planned.get(key) ?? []).flatMap((name) => targets.map((target) => ({ name, ...target }))),
  );
  // Gateways that share an address share records, too.
  const distinct = new Map(records.map((record) => [`${record.name} ${record.type} ${record.target}`, record]));
  return [...distinct.values()].sort((a, b) => compareStrings(a.name, b.name) || compareStrings(a.target, b.target));
}
