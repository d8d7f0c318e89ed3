import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { ApiAccess, KubeReader, ReadError, Resource } from '../../src/verify';

const ROUTES: Resource = { group: 'gateway.networking.k8s.io', version: 'v1', plural: 'tlsroutes', kind: 'TLSRoute' };
const SECRETS: Resource = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret' };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An API server on the loopback, as far as a test makes it one. */
class FakeApi {
  public readonly requests: { readonly method: string; readonly url: string; readonly token: string }[] = [];
  public handle: Handler = (_, response) => answer(response, 404, '404 page not found');
  public readonly access: ApiAccess;
  public authorizations = 0;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    const { port } = server.address() as AddressInfo;
    this.access = {
      server: `http://127.0.0.1:${port}/clusters/c-1`,
      proxied: false,
      authorize: async (options) => {
        this.authorizations++;
        options.headers = { authorization: `Bearer token-${this.authorizations}` };
      },
    };
  }

  public static async start(): Promise<FakeApi> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const api = new FakeApi(server);
    server.on('request', (request, response) => {
      const { method = '', url = '', headers } = request;
      api.requests.push({ method, url, token: headers.authorization ?? '' });
      api.handle(request, response);
    });
    return api;
  }

  public reader(timeoutMs = 2000): KubeReader {
    return new KubeReader(this.access, { timeoutMs, concurrency: 2, retryDelayMs: 1 });
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function refusal(reason: string, message: string): unknown {
  return { kind: 'Status', status: 'Failure', reason, message };
}

async function failureOf(promise: Promise<unknown>): Promise<ReadError> {
  return promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error as ReadError,
  );
}

describe('KubeReader', () => {
  let api: FakeApi;
  let reader: KubeReader;

  beforeEach(async () => {
    api = await FakeApi.start();
    reader = api.reader();
  });

  afterEach(async () => {
    await reader.close();
    await api.stop();
  });

  test('reads a list page by page, below the path of the server, and says what the objects are', async () => {
    api.handle = ({ url = '' }, response) =>
      answer(
        response,
        200,
        url.includes('continue=n%26xt')
          ? { items: [{ metadata: { name: 'b' } }], metadata: {} }
          : { items: [{ metadata: { name: 'a' } }, 'rubbish'], metadata: { continue: 'n&xt' } },
      );
    expect(await reader.list(ROUTES)).toEqual([
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute', metadata: { name: 'a' } },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute', metadata: { name: 'b' } },
    ]);
    expect(api.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /clusters/c-1/apis/gateway.networking.k8s.io/v1/tlsroutes?limit=500',
      'GET /clusters/c-1/apis/gateway.networking.k8s.io/v1/tlsroutes?limit=500&continue=n%26xt',
    ]);
  });

  test('reads a list at once where its first page was forgotten', async () => {
    api.handle = ({ url = '' }, response) => {
      if (url.includes('continue')) {
        return answer(response, 410, refusal('Expired', 'too old'));
      }
      return answer(response, 200, { items: [{}], metadata: { continue: url.includes('limit') ? 'x' : '' } });
    };
    expect(await reader.list(SECRETS)).toHaveLength(1);
  });

  test('reads one object, and knows one that does not exist from a kind that is not served', async () => {
    api.handle = ({ url = '' }, response) => {
      if (url.endsWith('/namespaces/n/secrets/there')) {
        return answer(response, 200, { kind: 'Secret', data: {} });
      }
      return url.endsWith('/gone')
        ? answer(response, 404, refusal('NotFound', 'secrets "gone" not found'))
        : answer(response, 404, '404 page not found');
    };
    expect(await reader.get(SECRETS, 'n', 'there')).toEqual({ kind: 'Secret', data: {} });
    expect(await reader.get(SECRETS, 'n', 'gone')).toBeUndefined();
    expect((await failureOf(reader.get(ROUTES, 'n', 'r'))).failure).toBe('not-served');
    expect((await failureOf(reader.list(ROUTES))).failure).toBe('not-served');
  });

  test('says which right is missing, in the words of the API server', async () => {
    api.handle = (_, response) =>
      answer(response, 403, refusal('Forbidden', 'tlsroutes is forbidden: User "x" cannot list'));
    expect(await failureOf(reader.list(ROUTES))).toMatchObject({
      failure: 'forbidden',
      message: 'tlsroutes is forbidden: User "x" cannot list',
    });
  });

  test('counts a cluster whose version may not be read as there', async () => {
    api.handle = (_, response) => answer(response, 403, refusal('Forbidden', 'no'));
    await expect(reader.probe()).resolves.toBeUndefined();
  });

  test('makes credentials anew once where they are refused', async () => {
    api.handle = ({ headers }, response) =>
      headers.authorization === 'Bearer token-2'
        ? answer(response, 200, {})
        : answer(response, 401, refusal('Unauthorized', 'Unauthorized'));
    await expect(reader.probe()).resolves.toBeUndefined();
    expect(api.requests.map(({ token }) => token)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('gives up where credentials are refused again', async () => {
    api.handle = (_, response) => answer(response, 401, refusal('Unauthorized', 'Unauthorized'));
    expect((await failureOf(reader.probe())).failure).toBe('unauthorized');
    expect(api.requests).toHaveLength(2);
  });

  test('tries again where the API server is busy, a few times', async () => {
    let count = 0;
    api.handle = (_, response) => {
      count++;
      return count < 3 ? answer(response, 429, {}) : answer(response, 200, { items: [] });
    };
    expect(await reader.list(ROUTES)).toEqual([]);
    count = -10;
    expect(await failureOf(reader.list(ROUTES))).toMatchObject({ failure: 'unreachable' });
  });

  test('says that the API server went away, whether it resets, is silent or answers rubbish', async () => {
    api.handle = ({ socket }) => socket.resetAndDestroy();
    expect(await failureOf(reader.list(ROUTES))).toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('cannot be reached'),
    });
    api.handle = () => undefined;
    expect((await failureOf(api.reader(50).list(ROUTES))).message).toContain('no answer within 0.05 s');
    api.handle = (_, response) => answer(response, 200, '<html>');
    expect(await reader.list(ROUTES)).toEqual([]);
    expect((await failureOf(reader.get(SECRETS, 'n', 'x'))).failure).toBe('unreachable');
  });

  test('says that credentials cannot be had', async () => {
    const access: ApiAccess = {
      ...api.access,
      authorize: () => Promise.reject(new Error('aws: command not found\nmore')),
    };
    expect(await failureOf(new KubeReader(access).probe())).toMatchObject({
      failure: 'unauthorized',
      message: 'the credentials cannot be had: aws: command not found',
    });
  });
});
