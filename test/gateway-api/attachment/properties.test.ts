import fc from 'fast-check';
import { sortDiagnostics } from '../../../src/diagnostics';
import { answer, attach, computeAttachment, explainAttachment, toResult } from '../../../src/gateway-api/attachment';
import { KubeObject } from '../../../src/objects';
import { gateway, listenerSet, namespace, route, service } from './world';

const RUNS = { numRuns: Number(process.env['FC_RUNS'] ?? 500) };

const namespaceName = fc.constantFrom('infra', 'shop', 'blog');
const hostname = fc.option(
  fc.constantFrom('a.x.test', 'b.x.test', '*.x.test', '*.test', 'c.b.x.test', '*.b.x.test', 'x.test'),
  { nil: undefined },
);
const port = fc.constantFrom(80, 443, 8443);
const time = fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-02-01T00:00:00Z'), {
  nil: undefined,
});
const selector = fc.constantFrom(
  {},
  { matchLabels: { tier: 'front' } },
  { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] },
  { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'blog'] }] },
);
const namespaces = fc.oneof(
  fc.constantFrom({ from: 'All' }, { from: 'Same' }, { from: 'None' }, {}),
  selector.map((value) => ({ from: 'Selector', selector: value })),
);
const protocol = fc.constantFrom(
  { protocol: 'HTTP' },
  { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert', namespace: 'infra' }] } },
  { protocol: 'TLS', tls: { mode: 'Passthrough' } },
  { protocol: 'TLS', tls: { mode: 'Terminate', certificateRefs: [{ name: 'gone' }] } },
  { protocol: 'TCP' },
  { protocol: 'UDP' },
  { protocol: 'ODD' },
);
const kinds = fc.option(
  fc.subarray([{ kind: 'HTTPRoute' }, { kind: 'TLSRoute' }, { kind: 'TCPRoute' }, { kind: 'OddRoute' }]),
  { nil: undefined },
);
const listener = fc.record({ port, hostname, protocol, namespaces, kinds }).map((value) => ({
  port: value.port,
  ...value.protocol,
  ...(value.hostname === undefined ? {} : { hostname: value.hostname }),
  allowedRoutes: { namespaces: value.namespaces, ...(value.kinds === undefined ? {} : { kinds: value.kinds }) },
}));
const listeners = fc
  .array(listener, { minLength: 0, maxLength: 5 })
  .map((list) => list.map((value, i) => ({ name: `l${i}`, ...value })));
const parentRef = fc.record({
  target: fc.constantFrom(
    { name: 'g0', namespace: 'infra' },
    { name: 'g1', namespace: 'infra' },
    { name: 'g0' },
    { kind: 'ListenerSet', name: 's0', namespace: 'shop' },
    { kind: 'ListenerSet', name: 's1', namespace: 'infra' },
    { kind: 'ListenerSet', name: 's2', namespace: 'blog' },
  ),
  more: fc.constantFrom({}, { sectionName: 'l0' }, { sectionName: 'l1', port: 443 }, { port: 80 }),
});
const backend = fc.constantFrom(
  { name: 'web', port: 80 },
  { name: 'web', port: 81 },
  { name: 'web', namespace: 'shop', port: 80 },
  { name: 'gone', port: 80 },
  { kind: 'Odd', name: 'web', port: 80 },
);

const aRoute = fc.record({
  kind: fc.constantFrom('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'),
  namespace: namespaceName,
  parents: fc.array(parentRef, { minLength: 1, maxLength: 3 }),
  hostnames: fc.array(hostname, { maxLength: 3 }),
  backends: fc.array(backend, { maxLength: 2 }),
  time,
});

/** Clusters in which no two objects have one identity. */
const cluster: fc.Arbitrary<KubeObject[]> = fc
  .record({
    gateways: fc.array(fc.record({ listeners, namespaces }), { minLength: 1, maxLength: 2 }),
    sets: fc.array(fc.record({ listeners, time, parent: fc.constantFrom('infra/g0', 'infra/g1') }), { maxLength: 3 }),
    routes: fc.array(aRoute, { maxLength: 6 }),
    services: fc.boolean(),
    granted: fc.boolean(),
  })
  .map(({ gateways, sets, routes, services, granted }) => [
    ...gateways.map((value, i) =>
      gateway(`infra/g${i}`, value.listeners, { allowedListeners: { namespaces: value.namespaces } }),
    ),
    ...sets.map((value, i) =>
      listenerSet(`${['shop', 'infra', 'blog'][i]}/s${i}`, value.parent, value.listeners, {
        ...(value.time === undefined ? {} : { creationTimestamp: value.time }),
      }),
    ),
    ...routes.map((value, i) =>
      route(
        value.kind,
        `${value.namespace}/r${i}`,
        value.parents.map(({ target, more }) => ({ ...target, ...more })),
        { hostnames: value.hostnames.filter((h) => h !== undefined), rules: [{ backendRefs: value.backends }] },
        value.time === undefined ? {} : { creationTimestamp: value.time },
      ),
    ),
    namespace('shop', { tier: 'front' }),
    ...(services ? [service('infra/web', 80), service('shop/web', 80)] : []),
    ...(granted
      ? [
          {
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'ReferenceGrant',
            metadata: { namespace: 'shop', name: 'grant' },
            spec: {
              from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' }],
              to: [{ group: '', kind: 'Service' }],
            },
          },
        ]
      : []),
  ]);

const policies = fc.constantFrom(
  {},
  { stripsNamesOfOtherListeners: true, httpsBesideTls: 'conflict' as const, mixedTlsModes: true },
  { httpsBesideTls: 'conflict-where-intersecting' as const, tlsTerminate: false },
  { competingTlsRoutes: 'refused' as const, invalidListenersConflict: false, refusedListenersClaim: true },
  { routesOfRefusedSets: 'judged' as const, conflictInsideSet: 'first' as const, severalReasons: 'joined' as const },
);

/** Everything that attachment says of the objects. */
function everything(objects: readonly KubeObject[], options: Parameters<typeof computeAttachment>[1]): unknown {
  const attachment = computeAttachment(objects, options);
  return {
    result: toResult(attachment),
    answers: [80, 443, 8443].flatMap((asked) => [
      answer(attachment, { port: asked }),
      answer(attachment, { port: asked, sni: 'a.x.test' }),
      answer(attachment, { port: asked, host: 'c.b.x.test' }),
    ]),
    diagnostics: sortDiagnostics(explainAttachment(attachment)),
  };
}

/** Objects that nothing in a cluster refers to. */
const unrelated: fc.Arbitrary<KubeObject> = fc.oneof(
  fc.constant({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: 'shop', name: 'web' } }),
  fc.constant(namespace('elsewhere', { tier: 'front' })),
  listeners.map((list) => gateway('elsewhere/g0', list)),
  listeners.map((list) => listenerSet('elsewhere/s0', 'elsewhere/g0', list)),
  fc.constant(route('TLSRoute', 'elsewhere/r0', [{ name: 'g0' }], { hostnames: ['a.x.test'] })),
  fc.constant({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ReferenceGrant',
    metadata: { namespace: 'elsewhere', name: 'grant' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' }],
      to: [{ group: '', kind: 'Service' }],
    },
  }),
  fc.object().map((value) => ({ apiVersion: 'example.test/v1', kind: 'Odd', ...value })),
);

