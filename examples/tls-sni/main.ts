import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Backend, Gateway, GatewayClass, Listener, ParentRef, TlsRoute } from '../../src';

/** One port for many servers that speak TLS: the name that a client asks for decides, and the gateway reads nothing else. */
export function build(app: App): void {
  new kplus.Namespace(new Chart(app, 'namespaces'), 'secure', { metadata: { name: 'secure' } });
  const chart = new Chart(app, 'secure', { namespace: 'secure' });

  const gateway = new Gateway(chart, 'sni', {
    gatewayClass: new GatewayClass(chart, 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' }),
    listeners: [Listener.tlsPassthrough({ name: 'tls', port: 443, hostname: '*.secure.example.com' })],
  });

  for (const name of ['vault', 'registry']) {
    const service = new kplus.Service(chart, `svc-${name}`, {
      metadata: { name },
      selector: kplus.Pods.select(chart, `pods-${name}`, { labels: { app: name } }),
      ports: [{ port: 443, targetPort: 8443, protocol: kplus.Protocol.TCP }],
    });
    new TlsRoute(chart, name, {
      parents: [ParentRef.of(gateway, { sectionName: 'tls' })],
      hostnames: [`${name}.secure.example.com`],
      rules: [{ backends: [Backend.service(service)] }],
    });
  }
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
