import { Agent, request } from 'node:https';
import { asMap, asString, KubeObject } from '../../../src/objects';

/** What the API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: KubeObject;
  /** Texts of the `Warning` headers. */
  readonly warnings: readonly string[];
}

/** What is sent beside method and path. */
export interface RequestOptions {
  /** An object, or a text that is sent as it is. */
  readonly body?: KubeObject | string;
  /** @default 'application/json' */
  readonly contentType?: string;
}

/** How an API server is reached. */
export interface Endpoint {
  readonly port: number;
  readonly token: string;
  /** The certificate of the server. */
  readonly ca: string;
}

/** How the API server names a kind in paths. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

const WARNING = /^299 \S+ "(.*)"$/s;

/** Speaks to one API server. */
export class Client {
  private readonly agent: Agent;
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

  public constructor(private readonly endpoint: Endpoint) {
    this.agent = new Agent({ keepAlive: true, ca: endpoint.ca });
  }

  /** Sends a request; an answer of any status is an answer. */
  public send(method: string, path: string, { body, contentType }: RequestOptions = {}): Promise<Answer> {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const { port, token } = this.endpoint;
    const headers: Record<string, string> = { Authorization: `Bearer ${token}`, Accept: 'application/json' };
    if (text !== undefined) {
      headers['Content-Type'] = contentType ?? 'application/json';
      headers['Content-Length'] = String(Buffer.byteLength(text));
    }
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            body: parse(Buffer.concat(chunks).toString('utf8')),
            warnings: response.rawHeaders.flatMap((value, i) => readWarning(response.rawHeaders[i - 1], value)),
          });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /**
   * Sends a request that has to succeed.
   *
   * @throws Error with the API server's message if it refuses
   */
  public async demand(method: string, path: string, options: RequestOptions = {}): Promise<KubeObject> {
    const { status, body } = await this.send(method, path, options);
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${asString(body['message']) ?? ''}`);
    }
    return body;
  }

  /** Finds out how a kind is named in paths; undefined where the API server does not serve it. */
  public async resource(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const known = this.resources.get(apiVersion) ?? this.discover(apiVersion);
    this.resources.set(apiVersion, known);
    return (await known).get(kind);
  }

  /**
   * Returns the path of the collection that an object belongs to; `default` stands in for a missing namespace.
   *
   * @throws Error if the API server does not serve the kind
   */
  public async collectionPath(object: KubeObject): Promise<string> {
    const apiVersion = asString(object['apiVersion']) ?? '';
    const kind = asString(object['kind']) ?? '';
    const resource = await this.resource(apiVersion, kind);
    if (resource === undefined) {
      throw new Error(`the API server does not serve ${kind} of ${apiVersion}`);
    }
    const root = rootPath(apiVersion);
    const namespace = asString(asMap(object['metadata'])?.['namespace']) ?? 'default';
    return resource.namespaced
      ? `${root}/namespaces/${encodeURIComponent(namespace)}/${resource.plural}`
      : `${root}/${resource.plural}`;
  }

  /** Returns the path of an object. */
  public async objectPath(object: KubeObject): Promise<string> {
    const name = asString(asMap(object['metadata'])?.['name']) ?? '';
    return `${await this.collectionPath(object)}/${encodeURIComponent(name)}`;
  }

  /** Closes all connections. */
  public close(): void {
    this.agent.destroy();
  }

  private async discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const { status, body } = await this.send('GET', rootPath(apiVersion));
    const listed = status === 200 ? (body['resources'] as { name: string; kind: string; namespaced: boolean }[]) : [];
    return new Map(
      listed
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]),
    );
  }
}

function rootPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** The answer to a broken request may be a text. */
function parse(text: string): KubeObject {
  try {
    return asMap(JSON.parse(text)) ?? {};
  } catch {
    return { message: text };
  }
}

function readWarning(header: string | undefined, value: string): string[] {
  const match = header?.toLowerCase() === 'warning' ? WARNING.exec(value) : null;
  return match === null ? [] : [(match[1] ?? '').replace(/\\(.)/g, '$1')];
}
