import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Gateway,
  GatewayClass,
  HttpBackend,
  HttpFilter,
  HttpMatch,
  HttpPathModifier,
  HttpRedirectScheme,
  HttpRoute,
  Listener,
  ParentRef,
} from '../../src';

/** Plain HTTP is sent to HTTPS, and what moved to its new place. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'site', { metadata: { name: 'site' } });
  const chart = new Chart(app, 'site', { namespace: 'site' });

  const gateway = new Gateway(chart, 'site', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [
      Listener.http({ name: 'http', port: 80, hostname: 'www.example.com' }),
      Listener.https({
        name: 'https',
        port: 443,
        hostname: 'www.example.com',
        certificates: [{ name: 'www-example-com' }],
      }),
    ],
  });
  const pages = new kplus.Service(chart, 'pages', {
    metadata: { name: 'pages' },
    selector: kplus.Pods.select(chart, 'pods-pages', { labels: { app: 'pages' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });

  // Without the listener's name this route would attach to both, and redirect HTTPS to itself for ever.
  new HttpRoute(chart, 'to-https', {
    parents: [ParentRef.of(gateway, { sectionName: 'http' })],
    hostnames: ['www.example.com'],
    rules: [{ filters: [HttpFilter.requestRedirect({ scheme: HttpRedirectScheme.HTTPS, statusCode: 301 })] }],
  });
  new HttpRoute(chart, 'www', {
    parents: [ParentRef.of(gateway, { sectionName: 'https' })],
    hostnames: ['www.example.com'],
    rules: [
      { backends: [HttpBackend.service(pages)] },
      {
        matches: [HttpMatch.pathPrefix('/blog')],
        filters: [
          HttpFilter.requestRedirect({
            hostname: 'blog.example.com',
            path: HttpPathModifier.replacePrefixMatch('/'),
            statusCode: 308,
          }),
        ],
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
