import { AttachmentPolicies, attach } from '../../../src/gateway-api/attachment';
import { gateway, listenerSet, SETS_FROM_ALL } from './world';

const PROTOCOLS = {
  HTTP: { protocol: 'HTTP' },
  HTTPS: { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } },
  Passthrough: { protocol: 'TLS', tls: { mode: 'Passthrough' } },
  Terminate: { protocol: 'TLS', tls: { mode: 'Terminate', certificateRefs: [{ name: 'cert' }] } },
  TCP: { protocol: 'TCP' },
  UDP: { protocol: 'UDP' },
};
type Protocol = keyof typeof PROTOCOLS;

function verdicts(
  first: Protocol,
  second: Protocol,
  hostnames: readonly [string | undefined, string | undefined],
  policies: AttachmentPolicies = {},
): (string | undefined)[] {
  const listeners = [first, second].map((protocol, i) => ({
    name: `l${i}`,
    port: 443,
    ...PROTOCOLS[protocol],
    ...(hostnames[i] === undefined ? {} : { hostname: hostnames[i] }),
  }));
  const [found] = attach([gateway('infra/edge', listeners)], { policies }).gateways;
  return (found?.listeners ?? []).map(({ accepted, conflicted }) => {
    expect(accepted.status).toBe(conflicted === undefined ? 'True' : 'False');
    return conflicted?.reason;
  });
}

const NONE = [undefined, undefined];
const NAME = ['HostnameConflict', 'HostnameConflict'];
const PORT = ['ProtocolConflict', 'ProtocolConflict'];

describe('two listeners of one Gateway on one port', () => {
  // What they say of each other with one hostname, and with two
  const matrix: [Protocol, Protocol, readonly unknown[], readonly unknown[]][] = [
    ['HTTP', 'HTTP', NAME, NONE],
    ['HTTP', 'HTTPS', PORT, PORT],
    ['HTTP', 'Passthrough', PORT, PORT],
    ['HTTP', 'Terminate', PORT, PORT],
    ['HTTP', 'TCP', PORT, PORT],
    ['HTTP', 'UDP', NONE, NONE],
    ['HTTPS', 'HTTPS', NAME, NONE],
    ['HTTPS', 'Passthrough', NONE, NONE],
    ['HTTPS', 'Terminate', NONE, NONE],
    ['HTTPS', 'TCP', PORT, PORT],
    ['HTTPS', 'UDP', NONE, NONE],
    ['Passthrough', 'Passthrough', NAME, NONE],
    ['Passthrough', 'Terminate', NAME, PORT],
    ['Passthrough', 'TCP', PORT, PORT],
    ['Passthrough', 'UDP', NONE, NONE],
    ['Terminate', 'Terminate', NAME, NONE],
    ['Terminate', 'TCP', PORT, PORT],
    ['Terminate', 'UDP', NONE, NONE],
    ['TCP', 'TCP', PORT, PORT],
    ['TCP', 'UDP', NONE, NONE],
    ['UDP', 'UDP', PORT, PORT],
  ];

  it.each(matrix)('%s and %s', (first, second, sameName, otherName) => {
    for (const [a, b] of [
      [first, second],
      [second, first],
    ] as const) {
      expect(verdicts(a, b, ['a.test', 'a.test'])).toEqual(sameName);
      expect(verdicts(a, b, [undefined, undefined])).toEqual(sameName);
      expect(verdicts(a, b, ['a.test', 'b.test'])).toEqual(otherName);
    }
  });

  it('are not in conflict where one name is below the other', () => {
    expect(verdicts('Passthrough', 'Passthrough', ['*.test', 'a.test'])).toEqual(NONE);
    expect(verdicts('Passthrough', 'Passthrough', [undefined, 'a.test'])).toEqual(NONE);
  });

  it('may be TLS of both modes where the controller can do that, but not under one name', () => {
    expect(verdicts('Passthrough', 'Terminate', ['a.test', 'b.test'], { mixedTlsModes: true })).toEqual(NONE);
    expect(verdicts('Passthrough', 'Terminate', ['a.test', 'a.test'], { mixedTlsModes: true })).toEqual(NAME);
  });

  it('may not be HTTPS and TLS of one name where the controller cannot do that', () => {
    const policies: AttachmentPolicies = { httpsBesideTls: 'conflict' };
    expect(verdicts('HTTPS', 'Passthrough', ['a.test', 'a.test'], policies)).toEqual(NAME);
    expect(verdicts('HTTPS', 'Passthrough', ['a.test', 'b.test'], policies)).toEqual(NONE);
  });
});

