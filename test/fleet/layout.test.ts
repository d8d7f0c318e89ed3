import { ApiObject, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { layOut } from '../../src/fleet/layout';
import { KubeObject } from '../../src/objects';
import { setManifestPath } from '../../src/tenancy/manifest-path';

interface Item {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly at?: string;
}

/** Lays out objects; each stands below a construct of its own, which names the file where `at` says so. */
function layOutItems(items: readonly Item[]) {
  const chart = new Chart(Testing.app(), 'chart');
  const rendered = items.map(({ apiVersion = 'v1', kind = 'ConfigMap', name = 'x', namespace, at }, i) => {
    const parent = new Construct(chart, `c${i}`);
    if (at !== undefined) {
      setManifestPath(parent, at);
    }
    const construct = new ApiObject(parent, 'Resource', { apiVersion, kind, metadata: { name, namespace } });
    return { construct, object: construct.toJson() as KubeObject };
  });
  const { files, diagnostics } = layOut(rendered);
  return {
    paths: files.map((file) => file.path),
    objects: files.map((file) =>
      file.objects.map((object) => `${object['kind']} ${(object['metadata'] as { name: string }).name}`),
    ),
    findings: diagnostics.map(({ code, message }) => `${code}: ${message}`),
  };
}

describe('layOut', () => {
  test('writes cluster-scoped objects to cluster/ and namespaced ones to namespaces/, kind in lower case', () => {
    const items: Item[] = [
      { kind: 'ConfigMap', namespace: 'b' },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name: 'eg' },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'system:reader' },
    ];
    expect(layOutItems(items)).toEqual({
      paths: [
        'cluster/clusterrole-system%3Areader.yaml',
        'cluster/gatewayclass-eg.yaml',
        'namespaces/b/configmap-x.yaml',
      ],
      objects: [['ClusterRole system:reader'], ['GatewayClass eg'], ['ConfigMap x']],
      findings: [],
    });
  });

  test('adds the group where two groups share kind and name', () => {
    const items: Item[] = [
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', namespace: 'a' },
      { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: 'a' },
      { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace: 'a', name: 'y' },
    ];
    expect(layOutItems(items)).toMatchObject({
      paths: [
        'namespaces/a/gateway-y.yaml',
        'namespaces/a/gateway.gateway.networking.k8s.io-x.yaml',
        'namespaces/a/gateway.networking.istio.io-x.yaml',
      ],
      findings: [],
    });
  });

  test('orders the objects of a file by kind, then by name, whatever the order of the constructs', () => {
    const at = 'tenants/a/b.yaml';
    const items: Item[] = [
      { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane' },
      { kind: 'ConfigMap', name: 'b' },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute' },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' },
      { kind: 'ConfigMap', name: 'a' },
      { kind: 'Namespace' },
    ];
    const chart = new Chart(Testing.app(), 'chart');
    const parent = new Construct(chart, 'parent');
    setManifestPath(parent, at);
    const rendered = items.map(({ apiVersion = 'v1', kind = '', name = 'x' }, i) => {
      const construct = new ApiObject(parent, `c${i}`, { apiVersion, kind, metadata: { name } });
      return { construct, object: construct.toJson() as KubeObject };
    });
    const order = ['Namespace', 'GatewayClass', 'Gateway', 'ConfigMap', 'ConfigMap', 'TenantControlPlane', 'TLSRoute'];
    for (const some of [rendered, [...rendered].reverse()]) {
      const { files, diagnostics } = layOut(some);
      expect(files.map((file) => file.path)).toEqual([at]);
      expect(files[0]?.objects.map((object) => object['kind'])).toEqual(order);
      expect(diagnostics).toEqual([]);
    }
  });

  test('two constructs that name one file are an error', () => {
    const { findings } = layOutItems([
      { name: 'x', at: 'tenants/a/b.yaml' },
      { name: 'y', at: 'tenants/a/b.yaml' },
    ]);
    expect(findings).toEqual([
      'duplicate-path: "tenants/a/b.yaml" is also the file of ConfigMap x (chart/c0/Resource)',
    ]);
  });

  test('one object twice is not an error of the layout, as the check for duplicate objects reports it', () => {
    expect(layOutItems([{ at: 'tenants/a/b.yaml' }, { at: 'tenants/a/b.yaml' }]).findings).toEqual([]);
  });

  test('paths that differ in case only are an error', () => {
    const { findings } = layOutItems([{ at: 'tenants/a/b.yaml' }, { name: 'y', at: 'tenants/A/b.yaml' }]);
    expect(findings).toEqual([
      expect.stringMatching(/^duplicate-path: "tenants\/A\/b.yaml" and "tenants\/a\/b.yaml".* cannot lie side by side/),
    ]);
  });

  test('a file that would be a folder of another one is an error', () => {
    const { findings } = layOutItems([{ at: 'tenants/a.yaml' }, { name: 'y', at: 'tenants/a.yaml/b.yaml' }]);
    expect(findings).toEqual([expect.stringContaining('duplicate-path: "tenants/a.yaml" and "tenants/a.yaml/b.yaml"')]);
  });

  test.each([
    '../x.yaml',
    'tenants/../x.yaml',
    'tenants//x.yaml',
    '/etc/x.yaml',
    'x.yaml',
    'elsewhere/x.yaml',
    'tenants/a\\b.yaml',
    'tenants/a\u0000.yaml',
    `tenants/${'a'.repeat(256)}`,
  ])('the path %j is an error', (at) => {
    expect(layOutItems([{ at }]).findings).toEqual([expect.stringMatching(/^unusable-path: /)]);
  });

  test('a namespace or name of any characters stays inside of the folder', () => {
    const { paths, findings } = layOutItems([
      { namespace: '..', name: '../../etc/passwd' },
      { namespace: 'ü', name: '*?' },
    ]);
    expect(paths).toEqual(
      ['namespaces/%C3%BC/configmap-%2A%3F.yaml', 'namespaces/../configmap-..%2F..%2Fetc%2Fpasswd.yaml'].sort(),
    );
    expect(findings).toEqual([expect.stringMatching(/^unusable-path: /)]);
  });
});
