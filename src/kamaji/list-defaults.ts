import { isPlainMap, PlainMap } from '../objects';

const ROUTE_GROUP = 'gateway.networking.k8s.io';

const CONTAINER_DEFAULTS: readonly (readonly [string, string | boolean])[] = [
  ['ports[].protocol', 'TCP'],
  ['env[].valueFrom.configMapKeyRef.name', ''],
  ['env[].valueFrom.secretKeyRef.name', ''],
  ['env[].valueFrom.fileKeyRef.optional', false],
  ['envFrom[].configMapRef.name', ''],
  ['envFrom[].secretRef.name', ''],
  ['livenessProbe.grpc.service', ''],
  ['readinessProbe.grpc.service', ''],
  ['startupProbe.grpc.service', ''],
];

const VOLUME_DEFAULTS: readonly (readonly [string, string | boolean])[] = [
  ['azureDisk.fsType', 'ext4'],
  ['azureDisk.readOnly', false],
  ['cephfs.secretRef.name', ''],
  ['cinder.secretRef.name', ''],
  ['configMap.name', ''],
  ['csi.nodePublishSecretRef.name', ''],
  ['flexVolume.secretRef.name', ''],
  ['iscsi.iscsiInterface', 'default'],
  ['iscsi.secretRef.name', ''],
  ['projected.sources[].configMap.name', ''],
  ['projected.sources[].secret.name', ''],
  ['rbd.keyring', '/etc/ceph/keyring'],
  ['rbd.pool', 'rbd'],
  ['rbd.secretRef.name', ''],
  ['rbd.user', 'admin'],
  ['scaleIO.fsType', 'xfs'],
  ['scaleIO.secretRef.name', ''],
  ['scaleIO.storageMode', 'ThinProvisioned'],
  ['storageos.secretRef.name', ''],
];

/** A list in the spec, and the defaults of its elements. */
const LISTS: readonly (readonly [string, readonly (readonly [string, string | boolean])[]])[] = [
  [
    'controlPlane.gateway.parentRefs',
    [
      ['group', ROUTE_GROUP],
      ['kind', 'Gateway'],
    ],
  ],
  ['controlPlane.service.additionalPorts', [['protocol', 'TCP']]],
  ['controlPlane.deployment.additionalContainers', CONTAINER_DEFAULTS],
  ['controlPlane.deployment.additionalInitContainers', CONTAINER_DEFAULTS],
  ['controlPlane.deployment.additionalVolumes', VOLUME_DEFAULTS],
];

/** All defaults inside of lists that the CRD of a TenantControlPlane has, by their path in the spec. */
export const LIST_DEFAULTS: readonly (readonly [string, string | boolean])[] = LISTS.flatMap(([list, defaults]) =>
  defaults.map(([path, value]): readonly [string, string | boolean] => [`${list}[].${path}`, value]),
);

function fillAt(value: unknown, segments: readonly string[], fallback: string | boolean): unknown {
  const [head, ...rest] = segments;
  if (head === undefined) {
    return value ?? fallback;
  }
  if (head === '[]') {
    return Array.isArray(value) ? value.map((element) => fillAt(element, rest, fallback)) : value;
  }
  const child = isPlainMap(value) ? value[head] : undefined;
  if (!isPlainMap(value) || (rest.length > 0 && child === undefined)) {
    return value;
  }
  const filled = fillAt(child, rest, fallback);
  return filled === child ? value : { ...value, [head]: filled };
}

function toSegments(path: string): string[] {
  return path.replaceAll('[]', '.[]').split('.');
}

const FILLERS = LIST_DEFAULTS.map(([path, value]) => ({ segments: toSegments(path), value }));

/**
 * Writes the defaults that stand inside of lists into the spec of a TenantControlPlane.
 *
 * Some GitOps tools take an element that the API server completed for a changed one.
 */
export function fillListDefaults(spec: PlainMap): PlainMap {
  const filled = FILLERS.reduce<unknown>((value, filler) => fillAt(value, filler.segments, filler.value), spec);
  return isPlainMap(filled) ? filled : spec;
}
