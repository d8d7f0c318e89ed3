import { checkController } from '../../../src/controllers/checks';
import { GatewayController } from '../../../src/controllers/gateway-controller';
import { formatRef, KubeObject } from '../../../src/objects';
import { gateway, gatewayClass, KUBE_APISERVER } from '../objects';

const GROUP = 'gateway.envoyproxy.io';
const REF = { group: GROUP, kind: 'EnvoyProxy', name: 'merge', namespace: 'envoy-gateway-system' };

function classAndProxy(mergeGateways: unknown = true): KubeObject[] {
  const object = gatewayClass('eg', 'gateway.envoyproxy.io/gatewayclass-controller');
  const { name, namespace } = REF;
  return [
    { ...object, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller', parametersRef: REF } },
    { apiVersion: `${GROUP}/v1alpha1`, kind: 'EnvoyProxy', metadata: { name, namespace }, spec: { mergeGateways } },
  ];
}

function created(object: KubeObject, creationTimestamp: string): KubeObject {
  return { ...object, metadata: { ...(object['metadata'] as KubeObject), creationTimestamp } };
}

function findings(objects: readonly KubeObject[]): string[] {
  return checkController({ controller: GatewayController.envoyGateway(), objects })
    .filter(({ code }) => /^(hostname-conflict|protocol-conflict|invalid-parameters)$/.test(code))
    .map(({ code, object, path, message }) => `${code} ${object ? formatRef(object) : ''} ${path}: ${message}`);
}

const EDGE = gateway('eg', { listeners: [KUBE_APISERVER] });
const WEB = gateway('eg', { name: 'web', listeners: [{ ...KUBE_APISERVER, name: 'x' }] });

test('of two merged Gateways with one port, protocol and hostname the newer one loses', () => {
  const message = (loser: string, own: string, winner: string, other: string) =>
    `hostname-conflict Gateway kamaji-edge/${loser} spec.listeners[0].hostname: listener "${own}" has port 6443, protocol TLS and hostname "*.cluster.dev" in common with listener "${other}" of Gateway kamaji-edge/${winner} (TLS); Envoy Gateway merges all Gateways of class "eg", and the newer Gateway loses`;
  expect(findings([...classAndProxy(), WEB, EDGE])).toEqual([message('web', 'x', 'edge', 'kube-apiserver')]);
  const older = created(WEB, '2026-01-01T00:00:00Z');
  expect(findings([...classAndProxy(), older, EDGE])).toEqual([message('edge', 'kube-apiserver', 'web', 'x')]);
});

test('merged Gateways may have other names on a port, and each its own where nothing merges them', () => {
  const exact = gateway('eg', { name: 'web', listeners: [{ name: 'x', port: 6443, hostname: 'tcp1.cluster.dev' }] });
  const https = gateway('eg', { name: 'web', listeners: [{ ...KUBE_APISERVER, protocol: 'HTTPS' }] });
  const udp = gateway('eg', { name: 'web', listeners: [{ name: 'x', port: 6443, protocol: 'UDP' }] });
  for (const other of [exact, https, udp]) {
    expect(findings([...classAndProxy(), EDGE, other])).toEqual([]);
  }
  for (const word of [false, 'true', null]) {
    expect(findings([...classAndProxy(word), EDGE, WEB])).toEqual([]);
  }
  const [gatewayClassAlone] = classAndProxy();
  expect(findings([gatewayClassAlone ?? {}, EDGE, WEB])).toEqual([]);
  expect(findings([...classAndProxy(), EDGE, gateway('other', { name: 'web', listeners: [KUBE_APISERVER] })])).toEqual(
    [],
  );
});

test('a protocol that merged Gateways cannot share takes the port from all of them', () => {
  const plain = gateway('eg', { name: 'web', listeners: [{ name: 'x', port: 6443, protocol: 'HTTP' }] });
  expect(findings([...classAndProxy(), EDGE, plain])).toEqual([
    'protocol-conflict Gateway kamaji-edge/edge spec.listeners[0].protocol: listener "kube-apiserver" (TLS) cannot share port 6443 with listener "x" of Gateway kamaji-edge/web (HTTP); Envoy Gateway merges all Gateways of class "eg", and then refuses every listener of that port',
    'protocol-conflict Gateway kamaji-edge/web spec.listeners[0].protocol: listener "x" (HTTP) cannot share port 6443 with listener "kube-apiserver" of Gateway kamaji-edge/edge (TLS); Envoy Gateway merges all Gateways of class "eg", and then refuses every listener of that port',
  ]);
});

test("a merged Gateway with parameters of its own is refused, and stands in nobody's way", () => {
  const spec = { infrastructure: { parametersRef: { group: GROUP, kind: 'EnvoyProxy', name: 'own' } } };
  const tuned = gateway('eg', { listeners: [KUBE_APISERVER], spec });
  expect(findings([...classAndProxy(), tuned, WEB])).toEqual([
    'invalid-parameters Gateway kamaji-edge/edge spec.infrastructure.parametersRef: the Gateway names parameters of its own, but class "eg" merges all its Gateways: Envoy Gateway then refuses the Gateway (InvalidParameters)',
  ]);
  expect(findings([...classAndProxy(false), tuned, WEB])).toEqual([]);
});
