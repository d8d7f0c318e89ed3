import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { TenantControlPlaneSpec, toJson_TenantControlPlaneSpec } from '../../imports/kamaji.clastix.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject, formatPath, isPlainMap, PathSegment, PlainMap } from '../objects';
import { addonPodParts, TenantAddons, toAddons } from './addons';
import { ControlPlaneDeployment, deploymentPodParts, toDeployment } from './control-plane-deployment';
import { ControlPlaneGateway, ControlPlaneIngress, toGateway, toIngress } from './control-plane-exposure';
import { AdditionalPort, ControlPlaneService, toService } from './control-plane-service';
import { IDataStore } from './data-store';
import { DataStoreIdentity } from './data-store-identity';
import { KamajiRelease } from './kamaji-release';
import { fillListDefaults } from './list-defaults';
import { apiServerPort, NetworkProfile, toNetworkProfile } from './network-profile';
import { TenantKubernetes, toKubernetes } from './tenant-kubernetes';
import { definedParts, mergeMaps } from './wire';

/** A TenantControlPlane, made here or elsewhere. */
export interface ITenantControlPlane extends IConstruct {
  /** Name of the control plane. */
  readonly name: string;

  /** Namespace of the control plane. */
  readonly namespace: string;
}

/** A kind of the tenant's objects that is kept in a DataStore of its own. */
export interface DataStoreOverride {
  /** The kind, as kube-apiserver names it: `/events`. Each one once. */
  readonly resource: string;

  /** Where its objects are kept. */
  readonly dataStore: IDataStore;
}

/** Which writes a tenant's API server refuses. */
export interface WritePermissions {
  /**
   * Whether nothing can be created.
   *
   * @default false
   */
  readonly blockCreation?: boolean;

  /**
   * Whether nothing can be changed.
   *
   * @default false
   */
  readonly blockUpdate?: boolean;

  /**
   * Whether nothing can be deleted.
   *
   * @default false
   */
  readonly blockDeletion?: boolean;
}

/** What a TenantControlPlane can have. */
export interface TenantControlPlaneProps {
  /**
   * Metadata of the object. The name is a DNS label that starts with a letter, at most 63 characters.
   *
   * @default - the construct's id is the name, the chart's namespace the namespace.
   */
  readonly metadata?: ApiObjectMetadata;

  /** Kubernetes version of the tenant: `v1.35.7`. It cannot go down, or up by more than one minor at a time. */
  readonly kubernetesVersion: string;

  /**
   * Settings of the tenant's Kubernetes.
   *
   * @default - Kamaji's own.
   */
  readonly kubernetes?: TenantKubernetes;

  /**
   * Where the tenant's data are kept; once set it cannot be unset.
   *
   * @default - the DataStore that Kamaji was started with, or one that it chooses.
   */
  readonly dataStore?: IDataStore;

  /**
   * Under which names they are kept; immutable in the cluster.
   *
   * @default DataStoreIdentity.derived()
   */
  readonly dataStoreIdentity?: DataStoreIdentity;

  /**
   * Kinds that are kept elsewhere.
   *
   * @default - none.
   */
  readonly dataStoreOverrides?: DataStoreOverride[];

  /**
   * The Deployment that runs the control plane.
   *
   * @default - two replicas of Kamaji's own.
   */
  readonly deployment?: ControlPlaneDeployment;

  /**
   * The Service that leads to the control plane.
   *
   * @default - of type ClusterIP.
   */
  readonly service?: ControlPlaneService;

  /**
   * The Gateway in front of the control plane; excludes `ingress`.
   *
   * @default - none.
   */
  readonly gateway?: ControlPlaneGateway;

  /**
   * The Ingress in front of the control plane; excludes `gateway`.
   *
   * @default - none.
   */
  readonly ingress?: ControlPlaneIngress;

  /**
   * Addresses and names.
   *
   * @default - port 6443, Services in 10.96.0.0/16, pods in 10.244.0.0/16.
   */
  readonly network?: NetworkProfile;

  /**
   * What Kamaji installs into the tenant.
   *
   * @default - nothing.
   */
  readonly addons?: TenantAddons;

  /**
   * Which writes the tenant's API server refuses.
   *
   * @default - none.
   */
  readonly writePermissions?: WritePermissions;

  /**
   * The release of Kamaji that reads the object: it decides what its webhook would fill in, and how a Gateway is referred to.
   *
   * @default KamajiRelease.latest()
   */
  readonly release?: KamajiRelease;

  /**
   * Anything else, merged over the rendered `spec` in wire form: maps key by key, lists and values as a whole, null removes.
   *
   * For fields that no prop has, such as the newest ones of containers and volumes.
   *
   * @default - nothing.
   */
  readonly overrides?: { [key: string]: unknown };
}

/** Where the parts of the object come from; what has the same name in both needs no line of its own. */
const PROVENANCE: Readonly<Record<string, string>> = {
  metadata: 'metadata',
  'spec.kubernetes': 'kubernetes',
  'spec.kubernetes.version': 'kubernetesVersion',
  'spec.kubernetes.kubelet.configurationJSONPatches': 'kubernetes.kubelet.configurationJsonPatches',
  'spec.kubernetes.kubelet.cgroupfs': 'kubernetes.kubelet.cgroupDriver',
  'spec.dataStore': 'dataStore',
  'spec.dataStoreSchema': 'dataStoreIdentity',
  'spec.dataStoreUsername': 'dataStoreIdentity',
  'spec.dataStoreOverrides': 'dataStoreOverrides',
  'spec.controlPlane.deployment': 'deployment',
  'spec.controlPlane.service': 'service',
  'spec.controlPlane.service.serviceType': 'service.type',
  'spec.controlPlane.gateway': 'gateway',
  'spec.controlPlane.gateway.parentRefs': 'gateway.parents',
  'spec.controlPlane.ingress': 'ingress',
  'spec.networkProfile': 'network',
  'spec.networkProfile.allowAddressAsExternalIP': 'network.allowAddressAsExternalIp',
  'spec.networkProfile.certSANs': 'network.certSans',
  'spec.networkProfile.dnsServiceIPs': 'network.dnsServiceIps',
  'spec.networkProfile.serviceCidr': 'network.serviceCidrs[0]',
  'spec.networkProfile.podCidr': 'network.podCidrs[0]',
  'spec.addons': 'addons',
  'spec.addons.coreDNS': 'addons.coreDns',
  'spec.writePermissions': 'writePermissions',
};

