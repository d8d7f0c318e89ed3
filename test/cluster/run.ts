import { groupOf, KubeObject } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { platformSchemas } from '../../src/platform/platform-schemas';
import { readCases } from '../admission/admission-case';
import { Bundle, readBundles } from './bundles';
import { collectMaterial } from './generated/material';
import { Binaries, findBinaries, hasGo, NoBinariesError } from './harness/binaries';
import { Cluster } from './harness/cluster';
import { Crds, installCrds } from './harness/crds';
import { Processes } from './harness/processes';
import { Report } from './harness/report';
import { Etcd, startApiServer, startEtcd } from './harness/servers';
import { ClusterPlan, describePlatform, planClusters } from './platforms';
import { compareCases } from './suites/admission-cases';
import { applyBundle } from './suites/apply-bundles';
import { compareDrift } from './suites/drift';
import { compareGenerated } from './suites/generated-objects';
import { compareTransitions } from './suites/transitions';

/** Exit status that says that nothing could be tried here. */
const SKIPPED = 77;

/** How often it is looked whether whoever started the run is still there. */
const PARENT_POLL_MS = 500;

/** What is generated for each platform; another seed finds other objects. */
const GENERATED = {
  creates: Number(process.env['CLUSTER_OBJECTS'] ?? 2000),
  updates: Number(process.env['CLUSTER_UPDATES'] ?? 500),
  seed: Number(process.env['CLUSTER_SEED'] ?? 5),
};

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** What every cluster needs. */
interface Run {
  readonly processes: Processes;
  readonly binaries: Binaries;
  readonly etcd: Etcd;
  readonly crds: Crds;
  readonly report: Report;
  /** Objects that others are generated from. */
  readonly objects: readonly KubeObject[];
}

async function main(processes: Processes): Promise<number> {
  const report = new Report((text) => process.stdout.write(text));
  const start = Date.now();
  const binaries = await findBinaries(processes, (line) => report.log(line));
  const crds = new Crds(processes, await hasGo(processes));
  const bundles = readBundles();
  const cases = readCases();
  const objects = [
    ...bundles.flatMap(({ manifests }) => manifests.map(({ object }) => object)),
    ...cases.flatMap(({ object, old }) => (old === undefined ? [object] : [object, old])),
  ];
  const plans = planClusters(bundles, cases).filter(({ platform }) => isWanted(platform));
  const etcd = await startEtcd(processes, binaries);
  for (const [i, plan] of plans.entries()) {
    await tryPlatform({ processes, binaries, etcd, crds, report, objects }, plan, `cluster-${i}`);
  }
  const passed = report.finish();
  report.log(`${Math.round((Date.now() - start) / 1000)} s`);
  return passed ? 0 : 1;
}

/** Arguments choose platforms by a part of their names. */
function isWanted(platform: TargetPlatform): boolean {
  return process.argv.slice(2).every((part) => describePlatform(platform).includes(part));
}

async function tryPlatform(run: Run, plan: ClusterPlan, prefix: string): Promise<void> {
  const { platform, bundles, cases } = plan;
  const { processes, binaries, etcd, crds, report } = run;
  const start = Date.now();
  const server = await startApiServer(processes, binaries, etcd, prefix);
  await installCrds(server.client, await crds.of(platform, needsEnvoyGateway(plan)));
  report.log(`${describePlatform(platform)} (started in ${((Date.now() - start) / 1000).toFixed(1)} s)`);
  const cluster = new Cluster(platform, server, etcd, prefix);
  await compareCases(cluster, cases, report);
  for (const bundle of process.env['NOB'] ? [] : bundles) {
    await applyBundle(cluster, bundle, report);
  }
  if (plan.generates) {
    const kinds = collectMaterial(platform, platformSchemas(platform), run.objects, GENERATED.seed);
    await compareTransitions(cluster, kinds, report);
    await compareGenerated(cluster, kinds, GENERATED, report);
  }
  if (bundles.length > 0 && !process.env['NOB']) {
    await tryDrift(run, cluster, bundles);
  }
  await server.end();
}

/** Its CRDs are as large as all others together, and most platforms have none of its objects. */
function needsEnvoyGateway({ bundles, cases }: ClusterPlan): boolean {
  const objects = [...bundles.flatMap(({ manifests }) => manifests), ...cases];
  return objects.some(({ object }) => groupOf(String(object['apiVersion'])) === 'gateway.envoyproxy.io');
}

async function tryDrift(
  { processes, binaries, report }: Run,
  cluster: Cluster,
  bundles: readonly Bundle[],
): Promise<void> {
  const { drift } = binaries;
  if (drift === undefined) {
    report.skip('drift', 'the diff code of Argo CD and Flux is built with Go, which is not installed');
    return;
  }
  await compareDrift(cluster, bundles, { drift, processes }, report);
}

/** Ends everything when the run is told to end, or when whoever started it is gone without a word. */
function endWithParent(processes: Processes): void {
  const stop = (status: number): void => {
    void processes.end().finally(() => process.exit(status));
  };
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.on(signal, () => stop(status));
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      stop(SIGNALS.SIGHUP);
    }
  }, PARENT_POLL_MS).unref();
}

async function start(): Promise<void> {
  const processes = await Processes.open();
  endWithParent(processes);
  try {
    process.exitCode = await main(processes);
  } catch (error) {
    process.stderr.write(`${error instanceof NoBinariesError ? error.message : ((error as Error).stack ?? error)}\n`);
    process.exitCode = error instanceof NoBinariesError ? SKIPPED : 1;
  } finally {
    await processes.end();
  }
}

void start();
