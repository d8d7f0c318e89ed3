import { Chart, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { KAMAJI_SNAPSHOTS, kamajiSchemas } from '../../imports/schemas';
import { Gateway } from '../../src/gateway-api';
import {
  AdmissionController,
  ControlPlaneServiceType,
  DataStore,
  JsonPatchOperation,
  KamajiRelease,
  KonnectivityAgentMode,
  KubeletAddressType,
  KubeletCgroupDriver,
  ProbeTimings,
  ServicePortProtocol,
  TenantControlPlane,
  TenantControlPlaneProps,
} from '../../src/kamaji';
import { addonPodParts } from '../../src/kamaji/addons';
import { deploymentPodParts } from '../../src/kamaji/control-plane-deployment';
import { mergeMaps } from '../../src/kamaji/wire';
import { compareStrings, PathSegment, read } from '../../src/objects';
import { everything, intOrStrings, missingListDefaults, specSchema, unreachedPaths } from '../support/schema-walk';

const SCHEMA = specSchema(kamajiSchemas('26.8.2-edge'), 'TenantControlPlane', 'v1alpha1');

const METADATA = { labels: { a: 'b' }, annotations: { c: 'd' } };
const TIMING = {
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 2,
  successThreshold: 1,
  failureThreshold: 3,
};
const TIMINGS: ProbeTimings = { liveness: TIMING, readiness: TIMING, startup: TIMING };
const RESOURCES: k8s.ResourceRequirements = {
  requests: { cpu: k8s.Quantity.fromNumber(1), memory: k8s.Quantity.fromString('1Gi') },
  limits: { cpu: k8s.Quantity.fromString('1500m') },
};
const CONTAINER: k8s.Container = {
  name: 'sidecar',
  resources: RESOURCES,
  ports: [{ containerPort: 9000 }],
  env: [
    {
      name: 'CPU',
      valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: k8s.Quantity.fromString('1m') } },
    },
  ],
  livenessProbe: {
    httpGet: { port: k8s.IntOrString.fromString('http') },
    tcpSocket: { port: k8s.IntOrString.fromNumber(1) },
  },
  readinessProbe: { httpGet: { port: k8s.IntOrString.fromNumber(9000) } },
  lifecycle: { preStop: { httpGet: { port: k8s.IntOrString.fromNumber(9000) } } },
};
const VOLUME: k8s.Volume = {
  name: 'scratch',
  emptyDir: { sizeLimit: k8s.Quantity.fromString('2Gi') },
  ephemeral: { volumeClaimTemplate: { spec: { resources: RESOURCES } } },
  projected: { sources: [{ configMap: { items: [{ key: 'a', path: 'b' }] } }] },
};

function render(props: (chart: Chart) => Partial<TenantControlPlaneProps>): Record<string, unknown> {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'tenant-1' });
  new TenantControlPlane(chart, 'tcp-1', { kubernetesVersion: 'v1.35.7', ...props(chart) });
  return Testing.synth(chart)[0].spec;
}

