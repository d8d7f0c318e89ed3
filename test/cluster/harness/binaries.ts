import { createHash } from 'node:crypto';
import { accessSync, constants, copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Processes } from './processes';

/** The servers of a cluster. */
export interface Servers {
  readonly etcd: string;
  readonly apiServer: string;
}

/** The programs that the tests run. */
export interface Binaries extends Servers {
  /**
   * The diff code of GitOps tools.
   *
   * @default - it was not built, and cannot be without Go.
   */
  readonly drift?: string;
}

/** There are no servers, and no Go to build them with. */
export class NoBinariesError extends Error {}

const SERVERS = join(__dirname, '../servers');
const DRIFT = join(__dirname, '../drift');
const API_SERVER_MODULE = 'k8s.io/kubernetes';
const ETCD_MODULE = 'go.etcd.io/etcd/server/v3';

const HOW_TO_GET_THEM = `test:cluster needs etcd and kube-apiserver, and found neither them nor Go. One of these gives them:
  * install Go 1.26 or newer (https://go.dev/dl): the tests then build them once, from Go modules, in a few minutes
  * set KUBEBUILDER_ASSETS to a folder with both, for example the one that "setup-envtest use 1.36 -p path" prints`;

/** How one program is built: a package of a Go module in this folder. */
export interface Recipe {
  /** File name in the cache, with the version. */
  readonly name: string;
  readonly folder: string;
  readonly package: string;
  /**
   * The version that the program says it has.
   *
   * @default - it says none.
   */
  readonly version?: string;
}

/**
 * Finds the programs: in `KUBEBUILDER_ASSETS`, else in the cache; what is in neither is built, once.
 *
 * @throws NoBinariesError if a server is missing and so is Go
 * @throws Error if `KUBEBUILDER_ASSETS` lacks a program, or if a build fails
 */
export async function findBinaries(processes: Processes, log: (line: string) => void): Promise<Binaries> {
  const builder = new Builder(processes, log);
  const drift = await builder.find({ name: `drift-${fingerprint(DRIFT)}`, folder: DRIFT, package: '.' });
  return { ...(await findServers(builder)), drift };
}

/**
 * Finds the servers alone, in the same places.
 *
 * @throws NoBinariesError if one is missing and so is Go
 * @throws Error if `KUBEBUILDER_ASSETS` lacks a program, or if a build fails
 */
export async function findServers(builder: Builder): Promise<Servers> {
  const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';
  if (assets !== '') {
    return { etcd: asset(assets, 'etcd'), apiServer: asset(assets, 'kube-apiserver') };
  }
  const apiServer = await builder.find(apiServerRecipe());
  const etcd = await builder.find({
    name: `etcd-${pinnedVersion(ETCD_MODULE)}`,
    folder: SERVERS,
    package: ETCD_MODULE,
  });
  if (apiServer === undefined || etcd === undefined) {
    throw new NoBinariesError(HOW_TO_GET_THEM);
  }
  return { etcd, apiServer };
}

function apiServerRecipe(): Recipe {
  const version = pinnedVersion(API_SERVER_MODULE);
  return {
    name: `kube-apiserver-${version}`,
    folder: SERVERS,
    package: `${API_SERVER_MODULE}/cmd/kube-apiserver`,
    version: `v${version}`,
  };
}

/** Says whether there is a Go to build or download with. */
export async function hasGo(processes: Processes): Promise<boolean> {
  try {
    const { status } = await processes.run('go', ['version']);
    return status === 0;
  } catch {
    return false;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function asset(folder: string, name: string): string {
  const file = join(folder, name);
  if (!isExecutable(file)) {
    throw new Error(`KUBEBUILDER_ASSETS is "${folder}", where there is no program ${name}`);
  }
  return file;
}

/** Reads from go.mod which version of a module is built. */
function pinnedVersion(module: string): string {
  const text = readFileSync(join(SERVERS, 'go.mod'), 'utf8');
  const line = text.split('\n').find((candidate) => candidate.trim().startsWith(`${module} v`));
  if (line === undefined) {
    throw new Error(`test/cluster/servers/go.mod requires no ${module}`);
  }
  return line.trim().slice(module.length + 2);
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.cache') : base, 'cdk8s-tenant-gateway');
}

/** Builds programs into the cache, each once. */
export class Builder {
  private go: Promise<boolean> | undefined;

  public constructor(
    private readonly processes: Processes,
    private readonly log: (line: string) => void,
  ) {}

  /** Returns the program's path; undefined where it is not in the cache and there is no Go. */
  public async find(recipe: Recipe): Promise<string | undefined> {
    const file = join(cacheFolder(), recipe.name);
    if (isExecutable(file)) {
      return file;
    }
    this.go ??= hasGo(this.processes);
    if (!(await this.go)) {
      return undefined;
    }
    const start = Date.now();
    this.log(`building ${recipe.name} from Go modules into ${dirname(file)}, once`);
    const built = await this.build(recipe);
    mkdirSync(dirname(file), { recursive: true });
    // The copy gets its name when it is complete: another run may look for it at the same time.
    copyFileSync(built, `${file}.part`);
    renameSync(`${file}.part`, file);
    this.log(`built ${recipe.name} in ${Math.round((Date.now() - start) / 1000)} s`);
    return file;
  }

  private async build(recipe: Recipe): Promise<string> {
    const output = join(this.processes.folder, recipe.name);
    const stamp = recipe.version === undefined ? '' : ` -X k8s.io/component-base/version.gitVersion=${recipe.version}`;
    const ldflags = `-ldflags=-s -w${stamp}`;
    const args = ['build', '-mod=readonly', '-buildvcs=false', ldflags, '-o', output, recipe.package];
    const { status, stderr } = await this.processes.run('go', args, {
      cwd: recipe.folder,
      // What the compiler writes goes where it is removed, whenever the run is ended. No C compiler is needed, nor a C library later.
      env: { ...process.env, GOWORK: 'off', CGO_ENABLED: '0', GOTMPDIR: this.processes.folder },
    });
    if (status !== 0) {
      throw new Error(`${recipe.name} could not be built:\n${stderr.trim()}`);
    }
    return output;
  }
}
