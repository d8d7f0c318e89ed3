import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Gateway,
  GatewayClass,
  HttpBackend,
  HttpFilter,
  HttpMatch,
  HttpPathModifier,
  HttpRoute,
  Listener,
} from '../../src';

/** Applications that know nothing of the path and the name under which the world sees them. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'tools', { metadata: { name: 'tools' } });
  const chart = new Chart(app, 'tools', { namespace: 'tools' });

  const gateway = new Gateway(chart, 'tools', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'tools.example.com' })],
  });
  const wiki = new kplus.Service(chart, 'wiki', {
    metadata: { name: 'wiki' },
    selector: kplus.Pods.select(chart, 'pods-wiki', { labels: { app: 'wiki' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const legacy = new kplus.Service(chart, 'legacy', {
    metadata: { name: 'legacy' },
    selector: kplus.Pods.select(chart, 'pods-legacy', { labels: { app: 'legacy' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });

  const route = new HttpRoute(chart, 'route', {
    metadata: { name: 'tools' },
    parents: [gateway],
    hostnames: ['tools.example.com'],
  });
  // /wiki/page becomes /page
  route.addRule({
    matches: [HttpMatch.pathPrefix('/wiki')],
    filters: [HttpFilter.urlRewrite({ path: HttpPathModifier.replacePrefixMatch('/') })],
    backends: [HttpBackend.service(wiki)],
  });
  route.addRule({
    matches: [HttpMatch.pathExact('/old-report')],
    filters: [
      HttpFilter.urlRewrite({
        hostname: 'legacy.internal.example.com',
        path: HttpPathModifier.replaceFullPath('/cgi-bin/report.pl'),
      }),
    ],
    backends: [HttpBackend.service(legacy)],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
