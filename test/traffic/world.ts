import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/program';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { asString, KubeObject, read } from '../../src/objects';
import { Processes } from '../cluster/harness/processes';
import { PlayedController } from './controller';
import { Kamaji } from './kamaji';
import { eventually, Management } from './management';
import { openNetwork, podAddress } from './network';
import { Programs } from './programs';
import { kubeconfig, Tenant } from './tenant';

const ROOT = join(__dirname, '../..');

/** The fleet that is synthesized and applied; it names Traefik as its controller. */
const FLEET = join(__dirname, 'fleet');

const CRDS = [join(ROOT, 'imports/crds/gateway-api/v1.6.1/standard'), join(ROOT, 'imports/crds/kamaji/26.8.2-edge')];

const RBAC = join(ROOT, 'examples/verify-rbac/rbac.yaml');

/** Tenants of the fleet. */
export const TENANTS = ['alpha', 'beta'] as const;

export type TenantName = (typeof TENANTS)[number];

/** What a command of the tool gave. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the tool itself. */
export async function tool(...args: readonly string[]): Promise<Outcome> {
  const texts = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTerminal: false,
    write: (text: string) => {
      texts[name] += text;
    },
  });
  const status = await run(args, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: () => Promise.resolve(''),
    cwd: ROOT,
    env: {},
    exitCode: 0,
  });
  return { status, ...texts };
}

/** One tenant: its pod, and who looks after it. */
export interface Inhabitant {
  readonly controlPlane: KubeObject;
  readonly pod: Tenant;
  readonly kamaji: Kamaji;
}

/** Copies the fleet, names the controller in it and asks for IPv6 where there is any. */
function copyFleet(folder: string, { controller, ipv6Tuning }: PlayedController, hasIpv6: boolean): string {
  cpSync(FLEET, folder, { recursive: true });
  const file = join(folder, 'fleet.yaml');
  const named = `controller: { id: ${controller.id}, release: ${controller.release} }`;
  const tuned = hasIpv6 && ipv6Tuning !== undefined ? `$&\n$1tuning: ${ipv6Tuning}` : '$&';
  if (controller.id !== 'traefik') {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/controller: .*/, named).replace(/^( +)domain: .*/m, tuned));
  }
  return folder;
}

/** The ConfigMap of kubeadm's phase bootstrap-token, and the right for everybody to read it. */
function clusterInfo(text: string): KubeObject[] {
  const metadata = { name: 'kubeadm:bootstrap-signer-clusterinfo', namespace: 'kube-public' };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cluster-info', namespace: 'kube-public' },
      data: { kubeconfig: text },
    },
    {
      apiVersion,
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'], verbs: ['get'] }],
    },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:anonymous' }],
    },
  ];
}

/** A management cluster with a gateway and two tenants behind it, all of it real but Kamaji. */
export class World {
  public static async open(
    processes: Processes,
    programs: Programs,
    played: PlayedController,
    log: (line: string) => void,
  ): Promise<World> {
    const hasIpv6 = openNetwork(
      processes.folder,
      TENANTS.map((name) => `${name}.cluster.test`),
    );
    const management = await Management.start(processes, programs);
    log('the management cluster is up');
    const dist = join(processes.folder, 'dist');
    const fleet = copyFleet(join(processes.folder, 'fleet'), played, hasIpv6);
    const { status, stderr } = await tool('synth', '--fleet', fleet, '--output', dist);
    if (status !== 0) {
      throw new Error(stderr);
    }
    const tenants = new Map(
      TENANTS.map((name, index): [TenantName, Tenant] => {
        const options = {
          name,
          namespace: `tenant-${name}`,
          hostname: `${name}.cluster.test`,
          address: podAddress(index),
          etcdUrl: management.etcdUrl,
        };
        return [name, new Tenant(options, processes, programs)];
      }),
    );
    for (const tenant of tenants.values()) {
      tenant.start();
    }
    await management.applyFiles(...CRDS, ...played.crds);
    await management.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
    await management.applyFiles(dist);
    await management.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kamaji-system' } });
    await management.applyFiles(RBAC);
    await played.start({ processes, management });
    log(`the fleet is applied, ${played.controller.title} started`);
    const inhabitants = await World.settle(management, tenants);
    const world = new World(processes, management, played, inhabitants, { fleet, dist }, hasIpv6);
    log('the tenants are up');
    return world;
  }

  private static async settle(management: Management, tenants: ReadonlyMap<TenantName, Tenant>) {
    const release = KamajiRelease.of('26.8.2-edge');
    const inhabitants = new Map<TenantName, Inhabitant>();
    for (const controlPlane of await management.list('kamaji.clastix.io/v1alpha1', 'TenantControlPlane')) {
      const name = asString(read(controlPlane, 'metadata', 'name')) as TenantName;
      const pod = tenants.get(name);
      if (pod !== undefined) {
        inhabitants.set(name, { controlPlane, pod, kamaji: new Kamaji(management, release, pod, controlPlane) });
      }
    }
    await Promise.all([...inhabitants.values()].map(({ kamaji }) => kamaji.reconcile()));
    await Promise.all(
      [...inhabitants.values()].map(({ pod }) =>
        eventually(`tenant ${pod.options.name}`, async () => {
          const { text } = await management.kubectl(['get', '--raw', '/readyz'], pod.kubeconfigFile());
          return text.trim() === 'ok';
        }),
      ),
    );
    return inhabitants;
  }

  private constructor(
    public readonly processes: Processes,
    public readonly management: Management,
    public readonly played: PlayedController,
    private readonly inhabitants: ReadonlyMap<TenantName, Inhabitant>,
    private readonly folders: { readonly fleet: string; readonly dist: string },
    public readonly hasIpv6: boolean,
  ) {}

  /** Applies the synthesized fleet as it is. */
  public applyFleet(): Promise<void> {
    return this.management.applyFiles(this.folders.dist);
  }

  /** Changes nothing but an annotation of an object, or takes it away again. */
  public async annotate(object: KubeObject, value: string | null): Promise<void> {
    await this.management.patch(object, { metadata: { annotations: { 'example.com/touched': value } } });
  }

  /** The folder of the fleet. */
  public get fleet(): string {
    return this.folders.fleet;
  }

  /** Makes service accounts with fewer rights than those of the example. */
  public async addAccounts(): Promise<void> {
    const metadata = (name: string) => ({ name, namespace: 'kamaji-system' });
    for (const name of ['without-secrets', 'without-rights']) {
      await this.management.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(name) });
    }
    await this.management.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'without-secrets' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'tenant-gateway-verify' },
      subjects: [{ kind: 'ServiceAccount', ...metadata('without-secrets') }],
    });
  }

  /** Writes what a tenant tells nodes that join, readable by anybody, as kubeadm does. */
  public async writeClusterInfo(name: TenantName, server: string): Promise<void> {
    const { pod } = this.tenant(name);
    const file = join(this.processes.folder, 'cluster-info.json');
    const items = clusterInfo(kubeconfig(server, pod.authority, pod.admin));
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const { status, text } = await this.management.kubectl(['apply', '-f', file], pod.kubeconfigFile());
    if (status !== 0) {
      throw new Error(text);
    }
  }

  /** Returns a tenant of the fleet. */
  public readonly tenant = (name: TenantName): Inhabitant => {
    const inhabitant = this.inhabitants.get(name);
    if (inhabitant === undefined) {
      throw new Error(`the fleet has no tenant ${name}`);
    }
    return inhabitant;
  };
}
