import { asList, asMap, KubeObject, read } from '../../src/objects';
import { Differing } from './controller';
import { World } from './world';

/** Something that goes wrong in a cluster, and how it is put right. */
export interface Variation {
  readonly title: string;

  /** What `verify` has to find: exactly these codes. */
  readonly finds: readonly string[];

  /** What it has to find besides, by the controller. @default - nothing */
  readonly findsAlso?: Differing;

  /** What depends on chance. @default - nothing */
  readonly mayFind?: readonly string[];

  /**
   * Whether nothing changes but a Namespace, which not every controller watches.
   *
   * @default false
   */
  readonly changesNamespace?: boolean;

  /** Whether it is a status that is spoilt, so that it is no controller's. @default false */
  readonly fakesStatus?: boolean;

  readonly spoil: (world: World) => Promise<void>;
  readonly mend: (world: World) => Promise<void>;
}

/** The Gateway of the fleet. */
export const GATEWAY: KubeObject = {
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

/** The variation whose findings docs/verify.md shows. */
export const DOCUMENTED = 'the backend pointed at the other tenant, with a ReferenceGrant';

/** Everything that the test does to the cluster, in this order. */
export const VARIATIONS: readonly Variation[] = [
  {
    title: 'a route deleted',
    findsAlso: 'unrouted',
    finds: ['attached-routes-missing', 'route-missing'],
    spoil: (world) => world.management.remove(alphaRoute(world)),
    mend: restoreRoute,
  },
  {
    title: "the label of a tenant's namespace changed",
    changesNamespace: true,
    findsAlso: 'unrouted',
    finds: ['attached-routes-missing', 'not-allowed-by-listeners'],
    spoil: ({ management }) =>
      management.patch(namespaceOf('alpha'), { metadata: { labels: { [TENANT_LABEL]: 'no' } } }),
    mend: ({ management }) =>
      management.patch(namespaceOf('alpha'), { metadata: { labels: { [TENANT_LABEL]: 'true' } } }),
  },
  {
    title: "the listeners' selector changed",
    findsAlso: 'unrouted',
    finds: ['attached-routes-missing', 'listener-differs', 'not-allowed-by-listeners'],
    spoil: (world) => setSelector(world, 'no'),
    mend: (world) => setSelector(world, 'true'),
  },
  {
    title: 'the backend pointed at the other tenant, across namespaces',
    finds: ['no-answer', 'ref-not-permitted', 'route-differs'],
    spoil: pointAtBeta,
    mend: restoreRoute,
  },
  {
    title: DOCUMENTED,
    finds: ['another-tenant-answers', 'route-differs'],
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
    finds: ['attached-routes-unpredicted', 'hostname-conflict'],
    // Traefik serves either of the two.
    mayFind: ['another-tenant-answers'],
    spoil: ({ management }) => management.apply(RIVAL),
    mend: ({ management }) => management.remove(RIVAL),
  },
  {
    title: 'the konnectivity listener removed',
    findsAlso: 'unlistened',
    finds: ['listener-missing', 'no-matching-parent'],
    spoil: async ({ management }) => {
      const gateway = await management.get(GATEWAY);
      await management.patch(GATEWAY, { spec: { listeners: [read(gateway, 'spec', 'listeners', 0)] } });
    },
    mend: (world) => world.applyFleet(),
  },
  {
    title: "the Gateway's class unknown",
    findsAlso: 'abandoned',
    finds: ['gateway-class-missing'],
    spoil: ({ management }) => management.patch(GATEWAY, { spec: { gatewayClassName: 'nobody' } }),
    mend: ({ management, played }) => {
      const { name } = played.controller._profile.gatewayClass;
      return management.patch(GATEWAY, { spec: { gatewayClassName: name } });
    },
  },
  {
    title: 'a tenant stopped',
    finds: ['no-answer'],
    spoil: (world) => world.tenant('alpha').pod.stop(),
    mend: async (world) => {
      world.tenant('alpha').pod.start();
    },
  },
  {
    title: 'a certificate without the hostname',
    finds: ['certificate-without-hostname'],
    spoil: async (world) => world.tenant('alpha').pod.showCertificate(['former.cluster.test']),
    mend: async (world) => world.tenant('alpha').pod.showCertificate(['alpha.cluster.test']),
  },
  {
    title: 'kubeconfigs and cluster-info with a former hostname',
    finds: ['cluster-info-outdated', 'kubeconfig-outdated'],
    spoil: async (world) => {
      const { kamaji } = world.tenant('alpha');
      await world.management.apply(kamaji.kubeconfigSecret('https://former.cluster.test:6443'));
      await world.writeClusterInfo('alpha', 'https://former.cluster.test:6443');
    },
    mend: async (world) => {
      await world.management.apply(world.tenant('alpha').kamaji.kubeconfigSecret());
      await world.writeClusterInfo('alpha', 'https://alpha.cluster.test:6443');
    },
  },
  {
    title: 'a status from before an edit of the Gateway',
    finds: ['tenant-status-stale'],
    spoil: ({ management, tenant }) =>
      management.patch(
        tenant('alpha').controlPlane,
        {
          status: {
            kubernetesResources: {
              gateway: {
                accessPoints: [{ type: 'Hostname', port: 7443, value: 'https://alpha.cluster.test:7443', urls: [] }],
              },
            },
          },
        },
        '/status',
      ),
    mend: (world) => world.tenant('alpha').kamaji.writeStatus(),
  },
  {
    title: 'a route with two parents in its status',
    fakesStatus: true,
    finds: ['too-many-parents'],
    spoil: async (world) => {
      const route = await world.management.get(alphaRoute(world));
      const parents = asList(read(route, 'status', 'parents'));
      const former = { ...asMap(parents[0]), controllerName: 'example.com/former' };
      await world.management.patch(route, { status: { parents: [...parents, former] } }, '/status');
    },
    mend: async (world) => {
      await world.management.remove(alphaRoute(world));
      await restoreRoute(world);
    },
  },
];
