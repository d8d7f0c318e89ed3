import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { predictRoutes } from '../../src/kamaji/predicted-routes';
import { viewTenantControlPlane } from '../../src/kamaji/tenant-control-plane-view';
import { asList, asNumber, asString, KubeObject, read, refOf } from '../../src/objects';
import { eventually, Management } from './management';
import { kubeconfig, POD_PORTS, Tenant } from './tenant';

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Does for one tenant what Kamaji and the cluster's own controllers do: objects, routes as predicted, and the status. */
export class Kamaji {
  constructor(
    private readonly management: Management,
    private readonly release: KamajiRelease,
    private readonly tenant: Tenant,
    private readonly controlPlane: KubeObject,
  ) {}

  /** The TLSRoutes that the library predicts: the API server's, then konnectivity's. */
  public get routes(): readonly KubeObject[] {
    return predictRoutes(this.controlPlane, this.release);
  }

  /** The Service of the control plane. */
  public get service(): KubeObject {
    const { name, namespace } = this.tenant.options;
    const ports = Object.keys(POD_PORTS).map((port) => ({ name: port, port: this.portOf(port), protocol: 'TCP' }));
    return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports } };
  }

  /** Makes everything, and writes the status. */
  public async reconcile(): Promise<void> {
    const { management } = this;
    for (const object of [this.service, this.endpoints(), this.authoritySecret(), this.kubeconfigSecret()]) {
      await management.apply(object);
    }
    // Konnectivity's route is made once that of the API server has a parent.
    for (const route of this.routes) {
      await management.apply(route);
      await eventually(`a parent of TLSRoute ${refOf(route).name}`, async () => {
        return asList(read(await management.get(route), 'status', 'parents')).length === 1;
      });
    }
    await this.writeStatus();
  }

  /** Writes the status as Kamaji does when the tenant is touched. */
  public async writeStatus(): Promise<void> {
    const live = await this.management.get(this.controlPlane);
    const [apiServer, konnectivity] = await Promise.all(this.routes.map((route) => this.gatewayStatus(route)));
    const { name } = this.tenant.options;
    await this.management.patch(
      this.controlPlane,
      {
        status: {
          observedGeneration: asNumber(read(live, 'metadata', 'generation')),
          certificates: { ca: { secretName: `${name}-ca` } },
          kubeconfig: { admin: { secretName: `${name}-admin-kubeconfig` } },
          kubernetesResources: { version: { status: 'Ready' }, gateway: apiServer },
          addons: { konnectivity: { enabled: true, gateway: konnectivity } },
        },
      },
      '/status',
    );
  }

  /** The Secret with the kubeconfigs. */
  public kubeconfigSecret(server = `https://${this.tenant.options.hostname}:6443`): KubeObject {
    const { name, namespace } = this.tenant.options;
    const text = kubeconfig(server, this.tenant.authority, this.tenant.admin);
    const local = kubeconfig(`https://${name}.${namespace}.svc:6443`, this.tenant.authority, this.tenant.admin);
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-admin-kubeconfig`, namespace },
      data: { 'admin.conf': encode(text), 'super-admin.conf': encode(text), 'super-admin.svc': encode(local) },
    };
  }

  private authoritySecret(): KubeObject {
    const { name, namespace } = this.tenant.options;
    const { cert, key } = this.tenant.authority;
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-ca`, namespace },
      data: { 'ca.crt': encode(cert), 'ca.key': encode(key) },
    };
  }

  private endpoints(): KubeObject {
    const { name, namespace, address } = this.tenant.options;
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: Object.entries(POD_PORTS).map(([port, number]) => ({ name: port, port: number, protocol: 'TCP' })),
    };
  }

  private portOf(name: string): unknown {
    const view = viewTenantControlPlane(this.controlPlane);
    return name === 'kube-apiserver' ? view.port.value : view.konnectivityPort?.value;
  }

  /** What Kamaji makes of a route: its parents as they are, and a URL for the listener in the Gateway's spec that a parent means. */
  private async gatewayStatus(route: KubeObject): Promise<KubeObject> {
    const live = await this.management.get(route);
    const parents = asList(read(live, 'status', 'parents'));
    const urls = await Promise.all(parents.map((parent) => this.urlsOf(live, read(parent, 'parentRef'))));
    return {
      routeRef: { name: refOf(route).name },
      parents,
      accessPoints: urls.flat().map(({ url, port }) => ({ type: 'Hostname', value: url, urls: [url], port })),
    };
  }

  private async urlsOf(route: KubeObject, parentRef: unknown): Promise<{ url: string; port: number }[]> {
    const gateway = await this.management.get({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: read(parentRef, 'name'), namespace: read(parentRef, 'namespace') },
    });
    return asList(read(gateway, 'spec', 'listeners'))
      .filter((listener) => read(listener, 'name') === read(parentRef, 'sectionName'))
      .map((listener) => {
        const port = asNumber(read(listener, 'port')) ?? 0;
        return { url: `https://${asString(read(route, 'spec', 'hostnames', 0))}:${port}`, port };
      });
  }
}
