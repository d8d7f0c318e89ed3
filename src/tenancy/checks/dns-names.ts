import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { hostnameMatches } from '../../gateway-api/hostname';
import { asList, asString, compareStrings, KubeObject, read, refOf } from '../../objects';
import { parentDomain } from '../domains';
import { enumerate, groupBy } from './collections';
import { Fleet, Holder, servingKey } from './fleet';

/** A wildcard record that two gateways would need. */
export const DNS_NAMES_OVERLAP: CodeDefinition = {
  code: 'dns-names-overlap',
  severity: Severity.WARNING,
  title:
    'Two Gateways have tenants below one domain, and the wildcard record of a domain can point at one of them only',
};

/** What decides which DNS names lead to a gateway. */
export interface NamedGateway {
  /** Tells the gateway from all others, and orders it among them. */
  readonly key: string;

  /** Hostnames of its listeners. */
  readonly listeners: ReadonlySet<string>;

  /** Hostnames of the tenants behind it. */
  readonly hostnames: ReadonlySet<string>;

  /** What it has in common with another one that is reached at the same address. */
  readonly addresses: readonly string[];
}

/** The name that a tenant needs if no other gateway is in the way: a wildcard, unless a listener has the hostname itself. */
function preferredName({ listeners }: NamedGateway, hostname: string): string {
  const domain = parentDomain(hostname);
  return domain === undefined || listeners.has(hostname) ? hostname : `*.${domain}`;
}

function claimedNames(gateway: NamedGateway): string[] {
  const { listeners, hostnames } = gateway;
  return hostnames.size === 0
    ? [...listeners]
    : [...new Set([...hostnames].map((hostname) => preferredName(gateway, hostname)))];
}

function claimantsOf<T extends NamedGateway>(gateways: readonly T[]): Map<string, T[]> {
  const claimants = new Map<string, T[]>();
  for (const gateway of gateways) {
    for (const name of claimedNames(gateway)) {
      const known = claimants.get(name);
      if (known === undefined) {
        claimants.set(name, [gateway]);
      } else {
        known.push(gateway);
      }
    }
  }
  return claimants;
}

function isWildcard(name: string): boolean {
  return name.startsWith('*.');
}

/** Returns who gets a wildcard that several want: whose listener has just this name, then who has tenants, then the first by name. */
function winnerOf<T extends NamedGateway>(name: string, claimants: readonly T[]): T | undefined {
  const rank = ({ listeners, hostnames }: T) => (listeners.has(name) ? 0 : 2) + (hostnames.size > 0 ? 0 : 1);
  return [...claimants].sort((a, b) => rank(a) - rank(b) || compareStrings(a.key, b.key))[0];
}

function isReachedAtSameAddress(a: NamedGateway, b: NamedGateway): boolean {
  return a.addresses.some((address) => b.addresses.includes(address));
}

/** A wildcard, the gateway that its record points at, and one that wants it in vain. */
interface LostName<T> {
  readonly name: string;
  readonly winner: T;
  readonly loser: T;
}

/** Finds wildcards that gateways at different addresses want; what Gateways without tenants do among themselves is no matter here. */
function lostNames<T extends NamedGateway>(claimants: ReadonlyMap<string, readonly T[]>): LostName<T>[] {
  return [...claimants].flatMap(([name, rivals]) => {
    const winner = isWildcard(name) ? winnerOf(name, rivals) : undefined;
    if (winner === undefined || rivals.every(({ hostnames }) => hostnames.size === 0)) {
      return [];
    }
    return rivals
      .filter((loser) => loser !== winner && !isReachedAtSameAddress(winner, loser))
      .map((loser) => ({ name, winner, loser }));
  });
}

/** Returns all names that exist because there is a record below them; a wildcard answers for none of these (RFC 4592, 2.2.2). */
function namesAbove(names: Iterable<string>): Set<string> {
  const above = new Set<string>();
  for (const name of names) {
    for (let domain = parentDomain(name); domain !== undefined && !above.has(domain); domain = parentDomain(domain)) {
      above.add(domain);
    }
  }
  return above;
}

