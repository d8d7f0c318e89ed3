import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { gatewayApiSchemas } from '../../imports/schemas';
import { attachSource, locate } from '../../src/diagnostics';
import {
  ClientValidationMode,
  Gateway,
  GatewayAddress,
  GatewayClass,
  GatewayDefaultScope,
  GatewayProps,
  Listener,
  ListenerProtocol,
  RouteKind,
  RouteNamespaces,
  TlsMode,
} from '../../src/gateway-api';
import { missingListDefaults, specSchema, unreachedPaths } from '../support/schema-walk';

const CHANNELS = ['standard', 'experimental'];

function makeChart(namespace?: string): Chart {
  return new Chart(Testing.app(), 'test', { namespace });
}

function define(chart: Chart, props: Omit<GatewayProps, 'gatewayClass'> = {}): Gateway {
  const gatewayClass = GatewayClass.fromGatewayClassName(chart, 'class', 'eg');
  return new Gateway(chart, 'edge', { metadata: { namespace: 'kamaji-edge' }, ...props, gatewayClass });
}

const FULL: Omit<GatewayProps, 'gatewayClass'> = {
  metadata: { name: 'front', namespace: 'kamaji-edge', labels: { team: 'a' }, annotations: { note: 'b' } },
  listeners: [
    Listener.of({
      name: 'web',
      port: 443,
      protocol: ListenerProtocol.TLS,
      hostname: '*.example.com',
      namespaces: RouteNamespaces.selector({
        matchLabels: { tenant: 'yes' },
        matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold'] }],
      }),
      kinds: [RouteKind.TLS_ROUTE],
      tls: {
        mode: TlsMode.TERMINATE,
        certificates: [{ name: 'cert', namespace: 'pki' }],
        options: { 'example.com/a': 'b' },
      },
    }),
  ],
  addresses: [GatewayAddress.ip('192.0.2.1')],
  infrastructure: {
    labels: { team: 'a' },
    annotations: { 'metallb.io/loadBalancerIPs': '192.0.2.1' },
    parameters: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'edge' },
  },
  allowedListeners: RouteNamespaces.selector({
    matchLabels: { tenant: 'yes' },
    matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold'] }],
  }),
  tls: {
    backendClientCertificate: { name: 'client', namespace: 'pki' },
    clientValidation: {
      caCertificates: [{ name: 'ca', namespace: 'pki' }],
      mode: ClientValidationMode.ALLOW_INSECURE_FALLBACK,
    },
    clientValidationPerPort: [{ port: 443, validation: { caCertificates: [{ name: 'ca', namespace: 'pki' }] } }],
  },
  defaultScope: GatewayDefaultScope.ALL,
};

test('a Gateway with little renders name, namespace, label, class and listeners', () => {
  const chart = makeChart();
  define(chart, {
    listeners: [Listener.tlsPassthrough({ name: 'kube-apiserver', port: 6443, hostname: '*.cluster.dev' })],
  });
  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {
        name: 'edge',
        namespace: 'kamaji-edge',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' },
      },
      spec: {
        gatewayClassName: 'eg',
        listeners: [
          {
            name: 'kube-apiserver',
            port: 6443,
            protocol: 'TLS',
            hostname: '*.cluster.dev',
            tls: { mode: 'Passthrough' },
            allowedRoutes: {
              kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }],
              namespaces: { from: 'Same' },
            },
          },
        ],
      },
    },
  ]);
});

test('a Gateway with everything renders every field of both channels, defaults inside of lists included', () => {
  const chart = makeChart();
  define(chart, FULL);
  const [gateway] = Testing.synth(chart);
  expect(gateway).toMatchSnapshot();
  for (const channel of CHANNELS) {
    const schema = specSchema(gatewayApiSchemas('v1.6.1', channel), 'Gateway', 'v1');
    expect(unreachedPaths(schema, [gateway.spec], 'spec')).toEqual([]);
    expect(missingListDefaults(schema, gateway.spec, 'spec')).toEqual([]);
  }
});

test('name and namespace default to the construct and the chart', () => {
  const chart = makeChart('edge-ns');
  const gatewayClass = GatewayClass.fromGatewayClassName(chart, 'class', 'eg');
  const gateway = new Gateway(chart, 'front', { gatewayClass });
  expect([gateway.name, gateway.namespace]).toEqual(['front', 'edge-ns']);
  expect(Testing.synth(chart)[0].metadata).toMatchObject({ name: 'front', namespace: 'edge-ns' });
  expect(gateway.toRouteParent()).toMatchObject({ name: 'front', namespace: 'edge-ns' });
});

