import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Gateway, GatewayClass, HttpBackend, HttpRoute, Listener } from '../../src';

/** Which of the two gets all requests; the other one can be tried under a name of its own. */
const LIVE: string = 'blue';

/** Two complete deployments, all traffic on one: a change of one word switches, and the same change switches back. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'shop', { metadata: { name: 'shop' } });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });

  const gateway = new Gateway(chart, 'shop', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.http({ name: 'http', port: 80, hostname: '*.example.com' })],
  });
  const colours = ['blue', 'green'].map((colour) => ({
    colour,
    service: new kplus.Service(chart, `svc-${colour}`, {
      metadata: { name: `shop-${colour}` },
      selector: kplus.Pods.select(chart, `pods-shop-${colour}`, { labels: { app: `shop-${colour}` } }),
      ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
    }),
  }));

  // Both stay in the list with a weight, so that a switch changes two numbers and nothing else.
  new HttpRoute(chart, 'live', {
    parents: [gateway],
    hostnames: ['shop.example.com'],
    rules: [
      {
        backends: colours.map(({ colour, service }) =>
          HttpBackend.service(service, { weight: colour === LIVE ? 100 : 0 }),
        ),
      },
    ],
  });
  for (const { colour, service } of colours) {
    new HttpRoute(chart, `preview-${colour}`, {
      parents: [gateway],
      hostnames: [`${colour}.example.com`],
      rules: [{ backends: [HttpBackend.service(service)] }],
    });
  }
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
