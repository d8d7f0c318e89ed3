export * from './controllers/gateway-controller';
export * from './controllers/rendering';
export * from './controllers/support-tier';
export { Diagnostic, Severity } from './diagnostics/diagnostic';
export { Fleet } from './fleet/fleet';
export { FleetApp, FleetAppProps } from './fleet/fleet-app';
export { RouteKind, RouteNamespaces } from './gateway-api/allowed-routes';
export {
  Backend,
  BackendObjectReference,
  BackendOptions,
  ObjectBackendOptions,
  ServiceBackendOptions,
  ServiceNameBackendOptions,
} from './gateway-api/backend';
export {
  BackendSubjectAltName,
  BackendTlsPolicy,
  BackendTlsPolicyProps,
  BackendTlsTarget,
  BackendTrust,
} from './gateway-api/backend-tls-policy';
export { CorsOptions } from './gateway-api/cors';
export { ForwardingRoute, ForwardingRule } from './gateway-api/forwarding-route';
export * from './gateway-api/gateway';
export * from './gateway-api/gateway-address';
export * from './gateway-api/gateway-api-release';
export * from './gateway-api/gateway-class';
export { GatewayRoute, GatewayRouteProps } from './gateway-api/gateway-route';
export { ClientValidation, ClientValidationMode, GatewayTls, PortClientValidation } from './gateway-api/gateway-tls';
export { GrpcBackend } from './gateway-api/grpc-backend';
export { GrpcFilter } from './gateway-api/grpc-filter';
export { GrpcMatch } from './gateway-api/grpc-match';
export { GrpcRoute, GrpcRouteProps, GrpcRouteRule } from './gateway-api/grpc-route';
export { HeaderModifier } from './gateway-api/header-modifier';
export { HttpBackend } from './gateway-api/http-backend';
export {
  ExternalAuthOptions,
  HttpExternalAuthOptions,
  HttpFilter,
  HttpPathModifier,
  HttpRedirectScheme,
  HttpRequestRedirectOptions,
  HttpUrlRewriteOptions,
} from './gateway-api/http-filter';
export { HttpMatch, HttpMethod } from './gateway-api/http-match';
export { HttpRoute, HttpRouteProps, HttpRouteRetry, HttpRouteRule, HttpRouteTimeouts } from './gateway-api/http-route';
export * from './gateway-api/listener';
export { IListenerSet, ListenerSet, ListenerSetProps } from './gateway-api/listener-set';
export { LocalObjectReference } from './gateway-api/local-object-reference';
export * from './gateway-api/parent-ref';
export {
  ReferenceGrant,
  ReferenceGrantFrom,
  ReferenceGrantProps,
  ReferenceGrantTo,
} from './gateway-api/reference-grant';
export {
  CaCertificateReference,
  CertificateReference,
  GatewayClassParametersReference,
  GatewayParametersReference,
} from './gateway-api/references';
export { RequestMirrorOptions } from './gateway-api/request-mirror';
export { CookieLifetimeType, SessionPersistence, SessionPersistenceType } from './gateway-api/session-persistence';
export { StringMatchType } from './gateway-api/string-match';
export { TcpRoute, TcpRouteProps } from './gateway-api/tcp-route';
export { TlsRoute, TlsRouteProps } from './gateway-api/tls-route';
export { UdpRoute, UdpRouteProps } from './gateway-api/udp-route';
export * from './kamaji/additional-metadata';
export * from './kamaji/addons';
export * from './kamaji/admission-controller';
export {
  ComponentArguments,
  ComponentResources,
  ComponentSecurityContexts,
  ComponentVolumeMounts,
} from './kamaji/component-settings';
export { ControlPlaneDeployment, RegistrySettings } from './kamaji/control-plane-deployment';
export { ControlPlaneGateway, ControlPlaneIngress } from './kamaji/control-plane-exposure';
export { ControlPlaneProbes, ProbeTiming, ProbeTimings } from './kamaji/control-plane-probes';
export {
  AdditionalPort,
  ControlPlaneService,
  ControlPlaneServiceType,
  ServicePortProtocol,
} from './kamaji/control-plane-service';
export * from './kamaji/data-store';
export { DataStoreIdentity } from './kamaji/data-store-identity';
export * from './kamaji/kamaji-release';
export { NetworkProfile } from './kamaji/network-profile';
export * from './kamaji/tenant-control-plane';
export {
  JsonPatchOperation,
  KubeletAddressType,
  KubeletCgroupDriver,
  KubeletConfigurationPatch,
  TenantKubelet,
  TenantKubernetes,
} from './kamaji/tenant-kubernetes';
export { ObjectRef } from './objects/kube-object';
export { TargetPlatform, TargetPlatformProps } from './platform/target-platform';
export { Acknowledgement, Acknowledgements } from './tenancy/acknowledgements';
export * from './tenancy/allowed-namespaces';
export { DeletionProtection } from './tenancy/deletion-protection';
export { SharedTenantGatewayAttributes } from './tenancy/imported-tenant-gateway';
export * from './tenancy/listener-layout';
export * from './tenancy/shared-gateway';
export { SharedTenantGateway } from './tenancy/shared-tenant-gateway';
export * from './tenancy/shared-tenant-gateway-props';
export * from './tenancy/tenant-control-plane-with-gateway';
