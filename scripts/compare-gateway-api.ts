import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCrd, parseCrds, stripProse } from './import/crd';
import { crdFolder, SNAPSHOTS, type Snapshot } from './import/sources';

// Compares the vendored Gateway API CRDs with the released Go module, prose aside.
const CRDS = join(__dirname, '../imports/crds');
const MODULE = 'sigs.k8s.io/gateway-api';

function main(): number {
  const found = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (found.error !== undefined || found.status !== 0) {
    process.stdout.write(`Go is not installed: the Gateway API CRDs were not compared with ${MODULE}\n`);
    return 0;
  }
  let differences = 0;
  for (const snapshot of SNAPSHOTS.filter(({ project }) => project === 'gateway-api')) {
    const problems = compare(vendoredCrds(snapshot), moduleCrds(snapshot));
    const verdict = problems.length === 0 ? 'as released' : 'differs';
    process.stdout.write(`${MODULE} ${snapshot.release} ${snapshot.channel}: ${verdict}\n`);
    process.stdout.write(problems.map((problem) => `  ${problem}\n`).join(''));
    differences += problems.length;
  }
  return differences === 0 ? 0 : 1;
}

function compare(vendored: ReadonlyMap<string, string>, released: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...vendored.keys(), ...released.keys()])].sort();
  return names.flatMap((name) => {
    const ours = vendored.get(name);
    const theirs = released.get(name);
    if (ours === undefined) {
      return [`${name}: released, but not in imports/crds`];
    }
    if (theirs === undefined) {
      return [`${name}: in imports/crds, but not released`];
    }
    return ours === theirs ? [] : [`${name}: not what was released`];
  });
}

function vendoredCrds(snapshot: Snapshot): Map<string, string> {
  const folder = join(CRDS, crdFolder(snapshot));
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function moduleCrds({ release, channel }: Snapshot): Map<string, string> {
  const folder = join(moduleFolder(release), 'config/crd', channel ?? '');
  const crds = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseCrds(readFileSync(join(folder, file), 'utf8'), file));
  return new Map(crds.map((crd) => [`${crd.metadata.name}.yaml`, formatCrd(stripProse(crd))]));
}

const folders = new Map<string, string>();

function moduleFolder(release: string): string {
  const known = folders.get(release);
  if (known !== undefined) {
    return known;
  }
  // Outside any module: a go.mod above this folder must have no say in what is downloaded.
  const { stdout, stderr, status } = spawnSync('go', ['mod', 'download', '-json', `${MODULE}@${release}`], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  const answer = (stdout.trim() === '' ? {} : JSON.parse(stdout)) as { Dir?: string; Error?: string };
  if (status !== 0 || answer.Dir === undefined) {
    throw new Error(`${MODULE}@${release} could not be downloaded: ${answer.Error ?? stderr.trim()}`);
  }
  folders.set(release, answer.Dir);
  return answer.Dir;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
