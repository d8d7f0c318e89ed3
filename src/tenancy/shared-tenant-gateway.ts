import { Construct } from 'constructs';
import { GatewayTuning } from '../controllers/rendering/gateway-tuning';
import { GATEWAY_TUNING_UNSUPPORTED, GatewayTuningOptions } from '../controllers/rendering/tuning-plan';
import { CodeDefinition, Diagnostic, diagnose, recordProvenance, Severity } from '../diagnostics';
import { Gateway, GatewayInfrastructure } from '../gateway-api/gateway';
import { GatewayAddress } from '../gateway-api/gateway-address';
import { GatewayClass } from '../gateway-api/gateway-class';
import { Listener } from '../gateway-api/listener';
import { ListenerSet } from '../gateway-api/listener-set';
import { IRouteParent, RouteParentReference } from '../gateway-api/parent-ref';
import { GatewayClassParametersReference } from '../gateway-api/references';
import { API_SERVER_LISTENER } from '../kamaji/predicted-routes';
import { TargetPlatform } from '../platform';
import { AllowedNamespaces } from './allowed-namespaces';
import { DeletionProtection, protect } from './deletion-protection';
import { isUsableDomain, likelyDomain, workingDomain } from './domains';
import { ImportedTenantGateway, SharedTenantGatewayAttributes } from './imported-tenant-gateway';
import { PART_OF_LABEL } from './labels';
import { ListenerLayout } from './listener-layout';
import { setManifestPath } from './manifest-path';
import { classProblems, GATEWAY_CLASS_CONFLICT, ownClass } from './owned-classes';
import { ownNamespace } from './owned-namespaces';
import { ISharedTenantGateway } from './shared-gateway';
import { checkLayout, deriveListeners, SharedListeners, tenantListeners, tenantNamespaces } from './shared-listeners';
import {
  SharedGatewayClass,
  SharedGatewayInfrastructure,
  SharedTenantGatewayProps,
} from './shared-tenant-gateway-props';
import { checkOnSynth } from './synthesis';
import {
  TenantControlPlaneWithGateway,
  TenantControlPlaneWithGatewayOptions,
} from './tenant-control-plane-with-gateway';
import { RegisteredTenant, tenantsOf } from './tenant-registry';

/** A gateway whose class nobody named. */
export const GATEWAY_CLASS_UNKNOWN: CodeDefinition = {
  code: 'gateway-class-unknown',
  severity: Severity.ERROR,
  title: 'Neither a controller nor the name of a GatewayClass is given for a gateway',
};

/** A domain that no names can lie below. */
export const DOMAIN_MALFORMED: CodeDefinition = {
  code: 'domain-malformed',
  severity: Severity.ERROR,
  title: 'A domain of a gateway is no DNS name in lower case, without wildcard and without dots at its ends',
};

const DEFAULT_API_SERVER_PORT = 6443;
const DEFAULT_KONNECTIVITY_PORT = 8132;

function addressesOf(own: GatewayAddress[] = [], tuned: GatewayAddress[] = []): GatewayAddress[] | undefined {
  const addresses = [...own, ...tuned];
  return addresses.length === 0 ? undefined : addresses;
}

function infrastructureOf(
  own: SharedGatewayInfrastructure | undefined,
  tuning: GatewayTuning | undefined,
): GatewayInfrastructure | undefined {
  const annotations = { ...tuning?.annotations, ...own?.annotations };
  const given = Object.keys(annotations).length > 0 || tuning?.parameters !== undefined || own !== undefined;
  if (!given) {
    return undefined;
  }
  return {
    labels: own?.labels,
    annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    parameters: tuning?.parameters,
  };
}

/**
 * A Gateway that many tenant control planes share: TLS is passed through by server name, on one port for API servers and one for konnectivity.
 *
 * Listeners, hostnames and admitted namespaces follow from the tenants that name the gateway. Creates the Gateway, its Namespace
 * and, where nobody else does, the GatewayClass.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/tls/
 */
export class SharedTenantGateway extends Construct implements ISharedTenantGateway {
  /**
   * Refers to a gateway that others own: nothing is rendered, and tenants are checked against its listeners.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param attributes where the gateway is and what listeners it has.
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: SharedTenantGatewayAttributes,
  ): ISharedTenantGateway {
    const gateway = new ImportedTenantGateway(scope, id, attributes);
    checkOnSynth(gateway);
    return gateway;
  }

  /** The platform of the management cluster. */
  public readonly platform: TargetPlatform;

  /** Name of the Gateway. */
  public readonly name: string;

  /** Namespace of the Gateway. */
  public readonly namespace: string;

