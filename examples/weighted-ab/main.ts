import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpFilter, HttpMatch, HttpRoute, Listener } from '../../src';

/** Half of the visitors of one page see variant A, half of them B; a response header tells which, for the statistics. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'landing', { metadata: { name: 'landing' } });
  const chart = new Chart(app, 'landing', { namespace: 'landing' });

  const gateway = new Gateway(chart, 'landing', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'www.example.com' })],
  });
  const variant = (name: string) => {
    const service = new kplus.Service(chart, `svc-${name}`, {
      metadata: { name: `landing-${name}` },
      selector: kplus.Pods.select(chart, `pods-landing-${name}`, { labels: { app: `landing-${name}` } }),
      ports: [{ port: 80, targetPort: 8080, protocol: kplus.Protocol.TCP }],
    });
    return HttpBackend.service(service, { weight: 50 }).withFilters([
      HttpFilter.responseHeaderModifier({ set: { 'x-variant': name } }),
    ]);
  };

  new HttpRoute(chart, 'landing-route', {
    metadata: { name: 'landing' },
    parents: [gateway],
    hostnames: ['www.example.com'],
    rules: [
      {
        matches: [HttpMatch.pathExact('/')],
        backends: [variant('a'), variant('b')],
        timeouts: { request: Duration.seconds(10) },
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
