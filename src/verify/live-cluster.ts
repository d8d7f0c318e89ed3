import { asString, KubeObject, read, refOf } from '../objects';
import { ClusterReader, ReadError, toReadError } from './cluster-reader';
import { Expectation, ExpectedTenant } from './expectation';
import { mapLimited, Progress } from './limit';
import { ListedKind, listedResources, SECRET } from './resources';

/** A Secret, undefined where there is none of the name, or why it could not be read. */
export type SecretAnswer = KubeObject | undefined | ReadError;

/** What a management cluster holds, as far as it could be read. */
export class LiveCluster {
  private readonly byKey = new Map<string, KubeObject>();

  constructor(
    private readonly lists: ReadonlyMap<ListedKind, readonly KubeObject[] | ReadError>,
    private readonly secrets: ReadonlyMap<string, SecretAnswer> = new Map(),
  ) {
    for (const objects of lists.values()) {
      for (const object of objects instanceof ReadError ? [] : objects) {
        const { kind, namespace = '', name } = refOf(object);
        this.byKey.set(`${kind} ${namespace}/${name}`, object);
      }
    }
  }

  /** All objects of a kind; none where they could not be read. */
  public all(kind: ListedKind): readonly KubeObject[] {
    const objects = this.lists.get(kind) ?? [];
    return objects instanceof ReadError ? [] : objects;
  }

  /** One object; undefined where there is none, or where its kind could not be read. */
  public find(kind: ListedKind, namespace: string, name: string): KubeObject | undefined {
    return this.byKey.get(`${kind} ${namespace}/${name}`);
  }

  /** Whether the objects of a kind are known, so that one which is not among them does not exist. */
  public knows(kind: ListedKind): boolean {
    const objects = this.lists.get(kind);
    return objects !== undefined && !(objects instanceof ReadError);
  }

  /** The kinds that could not be read, and why. */
  public failures(): { readonly kind: ListedKind; readonly error: ReadError }[] {
    return [...this.lists].flatMap(([kind, objects]) =>
      objects instanceof ReadError ? [{ kind, error: objects }] : [],
    );
  }

  /** A Secret that was asked for. */
  public secret(namespace: string, name: string): SecretAnswer {
    return this.secrets.get(`${namespace}/${name}`);
  }

  /** The live control plane of a tenant. */
  public tenant({ view }: ExpectedTenant): KubeObject | undefined {
    return this.find('TenantControlPlane', view.namespace, view.name);
  }
}

/** Name of the Secret that holds the CA of a live control plane. */
export function caSecretName(tenant: KubeObject): string | undefined {
  return asString(read(tenant, 'status', 'certificates', 'ca', 'secretName'));
}

/** Name of the Secret that holds the kubeconfigs of a live control plane. */
export function kubeconfigSecretName(tenant: KubeObject): string | undefined {
  return asString(read(tenant, 'status', 'kubeconfig', 'admin', 'secretName'));
}

function settle<T>(promise: Promise<T>): Promise<T | ReadError> {
  return promise.catch(toReadError);
}

/** Why there is no cluster to look at: no list could be had from it, or what answers is no API server. */
function findAbsence(lists: readonly (readonly KubeObject[] | ReadError)[]): ReadError | undefined {
  const errors = lists.filter((list) => list instanceof ReadError);
  const isGone = errors.length === lists.length && errors.every(({ failure }) => failure === 'unreachable');
  return errors.find(({ failure }) => failure === 'not-kubernetes') ?? (isGone ? errors[0] : undefined);
}

/**
 * Reads what verification looks at: some kinds whole, of Secrets only those that tenants name.
 *
 * @throws ReadError if there turns out to be no API server; what else cannot be read is left out
 */
export async function readLiveCluster(
  reader: ClusterReader,
  expectation: Expectation,
  concurrency: number,
  onProgress: Progress = () => {},
): Promise<LiveCluster> {
  const resources = listedResources(expectation.platform);
  const lists = new Map(
    await mapLimited(resources, concurrency, async (resource) => {
      return [resource.kind, await settle(reader.list(resource))] as const;
    }),
  );
  const absence = findAbsence([...lists.values()]);
  if (absence !== undefined) {
    throw absence;
  }
  const live = new LiveCluster(lists);
  const wanted = expectation.tenants.flatMap((tenant) => {
    const object = live.tenant(tenant);
    const names = object === undefined ? [] : [caSecretName(object), kubeconfigSecretName(object)];
    return names.flatMap((name) => (name === undefined ? [] : [{ namespace: tenant.view.namespace, name }]));
  });
  const secrets = await mapLimited(
    wanted,
    concurrency,
    async ({ namespace, name }) => [`${namespace}/${name}`, await settle(reader.get(SECRET, namespace, name))] as const,
    onProgress,
  );
  return new LiveCluster(lists, new Map(secrets));
}