/** Everything that Kamaji defines itself. */
function everythingOfKamaji(chart: Chart): Partial<TenantControlPlaneProps> {
  const dataStore = DataStore.fromDataStoreName(chart, 'store', 'default');
  return {
    kubernetes: {
      kubelet: {
        cgroupDriver: KubeletCgroupDriver.SYSTEMD,
        preferredAddressTypes: [KubeletAddressType.INTERNAL_IP],
        configurationJsonPatches: [
          { op: JsonPatchOperation.REPLACE, path: '/a', from: '/b', value: { nested: [1, 'x', null] } },
        ],
      },
      admissionControllers: [AdmissionController.LIMIT_RANGER],
    },
    dataStore,
    dataStoreOverrides: [{ resource: '/events', dataStore }],
    deployment: {
      registrySettings: {
        registry: 'r',
        apiServerImage: 'a',
        controllerManagerImage: 'b',
        schedulerImage: 'c',
        tagSuffix: '-x',
      },
      nodeSelector: { a: 'b' },
      runtimeClassName: 'gvisor',
      extraArgs: { apiServer: ['--a'], controllerManager: ['--b'], scheduler: ['--c'], kine: ['--d'] },
      additionalMetadata: METADATA,
      podAdditionalMetadata: METADATA,
      probes: { ...TIMINGS, apiServer: TIMINGS, controllerManager: TIMINGS, scheduler: TIMINGS },
      serviceAccountName: 'sa',
      automountServiceAccountToken: false,
    },
    service: {
      type: ControlPlaneServiceType.LOAD_BALANCER,
      additionalMetadata: METADATA,
      additionalPorts: [{ name: 'extra', port: 9000, appProtocol: 'https' }],
      allocateLoadBalancerNodePorts: false,
    },
    gateway: {
      hostname: 'tcp1.cluster.dev',
      parents: [Gateway.fromGatewayName(chart, 'gateway', 'edge', 'kamaji-edge')],
      additionalMetadata: METADATA,
    },
    // The API server refuses it beside a gateway; here only the fields count.
    ingress: { hostname: 'a.dev', ingressClassName: 'nginx', additionalMetadata: METADATA },
    network: {
      address: '192.0.2.1',
      advertiseAddress: '192.0.2.2',
      allowAddressAsExternalIp: true,
      certSans: ['other.dev'],
      clusterDomain: 'cluster.internal',
      loadBalancerClass: 'metallb',
      loadBalancerSourceRanges: ['192.0.2.0/24'],
    },
    addons: {
      coreDns: { imageRepository: 'r', imageTag: 't' },
      kubeProxy: { imageRepository: 'r', imageTag: 't' },
      konnectivity: {
        server: { port: 8132, image: 'i', version: 'v', extraArgs: ['--keepalive-time=60s'] },
        agent: {
          image: 'i',
          version: 'v',
          mode: KonnectivityAgentMode.DEPLOYMENT,
          replicas: 2,
          hostNetwork: true,
          extraArgs: ['--x'],
        },
      },
    },
    writePermissions: { blockCreation: true, blockUpdate: true, blockDeletion: true },
  };
}

/** What a type of cdk8s-plus-28 lacks, by the places where the CRD has the type. */
const CONTAINERS = ['additionalContainers[]', 'additionalInitContainers[]'].map(
  (list) => `controlPlane.deployment.${list}`,
);
const COMPONENTS = ['apiServer', 'controllerManager', 'scheduler'];
const AFFINITY_TERMS = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
  `controlPlane.deployment.affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm`,
  `controlPlane.deployment.affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution[]`,
]);
const NOT_TYPED: readonly (readonly [string, readonly string[]])[] = [
  ['env[].valueFrom.fileKeyRef', CONTAINERS],
  ['lifecycle.postStart.sleep', CONTAINERS],
  ['lifecycle.preStop.sleep', CONTAINERS],
  ['lifecycle.stopSignal', CONTAINERS],
  ['restartPolicyRules', CONTAINERS],
  [
    'claims[].request',
    [
      ...CONTAINERS.map((container) => `${container}.resources`),
      ...[...COMPONENTS, 'kine'].map((component) => `controlPlane.deployment.resources.${component}`),
      'addons.konnectivity.server.resources',
    ],
  ],
  [
    'appArmorProfile',
    [
      ...CONTAINERS.map((container) => `${container}.securityContext`),
      ...COMPONENTS.map((component) => `controlPlane.deployment.containerSecurityContexts.${component}`),
      'controlPlane.deployment.podSecurityContext',
      'addons.konnectivity.server.securityContext',
    ],
  ],
  [
    'recursiveReadOnly',
    [
      ...CONTAINERS.map((container) => `${container}.volumeMounts[]`),
      ...COMPONENTS.map((component) => `controlPlane.deployment.additionalVolumeMounts.${component}[]`),
    ],
  ],
  ['image', ['controlPlane.deployment.additionalVolumes[]']],
  ['clusterTrustBundle', ['controlPlane.deployment.additionalVolumes[].projected.sources[]']],
  ['podCertificate', ['controlPlane.deployment.additionalVolumes[].projected.sources[]']],
  ['volumeAttributesClassName', ['controlPlane.deployment.additionalVolumes[].ephemeral.volumeClaimTemplate.spec']],
  ['matchLabelKeys', AFFINITY_TERMS],
  ['mismatchLabelKeys', AFFINITY_TERMS],
  ['seLinuxChangePolicy', ['controlPlane.deployment.podSecurityContext']],
  ['supplementalGroupsPolicy', ['controlPlane.deployment.podSecurityContext']],
];