describe('HTTPS and TLS on one port, where the controller refuses names in common', () => {
  const policies: AttachmentPolicies = { httpsBesideTls: 'conflict-where-intersecting' };

  it.each([
    ['a.test', 'a.test'],
    ['*.test', 'a.test'],
    ['a.test', '*.test'],
    ['*.test', 'a.b.test'],
    ['*.test', '*.b.test'],
    ['*.b.test', '*.test'],
    [undefined, 'a.test'],
    ['*.test', undefined],
    [undefined, undefined],
  ])('are in conflict of protocols with %s and %s', (https, tls) => {
    expect(verdicts('HTTPS', 'Passthrough', [https, tls], policies)).toEqual(PORT);
    expect(verdicts('Passthrough', 'HTTPS', [https, tls], policies)).toEqual(PORT);
  });

  it.each([
    ['a.test', 'b.test'],
    ['*.a.test', '*.b.test'],
    ['*.test', 'test'],
    ['a.test', '*.a.test'],
  ])('stand side by side with %s and %s', (https, tls) => {
    expect(verdicts('HTTPS', 'Passthrough', [https, tls], policies)).toEqual(NONE);
    expect(verdicts('Passthrough', 'HTTPS', [https, tls], policies)).toEqual(NONE);
  });

  it('are still told apart by name within each protocol', () => {
    expect(verdicts('HTTPS', 'HTTPS', ['a.test', 'a.test'], policies)).toEqual(NAME);
    expect(verdicts('HTTPS', 'HTTPS', ['*.test', 'a.test'], policies)).toEqual(NONE);
    expect(verdicts('Passthrough', 'Passthrough', ['*.test', 'a.test'], policies)).toEqual(NONE);
  });

  it('do not matter to a listener that ends TLS itself', () => {
    expect(verdicts('HTTPS', 'Terminate', ['*.test', 'a.test'], policies)).toEqual(NONE);
  });

  it('leave the names to the Gateway where a ListenerSet comes with one of them', () => {
    const https = { name: 'https', port: 443, hostname: '*.test', ...PROTOCOLS.HTTPS };
    const tls = (hostname: string) => ({ name: hostname, port: 443, hostname, ...PROTOCOLS.Passthrough });
    const { gateways, listenerSets } = attach(
      [
        gateway('infra/edge', [https], SETS_FROM_ALL),
        listenerSet('infra/set', 'infra/edge', [tls('a.test'), tls('a.b')]),
      ],
      { policies },
    );
    expect(gateways[0]?.listeners.map(({ conflicted }) => conflicted?.reason)).toEqual([undefined]);
    expect(listenerSets[0]?.listeners.map(({ conflicted }) => conflicted?.reason)).toEqual([
      'ProtocolConflict',
      undefined,
    ]);
  });
});

describe('three listeners of one Gateway', () => {
  it('are all refused where one of them is TCP', () => {
    const [found] = attach([
      gateway('infra/edge', [
        { name: 'a', port: 80, protocol: 'HTTP', hostname: 'a.test' },
        { name: 'b', port: 80, protocol: 'HTTP', hostname: 'b.test' },
        { name: 'c', port: 80, protocol: 'TCP' },
      ]),
    ]).gateways;
    expect(found?.listeners.map(({ accepted }) => accepted.reason)).toEqual(Array(3).fill('ProtocolConflict'));
    expect(found?.accepted).toEqual({ status: 'False', reason: 'ListenersNotValid' });
  });

  it('leave the Gateway accepted where one of them is not in conflict', () => {
    const [found] = attach([
      gateway('infra/edge', [
        { name: 'a', port: 80, protocol: 'HTTP', hostname: 'a.test' },
        { name: 'b', port: 80, protocol: 'HTTP', hostname: 'b.test' },
        { name: 'c', port: 80, protocol: 'HTTP', hostname: 'b.test' },
      ]),
    ]).gateways;
    expect(found?.listeners.map(({ accepted }) => accepted.status)).toEqual(['True', 'False', 'False']);
    expect(found?.accepted).toEqual({ status: 'True', reason: 'ListenersNotValid' });
  });
});

