import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Backend, GrpcBackend, HttpBackend, HttpRoute, ParentRef, TcpRoute, UdpRoute } from '../../src/gateway-api';
import { bareChart, chartIn, service, specOf } from './rendering';

const UDP = kplus.Protocol.UDP;
const PARENT = ParentRef.to({ name: 'edge' });

function backendRefs(spec: Record<string, unknown>): unknown {
  return (spec['rules'] as { backendRefs: unknown }[])[0]?.backendRefs;
}

describe.each([
  ['Backend', Backend],
  ['HttpBackend', HttpBackend],
  ['GrpcBackend', GrpcBackend],
])('%s', (_, kind) => {
  test('the only port of a Service need not be named', () => {
    expect(kind.service(service(chartIn(), 'web', [8080]))._target()).toMatchObject({ name: 'web', port: 8080 });
  });

  test('a port that a Service does not expose is refused', () => {
    const chart = chartIn();
    const web = service(chart, 'web', [6011, 1111]);
    expect(() => kind.service(web, { port: 1234 })).toThrow(
      'service exposes ports 6011,1111 but backend is defined to use port 1234',
    );
    expect(() => kind.service(service(chart, 'one', [80]), { port: 81 })).toThrow(
      'service exposes port 80 but backend is defined to use port 81',
    );
    expect(kind.service(web, { port: 1111 })._target().port).toBe(1111);
  });

  test('one of several ports has to be named, and a Service needs one', () => {
    const chart = chartIn();
    expect(() => kind.service(service(chart, 'web', [80, 443]))).toThrow(
      'service exposes ports 80,443, so the backend must say which port to use',
    );
    expect(() => kind.service(new kplus.Service(chart, 'none', { metadata: { name: 'none' } }))).toThrow(
      'service "none" does not expose any ports (call bind() before using it as a backend)',
    );
  });

  test('one port with two protocols is one port', () => {
    const dns = service(chartIn(), 'dns', [
      { port: 53, name: 'tcp' },
      { port: 53, name: 'udp', protocol: UDP },
    ]);
    expect(kind.service(dns)._target().port).toBe(53);
  });

  test('weights and ports have limits', () => {
    expect(() => kind.serviceName('a', { port: 80, weight: -1 })).toThrow(
      'the weight of a backend must be a whole number from 0 to 1000000, got -1',
    );
    expect(() => kind.serviceName('a', { port: 70000 })).toThrow(
      'the port of a backend must be a whole number from 1 to 65535, got 70000',
    );
    expect(() => kind.serviceName('a', { port: Number.NaN })).toThrow('got NaN');
  });

  test('an object of another kind needs no port, a Service by reference does', () => {
    expect(kind.of({ group: 'example.com', kind: 'Bucket', name: 'b' })._target()).toMatchObject({ kind: 'Bucket' });
    expect(() => kind.of({ name: 'web' })).toThrow('a backend that is a Service needs a port, and "web" has none');
  });

  test('an object that is a construct gives group, kind, name and namespace', () => {
    const chart = chartIn('infra');
    const object = new ApiObject(chart, 'b', {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'Backend',
      metadata: { name: 'legacy' },
    });
    expect(kind.apiObject(object, { weight: 0 })._target()).toMatchObject({
      group: 'gateway.envoyproxy.io',
      kind: 'Backend',
      name: 'legacy',
      namespace: 'infra',
      weight: 0,
    });
    const core = new ApiObject(chart, 'c', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'raw' } });
    expect(kind.apiObject(core, { port: 80 })._target()).toMatchObject({ group: '', kind: 'Service' });
  });
});

test('the namespace is written where it is not that of the route', () => {
  const spec = specOf((chart) => {
    const near = service(chartIn(), 'near', [80]);
    const far = service(chartIn('other'), 'far', [80]);
    const loose = service(bareChart(), 'loose', [80]);
    const backends = [near, far, loose].map((svc) => HttpBackend.service(svc, { weight: 3 }));
    new HttpRoute(chart, 'web', { parents: [PARENT], rules: [{ backends }] });
  });
  expect(backendRefs(spec)).toEqual([
    { group: '', kind: 'Service', name: 'near', port: 80, weight: 3 },
    { group: '', kind: 'Service', name: 'far', namespace: 'other', port: 80, weight: 3 },
    { group: '', kind: 'Service', name: 'loose', port: 80, weight: 3 },
  ]);
});

test('a Service has to expose the port under the protocol that the route forwards', () => {
  const chart = chartIn();
  const dns = service(chart, 'dns', [{ port: 53, protocol: UDP }]);
  const web = service(chart, 'web', [80]);
  const rule = (svc: kplus.Service) => ({ backends: [Backend.service(svc)] });
  expect(() => new TcpRoute(chart, 'a', { rules: [rule(dns)] })).toThrow(
    'service "dns" exposes port 53 as UDP but TCPRoute forwards TCP',
  );
  expect(() => new UdpRoute(chart, 'b', { rules: [rule(web)] })).toThrow(
    'service "web" exposes port 80 as TCP but UDPRoute forwards UDP',
  );
  expect(() => new HttpRoute(chart, 'c', { rules: [{ backends: [HttpBackend.service(dns)] }] })).toThrow(
    'service "dns" exposes port 53 as UDP but HTTPRoute forwards TCP',
  );
  expect(() => new UdpRoute(chart, 'd', { rules: [rule(dns)] })).not.toThrow();
});