  /**
   * Domain that bare hostnames of tenants lie in.
   *
   * @default - tenants give full hostnames
   */
  public readonly domain?: string;

  /** Port of the API servers. */
  public readonly apiServerPort: number;

  /** Port of konnectivity. */
  public readonly konnectivityPort: number;

  /** Name of the listener that API-server routes attach to. */
  public readonly apiServerListener: string = API_SERVER_LISTENER;

  /** Labels that the namespace of a tenant needs to be admitted; none where namespaces are admitted by name. */
  public readonly tenantNamespaceLabels: { [key: string]: string };

  private readonly allowedNamespaces: AllowedNamespaces;
  private readonly gateway: Gateway;
  private readonly domains: string[];
  private readonly layout: ListenerLayout;
  private readonly problems: Diagnostic[] = [];

  /**
   * Defines a shared gateway.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the gateway has.
   */
  constructor(scope: Construct, id: string, props: SharedTenantGatewayProps) {
    super(scope, id);
    this.platform = props.platform;
    this.name = props.name ?? id;
    this.namespace = props.namespace;
    const named = (props.domains ?? []).map((domain, i): [string, string] => [`domains[${i}]`, domain]);
    this.domains = [...(props.domain === undefined ? [] : [['domain', props.domain] as const]), ...named].map(
      ([prop, domain]) => this.domainAt(prop, domain),
    );
    this.domain = this.domains[0];
    this.layout = props.layout ?? ListenerLayout.sharedWildcard();
    this.apiServerPort = props.apiServerPort ?? DEFAULT_API_SERVER_PORT;
    this.konnectivityPort = props.konnectivityPort ?? DEFAULT_KONNECTIVITY_PORT;
    this.allowedNamespaces = props.allowedNamespaces ?? AllowedNamespaces.byName();
    this.tenantNamespaceLabels = { ...this.allowedNamespaces.labels };

    setManifestPath(this, `gateways/${this.namespace}/${this.name}.yaml`);
    const deletionProtection = props.deletionProtection ?? DeletionProtection.RETAIN;
    if (props.createNamespace ?? true) {
      ownNamespace(this, {
        name: this.namespace,
        labels: props.namespaceLabels,
        deletionProtection,
        user: `gateway ${JSON.stringify(this.name)}`,
        path: `gateways/${this.namespace}/_namespace.yaml`,
      });
    }
    const tuning = this.defineTuning(props.tuning);
    const className = this.defineClass(props.gatewayClass ?? {}, tuning?.classParameters);
    this.gateway = new Gateway(this, 'Resource', {
      metadata: {
        name: this.name,
        namespace: this.namespace,
        labels: props.labels,
        annotations: protect(deletionProtection, props.annotations),
      },
      gatewayClass: GatewayClass.fromGatewayClassName(this, 'Class', className),
      addresses: addressesOf(props.addresses, tuning?.addresses),
      infrastructure: infrastructureOf(props.infrastructure, tuning),
    });
    this.gateway._allowListenersFrom(() =>
      this.layout.usesListenerSets && tenantsOf(this).length > 0 ? tenantNamespaces(this.sharedListeners()) : undefined,
    );
    this.gateway._addListeners(() => deriveListeners(this.sharedListeners()));
    recordProvenance(this.gateway, {
      'metadata.name': 'name',
      'metadata.namespace': 'namespace',
      'metadata.labels': 'labels',
      'metadata.annotations': 'annotations',
      listeners: 'domain',
      'listeners[0].port': 'apiServerPort',
      'listeners[1].port': 'konnectivityPort',
      'listeners[0].allowedRoutes.namespaces': 'allowedNamespaces',
      'listeners[1].allowedRoutes.namespaces': 'allowedNamespaces',
    });
    checkOnSynth(this);
  }

  /**
   * Adds a tenant behind this gateway.
   *
   * @param id construct id of the tenant, a child of this construct.
   * @param options the tenant.
   */
  public addTenant(id: string, options: TenantControlPlaneWithGatewayOptions): TenantControlPlaneWithGateway {
    return new TenantControlPlaneWithGateway(this, id, { ...options, gateway: this });
  }

  /** Names the gateway for a route. */
  public toRouteParent(): RouteParentReference {
    return this.gateway.toRouteParent();
  }

