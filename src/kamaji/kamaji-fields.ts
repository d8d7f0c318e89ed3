import { KamajiRelease } from './kamaji-release';

/** A field that not every supported release of Kamaji has. */
export interface KamajiField {
  /** Path in a TenantControlPlane; `[]` stands for any element of a list. */
  readonly path: string;

  /** First release that has it. */
  readonly since: string;
}

/**
 * Fields of a TenantControlPlane by the first release that has them. A release without a field drops it silently.
 *
 * The CRDs of a release between two vendored ones may lack fields of the newer one; this list is exact for every release.
 */
export const KAMAJI_FIELDS: readonly KamajiField[] = [
  { path: 'spec.dataStoreOverrides', since: 'edge-25.12.3' },
  { path: 'spec.kubernetes.kubelet.configurationJSONPatches', since: 'edge-26.1.3' },
  { path: 'spec.controlPlane.deployment.probes', since: '26.3.2-edge' },
  { path: 'spec.networkProfile.advertiseAddress', since: '26.3.6-edge' },
  { path: 'spec.addons.konnectivity.server.securityContext', since: '26.6.4-edge' },
  { path: 'spec.controlPlane.deployment.containerSecurityContexts', since: '26.6.4-edge' },
  { path: 'spec.controlPlane.deployment.podSecurityContext', since: '26.6.4-edge' },
  { path: 'spec.networkProfile.serviceCidrs', since: '26.6.4-edge' },
  { path: 'spec.networkProfile.podCidrs', since: '26.6.4-edge' },
  { path: 'spec.controlPlane.service.allocateLoadBalancerNodePorts', since: '26.6.5-edge' },
  { path: 'spec.controlPlane.deployment.automountServiceAccountToken', since: '26.7.5-edge' },
];

/** Returns the fields that the release does not have yet. */
export function fieldsNewerThan(release: KamajiRelease): KamajiField[] {
  return KAMAJI_FIELDS.filter(({ since }) => !release.isAtLeast(since));
}
