import { DnsRecord, dnsRecords } from '../../src/fleet/dns-records';
import { KubeObject } from '../../src/objects';

function gateway(name: string, hostnames: readonly string[], addresses?: readonly string[]): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'gw' },
    spec: {
      listeners: hostnames.map((hostname, i) => ({ name: `l${i}`, hostname })),
      ...(addresses === undefined ? {} : { addresses: addresses.map((value) => ({ type: 'IPAddress', value })) }),
    },
  };
}

function tenant(hostname: string, parent: string): KubeObject {
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { name: hostname.replaceAll('.', '-'), namespace: 'tenants' },
    spec: { controlPlane: { gateway: { hostname, parentRefs: [{ name: parent, namespace: 'gw' }] } } },
  };
}

const lines = (...objects: readonly KubeObject[]) =>
  dnsRecords(objects, []).map(({ name, target }) => `${name} ${/gw\/(\w+)/.exec(target)?.[1] ?? target}`);

/** Finds what a name server answers (RFC 4592): the name itself if it exists, else the wildcard of the closest name above that does. */
function resolve(records: readonly DnsRecord[], hostname: string): string[] {
  const exists = (name: string) => records.some((record) => record.name === name || record.name.endsWith(`.${name}`));
  const at = (name: string) => records.filter((record) => record.name === name).map(({ target }) => target);
  if (exists(hostname)) {
    return at(hostname);
  }
  for (let labels = hostname.split('.').slice(1); labels.length > 0; labels = labels.slice(1)) {
    if (exists(labels.join('.'))) {
      return at(`*.${labels.join('.')}`);
    }
  }
  return [];
}

describe('the DNS records of a fleet', () => {
  it('are one wildcard for all tenants of a domain', () => {
    expect(
      lines(gateway('edge', ['*.cluster.dev']), tenant('a.cluster.dev', 'edge'), tenant('b.cluster.dev', 'edge')),
    ).toEqual(['*.cluster.dev edge']);
  });

  it('are that of the listeners where there is no tenant yet, and the hostname where a listener has it', () => {
    expect(lines(gateway('edge', ['*.cluster.dev']))).toEqual(['*.cluster.dev edge']);
    expect(lines(gateway('edge', ['a.cluster.dev']), tenant('a.cluster.dev', 'edge'))).toEqual(['a.cluster.dev edge']);
  });

  it('lead to each tenant of a second gateway by its own name where both gateways have one domain', () => {
    const objects = [
      gateway('edge', ['*.cluster.dev']),
      gateway('edge2', ['*.cluster.dev']),
      tenant('tcp1.cluster.dev', 'edge'),
      tenant('tcp2.cluster.dev', 'edge2'),
    ];
    expect(lines(...objects)).toEqual(['*.cluster.dev edge', 'tcp2.cluster.dev edge2']);
    expect(lines(...[...objects].reverse())).toEqual(lines(...objects));
  });

  it('leave a wildcard to the gateway that has tenants, and else to that whose listener has just this name', () => {
    expect(
      lines(gateway('a', ['*.cluster.dev']), gateway('edge', ['*.cluster.dev']), tenant('x.cluster.dev', 'edge')),
    ).toEqual(['*.cluster.dev edge']);
    expect(
      lines(
        gateway('edge', ['*.cluster.dev']),
        gateway('eu', ['*.eu.cluster.dev']),
        tenant('a.eu.cluster.dev', 'edge'),
      ),
    ).toEqual(['*.eu.cluster.dev eu', 'a.eu.cluster.dev edge']);
  });

  it('are shared by gateways that ask for the same addresses', () => {
    expect(
      dnsRecords(
        [
          gateway('a', ['*.cluster.dev'], ['192.0.2.1', '2001:db8::1']),
          gateway('b', ['*.cluster.dev'], ['192.0.2.1', '2001:db8::1']),
          tenant('x.cluster.dev', 'a'),
          tenant('y.cluster.dev', 'b'),
        ],
        [],
      ),
    ).toEqual([
      { name: '*.cluster.dev', type: 'A', target: '192.0.2.1' },
      { name: '*.cluster.dev', type: 'AAAA', target: '2001:db8::1' },
    ]);
  });

  it('name a tenant below whose name there are others, for which a wildcard no longer answers', () => {
    const edge = gateway('edge', ['*.cluster.dev']);
    expect(lines(edge, tenant('eu.cluster.dev', 'edge'), tenant('a.eu.cluster.dev', 'edge'))).toEqual([
      '*.cluster.dev edge',
      '*.eu.cluster.dev edge',
      'eu.cluster.dev edge',
    ]);
    expect(lines(edge, gateway('eu', ['*.b.eu.cluster.dev']), tenant('eu.cluster.dev', 'edge'))).toEqual([
      '*.b.eu.cluster.dev eu',
      '*.cluster.dev edge',
      'eu.cluster.dev edge',
    ]);
  });

  it('say both where tenants of two gateways have one hostname', () => {
    expect(
      lines(
        gateway('a', ['*.cluster.dev']),
        gateway('b', ['*.cluster.dev']),
        tenant('x.cluster.dev', 'a'),
        tenant('x.cluster.dev', 'b'),
      ),
    ).toEqual(['*.cluster.dev a', 'x.cluster.dev a', 'x.cluster.dev b']);
  });

  it('make a name server answer for every tenant with its own gateway', () => {
    const names = ['', 'eu.', 'a.eu.', 'b.eu.', 'c.b.eu.', 'us.', 'x.us.'].map((prefix) => `${prefix}cluster.dev`);
    const gateways = ['one', 'two', 'three'];
    let seed = 7;
    const pick = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * n);
    };
    for (let round = 0; round < 300; round++) {
      const tenants = names.filter(() => pick(3) > 0).map((name) => [name, gateways[pick(3)] ?? ''] as const);
      const listeners = gateways.map((name) =>
        gateway(name, pick(2) === 0 ? ['*.cluster.dev'] : [`*.${name === 'two' ? 'eu' : 'us'}.cluster.dev`]),
      );
      const records = dnsRecords([...listeners, ...tenants.map(([name, parent]) => tenant(name, parent))], []);
      for (const [name, parent] of tenants) {
        expect([name, ...resolve(records, name)]).toEqual([name, `<address of Gateway gw/${parent}>`]);
      }
    }
  });
});
