import { once } from 'node:events';
import { join } from 'node:path';
import { Builder, NoBinariesError } from '../cluster/harness/binaries';
import { endWithParent } from '../cluster/harness/end-with-parent';
import { Processes } from '../cluster/harness/processes';
import { findPrograms, Programs } from './programs';

// Builds what is missing, then runs the test in a network, mount and process namespace of its own, which ends with it.

/** Exit status that says that nothing could be tried here. */
const SKIPPED = 77;

/** A private network in which this process is root, whoever it is outside. */
const UNSHARE = ['--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

const RUN_SCRIPT = join(__dirname, '../../scripts/run.cjs');
const INSIDE = join(__dirname, 'inside.ts');

/** The test cannot be run on this machine. */
class SkippedError extends Error {}

async function demandNamespaces(processes: Processes): Promise<void> {
  const probe = await processes
    .run('unshare', [...UNSHARE, 'sh', '-c', 'ip link set lo up && ip addr add 198.51.100.10/32 dev lo'])
    .catch((error: Error) => ({ status: 1, stderr: error.message }));
  if (probe.status !== 0) {
    throw new SkippedError(
      [
        'test:traffic is skipped: it needs Linux with user and network namespaces, unshare (util-linux) and ip (iproute2).',
        `  What was tried says: ${probe.stderr.trim().split('\n', 1)[0]}`,
        '  On some systems "sysctl kernel.unprivileged_userns_clone=1" or "kernel.apparmor_restrict_unprivileged_userns=0" allows them.',
      ].join('\n'),
    );
  }
}

async function demandPrograms(processes: Processes): Promise<Programs> {
  try {
    const builder = new Builder(processes, (line) => process.stdout.write(`${line}\n`));
    return await findPrograms(builder, processes);
  } catch (error) {
    if (error instanceof NoBinariesError) {
      throw new SkippedError(
        [
          'test:traffic is skipped: it builds etcd, kube-apiserver, kubectl and Traefik from Go modules, and there is no Go.',
          '  Install Go 1.26 or newer (https://go.dev/dl); the first run then takes about a quarter of an hour,',
          '  later ones about a minute, as the programs are kept in ~/.cache/cdk8s-tenant-gateway.',
        ].join('\n'),
      );
    }
    throw error;
  }
}

async function main(processes: Processes): Promise<number> {
  await demandNamespaces(processes);
  const programs = await demandPrograms(processes);
  const args = [...UNSHARE, process.execPath, RUN_SCRIPT, INSIDE, JSON.stringify(programs), ...process.argv.slice(2)];
  // Whatever is written inside lies in the folder of this run, which goes with it.
  const env = { ...process.env, TMPDIR: processes.folder, HOME: processes.folder, KUBECONFIG: '' };
  const child = processes.start('unshare', args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}

async function start(): Promise<void> {
  const processes = await Processes.open();
  endWithParent(processes);
  try {
    process.exitCode = await main(processes);
  } catch (error) {
    process.stderr.write(`${error instanceof SkippedError ? error.message : ((error as Error).stack ?? error)}\n`);
    process.exitCode = error instanceof SkippedError ? SKIPPED : 1;
  } finally {
    await processes.end();
  }
}

void start();
