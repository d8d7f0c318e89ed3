import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpFilter, HttpMatch, HttpRoute, Listener } from '../../src';

/**
 * The gateway answers itself, without a backend.
 *
 * The Gateway API has no such filter; Envoy Gateway's HTTPRouteFilter is one, which a route refers to as an extension.
 */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'status', { metadata: { name: 'status' } });
  const chart = new Chart(app, 'status', { namespace: 'status' });

  const gateway = new Gateway(chart, 'status', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'api.example.com' })],
  });
  const api = new kplus.Service(chart, 'api', {
    metadata: { name: 'api' },
    selector: kplus.Pods.select(chart, 'pods-api', { labels: { app: 'api' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const robots = new ApiObject(chart, 'robots', {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'HTTPRouteFilter',
    metadata: { name: 'robots' },
    spec: {
      directResponse: {
        contentType: 'text/plain',
        statusCode: 200,
        body: { type: 'Inline', inline: 'User-agent: *\nDisallow: /\n' },
      },
    },
  });

  new HttpRoute(chart, 'api-route', {
    metadata: { name: 'api' },
    parents: [gateway],
    hostnames: ['api.example.com'],
    rules: [
      { backends: [HttpBackend.service(api)] },
      { matches: [HttpMatch.pathExact('/robots.txt')], filters: [HttpFilter.extensionObject(robots)] },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