describe('a listener that is invalid by itself', () => {
  const bad = {
    name: 'bad',
    port: 443,
    protocol: 'HTTPS',
    hostname: 'a.test',
    tls: { certificateRefs: [{ kind: 'ConfigMap', name: 'cert' }] },
  };
  const good = { ...PROTOCOLS.HTTPS, name: 'good', port: 443, hostname: 'a.test' };

  it('takes part in conflicts by the letter', () => {
    const [found] = attach([gateway('infra/edge', [bad, good])]).gateways;
    expect(found?.listeners.map(({ conflicted }) => conflicted?.reason)).toEqual(NAME);
  });

  it('stays out of them where the controller leaves it out', () => {
    const [found] = attach([gateway('infra/edge', [bad, good])], {
      policies: { invalidListenersConflict: false },
    }).gateways;
    expect(found?.listeners.map(({ conflicted }) => conflicted?.reason)).toEqual(NONE);
  });

  it('never does where the controller does not serve its mode', () => {
    const own = [
      { name: 'a', port: 443, ...PROTOCOLS.Terminate, hostname: 'a.test' },
      { name: 'b', port: 443, ...PROTOCOLS.Passthrough, hostname: 'a.test' },
    ];
    const [found] = attach([gateway('infra/edge', own)], { policies: { tlsTerminate: false } }).gateways;
    expect(found?.listeners.map(({ accepted }) => accepted.reason)).toEqual(['UnsupportedValue', 'Accepted']);
  });

  it('never does where its protocol is none', () => {
    const odd = { name: 'odd', port: 80, protocol: 'ODD' };
    const [found] = attach([gateway('infra/edge', [odd, { ...odd, name: 'odder' }])]).gateways;
    expect(found?.listeners.map(({ accepted }) => accepted.reason)).toEqual(Array(2).fill('UnsupportedProtocol'));
  });
});

describe('listeners of ListenerSets', () => {
  const own = { name: 'own', port: 80, protocol: 'HTTP', hostname: 'own.test' };
  const x = { name: 'x', port: 80, protocol: 'HTTP', hostname: 'x.test' };
  const edge = gateway('infra/edge', [own], SETS_FROM_ALL);

  function refusedSets(objects: Parameters<typeof attach>[0], policies: AttachmentPolicies = {}): string[] {
    return attach(objects, { policies })
      .listenerSets.filter(({ accepted }) => accepted.status === 'False')
      .map(({ namespace, name }) => `${namespace}/${name}`);
  }

  it('are kept by the older set, whatever the names', () => {
    const older = listenerSet('shop/z', 'infra/edge', [x], { creationTimestamp: '2026-01-01T00:00:00Z' });
    const younger = listenerSet('blog/a', 'infra/edge', [x], { creationTimestamp: '2026-01-01T00:00:01Z' });
    const unborn = listenerSet('aaaa/a', 'infra/edge', [x]);
    expect(refusedSets([unborn, younger, edge, older])).toEqual(['aaaa/a', 'blog/a']);
  });

  it('are kept by the set whose namespace/name sorts first, where the age is the same', () => {
    // As text "a-b/x" comes before "a/x", though the namespace "a" comes before "a-b"
    expect(refusedSets([edge, listenerSet('a/x', 'infra/edge', [x]), listenerSet('a-b/x', 'infra/edge', [x])])).toEqual(
      ['a/x'],
    );
  });

  it('are compared to the second', () => {
    const late = listenerSet('shop/z', 'infra/edge', [x], { creationTimestamp: '2026-01-01T00:00:00.100Z' });
    const later = listenerSet('blog/a', 'infra/edge', [x], { creationTimestamp: '2026-01-01T00:00:00.900Z' });
    expect(refusedSets([edge, late, later])).toEqual(['shop/z']);
  });

  it('add no claim where they are refused', () => {
    const tcp = { name: 'tcp', port: 80, protocol: 'TCP' };
    const sets = [listenerSet('a/a', 'infra/edge', [tcp]), listenerSet('b/b', 'infra/edge', [x])];
    expect(refusedSets([edge, ...sets])).toEqual(['a/a']);
  });

  it('are both refused where one set holds both, unless the controller lets the first one win', () => {
    const twice = listenerSet('shop/twice', 'infra/edge', [x, { ...x, name: 'y' }]);
    expect(refusedSets([edge, twice])).toEqual(['shop/twice']);
    expect(refusedSets([edge, twice], { conflictInsideSet: 'first' })).toEqual([]);
  });

  it('may take what Gateway listeners refuse each other, unless the controller keeps it from them', () => {
    const quarrel = gateway('infra/edge', [own, x, { ...x, name: 'y' }], SETS_FROM_ALL);
    const heir = listenerSet('shop/heir', 'infra/edge', [x]);
    expect(refusedSets([quarrel, heir])).toEqual([]);
    expect(refusedSets([quarrel, heir], { refusedListenersClaim: true })).toEqual(['shop/heir']);
  });

  it('of another Gateway are no matter', () => {
    const other = gateway('infra/other', [own], SETS_FROM_ALL);
    expect(
      refusedSets([edge, other, listenerSet('a/a', 'infra/edge', [x]), listenerSet('b/b', 'infra/other', [x])]),
    ).toEqual([]);
  });
});
