import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpRoute, Listener, RouteNamespaces } from '../../src';

const ADMITTED = { 'example.com/shared-gateway': 'true' };

/**
 * Teams attach routes from namespaces of their own to a gateway of the platform team.
 *
 * The label that lets a team in is on its Namespace, not on its routes, so that only who labels namespaces decides.
 */
export function build(app: App): void {
  const namespaces = new Chart(app, 'namespaces');
  const platform = new Chart(app, 'platform', { namespace: 'gateways' });
  new kplus.Namespace(namespaces, 'gateways', { metadata: { name: 'gateways' } });
  const gateway = new Gateway(platform, 'shared', {
    gatewayClass: new GatewayClass(platform, 'eg', {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
    }),
    listeners: [
      Listener.https({
        name: 'https',
        port: 443,
        hostname: '*.apps.example.com',
        certificates: [{ name: 'apps-example-com' }],
        namespaces: RouteNamespaces.labels(ADMITTED),
      }),
    ],
  });

  for (const team of ['blue', 'green']) {
    const chart = new Chart(app, `team-${team}`, { namespace: `team-${team}` });
    new kplus.Namespace(namespaces, `team-${team}`, { metadata: { name: `team-${team}`, labels: ADMITTED } });
    const web = new kplus.Service(chart, 'web', {
      metadata: { name: 'web' },
      selector: kplus.Pods.select(chart, 'pods-web', { labels: { app: 'web' } }),
      ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
    });
    new HttpRoute(chart, 'web-route', {
      metadata: { name: 'web' },
      parents: [gateway],
      hostnames: [`${team}.apps.example.com`],
      rules: [{ backends: [HttpBackend.service(web)] }],
    });
  }
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
