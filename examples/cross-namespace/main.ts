import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Gateway,
  GatewayClass,
  HttpBackend,
  HttpMatch,
  HttpRoute,
  Listener,
  ReferenceGrant,
  RouteNamespaces,
} from '../../src';

/**
 * A gateway, its certificate, a route and one of its backends, each in a namespace of its own.
 *
 * Routes attach because the listener admits their namespace; the other two references need a ReferenceGrant in the namespace
 * that is referred to. One is created by `grant`, one is written by those whose namespace it is.
 */
export function build(app: App): void {
  const namespaces = new Chart(app, 'namespaces');
  const infra = new Chart(app, 'infra', { namespace: 'infra' });
  new kplus.Namespace(namespaces, 'infra', { metadata: { name: 'infra' } });
  const gateway = new Gateway(infra, 'edge', {
    gatewayClass: new GatewayClass(infra, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [
      Listener.https({
        name: 'https',
        port: 443,
        hostname: 'www.example.com',
        certificates: [{ name: 'www-example-com', namespace: 'certificates', grant: true }],
        namespaces: RouteNamespaces.named(['web']),
      }),
    ],
  });

  const data = new Chart(app, 'data', { namespace: 'data' });
  new kplus.Namespace(namespaces, 'data', { metadata: { name: 'data' } });
  const api = new kplus.Service(data, 'api', {
    metadata: { name: 'api' },
    selector: kplus.Pods.select(data, 'pods-api', { labels: { app: 'api' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  new ReferenceGrant(data, 'web-uses-api', {
    from: [{ kind: 'HTTPRoute', namespace: 'web' }],
    to: [{ kind: 'Service', name: api.name }],
  });

  const web = new Chart(app, 'web', { namespace: 'web' });
  new kplus.Namespace(namespaces, 'web', { metadata: { name: 'web' } });
  const pages = new kplus.Service(web, 'pages', {
    metadata: { name: 'pages' },
    selector: kplus.Pods.select(web, 'pods-pages', { labels: { app: 'pages' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  new HttpRoute(web, 'www', {
    parents: [gateway],
    hostnames: ['www.example.com'],
    rules: [
      { backends: [HttpBackend.service(pages)] },
      { matches: [HttpMatch.pathPrefix('/api')], backends: [HttpBackend.service(api)] },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
