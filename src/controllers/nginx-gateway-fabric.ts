import { ControllerProfile } from './controller-profile';
import { always } from './history';
import { SupportTier } from './support-tier';

/** NGINX Gateway Fabric. */
export const NGINX_GATEWAY_FABRIC: ControllerProfile = {
  id: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric',
  // nginx/nginx-gateway-fabric charts/nginx-gateway-fabric (GatewayClass of the chart)
  controllerName: 'gateway.nginx.org/nginx-gateway-controller',
  controllerNameKnob: 'Helm value nginxGateway.gatewayControllerName',
  // nginx/nginx-gateway-fabric charts/nginx-gateway-fabric (GatewayClass of the chart)
  gatewayClass: { name: 'nginx', createdBy: 'installer' },
  newestKnown: 'v2.6.7',
  support: [
    {
      from: '',
      value: {
        tier: SupportTier.REFUSED,
        // nginx/nginx-gateway-fabric#5408: seen up to 2.6.2, not on 2.6.3
        reason: 'sends TLSRoutes on port 6443 to a socket that closes every connection before v2.6.3',
        instead: 'go to v2.6.3 or newer',
      },
    },
    { from: 'v2.6.3', value: { tier: SupportTier.SUPPORTED } },
  ],
  // nginx/nginx-gateway-fabric README.md, table of technical specifications
  gatewayApi: [
    { from: '', value: { built: 'v1.4.1' } },
    { from: 'v2.5.0-0', value: { built: 'v1.5.1' } },
    { from: 'v2.7.0-0', value: { built: 'v1.6.1' } },
  ],
  // nginx/nginx-gateway-fabric v2.5.0 release notes
  tlsRouteVersionsRead: [
    { from: '', value: ['v1alpha2'] },
    { from: 'v2.5.0-0', value: ['v1'] },
  ],
  // nginx/nginx-gateway-fabric charts/nginx-gateway-fabric/values.yaml before v2.5.0
  tlsRouteSwitch: [
    { from: '', value: 'Helm value nginxGateway.gwAPIExperimentalFeatures.enable=true' },
    { from: 'v2.5.0-0', value: undefined },
  ],
  // kubernetes-sigs/gateway-api conformance/reports: GATEWAY-TLS
  passthrough: always('yes'),
  // nginx/nginx-gateway-fabric internal/controller/state/graph/route_common.go (portHostnamesMap is keyed by port)
  routing: always('port-and-name'),
  // nginx/nginx-gateway-fabric internal/controller/state/graph/route_common.go (portHostnamesMap)
  duplicateNames: 'serves the oldest and refuses the others with HostnameConflict',
  // nginx/nginx-gateway-fabric route_common.go (isolateHostnamesForParentRefs, from v2.0.0 on, v2.6.7 within one Gateway or ListenerSet),
  // discussion #5177
  listenerHostnames: always('no-exact-on-two-ports'),
  // nginx/nginx-gateway-fabric v2.6.0
  listenerSets: [
    { from: '', value: 'no' },
    { from: 'v2.6.0-0', value: 'yes' },
  ],
  gatewaysPerClass: 'many',
  // nginx/nginx-gateway-fabric internal/controller/provisioner/objects.go: Deployment and Service of each Gateway
  dataPlane: { per: 'gateway' },
  // nginx/nginx-gateway-fabric internal/controller/provisioner/objects.go: Deployment and Service of each Gateway
  ports: always({ opened: 'automatic' }),
  addresses: {
    // nginx/nginx-gateway-fabric v2.6.7 internal/controller/provisioner/objects.go:705; main since #5294 sets its own loadBalancerClass
    specAddresses: 'external-ips',
    infrastructureAnnotations: 'yes',
    how: 'spec.infrastructure.annotations (MetalLB: metallb.io/loadBalancerIPs) or NginxProxy spec.kubernetes.service.loadBalancerIP',
    // nginx/nginx-gateway-fabric v2.6.7 apis/v1alpha2/nginxproxy_types.go:43, internal/controller/provisioner/objects.go:776
    families: {
      group: 'gateway.nginx.org',
      kind: 'NginxProxy',
      setting: ['spec', 'ipFamily'],
      words: { ipv4: [4], ipv6: [6], dual: [4, 6] },
      standard: 'dual',
      loadBalancerIp: ['spec', 'kubernetes', 'service', 'loadBalancerIP'],
    },
  },
  // nginx's own proxy_timeout; nginx/nginx-gateway-fabric#2164 asks for a knob
  idle: { tcpSeconds: 600 },
  connectionCaps: [
    // nginx/nginx-gateway-fabric apis/v1alpha2/nginxproxy_types.go (workerConnections); a proxied connection takes two
    {
      limit: 1024,
      per: 'gateway',
      slots: 2,
      what: 'workerConnections of one nginx worker',
      knob: 'NginxProxy spec.workerConnections',
    },
  ],
  routeNamesCollide: always(false),
  answersUnknownNames: false,
  // nginx/nginx-gateway-fabric v2.6.7 internal/controller/manager.go:719, state/graph/graph.go:134
  watchesNamespaces: 'yes',
  // kubernetes-sigs/gateway-api conformance/reports: Terminate and Mixed are not claimed in 2.6.0, and are in 2.7.0-pre
  // nginx/nginx-gateway-fabric route_common.go: HostnameConflict for a second route of a name
  attachment: [
    {
      from: '',
      value: { tlsTerminate: false, competingTlsRoutes: 'refused', parametersKinds: ['gateway.nginx.org/NginxProxy'] },
    },
    {
      from: 'v2.7.0-0',
      value: { mixedTlsModes: true, competingTlsRoutes: 'refused', parametersKinds: ['gateway.nginx.org/NginxProxy'] },
    },
  ],
  conformance: 'GATEWAY-TLS: v2.6.0 with Gateway API v1.5.1',
};
