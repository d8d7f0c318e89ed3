import { Construct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, locate, recordProvenance, Severity } from '../diagnostics';
import { ParentRef } from '../gateway-api/parent-ref';
import { AdditionalMetadata } from '../kamaji/additional-metadata';
import { Konnectivity, TenantAddons } from '../kamaji/addons';
import { isUsableHostname } from '../kamaji/checks';
import { ControlPlaneDeployment } from '../kamaji/control-plane-deployment';
import { ControlPlaneService } from '../kamaji/control-plane-service';
import { IDataStore } from '../kamaji/data-store';
import { DataStoreIdentity } from '../kamaji/data-store-identity';
import { NetworkProfile } from '../kamaji/network-profile';
import {
  DataStoreOverride,
  ITenantControlPlane,
  TenantControlPlane,
  WritePermissions,
} from '../kamaji/tenant-control-plane';
import { TenantKubernetes } from '../kamaji/tenant-kubernetes';
import { asMap, PlainMap, read } from '../objects';
import { DeletionProtection, protect } from './deletion-protection';
import { PART_OF_LABEL } from './labels';
import { setManifestPath } from './manifest-path';
import { ownNamespace } from './owned-namespaces';
import { ISharedTenantGateway } from './shared-gateway';
import { checkOnSynth } from './synthesis';
import { RegisteredTenant, registerTenant, TenantHost } from './tenant-registry';

/** A short hostname that nothing completes. */
export const HOSTNAME_WITHOUT_DOMAIN: CodeDefinition = {
  code: 'hostname-without-domain',
  severity: Severity.ERROR,
  title: 'The hostname of a tenant is a single label, and its gateway has no domain that completes it',
};

/** A tenant that lost its gateway on the way. */
export const TENANT_GATEWAY_REMOVED: CodeDefinition = {
  code: 'tenant-gateway-removed',
  severity: Severity.ERROR,
  title: 'The overrides of a tenant behind a gateway remove its gateway, so nothing leads to it',
};

/** What a tenant behind a shared gateway can have. */
export interface TenantControlPlaneWithGatewayOptions {
  /**
   * Name that the tenant is reached by: a label below the gateway's domain (`tcp1`), or a full name (`tcp1.cluster.dev`). Never a wildcard.
   *
   * Where the gateway was given domains, the name lies in one of them (see `domain` of the gateway).
   */
  readonly hostname: string;

  /** Kubernetes version of the tenant: `v1.35.7`. It cannot go down, or up by more than one minor at a time. */
  readonly kubernetesVersion: string;

  /**
   * Name of the TenantControlPlane: a DNS label that starts with a letter, at most 63 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Namespace of the tenant; several tenants may share one.
   *
   * @default - the tenant's name
   */
  readonly namespace?: string;

  /**
   * Whether to create the namespace; set it to false for one that others make.
   *
   * @default true
   */
  readonly createNamespace?: boolean;

  /**
   * Labels of the namespace, if it is created. Whoever else uses the namespace must not ask for other values of the same labels.
   *
   * `app.kubernetes.io/managed-by` is the library's own, whatever is given here, and so is `app.kubernetes.io/part-of`
   * where the namespace has one tenant only.
   *
   * @default - those that the gateway selects namespaces by, and those of the library
   */
  readonly namespaceLabels?: { [key: string]: string };

  /**
   * Annotations of the namespace, if it is created. Whoever else uses the namespace must not ask for other values of the same annotations.
   *
   * @default - those of the deletion protection only
   */
  readonly namespaceAnnotations?: { [key: string]: string };

  /**
   * Where the tenant's data are kept; once set it cannot be unset.
   *
   * @default - the DataStore that Kamaji was started with, which is an error: a fleet says where its data are
   */
  readonly dataStore?: IDataStore;

  /**
   * Under which names they are kept; immutable in the cluster. A tenant that is adopted keeps what its live object has.
   *
   * @default DataStoreIdentity.derived()
   */
  readonly dataStoreIdentity?: DataStoreIdentity;

  /**
   * Kinds of the tenant's objects that are kept elsewhere.
   *
   * @default - none
   */
  readonly dataStoreOverrides?: DataStoreOverride[];

  /**
   * Further names and addresses in the certificate of the API server, beside the hostname.
   *
   * @default - the hostname only
   */
  readonly certSans?: string[];

  /**
   * Whether the tenant has konnectivity, so that its API server reaches kubelets and pods; details stand under `addons.konnectivity`.
   *
   * @default - true from Kamaji edge-26.1.3 (G2) on; older ones create no route for it
   */
  readonly konnectivity?: boolean;

  /**
   * What Kamaji installs into the tenant.
   *
   * @default - konnectivity only, with a keepalive of 60 seconds that idle timeouts of proxies do not cut
   */
  readonly addons?: TenantAddons;

  /**
   * Addresses and names; the port is that of the gateway unless given.
   *
   * @default - Services in 10.96.0.0/16, pods in 10.244.0.0/16
   */
  readonly network?: NetworkProfile;

