import { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Binaries } from './binaries';
import { Client } from './client';
import { Processes } from './processes';

const TOKEN = 'cluster-tests';
const START_SECONDS = 120;
/** A free port may be taken by another program before the server listens on it. */
const ATTEMPTS = 3;

/** A running etcd. */
export interface Etcd {
  readonly url: string;
}

/** A running API server. */
export interface ApiServer {
  readonly client: Client;
  /** Path of a kubeconfig for it. */
  readonly kubeconfig: string;
  readonly end: () => Promise<void>;
}

/** Starts etcd on a free port of the loopback. */
export async function startEtcd(processes: Processes, { etcd }: Binaries): Promise<Etcd> {
  return attempt(async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const peer = `http://127.0.0.1:${await freePort()}`;
    const folder = newFolder(processes, 'etcd');
    const child = startServer(processes, folder, etcd, [
      `--data-dir=${join(folder, 'data')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ]);
    await ready(processes, child, folder, async () => (await fetch(`${url}/health`)).ok);
    return { url };
  });
}

/** Starts an API server without controllers on a free port of the loopback; several may share one etcd, each under its own prefix. */
export async function startApiServer(
  processes: Processes,
  { apiServer }: Binaries,
  etcd: Etcd,
  prefix: string,
): Promise<ApiServer> {
  return attempt(async () => {
    const port = await freePort();
    const folder = newFolder(processes, 'apiserver');
    const key = join(folder, 'service-accounts.pem');
    const tokens = join(folder, 'tokens.csv');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    writeFileSync(tokens, `${TOKEN},admin,admin,system:masters\n`);
    const child = startServer(processes, folder, apiServer, [
      `--etcd-servers=${etcd.url}`,
      `--etcd-prefix=/${prefix}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${folder}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      '--service-cluster-ip-range=10.0.0.0/24,fd00:10::/112',
      '--authorization-mode=RBAC',
      `--token-auth-file=${tokens}`,
      '--disable-admission-plugins=ServiceAccount',
      '--enable-priority-and-fairness=false',
      '--profiling=false',
    ]);
    const certificate = join(folder, 'apiserver.crt');
    let client: Client | undefined;
    await ready(processes, child, folder, async () => {
      if (!existsSync(certificate)) {
        return false;
      }
      client ??= new Client({ port, token: TOKEN, ca: readFileSync(certificate, 'utf8') });
      const { status } = await client.send('GET', '/readyz');
      // The server creates this namespace itself, a moment later.
      return status === 200 && (await client.send('GET', '/api/v1/namespaces/default')).status === 200;
    });
    if (client === undefined) {
      throw new Error('the API server wrote no certificate');
    }
    const connected = client;
    const kubeconfig = writeKubeconfig(folder, port, certificate);
    const end = async (): Promise<void> => {
      connected.close();
      await processes.kill(child);
    };
    return { client: connected, kubeconfig, end };
  });
}

async function attempt<T>(start: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0 || !String(error).includes('address already in use')) {
        throw error;
      }
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

let folders = 0;

function newFolder(processes: Processes, name: string): string {
  folders += 1;
  const folder = join(processes.folder, `${name}-${folders}`);
  mkdirSync(folder);
  return folder;
}

function startServer(processes: Processes, folder: string, command: string, args: readonly string[]): ChildProcess {
  const log = openSync(logFile(folder), 'a');
  try {
    return processes.start(command, args, { stdio: ['ignore', log, log], cwd: folder });
  } finally {
    closeSync(log);
  }
}

function logFile(folder: string): string {
  return join(folder, 'log');
}

/** Waits until a server answers; fails with the end of its log if it ends, or takes too long. */
async function ready(
  processes: Processes,
  child: ChildProcess,
  folder: string,
  answers: () => Promise<boolean>,
): Promise<void> {
  const failed = once(child, 'exit').then(() => 'ended');
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    if (await answers().catch(() => false)) {
      return;
    }
    if ((await Promise.race([failed, sleep(100)])) === 'ended') {
      break;
    }
  }
  await processes.kill(child);
  const log = readFileSync(logFile(folder), 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  throw new Error(`${child.spawnfile} did not start; the end of its log:\n${log}`);
}

function writeKubeconfig(folder: string, port: number, certificate: string): string {
  const file = join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'tests', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificate } },
    ],
    users: [{ name: 'tests', user: { token: TOKEN } }],
    contexts: [{ name: 'tests', context: { cluster: 'tests', user: 'tests' } }],
    'current-context': 'tests',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
