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
const ROUNDS = 3;

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

function timeOf(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
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

/** Times one size: a whole synth, then a stock one with the objects that came of it. */
function measure(size, round) {
  let written = [];
  const own = timeOf(() => {
    written = synthesize(join(folder, `fleet-${size}`), join(folder, `dist-${size}-${round}`));
  });
  const objects = readObjects(written.filter((file) => file.endsWith('.yaml')));
  const stock = timeOf(() => synthesizeStock(objects, join(folder, `stock-${size}-${round}`)));
  return { own, stock, objects: objects.length };
}

/** The least of several rounds: what else the machine does only ever adds. Sizes take turns, so that none has the cold start to itself. */
function measureAll() {
  for (const size of SIZES) {
    writeFleet(size);
  }
  measure(SIZES[0], 'warm-up');
  const rounds = Array.from({ length: ROUNDS }, (_, round) => SIZES.map((size) => measure(size, round)));
  return SIZES.map((size, i) => ({
    size,
    objects: rounds[0][i].objects,
    own: Math.min(...rounds.map((round) => round[i].own)),
    stock: Math.min(...rounds.map((round) => round[i].stock)),
  }));
}

function benchSynth() {
  console.log('synth of a fleet: files read, objects rendered and checked, manifests written');
  const results = measureAll();
  for (const { size, own, stock, objects } of results) {
    console.log(
      `  ${String(size).padStart(5)} tenants: ${seconds(own)} (${(own / size).toFixed(2)} ms each); ` +
        `stock cdk8s, ${objects} objects in one chart, nothing checked: ${seconds(stock)}; ratio ${(own / stock).toFixed(2)}`,
    );
  }
  const growth = results.at(-1).own / results[0].own;
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
