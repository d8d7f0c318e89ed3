import { stringify } from 'yaml';
import { ControllerProfile } from '../controller-profile';
import { IpFamily } from './ip-family';
import {
  annotationsOf,
  compact,
  EMPTY_PLAN,
  GatewayTuningOptions,
  PlannedObject,
  refuse,
  TuningPlan,
} from './tuning-plan';

function addressesOf(options: GatewayTuningOptions): string[] {
  const address = options.address?.address;
  return address === undefined ? [] : [address];
}

function serviceOf({
  loadBalancerClass,
  externalTrafficPolicy,
}: GatewayTuningOptions): Record<string, unknown> | undefined {
  return compact({ loadBalancerClass, externalTrafficPolicy });
}

function withParameters(options: GatewayTuningOptions, parameters: PlannedObject | undefined): TuningPlan {
  return {
    ...EMPTY_PLAN,
    ...(parameters === undefined ? {} : { objects: [parameters], parameters }),
    annotations: annotationsOf(options),
  };
}

// nginx/nginx-gateway-fabric v2.6.7 apis/v1alpha2/nginxproxy_types.go:298
const NGINX_FAMILIES: Readonly<Record<IpFamily, string>> = {
  [IpFamily.IPV4]: 'ipv4',
  [IpFamily.IPV6]: 'ipv6',
  [IpFamily.DUAL_STACK]: 'dual',
};

// nginx/nginx-gateway-fabric v2.6.7 apis/v1alpha2/nginxproxy_types.go:109
const NGINX_MAX_CONNECTIONS = 65_535;

const ENVOY_LIMITS = 'it has no setting for that; spread the tenants over several gateways';

/** Plans Istio's ConfigMap of overlays for the Deployment and Service that istiod makes. */
export function tuneIstio(options: GatewayTuningOptions): TuningPlan {
  const { replicas, idleTimeoutSeconds: idle } = options;
  const service = serviceOf(options);
  // istio/istio pilot/pkg/networking/core/networkfilter.go: proxy metadata, which the proxy reads from its environment
  const env = { name: 'ISTIO_META_IDLE_TIMEOUT', value: `${idle}s` };
  const template = { spec: { containers: [{ name: 'istio-proxy', env: [env] }] } };
  const deployment = compact({ replicas, template: idle === undefined ? undefined : template });
  const data = compact({
    deployment: deployment === undefined ? undefined : stringify({ spec: deployment }),
    service: service === undefined ? undefined : stringify({ spec: service }),
  });
  const parameters = data === undefined ? undefined : { apiVersion: 'v1', kind: 'ConfigMap', body: { data } };
  return {
    ...withParameters(options, parameters),
    addresses: addressesOf(options),
    unsupported: refuse(options, {
      ipFamily:
        'its proxies listen on the family of their pods, on both with ISTIO_DUAL_STACK in the mesh configuration',
      tcpKeepalive: 'set it in the mesh configuration (meshConfig.tcpKeepalive)',
      maxConnections: 'set trafficPolicy.connectionPool of a DestinationRule for each tenant',
      clientConnectionLimit: ENVOY_LIMITS,
    }),
  };
}

/** Plans NGINX Gateway Fabric's NginxProxy. */
export function tuneNginxGatewayFabric(options: GatewayTuningOptions): TuningPlan {
  const { replicas, maxConnections: workerConnections, ipFamily } = options;
  const service = compact({ loadBalancerIP: options.address?.address, ...serviceOf(options) });
  const spec = compact({
    kubernetes: compact({
      deployment: compact({ replicas }),
      service: service === undefined ? undefined : { type: 'LoadBalancer', ...service },
    }),
    workerConnections,
    ipFamily: ipFamily === undefined ? undefined : NGINX_FAMILIES[ipFamily],
  });
  const parameters =
    spec === undefined ? undefined : { apiVersion: 'gateway.nginx.org/v1alpha2', kind: 'NginxProxy', body: { spec } };
  return {
    ...withParameters(options, parameters),
    unsupported: refuse(options, {
      idleTimeoutSeconds:
        'it cuts silent connections after 10 min whatever is said; keep them alive (--keepalive-time=60s)',
      tcpKeepalive: 'it has no setting for that',
      clientConnectionLimit: 'set maxConnections, which limits a worker as a whole',
      ...(Number(workerConnections) > NGINX_MAX_CONNECTIONS
        ? { maxConnections: `a worker takes at most ${NGINX_MAX_CONNECTIONS}; add replicas for more` }
        : {}),
    }),
  };
}

