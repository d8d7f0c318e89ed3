import { CodeDefinition, Diagnostic } from '../../diagnostics';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { ADDITIONAL_METADATA_INVALID, checkAdditionalMetadata } from './additional-metadata';
import { ADDITIONAL_PORT_NAME_INVALID, ADDITIONAL_PORT_NUMBER_INVALID, checkAdditionalPorts } from './additional-ports';
import { checkCertSans, SAN_MALFORMED, SAN_MISSING } from './cert-sans';
import { ControlPlaneContext } from './context';
import { checkDeployment, DEPLOYMENT_MISSING } from './deployment';
import { checkExposure, INGRESS_AND_GATEWAY, KONNECTIVITY_WITHOUT_ROUTE } from './exposure';
import * as reference from './gateway-reference';
import * as hostname from './hostname';
import { checkKubernetesVersion, KUBERNETES_VERSION_MALFORMED, KUBERNETES_VERSION_TOO_NEW } from './kubernetes-version';
import {
  CIDR_MALFORMED,
  CIDR_OVERLAP,
  CONTROL_PLANE_ADDRESS_INVALID,
  checkNetworks,
  DNS_SERVICE_IP_INVALID,
  EXTERNAL_IP_WITHOUT_EFFECT,
} from './networks';
import { checkNewerFields, FIELD_NEWER_THAN_RELEASE } from './newer-fields';
import { checkPodPorts, POD_PORT_COLLISION, PORT_INVALID } from './pod-ports';
import { CIDR_FAMILIES_INVALID, checkRanges, SERVICE_CIDR_SIZE_INVALID } from './ranges';
import { checkServiceType, NODE_PORT_OUT_OF_RANGE, SERVICE_TYPE_UNSUITABLE } from './service-type';

export * from './context';
export * from './data-stores';
export { isUsableHostname, likelyHostname } from './hostname';
export { asPort, show } from './ports';

type Check = (view: TenantControlPlaneView, context: ControlPlaneContext) => Diagnostic[];

const CHECKS: readonly Check[] = [
  hostname.checkHostname,
  reference.checkGatewayReference,
  checkExposure,
  checkCertSans,
  checkKubernetesVersion,
  checkNewerFields,
  checkPodPorts,
  checkAdditionalPorts,
  checkDeployment,
  checkServiceType,
  checkAdditionalMetadata,
  checkNetworks,
  checkRanges,
];

/** All codes of the checks on one control plane. */
export const CONTROL_PLANE_CODES: readonly CodeDefinition[] = [
  ADDITIONAL_METADATA_INVALID,
  ADDITIONAL_PORT_NAME_INVALID,
  ADDITIONAL_PORT_NUMBER_INVALID,
  CIDR_FAMILIES_INVALID,
  CIDR_MALFORMED,
  CIDR_OVERLAP,
  CONTROL_PLANE_ADDRESS_INVALID,
  DEPLOYMENT_MISSING,
  DNS_SERVICE_IP_INVALID,
  EXTERNAL_IP_WITHOUT_EFFECT,
  FIELD_NEWER_THAN_RELEASE,
  hostname.HOSTNAME_IS_IP,
  hostname.HOSTNAME_LABEL_TOO_LONG,
  hostname.HOSTNAME_MALFORMED,
  hostname.HOSTNAME_MISSING,
  hostname.HOSTNAME_WILDCARD,
  INGRESS_AND_GATEWAY,
  KONNECTIVITY_WITHOUT_ROUTE,
  KUBERNETES_VERSION_MALFORMED,
  KUBERNETES_VERSION_TOO_NEW,
  NODE_PORT_OUT_OF_RANGE,
  reference.PARENT_REF_FIELD_NOT_ALLOWED,
  reference.PARENT_REF_KIND_UNSUPPORTED,
  reference.PARENT_REF_MISSING,
  reference.PARENT_REF_WITHOUT_NAMESPACE,
  reference.PARENT_REF_WITHOUT_PORT,
  reference.PARENT_REF_WITHOUT_SECTION_NAME,
  POD_PORT_COLLISION,
  PORT_INVALID,
  SAN_MALFORMED,
  SAN_MISSING,
  SERVICE_CIDR_SIZE_INVALID,
  SERVICE_TYPE_UNSUITABLE,
  reference.TOO_MANY_PARENT_REFS,
];

/** Checks what concerns one control plane alone, whatever else is in the fleet. */
export function checkControlPlane(view: TenantControlPlaneView, context: ControlPlaneContext): Diagnostic[] {
  return CHECKS.flatMap((check) => check(view, context));
}
