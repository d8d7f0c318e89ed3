import { KubeObject } from '../../src/objects';

export interface ListenerSpec {
  readonly name: string;
  readonly port: number;
  readonly protocol?: string;
  readonly hostname?: string | undefined;
}

export const KUBE_APISERVER: ListenerSpec = { name: 'kube-apiserver', port: 6443, hostname: '*.cluster.dev' };
export const KONNECTIVITY: ListenerSpec = { name: 'konnectivity-server', port: 8132, hostname: '*.cluster.dev' };

function listener({ name, port, protocol = 'TLS', hostname }: ListenerSpec): KubeObject {
  return {
    name,
    port,
    protocol,
    ...(hostname === undefined ? {} : { hostname }),
    ...(protocol === 'TLS' ? { tls: { mode: 'Passthrough' } } : {}),
  };
}

export function gateway(
  className: string,
  options: {
    readonly name?: string;
    readonly listeners?: readonly ListenerSpec[];
    readonly annotations?: KubeObject;
    readonly spec?: KubeObject;
  } = {},
): KubeObject {
  const { name = 'edge', listeners = [KUBE_APISERVER, KONNECTIVITY], annotations, spec } = options;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'kamaji-edge', ...(annotations === undefined ? {} : { annotations }) },
    spec: { gatewayClassName: className, listeners: listeners.map(listener), ...spec },
  };
}

export function gatewayClass(name: string, controllerName: string, annotations?: KubeObject): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
    spec: { controllerName },
  };
}

export function listenerSet(name: string, listeners: readonly ListenerSpec[]): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    metadata: { name, namespace: 'tenant-1' },
    spec: { parentRef: { name: 'edge', namespace: 'kamaji-edge' }, listeners: listeners.map(listener) },
  };
}

export function tlsRoute(namespace: string, name: string): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'TLSRoute',
    metadata: { name, namespace },
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'kamaji-edge', sectionName: 'kube-apiserver', port: 6443 }],
      hostnames: ['tcp1.cluster.dev'],
      rules: [{ backendRefs: [{ name, port: 6443 }] }],
    },
  };
}

export function service(
  name: string,
  ports: readonly { readonly port: number; readonly protocol?: string }[],
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'kong' },
    spec: { ports: ports.map(({ port, protocol = 'TCP' }) => ({ name: `p${port}`, port, protocol })) },
  };
}

export function tenant(
  name: string,
  options: { readonly extraArgs?: readonly string[]; readonly namespace?: string } = {},
): KubeObject {
  const { namespace = name, extraArgs } = options;
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { name, namespace },
    spec: {
      controlPlane: {
        gateway: {
          hostname: `${name}.cluster.dev`,
          parentRefs: [{ name: 'edge', namespace: 'kamaji-edge', sectionName: 'kube-apiserver', port: 6443 }],
        },
      },
      networkProfile: { port: 6443 },
      addons: { konnectivity: { server: { port: 8132, ...(extraArgs === undefined ? {} : { extraArgs }) } } },
    },
  };
}
