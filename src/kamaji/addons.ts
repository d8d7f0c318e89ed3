import { k8s } from 'cdk8s-plus-28';
import {
  TenantControlPlaneSpecAddons,
  TenantControlPlaneSpecAddonsKonnectivity,
} from '../../imports/kamaji.clastix.io';
import { PlainMap } from '../objects';
import { definedParts, wireEnum } from './wire';

const DEFAULT_KONNECTIVITY_PORT = 8132;

/** Another image for an addon. */
export interface AddonImage {
  /**
   * Registry and folder of the image.
   *
   * @default - the one of Kubernetes.
   */
  readonly imageRepository?: string;

  /**
   * Tag of the image; it then no longer follows the tenant's Kubernetes version.
   *
   * @default - the one that suits the tenant's Kubernetes version.
   */
  readonly imageTag?: string;
}

/** The server side of konnectivity: a further container of the control plane. */
export interface KonnectivityServer {
  /**
   * Port that agents connect to. Behind a gateway its listener has to have the same one.
   *
   * @default 8132
   */
  readonly port?: number;

  /**
   * The image, without its tag.
   *
   * @default 'registry.k8s.io/kas-network-proxy/proxy-server'
   */
  readonly image?: string;

  /**
   * Tag of the image.
   *
   * @default - the one that suits the tenant's Kubernetes version.
   */
  readonly version?: string;

  /**
   * CPU and memory.
   *
   * @default - no requests and limits.
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * Further arguments, over Kamaji's own. A proxy that cuts idle connections needs `--keepalive-time=60s`: by default nothing is sent for an hour.
   *
   * @default - none.
   */
  readonly extraArgs?: string[];

  /**
   * Security context of the container.
   *
   * @default - Kamaji's own.
   */
  readonly securityContext?: k8s.SecurityContext;
}

/** How agents are run in the tenant. */
export enum KonnectivityAgentMode {
  /** One on each node. */
  DAEMON_SET = 'DaemonSet',
  /** A number of them. */
  DEPLOYMENT = 'Deployment',
}

/** The agents of konnectivity, in the tenant. */
export interface KonnectivityAgent {
  /**
   * The image, without its tag.
   *
   * @default 'registry.k8s.io/kas-network-proxy/proxy-agent'
   */
  readonly image?: string;

  /**
   * Tag of the image.
   *
   * @default - the one that suits the tenant's Kubernetes version.
   */
  readonly version?: string;

  /**
   * How agents are run.
   *
   * @default KonnectivityAgentMode.DAEMON_SET
   */
  readonly mode?: KonnectivityAgentMode;

  /**
   * Number of agents of a Deployment, 1 or more.
   *
   * @default - Kamaji's own.
   */
  readonly replicas?: number;

  /**
   * Whether agents use the network of their node, so that they need no CNI.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * Taints that the agents tolerate.
   *
   * @default - `CriticalAddonsOnly`.
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Further arguments, over Kamaji's own.
   *
   * @default - none.
   */
  readonly extraArgs?: string[];
}

/** Konnectivity: a tunnel through which the API server reaches nodes and pods in another network. */
export interface Konnectivity {
  /**
   * The server side.
   *
   * @default - Kamaji's own settings, on port 8132.
   */
  readonly server?: KonnectivityServer;

  /**
   * The agents.
   *
   * @default - Kamaji's own settings.
   */
  readonly agent?: KonnectivityAgent;
}

/** What Kamaji installs into a tenant. An addon is on where it is given, `{}` included. */
export interface TenantAddons {
  /**
   * CoreDNS.
   *
   * @default - not installed.
   */
  readonly coreDns?: AddonImage;

  /**
   * kube-proxy.
   *
   * @default - not installed.
   */
  readonly kubeProxy?: AddonImage;

  /**
   * Konnectivity; behind a gateway it needs Kamaji edge-26.1.3 or newer.
   *
   * @default - not installed.
   */
  readonly konnectivity?: Konnectivity;
}

function toKonnectivity({ server = {}, agent }: Konnectivity): TenantControlPlaneSpecAddonsKonnectivity {
  return {
    server: {
      port: server.port ?? DEFAULT_KONNECTIVITY_PORT,
      image: server.image,
      version: server.version,
      extraArgs: server.extraArgs,
    },
    agent: agent && {
      image: agent.image,
      version: agent.version,
      mode: agent.mode === undefined ? undefined : wireEnum(agent.mode),
      replicas: agent.replicas,
      hostNetwork: agent.hostNetwork,
      extraArgs: agent.extraArgs,
    },
  };
}

/** Writes the parts that Kamaji defines itself. */
export function toAddons(addons: TenantAddons | undefined): TenantControlPlaneSpecAddons | undefined {
  return (
    addons && {
      coreDns: addons.coreDns,
      kubeProxy: addons.kubeProxy,
      konnectivity: addons.konnectivity && toKonnectivity(addons.konnectivity),
    }
  );
}

/** Writes the parts that are shaped like those of a pod, in wire form. */
export function addonPodParts(addons: TenantAddons | undefined): PlainMap | undefined {
  const { server, agent } = addons?.konnectivity ?? {};
  const konnectivity = definedParts({
    server: definedParts({
      resources: k8s.toJson_ResourceRequirements(server?.resources),
      securityContext: k8s.toJson_SecurityContext(server?.securityContext),
    }),
    agent: definedParts({ tolerations: agent?.tolerations?.map(k8s.toJson_Toleration) }),
  });
  return definedParts({ konnectivity });
}
