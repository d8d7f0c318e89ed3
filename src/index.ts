export * from './controllers/gateway-controller';
export * from './controllers/rendering';
export * from './controllers/support-tier';
export { Diagnostic, Severity } from './diagnostics/diagnostic';
export { FleetApp, FleetAppProps } from './fleet/fleet-app';
export { RouteKind, RouteNamespaces } from './gateway-api/allowed-routes';
export * from './gateway-api/gateway';
export * from './gateway-api/gateway-address';
export * from './gateway-api/gateway-api-release';
export * from './gateway-api/gateway-class';
export { ClientValidation, ClientValidationMode, GatewayTls, PortClientValidation } from './gateway-api/gateway-tls';
export * from './gateway-api/listener';
export * from './gateway-api/parent-ref';
export {
  CaCertificateReference,
  CertificateReference,
  GatewayClassParametersReference,
  GatewayParametersReference,
} from './gateway-api/references';
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
export {
  SharedGatewayClass,
  SharedGatewayInfrastructure,
  SharedTenantGateway,
  SharedTenantGatewayProps,
} from './tenancy/shared-tenant-gateway';
export * from './tenancy/tenant-control-plane-with-gateway';