describe('attachment', () => {
  it('does not depend on the order of the objects', () => {
    const shuffled = cluster.chain((objects) =>
      fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length }), policies),
    );
    fc.assert(
      fc.property(shuffled, ([objects, permuted, given]) => {
        expect(everything(permuted, { policies: given })).toEqual(everything(objects, { policies: given }));
      }),
      RUNS,
    );
  });

  it('of one object never depends on objects that have nothing to do with it', () => {
    fc.assert(
      fc.property(cluster, unrelated, policies, (objects, other, given) => {
        const before = attach(objects, { policies: given });
        const after = attach([other, ...objects], { policies: given });
        const known = (entry: { namespace: string }) => entry.namespace !== 'elsewhere';
        expect({
          routes: after.routes.filter(known),
          gateways: after.gateways.filter(known),
          listenerSets: after.listenerSets.filter(known),
        }).toEqual(before);
      }),
      RUNS,
    );
  });

  it('counts on each listener exactly the routes that say they are attached to it', () => {
    fc.assert(
      fc.property(cluster, policies, (objects, given) => {
        const { gateways, listenerSets, routes } = attach(objects, { policies: given });
        const parents = routes.flatMap(({ namespace: home, name, kind, parents: entries }) =>
          entries.map((entry) => ({ home, route: `${kind}/${home}/${name}`, ...entry })),
        );
        for (const parent of parents) {
          expect(parent.listeners.length > 0).toBe(parent.accepted.status === 'True');
          expect(parent.hostnames.length > 0).toBe(parent.accepted.status === 'True');
        }
        const holders = [
          ...gateways.map((value) => ({ kind: 'Gateway', ...value })),
          ...listenerSets.map((value) => ({ kind: 'ListenerSet', ...value })),
        ];
        for (const holder of holders) {
          for (const entry of holder.listeners) {
            const attached = parents.filter(
              ({ parentRef: ref, home, listeners: names }) =>
                (ref['kind'] ?? 'Gateway') === holder.kind &&
                (ref['namespace'] ?? home) === holder.namespace &&
                ref['name'] === holder.name &&
                names.includes(entry.name),
            );
            expect(entry.attachedRoutes).toBe(new Set(attached.map((value) => value.route)).size);
          }
        }
      }),
      RUNS,
    );
  });

  it('bears objects of any shape', () => {
    const kind = fc.constantFrom(
      'Gateway',
      'ListenerSet',
      'HTTPRoute',
      'TLSRoute',
      'ReferenceGrant',
      'Namespace',
      'Service',
    );
    const broken = fc
      .record({ kind, spec: fc.anything(), metadata: fc.anything() })
      .map((value) => ({ apiVersion: 'gateway.networking.k8s.io/v1', ...value }));
    fc.assert(
      fc.property(fc.array(broken, { maxLength: 4 }), cluster, (odd, objects) => {
        expect(() => everything([...odd, ...objects], {})).not.toThrow();
      }),
      RUNS,
    );
  });
});