/**
 * Returns the names of the DNS records that lead to each gateway, by its key: wildcards, and exact names where a wildcard points
 * at another gateway, or where a record below the name keeps the wildcard from answering for it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4592#section-2.2.2
 */
export function planDnsNames(gateways: readonly NamedGateway[]): Map<string, string[]> {
  const claimants = claimantsOf(gateways);
  const lost = new Map<string, Set<string>>();
  for (const { name, loser } of lostNames(claimants)) {
    lost.set(loser.key, (lost.get(loser.key) ?? new Set()).add(name));
  }
  const above = namesAbove(claimants.keys());
  const users = new Map<string, number>();
  for (const { hostnames } of gateways) {
    for (const hostname of hostnames) {
      users.set(hostname, (users.get(hostname) ?? 0) + 1);
    }
  }
  return new Map(
    gateways.map((gateway) => {
      const names = new Set(claimedNames(gateway).filter((name) => !lost.get(gateway.key)?.has(name)));
      for (const hostname of gateway.hostnames) {
        const isShared = (users.get(hostname) ?? 0) > 1 || claimants.has(hostname);
        const isAnswered = names.has(preferredName(gateway, hostname)) && !above.has(hostname);
        if (isShared || !isAnswered) {
          names.add(hostname);
        }
      }
      return [gateway.key, [...names].sort(compareStrings)];
    }),
  );
}

interface FleetGateway extends NamedGateway {
  readonly holder: Holder;
}

/** Returns the addresses that a Gateway asks for, as one text; empty where it asks for none. */
function askedAddresses(object: KubeObject | undefined): string {
  return asList(read(object, 'spec', 'addresses'))
    .map((address) => `${asString(read(address, 'type')) ?? 'IPAddress'} ${asString(read(address, 'value')) ?? ''}`)
    .sort(compareStrings)
    .join();
}

/** A name that no listener takes is a fault of its own, and no reason for a record. */
function isServed(name: string, { model }: Holder): boolean {
  return model.listeners.some(({ hostname }) => hostnameMatches(hostname, name));
}

function readGateways({ input, holders, tenants, dataPlaneOf }: Fleet): FleetGateway[] {
  const byRef = new Map([...input.objects, ...input.known].map((object) => [refOf(object), object]));
  const hostnames = new Map<string, Set<string>>();
  for (const { parent, view } of tenants) {
    const hostname = view.gateway?.hostname;
    if (parent?.holder !== undefined && hostname !== undefined && isServed(hostname, parent.holder)) {
      const key = servingKey(parent.holder);
      hostnames.set(key, (hostnames.get(key) ?? new Set()).add(hostname));
    }
  }
  return [...holders.values()].flatMap((holder): FleetGateway[] => {
    const { model, key, rendered } = holder;
    if (!('className' in model) || (!rendered && !hostnames.has(key))) {
      return [];
    }
    const asked = askedAddresses(byRef.get(holder.ref));
    return [
      {
        key,
        holder,
        listeners: new Set(model.listeners.flatMap(({ hostname }) => hostname ?? [])),
        hostnames: hostnames.get(key) ?? new Set(),
        addresses: [dataPlaneOf(model), ...(asked === '' ? [] : [asked])],
      },
    ];
  });
}

/** Warns of wildcard records that two gateways would need. */
export function checkDnsNames(fleet: Fleet): Diagnostic[] {
  const lost = groupBy(
    lostNames(claimantsOf(readGateways(fleet))),
    ({ loser, winner }) => `${loser.key} ${winner.key}`,
  );
  return [...lost.values()].flatMap((names) => {
    const [first] = names;
    if (first === undefined) {
      return [];
    }
    const { winner, loser } = first;
    const records = names.map(({ name }) => `"${name}"`).sort(compareStrings);
    return [
      diagnose(DNS_NAMES_OVERLAP, {
        object: loser.holder.ref,
        path: 'spec.listeners',
        message: `${winner.key} and ${loser.key} both need the DNS record ${enumerate(records)}, which can point at one of them only: ${winner.key}`,
        fix: `give each gateway a domain of its own; or acknowledge this, and keep an exact DNS record for each tenant of ${loser.key} below that domain (synth lists them)`,
      }),
    ];
  });
}
