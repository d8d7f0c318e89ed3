import { isIPv4 } from 'node:net';
import {
  annotationsOf,
  compact,
  GatewayTuningOptions,
  PlannedObject,
  refuse,
  TunedGateway,
  TuningPlan,
} from './tuning-plan';

const API_VERSION = 'gateway.envoyproxy.io/v1alpha1';
const KEEPALIVE = { idleSeconds: 60, intervalSeconds: 30, probes: 3 };

/** Writes a duration with at most five digits, as the CRDs want it. */
function duration(seconds: number): string {
  return seconds > 99_999 && seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds}s`;
}

function keepaliveOf({ tcpKeepalive }: GatewayTuningOptions): Record<string, unknown> | undefined {
  if (tcpKeepalive === undefined) {
    return undefined;
  }
  const { idleSeconds, intervalSeconds, probes } = { ...KEEPALIVE, ...compact({ ...tcpKeepalive }) };
  return { probes, idleTime: duration(idleSeconds), interval: duration(intervalSeconds) };
}

function targetRefs(gateway: TunedGateway): readonly Record<string, string>[] {
  return [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gateway.name }];
}

function envoyProxy(options: GatewayTuningOptions): PlannedObject | undefined {
  const { address, replicas, loadBalancerClass, externalTrafficPolicy, ipFamily } = options;
  const loadBalancerIP = address?.address;
  const service = compact({ loadBalancerIP, loadBalancerClass, externalTrafficPolicy });
  const kubernetes = compact({
    envoyDeployment: compact({ replicas }),
    envoyService: service === undefined ? undefined : { type: 'LoadBalancer', ...service },
  });
  const spec = compact({
    provider: kubernetes === undefined ? undefined : { type: 'Kubernetes', kubernetes },
    // envoyproxy/gateway v1.9.0 internal/gatewayapi/listener.go and internal/infrastructure/kubernetes/proxy: listeners and Service
    ipFamily,
  });
  return spec === undefined ? undefined : { apiVersion: API_VERSION, kind: 'EnvoyProxy', body: { spec } };
}

function clientTrafficPolicy(options: GatewayTuningOptions, gateway: TunedGateway): PlannedObject | undefined {
  const { idleTimeoutSeconds: idle, clientConnectionLimit: limit } = options;
  const settings = compact({
    timeout: idle === undefined ? undefined : { tcp: { idleTimeout: duration(idle) } },
    tcpKeepalive: keepaliveOf(options),
    connection: limit === undefined ? undefined : { connectionLimit: { value: limit } },
  });
  return settings === undefined
    ? undefined
    : {
        apiVersion: API_VERSION,
        kind: 'ClientTrafficPolicy',
        body: { spec: { targetRefs: targetRefs(gateway), ...settings } },
      };
}

function backendTrafficPolicy(options: GatewayTuningOptions, gateway: TunedGateway): PlannedObject | undefined {
  const { maxConnections } = options;
  const settings = compact({
    circuitBreaker: maxConnections === undefined ? undefined : { maxConnections },
    tcpKeepalive: keepaliveOf(options),
  });
  return settings === undefined
    ? undefined
    : {
        apiVersion: API_VERSION,
        kind: 'BackendTrafficPolicy',
        body: { spec: { targetRefs: targetRefs(gateway), ...settings } },
      };
}

/** Plans Envoy Gateway's EnvoyProxy, ClientTrafficPolicy and BackendTrafficPolicy. */
export function tuneEnvoyGateway(options: GatewayTuningOptions, gateway: TunedGateway): TuningPlan {
  const parameters = envoyProxy(options);
  const policies = [clientTrafficPolicy(options, gateway), backendTrafficPolicy(options, gateway)];
  const address = options.address?.address;
  // The CRD takes IPv4 only: api/v1alpha1/shared_types.go, KubernetesServiceSpec.LoadBalancerIP
  const wrongFamily = address !== undefined && !isIPv4(address);
  return {
    objects: [parameters, ...policies].filter((object) => object !== undefined),
    ...(parameters === undefined ? {} : { parameters }),
    annotations: annotationsOf(options),
    addresses: [],
    unsupported: wrongFamily
      ? refuse(options, {
          address: 'EnvoyProxy takes an IPv4 address only: ask for it by annotations (LoadBalancerAddress.metalLb)',
        })
      : [],
  };
}
