import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Backend,
  Gateway,
  GatewayClass,
  HttpBackend,
  HttpRoute,
  Listener,
  ParentRef,
  TcpRoute,
  UdpRoute,
} from '../../src';

/**
 * One gateway, and so one address, for a game: its web page over HTTP, its chat over TCP, its moves over UDP.
 *
 * Each route names its listener: nothing in TCP or UDP traffic tells two routes apart.
 */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'game', { metadata: { name: 'game' } });
  const chart = new Chart(app, 'game', { namespace: 'game' });

  const gateway = new Gateway(chart, 'game', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [
      Listener.http({ name: 'http', port: 80, hostname: 'game.example.com' }),
      Listener.tcp({ name: 'chat', port: 6667 }),
      Listener.udp({ name: 'moves', port: 7777 }),
    ],
  });
  const web = new kplus.Service(chart, 'web', {
    metadata: { name: 'web' },
    selector: kplus.Pods.select(chart, 'pods-web', { labels: { app: 'web' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const server = new kplus.Service(chart, 'server', {
    metadata: { name: 'server' },
    selector: kplus.Pods.select(chart, 'pods-server', { labels: { app: 'server' } }),
    ports: [
      { name: 'chat', port: 6667, targetPort: 6667, protocol: kplus.Protocol.TCP },
      { name: 'moves', port: 7777, targetPort: 7777, protocol: kplus.Protocol.UDP },
    ],
  });

  new HttpRoute(chart, 'web-route', {
    metadata: { name: 'web' },
    parents: [ParentRef.of(gateway, { sectionName: 'http' })],
    hostnames: ['game.example.com'],
    rules: [{ backends: [HttpBackend.service(web)] }],
  });
  new TcpRoute(chart, 'chat', {
    parents: [ParentRef.of(gateway, { sectionName: 'chat' })],
    rules: [{ backends: [Backend.service(server, { port: 6667 })] }],
  });
  new UdpRoute(chart, 'moves', {
    parents: [ParentRef.of(gateway, { sectionName: 'moves' })],
    rules: [{ backends: [Backend.service(server, { port: 7777 })] }],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
