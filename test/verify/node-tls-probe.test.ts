import * as net from 'node:net';
import * as tls from 'node:tls';
import { isFailure, NodeTlsProbe, TlsAnswer, TlsQuestion } from '../../src/verify';
import { Certificate, makeAuthority } from '../support/certificates';

const CA = makeAuthority({ commonName: 'kubernetes' });
const OTHER_CA = makeAuthority({ commonName: 'kubernetes' });
const GOOD = CA.issue({ commonName: 'kube-apiserver', names: ['alpha.cluster.test'] });
const EXPIRED = CA.issue({ commonName: 'old', names: ['old.cluster.test'], to: new Date(Date.now() - 1000) });
const DEFAULT = makeAuthority({ commonName: 'DEFAULT CERT' });

function contextOf({ cert, key }: Certificate): tls.SecureContext {
  return tls.createSecureContext({ cert, key });
}

/** What a server was told of a connection. */
interface Seen {
  readonly servername: string | false;
  readonly alpn: string | false;
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('NodeTlsProbe', () => {
  const servers: net.Server[] = [];
  const probe = new NodeTlsProbe(1000);

  async function listen(server: net.Server, host = '127.0.0.1'): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, host, resolve);
    });
    return (server.address() as net.AddressInfo).port;
  }

  function gateway(seen: Seen[] = []): tls.Server {
    const server = tls.createServer(
      {
        cert: DEFAULT.cert,
        key: DEFAULT.key,
        ALPNProtocols: ['h2', 'http/1.1'],
        SNICallback: (name, done) =>
          done(
            null,
            name === 'alpha.cluster.test'
              ? contextOf(GOOD)
              : name === 'old.cluster.test'
                ? contextOf(EXPIRED)
                : undefined,
          ),
      },
      (socket) => {
        seen.push({
          servername: (socket as tls.TLSSocket & { servername: string | false }).servername,
          alpn: socket.alpnProtocol ?? false,
        });
        socket.on('error', () => undefined);
        socket.once('data', (data) => {
          const path = data.toString().split(' ')[1];
          socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nyou asked for ${path}`);
        });
      },
    );
    return server;
  }

  function ask(port: number, question: Partial<TlsQuestion> = {}): Promise<TlsAnswer> {
    return probe.ask({
      address: '127.0.0.1',
      port,
      alpn: false,
      ca: CA.cert,
      servername: 'alpha.cluster.test',
      ...question,
    });
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.close();
    }
  });

  test('gets the certificate that answers to a name, and says that it chains to the CA', async () => {
    const seen: Seen[] = [];
    const port = await listen(gateway(seen));
    const answer = await ask(port, { alpn: true });
    expect(isFailure(answer)).toBe(false);
    expect(answer).not.toHaveProperty('untrusted');
    await until(() => seen.length > 0);
    expect(seen).toEqual([{ servername: 'alpha.cluster.test', alpn: 'h2' }]);
  });

  test.each([
    ['another CA', { ca: OTHER_CA.cert }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['a certificate that signed itself', { servername: 'nobody.cluster.test' }, expect.stringMatching(/^[A-Z_]+$/)],
    ['an expired certificate', { servername: 'old.cluster.test' }, 'CERT_HAS_EXPIRED'],
  ])('says why a certificate does not chain to the CA: %s', async (_, question, untrusted) => {
    const port = await listen(gateway());
    expect(await ask(port, question)).toMatchObject({ untrusted });
  });

  test('says nothing of trust where no CA is known', async () => {
    const port = await listen(gateway());
    expect(await ask(port, { ca: undefined })).not.toHaveProperty('untrusted');
  });

  test('sends no name and no ALPN where none is asked for', async () => {
    const seen: Seen[] = [];
    const port = await listen(gateway(seen));
    await ask(port, { servername: undefined });
    await until(() => seen.length > 0);
    expect(seen).toEqual([{ servername: false, alpn: false }]);
  });

  test('reaches IPv6 addresses', async () => {
    const server = gateway();
    const port = await listen(server, '::1').catch(() => undefined);
    if (port === undefined) {
      return;
    }
    expect(isFailure(await ask(port, { address: '::1' }))).toBe(false);
  });

  test('says that nothing listens', async () => {
    const server = net.createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(port)).toMatchObject({ failure: 'refused' });
  });

  test('says that the connection was closed or reset before a certificate came', async () => {
    const closing = await listen(net.createServer((socket) => socket.once('data', () => socket.end())));
    expect(await ask(closing)).toMatchObject({ failure: 'closed' });
    const resetting = await listen(net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await ask(resetting)).toMatchObject({ failure: 'reset' });
  });

  test('says that what answers does not speak TLS', async () => {
    const port = await listen(net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await ask(port)).toMatchObject({ failure: 'alert' });
  });

  test('does not wait longer than its timeout', async () => {
    const sockets: net.Socket[] = [];
    const port = await listen(net.createServer((socket) => sockets.push(socket)));
    const answer = await new NodeTlsProbe(50).ask({ address: '127.0.0.1', port, alpn: false });
    expect(answer).toEqual({ failure: 'timeout', message: 'no answer within 0.05 s' });
    expect(await new NodeTlsProbe(50).fetch({ address: '127.0.0.1', port, alpn: false, servername: 'a' }, '/')).toEqual(
      { status: 0, body: '' },
    );
    for (const socket of sockets) {
      socket.destroy();
    }
  });

  test('reads a path from a server that is who it should be, and from no other', async () => {
    const port = await listen(gateway());
    const question = { address: '127.0.0.1', port, alpn: true, ca: CA.cert, servername: 'alpha.cluster.test' };
    expect(await probe.fetch(question, '/info')).toEqual({ status: 200, body: 'you asked for /info' });
    expect(await probe.fetch({ ...question, ca: OTHER_CA.cert }, '/info')).toEqual({ status: 0, body: '' });
    expect(await probe.fetch({ ...question, servername: 'nobody.cluster.test' }, '/info')).toEqual({
      status: 0,
      body: '',
    });
  });
});
