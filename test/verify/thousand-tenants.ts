import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, createServer as createTlsServer, SecureContext } from 'node:tls';
import { FakeWorld, platformOf } from './fake-world';

// Measures `verify` on the loopback: node scripts/run.cjs test/verify/thousand-tenants.ts [TENANTS]
// The management cluster is a server of prepared answers, the tenants one TLS server for each port.

const TENANTS = Number(process.argv[2] ?? 1000);
const ROOT = join(__dirname, '../..');

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function startTenants(contexts: ReadonlyMap<string, SecureContext>): Server {
  const server = createTlsServer(
    {
      ALPNProtocols: ['h2', 'http/1.1'],
      SNICallback: (name, done) => {
        const context = contexts.get(name);
        done(context === undefined ? new Error('no such tenant') : null, context);
      },
    },
    (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'));
    },
  );
  server.on('tlsClientError', () => undefined);
  return server;
}

/** Answers lists by kind, in one page, and Secrets by name. */
function startApi(world: FakeWorld): Server {
  const lists = new Map(
    [...world.live].map(([kind, items]) => [`${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`, items]),
  );
  return createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const secret = /\/namespaces\/([^/]+)\/secrets\/(.*)$/.exec(pathname);
    const plural = pathname.split('/').at(-1) ?? '';
    const list = { kind: 'List', items: lists.get(plural) ?? [] };
    const body =
      secret === null
        ? pathname === '/version'
          ? { gitVersion: 'v1.35.0' }
          : list
        : { kind: 'Secret', ...world.secrets.get(`${secret[1]}/${secret[2]}`) };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
}

async function main(): Promise<void> {
  const names = Array.from({ length: TENANTS }, (_, i) => `t${i}`);
  const contexts = new Map<string, SecureContext>();
  const ports = { apiServer: await listen(startTenants(contexts)), konnectivity: await listen(startTenants(contexts)) };
  const world = new FakeWorld(platformOf(), names, ports);
  for (const [name, authority] of world.authorities) {
    const hostname = `${name}.cluster.test`;
    contexts.set(hostname, createSecureContext(authority.issue({ commonName: 'kube-apiserver', names: [hostname] })));
  }
  const api = await listen(startApi(world));
  const folder = mkdtempSync(join(tmpdir(), 'tenant-gateway-verify-'));
  try {
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const manifests = file('manifests.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: world.rendered }));
    const platform = file(
      'platform.yaml',
      'kamaji: 26.8.2-edge\ngatewayApi: v1.6.1\nchannel: experimental\ncontroller: traefik\n',
    );
    const kubeconfig = file(
      'kubeconfig',
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${api}` } }],
        users: [{ name: 'u', user: {} }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      }),
    );
    const start = Date.now();
    const args = ['scripts/run.cjs', 'src/cli/bin.ts', 'verify', '-f', manifests, '--platform', platform];
    const flags = ['--kubeconfig', kubeconfig, '--address', '127.0.0.1', '--no-dns'];
    const child = spawn(process.execPath, [...args, ...flags], { cwd: ROOT, stdio: 'inherit' });
    const [status] = (await once(child, 'exit')) as [number];
    process.stdout.write(
      `${TENANTS} tenants in ${((Date.now() - start) / 1000).toFixed(1)} s, exit status ${status}\n`,
    );
    process.exitCode = status;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then(() => process.exit());