  /**
   * Settings of the tenant's Kubernetes.
   *
   * @default - Kamaji's own
   */
  readonly kubernetes?: TenantKubernetes;

  /**
   * The Deployment that runs the control plane.
   *
   * @default - two replicas of Kamaji's own
   */
  readonly deployment?: ControlPlaneDeployment;

  /**
   * The Service between the gateway and the control plane.
   *
   * @default - of type ClusterIP
   */
  readonly service?: ControlPlaneService;

  /**
   * Labels and annotations for the TLSRoutes that Kamaji creates, for example for external-dns.
   *
   * @default - Kamaji's own labels
   */
  readonly routeMetadata?: AdditionalMetadata;

  /**
   * Which writes the tenant's API server refuses.
   *
   * @default - none
   */
  readonly writePermissions?: WritePermissions;

  /**
   * What keeps the TenantControlPlane and its namespace when their manifests disappear; their deletion deletes the tenant's data.
   *
   * @default DeletionProtection.RETAIN
   */
  readonly deletionProtection?: DeletionProtection;

  /**
   * Labels of the TenantControlPlane. `app.kubernetes.io/managed-by` and `app.kubernetes.io/part-of` are the library's own, whatever is given here.
   *
   * @default - `app.kubernetes.io/managed-by` and `app.kubernetes.io/part-of` only
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the TenantControlPlane.
   *
   * @default - those of the deletion protection only
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Anything else, merged over the rendered `spec` in wire form: maps key by key, lists and values as a whole, null removes.
   *
   * @default - nothing
   */
  // biome-ignore lint/suspicious/noExplicitAny: any JSON value, which jsii knows by this name only
  readonly overrides?: { [key: string]: any };
}

/** What a tenant behind a shared gateway has. */
export interface TenantControlPlaneWithGatewayProps extends TenantControlPlaneWithGatewayOptions {
  /** The gateway in front of the tenant. */
  readonly gateway: ISharedTenantGateway;
}

const KEEPALIVE = '--keepalive-time';

/** Konnectivity's own default is an hour, which is as long as most proxies wait before they cut a silent connection, or longer. */
const DEFAULT_KEEPALIVE = `${KEEPALIVE}=60s`;

function fullHostname(hostname: string, domain: string | undefined): string {
  return hostname === '' || hostname.includes('.') || domain === undefined ? hostname : `${hostname}.${domain}`;
}

function withKeepalive(konnectivity: Konnectivity, port: number): Konnectivity {
  const { server = {} } = konnectivity;
  const args = server.extraArgs ?? [];
  const given = args.some((arg) => arg === KEEPALIVE || arg.startsWith(`${KEEPALIVE}=`));
  return {
    ...konnectivity,
    server: {
      ...server,
      port: server.port ?? port,
      extraArgs: given ? args : [...args, DEFAULT_KEEPALIVE],
    },
  };
}

/**
 * A tenant's control plane behind a shared gateway.
 *
 * Creates the TenantControlPlane and its Namespace. The gateway's listeners follow: they cover the hostname and admit the namespace.
 * The TLSRoutes are Kamaji's; they are predicted and checked, never rendered.
 *
 * @see https://kamaji.clastix.io/guides/gateway-api/
 */
export class TenantControlPlaneWithGateway extends Construct implements ITenantControlPlane {
  /** Name of the TenantControlPlane. */
  public readonly name: string;

  /** Namespace of the TenantControlPlane. */
  public readonly namespace: string;

  /** The full name that the tenant is reached by. */
  public readonly hostname: string;

  /** The gateway in front of the tenant. */
  public readonly gateway: ISharedTenantGateway;

  /** The TenantControlPlane. */
  public readonly controlPlane: TenantControlPlane;

  private readonly overrides: PlainMap | undefined;

