import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, findServers, kubectlRecipe, NoBinariesError, Recipe, Servers } from '../cluster/harness/binaries';

/** The programs that carry the traffic. */
export interface Programs extends Servers {
  readonly kubectl: string;
  readonly traefik: string;
}

const TRAEFIK = join(__dirname, 'traefik');
const MODULE = 'github.com/traefik/traefik/v3';

function traefikRecipe(): Recipe {
  const pinned = readFileSync(join(TRAEFIK, 'go.mod'), 'utf8').match(/traefik\/v3 v(\S+)/)?.[1];
  if (pinned === undefined) {
    throw new Error(`test/traffic/traefik/go.mod requires no ${MODULE}`);
  }
  return { name: `traefik-${pinned}`, folder: TRAEFIK, package: `${MODULE}/cmd/traefik` };
}

/**
 * Finds the programs in the cache; what is not there is built, once.
 *
 * @throws NoBinariesError if one is missing and so is Go
 */
export async function findPrograms(builder: Builder): Promise<Programs> {
  const servers = await findServers(builder);
  const kubectl = await builder.find(kubectlRecipe());
  const traefik = await builder.find(traefikRecipe());
  if (kubectl === undefined || traefik === undefined) {
    throw new NoBinariesError();
  }
  return { ...servers, kubectl, traefik };
}
