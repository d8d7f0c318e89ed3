import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayController } from '../../src';
import { asList, asMap, asNumber, asString, KubeObject, read, refOf } from '../../src/objects';
import { Processes } from '../cluster/harness/processes';
import { ControllerSite, PlayedController } from './controller';
import { eventually, Management } from './management';
import { GATEWAY_ADDRESS } from './network';

const ROOT = join(__dirname, '../..');

/** Where Envoy Gateway makes the Deployment and the Service of its data plane. */
const NAMESPACE = 'envoy-gateway-system';

/** How often a Deployment or Service of the data plane is looked for. */
const PLAY_MS = 300;

const CONFIG = {
  apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  kind: 'EnvoyGateway',
  gateway: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  provider: { type: 'Kubernetes', kubernetes: { leaderElection: { disable: true } } },
};

/**
 * A root for Envoy Gateway, which reads its certificates from /certs whatever it is told: they, the program, and the folder of the run.
 * It lies where nothing cleans up, and nothing of the machine is in it but what it needs: whoever removes it removes no more.
 */
const ROOT_FOLDER = '/mnt';

const NEW_ROOT = `
set -e
root=$1 certificates=$2 program=$3 folder=$4
mount -t tmpfs tmpfs "$root"
mkdir -p "$root/certs" "$root/etc" "$root/proc" "$root/tmp" "$root$folder" "$root$(dirname "$program")"
cp "$certificates"/* "$root/certs/"
cp /etc/hosts "$root/etc/"
touch "$root$program"
mount --bind "$program" "$root$program"
mount --bind "$folder" "$root$folder"
mount --rbind /proc "$root/proc"`;

function start(
  processes: Processes,
  name: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  const log = openSync(join(processes.folder, `${name}.log`), 'a');
  processes.start(command, args, { stdio: ['ignore', log, log], env });
  closeSync(log);
}

/** Writes the entries of a Secret or ConfigMap as files; returns their folder. */
async function writeEntries(
  { management, processes }: ControllerSite,
  kind: 'Secret' | 'ConfigMap',
  name: string,
  edit: (text: string) => string = (text) => text,
): Promise<string> {
  const object = await management.get({ apiVersion: 'v1', kind, metadata: { name, namespace: NAMESPACE } });
  const folder = join(processes.folder, `${kind}-${name}`.toLowerCase());
  mkdirSync(folder);
  for (const [key, value] of Object.entries(asMap(object['data']) ?? {})) {
    const text = asString(value) ?? '';
    writeFileSync(join(folder, key), edit(kind === 'Secret' ? Buffer.from(text, 'base64').toString('utf8') : text));
  }
  return folder;
}

/** Does what kubelet and a load balancer do for the data plane: Deployments are available, Services have the gateway's address. */
async function playCluster(management: Management): Promise<void> {
  for (const deployment of await management.list('apps/v1', 'Deployment')) {
    const replicas = asNumber(read(deployment, 'spec', 'replicas')) ?? 1;
    if (read(deployment, 'status', 'availableReplicas') !== replicas) {
      const generation = asNumber(read(deployment, 'metadata', 'generation'));
      const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
      await management.patch(deployment, { status: { observedGeneration: generation, ...counts } }, '/status');
    }
  }
  for (const service of await management.list('v1', 'Service')) {
    const isOurs = refOf(service).namespace === NAMESPACE && read(service, 'spec', 'type') === 'LoadBalancer';
    if (isOurs && asList(read(service, 'status', 'loadBalancer', 'ingress')).length === 0) {
      await management.patch(service, { status: { loadBalancer: { ingress: [{ ip: GATEWAY_ADDRESS }] } } }, '/status');
    }
  }
}

async function findDeployment(management: Management): Promise<KubeObject | undefined> {
  const deployments = await management.list('apps/v1', 'Deployment');
  return deployments.find((deployment) => refOf(deployment).name.startsWith('envoy-kamaji-edge-edge'));
}

/** Starts Envoy as the container of the Deployment would be started, its paths and the controller's address replaced. */
async function startEnvoy(site: ControllerSite, program: string): Promise<void> {
  const { management, processes } = site;
  const deployment = await findDeployment(management);
  const name = deployment === undefined ? '' : refOf(deployment).name;
  const containers = asList(read(deployment, 'spec', 'template', 'spec', 'containers'));
  const envoy = containers.find((container) => read(container, 'name') === 'envoy');
  const args = asList(read(envoy, 'args')).map(String);
  const bootstrap = args[args.indexOf('--config-yaml') + 1] ?? '';
  const certificates = await writeEntries(site, 'Secret', 'envoy');
  const sds = await writeEntries(site, 'ConfigMap', name, (text) => text.replaceAll('/certs/', `${certificates}/`));
  const file = join(processes.folder, 'envoy.yaml');
  writeFileSync(
    file,
    bootstrap
      .replace(/address: ['"]?envoy-gateway\.\S+/g, 'address: 127.0.0.1')
      .replaceAll('STRICT_DNS', 'STATIC')
      // The controller, which has a pod of its own elsewhere, listens on these ports itself.
      .replace(/\b1900([01])\b/g, '2900$1')
      .replaceAll('/certs/', `${certificates}/`)
      .replaceAll('/sds/', `${sds}/`),
  );
  const node = ['--service-cluster', 'kamaji-edge/edge', '--service-node', 'envoy-1'];
  return start(
    processes,
    'envoy',
    program,
    ['-c', file, ...node, '--concurrency', '1', '--log-level', 'warn'],
    process.env,
  );
}

/** Envoy Gateway with a real Envoy. */
export function playEnvoyGateway(programs: {
  readonly envoyGateway: string;
  readonly envoy: string;
}): PlayedController {
  return {
    controller: GatewayController.of('envoy-gateway', 'v1.9.0'),
    crds: [join(ROOT, 'imports/crds/envoy-gateway/v1.9.0')],
    ipv6Tuning: '{ ipFamily: DualStack }',
    finds: {
      unrouted: ['no-answer'],
      unlistened: ['gateway-unreachable'],
      // It passes over a Gateway whose class it cannot find, so Envoy goes on as it was.
      abandoned: [],
    },
    start: async (site) => {
      const { management, processes } = site;
      const env = { ...process.env, KUBECONFIG: management.kubeconfig, ENVOY_GATEWAY_NAMESPACE: NAMESPACE };
      await management.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
      const made = await processes.run(programs.envoyGateway, ['certgen', '--disable-topology-injector'], { env });
      if (made.status !== 0) {
        throw new Error(made.stderr);
      }
      const certificates = await writeEntries(site, 'Secret', 'envoy-gateway');
      const { envoyGateway } = programs;
      execFileSync('sh', ['-c', NEW_ROOT, 'sh', ROOT_FOLDER, certificates, envoyGateway, processes.folder]);
      const config = join(processes.folder, 'envoy-gateway.yaml');
      writeFileSync(config, JSON.stringify(CONFIG));
      start(processes, 'envoy-gateway', 'chroot', [ROOT_FOLDER, envoyGateway, 'server', '-c', config], env);
      setInterval(() => void playCluster(management).catch(() => undefined), PLAY_MS).unref();
      await eventually('the Deployment of Envoy', async () => (await findDeployment(management)) !== undefined);
      await startEnvoy(site, programs.envoy);
    },
  };
}
