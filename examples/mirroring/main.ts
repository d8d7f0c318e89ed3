import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Backend, Gateway, GatewayClass, HttpBackend, HttpFilter, HttpRoute, Listener } from '../../src';

/** A copy of every tenth request goes to the next version, whose answers nobody sees. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'orders', { metadata: { name: 'orders' } });
  const chart = new Chart(app, 'orders', { namespace: 'orders' });

  const gateway = new Gateway(chart, 'orders', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'orders.example.com' })],
  });
  const current = new kplus.Service(chart, 'current', {
    metadata: { name: 'orders' },
    selector: kplus.Pods.select(chart, 'pods-orders', { labels: { app: 'orders' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const next = new kplus.Service(chart, 'next', {
    metadata: { name: 'orders-next' },
    selector: kplus.Pods.select(chart, 'pods-orders-next', { labels: { app: 'orders-next' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });

  new HttpRoute(chart, 'orders-route', {
    metadata: { name: 'orders' },
    parents: [gateway],
    hostnames: ['orders.example.com'],
    rules: [
      {
        filters: [HttpFilter.requestMirror(Backend.service(next), { percent: 10 })],
        backends: [HttpBackend.service(current)],
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
