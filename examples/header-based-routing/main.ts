import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpMatch, HttpRoute, Listener, StringMatchType } from '../../src';

/** Requests go to the second version of a shop where a header says so, to the first one otherwise. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'shop', { metadata: { name: 'shop' } });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });

  const gateway = new Gateway(chart, 'shop', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: 'shop.example.com' })],
  });
  const service = (name: string) =>
    new kplus.Service(chart, `svc-${name}`, {
      metadata: { name },
      selector: kplus.Pods.select(chart, `pods-${name}`, { labels: { app: name } }),
      ports: [{ port: 80, targetPort: 8080, protocol: kplus.Protocol.TCP }],
    });

  const route = new HttpRoute(chart, 'by-header', { parents: [gateway], hostnames: ['shop.example.com'] });
  route.addRule({
    matches: [HttpMatch.pathPrefix('/').header('version', 'v2')],
    backends: [HttpBackend.service(service('shop-v2'))],
  });
  route.addRule({
    matches: [HttpMatch.any().header('user-agent', '.*(Android|iPhone).*', StringMatchType.REGULAR_EXPRESSION)],
    backends: [HttpBackend.service(service('shop-mobile'))],
  });
  route.addRule({ backends: [HttpBackend.service(service('shop-v1'))] });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