function leafPaths(value: unknown, path: readonly PathSegment[]): (readonly PathSegment[])[] {
  return isPlainMap(value) ? Object.entries(value).flatMap(([key, child]) => leafPaths(child, [...path, key])) : [path];
}

/**
 * The control plane of a tenant, run by Kamaji. What Kamaji makes of it (Deployment, Service, TLSRoutes) is never rendered.
 *
 * What Kamaji's webhook would fill in is rendered: replicas, DNS service IPs, ranges, and the names in the data store.
 *
 * @see https://kamaji.clastix.io/reference/api/
 */
export class TenantControlPlane extends Construct implements ITenantControlPlane {
  /** Name of the control plane. */
  public readonly name: string;

  /** Namespace of the control plane. */
  public readonly namespace: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  private readonly release: KamajiRelease;
  private readonly certSans: string[] = [];
  private readonly additionalPorts: AdditionalPort[] = [];
  private readonly overriddenStores: DataStoreOverride[] = [];

  /**
   * Defines a TenantControlPlane.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the control plane has.
   * @throws where neither the metadata nor the chart names a namespace: the data's names and the Gateway's namespace depend on it.
   */
  constructor(scope: Construct, id: string, props: TenantControlPlaneProps) {
    super(scope, id);
    const namespace = props.metadata?.namespace ?? Chart.of(this).namespace;
    if (namespace === undefined) {
      throw new Error(
        `TenantControlPlane "${this.node.path}" has no namespace: set metadata.namespace, or give its chart one`,
      );
    }
    this.namespace = namespace;
    this.release = props.release ?? KamajiRelease.latest();
    const apiObject = createManagedObject(this, {
      apiVersion: 'kamaji.clastix.io/v1alpha1',
      kind: 'TenantControlPlane',
      metadata: props.metadata,
      spec: () => this.renderSpec(props),
    });
    this.name = apiObject.name;
    this.metadata = apiObject.metadata;
    this.recordPaths(apiObject, props.overrides);
    if (props.gateway !== undefined) {
      this.addCertSans(props.gateway.hostname);
    }
    this.addCertSans(...(props.network?.certSans ?? []));
    for (const port of props.service?.additionalPorts ?? []) {
      this.addServicePort(port);
    }
    for (const { resource, dataStore } of props.dataStoreOverrides ?? []) {
      this.addDataStoreOverride(resource, dataStore);
    }
  }

  /** Adds names and addresses to the certificate of the API server; what is there already is not added twice. */
  public addCertSans(...sans: string[]): void {
    for (const san of sans) {
      if (!this.certSans.includes(san)) {
        this.certSans.push(san);
      }
    }
  }

  /** Adds a port to the Service, for one of the further containers. */
  public addServicePort(port: AdditionalPort): void {
    this.additionalPorts.push(port);
  }

  /**
   * Keeps a kind of the tenant's objects elsewhere.
   *
   * @param resource the kind, as kube-apiserver names it: `/events`.
   * @param dataStore where its objects are kept.
   */
  public addDataStoreOverride(resource: string, dataStore: IDataStore): void {
    this.overriddenStores.push({ resource, dataStore });
  }

  private toSpec(props: TenantControlPlaneProps): TenantControlPlaneSpec {
    const { schema, username } = (props.dataStoreIdentity ?? DataStoreIdentity.derived())._resolve(
      this.namespace,
      this.name,
    );
    const context = { namespace: this.namespace, port: apiServerPort(props.network), release: this.release };
    const overrides = this.overriddenStores.map(({ resource, dataStore }) => ({ resource, dataStore: dataStore.name }));
    return {
      kubernetes: toKubernetes(props.kubernetesVersion, props.kubernetes),
      dataStore: props.dataStore?.name,
      dataStoreSchema: schema,
      dataStoreUsername: username,
      dataStoreOverrides: overrides.length === 0 ? undefined : overrides,
      controlPlane: {
        deployment: toDeployment(props.deployment),
        service: toService(props.service, this.additionalPorts),
        gateway: toGateway(props.gateway, context),
        ingress: toIngress(props.ingress),
      },
      networkProfile: toNetworkProfile(props.network, this.release, this.certSans),
      addons: toAddons(props.addons),
      writePermissions: props.writePermissions,
    };
  }

  private renderSpec(props: TenantControlPlaneProps): PlainMap {
    const podParts = definedParts({
      controlPlane: definedParts({ deployment: deploymentPodParts(props.deployment) }),
      addons: addonPodParts(props.addons),
    });
    return fillListDefaults(mergeMaps(toJson_TenantControlPlaneSpec(this.toSpec(props)), podParts, props.overrides));
  }

  private recordPaths(apiObject: ApiObject, overrides: Readonly<Record<string, unknown>> | undefined): void {
    recordProvenance(apiObject, PROVENANCE);
    for (const path of overrides === undefined ? [] : leafPaths(overrides, [])) {
      recordProvenance(apiObject, { [formatPath(['spec', ...path])]: formatPath(['overrides', ...path]) });
    }
  }
}
