import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpFilter, HttpRoute, Listener } from '../../src';

/** Requests get headers that tell the backend where they came in, responses lose what says too much about the backend. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'billing', { metadata: { name: 'billing' } });
  const chart = new Chart(app, 'billing', { namespace: 'billing' });

  const gateway = new Gateway(chart, 'billing', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'billing.example.com' })],
  });
  const service = new kplus.Service(chart, 'service', {
    metadata: { name: 'billing' },
    selector: kplus.Pods.select(chart, 'pods-billing', { labels: { app: 'billing' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });

  new HttpRoute(chart, 'route', {
    metadata: { name: 'billing' },
    parents: [gateway],
    hostnames: ['billing.example.com'],
    rules: [
      {
        filters: [
          HttpFilter.requestHeaderModifier({
            set: { 'x-entry-point': 'public' },
            add: { 'x-feature': 'invoices' },
            remove: ['x-internal-user'],
          }),
          HttpFilter.responseHeaderModifier({
            set: { 'strict-transport-security': 'max-age=31536000' },
            remove: ['server', 'x-powered-by'],
          }),
        ],
        backends: [HttpBackend.service(service)],
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
