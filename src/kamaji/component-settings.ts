import { k8s } from 'cdk8s-plus-28';
import { PlainMap } from '../objects';
import { definedParts } from './wire';

/** Arguments for the containers of a control plane, each as on a command line: `--v=4`. They override Kamaji's own. */
export interface ComponentArguments {
  /**
   * For kube-apiserver.
   *
   * @default - none.
   */
  readonly apiServer?: string[];

  /**
   * For kube-controller-manager.
   *
   * @default - none.
   */
  readonly controllerManager?: string[];

  /**
   * For kube-scheduler.
   *
   * @default - none.
   */
  readonly scheduler?: string[];

  /**
   * For kine, where the data store is not etcd.
   *
   * @default - none.
   */
  readonly kine?: string[];
}

/** CPU and memory for the containers of a control plane. */
export interface ComponentResources {
  /**
   * For kube-apiserver.
   *
   * @default - no requests and limits.
   */
  readonly apiServer?: k8s.ResourceRequirements;

  /**
   * For kube-controller-manager.
   *
   * @default - no requests and limits.
   */
  readonly controllerManager?: k8s.ResourceRequirements;

  /**
   * For kube-scheduler.
   *
   * @default - no requests and limits.
   */
  readonly scheduler?: k8s.ResourceRequirements;

  /**
   * For kine, where the data store is not etcd.
   *
   * @default - no requests and limits.
   */
  readonly kine?: k8s.ResourceRequirements;
}

/** Volumes in the containers of a control plane. */
export interface ComponentVolumeMounts {
  /**
   * In kube-apiserver.
   *
   * @default - none.
   */
  readonly apiServer?: k8s.VolumeMount[];

  /**
   * In kube-controller-manager.
   *
   * @default - none.
   */
  readonly controllerManager?: k8s.VolumeMount[];

  /**
   * In kube-scheduler.
   *
   * @default - none.
   */
  readonly scheduler?: k8s.VolumeMount[];
}

/** Security contexts of the containers of a control plane. */
export interface ComponentSecurityContexts {
  /**
   * Of kube-apiserver.
   *
   * @default - Kamaji's own.
   */
  readonly apiServer?: k8s.SecurityContext;

  /**
   * Of kube-controller-manager.
   *
   * @default - Kamaji's own.
   */
  readonly controllerManager?: k8s.SecurityContext;

  /**
   * Of kube-scheduler.
   *
   * @default - Kamaji's own.
   */
  readonly scheduler?: k8s.SecurityContext;
}

/** Writes resources of all components. */
export function resourcesToJson(resources: ComponentResources | undefined): PlainMap | undefined {
  return definedParts({
    apiServer: k8s.toJson_ResourceRequirements(resources?.apiServer),
    controllerManager: k8s.toJson_ResourceRequirements(resources?.controllerManager),
    scheduler: k8s.toJson_ResourceRequirements(resources?.scheduler),
    kine: k8s.toJson_ResourceRequirements(resources?.kine),
  });
}

/** Writes volume mounts of all components. */
export function volumeMountsToJson(mounts: ComponentVolumeMounts | undefined): PlainMap | undefined {
  return definedParts({
    apiServer: mounts?.apiServer?.map(k8s.toJson_VolumeMount),
    controllerManager: mounts?.controllerManager?.map(k8s.toJson_VolumeMount),
    scheduler: mounts?.scheduler?.map(k8s.toJson_VolumeMount),
  });
}

/** Writes security contexts of all components. */
export function securityContextsToJson(contexts: ComponentSecurityContexts | undefined): PlainMap | undefined {
  return definedParts({
    apiServer: k8s.toJson_SecurityContext(contexts?.apiServer),
    controllerManager: k8s.toJson_SecurityContext(contexts?.controllerManager),
    scheduler: k8s.toJson_SecurityContext(contexts?.scheduler),
  });
}
