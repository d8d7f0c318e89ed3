import * as http from 'node:http';
import * as https from 'node:https';
import { asList, asMap, asNumber, asString, KubeObject, read } from '../objects';
import { ClusterReader, ReadError, Resource } from './cluster-reader';
import { faultOfList, faultOfObject, faultOfVersion, ServerAnswer } from './foreign-answer';
import { ApiAccess } from './kube-access';

/** How requests are sent. */
export interface KubeReaderOptions {
  /** Milliseconds that one request may take, all its attempts and the whole answer included. */
  readonly timeoutMs: number;

  /** Connections to the API server at a time. */
  readonly concurrency: number;

  /** Milliseconds before a request that the API server did not take is sent again; doubled each time. */
  readonly retryDelayMs: number;
}

/** Milliseconds that one request may take where nobody says otherwise. */
export const REQUEST_TIMEOUT_MS = 30_000;

const DEFAULTS: KubeReaderOptions = { timeoutMs: REQUEST_TIMEOUT_MS, concurrency: 16, retryDelayMs: 200 };

/** Objects of one page of a list: large enough for few requests, small enough for the API server. */
const PAGE = 500;
const MOST_ATTEMPTS = 3;

/** A timer of node that is longer ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

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
function reasonOf({ status, body }: ServerAnswer): string {
  const message = asString(read(body, 'message')) ?? (typeof body === 'string' ? body : '');
  const line = message.split('\n', 1)[0]?.trim() ?? '';
  return line === '' ? `HTTP status ${status}` : line.slice(0, 300);
}

/** An answer that did not come in time. */
class TimeoutError extends Error {}

/** Reads through the REST API with plain GET requests, so that it cannot change anything. */
export class KubeReader implements ClusterReader {
  private readonly options: KubeReaderOptions;
  private prepared: Promise<https.RequestOptions> | undefined;

  /** Pieces of answers so far: whether anything at all came from the API server since a request was sent. */
  private received = 0;

  /** Why nothing more is asked: the API server was silent for as long as a request may take. */
  private silence: TimeoutError | undefined;
  private readonly pending = new Set<(error: Error) => void>();

  constructor(
    private readonly access: ApiAccess,
    options: Partial<KubeReaderOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  public async probe(): Promise<void> {
    this.silence = undefined;
    const response = await this.fetch('/version');
    // Whoever may not read the version has been recognized all the same.
    if (response.status !== 200 && response.status !== 403) {
      throw this.failure(response);
    }
    if (response.status === 200) {
      this.demand('/version', faultOfVersion(response));
    }
  }

  public async get(resource: Resource, namespace: string, name: string): Promise<KubeObject | undefined> {
    const path = pathOf(resource, namespace, name);
    const response = await this.fetch(path);
    if (response.status === 404 && read(response.body, 'reason') === 'NotFound') {
      return undefined;
    }
    if (response.status !== 200) {
      throw this.failure(response);
    }
    this.demand(path, faultOfObject(response, resource.kind));
    return asMap(response.body);
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
      this.demand(pathOf(resource), faultOfList(response));
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

  private demand(path: string, fault: string | undefined): void {
    if (fault !== undefined) {
      const { server } = this.access;
      throw new ReadError('not-kubernetes', `${server} does not answer as an API server: GET ${path} answers ${fault}`);
    }
  }

  private failure(response: ServerAnswer): ReadError {
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

  private async fetch(path: string): Promise<ServerAnswer> {
    let end: number | undefined;
    for (let attempt = 1; ; attempt++) {
      const options = await this.prepare();
      // Credentials are not on the clock: a plugin may ask a person to log in.
      end ??= performance.now() + this.options.timeoutMs;
      const delay = this.options.retryDelayMs * 2 ** (attempt - 1);
      const last = attempt === MOST_ATTEMPTS || performance.now() + delay >= end;
      try {
        const response = await this.request(path, options, end);
        if (response.status === 401 && attempt === 1) {
          // A token that expired on the way is made anew once.
          this.prepared = undefined;
          continue;
        }
        if (last || !isTransient(response.status)) {
          return response;
        }
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (last || error instanceof TimeoutError) {
          throw this.lost(code, message);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
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

  /** Sends a request, unless the API server is known to be silent; rejects with a TimeoutError where its time is up. */
  private request(path: string, options: https.RequestOptions, end: number): Promise<ServerAnswer> {
    if (this.silence !== undefined) {
      return Promise.reject(this.silence);
    }
    const base = new URL(this.access.server);
    const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
    const before = this.received;
    return new Promise((resolve, reject) => {
      const request = (this.isPlain ? http : https).request(url, {
        ...options,
        method: 'GET',
        headers: { ...options.headers, accept: 'application/json' },
      });
      let isBegun = false;
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.pending.delete(abandon);
        finish();
      };
      const fail = (error: Error): void => settle(() => reject(error));
      const abandon = (error: Error): void => {
        fail(error);
        request.destroy();
      };
      // The timeout of node begins with the connection, and anew with each byte.
      const timer = setTimeout(
        () => {
          const seconds = this.options.timeoutMs / 1000;
          const error = new TimeoutError(`no ${isBegun ? 'whole ' : ''}answer within ${seconds} s`);
          abandon(error);
          if (this.received === before) {
            this.giveUp(error);
          }
        },
        Math.min(Math.max(0, end - performance.now()), LONGEST_TIMER_MS),
      );
      this.pending.add(abandon);
      request.on('error', fail);
      request.on('response', (response) => {
        isBegun = true;
        this.received++;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => {
          this.received++;
          chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const status = asNumber(response.statusCode) ?? 0;
          const contentType = (response.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
          settle(() => resolve({ status, contentType, text, body: parse(text) }));
        });
      });
      request.end();
    });
  }

  /** Nothing came for as long as a request may take: what else was asked is not waited for either. */
  private giveUp(error: TimeoutError): void {
    this.silence = error;
    for (const abandon of [...this.pending]) {
      abandon(error);
    }
  }
}

function apiVersionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}
