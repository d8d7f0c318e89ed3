import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpMatch, HttpMethod, HttpRoute, Listener } from '../../src';

/** One name, several applications: the most specific path decides, whatever the order of the rules. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'site', { metadata: { name: 'site' } });
  const chart = new Chart(app, 'site', { namespace: 'site' });

  const gateway = new Gateway(chart, 'site', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80 })],
  });
  const service = (name: string) =>
    new kplus.Service(chart, `svc-${name}`, {
      metadata: { name },
      selector: kplus.Pods.select(chart, `pods-${name}`, { labels: { app: name } }),
      ports: [{ port: 80, targetPort: 8080, protocol: kplus.Protocol.TCP }],
    });

  new HttpRoute(chart, 'route', {
    metadata: { name: 'site' },
    parents: [gateway],
    hostnames: ['www.example.com'],
    rules: [
      { name: 'pages', backends: [HttpBackend.service(service('pages'))] },
      { name: 'api', matches: [HttpMatch.pathPrefix('/api')], backends: [HttpBackend.service(service('api'))] },
      {
        name: 'upload',
        matches: [HttpMatch.pathExact('/api/files').method(HttpMethod.POST), HttpMatch.pathPrefix('/upload')],
        backends: [HttpBackend.service(service('uploads'))],
      },
      {
        name: 'search',
        matches: [HttpMatch.pathPrefix('/api').queryParam('q', 'new')],
        backends: [HttpBackend.service(service('search'))],
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
