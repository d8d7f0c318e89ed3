import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { GatewaySpec, GatewaySpecDefaultScope, toJson_GatewaySpec } from '../../imports/gateway.networking.k8s.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject, KubeObject } from '../objects';
import { RouteNamespaces } from './allowed-routes';
import { GatewayAddress } from './gateway-address';
import { GatewayApiRelease } from './gateway-api-release';
import { IGatewayClass } from './gateway-class';
import { GatewayTls, referencesOfGatewayTls, renderGatewayTls } from './gateway-tls';
import { Listener } from './listener';
import { IRouteParent, RouteParentReference } from './parent-ref';
import { grantReferences, Referred } from './reference-grant';
import { GatewayParametersReference } from './references';
import { checkReleaseHas } from './release-support';

/** A Gateway, made here or elsewhere. */
export interface IGateway extends IConstruct, IRouteParent {
  /** Name of the Gateway. */
  readonly name: string;

  /**
   * Namespace of the Gateway.
   *
   * @default - not known: neither the Gateway nor its chart names one.
   */
  readonly namespace?: string;
}

/** What a controller puts on the objects that it makes for a Gateway. */
export interface GatewayInfrastructure {
  /**
   * Labels; at most 8.
   *
   * @default - none.
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations, for example for the Service of type LoadBalancer; at most 16 (8 before Gateway API 1.6).
   *
   * @default - none.
   */
  readonly annotations?: { [key: string]: string };

  /**
   * An object with parameters, of a kind that the controller defines.
   *
   * @default - none.
   */
  readonly parameters?: GatewayParametersReference;
}

/** Which routes without a parent of their own a Gateway takes. */
export enum GatewayDefaultScope {
  /** Those that ask for default Gateways. */
  ALL = 'All',
  /** None. */
  NONE = 'None',
}

/** What a Gateway can have. */
export interface GatewayProps {
  /**
   * Metadata of the object.
   *
   * @default - the construct's id is the name, the chart's namespace the namespace.
   */
  readonly metadata?: ApiObjectMetadata;

  /** The class, which says what controller serves the Gateway. */
  readonly gatewayClass: IGatewayClass;

  /**
   * Listeners; 1 to 64 in the end, more can be added later.
   *
   * @default - only those that are added later.
   */
  readonly listeners?: Listener[];

  /**
   * Addresses to ask for; at most 16. What becomes of them is up to the controller.
   *
   * @default - whatever the controller gives.
   */
  readonly addresses?: GatewayAddress[];

  /**
   * What the controller puts on the objects that it makes.
   *
   * @default - nothing.
   */
  readonly infrastructure?: GatewayInfrastructure;

  /**
   * From which namespaces ListenerSets may add listeners (Gateway API 1.5 and newer).
   *
   * @default - from none.
   */
  readonly allowedListeners?: RouteNamespaces;

  /**
   * TLS towards clients and backends.
   *
   * @default - clients need no certificate, and backends get none.
   */
  readonly tls?: GatewayTls;

  /**
   * Which routes without a parent of their own the Gateway takes (experimental channel only).
   *
   * @default GatewayDefaultScope.NONE
   */
  readonly defaultScope?: GatewayDefaultScope;

  /**
   * The release of the Gateway API that the manifest is for. With it, a field that the release does not have is an error at once, here and in the routes of the Gateway.
   *
   * @default - nothing is checked before the synth.
   */
  readonly release?: GatewayApiRelease;
}

const API_VERSION = 'gateway.networking.k8s.io/v1';

const DEFAULT_SCOPES: Readonly<Record<GatewayDefaultScope, GatewaySpecDefaultScope>> = {
  [GatewayDefaultScope.ALL]: GatewaySpecDefaultScope.ALL,
  [GatewayDefaultScope.NONE]: GatewaySpecDefaultScope.NONE,
};

class ImportedGateway extends Construct implements IGateway {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
    public readonly namespace: string,
  ) {
    super(scope, id);
  }

  public toRouteParent(): RouteParentReference {
    return { name: this.name, namespace: this.namespace };
  }

  /** What is known of it; the checks hold nothing against its listeners, which nobody has shown. */
  public _knownObjects(): KubeObject[] {
    const { name, namespace } = this;
    return [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name, namespace } }];
  }
}

/**
 * A Gateway: listeners on ports, served by the controller of its class.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gateway
 */
