import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo, createServer as createTcpServer, Socket } from 'node:net';
import { ApiAccess, KubeReader, ReadError, Resource } from '../../src/verify';

const ROUTES: Resource = { group: 'gateway.networking.k8s.io', version: 'v1', plural: 'tlsroutes', kind: 'TLSRoute' };
const SECRETS: Resource = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret' };

const VERSION = { major: '1', minor: '35', gitVersion: 'v1.35.0' };

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
          ? { kind: 'TLSRouteList', items: [{ metadata: { name: 'b' } }], metadata: {} }
          : { kind: 'TLSRouteList', items: [{ metadata: { name: 'a' } }], metadata: { continue: 'n&xt' } },
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
      const items = [{ metadata: { name: 'a' } }];
      return answer(response, 200, {
        kind: 'SecretList',
        items,
        metadata: { continue: url.includes('limit') ? 'x' : '' },
      });
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
        ? answer(response, 200, VERSION)
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
      return count < 3 ? answer(response, 429, {}) : answer(response, 200, { kind: 'TLSRouteList', items: [] });
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
  });

  test('asks a silent API server once, whatever else is to be read, and again when it is probed', async () => {
    api.handle = () => undefined;
    reader = api.reader(50);
    const failures = await Promise.all([ROUTES, SECRETS].map((resource) => failureOf(reader.list(resource))));
    expect(new Set(failures.map(({ message }) => message)).size).toBe(1);
    expect(api.requests).toHaveLength(2);
    await failureOf(reader.get(SECRETS, 'n', 'x'));
    expect(api.requests).toHaveLength(2);
    await failureOf(reader.probe());
    expect(api.requests).toHaveLength(3);
    api.handle = (_, response) => answer(response, 200, VERSION);
    await expect(reader.probe()).resolves.toBeUndefined();
  });

  test('goes on where one answer only does not come', async () => {
    api.handle = ({ url = '' }, response) => {
      if (!url.includes('tlsroutes')) {
        answer(response, 200, { kind: 'SecretList', items: [] });
      }
    };
    reader = api.reader(200);
    const [failure] = await Promise.all([failureOf(reader.list(ROUTES)), reader.list(SECRETS)]);
    expect(failure?.message).toContain('no answer within 0.2 s');
    expect(await reader.list(SECRETS)).toEqual([]);
  });

  test('gives up an answer that begins and does not end', async () => {
    api.handle = (_, response) => {
      response.writeHead(200);
      response.write('{"kind":');
    };
    expect((await failureOf(api.reader(100).list(ROUTES))).message).toContain('no whole answer within 0.1 s');
  });

  test('bounds all attempts of a request together', async () => {
    api.handle = (_, response) => answer(response, 503, {});
    const slow = new KubeReader(api.access, { timeoutMs: 1000, concurrency: 2, retryDelayMs: 60_000 });
    expect(await failureOf(slow.list(ROUTES))).toMatchObject({ failure: 'unreachable' });
    expect(api.requests).toHaveLength(1);
    await slow.close();
  });

  test('gives up a TLS handshake that nobody answers', async () => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const server = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const secure = new KubeReader({ server, proxied: false, authorize: () => Promise.resolve() }, { timeoutMs: 50 });
    expect((await failureOf(secure.probe())).message).toBe(`${server} cannot be reached: no answer within 0.05 s`);
    await secure.close();
    for (const socket of sockets) {
      socket.destroy();
    }
    await new Promise<void>((resolve) => silent.close(() => resolve()));
  });

  test.each([
    ['text/html', '<html>log in</html>', 'answers "text/html" that begins "<html>log in</html>"'],
    ['text/plain', `token ${'s3cret'.repeat(9)}`, 'answers "text/plain" that begins "token …"'],
    ['application/json', 'null', 'answers "null"'],
    ['application/json', '[]', 'answers a JSON array'],
    ['application/json', '', 'answers "application/json" without a body'],
    ['application/json', '{"password":"x"}', 'answers a JSON object without a kind'],
    ['application/json', '{"kind":"List"}', 'answers a "List" without items'],
    ['application/json', '{"kind":"List","items":[null,5]}', 'answers a "List" whose item 0 is no object'],
    ['application/json', '{"kind":"List","items":[{"a":1}]}', 'answers a "List" whose item 0 has no metadata.name'],
    ['application/json', '{"kind":"Status","items":[]}', 'answers a "Status"'],
  ])('takes no list from what is no API server: %s %s', async (contentType, body, message) => {
    api.handle = (_, response) => {
      response.writeHead(200, { 'content-type': contentType });
      response.end(body);
    };
    const failure = await failureOf(reader.list(ROUTES));
    expect(failure).toMatchObject({ failure: 'not-kubernetes', message: expect.stringContaining(message) });
    expect((await failureOf(reader.probe())).failure).toBe('not-kubernetes');
    expect((await failureOf(reader.get(SECRETS, 'n', 'x'))).failure).toBe('not-kubernetes');
  });

  test('takes a list whose items are null for an empty one, as older API servers write it', async () => {
    api.handle = (_, response) => answer(response, 200, { kind: 'TLSRouteList', items: null });
    expect(await reader.list(ROUTES)).toEqual([]);
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
