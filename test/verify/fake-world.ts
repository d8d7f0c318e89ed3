import { X509Certificate } from 'node:crypto';
import { GatewayApiChannel, GatewayApiRelease, GatewayController, KamajiRelease, TargetPlatform } from '../../src';
import { Diagnostic } from '../../src/diagnostics';
import { predictRoutes } from '../../src/kamaji/predicted-routes';
import { asList, asString, KubeObject, read, refOf } from '../../src/objects';
import {
  ClusterReader,
  HttpAnswer,
  NameAnswer,
  ReadError,
  Resource,
  TlsAnswer,
  TlsQuestion,
  VerifyInput,
  VerifyOptions,
  VerifyReport,
  VerifyWorld,
  verify,
} from '../../src/verify';
import { Authority, makeAuthority } from '../support/certificates';

export const GATEWAY_ADDRESS = '203.0.113.10';

/** Name of the controller that wrote the status of everything. */
export const CONTROLLER = 'traefik.io/gateway-controller';

/** An object that a test may change in every place. */
// biome-ignore lint/suspicious/noExplicitAny: tests spoil objects in places that no type has
export type Loose = any;

/** A platform of newest releases with Traefik. */
export function platformOf(
  kamaji = '26.8.2-edge',
  controller = GatewayController.traefik({ release: 'v3.7.10' }),
): TargetPlatform {
  return TargetPlatform.of({
    kamaji: KamajiRelease.of(kamaji),
    gatewayApi: GatewayApiRelease.of('v1.6.1', GatewayApiChannel.EXPERIMENTAL),
    controller,
  });
}

function listener(name: string, port: number): KubeObject {
  return {
    name,
    port,
    protocol: 'TLS',
    hostname: '*.cluster.test',
    tls: { mode: 'Passthrough' },
    allowedRoutes: {
      kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }],
      namespaces: { from: 'Selector', selector: { matchLabels: { tenant: 'true' } } },
    },
  };
}

function controlPlane(name: string, parentRef: KubeObject, { apiServer, konnectivity }: Ports): KubeObject {
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { name, namespace: `tenant-${name}` },
    spec: {
      controlPlane: { gateway: { hostname: `${name}.cluster.test`, parentRefs: [parentRef] } },
      networkProfile: { port: apiServer, certSANs: [`${name}.cluster.test`] },
      addons: { konnectivity: { server: { port: konnectivity } } },
      kubernetes: { version: 'v1.35.0' },
    },
  };
}

const PARENT = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'kamaji-edge' };

/** Ports of the gateway's listeners. */
export interface Ports {
  readonly apiServer: number;
  readonly konnectivity: number;
}

const PORTS: Ports = { apiServer: 6443, konnectivity: 8132 };

/** What the fleet of the tests renders: a gateway and the tenants. */
function renderFleet(tenants: readonly string[], ports: Ports): KubeObject[] {
  const parentRef = { ...PARENT, sectionName: 'kube-apiserver', port: ports.apiServer };
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'traefik' },
      spec: { controllerName: CONTROLLER },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'kamaji-edge' },
      spec: {
        gatewayClassName: 'traefik',
        listeners: [listener('kube-apiserver', ports.apiServer), listener('konnectivity-server', ports.konnectivity)],
      },
    },
    ...tenants.flatMap((name) => [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `tenant-${name}`, labels: { tenant: 'true' } } },
      controlPlane(name, parentRef, ports),
    ]),
  ];
}

