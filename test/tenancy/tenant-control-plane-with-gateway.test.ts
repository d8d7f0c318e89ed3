import { ApiObject, Testing } from 'cdk8s';
import { Node } from 'constructs';
import { ControlPlaneServiceType } from '../../src/kamaji/control-plane-service';
import { DataStoreIdentity } from '../../src/kamaji/data-store-identity';
import { read } from '../../src/objects';
import { DeletionProtection } from '../../src/tenancy/deletion-protection';
import { manifestPath } from '../../src/tenancy/manifest-path';
import { synthesize } from '../../src/tenancy/synthesis';
import { TenantControlPlaneWithGatewayOptions } from '../../src/tenancy/tenant-control-plane-with-gateway';
import { findings, platformOf, rendered, Stage, stage } from './fixtures';

function addTenant(s: Stage, props: Partial<TenantControlPlaneWithGatewayOptions> = {}, id = 'alpha') {
  return s.gateway.addTenant(id, {
    hostname: 'alpha',
    kubernetesVersion: 'v1.34.2',
    dataStore: s.dataStore,
    ...props,
  });
}

const tenant = (s: Stage) => rendered(s, 'TenantControlPlane', 'alpha');
const spec = (s: Stage, ...path: string[]) => read(tenant(s), 'spec', ...path);

