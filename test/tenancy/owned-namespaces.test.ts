import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { DeletionProtection } from '../../src/tenancy/deletion-protection';
import { manifestPath } from '../../src/tenancy/manifest-path';
import { NamespaceOrder, ownNamespace } from '../../src/tenancy/owned-namespaces';

function order(props: Partial<NamespaceOrder> = {}): NamespaceOrder {
  return {
    name: 'shared',
    deletionProtection: DeletionProtection.NONE,
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
});
