import { checkUpdate } from '../../../src/kamaji/checks/update';
import { KubeObject } from '../../../src/objects';

interface Change {
  readonly version?: unknown;
  readonly hostname?: string;
  readonly port?: number;
  readonly certSANs?: readonly string[];
  readonly dnsServiceIPs?: readonly string[];
  readonly identity?: Readonly<Record<string, string>>;
  readonly network?: Readonly<Record<string, unknown>>;
  readonly parentRef?: Readonly<Record<string, unknown>>;
}

function tenant(change: Change = {}): KubeObject {
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { name: 'alpha', namespace: 'tenants' },
    spec: {
      ...change.identity,
      kubernetes: { version: change.version ?? 'v1.34.2' },
      controlPlane: {
        gateway: {
          hostname: change.hostname ?? 'alpha.example.com',
          parentRefs: [
            { name: 'edge', namespace: 'gw', ...(change.parentRef ?? { sectionName: 'kube-apiserver', port: 6443 }) },
          ],
        },
      },
      networkProfile: {
        port: change.port ?? 6443,
        certSANs: change.certSANs ?? ['alpha.example.com'],
        dnsServiceIPs: change.dnsServiceIPs ?? ['10.96.0.10'],
        ...change.network,
      },
    },
  };
}

const codes = (old: KubeObject, next: KubeObject) => checkUpdate(old, next).map((d) => [d.severity, d.code, d.path]);

describe('a change of a live tenant', () => {
  it('is silent where nothing changes', () => {
    expect(codes(tenant(), tenant())).toEqual([]);
  });

  it.each([
    ['v1.34.2', 'v1.34.9'],
    ['v1.34.2', 'v1.35.0'],
    ['v1.34.2', 'v1.34.1'],
  ])('may go from Kubernetes %s to %s', (from, to) => {
    expect(codes(tenant({ version: from }), tenant({ version: to }))).toEqual([]);
  });

  it.each([
    ['a downgrade', 'v1.33.9', 'kubernetes-downgrade'],
    ['a skipped minor', 'v1.36.0', 'kubernetes-minor-skipped'],
  ])('is refused for %s', (_, to, code) => {
    expect(codes(tenant(), tenant({ version: to }))).toEqual([['error', code, 'spec.kubernetes.version']]);
  });

  it('is refused where the DNS service addresses change or vanish', () => {
    for (const dnsServiceIPs of [['10.96.0.11'], []]) {
      expect(codes(tenant(), tenant({ dnsServiceIPs }))).toEqual([
        ['error', 'dns-service-ips-changed', 'spec.networkProfile.dnsServiceIPs'],
      ]);
    }
  });

  it('warns of data-store names that come after the tenant', () => {
    const named = tenant({ identity: { dataStoreSchema: 'a', dataStoreUsername: 'a' } });
    expect(codes(tenant(), named)).toEqual([['warning', 'data-store-identity-added', 'spec.dataStoreSchema']]);
    expect(codes(tenant({ identity: { dataStoreSchema: 'a' } }), named)).toEqual([
      ['warning', 'data-store-identity-added', 'spec.dataStoreUsername'],
    ]);
    expect(checkUpdate(tenant(), named)[0]?.fix).toContain('dataStoreIdentity: unset');
    expect(codes(named, named)).toEqual([]);
  });

  it.each([
    ['serviceCidr', '10.32.0.0/16', 'serviceCidr', 'from 10.96.0.0/16 to 10.32.0.0/16'],
    ['serviceCidrs', ['10.32.0.0/16'], 'serviceCidrs', 'from 10.96.0.0/16 to 10.32.0.0/16'],
    ['podCidr', '10.32.0.0/16', 'podCidr', 'from 10.244.0.0/16 to 10.32.0.0/16'],
    ['podCidrs', ['fd00::/64', '10.244.0.0/16'], 'podCidrs', 'from 10.244.0.0/16 to fd00::/64, 10.244.0.0/16'],
  ])('is refused where %s becomes %s', (key, value, field, says) => {
    const changed = tenant({ network: { [key]: value } });
    expect(codes(tenant(), changed)).toEqual([['error', 'tenant-cidrs-changed', `spec.networkProfile.${field}`]]);
    expect(checkUpdate(tenant(), changed)[0]?.message).toContain(says);
  });

  it('warns of a CIDR that is added', () => {
    for (const key of ['serviceCidrs', 'podCidrs']) {
      const first = key === 'podCidrs' ? '10.244.0.0/16' : '10.96.0.0/16';
      expect(codes(tenant(), tenant({ network: { [key]: [first, 'fd00::/108'] } }))).toEqual([
        ['warning', 'tenant-cidrs-changed', `spec.networkProfile.${key}`],
      ]);
      expect(codes(tenant(), tenant({ network: { [key]: [first] } }))).toEqual([]);
    }
  });

  it('warns of a new port', () => {
    expect(codes(tenant(), tenant({ port: 7443 }))).toEqual([
      ['warning', 'api-server-port-changed', 'spec.networkProfile.port'],
    ]);
  });

  it('warns of a rename, and more loudly where the certificate loses the old name at once', () => {
    const kept = checkUpdate(
      tenant(),
      tenant({ hostname: 'a.example.com', certSANs: ['a.example.com', 'alpha.example.com'] }),
    );
    const lost = checkUpdate(tenant(), tenant({ hostname: 'a.example.com', certSANs: ['a.example.com'] }));
    expect(kept.map((d) => d.code)).toEqual(['hostname-renamed']);
    expect(kept[0]?.message).not.toContain('loses');
    expect(kept[0]?.fix).toBe(
      'after the change delete the Secret alpha-admin-kubeconfig and, inside the tenant, the ConfigMap kube-public/cluster-info',
    );
    expect(lost[0]?.message).toContain('the certificate loses alpha.example.com at once');
    expect(lost[0]?.fix).toContain('keep "alpha.example.com" in certSans');
  });

  it('warns of another listener, but not of a section that Kamaji G2 fills in itself', () => {
    const moved = tenant({ parentRef: { sectionName: 'other', port: 6443 } });
    expect(codes(tenant(), moved)).toEqual([
      ['warning', 'parent-ref-changed', 'spec.controlPlane.gateway.parentRefs[0]'],
    ]);
    expect(codes(tenant(), tenant({ parentRef: {} }))).toEqual([]);
    expect(codes(tenant({ parentRef: {} }), tenant())).toEqual([]);
  });

  it('says nothing about shapes it cannot read', () => {
    const broken = { ...tenant(), spec: 'nothing' };
    expect(codes(broken, tenant())).toEqual([]);
    expect(codes(tenant({ version: 1.35 }), tenant())).toEqual([]);
  });
});
