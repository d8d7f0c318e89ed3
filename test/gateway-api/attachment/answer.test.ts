import {
  Answer,
  AnswerQuery,
  answer,
  chooseRule,
  computeAttachment,
  HttpRequest,
  RouteModel,
  readRoute,
} from '../../../src/gateway-api/attachment';
import { KubeObject } from '../../../src/objects';
import { gateway, http, listenerSet, passthrough, route, SETS_FROM_ALL } from './world';

function ask(objects: readonly KubeObject[], query: AnswerQuery): Answer[] {
  return answer(computeAttachment(objects), query);
}

function routesOf(answers: readonly Answer[]): string[] {
  return answers.flatMap(({ routes }) => routes.map(({ name, serving }) => (serving ? name : `(${name})`)));
}

describe('who answers', () => {
  it('is told for each Gateway that has the port, as each has an address of its own', () => {
    const objects = [
      gateway('infra/a', [passthrough('tls', 443, '*.test')]),
      gateway('infra/b', [passthrough('tls', 443, 'x.test')]),
      gateway('infra/c', [passthrough('tls', 444)]),
    ];
    const found = ask(objects, { port: 443, sni: 'y.test' });
    expect(found.map(({ gateway: { name }, listener }) => [name, listener?.hostname])).toEqual([
      ['a', '*.test'],
      ['b', undefined],
    ]);
    expect(ask(objects, { port: 443, sni: 'y.test', gateway: 'infra/b' })).toHaveLength(1);
    expect(ask(objects, { port: 1 })).toEqual([]);
  });

  it('is the most specific listener, its own or that of a ListenerSet, and no connection falls through', () => {
    const objects = [
      gateway('infra/edge', [passthrough('wide', 443, '*.test')], SETS_FROM_ALL),
      listenerSet('shop/own', 'infra/edge', [passthrough('exact', 443, 'till.test')]),
      route('TLSRoute', 'infra/on-wide', [{ name: 'edge' }], { hostnames: ['*.test'] }),
    ];
    expect(ask(objects, { port: 443, sni: 'TILL.test' })).toMatchObject([
      { listener: { kind: 'ListenerSet', namespace: 'shop', listener: 'exact' }, routes: [] },
    ]);
    expect(routesOf(ask(objects, { port: 443, sni: 'desk.test' }))).toEqual(['on-wide']);
  });

  it('is nobody where the listener is refused, or has no certificate that it could show', () => {
    const tls = { certificateRefs: [{ name: 'gone' }] };
    const objects = [
      gateway('infra/edge', [http('a', 80), http('b', 80), { name: 'https', port: 443, protocol: 'HTTPS', tls }]),
      route('HTTPRoute', 'infra/web', [{ name: 'edge' }]),
      { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'infra', name: 'other' } },
    ];
    expect(ask(objects, { port: 80, host: 'x.test' })).toMatchObject([{ routes: [] }]);
    expect(ask(objects, { port: 443, sni: 'x.test' })).toMatchObject([{ routes: [] }]);
  });

  it('does not speak TLS where HTTP is asked for, nor the other way round', () => {
    const tls = { certificateRefs: [{ name: 'cert' }] };
    const objects = [
      gateway('infra/edge', [http('http', 80), { name: 'https', port: 443, protocol: 'HTTPS', tls }]),
      route('HTTPRoute', 'infra/web', [{ name: 'edge' }]),
    ];
    expect(routesOf(ask(objects, { port: 443, sni: 'x.test', host: 'x.test' }))).toEqual(['web']);
    expect(routesOf(ask(objects, { port: 443, host: 'x.test' }))).toEqual([]);
    expect(routesOf(ask(objects, { port: 80, sni: 'x.test' }))).toEqual([]);
  });

  it('among TLSRoutes of one name is the oldest, then the first by name; the others get nothing', () => {
    const till = (id: string, creationTimestamp?: string) =>
      route(
        'TLSRoute',
        id,
        [{ name: 'edge', namespace: 'infra' }],
        { hostnames: ['till.test'] },
        { creationTimestamp },
      );
    const all = { allowedRoutes: { namespaces: { from: 'All' } } };
    const edge = gateway('infra/edge', [passthrough('tls', 443, undefined, all)]);
    const query = { port: 443, sni: 'till.test' };
    expect(routesOf(ask([edge, till('b/two'), till('a/one')], query))).toEqual(['one', '(two)']);
    expect(routesOf(ask([edge, till('b/two', '2026-01-01T00:00:00Z'), till('a/one')], query))).toEqual([
      'two',
      '(one)',
    ]);
  });

  it('is the route with the most specific name, however young', () => {
    const till = (name: string, hostnames: readonly string[], year: number) =>
      route(
        'TLSRoute',
        `infra/${name}`,
        [{ name: 'edge' }],
        { hostnames },
        { creationTimestamp: `${year}-01-01T00:00:00Z` },
      );
    const objects = [
      gateway('infra/edge', [passthrough('tls', 443)]),
      till('wide', ['*.test'], 2020),
      till('narrow', ['*.shop.test'], 2021),
      till('exact', ['till.shop.test', '*.test'], 2022),
    ];
    expect(routesOf(ask(objects, { port: 443, sni: 'till.shop.test' }))).toEqual(['exact']);
    expect(routesOf(ask(objects, { port: 443, sni: 'desk.shop.test' }))).toEqual(['narrow']);
    expect(routesOf(ask(objects, { port: 443, sni: 'desk.test' }))).toEqual(['wide', '(exact)']);
  });

  it('is nobody behind a Gateway that is refused', () => {
    const parametersRef = { group: 'x.test', kind: 'Gone', name: 'gone' };
    const objects = [
      gateway('infra/edge', [http('http', 80)], { infrastructure: { parametersRef } }),
      route('HTTPRoute', 'infra/web', [{ name: 'edge' }]),
    ];
    const [found] = ask(objects, { port: 80, host: 'x.test' });
    expect(found).toMatchObject({ gateway: { name: 'edge' }, routes: [] });
    expect(found?.listener).toBeUndefined();
  });

  it('on a port of TCP and UDP is told for both, and a name is no matter', () => {
    const objects = [
      gateway('infra/dns', [
        { name: 'tcp', port: 53, protocol: 'TCP' },
        { name: 'udp', port: 53, protocol: 'UDP' },
      ]),
      route('TCPRoute', 'infra/over-tcp', [{ name: 'dns' }]),
      route('UDPRoute', 'infra/over-udp', [{ name: 'dns' }]),
    ];
    expect(routesOf(ask(objects, { port: 53 }))).toEqual(['over-tcp', 'over-udp']);
    expect(routesOf(ask(objects, { port: 53, sni: 'x.test' }))).toEqual(['over-tcp']);
  });

  it('for a client without a name is the listener without hostname', () => {
    const objects = [
      gateway('infra/edge', [passthrough('named', 443, '*.test'), passthrough('any', 443)]),
      route('TLSRoute', 'infra/named', [{ name: 'edge', sectionName: 'named' }], { hostnames: ['a.test'] }),
    ];
    expect(ask(objects, { port: 443 })).toMatchObject([{ listener: { listener: 'any' }, routes: [] }]);
  });

  it('names backends, with a request those of its rule', () => {
    const rules = [
      { matches: [{ path: { value: '/api' } }], backendRefs: [{ name: 'api', port: 80, weight: 9 }] },
      { backendRefs: [{ name: 'web', port: 80 }] },
    ];
    const objects = [
      gateway('infra/edge', [http('http', 80)]),
      route('HTTPRoute', 'infra/web', [{ name: 'edge' }], { rules }),
    ];
    const backends = (request?: HttpRequest) =>
      ask(objects, { port: 80, host: 'x.test', ...(request === undefined ? {} : { request }) })[0]?.routes[0]?.backends;
    expect(backends()).toHaveLength(2);
    expect(backends({ path: '/api/v1' })).toEqual([
      { kind: 'Service', namespace: 'infra', name: 'api', port: 80, weight: 9 },
    ]);
    expect(backends({ path: '/apis' })).toMatchObject([{ name: 'web', weight: 1 }]);
  });
});

