import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpMatch, HttpRoute, Listener } from '../../src';

/** A tenth of all requests goes to a canary, and all requests of testers, who send a header. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'api', { metadata: { name: 'api' } });
  const chart = new Chart(app, 'api', { namespace: 'api' });

  const gateway = new Gateway(chart, 'api', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'api.example.com' })],
  });
  const stable = new kplus.Service(chart, 'stable', {
    metadata: { name: 'api-stable' },
    selector: kplus.Pods.select(chart, 'pods-api-stable', { labels: { app: 'api-stable' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const canary = new kplus.Service(chart, 'canary', {
    metadata: { name: 'api-canary' },
    selector: kplus.Pods.select(chart, 'pods-api-canary', { labels: { app: 'api-canary' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });

  const route = new HttpRoute(chart, 'route', {
    metadata: { name: 'api' },
    parents: [gateway],
    hostnames: ['api.example.com'],
  });
  route.addRule({
    name: 'by-header',
    matches: [HttpMatch.any().header('x-canary', 'always')],
    backends: [HttpBackend.service(canary)],
  });
  route.addRule({
    name: 'by-weight',
    backends: [HttpBackend.service(stable, { weight: 90 }), HttpBackend.service(canary, { weight: 10 })],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
