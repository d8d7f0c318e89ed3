import { Chart, Testing } from 'cdk8s';
import { envoyGatewaySchemas } from '../../../imports/schemas';
import { admit, SchemaSet } from '../../../src/admission';
import { checkController } from '../../../src/controllers/checks';
import { GatewayController } from '../../../src/controllers/gateway-controller';
import { GatewayTuning, GatewayTuningProps } from '../../../src/controllers/rendering/gateway-tuning';
import { IpFamily } from '../../../src/controllers/rendering/ip-family';
import { LoadBalancerAddress } from '../../../src/controllers/rendering/load-balancer-address';
import {
  GATEWAY_TUNING_INVALID,
  GATEWAY_TUNING_UNSUPPORTED,
  GatewayTuningOptions,
} from '../../../src/controllers/rendering/tuning-plan';
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

test.each([
  ['replicas', -1, 'a whole number of at least 1, got -1'],
  ['replicas', 0, 'a whole number of at least 1, got 0'],
  ['replicas', 1.5, 'got 1.5'],
  ['replicas', '3', 'got "3"'],
  ['replicas', null, 'got null'],
  ['replicas', 2 ** 31, 'a whole number from 1 to 2147483647, got 2147483648'],
  ['maxConnections', 0, 'a whole number of at least 1, got 0'],
  ['clientConnectionLimit', Number.POSITIVE_INFINITY, 'got Infinity'],
  ['idleTimeoutSeconds', -5, 'a whole number of at least 0, got -5'],
  ['idleTimeoutSeconds', Number.NaN, 'got NaN'],
  ['tcpKeepalive.idleSeconds', 0, 'a whole number of at least 1, got 0'],
  ['tcpKeepalive.intervalSeconds', -1, 'got -1'],
  ['tcpKeepalive.probes', '3', 'got "3"'],
  ['tcpKeepalive', 60, 'must be a map with idleSeconds, intervalSeconds and probes, got 60'],
  ['externalTrafficPolicy', 'local', 'must be "Cluster" or "Local", got "local"'],
  ['ipFamily', 'ipv4', 'must be "IPv4", "IPv6" or "DualStack", got "ipv4"'],
  ['ipFamily', 'constructor', 'got "constructor"'],
  ['address', '192.0.2.10', 'must be a LoadBalancerAddress, got "192.0.2.10"'],
])('%s: %p is refused whoever the controller is, and not rendered', (path, value, says) => {
  const [option = '', part] = path.split('.');
  const options = { [option]: part === undefined ? value : { [part]: value } };
  for (const id of GatewayController.ids()) {
    const { problems, objects, tuning } = tune(GatewayController.of(id), options);
    expect([id, problems]).toEqual([id, [expect.objectContaining({ severity: 'error' })]]);
    const [problem] = problems;
    if (problem?.code === GATEWAY_TUNING_UNSUPPORTED.code) {
      continue;
    }
    expect(problem).toMatchObject({ code: GATEWAY_TUNING_INVALID.code, path });
    expect(problem?.message).toContain(says);
    expect(problem?.fix ?? '').not.toMatch(/undefined/);
    expect([objects, tuning.annotations, tuning.addresses]).toEqual([[], {}, []]);
  }
  // At least one controller could have done it, so it is the value that is refused.
  const codes = GatewayController.ids().flatMap((id) =>
    tune(GatewayController.of(id), options).problems.map(({ code }) => code),
  );
  expect(codes).toContain(GATEWAY_TUNING_INVALID.code);
});

test('a word in the wrong case is met with the right one', () => {
  const fixOf = (options: object) => tune(GatewayController.envoyGateway(), options).problems.map(({ fix }) => fix);
  expect(fixOf({ externalTrafficPolicy: 'local' })).toEqual(['did you mean "Local"?']);
  expect(fixOf({ ipFamily: 'dualstack' })).toEqual(['did you mean "DualStack"?']);
  expect(fixOf({ externalTrafficPolicy: 'none' })).toEqual(['use "Cluster" or "Local"']);
});

test('more connections than a worker of NGINX Gateway Fabric can have are refused, as its CRD does', () => {
  const [problem] = tune(GatewayController.nginxGatewayFabric(), { maxConnections: 65_536 }).problems;
  expect(problem).toMatchObject({ code: GATEWAY_TUNING_UNSUPPORTED.code, path: 'maxConnections' });
  expect(problem?.fix).toContain('65535');
});

test('an idle timeout of 0 is one that never cuts', () => {
  const { objects, problems } = tune(GatewayController.envoyGateway(), { idleTimeoutSeconds: 0 });
  expect(problems).toEqual([]);
  expect(objects).toEqual([
    expect.objectContaining({ spec: expect.objectContaining({ timeout: { tcp: { idleTimeout: '0s' } } }) }),
  ]);
});
