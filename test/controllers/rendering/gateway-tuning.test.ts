import { Chart, Testing } from 'cdk8s';
import { envoyGatewaySchemas } from '../../../imports/schemas';
import { admit, SchemaSet } from '../../../src/admission';
import { checkController } from '../../../src/controllers/checks';
import { GatewayController } from '../../../src/controllers/gateway-controller';
import { GatewayTuning, GatewayTuningProps } from '../../../src/controllers/rendering/gateway-tuning';
import { IpFamily } from '../../../src/controllers/rendering/ip-family';
import { LoadBalancerAddress } from '../../../src/controllers/rendering/load-balancer-address';
import { GATEWAY_TUNING_UNSUPPORTED, GatewayTuningOptions } from '../../../src/controllers/rendering/tuning-plan';
import { KubeObject } from '../../../src/objects';
import { gateway } from '../objects';

function tune(
  controller: GatewayController,
  options: GatewayTuningOptions = {},
  more: Partial<GatewayTuningProps> = {},
) {
  const chart = new Chart(Testing.app(), 'chart');
  const tuning = new GatewayTuning(chart, 'tuning', {
    controller,
    gatewayName: 'edge',
    namespace: 'kamaji-edge',
    ...options,
    ...more,
  });
  const objects = Testing.synth(chart) as KubeObject[];
  return { tuning, objects, problems: tuning._diagnostics() };
}

const EVERYTHING: GatewayTuningOptions = {
  address: LoadBalancerAddress.ip('192.0.2.10'),
  replicas: 3,
  loadBalancerClass: 'example.com/lb',
  externalTrafficPolicy: 'Cluster',
  ipFamily: IpFamily.DUAL_STACK,
  serviceAnnotations: { 'example.com/a': 'b' },
  idleTimeoutSeconds: 7200,
  tcpKeepalive: { idleSeconds: 30 },
  maxConnections: 10_000,
  clientConnectionLimit: 50_000,
};

test.each(GatewayController.ids())('%s renders what it was asked for, or says that it cannot', (id) => {
  const { tuning, objects, problems } = tune(GatewayController.of(id), EVERYTHING);
  expect({
    objects,
    annotations: tuning.annotations,
    addresses: tuning.addresses.map(({ type, value }) => `${type} ${value}`),
    parameters: tuning.parameters,
    classParameters: tuning.classParameters,
    unsupported: problems.map(({ path, fix }) => `${path}: ${fix}`),
  }).toMatchSnapshot();
});

test.each(GatewayController.ids())('%s renders nothing where nothing was asked for', (id) => {
  const { tuning, objects, problems } = tune(GatewayController.of(id));
  expect(objects).toEqual([]);
  expect(problems).toEqual([]);
  expect(tuning.annotations).toEqual({});
  expect(tuning.parameters).toBeUndefined();
});

test.each([
  ['everything', EVERYTHING],
  ['only replicas', { replicas: 2 }],
  ['only an address', { address: LoadBalancerAddress.ip('192.0.2.10') }],
  ['only IPv6', { ipFamily: IpFamily.IPV6 }],
  ['only IPv4', { ipFamily: IpFamily.IPV4 }],
  ['only a limit of clients', { clientConnectionLimit: 1 }],
  ['only a limit of connections', { maxConnections: 100_000 }],
  ['a long idle timeout', { idleTimeoutSeconds: 100 * 3600 }],
  ['keepalive as it comes', { tcpKeepalive: {} }],
] as [string, GatewayTuningOptions][])("Envoy Gateway's CRDs admit %s", (_, options) => {
  const { objects, problems } = tune(GatewayController.envoyGateway(), options);
  const schemas = SchemaSet.of(envoyGatewaySchemas('v1.9.0'));
  expect(problems).toEqual([]);
  expect(objects).not.toEqual([]);
  for (const object of objects) {
    const { accepted, errors, unknownFields, warnings } = admit(object, schemas);
    expect({ errors, unknownFields, warnings }).toEqual({ errors: [], unknownFields: [], warnings: [] });
    expect(accepted).toBe(true);
  }
});

test.each([
  [IpFamily.IPV4, 'ipv4'],
  [IpFamily.IPV6, 'ipv6'],
  [IpFamily.DUAL_STACK, 'dual'],
])('NGINX Gateway Fabric has words of its own for %s', (ipFamily, word) => {
  const { objects } = tune(GatewayController.nginxGatewayFabric(), { ipFamily });
  expect(objects).toEqual([expect.objectContaining({ kind: 'NginxProxy', spec: { ipFamily: word } })]);
});

test("Envoy Gateway's EnvoyProxy takes no IPv6 address, which is an error rather than an object that is refused", () => {
  const { problems } = tune(GatewayController.envoyGateway(), { address: LoadBalancerAddress.ip('2001:db8::1') });
  expect(problems).toEqual([
    expect.objectContaining({
      code: GATEWAY_TUNING_UNSUPPORTED.code,
      path: 'address',
      message: 'Envoy Gateway cannot be given address for a Gateway',
      fix: expect.stringContaining('LoadBalancerAddress.metalLb'),
    }),
  ]);
});

test('addresses by annotation reach every Service that takes annotations', () => {
  const address = LoadBalancerAddress.metalLb(['192.0.2.10']);
  for (const id of ['envoy-gateway', 'istio', 'nginx-gateway-fabric', 'cilium', 'kgateway', 'contour']) {
    const { tuning, objects, problems } = tune(GatewayController.of(id), { address });
    expect([id, tuning.annotations, objects, problems]).toEqual([
      id,
      { 'metallb.io/loadBalancerIPs': '192.0.2.10' },
      [],
      [],
    ]);
  }
  expect(tune(GatewayController.traefik(), { address }).problems).toHaveLength(1);
});

test('what was tuned is what the checks go by', () => {
  const tunnel = { object: { kind: 'TenantControlPlane' }, path: 'spec', listener: 'konnectivity-server' };
  const codes = (controller: GatewayController, options: GatewayTuningOptions) => {
    const { tuning, objects } = tune(controller, options);
    const edge = gateway(controller.gatewayClassName, {
      spec: { infrastructure: { parametersRef: tuning.parameters } },
    });
    return checkController({
      controller,
      objects: [edge, ...objects],
      shared: [{ gateway: edge, parties: 100, tunnels: [tunnel] }],
    }).map(({ code }) => code);
  };
  const nginx = GatewayController.nginxGatewayFabric();
  expect(codes(nginx, {})).toContain('connection-cap');
  expect(codes(nginx, { maxConnections: 65_535 })).not.toContain('connection-cap');
  for (const controller of [GatewayController.envoyGateway(), GatewayController.istio()]) {
    expect(codes(controller, {})).toContain('idle-timeout-cuts-tunnel');
    expect(codes(controller, { idleTimeoutSeconds: 7200 })).not.toContain('idle-timeout-cuts-tunnel');
    expect(codes(controller, { idleTimeoutSeconds: 1800 })).toContain('idle-timeout-cuts-tunnel');
  }
});

test('without a namespace the objects have that of the chart', () => {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'from-chart' });
  new GatewayTuning(chart, 'tuning', {
    controller: GatewayController.envoyGateway(),
    gatewayName: 'edge',
    replicas: 2,
  });
  expect((Testing.synth(chart) as { metadata: { namespace: string } }[])[0]?.metadata.namespace).toBe('from-chart');
});
