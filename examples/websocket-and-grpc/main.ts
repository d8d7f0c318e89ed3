import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Gateway,
  GatewayClass,
  GrpcBackend,
  GrpcMatch,
  GrpcRoute,
  HttpBackend,
  HttpMatch,
  HttpRoute,
  Listener,
  ParentRef,
  StringMatchType,
} from '../../src';

/**
 * One listener, routes by what clients speak: WebSocket by the header of its handshake, gRPC by service and method.
 *
 * The two kinds of route have names of their own: where an HTTPRoute and a GRPCRoute share one, controllers differ in who wins.
 */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'chat', { metadata: { name: 'chat' } });
  const chart = new Chart(app, 'chat', { namespace: 'chat' });

  const gateway = new Gateway(chart, 'chat', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [
      Listener.https({
        name: 'https',
        port: 443,
        hostname: '*.chat.example.com',
        certificates: [{ name: 'chat-example-com' }],
      }),
    ],
  });
  const parents = [ParentRef.of(gateway, { sectionName: 'https' })];
  const pages = new kplus.Service(chart, 'pages', {
    metadata: { name: 'pages' },
    selector: kplus.Pods.select(chart, 'pods-pages', { labels: { app: 'pages' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const sockets = new kplus.Service(chart, 'sockets', {
    metadata: { name: 'sockets' },
    selector: kplus.Pods.select(chart, 'pods-sockets', { labels: { app: 'sockets' } }),
    ports: [{ port: 8080, targetPort: 8080, protocol: kplus.Protocol.TCP }],
  });
  const calls = new kplus.Service(chart, 'calls', {
    metadata: { name: 'calls' },
    selector: kplus.Pods.select(chart, 'pods-calls', { labels: { app: 'calls' } }),
    ports: [{ port: 9000, targetPort: 9000, protocol: kplus.Protocol.TCP }],
  });

  new HttpRoute(chart, 'web', {
    parents,
    hostnames: ['web.chat.example.com'],
    rules: [
      { name: 'pages', backends: [HttpBackend.service(pages)] },
      {
        name: 'sockets',
        matches: [HttpMatch.pathPrefix('/ws').header('upgrade', '(?i)websocket', StringMatchType.REGULAR_EXPRESSION)],
        backends: [HttpBackend.service(sockets)],
        // A WebSocket is one request that lasts for hours.
        timeouts: { request: Duration.seconds(0) },
      },
    ],
  });
  new GrpcRoute(chart, 'api', {
    parents,
    hostnames: ['api.chat.example.com'],
    rules: [
      {
        matches: [GrpcMatch.service('chat.v1.Rooms'), GrpcMatch.method('grpc.health.v1.Health', 'Check')],
        backends: [GrpcBackend.service(calls)],
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
