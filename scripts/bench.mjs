import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Time of a whole synth, from fleet files to manifests, and how it grows; then every benchmark in scripts/bench.
const require = createRequire(import.meta.url);
const { ApiObject, App, Chart } = require('cdk8s');
const { parseAllDocuments } = require('yaml');
const { synthesizeFleet } = require('../lib/src/fleet/synthesize-fleet.js');

const SIZES = [500, 1000, 2000];
const REPEATS = 3;

/** Linear growth gives 4 between the first and the last size; a quadratic part gives up to 16. */
const MOST_GROWTH = 5;

const FLEET = `platform: { kamaji: 26.8.2-edge, gatewayApi: v1.6.1, controller: envoy-gateway, kubernetes: v1.35.0 }
gateways:
  edge: { namespace: kamaji-edge, domain: cluster.dev }
dataStores:
  default: { existing: true, driver: etcd }
defaults:
  gateway: edge
  dataStore: default
  kubernetesVersion: v1.35.7
  addons: { coreDns: {}, kubeProxy: {} }
acknowledge:
  - { code: in-cluster-reach, reason: a benchmark has no clients }
`;

const folder = mkdtempSync(join(tmpdir(), 'tenant-gateway-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function writeFleet(size) {
  const fleet = join(folder, `fleet-${size}`);
  mkdirSync(join(fleet, 'tenants'), { recursive: true });
  writeFileSync(join(fleet, 'fleet.yaml'), FLEET);
  for (let i = 0; i < size; i++) {
    writeFileSync(join(fleet, 'tenants', `t-${i}.yaml`), `hostname: t-${i}\n`);
  }
  return fleet;
}

/** Runs a synth into a new folder; the fleet must be without errors, or it would be another thing that is measured. */
function synthesize(fleet, output) {
  const outcome = synthesizeFleet({ fleet, output, cwd: folder, write: true });
  const errors = outcome.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(`the fleet of the benchmark is refused: ${errors[0].code}: ${errors[0].message}`);
  }
  return outcome.written;
}

/** The least of several runs: what else the machine does only ever adds. */
function leastTime(run) {
  const times = Array.from({ length: REPEATS }, (_, i) => {
    const start = performance.now();
    run(i);
    return performance.now() - start;
  });
  return Math.min(...times);
}

function readObjects(files) {
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
}

/** The same objects in one chart of a stock app: no files read, nothing checked. */
function synthesizeStock(objects, outdir) {
  const app = new App({ outdir });
  const chart = new Chart(app, 'all');
  for (const [i, object] of objects.entries()) {
    new ApiObject(chart, `object-${i}`, object);
  }
  app.synth();
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

function benchSynth() {
  synthesize(writeFleet(50), join(folder, 'warm-up'));
  const times = new Map();
  console.log('synth of a fleet: files read, objects rendered and checked, manifests written');
  for (const size of SIZES) {
    const fleet = writeFleet(size);
    const outputs = Array.from({ length: REPEATS }, (_, i) => join(folder, `dist-${size}-${i}`));
    let written = [];
    const time = leastTime((i) => {
      written = synthesize(fleet, outputs[i]);
    });
    const objects = readObjects(written);
    const stock = leastTime((i) => synthesizeStock(objects, join(folder, `stock-${size}-${i}`)));
    times.set(size, time);
    console.log(
      `  ${String(size).padStart(5)} tenants: ${seconds(time)} (${(time / size).toFixed(2)} ms each); ` +
        `stock cdk8s, ${objects.length} objects in one chart: ${seconds(stock)}; ratio ${(time / stock).toFixed(2)}`,
    );
  }
  const growth = times.get(SIZES.at(-1)) / times.get(SIZES[0]);
  console.log(`  time(${SIZES.at(-1)}) / time(${SIZES[0]}) = ${growth.toFixed(2)} (at most ${MOST_GROWTH})`);
  return growth <= MOST_GROWTH;
}

/** Runs the other benchmarks, each in a process of its own. */
function benchOthers() {
  const others = join(import.meta.dirname, 'bench');
  const files = existsSync(others) ? readdirSync(others).filter((file) => file.endsWith('.mjs')) : [];
  return files.sort().map((file) => {
    console.log(`\n${file.replace('.mjs', '')}:`);
    return spawnSync(process.execPath, [join(others, file)], { stdio: 'inherit' }).status === 0;
  });
}

process.exitCode = [benchSynth(), ...benchOthers()].every(Boolean) ? 0 : 1;