/** Plans kgateway's GatewayParameters. */
export function tuneKgateway(options: GatewayTuningOptions): TuningPlan {
  const service = serviceOf(options);
  const kube = compact({
    deployment: compact({ replicas: options.replicas }),
    service: service === undefined ? undefined : { type: 'LoadBalancer', ...service },
  });
  const parameters =
    kube === undefined
      ? undefined
      : { apiVersion: 'gateway.kgateway.dev/v1alpha1', kind: 'GatewayParameters', body: { spec: { kube } } };
  return {
    ...withParameters(options, parameters),
    addresses: addressesOf(options),
    unsupported: refuse(options, {
      ipFamily: 'it is one setting for all gateways of the installation (KGW_LISTENER_BIND_IPV6)',
      idleTimeoutSeconds:
        'its ListenerPolicy has idle timeouts for HTTP only; keep tunnels alive (--keepalive-time=60s)',
      tcpKeepalive: 'it has no setting for that',
      maxConnections: ENVOY_LIMITS,
      clientConnectionLimit: ENVOY_LIMITS,
    }),
  };
}

/** Plans Cilium's CiliumGatewayClassConfig, which a GatewayClass names. */
export function tuneCilium(options: GatewayTuningOptions): TuningPlan {
  const service = serviceOf(options);
  const classParameters =
    service === undefined
      ? undefined
      : {
          apiVersion: 'cilium.io/v2alpha1',
          kind: 'CiliumGatewayClassConfig',
          body: { spec: { service: { type: 'LoadBalancer', ...service } } },
        };
  return {
    ...EMPTY_PLAN,
    ...(classParameters === undefined ? {} : { objects: [classParameters], classParameters }),
    annotations: annotationsOf(options),
    addresses: addressesOf(options),
    unsupported: refuse(options, {
      ipFamily: 'it listens on the families that Cilium itself runs with',
      replicas: 'its data plane is the Envoy on each node',
      idleTimeoutSeconds: 'it has no setting for that; keep tunnels alive (--keepalive-time=60s)',
      tcpKeepalive: 'it has no setting for that',
      maxConnections: ENVOY_LIMITS,
      clientConnectionLimit: ENVOY_LIMITS,
    }),
  };
}

/** Plans for a controller without objects of its own for a Gateway: addresses and annotations where they reach the Service, nothing else. */
export function tuneByHand(
  options: GatewayTuningOptions,
  { addresses, connectionCaps, idle }: ControllerProfile,
): TuningPlan {
  const annotationsReach = addresses.infrastructureAnnotations !== 'no';
  const byGateway = addresses.specAddresses === 'load-balancer-ip';
  const reached = options.address?.address === undefined ? annotationsReach : byGateway;
  const byHand = `set it in its installation (${addresses.how})`;
  const elsewhere = 'set it in its installation';
  const limit = connectionCaps.map(({ knob }) => knob).find((knob) => knob !== undefined);
  return {
    ...EMPTY_PLAN,
    annotations: annotationsReach ? annotationsOf(options) : {},
    addresses: byGateway ? addressesOf(options) : [],
    unsupported: refuse(options, {
      ...(reached ? {} : { address: byHand }),
      ...(annotationsReach ? {} : { serviceAnnotations: byHand }),
      replicas: elsewhere,
      loadBalancerClass: elsewhere,
      externalTrafficPolicy: elsewhere,
      ipFamily: elsewhere,
      idleTimeoutSeconds: idle.knob === undefined ? 'it has no setting for that that is known' : `set ${idle.knob}`,
      tcpKeepalive: elsewhere,
      maxConnections: limit === undefined ? elsewhere : `set ${limit}`,
      clientConnectionLimit: elsewhere,
    }),
  };
}