  /**
   * Defines a tenant behind a shared gateway.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the tenant has.
   * @throws where konnectivity is switched off and described at once
   */
  constructor(scope: Construct, id: string, props: TenantControlPlaneWithGatewayProps) {
    super(scope, id);
    const { gateway } = props;
    this.gateway = gateway;
    this.name = props.name ?? id;
    this.namespace = props.namespace ?? this.name;
    this.overrides = asMap(props.overrides);
    this.hostname = fullHostname(props.hostname, gateway.domain);
    const deletionProtection = props.deletionProtection ?? DeletionProtection.RETAIN;

    setManifestPath(this, `tenants/${this.namespace}/${this.name}.yaml`);
    if (props.createNamespace ?? true) {
      ownNamespace(this, {
        name: this.namespace,
        labels: { ...gateway.tenantNamespaceLabels, ...props.namespaceLabels },
        annotations: props.namespaceAnnotations,
        deletionProtection,
        user: `tenant ${JSON.stringify(this.name)}`,
        tenant: this.name,
        path: `tenants/${this.namespace}/_namespace.yaml`,
      });
    }
    const addons = this.addonsOf(props);
    const tenant: RegisteredTenant = {
      construct: this,
      name: this.name,
      namespace: this.namespace,
      hostname: this.hostname,
      konnectivity: addons?.konnectivity !== undefined,
    };
    registerTenant(gateway, tenant);
    const parent = (gateway as TenantHost)._defineParent?.(this, tenant) ?? gateway;
    const network = props.network ?? {};
    const port = network.port ?? gateway.apiServerPort;
    const furtherSans = [...(props.certSans ?? []), ...(network.certSans ?? [])];
    this.controlPlane = new TenantControlPlane(this, 'Resource', {
      metadata: {
        name: this.name,
        namespace: this.namespace,
        labels: { ...props.labels, [PART_OF_LABEL]: this.name },
        annotations: protect(deletionProtection, props.annotations),
      },
      release: gateway.platform.kamaji,
      kubernetesVersion: props.kubernetesVersion,
      kubernetes: props.kubernetes,
      dataStore: props.dataStore,
      dataStoreIdentity: props.dataStoreIdentity,
      dataStoreOverrides: props.dataStoreOverrides,
      deployment: props.deployment,
      service: props.service,
      gateway: {
        hostname: this.hostname,
        parents: [ParentRef.of(parent, { sectionName: gateway.apiServerListener, port: gateway.apiServerPort })],
        additionalMetadata: props.routeMetadata,
      },
      network: { ...network, port, certSans: furtherSans },
      addons,
      writePermissions: props.writePermissions,
      overrides: props.overrides,
    });
    this.recordProps(props);
    checkOnSynth(this);
  }

  /** @internal */
  public _diagnostics(): Diagnostic[] {
    const object = {
      apiVersion: 'kamaji.clastix.io/v1alpha1',
      kind: 'TenantControlPlane',
      namespace: this.namespace,
      name: this.name,
    };
    return [...this.checkHostname(), ...this.checkOverrides()].map((problem) => ({ object, ...problem }));
  }

  private checkHostname(): Diagnostic[] {
    const { hostname, gateway } = this;
    if (gateway.domain !== undefined || hostname.includes('.') || !isUsableHostname(hostname)) {
      return [];
    }
    return [
      diagnose(HOSTNAME_WITHOUT_DOMAIN, {
        path: 'spec.controlPlane.gateway.hostname',
        message: `"${hostname}" is a single label, and gateway "${gateway.name}" has no domain to complete it`,
        fix: `give the full name, such as "${hostname}.cluster.dev", or give the gateway a \`domain\``,
        ...locate(this, 'hostname'),
      }),
    ];
  }

  private checkOverrides(): Diagnostic[] {
    const removed = [['controlPlane'], ['controlPlane', 'gateway']].find(
      (path) => read(this.overrides, ...path) === null,
    );
    if (removed === undefined) {
      return [];
    }
    return [
      diagnose(TENANT_GATEWAY_REMOVED, {
        path: `spec.${removed.join('.')}`,
        message: `the overrides remove ${removed.join('.')}, and with it the way through gateway "${this.gateway.name}": no route, no row in the routing table, no DNS record`,
        fix: 'leave it out of the overrides; a tenant without a gateway is a TenantControlPlane of its own',
        ...locate(this, `overrides.${removed.join('.')}`),
      }),
    ];
  }

  private addonsOf(props: TenantControlPlaneWithGatewayProps): TenantAddons | undefined {
    const { gateway, addons } = props;
    if (props.konnectivity === false && addons?.konnectivity !== undefined) {
      throw new Error(
        `tenant "${this.name}": konnectivity is switched off and described in addons.konnectivity at once; remove one of them`,
      );
    }
    const asked =
      props.konnectivity ?? (addons?.konnectivity !== undefined || gateway.platform.kamaji.createsKonnectivityRoute);
    if (!asked) {
      return addons;
    }
    return { ...addons, konnectivity: withKeepalive(addons?.konnectivity ?? {}, gateway.konnectivityPort) };
  }

  private recordProps(props: TenantControlPlaneWithGatewayProps): void {
    const sources = new Map<string, string>();
    for (const list of ['certSans', 'network.certSans'] as const) {
      for (const [i, san] of ((list === 'certSans' ? props.certSans : props.network?.certSans) ?? []).entries()) {
        if (san !== this.hostname && !sources.has(san)) {
          sources.set(san, `${list}[${i}]`);
        }
      }
    }
    const sans = [...sources.values()].map((source, i): [string, string] => [`network.certSans[${i + 1}]`, source]);
    recordProvenance(this.controlPlane, {
      'metadata.name': 'name',
      'metadata.namespace': 'namespace',
      'metadata.labels': 'labels',
      'metadata.annotations': 'annotations',
      'gateway.hostname': 'hostname',
      'gateway.parents': 'gateway',
      'gateway.additionalMetadata': 'routeMetadata',
      'network.certSans': 'certSans',
      'network.certSans[0]': 'hostname',
      ...Object.fromEntries(sans),
      ...(props.network?.port === undefined ? { 'network.port': 'gateway' } : {}),
      ...(props.addons?.konnectivity === undefined ? { 'addons.konnectivity': 'konnectivity' } : {}),
    });
  }
}
