import { BUILT_IN_KINDS } from '../../../src/admission/built-in';
import { asMap, asString, groupOf, KubeObject, read } from '../../../src/objects';
import { TargetPlatform } from '../../../src/platform';
import { Answer, Client } from './client';
import { ApiServer, Etcd } from './servers';

/** What the API server gives every object when it is created. */
const SOME_UID = '00000000-0000-4000-8000-000000000000';
const SOME_TIME = '2026-01-01T00:00:00Z';

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

  /**
   * Stores an object and returns its resource version: a custom resource as it is, past all validation,
   * as an older release may have let in what this one does not.
   */
  public async store(object: KubeObject): Promise<string> {
    const key = await this.storageKey(object);
    if (key === undefined) {
      const created = await this.client.demand('POST', await this.client.collectionPath(object), { body: object });
      return asString(read(created, 'metadata', 'resourceVersion')) ?? '';
    }
    const metadata = { uid: SOME_UID, creationTimestamp: SOME_TIME, ...asMap(object['metadata']) };
    const value = encode(JSON.stringify({ ...object, metadata }));
    const answer = await this.askEtcd('put', { key: encode(key), value });
    return asString(read(answer, 'header', 'revision')) ?? '';
  }

  /** Removes what `store` stored. */
  public async unstore(object: KubeObject): Promise<void> {
    const key = await this.storageKey(object);
    if (key === undefined) {
      await this.remove([object]);
      return;
    }
    await this.askEtcd('deleterange', { key: encode(key) });
  }

  /** Returns where the API server keeps a custom resource in etcd; a built-in one has a place of its own, and another form. */
  private async storageKey(object: KubeObject): Promise<string | undefined> {
    const group = groupOf(asString(object['apiVersion']) ?? '');
    if (BUILT_IN_KINDS.some((kind) => kind.group === group)) {
      return undefined;
    }
    const [, , , , ...rest] = decodeURIComponent(await this.client.objectPath(object)).split('/');
    const [first, namespace, plural, name] = rest;
    const parts = first === 'namespaces' ? [plural, namespace, name] : rest;
    return [`/${this.prefix}`, group, ...parts].join('/');
  }

  private async askEtcd(call: string, body: object): Promise<unknown> {
    const answer = await fetch(`${this.etcd.url}/v3/kv/${call}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`etcd refused ${call}: ${await answer.text()}`);
    }
    return answer.json();
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
