import {
  TenantControlPlaneSpecKubernetes,
  TenantControlPlaneSpecKubernetesKubelet,
} from '../../imports/kamaji.clastix.io';
import { AdmissionController } from './admission-controller';
import { wireEnum } from './wire';

/** How the API server reaches a kubelet. */
export enum KubeletAddressType {
  /** Hostname of the node. */
  HOSTNAME = 'Hostname',
  /** Internal address of the node. */
  INTERNAL_IP = 'InternalIP',
  /** External address of the node. */
  EXTERNAL_IP = 'ExternalIP',
  /** Internal DNS name of the node. */
  INTERNAL_DNS = 'InternalDNS',
  /** External DNS name of the node. */
  EXTERNAL_DNS = 'ExternalDNS',
}

/** How a kubelet manages control groups. */
export enum KubeletCgroupDriver {
  /** By systemd. */
  SYSTEMD = 'systemd',
  /** By itself. */
  CGROUPFS = 'cgroupfs',
}

/** Operation of a JSON patch, RFC 6902. */
export enum JsonPatchOperation {
  /** Adds a value. */
  ADD = 'add',
  /** Removes a value. */
  REMOVE = 'remove',
  /** Replaces a value. */
  REPLACE = 'replace',
  /** Moves a value. */
  MOVE = 'move',
  /** Copies a value. */
  COPY = 'copy',
  /** Fails where a value is another one. */
  TEST = 'test',
}

/** One operation on the configuration of kubelets, RFC 6902. */
export interface KubeletConfigurationPatch {
  /** What to do. */
  readonly op: JsonPatchOperation;

  /** Where, as a JSON pointer: `/cgroupDriver`. */
  readonly path: string;

  /**
   * From where, as a JSON pointer; for `move` and `copy`.
   *
   * @default - none.
   */
  readonly from?: string;

  /**
   * Any JSON value; for `add`, `replace` and `test`.
   *
   * @default - none.
   */
  readonly value?: unknown;
}

/** Settings of the tenant's kubelets. */
export interface TenantKubelet {
  /**
   * Changes to the KubeletConfiguration that kubeadm gives to nodes.
   *
   * @default - none.
   */
  readonly configurationJsonPatches?: KubeletConfigurationPatch[];

  /**
   * Which addresses of a node the API server tries, in this order; each one once.
   *
   * @default - internal IP, external IP, hostname.
   */
  readonly preferredAddressTypes?: KubeletAddressType[];

  /**
   * How kubelets manage control groups. Kamaji wants `configurationJsonPatches` instead.
   *
   * @default - as kubeadm decides.
   */
  readonly cgroupDriver?: KubeletCgroupDriver;
}

/** Settings of the tenant's Kubernetes besides its version. */
export interface TenantKubernetes {
  /**
   * Settings of kubelets.
   *
   * @default - Kamaji's own.
   */
  readonly kubelet?: TenantKubelet;

  /**
   * Admission controllers of the API server.
   *
   * @default - 17 of them, see Kamaji.
   */
  readonly admissionControllers?: AdmissionController[];
}

function toKubelet(kubelet: TenantKubelet = {}): TenantControlPlaneSpecKubernetesKubelet {
  return {
    cgroupfs: kubelet.cgroupDriver === undefined ? undefined : wireEnum(kubelet.cgroupDriver),
    configurationJsonPatches: kubelet.configurationJsonPatches?.map((patch) => ({ ...patch, op: wireEnum(patch.op) })),
    preferredAddressTypes: kubelet.preferredAddressTypes?.map((type) => wireEnum(type)),
  };
}

/** Writes version and settings; the kubelet is required even where nothing is said of it. */
export function toKubernetes(version: string, kubernetes: TenantKubernetes = {}): TenantControlPlaneSpecKubernetes {
  return {
    version,
    kubelet: toKubelet(kubernetes.kubelet),
    admissionControllers: kubernetes.admissionControllers?.map((controller) => wireEnum(controller)),
  };
}