test('typed props reach every field of the newest CRD but these, which Kubernetes got after 1.28', () => {
  const spec = mergeMaps(render(everythingOfKamaji), {
    controlPlane: { deployment: deploymentPodParts(everything()) },
    addons: addonPodParts(everything()),
  });
  expect(unreachedPaths(SCHEMA, [spec]).sort(compareStrings)).toEqual(
    NOT_TYPED.flatMap(([field, places]) => places.map((place) => `${place}.${field}`)).sort(compareStrings),
  );
});

test('the enums are those of the CRD', () => {
  const enumAt = (...path: PathSegment[]) =>
    read(SCHEMA, ...path.flatMap((key) => (key === 'items' ? [key] : ['properties', key])), 'enum');
  expect(Object.values(AdmissionController)).toEqual(enumAt('kubernetes', 'admissionControllers', 'items'));
  expect(Object.values(KubeletAddressType)).toEqual(enumAt('kubernetes', 'kubelet', 'preferredAddressTypes', 'items'));
  expect(Object.values(KubeletCgroupDriver)).toEqual(enumAt('kubernetes', 'kubelet', 'cgroupfs'));
  expect(Object.values(JsonPatchOperation)).toEqual(
    enumAt('kubernetes', 'kubelet', 'configurationJSONPatches', 'items', 'op'),
  );
  expect(Object.values(ControlPlaneServiceType)).toEqual(enumAt('controlPlane', 'service', 'serviceType'));
  expect(Object.values(ServicePortProtocol)).toEqual(
    enumAt('controlPlane', 'service', 'additionalPorts', 'items', 'protocol'),
  );
  expect(Object.values(KonnectivityAgentMode)).toEqual(enumAt('addons', 'konnectivity', 'agent', 'mode'));
});

/** Every pod-shaped part that can hold a Quantity or IntOrString. */
const WITH_UNIONS: Partial<TenantControlPlaneProps> = {
  deployment: {
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: k8s.IntOrString.fromString('100%'), maxUnavailable: k8s.IntOrString.fromNumber(0) },
    },
    resources: { apiServer: RESOURCES, controllerManager: RESOURCES, scheduler: RESOURCES, kine: RESOURCES },
    additionalContainers: [CONTAINER],
    additionalInitContainers: [CONTAINER],
    additionalVolumes: [VOLUME],
  },
  service: {
    additionalPorts: [
      { name: 'a', port: 9000 },
      { name: 'b', port: 9001, targetPort: k8s.IntOrString.fromString('named') },
      { name: 'c', port: 9002, targetPort: k8s.IntOrString.fromNumber(9000) },
    ],
  },
  addons: { konnectivity: { server: { resources: RESOURCES } } },
  overrides: {
    controlPlane: { deployment: { resources: { kine: { limits: { memory: k8s.Quantity.fromString('3Gi') } } } } },
  },
};

test('no Quantity and no IntOrString reaches the object unconverted', () => {
  const spec = render(() => WITH_UNIONS);
  const found = intOrStrings(SCHEMA, spec);
  expect(found).toHaveLength(41);
  expect(found.filter((value) => typeof value !== 'string' && typeof value !== 'number')).toEqual([]);
  expect(read(spec, 'controlPlane', 'deployment', 'resources', 'kine')).toEqual({
    requests: { cpu: 1, memory: '1Gi' },
    limits: { cpu: '1500m', memory: '3Gi' },
  });
  expect(read(spec, 'controlPlane', 'deployment', 'strategy', 'rollingUpdate')).toEqual({
    maxSurge: '100%',
    maxUnavailable: 0,
  });
  expect(read(spec, 'controlPlane', 'service', 'additionalPorts')).toEqual([
    { name: 'a', port: 9000, targetPort: 9000, protocol: 'TCP' },
    { name: 'b', port: 9001, targetPort: 'named', protocol: 'TCP' },
    { name: 'c', port: 9002, targetPort: 9000, protocol: 'TCP' },
  ]);
});

test.each(KAMAJI_SNAPSHOTS)('nothing inside of a list is left to the API server with %s', (tag) => {
  const schema = specSchema(kamajiSchemas(tag), 'TenantControlPlane', 'v1alpha1');
  const release = KamajiRelease.of(tag);
  for (const props of [everythingOfKamaji, () => WITH_UNIONS]) {
    const spec = render((chart) => ({ ...props(chart), release }));
    expect(missingListDefaults(schema, spec, 'spec')).toEqual([]);
  }
});
