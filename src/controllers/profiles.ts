import { APISIX } from './apisix';
import { AWS_LBC_NLB } from './aws-lbc-nlb';
import { AWS_VPC_LATTICE } from './aws-vpc-lattice';
import { CILIUM } from './cilium';
import { CONTOUR } from './contour';
import { ControllerProfile } from './controller-profile';
import { ENVOY_GATEWAY } from './envoy-gateway';
import { GKE } from './gke';
import { HAPROXY_INGRESS } from './haproxy-ingress';
import { HAPROXY_UNIFIED_GATEWAY } from './haproxy-unified-gateway';
import { ISTIO } from './istio';
import { KGATEWAY } from './kgateway';
import { KONG_KIC } from './kong-kic';
import { KONG_OPERATOR } from './kong-operator';
import { NGINX_GATEWAY_FABRIC } from './nginx-gateway-fabric';
import { TRAEFIK } from './traefik';

/** Every implementation that the library knows, the most useful for tenants first. */
export const PROFILES: readonly ControllerProfile[] = [
  ENVOY_GATEWAY,
  ISTIO,
  NGINX_GATEWAY_FABRIC,
  CILIUM,
  KGATEWAY,
  TRAEFIK,
  HAPROXY_INGRESS,
  HAPROXY_UNIFIED_GATEWAY,
  GKE,
  CONTOUR,
  KONG_OPERATOR,
  KONG_KIC,
  APISIX,
  AWS_LBC_NLB,
  AWS_VPC_LATTICE,
];

/** Names that people try for what is no Gateway data plane, and what to say. */
export const NO_GATEWAYS: ReadonlyMap<string, string> = new Map([
  // linkerd/linkerd2 policy-controller/core/src/lib.rs:13: writes route status for Services, installs no GatewayClass
  ['linkerd', 'Linkerd is a mesh without Gateways of its own; name the controller that runs your Gateways'],
]);
