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
  RouteNamespaces,
} from '../../src';

/**
 * Prometheus' web page behind a shared gateway of NGINX Gateway Fabric, at an address that MetalLB assigns.
 *
 * The address is asked for by an annotation, as `addresses` of the Gateway means another thing to this controller.
 * Its Helm chart creates the class `nginx`, kube-prometheus-stack the Service `prometheus-operated`.
 */
export function build(app: App): void {
  const namespaces = new Chart(app, 'namespaces');
  const platform = new Chart(app, 'platform', { namespace: 'gateways' });
  new kplus.Namespace(namespaces, 'gateways', { metadata: { name: 'gateways' } });
  const gateway = new Gateway(platform, 'shared', {
    gatewayClass: GatewayClass.fromGatewayClassName(platform, 'nginx', 'nginx'),
    listeners: [
      Listener.http({
        name: 'http',
        port: 80,
        hostname: '*.ops.example.com',
        namespaces: RouteNamespaces.named(['monitoring']),
      }),
    ],
    infrastructure: {
      annotations: {
        'metallb.io/address-pool': 'production',
        'metallb.io/loadBalancerIPs': '192.0.2.10',
      },
    },
  });

  const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  new kplus.Namespace(namespaces, 'monitoring', { metadata: { name: 'monitoring' } });
  new HttpRoute(monitoring, 'prometheus', {
    parents: [gateway],
    hostnames: ['prometheus.ops.example.com'],
    rules: [
      { backends: [HttpBackend.serviceName('prometheus-operated', { port: 9090 })] },
      {
        matches: [HttpMatch.pathExact('/')],
        filters: [HttpFilter.requestRedirect({ path: HttpPathModifier.replaceFullPath('/query') })],
      },
    ],
  });
}

if (process.argv[1] === __filename) {
  const app = new App();
  build(app);
  process.stdout.write(app.synthYaml());
}
