import { asString, KubeObject, read } from '../../../src/objects';
import { TargetPlatform } from '../../../src/platform';
import { ApiServer, Etcd } from './servers';
import { Answer, Client } from './client';

/** An API server with the CRDs of one platform. */
export class Cluster {
  public readonly client: Client;
  public readonly kubeconfig: string;

  public constructor(
    public readonly platform: TargetPlatform,
    { client, kubeconfig }: ApiServer,
    private readonly etcd: Etcd,
    private readonly prefix: string,
  ) {
    this.client = client;
    this.kubeconfig = kubeconfig;
  }

  /** Applies a manifest as `kubectl apply --server-side --force-conflicts` does. */
  public async apply(object: KubeObject, manifest: string): Promise<Answer> {
    const path = await this.client.objectPath(object);
    return this.client.send('PATCH', `${path}?fieldManager=cluster-tests&force=true&fieldValidation=Strict`, {
      body: manifest,
      contentType: 'application/apply-patch+yaml',
    });
  }

  /** Creates the namespaces that are not there yet; returns those that it created. */
  public async provideNamespaces(names: Iterable<string>): Promise<KubeObject[]> {
    const created: KubeObject[] = [];
    for (const name of new Set(names)) {
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
      const { status } = await this.client.send('POST', '/api/v1/namespaces', { body });
      if (status === 201) {
        created.push(body);
      }
    }
    return created;
  }

  /** Deletes objects, the last one first. Namespaces need a hand: no controller empties and finalizes them here. */
  public async remove(objects: readonly KubeObject[]): Promise<void> {
    for (const object of [...objects].reverse()) {
      const path = await this.client.objectPath(object);
      const { status } = await this.client.send('DELETE', path);
      if (status < 300 && object['kind'] === 'Namespace') {
        const namespace = await this.client.demand('GET', path);
        await this.client.demand('PUT', `${path}/finalize`, { body: { ...namespace, spec: {} } });
      }
    }
  }

  /** Stores an object as it is, past all validation, and returns its resource version: an older release may have let it in. */
  public async store(object: KubeObject): Promise<string> {
    const value = Buffer.from(JSON.stringify(object)).toString('base64');
    const answer = await this.askEtcd('put', { key: await this.storageKey(object), value });
    return asString(read(answer, 'header', 'revision')) ?? '';
  }

  /** Removes what `store` stored. */
  public async unstore(object: KubeObject): Promise<void> {
    await this.askEtcd('deleterange', { key: await this.storageKey(object) });
  }

  private async storageKey(object: KubeObject): Promise<string> {
    const path = await this.client.objectPath(object);
    const [, , group, , ...rest] = path.split('/');
    const [plural, namespace, name] = rest[0] === 'namespaces' ? [rest[2], rest[1], rest[3]] : [rest[0], undefined, rest[1]];
    const key = [`/${this.prefix}`, group, plural, namespace, name].filter((part) => part !== undefined).join('/');
    return Buffer.from(decodeURIComponent(key)).toString('base64');
  }

  private async askEtcd(call: string, body: object): Promise<unknown> {
    const answer = await fetch(`${this.etcd.url}/v3/kv/${call}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`etcd refused ${call}: ${await answer.text()}`);
    }
    return answer.json();
  }
}
