import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { DeletionProtection } from '../../src/tenancy/deletion-protection';
import { manifestPath } from '../../src/tenancy/manifest-path';
import { NamespaceOrder, ownNamespace } from '../../src/tenancy/owned-namespaces';
import { synthesize } from '../../src/tenancy/synthesis';

function order(props: Partial<NamespaceOrder> = {}): NamespaceOrder {
  return {
    name: 'shared',
    deletionProtection: DeletionProtection.NONE,
    user: `tenant "${props.tenant ?? 'alpha'}"`,
    path: 'tenants/shared/_namespace.yaml',
    ...props,
  };
}

describe('a namespace that tenants own', () => {
  it('is rendered once, with what all of them asked for', () => {
    const chart = Testing.chart();
    ownNamespace(
      new Construct(chart, 'a'),
      order({ tenant: 'a', labels: { team: 'red' }, annotations: { note: 'a' } }),
    );
    ownNamespace(
      new Construct(chart, 'b'),
      order({ tenant: 'b', labels: { tier: 'gold' }, deletionProtection: DeletionProtection.RETAIN }),
    );
    expect(Testing.synth(chart)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          annotations: {
            'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
            'kustomize.toolkit.fluxcd.io/prune': 'disabled',
            note: 'a',
          },
          labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway', team: 'red', tier: 'gold' },
          name: 'shared',
        },
        spec: {},
      },
    ]);
  });

  it('belongs to its tenant where it has only one', () => {
    const chart = Testing.chart();
    const scope = new Construct(chart, 'a');
    ownNamespace(scope, order({ tenant: 'a' }));
    expect(Testing.synth(chart)[0].metadata.labels['app.kubernetes.io/part-of']).toBe('a');
    expect(manifestPath(scope.node.findChild('Namespace'))).toBe('tenants/shared/_namespace.yaml');
  });

  it('is another one in another tree', () => {
    for (const chart of [Testing.chart(), Testing.chart()]) {
      ownNamespace(new Construct(chart, 'a'), order());
      expect(Testing.synth(chart)).toHaveLength(1);
    }
  });

  it('lies in no namespace, whatever that of its chart', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'elsewhere' });
    ownNamespace(new Construct(chart, 'a'), order());
    expect(Testing.synth(chart)[0].metadata).toEqual({
      name: 'shared',
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
    });
  });

  it('goes into one file, whoever came first', () => {
    const gateway = order({ user: 'gateway "edge"', path: 'gateways/shared/_namespace.yaml' });
    for (const orders of [
      [order({ tenant: 'a' }), gateway],
      [gateway, order({ tenant: 'a' })],
    ]) {
      const chart = Testing.chart();
      for (const [i, each] of orders.entries()) {
        ownNamespace(new Construct(chart, `user-${i}`), each);
      }
      const { rendered } = synthesize(App.of(chart));
      expect(rendered.map(({ construct }) => manifestPath(construct))).toEqual(['gateways/shared/_namespace.yaml']);
    }
  });
});

describe('users of a namespace who disagree', () => {
  const conflicts = (orders: readonly NamespaceOrder[]) => {
    const chart = Testing.chart();
    for (const each of orders) {
      ownNamespace(new Construct(chart, each.user), each);
    }
    const { rendered, diagnostics } = synthesize(App.of(chart));
    const found = diagnostics.filter(({ code }) => code === 'namespace-metadata-conflict');
    return { object: rendered[0]?.object, found };
  };
  const a = order({ tenant: 'a', labels: { level: 'high', team: 'x' }, annotations: { note: '1' } });
  const b = order({ tenant: 'b', labels: { level: 'low', team: 'x' }, annotations: { note: '2' } });

  it('are named, and what is rendered does not depend on their order', () => {
    const [there, back] = [conflicts([a, b]), conflicts([b, a])];
    expect(there).toEqual(back);
    expect(there.found.map(({ severity, path, message }) => `${severity} ${path}: ${message}`)).toEqual([
      'error metadata.annotations.note: annotation "note" is to be "1" for tenant "a", "2" for tenant "b", but they share the namespace "shared"',
      'error metadata.labels.level: label "level" is to be "high" for tenant "a", "low" for tenant "b", but they share the namespace "shared"',
    ]);
    expect(there.found.map(({ constructPath }) => constructPath)).toEqual(Array(2).fill('test/tenant "b"'));
  });

  it('may well want different things, or one the same as the other', () => {
    const c = order({ tenant: 'c', labels: { tier: 'gold', team: 'x' } });
    expect(conflicts([a, c]).found).toEqual([]);
  });

  it('cannot disagree about the label of the library', () => {
    const label = (value: string) => ({ labels: { 'app.kubernetes.io/managed-by': value } });
    expect(conflicts([order({ tenant: 'a', ...label('x') }), order({ tenant: 'b', ...label('y') })]).found).toEqual([]);
  });
});

describe('a namespace whose users are removed from the tree', () => {
  function shared() {
    const chart = Testing.chart();
    for (const name of ['a', 'b']) {
      ownNamespace(new Construct(chart, name), order({ tenant: name, labels: { [name]: 'x', last: 'y' } }));
    }
    return chart;
  }
  const labels = (chart: Chart) => synthesize(App.of(chart)).rendered.map(({ object }) => object['metadata']);

  it('stays while one is left, with what that one wants', () => {
    const own = { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' };
    for (const [gone, left] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const chart = shared();
      chart.node.tryRemoveChild(gone);
      expect(labels(chart)).toEqual([
        { name: 'shared', labels: { ...own, 'app.kubernetes.io/part-of': left, [left]: 'x', last: 'y' } },
      ]);
      expect(synthesize(App.of(chart)).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('goes with the last of them, and comes with the next', () => {
    const chart = shared();
    chart.node.tryRemoveChild('a');
    chart.node.tryRemoveChild('b');
    expect(labels(chart)).toEqual([]);
    ownNamespace(new Construct(chart, 'a'), order({ labels: { again: 'x' } }));
    expect(labels(chart)).toMatchObject([{ labels: { again: 'x' } }]);
  });

  it('is not put back where only the Namespace was taken away', () => {
    const chart = shared();
    chart.node.findChild('a').node.tryRemoveChild('Namespace');
    expect(labels(chart)).toEqual([]);
  });
});
