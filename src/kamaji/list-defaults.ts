import { asList, isPlainMap, PlainMap, read } from '../objects';

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

type Default = readonly [string, string | boolean];

/** The lists in the spec whose elements have defaults. */
const LISTS: readonly { readonly list: string; readonly defaults: readonly Default[] }[] = [
  {
    list: 'controlPlane.gateway.parentRefs',
    defaults: [
      ['group', 'gateway.networking.k8s.io'],
      ['kind', 'Gateway'],
    ],
  },
  { list: 'controlPlane.service.additionalPorts', defaults: [['protocol', 'TCP']] },
  { list: 'controlPlane.deployment.additionalContainers', defaults: CONTAINER_DEFAULTS },
  { list: 'controlPlane.deployment.additionalInitContainers', defaults: CONTAINER_DEFAULTS },
  { list: 'controlPlane.deployment.additionalVolumes', defaults: VOLUME_DEFAULTS },
];

/** All defaults inside of lists that the CRD of a TenantControlPlane has, by their path in the spec. */
export const LIST_DEFAULTS: readonly Default[] = LISTS.flatMap(({ list, defaults }) =>
  defaults.map(([path, value]): Default => [`${list}[].${path}`, value]),
);

type Change = (value: unknown) => unknown;

function toSegments(path: string): string[] {
  return path.replaceAll('[]', '.[]').split('.');
}

/** Changes the values at a path, each where everything above it is there. */
function changeAt(value: unknown, segments: readonly string[], change: Change): unknown {
  const [head, ...rest] = segments;
  if (head === undefined) {
    return change(value);
  }
  if (head === '[]') {
    return Array.isArray(value) ? value.map((element) => changeAt(element, rest, change)) : value;
  }
  if (!isPlainMap(value) || (rest.length > 0 && value[head] === undefined)) {
    return value;
  }
  return { ...value, [head]: changeAt(value[head], rest, change) };
}

const CHANGES = LISTS.map(({ list, defaults }) => ({
  list: toSegments(list),
  elements: defaults.map(([path, fallback]) => ({
    path: toSegments(`[].${path}`).filter((segment) => segment !== ''),
    change: (value: unknown) => value ?? fallback,
  })),
}));

/**
 * Writes the defaults that stand inside of lists into the spec of a TenantControlPlane.
 *
 * Some GitOps tools take an element that the API server completed for a changed one.
 */
export function fillListDefaults(spec: PlainMap): PlainMap {
  const lists = CHANGES.filter(({ list }) => asList(read(spec, ...list)).length > 0);
  const filled = lists.reduce<unknown>(
    (value, { list, elements }) =>
      changeAt(value, list, (found) =>
        elements.reduce<unknown>((partly, { path, change }) => changeAt(partly, path, change), found),
      ),
    spec,
  );
  return isPlainMap(filled) ? filled : spec;
}