export class Gateway extends Construct implements IGateway {
  /**
   * Refers to a Gateway that exists already; renders nothing.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param gatewayName name of the Gateway.
   * @param namespace namespace of the Gateway.
   */
  public static fromGatewayName(scope: Construct, id: string, gatewayName: string, namespace: string): IGateway {
    return new ImportedGateway(scope, id, gatewayName, namespace);
  }

  /** Name of the Gateway. */
  public readonly name: string;

  /**
   * Namespace of the Gateway.
   *
   * @default - not known: neither the Gateway nor its chart names one.
   */
  public readonly namespace?: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  private readonly producers: (() => readonly Listener[])[] = [];
  private listenerNamespaces: () => RouteNamespaces | undefined;
  private readonly release?: GatewayApiRelease;

  /**
   * Defines a Gateway.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the Gateway has.
   * @throws where the release does not have a field.
   */
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    this.listenerNamespaces = () => props.allowedListeners;
    this.release = props.release;
    const apiObject = createManagedObject(this, {
      apiVersion: API_VERSION,
      kind: 'Gateway',
      metadata: props.metadata,
      spec: () => ({ ...toJson_GatewaySpec(this.renderSpec(props)) }),
    });
    this.name = apiObject.name;
    this.namespace = props.metadata?.namespace ?? Chart.of(this).namespace;
    this.metadata = apiObject.metadata;
    this.recordPaths(apiObject);
    checkReleaseHas(this.release, 'Gateway', API_VERSION, ['spec'], toJson_GatewaySpec(this.renderSpec(props)));
    this.grant(referencesOfGatewayTls(props.tls));
    for (const listener of props.listeners ?? []) {
      this.addListener(listener);
    }
  }

  /**
   * Adds a listener, and the ReferenceGrants that its certificates ask for.
   *
   * Its name must be unique in the Gateway, and so must its port, protocol and hostname together.
   */
  public addListener(listener: Listener): void {
    this.producers.push(() => [listener]);
    this.grant(listener._certificates);
  }

  /**
   * Adds listeners that are only known when the Gateway is rendered.
   *
   * @internal
   */
  public _addListeners(producer: () => readonly Listener[]): void {
    this.producers.push(producer);
  }

  /**
   * Lets ListenerSets in from namespaces that are only known when the Gateway is rendered.
   *
   * @internal
   */
  public _allowListenersFrom(producer: () => RouteNamespaces | undefined): void {
    this.listenerNamespaces = producer;
  }

  /** @internal */
  public _gatewayApiRelease(): GatewayApiRelease | undefined {
    return this.release;
  }

  /** Names the Gateway for a route. */
  public toRouteParent(): RouteParentReference {
    return { name: this.name, namespace: this.namespace, release: this.release };
  }

  private grant(references: readonly Referred[]): void {
    grantReferences(this, { kind: 'Gateway', name: this.name, namespace: this.namespace }, references, this.release);
  }

  private renderSpec(props: GatewayProps): GatewaySpec {
    const { infrastructure } = props;
    const allowed = this.listenerNamespaces();
    return {
      gatewayClassName: props.gatewayClass.name,
      listeners: this.producers.flatMap((produce) => produce()).map((listener) => listener._toKube()),
      addresses: props.addresses?.map((address) => address._toKube()),
      infrastructure:
        infrastructure === undefined
          ? undefined
          : {
              labels: infrastructure.labels,
              annotations: infrastructure.annotations,
              parametersRef: infrastructure.parameters,
            },
      allowedListeners: allowed === undefined ? undefined : { namespaces: allowed._toAllowedListeners() },
      tls: props.tls === undefined ? undefined : renderGatewayTls(props.tls),
      defaultScope: props.defaultScope === undefined ? undefined : DEFAULT_SCOPES[props.defaultScope],
    };
  }

  private recordPaths(apiObject: ApiObject): void {
    recordProvenance(apiObject, {
      metadata: 'metadata',
      'spec.gatewayClassName': 'gatewayClass',
      'spec.listeners': 'listeners',
      'spec.addresses': 'addresses',
      'spec.infrastructure': 'infrastructure',
      'spec.infrastructure.parametersRef': 'infrastructure.parameters',
      'spec.allowedListeners': 'allowedListeners',
      'spec.tls': 'tls',
      'spec.tls.backend.clientCertificateRef': 'tls.backendClientCertificate',
      'spec.tls.frontend.default.validation': 'tls.clientValidation',
      'spec.tls.frontend.perPort': 'tls.clientValidationPerPort',
      'spec.defaultScope': 'defaultScope',
    });
  }
}
