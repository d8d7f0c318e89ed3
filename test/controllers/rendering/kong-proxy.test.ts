import { App, Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { checkController } from '../../../src/controllers/checks';
import { GatewayController } from '../../../src/controllers/gateway-controller';
import { KongPorts } from '../../../src/controllers/rendering/kong-ports';
import { KongProxy } from '../../../src/controllers/rendering/kong-proxy';
import { Gateway } from '../../../src/gateway-api/gateway';
import { GatewayClass } from '../../../src/gateway-api/gateway-class';
import { Listener } from '../../../src/gateway-api/listener';
import { KubeObject } from '../../../src/objects';

/** The listeners of the Gateway in Kong's own guide. */
const GUIDE = [
  Listener.http({ name: 'proxy', port: 80 }),
  Listener.https({ name: 'proxy-ssl', port: 443, certificates: [{ name: 'proxy-ssl' }] }),
  Listener.tcp({ name: 'stream9901', port: 9901 }),
  Listener.udp({ name: 'stream9902', port: 9902 }),
  Listener.tlsPassthrough({ name: 'stream9903', port: 9903, hostname: 'tls9903.example.com' }),
];

interface Options {
  readonly controller?: GatewayController;
  readonly ports?: readonly Listener[];
  readonly gateways?: readonly string[];
}

function guide({
  controller = GatewayController.kongIngressController(),
  ports = GUIDE,
  gateways = ['kong'],
}: Options) {
  const chart = new Chart(new App(), 'chart', { namespace: 'kong' });
  const gatewayClass = new GatewayClass(chart, 'class', {
    metadata: { name: controller.gatewayClassName, annotations: controller.gatewayClassAnnotations },
    controllerName: controller.controllerName,
  });
  const proxy = new KongProxy(chart, 'proxy', {
    metadata: { name: 'kong-proxy' },
    ports: [...ports],
    podLabels: { app: 'kong' },
  });
  for (const name of gateways) {
    new Gateway(chart, name, {
      metadata: { name, namespace: 'kong', annotations: proxy.gatewayAnnotations },
      gatewayClass,
      listeners: GUIDE,
    });
  }
  const objects = Testing.synth(chart) as KubeObject[];
  return { proxy, objects, diagnostics: checkController({ controller, objects }) };
}

test('the Gateway of the Kong guide renders with a proxy, a stream listen value and Helm values that match it', () => {
  const { proxy, objects, diagnostics } = guide({});
  expect(diagnostics).toEqual([]);
  expect(objects).toMatchSnapshot();
  expect(proxy.streamListen).toBe('0.0.0.0:9901, 0.0.0.0:9902 udp, 0.0.0.0:9903 ssl');
  expect(proxy.values.path).toBe('controllers/kong-kic/values.yaml');
  expect(proxy.values.content).toMatchSnapshot();
  expect(parse(proxy.values.content)).toEqual({
    proxy: {
      http: { enabled: true, servicePort: 80 },
      tls: { enabled: true, servicePort: 443 },
      stream: [
        { containerPort: 9901, servicePort: 9901, protocol: 'TCP' },
        { containerPort: 9903, servicePort: 9903, protocol: 'TCP', parameters: ['ssl'] },
      ],
    },
    udpProxy: { enabled: true, stream: [{ containerPort: 9902, servicePort: 9902, protocol: 'UDP' }] },
  });
});

test.each(GUIDE.map((listener, i) => [listener.name, i] as const))(
  'leaving the port of %s out of the proxy is an error that names PortUnavailable',
  (name, i) => {
    const { diagnostics } = guide({ ports: GUIDE.filter((listener) => listener.name !== name) });
    expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      `port-unavailable spec.listeners[${i}].port`,
    ]);
    expect(diagnostics[0]?.message).toContain('PortUnavailable');
    expect(diagnostics[0]?.message).toContain(JSON.stringify(name));
  },
);

test('two Gateways in one class are an error', () => {
  const { diagnostics } = guide({ gateways: ['kong', 'second'] });
  expect(diagnostics.map(({ code, object }) => `${code} ${object?.name}`)).toEqual(['one-gateway-per-class second']);
});

test('a controllerName that a flag has set can be given', () => {
  const controller = GatewayController.kongIngressController({ controllerName: 'example.com/kong' });
  const { objects, diagnostics } = guide({ controller });
  expect(diagnostics).toEqual([]);
  expect(objects).toContainEqual(expect.objectContaining({ spec: { controllerName: 'example.com/kong' } }));
  // The same objects are not Kong's where the flag is not said
  const mismatch = checkController({ controller: GatewayController.kongIngressController(), objects });
  expect(mismatch.map(({ code }) => code)).toEqual(['gateway-class-of-other-controller']);
});

test('ports that contradict each other, or that Kong does not serve, are refused', () => {
  expect(() =>
    KongPorts.of([
      { name: 'a', port: 9901, protocol: 'TCP' },
      { name: 'b', port: 9901, protocol: 'TLS' },
    ]),
  ).toThrow('ports "a" and "b" are both TCP 9901: give it once');
  expect(() => KongPorts.of([{ name: 'a', port: 1, protocol: 'constructor' }])).toThrow(
    'port "a" has protocol "constructor", which Kong does not serve: use HTTP, HTTPS, TLS, TCP or UDP',
  );
});

test('a proxy without streams has none', () => {
  const ports = KongPorts.of([{ name: 'web', port: 80, protocol: 'HTTP' }]);
  expect(ports.streamListen).toBe('off');
  expect(parse(ports.values().content)).toEqual({
    proxy: { http: { enabled: true, servicePort: 80 }, tls: { enabled: false }, stream: [] },
  });
});
