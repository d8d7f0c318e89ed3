import { asString, groupOf, KubeObject } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { platformSchemas } from '../../src/platform/platform-schemas';
import { readCases } from '../admission/admission-case';
import { Bundle, readBundles } from './bundles';
import { collectMaterial } from './generated/material';
import { Binaries, findBinaries, hasGo, NoBinariesError } from './harness/binaries';
import { Cluster } from './harness/cluster';
import { Crds, installCrds } from './harness/crds';
import { endWithParent } from './harness/end-with-parent';
import { Processes } from './harness/processes';
import { Report } from './harness/report';
import { Etcd, startApiServer, startEtcd } from './harness/servers';
import { ClusterPlan, describePlatform, planClusters } from './platforms';
import { compareCases } from './suites/admission-cases';
import { applyBundle } from './suites/apply-bundles';
import { compareDrift } from './suites/drift';
import { compareGenerated } from './suites/generated-objects';
import { compareTransitions } from './suites/transitions';

// Runs the project against real API servers: `npm run test:cluster`, or `npm run test:cluster -- v1.4.1` for platforms of that name only.

/** Exit status that says that nothing could be tried here. */
const SKIPPED = 77;

/** What is generated for each platform under test; another seed finds other objects. */
const GENERATED = {
  creates: Number(process.env['CLUSTER_OBJECTS'] ?? 2000),
  updates: Number(process.env['CLUSTER_UPDATES'] ?? 500),
  seed: Number(process.env['CLUSTER_SEED'] ?? 5),
};

const ENVOY_GATEWAY = 'gateway.envoyproxy.io';

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
  const report = new Report((text) => {
    if (!processes.isEnding) {
      process.stdout.write(text);
    }
  });
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
  report.log(`${seconds(start)} s`);
  return passed ? 0 : 1;
}

function isWanted(platform: TargetPlatform): boolean {
  return process.argv.slice(2).every((part) => describePlatform(platform).includes(part));
}

function seconds(start: number): number {
  return Math.round((Date.now() - start) / 1000);
}

async function tryPlatform(run: Run, plan: ClusterPlan, prefix: string): Promise<void> {
  const { processes, binaries, etcd, crds, report } = run;
  const { platform, bundles, cases } = plan;
  const start = Date.now();
  const withEnvoyGateway = needsEnvoyGateway(plan);
  const server = await startApiServer(processes, binaries, etcd, prefix);
  await installCrds(server.client, await crds.of(platform, withEnvoyGateway));
  const { gitVersion } = await server.client.demand('GET', '/version');
  const version = `kube-apiserver ${asString(gitVersion)}, ready in ${seconds(start)} s`;
  report.log(`${describePlatform(platform)} (${version})`);
  const cluster = new Cluster(platform, server, etcd, prefix);
  await compareCases(cluster, cases, report);
  if (plan.generates) {
    const kinds = collectMaterial(platform, withEnvoyGateway, platformSchemas(platform), run.objects, GENERATED.seed);
    await compareTransitions(cluster, kinds, report);
    await compareGenerated(cluster, kinds, GENERATED, report);
  }
  for (const bundle of bundles) {
    await applyBundle(cluster, bundle, report);
  }
  if (bundles.length > 0) {
    await tryDrift(run, cluster, bundles);
  }
  await server.end();
}

/** Its CRDs are as large as all others together, and most platforms have none of its objects. */
function needsEnvoyGateway({ bundles, cases }: ClusterPlan): boolean {
  const objects = [...bundles.flatMap(({ manifests }) => manifests), ...cases];
  return objects.some(({ object }) => groupOf(asString(object['apiVersion']) ?? '') === ENVOY_GATEWAY);
}

async function tryDrift(run: Run, cluster: Cluster, bundles: readonly Bundle[]): Promise<void> {
  const { processes, binaries, report } = run;
  const { drift } = binaries;
  if (drift === undefined) {
    report.skip('drift', 'the diff code of Argo CD and Flux is built with Go, which is not installed');
    return;
  }
  await compareDrift(cluster, bundles, { drift, processes }, report);
}

async function start(): Promise<void> {
  const processes = await Processes.open();
  endWithParent(processes);
  try {
    process.exitCode = await main(processes);
  } catch (error) {
    if (processes.isEnding) {
      return;
    }
    const isMissing = error instanceof NoBinariesError;
    process.stderr.write(`${isMissing ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = isMissing ? SKIPPED : 1;
  } finally {
    await processes.end();
  }
}

void start();
