import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Backend, Gateway, GatewayClass, Listener, ParentRef, TcpRoute, UdpRoute } from '../../src';

/** A DNS server for clients outside of the cluster: over UDP, and over TCP for answers that are too long for UDP. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'dns', { metadata: { name: 'dns' } });
  const chart = new Chart(app, 'dns', { namespace: 'dns' });

  const gateway = new Gateway(chart, 'dns', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.udp({ name: 'dns-udp', port: 53 }), Listener.tcp({ name: 'dns-tcp', port: 53 })],
  });
  const coredns = new kplus.Service(chart, 'coredns', {
    metadata: { name: 'coredns' },
    selector: kplus.Pods.select(chart, 'pods-coredns', { labels: { app: 'coredns' } }),
    ports: [
      { name: 'dns-udp', port: 53, targetPort: 5353, protocol: kplus.Protocol.UDP },
      { name: 'dns-tcp', port: 53, targetPort: 5353, protocol: kplus.Protocol.TCP },
    ],
  });
  const rules = [{ backends: [Backend.service(coredns)] }];

  new UdpRoute(chart, 'udp', {
    metadata: { name: 'dns' },
    parents: [ParentRef.of(gateway, { sectionName: 'dns-udp' })],
    rules,
  });
  new TcpRoute(chart, 'tcp', {
    metadata: { name: 'dns' },
    parents: [ParentRef.of(gateway, { sectionName: 'dns-tcp' })],
    rules,
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
