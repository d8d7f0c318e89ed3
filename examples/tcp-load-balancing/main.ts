import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Backend, Gateway, GatewayClass, Listener, ParentRef, RouteKind, TcpRoute } from '../../src';

/** Connections to a database port are spread over two Services, two thirds to the first one. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'databases', { metadata: { name: 'databases' } });
  const chart = new Chart(app, 'databases', { namespace: 'databases' });

  const gateway = new Gateway(chart, 'databases', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.tcp({ name: 'postgres', port: 5432, kinds: [RouteKind.TCP_ROUTE] })],
  });
  const replica = (name: string) =>
    new kplus.Service(chart, `svc-${name}`, {
      metadata: { name },
      selector: kplus.Pods.select(chart, `pods-${name}`, { labels: { app: name } }),
      ports: [{ port: 5432, targetPort: 5432, protocol: kplus.Protocol.TCP }],
    });

  new TcpRoute(chart, 'postgres', {
    parents: [ParentRef.of(gateway, { sectionName: 'postgres' })],
    rules: [
      {
        backends: [
          Backend.service(replica('replica-a'), { weight: 2 }),
          Backend.service(replica('replica-b'), { weight: 1 }),
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
