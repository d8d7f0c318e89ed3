import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asList, asMap, asString, KubeObject, read } from '../../src/objects';
import { Client } from '../cluster/harness/client';
import { Processes } from '../cluster/harness/processes';
import { ApiServer, startApiServer, startEtcd } from '../cluster/harness/servers';
import { Programs } from './programs';

/** Waits until something holds; fails with what it is about otherwise. */
export async function eventually(what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${seconds} s`);
    }
    await sleep(200);
  }
}

/** The management cluster. */
export class Management {
  /** Starts etcd and the API server. */
  public static async start(processes: Processes, programs: Programs): Promise<Management> {
    const etcd = await startEtcd(processes, programs);
    const server = await startApiServer(processes, programs, etcd, 'management');
    return new Management(etcd.url, server, processes, programs);
  }

  public readonly client: Client;
  public readonly kubeconfig: string;

  private constructor(
    public readonly etcdUrl: string,
    server: ApiServer,
    private readonly processes: Processes,
    private readonly programs: Programs,
  ) {
    this.client = server.client;
    this.kubeconfig = server.kubeconfig;
  }

  /** Runs kubectl; what it prints to both outputs is returned. */
  public async kubectl(
    args: readonly string[],
    kubeconfig = this.kubeconfig,
  ): Promise<{ status: number; text: string }> {
    const { status, stdout, stderr } = await this.processes.run(this.programs.kubectl, args, {
      // kubectl keeps what it discovered by host and port.
      env: { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: join(this.processes.folder, 'kubectl') },
    });
    return { status, text: stdout + stderr };
  }

  /** Applies files and folders as they are, as a GitOps tool would. */
  public async applyFiles(...paths: readonly string[]): Promise<void> {
    const files = paths.flatMap((path) => ['-f', path]);
    const { status, text } = await this.kubectl([
      'apply',
      '--server-side',
      '--recursive',
      '--validate=strict',
      ...files,
    ]);
    if (status !== 0) {
      throw new Error(text);
    }
  }

  /** Creates an object or makes it what is given. */
  public async apply(object: KubeObject): Promise<void> {
    const path = await this.client.objectPath(object);
    await this.client.demand('PATCH', `${path}?fieldManager=traffic&force=true`, {
      body: object,
      contentType: 'application/apply-patch+yaml',
    });
  }

  /** Changes fields; null removes one. */
  public async patch(object: KubeObject, change: KubeObject, subresource = ''): Promise<void> {
    const path = await this.client.objectPath(object);
    await this.client.demand('PATCH', `${path}${subresource}`, {
      body: change,
      contentType: 'application/merge-patch+json',
    });
  }

  /** Removes an object. */
  public async remove(object: KubeObject): Promise<void> {
    await this.client.demand('DELETE', await this.client.objectPath(object));
  }

  /** Reads an object. */
  public async get(object: KubeObject): Promise<KubeObject> {
    return this.client.demand('GET', await this.client.objectPath(object));
  }

  /** Reads all objects of a kind. */
  public async list(apiVersion: string, kind: string): Promise<KubeObject[]> {
    const resource = await this.client.resource(apiVersion, kind);
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { items } = await this.client.demand('GET', `${root}/${resource?.plural}`);
    return asList(items).flatMap((item) => {
      const object = asMap(item);
      return object === undefined ? [] : [{ ...object, apiVersion, kind }];
    });
  }

  /** Writes a kubeconfig for a service account. */
  public async kubeconfigFor(namespace: string, name: string): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const answer = await this.client.demand('POST', path, {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } },
    });
    const config = JSON.parse(readFileSync(this.kubeconfig, 'utf8')) as { users: { user: unknown }[] };
    const token = asString(read(answer, 'status', 'token'));
    const file = join(this.processes.folder, `${name}.kubeconfig`);
    writeFileSync(file, JSON.stringify({ ...config, users: [{ name: 'tests', user: { token } }] }));
    return file;
  }
}
