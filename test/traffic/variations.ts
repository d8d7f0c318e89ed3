import { KubeObject, read } from '../../src/objects';
import { eventually } from './management';
import { World } from './world';

/** Something that goes wrong in a cluster, and how it is put right. */
export interface Variation {
  readonly title: string;

  /** What `verify` has to find: exactly these codes. */
  readonly finds: readonly string[];

  readonly spoil: (world: World) => Promise<void>;
  readonly mend: (world: World) => Promise<void>;
}

const GATEWAY: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'kamaji-edge' },
};

const TENANT_LABEL = 'example.com/tenant';

function namespaceOf(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `tenant-${name}` } };
}

/** A route of somebody else, in the namespace of one tenant, with the name of the other. */
const RIVAL: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'TLSRoute',
  metadata: { name: 'rival', namespace: 'tenant-beta' },
  spec: {
    parentRefs: [{ name: 'edge', namespace: 'kamaji-edge', sectionName: 'kube-apiserver', port: 6443 }],
    hostnames: ['alpha.cluster.test'],
    rules: [{ backendRefs: [{ name: 'beta', port: 6443 }] }],
  },
};

/** Lets routes of alpha's namespace refer to Services of beta's. */
const GRANT: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { name: 'alpha', namespace: 'tenant-beta' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute', namespace: 'tenant-alpha' }],
    to: [{ group: '', kind: 'Service' }],
  },
};

function alphaRoute(world: World, index = 0): KubeObject {
  const route = world.tenant('alpha').kamaji.routes[index];
  if (route === undefined) {
    throw new Error(`no route ${index} is predicted for alpha`);
  }
  return route;
}

async function pointAtBeta(world: World): Promise<void> {
  await world.management.patch(alphaRoute(world), {
    spec: { rules: [{ backendRefs: [{ name: 'beta', namespace: 'tenant-beta', port: 6443 }] }] },
  });
}

async function restoreRoute(world: World): Promise<void> {
  await world.management.apply(alphaRoute(world));
}

async function setSelector(world: World, value: string): Promise<void> {
  const gateway = await world.management.get(GATEWAY);
  const text = JSON.stringify(read(gateway, 'spec')).replaceAll(
    /"matchLabels":\{[^}]*\}/g,
    JSON.stringify({ matchLabels: { [TENANT_LABEL]: value } }).slice(1, -1),
  );
  await world.management.patch(GATEWAY, { spec: JSON.parse(text) as KubeObject });
}

/** Everything that the test does to the cluster, in this order. */
export const VARIATIONS: readonly Variation[] = [
  {
    title: 'a route deleted',
    finds: [],
    spoil: (world) => world.management.remove(alphaRoute(world)),
    mend: restoreRoute,
  },
  {
    title: "the label of a tenant's namespace changed",
    finds: [],
    spoil: ({ management }) =>
      management.patch(namespaceOf('alpha'), { metadata: { labels: { [TENANT_LABEL]: 'no' } } }),
    mend: ({ management }) =>
      management.patch(namespaceOf('alpha'), { metadata: { labels: { [TENANT_LABEL]: 'true' } } }),
  },
  {
    title: "the listeners' selector changed",
    finds: [],
    spoil: (world) => setSelector(world, 'no'),
    mend: (world) => setSelector(world, 'true'),
  },
  {
    title: 'the backend pointed at the other tenant, across namespaces',
    finds: [],
    spoil: pointAtBeta,
    mend: restoreRoute,
  },
  {
    title: 'the backend pointed at the other tenant, with a ReferenceGrant',
    finds: [],
    spoil: async (world) => {
      await world.management.apply(GRANT);
      await pointAtBeta(world);
    },
    mend: async (world) => {
      await restoreRoute(world);
      await world.management.remove(GRANT);
    },
  },
  {
    title: 'a second route with the same hostname',
    finds: [],
    spoil: ({ management }) => management.apply(RIVAL),
    mend: ({ management }) => management.remove(RIVAL),
  },
  {
    title: 'the konnectivity listener removed',
    finds: [],
    spoil: async ({ management }) => {
      const gateway = await management.get(GATEWAY);
      await management.patch(GATEWAY, { spec: { listeners: [read(gateway, 'spec', 'listeners', 0)] } });
    },
    mend: (world) => world.applyFleet(),
  },
  {
    title: "the Gateway's class unknown",
    finds: [],
    spoil: ({ management }) => management.patch(GATEWAY, { spec: { gatewayClassName: 'nobody' } }),
    mend: ({ management }) => management.patch(GATEWAY, { spec: { gatewayClassName: 'traefik' } }),
  },
  {
    title: 'a tenant stopped',
    finds: [],
    spoil: (world) => world.tenant('alpha').pod.stop(),
    mend: async (world) => {
      world.tenant('alpha').pod.start();
    },
  },
  {
    title: 'a certificate without the hostname',
    finds: [],
    spoil: async (world) => world.tenant('alpha').pod.showCertificate(['former.cluster.test']),
    mend: async (world) => world.tenant('alpha').pod.showCertificate(['alpha.cluster.test']),
  },
];
