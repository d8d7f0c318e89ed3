import { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, Server } from 'node:tls';
import { Servers } from '../cluster/harness/binaries';
import { Processes } from '../cluster/harness/processes';
import { Authority, Certificate, makeAuthority } from '../support/certificates';

/** Ports of the pods; others than those of the gateway, which listens on every address. */
export const POD_PORTS = { 'kube-apiserver': 16443, 'konnectivity-server': 18132 } as const;

/** What one control plane is made of. */
export interface TenantOptions {
  readonly name: string;
  readonly namespace: string;
  readonly hostname: string;
  /** Address of its pod. */
  readonly address: string;
  readonly etcdUrl: string;
}

/** A kubeconfig in JSON, which is YAML as well. */
export function kubeconfig(server: string, authority: Certificate, client: Certificate): string {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'tenant', cluster: { server, 'certificate-authority-data': encode(authority.cert) } }],
    users: [
      {
        name: 'admin',
        user: { 'client-certificate-data': encode(client.cert), 'client-key-data': encode(client.key) },
      },
    ],
    contexts: [{ name: 'admin@tenant', context: { cluster: 'tenant', user: 'admin' } }],
    'current-context': 'admin@tenant',
  });
}

/** The pod of a tenant: a real kube-apiserver, and a TLS server with its certificate in the place of konnectivity's. */
export class Tenant {
  public readonly authority: Authority = makeAuthority({ commonName: 'kubernetes' });
  public readonly admin: Certificate;
  private readonly folder: string;
  private shown: Certificate;
  private apiServer: ChildProcess | undefined;
  private konnectivity: Server | undefined;

  public constructor(
    public readonly options: TenantOptions,
    private readonly processes: Processes,
    private readonly servers: Servers,
  ) {
    this.folder = join(processes.folder, `tenant-${options.name}`);
    mkdirSync(this.folder);
    this.admin = this.authority.issue({ commonName: 'kubernetes-admin', organization: 'system:masters' });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.write('sa.key', privateKey.export({ type: 'sec1', format: 'pem' }).toString());
    this.write('ca.crt', this.authority.cert);
    this.shown = this.issue([options.hostname]);
  }

  /** Path of the kubeconfig of its administrator, by the tenant's hostname. */
  public kubeconfigFile(client: Certificate = this.admin): string {
    const text = kubeconfig(`https://${this.options.hostname}:6443`, this.authority, client);
    return this.write(client === this.admin ? 'admin.conf' : 'stranger.conf', text);
  }

  /** Replaces the certificate of both servers; the API server looks for a new one by itself. */
  public showCertificate(names: readonly string[]): void {
    this.shown = this.issue(names);
    this.konnectivity?.setSecureContext(this.shown);
  }

  /** Starts both servers. */
  public start(): void {
    const { name, address, etcdUrl } = this.options;
    const log = openSync(join(this.folder, 'log'), 'a');
    const file = (base: string) => join(this.folder, base);
    const args = [
      `--etcd-servers=${etcdUrl}`,
      `--etcd-prefix=/${name}`,
      `--bind-address=${address}`,
      `--advertise-address=${address}`,
      `--secure-port=${POD_PORTS['kube-apiserver']}`,
      `--client-ca-file=${file('ca.crt')}`,
      `--tls-cert-file=${file('apiserver.crt')}`,
      `--tls-private-key-file=${file('apiserver.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${file('sa.key')}`,
      `--service-account-signing-key-file=${file('sa.key')}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--endpoint-reconciler-type=none',
      '--authorization-mode=RBAC',
      '--disable-admission-plugins=ServiceAccount',
      '--enable-priority-and-fairness=false',
      '--profiling=false',
    ];
    this.apiServer = this.processes.start(this.servers.apiServer, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.konnectivity = this.startKonnectivity();
  }

  /** Ends both servers, as if the pod were gone. */
  public async stop(): Promise<void> {
    this.konnectivity?.close();
    if (this.apiServer !== undefined) {
      await this.processes.kill(this.apiServer);
    }
  }

  private startKonnectivity(): Server {
    const server = createServer({ ...this.shown, ALPNProtocols: ['h2'] }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.resume();
    });
    server.on('tlsClientError', () => undefined);
    return server.listen(POD_PORTS['konnectivity-server'], this.options.address);
  }

  private issue(names: readonly string[]): Certificate {
    const issued = this.authority.issue({
      commonName: 'kube-apiserver',
      names: ['kubernetes', 'kubernetes.default.svc', this.options.address, ...names],
    });
    this.write('apiserver.key', issued.key);
    this.write('apiserver.crt', issued.cert);
    return issued;
  }

  private write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }
}
