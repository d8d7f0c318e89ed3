import * as http from 'node:http';
import * as https from 'node:https';
import { asList, asMap, asNumber, asString, KubeObject, read } from '../objects';
import { ClusterReader, ReadError, Resource } from './cluster-reader';
import { ApiAccess } from './kube-access';

/** How requests are sent. */
export interface KubeReaderOptions {
  /** Milliseconds without a byte after which a request counts as lost. */
  readonly timeoutMs: number;

  /** Connections to the API server at a time. */
  readonly concurrency: number;

  /** Milliseconds before a request that the API server did not take is sent again; doubled each time. */
  readonly retryDelayMs: number;
}

const DEFAULTS: KubeReaderOptions = { timeoutMs: 30_000, concurrency: 16, retryDelayMs: 200 };

/** Objects of one page of a list: large enough for few requests, small enough for the API server. */
const PAGE = 500;
const MOST_ATTEMPTS = 3;

interface Response {
  readonly status: number;
  readonly body: unknown;
}

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network is unreachable from here',
  ENOTFOUND: 'the name does not resolve',
  ETIMEDOUT: 'timed out',
  EPIPE: 'the connection was closed',
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isTransient(status: number): boolean {
  return status === 429 || status >= 500;
}

function pathOf({ group, version, plural }: Resource, namespace?: string, name?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** What the API server says in a Status, or the first line of whatever else it sent. */
function reasonOf({ status, body }: Response): string {
  const message = asString(read(body, 'message')) ?? (typeof body === 'string' ? body : '');
  const line = message.split('\n', 1)[0]?.trim() ?? '';
  return line === '' ? `HTTP status ${status}` : line.slice(0, 300);
}

/** Reads through the REST API with plain GET requests, so that it cannot change anything. */
export class KubeReader implements ClusterReader {
  private readonly options: KubeReaderOptions;
  private prepared: Promise<https.RequestOptions> | undefined;

  constructor(
    private readonly access: ApiAccess,
    options: Partial<KubeReaderOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  public async probe(): Promise<void> {
    const response = await this.fetch('/version');
    // Whoever may not read the version has been recognized all the same.
    if (response.status !== 200 && response.status !== 403) {
      throw this.failure(response);
    }
  }

  public async get(resource: Resource, namespace: string, name: string): Promise<KubeObject | undefined> {
    const response = await this.fetch(pathOf(resource, namespace, name));
    if (response.status === 404 && read(response.body, 'reason') === 'NotFound') {
      return undefined;
    }
    const object = response.status === 200 ? asMap(response.body) : undefined;
    if (object === undefined) {
      throw this.failure(response);
    }
    return object;
  }

  public async list(resource: Resource): Promise<readonly KubeObject[]> {
    const objects: KubeObject[] = [];
    let token = '';
    do {
      const query = token === '' ? `?limit=${PAGE}` : `?limit=${PAGE}&continue=${encodeURIComponent(token)}`;
      let response = await this.fetch(`${pathOf(resource)}${query}`);
      if (response.status === 410 && token !== '') {
        // The pages took so long that the API server forgot the first one: everything at once.
        objects.length = 0;
        response = await this.fetch(pathOf(resource));
      }
      if (response.status !== 200) {
        throw this.failure(response);
      }
      for (const item of asList(read(response.body, 'items'))) {
        const object = asMap(item);
        if (object !== undefined) {
          // The items of a list of a built-in kind do not say what they are.
          objects.push({ ...object, apiVersion: apiVersionOf(resource), kind: resource.kind });
        }
      }
      token = asString(read(response.body, 'metadata', 'continue')) ?? '';
    } while (token !== '');
    return objects;
  }

  /** Closes connections that are kept open for the next request. */
  public async close(): Promise<void> {
    const options = await this.prepared?.catch(() => undefined);
    const agent = options?.agent;
    if (agent instanceof http.Agent) {
      agent.destroy();
    }
  }

  private failure(response: Response): ReadError {
    const reason = reasonOf(response);
    switch (response.status) {
      case 401:
        return new ReadError('unauthorized', `${this.access.server} refuses the credentials: ${reason}`);
      case 403:
        return new ReadError('forbidden', reason);
      case 404:
        return new ReadError('not-served', reason);
      default:
        return new ReadError('unreachable', `${this.access.server} answers ${response.status}: ${reason}`);
    }
  }

  private async fetch(path: string): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const last = attempt === MOST_ATTEMPTS;
      try {
        const response = await this.request(path);
        if (last || !(isTransient(response.status) || (response.status === 401 && attempt === 1))) {
          return response;
        }
        if (response.status === 401) {
          // A token that expired on the way is made anew once.
          this.prepared = undefined;
          continue;
        }
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (last || error instanceof ReadError) {
          throw error instanceof ReadError ? error : this.lost(code, message);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, this.options.retryDelayMs * 2 ** (attempt - 1)));
    }
  }

  private lost(code: string | undefined, message: string): ReadError {
    const words = (code === undefined ? undefined : NETWORK_ERRORS[code]) ?? message.split('\n', 1)[0];
    return new ReadError('unreachable', `${this.access.server} cannot be reached: ${words}`);
  }

  private prepare(): Promise<https.RequestOptions> {
    this.prepared ??= this.makeOptions();
    return this.prepared;
  }

  private async makeOptions(): Promise<https.RequestOptions> {
    const options: https.RequestOptions = {};
    try {
      await this.access.authorize(options);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new ReadError('unauthorized', `the credentials cannot be had: ${text.split('\n', 1)[0]}`);
    }
    if (this.access.proxied) {
      return options;
    }
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    const limits = { keepAlive: true, maxSockets: this.options.concurrency };
    const tls = { ca, cert, key, pfx, passphrase, servername };
    const agent = this.isPlain
      ? new http.Agent(limits)
      : new https.Agent({ ...limits, ...tls, ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }) });
    return { ...options, agent };
  }

  private get isPlain(): boolean {
    return this.access.server.startsWith('http:');
  }

  private async request(path: string): Promise<Response> {
    const options = await this.prepare();
    const base = new URL(this.access.server);
    const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
    const { timeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      const request = (this.isPlain ? http : https).request(url, {
        ...options,
        method: 'GET',
        timeout: timeoutMs,
        headers: { ...options.headers, accept: 'application/json' },
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: asNumber(response.statusCode) ?? 0,
            body: parse(Buffer.concat(chunks).toString('utf8')),
          }),
        );
      });
      request.end();
    });
  }
}

function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}
