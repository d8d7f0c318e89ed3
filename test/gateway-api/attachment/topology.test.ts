import {
  computeAttachment,
  mermaidTopology,
  RoutingRow,
  routingPage,
  routingRows,
  routingTable,
} from '../../../src/gateway-api/attachment';
import { KubeObject } from '../../../src/objects';
import { FROM_ALL, gateway, http, listenerSet, passthrough, route, SETS_FROM_ALL } from './world';

const PARENT = { name: 'edge', namespace: 'infra' };

/** A fleet as it is with Kamaji: two routes for each tenant, on two listeners that all share. */
function fleet(tenants: number): KubeObject[] {
  return [
    gateway(
      'infra/edge',
      [
        passthrough('kube-apiserver', 6443, '*.shop.test', FROM_ALL),
        passthrough('konnectivity-server', 8132, '*.shop.test', FROM_ALL),
      ],
      SETS_FROM_ALL,
    ),
    ...Array.from({ length: tenants }, (_, i) =>
      ['kube-apiserver', 'konnectivity-server'].map((sectionName) =>
        route('TLSRoute', `t${i}/${sectionName}`, [{ ...PARENT, sectionName }], { hostnames: [`t${i}.shop.test`] }),
      ),
    ).flat(),
  ];
}

const tenantOf = (object: KubeObject): string => {
  const { namespace } = object['metadata'] as { namespace: string };
  return `Tenant ${namespace}`;
};

function rowsOf(objects: readonly KubeObject[]): RoutingRow[] {
  return routingRows(computeAttachment(objects), { tenantOf });
}

describe('a routing table', () => {
  it('says who is reached where, listeners without routes included', () => {
    const objects = [...fleet(1), listenerSet('blog/own', 'infra/edge', [passthrough('api', 443, 'blog.test')])];
    expect(routingTable(routingRows(computeAttachment(objects)))).toBe(
      [
        '| Gateway | Listener | Port | Protocol | Hostname | Tenant or route | Backend |',
        '| --- | --- | ---: | --- | --- | --- | --- |',
        '| infra/edge | blog/own: api | 443 | TLS | blog.test | – | – |',
        '| infra/edge | kube-apiserver | 6443 | TLS | t0.shop.test | TLSRoute t0/kube-apiserver | t0/web:80 |',
        '| infra/edge | konnectivity-server | 8132 | TLS | t0.shop.test | TLSRoute t0/konnectivity-server | t0/web:80 |',
        '',
      ].join('\n'),
    );
  });

  it('leaves out listeners that are refused', () => {
    expect(rowsOf([gateway('infra/edge', [http('a', 80), http('b', 80), http('c', 81)])])).toMatchObject([
      { listener: 'c' },
    ]);
  });

  it('lets no name break out of its cell', () => {
    const [row] = rowsOf(fleet(1));
    const odd = { ...(row as RoutingRow), target: 'a | b\n<b>*c*</b>' };
    expect(routingTable([odd])).toContain('| a \\| b \\<b\\>\\*c\\*\\</b\\> |');
  });

  it('changes only the lines of a tenant that is added', () => {
    const before = new Set(routingPage(rowsOf(fleet(5))).split('\n'));
    const added = routingPage(rowsOf(fleet(6)))
      .split('\n')
      .filter((line) => !before.has(line));
    expect(added.length).toBe(5);
    expect(added.every((line) => line.includes('t5'))).toBe(true);
  });
});

describe('a topology', () => {
  it('draws Gateway, listeners and tenants, each once', () => {
    expect(mermaidTopology(rowsOf(fleet(1)))).toBe(
      [
        'flowchart LR',
        '  g_infra_2f_edge["Gateway infra/edge"]',
        '  l_infra_2f_edge_2f_konnectivity_2d_server_2f_8132["konnectivity-server<br/>port 8132 TLS<br/>*.shop.test"]',
        '  l_infra_2f_edge_2f_kube_2d_apiserver_2f_6443["kube-apiserver<br/>port 6443 TLS<br/>*.shop.test"]',
        '  t_Tenant_20_t0["Tenant t0"]',
        '  g_infra_2f_edge --> l_infra_2f_edge_2f_konnectivity_2d_server_2f_8132',
        '  g_infra_2f_edge --> l_infra_2f_edge_2f_kube_2d_apiserver_2f_6443',
        '  l_infra_2f_edge_2f_konnectivity_2d_server_2f_8132 --> t_Tenant_20_t0',
        '  l_infra_2f_edge_2f_kube_2d_apiserver_2f_6443 --> t_Tenant_20_t0',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['many tenants', fleet(2000)],
    [
      'many Gateways',
      Array.from({ length: 500 }, (_, i) => gateway(`infra/edge-${i}`, [http('a', 80), http('b', 81)])),
    ],
    [
      'many ListenerSets',
      [
        gateway('infra/edge', [http('own', 80)], SETS_FROM_ALL),
        ...Array.from({ length: 2000 }, (_, i) =>
          listenerSet(`t${i}/set`, 'infra/edge', [passthrough('api', 6443, `t${i}.test`)]),
        ),
        ...Array.from({ length: 2000 }, (_, i) =>
          route('TLSRoute', `t${i}/api`, [{ kind: 'ListenerSet', name: 'set' }], { hostnames: [`t${i}.test`] }),
        ),
      ],
    ],
    [
      'many of everything',
      Array.from({ length: 40 }, (_, g) => [
        gateway(
          `infra/edge-${g}`,
          Array.from({ length: 40 }, (__, i) => http(`l${i}`, 80, `h${i}.a-long-name-for-a-host.test`)),
        ),
        ...Array.from({ length: 40 }, (__, i) =>
          route('HTTPRoute', `infra/a-route-with-a-long-name-${g}-${i}`, [{ name: `edge-${g}` }]),
        ),
      ]).flat(),
    ],
  ])('of %s stays within what GitHub draws', (_, objects) => {
    const text = mermaidTopology(routingRows(computeAttachment(objects)));
    expect(text.length).toBeLessThan(50_000);
    expect(text.split('\n').filter((line) => line.includes(' --> ')).length).toBeLessThanOrEqual(300);
    expect(text).toMatch(/\["\d+ (more|tenants)/);
  });

  it('counts what it leaves out, and leaves out no single one', () => {
    const drawn = (tenants: number) => mermaidTopology(rowsOf(fleet(tenants)));
    expect(drawn(41).match(/\["Tenant t\d+"\]/g)).toHaveLength(41);
    expect(drawn(42).match(/\["Tenant t\d+"\]/g)).toHaveLength(40);
    expect(drawn(42)).toContain('["2 more"]');
  });

  it('reads no name as markup or as another node', () => {
    const [row] = rowsOf(fleet(1));
    const odd = ['a-b', 'a/b', 'a_b', 'end', '"]; click x', '<b>#quot;</b>'].map((target) => ({
      ...(row as RoutingRow),
      target,
    }));
    const nodes = mermaidTopology(odd)
      .split('\n')
      .filter((line) => line.startsWith('  t_'));
    expect(new Set(nodes.map((line) => line.split('[')[0])).size).toBe(odd.length);
    for (const line of nodes) {
      expect(line).toMatch(/^ {2}t_[A-Za-z0-9_]+\["[^"<>[\]]*"\]$/);
    }
  });

  it('of nothing is a diagram all the same', () => {
    expect(mermaidTopology([])).toBe('flowchart LR\n');
  });
});