describe('the rule that a request falls to', () => {
  function routeOf(name: string, rules: readonly unknown[], kind = 'HTTPRoute'): RouteModel {
    return readRoute(route(kind, `infra/${name}`, [], { rules })) as RouteModel;
  }

  function choose(rules: readonly unknown[], request: HttpRequest, kind = 'HTTPRoute'): number | undefined {
    return chooseRule([routeOf('r', rules, kind)], request)?.rule;
  }

  const path = (value: string, type = 'PathPrefix') => ({ path: { type, value } });
  const matching = (...matches: readonly unknown[]) => ({ matches });

  it.each([
    ['an exact path before any prefix', [matching(path('/a/b/c')), matching(path('/a', 'Exact'))], { path: '/a' }, 1],
    ['the longer prefix', [matching(path('/')), matching(path('/a')), matching(path('/a/b'))], { path: '/a/b/c' }, 2],
    ['a prefix by whole parts', [matching(path('/')), matching(path('/a'))], { path: '/ab' }, 0],
    ['a prefix whose slash at the end says nothing', [matching(path('/')), matching(path('/a/'))], { path: '/a' }, 1],
    [
      'the method',
      [matching(path('/a')), matching({ ...path('/a'), method: 'POST' })],
      { path: '/a', method: 'POST' },
      1,
    ],
    ['no rule of another method', [matching({ method: 'POST' })], { path: '/' }, undefined],
    [
      'more headers, whatever their case',
      [
        matching({ headers: [{ name: 'X-A', value: '1' }] }),
        matching({
          headers: [
            { name: 'x-a', value: '1' },
            { name: 'x-b', value: '2' },
          ],
        }),
      ],
      { path: '/', headers: { 'x-A': '1', 'X-B': '2' } },
      1,
    ],
    [
      'no rule whose header is not there',
      [matching({ headers: [{ name: 'constructor', value: '1' }] })],
      { path: '/' },
      undefined,
    ],
    [
      'more query parameters',
      [matching({}), matching({ queryParams: [{ name: 'v', value: '2' }] })],
      { path: '/', query: { v: '2' } },
      1,
    ],
    [
      'a regular expression after all else',
      [matching(path('/.*', 'RegularExpression')), matching(path('/'))],
      { path: '/a' },
      1,
    ],
    ['no expression that is broken', [matching(path('/(', 'RegularExpression'))], { path: '/(' }, undefined],
    ['the first of equal rules', [matching({}), matching({})], { path: '/' }, 0],
    ['the rule without matches', [{}], { path: '/' }, 0],
    ['any of several matches', [matching(path('/a'), path('/b'))], { path: '/b' }, 0],
  ])('is %s', (_, rules, request, expected) => {
    expect(choose(rules, request)).toBe(expected);
  });

  it.each([
    ['the service and method', [matching({}), matching({ method: { service: 's', method: 'm' } })], '/s/m', 1],
    ['the service alone', [matching({ method: { service: 's' } })], '/s/any', 0],
    ['none of another service', [matching({ method: { service: 't' } })], '/s/m', undefined],
    [
      'the longer service before the method',
      [matching({ method: { method: 'm' } }), matching({ method: { service: 's' } })],
      '/s/m',
      1,
    ],
  ])('of a GRPCRoute is %s', (_, rules, asked, expected) => {
    expect(choose(rules, { path: asked }, 'GRPCRoute')).toBe(expected);
  });

  it('is that of the route which comes first, where rules of two are alike', () => {
    const routes = [
      routeOf('first', [matching(path('/a'))]),
      routeOf('second', [matching(path('/a')), matching(path('/a/b'))]),
    ];
    expect(chooseRule(routes, { path: '/a' })?.route.name).toBe('first');
    expect(chooseRule(routes, { path: '/a/b' })?.route.name).toBe('second');
  });
});