test('listeners are rendered in the order in which they were added, also those known late', () => {
  const chart = makeChart();
  const gateway = define(chart, { listeners: [Listener.tcp({ name: 'a', port: 1 })] });
  const late: Listener[] = [];
  gateway._addListeners(() => late);
  gateway.addListener(Listener.udp({ name: 'c', port: 3 }));
  late.push(Listener.http({ name: 'b', port: 2 }));
  expect(Testing.synth(chart)[0].spec.listeners.map((l: { name: string }) => l.name)).toEqual(['a', 'b', 'c']);
});

test('the main object is found, patched and labelled as cdk8s does', () => {
  const chart = makeChart();
  const gateway = define(chart, { listeners: [Listener.tlsPassthrough({ name: 'x', port: 6443, hostname: 'a.dev' })] });
  ApiObject.of(gateway).addJsonPatch(
    JsonPatch.remove('/spec/listeners/0/hostname'),
    JsonPatch.add('/spec/notInAnySchema', { kept: true }),
  );
  gateway.metadata.addAnnotation('late', 'yes');
  const [rendered] = Testing.synth(chart);
  expect(rendered.spec.listeners[0]).not.toHaveProperty('hostname');
  expect(rendered.spec.notInAnySchema).toEqual({ kept: true });
  expect(rendered.metadata.annotations).toEqual({ late: 'yes' });
});

test('the managed-by label cannot be taken over', () => {
  const chart = makeChart();
  define(chart, { metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm', team: 'a' } } });
  expect(Testing.synth(chart)[0].metadata.labels).toEqual({
    'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway',
    team: 'a',
  });
});

test('a Gateway that exists already renders nothing', () => {
  const chart = makeChart();
  const gateway = Gateway.fromGatewayName(chart, 'edge', 'front', 'kamaji-edge');
  expect(Testing.synth(chart)).toEqual([]);
  expect([gateway.name, gateway.namespace]).toEqual(['front', 'kamaji-edge']);
  expect(gateway.toRouteParent()).toEqual({ name: 'front', namespace: 'kamaji-edge' });
});

test('a path of the object leads to the prop that it stems from', () => {
  const gateway = define(makeChart(), FULL);
  attachSource(gateway, { locate: (prop) => ({ file: prop }) });
  const prop = (path: string) => locate(ApiObject.of(gateway), path)?.file;
  expect(prop('spec.gatewayClassName')).toBe('gatewayClass');
  expect(prop('spec.listeners[0].port')).toBe('listeners[0].port');
  expect(prop('spec.infrastructure.parametersRef.name')).toBe('infrastructure.parameters.name');
  expect(prop('spec.tls.frontend.default.validation')).toBe('tls.clientValidation');
  expect(prop('metadata.name')).toBe('metadata.name');
});

describe('client certificates', () => {
  test('of one port need the empty default that the API requires', () => {
    const chart = makeChart();
    define(chart, { tls: { clientValidationPerPort: [{ port: 443 }] } });
    expect(Testing.synth(chart)[0].spec.tls).toEqual({
      frontend: { default: {}, perPort: [{ port: 443, tls: {} }] },
    });
  });

  test('of backends alone leave clients alone', () => {
    const chart = makeChart();
    define(chart, { tls: { backendClientCertificate: { name: 'client' } } });
    expect(Testing.synth(chart)[0].spec.tls).toEqual({
      backend: { clientCertificateRef: { group: '', kind: 'Secret', name: 'client' } },
    });
  });
});

test('every type of address is rendered with its type', () => {
  const chart = makeChart();
  define(chart, {
    addresses: [
      GatewayAddress.ip(),
      GatewayAddress.hostname('lb.example.com'),
      GatewayAddress.named('static-1'),
      GatewayAddress.of('example.com/pool', 'p1'),
    ],
  });
  expect(Testing.synth(chart)[0].spec.addresses).toEqual([
    { type: 'IPAddress' },
    { type: 'Hostname', value: 'lb.example.com' },
    { type: 'NamedAddress', value: 'static-1' },
    { type: 'example.com/pool', value: 'p1' },
  ]);
});
