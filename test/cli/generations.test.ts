import { parse } from 'yaml';
import { read } from '../../src/objects';
import { makeFolder, readFiles, removeFolders, runJson, writeFiles } from './harness';

interface Row {
  readonly kamaji: string;
  readonly gatewayApi: string;
  readonly controller: string;
  /** What the parentRef names beside the gateway. */
  readonly section: object;
  /** Whether a tenant has konnectivity of its own accord. */
  readonly konnectivity: boolean;
  /** What becomes of a tenant that asks for konnectivity. */
  readonly asked: readonly string[];
  /** Whether CIDRs are rendered as lists too. */
  readonly lists: boolean;
}

const SECTION = { sectionName: 'kube-apiserver', port: 6443 };
const OLD = { gatewayApi: 'v1.4.1, channel: experimental', controller: '{ id: envoy-gateway, release: v1.7.0 }' };
const NEW = { gatewayApi: 'v1.6.1', controller: 'envoy-gateway' };

/** By the first release of each generation, and the newest one. */
const ROWS: Readonly<Record<string, Row>> = {
  G1: {
    kamaji: 'edge-25.12.1',
    ...OLD,
    section: SECTION,
    konnectivity: false,
    asked: ['error konnectivity-without-route'],
    lists: false,
  },
  G2: { kamaji: 'edge-26.1.3', ...OLD, section: {}, konnectivity: true, asked: [], lists: false },
  G3: { kamaji: 'edge-26.2.5', ...OLD, section: SECTION, konnectivity: true, asked: [], lists: false },
  G4: { kamaji: '26.5.2-edge', ...OLD, section: SECTION, konnectivity: true, asked: [], lists: false },
  G5: { kamaji: '26.6.2-edge', ...NEW, section: SECTION, konnectivity: true, asked: [], lists: false },
  newest: { kamaji: '26.8.2-edge', ...NEW, section: SECTION, konnectivity: true, asked: [], lists: true },
};

function fleet({ kamaji, gatewayApi, controller }: Row, tenant: string): Record<string, string> {
  return {
    'fleet/fleet.yaml': `platform: { kamaji: ${kamaji}, gatewayApi: ${gatewayApi}, controller: ${controller} }
gateways: { edge: { namespace: gw, domain: cluster.dev } }
dataStores: { default: { existing: true, driver: etcd } }
defaults: { gateway: edge, dataStore: default, kubernetesVersion: v1.34.1 }
acknowledge: [{ code: in-cluster-reach, reason: not the subject }]
`,
    'fleet/tenants/one.yaml': tenant,
  };
}

afterAll(removeFolders);

describe.each(Object.entries(ROWS))('a fleet for Kamaji %s', (_, row) => {
  it('refers to its gateway as that generation wants it, without a finding', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, fleet(row, 'hostname: one\n'));
    const { exitCode, diagnostics } = await runJson(cwd, ['synth']);
    expect(diagnostics).toEqual([]);
    expect(exitCode).toBe(0);
    const tenant = parse(readFiles(cwd)['dist/tenants/one/one.yaml'] ?? '');
    expect(read(tenant, 'spec', 'controlPlane', 'gateway', 'parentRefs')).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gw', ...row.section },
    ]);
    expect(read(tenant, 'spec', 'addons', 'konnectivity') !== undefined).toBe(row.konnectivity);
    expect(read(tenant, 'spec', 'networkProfile', 'serviceCidrs') !== undefined).toBe(row.lists);
    expect(read(tenant, 'spec', 'dataStoreSchema')).toBe('one__one');
  });

  it('says what becomes of konnectivity', async () => {
    const cwd = makeFolder();
    writeFiles(cwd, fleet(row, 'hostname: one\nkonnectivity: true\n'));
    const { diagnostics } = await runJson(cwd, ['check']);
    expect(diagnostics.map((d) => `${d.severity} ${d.code}`)).toEqual(row.asked);
    expect(diagnostics.every((d) => d.fix !== undefined && d.file === 'fleet/tenants/one.yaml' && d.line === 2)).toBe(
      true,
    );
  });
});

/** The manifests of Kamaji's gateway guide as it stood for G2; the SAN is not the hostname. */
const GUIDE = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: envoy-gw-class }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gateway, namespace: default }
spec:
  gatewayClassName: envoy-gw-class
  listeners:
    - name: kube-apiserver
      port: 6443
      protocol: TLS
      hostname: tcp1.cluster.dev
      tls: { mode: Passthrough }
      allowedRoutes:
        kinds: [{ group: gateway.networking.k8s.io, kind: TLSRoute }]
        namespaces: { from: All }
---
apiVersion: kamaji.clastix.io/v1alpha1
kind: TenantControlPlane
metadata: { name: tcp-1, namespace: default }
spec:
  controlPlane:
    gateway:
      hostname: tcp1.cluster.dev
      parentRefs: [{ name: gateway, namespace: default }]
    deployment: { replicas: 1 }
    service: { serviceType: ClusterIP }
  dataStore: default
  kubernetes: { version: v1.29.0, kubelet: { cgroupfs: systemd } }
  networkProfile:
    port: 6443
    certSANs: [c11.cluster.dev]
  addons: { coreDNS: {}, kubeProxy: {} }
`;

it("finds in Kamaji's own guide that the certificate will not hold the hostname", async () => {
  const cwd = makeFolder();
  writeFiles(cwd, {
    'guide.yaml': GUIDE,
    'platform.yaml': 'kamaji: edge-26.1.3\ngatewayApi: v1.4.1\nchannel: experimental\n',
  });
  const { exitCode, diagnostics, written } = await runJson(cwd, [
    'check',
    '-f',
    'guide.yaml',
    '--platform',
    'platform.yaml',
  ]);
  const found = diagnostics.find((d) => d.code === 'san-missing');
  expect(found).toMatchObject({ severity: 'warning', file: 'guide.yaml', path: 'spec.networkProfile.certSANs' });
  expect(found?.message).toContain('"tcp1.cluster.dev"');
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  expect(diagnostics.map((d) => d.code)).toContain('routes-from-all-namespaces');
  expect(exitCode).toBe(0);
  expect(written).toEqual([]);
});
