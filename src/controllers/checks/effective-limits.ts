import { parseDocument } from 'yaml';
import { GATEWAY_GROUP } from '../../gateway-api/attachment/model';
import { asList, asNumber, asString, groupOf, KubeObject, read } from '../../objects';
import { ConnectionCap } from '../controller-profile';
import { parseDuration } from '../duration';
import { CheckContext, ServedGateway } from './check-input';

const ENVOY_GROUP = 'gateway.envoyproxy.io';

/** Says which part of a Gateway a policy is for; undefined where it is for none. */
function targetOf(policy: KubeObject, gateway: ServedGateway): { readonly sectionName?: string } | undefined {
  if ((asString(read(policy, 'metadata', 'namespace')) ?? 'default') !== gateway.namespace) {
    return undefined;
  }
  const targets = [read(policy, 'spec', 'targetRef'), ...asList(read(policy, 'spec', 'targetRefs'))];
  const target = targets.find(
    (ref) =>
      (asString(read(ref, 'group')) ?? GATEWAY_GROUP) === GATEWAY_GROUP &&
      read(ref, 'kind') === 'Gateway' &&
      read(ref, 'name') === gateway.name,
  );
  if (target === undefined) {
    return undefined;
  }
  const sectionName = asString(read(target, 'sectionName'));
  return sectionName === undefined ? {} : { sectionName };
}

function policiesFor(
  { policies }: CheckContext,
  gateway: ServedGateway,
  kind: string,
  section: string | undefined,
): KubeObject[] {
  const found = policies
    .filter((object) => object['kind'] === kind && groupOf(asString(object['apiVersion']) ?? '') === ENVOY_GROUP)
    .map((policy) => ({ policy, target: targetOf(policy, gateway) }))
    .filter(({ target }) => target !== undefined && [undefined, section].includes(target.sectionName));
  // A policy for one listener stands in place of the one for the whole Gateway.
  return found
    .sort((a, b) => Number(b.target?.sectionName !== undefined) - Number(a.target?.sectionName !== undefined))
    .map(({ policy }) => policy);
}

/** Idle timeout of Istio's proxy, which the ConfigMap of a Gateway sets in the environment of the Deployment. */
function istioIdleSetting({ policies }: CheckContext, gateway: ServedGateway): string | undefined {
  const name = read(gateway.object, 'spec', 'infrastructure', 'parametersRef', 'name');
  const configMap = policies.find(
    (object) =>
      object['kind'] === 'ConfigMap' &&
      read(object, 'metadata', 'name') === name &&
      read(object, 'metadata', 'namespace') === gateway.namespace,
  );
  const deployment = readYaml(asString(read(configMap, 'data', 'deployment')) ?? '');
  const env = asList(read(deployment, 'spec', 'template', 'spec', 'containers')).flatMap((container) =>
    asList(read(container, 'env')),
  );
  return asString(
    read(
      env.find((entry) => read(entry, 'name') === 'ISTIO_META_IDLE_TIMEOUT'),
      'value',
    ),
  );
}

function readYaml(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : document.toJS();
}

function idleSetting(context: CheckContext, gateway: ServedGateway, listener: string | undefined): string | undefined {
  switch (context.controller.id) {
    case 'envoy-gateway': {
      const [policy] = policiesFor(context, gateway, 'ClientTrafficPolicy', listener);
      return asString(read(policy, 'spec', 'timeout', 'tcp', 'idleTimeout'));
    }
    case 'istio':
      return istioIdleSetting(context, gateway);
    default:
      return undefined;
  }
}

/** Seconds after which a silent connection through a listener is cut: what policies say, else the controller's own. */
export function effectiveIdleSeconds(
  context: CheckContext,
  gateway: ServedGateway,
  listener: string | undefined,
): number | 'never' | 'unknown' {
  const fallback = context.controller._profile.idle.tcpSeconds;
  const text = idleSetting(context, gateway, listener);
  const seconds = text === undefined ? undefined : parseDuration(text);
  if (seconds === undefined) {
    return fallback;
  }
  return seconds === 0 ? 'never' : seconds;
}

function nginxWorkerConnections({ policies, classes }: CheckContext, gateway: ServedGateway): number | undefined {
  const gatewayClass = classes.find((object) => read(object, 'metadata', 'name') === gateway.className);
  const refs = [
    { ref: read(gateway.object, 'spec', 'infrastructure', 'parametersRef'), namespace: gateway.namespace },
    {
      ref: read(gatewayClass, 'spec', 'parametersRef'),
      namespace: asString(read(gatewayClass, 'spec', 'parametersRef', 'namespace')),
    },
  ];
  for (const { ref, namespace } of refs) {
    const proxy = policies.find(
      (object) =>
        object['kind'] === 'NginxProxy' &&
        read(object, 'metadata', 'name') === read(ref, 'name') &&
        read(object, 'metadata', 'namespace') === namespace,
    );
    const connections = asNumber(read(proxy, 'spec', 'workerConnections'));
    if (connections !== undefined) {
      return connections;
    }
  }
  return undefined;
}

/** The limit that a cap has on a Gateway: what its objects say, else the controller's own. */
export function effectiveLimit(context: CheckContext, gateway: ServedGateway, cap: ConnectionCap): number {
  if (context.controller.id === 'nginx-gateway-fabric') {
    return nginxWorkerConnections(context, gateway) ?? cap.limit;
  }
  if (context.controller.id !== 'envoy-gateway') {
    return cap.limit;
  }
  const [policy] = policiesFor(context, gateway, 'BackendTrafficPolicy', undefined);
  return asNumber(read(policy, 'spec', 'circuitBreaker', 'maxConnections')) ?? cap.limit;
}
