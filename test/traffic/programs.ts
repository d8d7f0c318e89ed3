import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, findServers, NoBinariesError, Recipe, Servers } from '../cluster/harness/binaries';

/** The programs that carry the traffic. */
export interface Programs extends Servers {
  readonly kubectl: string;
  readonly traefik: string;
}

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

/**
 * Finds the programs in the cache; what is not there is built, once.
 *
 * @throws NoBinariesError if one is missing and so is Go
 */
export async function findPrograms(builder: Builder): Promise<Programs> {
  const servers = await findServers(builder);
  const kubectl = await builder.find(recipe('kubectl', 'k8s.io/kubectl', '.'));
  const traefik = await builder.find(recipe('traefik', TRAEFIK, `${TRAEFIK}/cmd/traefik`));
  if (kubectl === undefined || traefik === undefined) {
    throw new NoBinariesError();
  }
  return { ...servers, kubectl, traefik };
}
