import { GatewayController } from '../../../src/controllers';
import { GatewayApiChannel, GatewayApiRelease } from '../../../src/gateway-api/gateway-api-release';
import { KamajiGeneration, KamajiRelease } from '../../../src/kamaji/kamaji-release';
import { KubeObject, PathSegment, parsePath } from '../../../src/objects';
import { TargetPlatform } from '../../../src/platform';
import { CheckInput } from '../../../src/tenancy/checks/check-input';

/** A plain object that a test may change with `set` and `remove`. */
export type PlainObject = Record<string, unknown>;

/** What a valid fleet is made of. */
export interface FleetOptions {
  /** Number of tenants. @default 3 */
  readonly tenants?: number;

  /** Tag of the Kamaji release. @default - the newest known */
  readonly kamaji?: string;

  /** Whether tenants have konnectivity. @default - wherever the release makes a route for it */
  readonly konnectivity?: boolean;
}

/** A fleet that is free of findings, of objects that a test may change before it is checked. */
export interface ValidFleet {
  readonly platform: TargetPlatform;
  readonly gateway: PlainObject;
  readonly tenants: PlainObject[];

  /** Namespaces of the tenants, in their order. */
  readonly namespaces: PlainObject[];

  /** The DataStore `default`, with driver etcd. */
  readonly dataStore: PlainObject;

  /** Everything that is rendered; a test may add to it. */
  readonly objects: PlainObject[];

  /** Everything that exists already; a test may add to it. */
  readonly known: PlainObject[];
}

/** The first release of each generation. */
export const FIRST_OF_GENERATION: Readonly<Record<KamajiGeneration, string>> = {
  [KamajiGeneration.G1]: 'edge-25.12.1',
  [KamajiGeneration.G2]: 'edge-26.1.3',
  [KamajiGeneration.G3]: 'edge-26.2.5',
  [KamajiGeneration.G4]: '26.5.2-edge',
  [KamajiGeneration.G5]: '26.6.2-edge',
};

/** A platform on which the release works. */
export function platformFor(kamaji: KamajiRelease): TargetPlatform {
  const gatewayApi =
    kamaji.tlsRouteVersion === 'v1'
      ? GatewayApiRelease.of('v1.6.1', GatewayApiChannel.STANDARD)
      : GatewayApiRelease.of('v1.4.1', GatewayApiChannel.EXPERIMENTAL);
  return TargetPlatform.of({ kamaji, gatewayApi });
}

function listener(name: string, port: number, namespaces: readonly string[]): PlainObject {
  return {
    name,
    port,
    protocol: 'TLS',
    hostname: '*.cluster.dev',
    tls: { mode: 'Passthrough' },
    allowedRoutes: {
      kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }],
      namespaces: {
        from: 'Selector',
        selector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }],
        },
      },
    },
  };
}

/** A DataStore. */
export function dataStore(name: string, driver = 'etcd', endpoints = [`${name}.stores.example:2379`]): PlainObject {
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'DataStore',
    metadata: { name },
    spec: { driver, endpoints },
  };
}

/** A Namespace. */
export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): PlainObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels } } };
}

/** A Gateway with listeners of any shape. */
export function gateway(name: string, listeners: readonly PlainObject[], inNamespace = 'kamaji-edge'): PlainObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: inNamespace },
    spec: { gatewayClassName: 'eg', listeners: [...listeners] },
  };
}

function tenant(i: number, release: KamajiRelease, konnectivity: boolean): PlainObject {
  const hostname = `tcp${i}.cluster.dev`;
  const placed = release.derivesParentRef ? {} : { sectionName: 'kube-apiserver', port: 6443 };
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { name: `tcp-${i}`, namespace: `tenant-${i}` },
    spec: {
      controlPlane: {
        deployment: { replicas: 2 },
        service: { serviceType: 'ClusterIP' },
        gateway: {
          hostname,
          parentRefs: [
            {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              name: 'edge',
              namespace: 'kamaji-edge',
              ...placed,
            },
          ],
        },
      },
      dataStore: 'default',
      dataStoreSchema: `tenant_${i}_tcp_${i}`,
      dataStoreUsername: `tenant_${i}_tcp_${i}`,
      kubernetes: { version: 'v1.34.0', kubelet: {} },
      networkProfile: {
        address: '192.0.2.10',
        port: 6443,
        certSANs: [hostname],
        serviceCidr: '10.96.0.0/16',
        podCidr: '10.244.0.0/16',
        dnsServiceIPs: ['10.96.0.10'],
      },
      addons: {
        coreDNS: {},
        kubeProxy: {},
        ...(konnectivity ? { konnectivity: { server: { port: 8132 } } } : {}),
      },
    },
  };
}

/** Makes a fleet behind one gateway that no check has anything to say about. */
export function validFleet(options: FleetOptions = {}): ValidFleet {
  const release = options.kamaji === undefined ? KamajiRelease.latest() : KamajiRelease.of(options.kamaji);
  const konnectivity = options.konnectivity ?? release.createsKonnectivityRoute;
  const numbers = Array.from({ length: options.tenants ?? 3 }, (_, i) => i + 1);
  const names = numbers.map((i) => `tenant-${i}`);
  const edge = gateway('edge', [
    listener('kube-apiserver', 6443, names),
    ...(konnectivity ? [listener('konnectivity-server', 8132, names)] : []),
  ]);
  const tenants = numbers.map((i) => tenant(i, release, konnectivity));
  const namespaces = names.map((name) => namespace(name));
  const store = dataStore('default');
  const gatewayClass: PlainObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'eg' },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  };
  return {
    platform: platformFor(release),
    gateway: edge,
    tenants,
    namespaces,
    dataStore: store,
    objects: [gatewayClass, namespace('kamaji-edge'), edge, ...namespaces, ...tenants],
    known: [store],
  };
}

/** Makes of a fleet what the checks take. */
export function inputOf(fleet: ValidFleet, complete = true): CheckInput {
  return { objects: fleet.objects, known: fleet.known, platform: fleet.platform, complete };
}

type Container = Record<string, unknown> & unknown[];

function container(object: KubeObject, path: readonly PathSegment[]): Container {
  let current = object as unknown as Container;
  for (const segment of path) {
    const next = current[segment as number];
    if (typeof next !== 'object' || next === null) {
      current[segment as number] = {};
    }
    current = current[segment as number] as Container;
  }
  return current;
}

/** Sets a value at a path, with the maps on the way to it. */
export function set(object: KubeObject | undefined, path: string, value: unknown): void {
  if (object === undefined) {
    throw new Error('no such object');
  }
  const segments = parsePath(path);
  container(object, segments.slice(0, -1))[segments.at(-1) as number] = value;
}

/** Removes what is at a path; from a list, with its place. */
export function remove(object: KubeObject | undefined, path: string): void {
  if (object === undefined) {
    throw new Error('no such object');
  }
  const segments = parsePath(path);
  const parent = container(object, segments.slice(0, -1));
  const last = segments.at(-1);
  if (typeof last === 'number') {
    parent.splice(last, 1);
    return;
  }
  delete parent[last as unknown as number];
}

/** Lets a controller serve the class of a fleet's gateways. */
export function servedBy(fleet: ValidFleet, controller: GatewayController): void {
  const { kamaji, gatewayApi } = fleet.platform;
  Object.assign(fleet, { platform: TargetPlatform.of({ kamaji, gatewayApi, controller }) });
  const gatewayClass = fleet.objects.find(({ kind }) => kind === 'GatewayClass');
  set(gatewayClass, 'spec.controllerName', controller.controllerName);
}
