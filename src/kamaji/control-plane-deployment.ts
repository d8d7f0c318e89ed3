import { k8s } from 'cdk8s-plus-28';
import { TenantControlPlaneSpecControlPlaneDeployment } from '../../imports/kamaji.clastix.io';
import { PlainMap } from '../objects';
import { AdditionalMetadata } from './additional-metadata';
import {
  ComponentArguments,
  ComponentResources,
  ComponentSecurityContexts,
  ComponentVolumeMounts,
  resourcesToJson,
  securityContextsToJson,
  volumeMountsToJson,
} from './component-settings';
import { ControlPlaneProbes } from './control-plane-probes';
import { definedParts } from './wire';

/** What Kamaji's webhook fills in. */
const DEFAULT_REPLICAS = 2;

/** Where the images of a control plane come from. */
export interface RegistrySettings {
  /**
   * Registry of the images.
   *
   * @default 'registry.k8s.io'
   */
  readonly registry?: string;

  /**
   * Name of the image of kube-apiserver.
   *
   * @default 'kube-apiserver'
   */
  readonly apiServerImage?: string;

  /**
   * Name of the image of kube-controller-manager.
   *
   * @default 'kube-controller-manager'
   */
  readonly controllerManagerImage?: string;

  /**
   * Name of the image of kube-scheduler.
   *
   * @default 'kube-scheduler'
   */
  readonly schedulerImage?: string;

  /**
   * Text after the Kubernetes version in the tag of each image.
   *
   * @default - none.
   */
  readonly tagSuffix?: string;
}

/** The Deployment in the management cluster that runs a control plane. */
export interface ControlPlaneDeployment {
  /**
   * Number of pods; 0 puts the control plane to sleep.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Where the images come from.
   *
   * @default - the registry of Kubernetes.
   */
  readonly registrySettings?: RegistrySettings;

  /**
   * Labels that a node must have.
   *
   * @default - any node will do.
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Name of a RuntimeClass.
   *
   * @default - the default runtime.
   */
  readonly runtimeClassName?: string;

  /**
   * How pods are replaced.
   *
   * @default - rolling update, 100 % surge, none unavailable.
   */
  readonly strategy?: k8s.DeploymentStrategy;

  /**
   * Taints that the pods tolerate.
   *
   * @default - none.
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Where the pods prefer to run, or not to.
   *
   * @default - no preference.
   */
  readonly affinity?: k8s.Affinity;

  /**
   * How the pods spread; without a label selector, Kamaji's own for the control plane is used.
   *
   * @default - as the scheduler likes.
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * CPU and memory of the containers.
   *
   * @default - no requests and limits.
   */
  readonly resources?: ComponentResources;

  /**
   * Further arguments of the containers.
   *
   * @default - none.
   */
  readonly extraArgs?: ComponentArguments;

  /**
   * Labels and annotations of the Deployment.
   *
   * @default - Kamaji's own.
   */
  readonly additionalMetadata?: AdditionalMetadata;

  /**
   * Labels and annotations of the pods.
   *
   * @default - Kamaji's own.
   */
  readonly podAdditionalMetadata?: AdditionalMetadata;

  /**
   * Further init containers of the pods.
   *
   * @default - none.
   */
  readonly additionalInitContainers?: k8s.Container[];

  /**
   * Further containers of the pods; they share one network namespace with the control plane's own.
   *
   * @default - none.
   */
  readonly additionalContainers?: k8s.Container[];

  /**
   * Further volumes of the pods.
   *
   * @default - none.
   */
  readonly additionalVolumes?: k8s.Volume[];

  /**
   * Where the control plane's own containers see the further volumes.
   *
   * @default - nowhere.
   */
  readonly additionalVolumeMounts?: ComponentVolumeMounts;

  /**
   * Timing of the probes.
   *
   * @default - Kamaji's own.
   */
  readonly probes?: ControlPlaneProbes;

  /**
   * Name of the pods' ServiceAccount.
   *
   * @default 'default'
   */
  readonly serviceAccountName?: string;

  /**
   * Whether the pods get a token of their ServiceAccount.
   *
   * @default - as the ServiceAccount says.
   */
  readonly automountServiceAccountToken?: boolean;

  /**
   * Security contexts of the containers.
   *
   * @default - Kamaji's own.
   */
  readonly containerSecurityContexts?: ComponentSecurityContexts;

  /**
   * Security context of the pods.
   *
   * @default - none.
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;
}

/** Writes the parts that Kamaji defines itself; the Deployment is required even where nothing is said of it. */
export function toDeployment(deployment: ControlPlaneDeployment = {}): TenantControlPlaneSpecControlPlaneDeployment {
  return {
    replicas: deployment.replicas ?? DEFAULT_REPLICAS,
    registrySettings: deployment.registrySettings,
    nodeSelector: deployment.nodeSelector,
    runtimeClassName: deployment.runtimeClassName,
    extraArgs: deployment.extraArgs,
    additionalMetadata: deployment.additionalMetadata,
    podAdditionalMetadata: deployment.podAdditionalMetadata,
    probes: deployment.probes,
    serviceAccountName: deployment.serviceAccountName,
    automountServiceAccountToken: deployment.automountServiceAccountToken,
  };
}

/** Writes the parts that are shaped like those of a pod, in wire form. */
export function deploymentPodParts(deployment: ControlPlaneDeployment = {}): PlainMap | undefined {
  return definedParts({
    strategy: k8s.toJson_DeploymentStrategy(deployment.strategy),
    tolerations: deployment.tolerations?.map(k8s.toJson_Toleration),
    affinity: k8s.toJson_Affinity(deployment.affinity),
    topologySpreadConstraints: deployment.topologySpreadConstraints?.map(k8s.toJson_TopologySpreadConstraint),
    resources: resourcesToJson(deployment.resources),
    additionalInitContainers: deployment.additionalInitContainers?.map(k8s.toJson_Container),
    additionalContainers: deployment.additionalContainers?.map(k8s.toJson_Container),
    additionalVolumes: deployment.additionalVolumes?.map(k8s.toJson_Volume),
    additionalVolumeMounts: volumeMountsToJson(deployment.additionalVolumeMounts),
    containerSecurityContexts: securityContextsToJson(deployment.containerSecurityContexts),
    podSecurityContext: k8s.toJson_PodSecurityContext(deployment.podSecurityContext),
  });
}
