import { ApiObjectMetadata, ApiObjectMetadataDefinition } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { GatewayClassSpec, toJson_GatewayClassSpec } from '../../imports/gateway.networking.k8s.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject } from '../objects';
import { GatewayClassParametersReference } from './references';

/** A GatewayClass, made here or elsewhere. */
export interface IGatewayClass extends IConstruct {
  /** Name of the class. */
  readonly name: string;
}

/** What a GatewayClass can have. */
export interface GatewayClassProps {
  /**
   * Metadata of the object; it has no namespace.
   *
   * @default - the construct's id is the name.
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The controller that serves Gateways of the class: a domain and a path, `gateway.envoyproxy.io/gatewayclass-controller` for example.
   *
   * It cannot be changed later.
   */
  readonly controllerName: string;

  /**
   * What the class is for; at most 64 characters.
   *
   * @default - none.
   */
  readonly description?: string;

  /**
   * An object with parameters, of a kind that the controller defines.
   *
   * @default - none.
   */
  readonly parameters?: GatewayClassParametersReference;
}

class ImportedGatewayClass extends Construct implements IGatewayClass {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}

/**
 * A class of Gateways: which controller serves them.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclass
 */
export class GatewayClass extends Construct implements IGatewayClass {
  /**
   * Refers to a GatewayClass that exists already; renders nothing.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param gatewayClassName name of the class.
   */
  public static fromGatewayClassName(scope: Construct, id: string, gatewayClassName: string): IGatewayClass {
    return new ImportedGatewayClass(scope, id, gatewayClassName);
  }

  /** Name of the class. */
  public readonly name: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /**
   * Defines a GatewayClass.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the class has.
   */
  constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id);
    const { controllerName, description, parameters } = props;
    const spec: GatewayClassSpec = { controllerName, description, parametersRef: parameters };
    const apiObject = createManagedObject(this, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: props.metadata,
      clusterScoped: true,
      spec: () => ({ ...toJson_GatewayClassSpec(spec) }),
    });
    this.name = apiObject.name;
    this.metadata = apiObject.metadata;
    recordProvenance(apiObject, {
      metadata: 'metadata',
      'spec.controllerName': 'controllerName',
      'spec.description': 'description',
      'spec.parametersRef': 'parameters',
    });
  }
}