describe('a tenant behind a shared gateway', () => {
  it('renders a TenantControlPlane and its Namespace', () => {
    const s = stage();
    const control = addTenant(s);
    expect(Testing.synth(s.chart).slice(3)).toMatchSnapshot();
    expect(ApiObject.of(control).kind).toBe('TenantControlPlane');
    expect(Node.of(control).children.map((child) => child.node.id)).toEqual(['Namespace', 'Resource']);
    expect(manifestPath(control.node.findChild('Resource'))).toBe('tenants/alpha/alpha.yaml');
    expect(manifestPath(control.node.findChild('Namespace'))).toBe('tenants/alpha/_namespace.yaml');
    expect(control.hostname).toBe('alpha.cluster.dev');
  });

  it.each([
    ['G1', { sectionName: 'kube-apiserver', port: 6443 }],
    ['G2', {}],
    ['G3', { sectionName: 'kube-apiserver', port: 6443 }],
    ['G4', { sectionName: 'kube-apiserver', port: 6443 }],
    ['G5', { sectionName: 'kube-apiserver', port: 6443 }],
  ])('names its gateway the way Kamaji %s wants it', (generation, section) => {
    const s = stage({ platform: platformOf(generation) });
    addTenant(s);
    expect(spec(s, 'controlPlane', 'gateway', 'parentRefs')).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gw', ...section },
    ]);
    expect(findings(s)).toEqual([]);
  });

  it.each([
    ['G1', false],
    ['G2', true],
    ['G5', true],
  ])('has konnectivity of its own accord in %s: %s', (generation, expected) => {
    const s = stage({ platform: platformOf(generation) });
    addTenant(s);
    expect(spec(s, 'addons', 'konnectivity') !== undefined).toBe(expected);
  });

  it('cannot have konnectivity in G1', () => {
    const s = stage({ platform: platformOf('G1') });
    addTenant(s, { konnectivity: true });
    expect(findings(s)).toEqual(['error konnectivity-without-route']);
  });

  it('keeps tunnels alive, unless told how often', () => {
    const args = (extraArgs?: string[]) => {
      const s = stage();
      addTenant(s, { addons: { konnectivity: { server: { extraArgs } } } });
      return spec(s, 'addons', 'konnectivity', 'server', 'extraArgs');
    };
    expect(args()).toEqual(['--keepalive-time=60s']);
    expect(args(['--v=4'])).toEqual(['--v=4', '--keepalive-time=60s']);
    expect(args(['--keepalive-time=30s'])).toEqual(['--keepalive-time=30s']);
    expect(args(['--keepalive-time', '30s'])).toEqual(['--keepalive-time', '30s']);
  });

  it('cannot describe konnectivity and switch it off', () => {
    expect(() => addTenant(stage(), { konnectivity: false, addons: { konnectivity: {} } })).toThrow(
      'tenant "alpha": konnectivity is switched off and described in addons.konnectivity at once',
    );
  });

  it('has its hostname in the certificate, first, and once', () => {
    const s = stage();
    addTenant(s, {
      hostname: 'alpha.cluster.dev',
      certSans: ['old.cluster.dev', 'alpha.cluster.dev'],
      network: { certSans: ['203.0.113.7', 'old.cluster.dev'] },
    });
    expect(spec(s, 'networkProfile', 'certSANs')).toEqual(['alpha.cluster.dev', 'old.cluster.dev', '203.0.113.7']);
  });

  it('keeps its data under names of its own', () => {
    const identity = (dataStoreIdentity?: DataStoreIdentity) => {
      const s = stage();
      addTenant(s, { dataStoreIdentity, namespace: 'tenants' });
      return [spec(s, 'dataStoreSchema'), spec(s, 'dataStoreUsername')];
    };
    expect(identity()).toEqual(['tenants__alpha', 'tenants__alpha']);
    expect(identity(DataStoreIdentity.of('live_schema', 'live_user'))).toEqual(['live_schema', 'live_user']);
    expect(identity(DataStoreIdentity.unset())).toEqual([undefined, undefined]);
  });

  it('can share a namespace, or have one that others made', () => {
    const s = stage();
    addTenant(s, { namespace: 'shared' });
    addTenant(s, { namespace: 'shared', hostname: 'beta' }, 'beta');
    expect(rendered(s, 'Namespace', 'shared')).toBeDefined();
    expect(findings(s)).toEqual([]);
    const t = stage();
    addTenant(t, { namespace: 'theirs', createNamespace: false });
    expect(() => rendered(t, 'Namespace', 'theirs')).toThrow('0 objects');
    expect(findings(t)).toEqual([]);
  });

  it('is protected from deletion with its namespace, unless told otherwise', () => {
    const annotations = (props: Partial<TenantControlPlaneWithGatewayOptions>) => {
      const s = stage();
      addTenant(s, props);
      return [tenant(s), rendered(s, 'Namespace', 'alpha')].map((object) => read(object, 'metadata', 'annotations'));
    };
    const kept = {
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    };
    expect(annotations({})).toEqual([kept, kept]);
    expect(annotations({ deletionProtection: DeletionProtection.NONE, annotations: { note: 'x' } })).toEqual([
      { note: 'x' },
      undefined,
    ]);
  });

  it('cannot have a short name where no domain completes it', () => {
    const s = stage({ domain: undefined });
    addTenant(s);
    const found = synthesize(s.app).diagnostics.filter(({ severity }) => severity === 'error');
    expect(found).toMatchObject([
      {
        code: 'hostname-without-domain',
        object: { kind: 'TenantControlPlane', namespace: 'alpha', name: 'alpha' },
        message: '"alpha" is a single label, and gateway "edge" has no domain to complete it',
      },
    ]);
  });

  it.each([
    [{ controlPlane: { gateway: null } }, 'spec.controlPlane.gateway'],
    [{ controlPlane: null }, 'spec.controlPlane'],
  ])('cannot lose its gateway by overrides: %j', (overrides, path) => {
    const s = stage();
    addTenant(s, { overrides });
    const found = synthesize(s.app).diagnostics.filter(({ code }) => code === 'tenant-gateway-removed');
    expect(found).toMatchObject([{ severity: 'error', object: { name: 'alpha' }, path }]);
  });

  it('passes everything else on', () => {
    const s = stage();
    addTenant(s, {
      service: { type: ControlPlaneServiceType.CLUSTER_IP, additionalMetadata: { labels: { a: 'b' } } },
      deployment: { replicas: 3 },
      routeMetadata: { annotations: { 'external-dns.kubernetes.io/ttl': '60' } },
      writePermissions: { blockDeletion: true },
      labels: { team: 'red' },
      overrides: { addons: { coreDNS: {} } },
    });
    expect(spec(s, 'controlPlane')).toMatchObject({
      deployment: { replicas: 3 },
      service: { serviceType: 'ClusterIP', additionalMetadata: { labels: { a: 'b' } } },
      gateway: { additionalMetadata: { annotations: { 'external-dns.kubernetes.io/ttl': '60' } } },
    });
    expect(spec(s, 'writePermissions')).toEqual({ blockDeletion: true });
    expect(spec(s, 'addons', 'coreDNS')).toEqual({});
    expect(read(tenant(s), 'metadata', 'labels')).toEqual({
      'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway',
      'app.kubernetes.io/part-of': 'alpha',
      team: 'red',
    });
    expect(findings(s)).toEqual([]);
  });

  it('coexists with a gateway of its name, and may be called constructor', () => {
    const s = stage();
    addTenant(s, { name: 'edge', hostname: 'edge' }, 'tenant-edge');
    addTenant(s, { name: 'constructor', hostname: 'constructor' }, 'tenant-constructor');
    expect(findings(s)).toEqual([]);
  });
});