  /** @internal */
  public _defineParent(scope: Construct, tenant: RegisteredTenant): IRouteParent | undefined {
    if (!this.layout.usesListenerSets) {
      return undefined;
    }
    const set = new ListenerSet(scope, 'ListenerSet', {
      metadata: { name: tenant.name, namespace: tenant.namespace, labels: { [PART_OF_LABEL]: tenant.name } },
      gateway: this,
      listeners: tenantListeners(tenant, this),
    });
    recordProvenance(set, {
      'metadata.name': 'name',
      'metadata.namespace': 'namespace',
      gateway: 'gateway',
      listeners: 'hostname',
    });
    return set;
  }

  /** @internal */
  public _targetPlatform(): TargetPlatform {
    return this.platform;
  }

  /** @internal */
  public _diagnostics(): Diagnostic[] {
    const object = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      namespace: this.namespace,
      name: this.name,
    };
    const problems = [...this.problems, ...classProblems(this), ...checkLayout(this.sharedListeners())];
    return problems.map((problem) => ({ object, ...problem }));
  }

  /** Says what is wrong with a domain once, and goes on with what was probably meant. */
  private domainAt(prop: string, domain: string): string {
    if (!isUsableDomain(domain)) {
      const likely = likelyDomain(domain);
      this.problems.push(
        diagnose(DOMAIN_MALFORMED, {
          path: prop,
          message: `${JSON.stringify(domain)} is no domain: lower-case letters, digits and "-" in labels divided by ".", without "*" and without dots at its ends`,
          fix:
            likely === undefined
              ? 'use a domain such as "cluster.dev", or leave it out and give tenants full hostnames'
              : `did you mean "${likely}"?`,
        }),
      );
    }
    return workingDomain(domain);
  }

  private sharedListeners(): SharedListeners {
    return {
      layout: this.layout,
      domains: this.domains,
      tenants: tenantsOf(this),
      apiServerPort: this.apiServerPort,
      konnectivityPort: this.konnectivityPort,
      konnectivity: this.platform.kamaji.createsKonnectivityRoute,
      allowedNamespaces: this.allowedNamespaces,
    };
  }

  private defineTuning(options: GatewayTuningOptions | undefined): GatewayTuning | undefined {
    const { controller } = this.platform;
    if (options === undefined) {
      return undefined;
    }
    if (controller === undefined) {
      this.problems.push(
        diagnose(GATEWAY_TUNING_UNSUPPORTED, {
          path: 'tuning',
          message: 'the gateway is to be tuned, but no controller is given, and each does it in its own way',
          fix: 'name the controller of the platform (`controller: envoy-gateway`)',
        }),
      );
      return undefined;
    }
    const { name: gatewayName, namespace } = this;
    return new GatewayTuning(this, 'Tuning', { ...options, controller, gatewayName, namespace });
  }

  private defineClass(options: SharedGatewayClass, parameters: GatewayClassParametersReference | undefined): string {
    const { controller } = this.platform;
    const name = options.name ?? controller?.gatewayClassName;
    if (name === undefined) {
      this.problems.push(
        diagnose(GATEWAY_CLASS_UNKNOWN, {
          path: 'spec.gatewayClassName',
          message: 'the gateway has no GatewayClass: neither a controller nor the name of a class is given',
          fix: 'name the controller of the platform (`controller: envoy-gateway`), or the class (`class: { name: eg }`)',
        }),
      );
      return 'unknown';
    }
    const create = options.create ?? (controller !== undefined && !controller.createsGatewayClass);
    if (create) {
      this.ownClass(name, parameters);
    } else if (parameters !== undefined && controller !== undefined) {
      this.problems.push(
        diagnose(GATEWAY_TUNING_UNSUPPORTED, {
          path: 'tuning',
          message: `${controller.toString()} reads ${parameters.kind} through the GatewayClass only, and "${name}" is not created here, so nothing would name ${parameters.kind} ${parameters.namespace}/${parameters.name}`,
          fix: `give the gateway a class of its own (\`gatewayClass: { name: ${this.name}, create: true }\`; \`class\` in a fleet file)`,
        }),
      );
    }
    return name;
  }

  private ownClass(name: string, parameters: GatewayClassParametersReference | undefined): void {
    const { controller } = this.platform;
    if (controller === undefined) {
      this.problems.push(
        diagnose(GATEWAY_CLASS_CONFLICT, {
          path: 'spec.gatewayClassName',
          message: `GatewayClass "${name}" is to be created, but no controller is given`,
          fix: 'name the controller of the platform, or do not create the class (`create: false`)',
        }),
      );
      return;
    }
    ownClass(this, { name, controller, parameters, user: `${this.namespace}/${this.name}` });
  }

  /** The listeners as they are now; they change with the tenants. */
  public get listeners(): Listener[] {
    return deriveListeners(this.sharedListeners());
  }
}