function yes(type: string, reason = type): KubeObject {
  return { type, status: 'True', reason, message: '', observedGeneration: 1 };
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function kubeconfig(server: string): string {
  return JSON.stringify({ clusters: [{ name: 'c', cluster: { server } }] });
}

/** A management cluster in which all is well, for a test to spoil. */
export class FakeWorld implements VerifyWorld {
  public readonly rendered: Loose[];
  public readonly known: Loose[] = [];
  /** Live objects by kind. */
  public readonly live = new Map<string, Loose[]>();
  public readonly secrets = new Map<string, Loose>();
  /** Kinds that cannot be read. */
  public readonly unreadable = new Map<string, ReadError>();
  public readonly authorities = new Map<string, Authority>();
  /** Names in the certificate of a tenant. */
  public readonly certificateNames = new Map<string, string[]>();
  /** The tenant that answers to a name, where it is not the one that has it. */
  public readonly answeredBy = new Map<string, string>();
  public readonly addressesOfNames = new Map<string, NameAnswer>();
  /** Requests in the order in which they were made. */
  public readonly requests: { readonly verb: string; readonly group: string; readonly plural: string }[] = [];
  public readonly questions: TlsQuestion[] = [];
  public time = Date.now();
  public down: ReadError | undefined;
  public validity: { from?: Date; to?: Date } = {};
  /** Replaces the answer to a connection. */
  public answer: ((question: TlsQuestion) => TlsAnswer | undefined) | undefined;
  public clusterInfo: (question: TlsQuestion) => HttpAnswer = () => ({ status: 403, body: '' });

  public constructor(
    public readonly platform = platformOf(),
    tenants: readonly string[] = ['alpha', 'beta'],
    ports = PORTS,
  ) {
    this.rendered = copy(renderFleet(tenants, ports));
    for (const object of copy(this.rendered)) {
      this.add(object);
    }
    for (const name of tenants) {
      this.authorities.set(name, makeAuthority({ commonName: 'kubernetes' }));
      this.certificateNames.set(name, [`${name}.cluster.test`, 'kubernetes']);
      this.addressesOfNames.set(`${name}.cluster.test`, { addresses: [GATEWAY_ADDRESS] });
      this.add({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: `tenant-${name}` },
        spec: { ports: [{ port: ports.apiServer }, { port: ports.konnectivity }] },
      });
    }
    this.actAsControllers(ports);
  }

  /** Adds a live object. */
  public add(object: Loose): void {
    const kind = String(object.kind);
    this.live.set(kind, [...(this.live.get(kind) ?? []), object]);
  }

  /** A live object. */
  public find(kind: string, name: string): Loose {
    const found = this.live.get(kind)?.find((object) => refOf(object).name === name);
    if (found === undefined) {
      throw new Error(`no ${kind} ${name}`);
    }
    return found;
  }

  /** Takes a live object away. */
  public remove(kind: string, name: string): void {
    this.live.set(
      kind,
      (this.live.get(kind) ?? []).filter((object) => refOf(object).name !== name),
    );
  }

  /** A rendered object. */
  public wanted(kind: string, name: string): Loose {
    return this.rendered.find((object) => object.kind === kind && object.metadata.name === name);
  }

  public get input(): VerifyInput {
    return { objects: this.rendered, known: this.known, platform: this.platform };
  }

  /** Verifies, and returns everything. */
  public report(options: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
    return verify(this.input, this, { concurrency: 4, ...options });
  }

  /** Verifies, and returns what was found. */
  public async findings(options: Partial<VerifyOptions> = {}): Promise<readonly Diagnostic[]> {
    return (await this.report(options)).diagnostics;
  }

  /** Verifies, and returns the codes of what was found, each once and sorted. */
  public async codes(options: Partial<VerifyOptions> = {}): Promise<string[]> {
    return [...new Set((await this.findings(options)).map(({ code }) => code))].sort();
  }

  public readonly now = (): number => this.time;

  public readonly names = {
    resolve: (name: string): Promise<NameAnswer> =>
      Promise.resolve(this.addressesOfNames.get(name) ?? { failure: 'unknown', message: 'it does not resolve' }),
  };

  public readonly reader: ClusterReader = {
    probe: async () => {
      if (this.down !== undefined) {
        throw this.down;
      }
    },
    list: async (resource: Resource) => {
      this.record('list', resource);
      return this.live.get(resource.kind) ?? [];
    },
    get: async (resource: Resource, namespace: string, name: string) => {
      this.record('get', resource);
      return this.secrets.get(`${namespace}/${name}`);
    },
  };

  public readonly probe = {
    ask: (question: TlsQuestion): Promise<TlsAnswer> => {
      this.questions.push(question);
      return Promise.resolve(this.answer?.(question) ?? this.defaultAnswer(question));
    },
    fetch: (question: TlsQuestion): Promise<HttpAnswer> => Promise.resolve(this.clusterInfo(question)),
  };

  /** The certificate of a tenant, judged as OpenSSL would. */
  public certificateOf(tenant: string, question: TlsQuestion): TlsAnswer {
    const names = this.certificateNames.get(tenant) ?? [];
    const issued = this.authorities.get(tenant)?.issue({ commonName: 'kube-apiserver', names, ...this.validity });
    const certificate = new X509Certificate(issued?.cert ?? '');
    const ca = question.ca === undefined ? undefined : new X509Certificate(question.ca);
    const isTrusted = ca === undefined || (certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
    const isExpired = ca !== undefined && Date.parse(certificate.validTo) < this.time;
    const untrusted = isTrusted ? (isExpired ? 'CERT_HAS_EXPIRED' : undefined) : 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
    return { certificate: certificate.raw, chain: [], ...(untrusted === undefined ? {} : { untrusted }) };
  }

  private defaultAnswer(question: TlsQuestion): TlsAnswer {
    const name = (question.servername ?? '').split('.')[0] ?? '';
    const tenant = this.answeredBy.get(question.servername ?? '') ?? (this.authorities.has(name) ? name : undefined);
    return tenant === undefined ? { failure: 'reset', message: 'reset' } : this.certificateOf(tenant, question);
  }

  private record(verb: string, { group, plural, kind }: Resource): void {
    this.requests.push({ verb, group, plural });
    const error = this.unreadable.get(kind);
    if (error !== undefined) {
      throw error;
    }
  }

  /** Writes what the gateway's controller and Kamaji write. */
  private actAsControllers(ports: Ports): void {
    this.find('GatewayClass', 'traefik').status = { conditions: [yes('Accepted')] };
    const gateway = this.find('Gateway', 'edge');
    gateway.metadata.generation = 1;
    gateway.status = {
      addresses: [{ type: 'IPAddress', value: GATEWAY_ADDRESS }],
      conditions: [yes('Accepted'), yes('Programmed')],
      listeners: gateway.spec.listeners.map((entry: Loose) => ({
        name: entry.name,
        attachedRoutes: this.authorities.size,
        supportedKinds: entry.allowedRoutes.kinds,
        conditions: [yes('Accepted'), yes('ResolvedRefs'), yes('Programmed')],
      })),
    };
    for (const tenant of this.live.get('TenantControlPlane') ?? []) {
      const routes: Loose[] = copy(predictRoutes(tenant, this.platform.kamaji));
      for (const route of routes) {
        route.metadata.generation = 1;
        route.status = {
          parents: route.spec.parentRefs.map((parentRef: unknown) => ({
            parentRef: copy(parentRef),
            controllerName: CONTROLLER,
            conditions: [yes('Accepted'), yes('ResolvedRefs')],
          })),
        };
        this.add(route);
      }
      this.actAsKamaji(tenant, routes, ports);
    }
  }

  private actAsKamaji(tenant: Loose, [apiServer, konnectivity]: readonly Loose[], ports: Ports): void {
    const { name, namespace } = tenant.metadata;
    const gatewayStatus = (route: Loose) => {
      const port = asList(read(route, 'spec', 'rules', 0, 'backendRefs')).map((ref) => read(ref, 'port'))[0];
      const value = `https://${asString(read(route, 'spec', 'hostnames', 0))}:${String(port)}`;
      return { routeRef: { name: route.metadata.name }, accessPoints: [{ type: 'Hostname', port, value }] };
    };
    tenant.metadata.generation = 3;
    tenant.status = {
      observedGeneration: 3,
      certificates: { ca: { secretName: `${name}-ca` } },
      kubeconfig: { admin: { secretName: `${name}-admin-kubeconfig` } },
      kubernetesResources: { version: { status: 'Ready' }, gateway: gatewayStatus(apiServer) },
      addons: konnectivity === undefined ? {} : { konnectivity: { gateway: gatewayStatus(konnectivity) } },
    };
    const text = kubeconfig(`https://${name}.cluster.test:${ports.apiServer}`);
    this.secrets.set(`${namespace}/${name}-ca`, { data: { 'ca.crt': encode(this.authorities.get(name)?.cert ?? '') } });
    this.secrets.set(`${namespace}/${name}-admin-kubeconfig`, {
      data: {
        'admin.conf': encode(text),
        'super-admin.conf': encode(text),
        'admin.svc': encode(kubeconfig('https://x')),
      },
    });
  }

  /** Makes a kubeconfig of a tenant name another server. */
  public renameInKubeconfig(tenant: string, key: string, server: string): void {
    const secret = this.secrets.get(`tenant-${tenant}/${tenant}-admin-kubeconfig`);
    secret.data[key] = encode(kubeconfig(server));
  }

  /** Makes a condition false. */
  public refuse(holder: Loose, type: string, reason: string, message = ''): void {
    const condition = holder.conditions.find((entry: Loose) => entry.type === type);
    Object.assign(condition, { status: 'False', reason, message });
  }
}

/** Gives each tenant a ListenerSet of its own, in the fleet and in the cluster. */
export function behindListenerSets(world: FakeWorld): void {
  for (const gateway of [world.wanted('Gateway', 'edge'), world.find('Gateway', 'edge')]) {
    gateway.spec.allowedListeners = { namespaces: { from: 'All' } };
  }
  for (const entry of world.find('Gateway', 'edge').status.listeners) {
    entry.attachedRoutes = 0;
  }
  for (const name of ['alpha', 'beta']) {
    const set: Loose = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ListenerSet',
      metadata: { name, namespace: `tenant-${name}` },
      spec: {
        parentRef: PARENT,
        listeners: [listener('kube-apiserver', 6443), listener('konnectivity-server', 8132)].map((entry) => ({
          ...entry,
          hostname: `${name}.cluster.test`,
        })),
      },
    };
    world.rendered.push(set);
    const parentRef = { ...PARENT, kind: 'ListenerSet', name, namespace: `tenant-${name}` };
    for (const tenant of [world.wanted('TenantControlPlane', name), world.find('TenantControlPlane', name)]) {
      Object.assign(tenant.spec.controlPlane.gateway.parentRefs[0], parentRef);
    }
    for (const route of [world.find('TLSRoute', name), world.find('TLSRoute', `${name}-konnectivity`)]) {
      Object.assign(route.spec.parentRefs[0], parentRef);
      Object.assign(route.status.parents[0].parentRef, parentRef);
    }
    const { status } = world.find('TenantControlPlane', name);
    status.kubernetesResources.gateway.accessPoints = [];
    status.addons.konnectivity.gateway.accessPoints = [];
    const listeners = copy(world.find('Gateway', 'edge').status.listeners);
    for (const entry of listeners) {
      entry.attachedRoutes = 1;
    }
    world.add({ ...copy(set), status: { conditions: [yes('Accepted'), yes('Programmed')], listeners } });
  }
}
