import { isDeepStrictEqual } from 'node:util';
import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Diagnostic, diagnose } from '../../diagnostics';
import { GatewayAddress } from '../../gateway-api/gateway-address';
import { GatewayClassParametersReference, GatewayParametersReference } from '../../gateway-api/references';
import { groupOf, KubeObject, MANAGED_BY_LABEL, MANAGER } from '../../objects';
import { GatewayController } from '../gateway-controller';
import { findInvalidTuning } from './check-tuning';
import { tuneEnvoyGateway } from './tune-envoy-gateway';
import { tuneByHand, tuneCilium, tuneIstio, tuneKgateway, tuneNginxGatewayFabric } from './tune-others';
import {
  GATEWAY_TUNING_INVALID,
  GATEWAY_TUNING_UNSUPPORTED,
  GatewayTuningOptions,
  PlannedObject,
  TunedGateway,
  TuningPlan,
} from './tuning-plan';

/** What is asked of which controller for which Gateway. */
export interface GatewayTuningProps extends GatewayTuningOptions {
  /** The controller that serves the Gateway. */
  readonly controller: GatewayController;

  /** Name of the Gateway; the objects have the same. */
  readonly gatewayName: string;

  /**
   * Namespace of the Gateway; the objects lie there too.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
}

function planFor(controller: GatewayController, options: GatewayTuningOptions, gateway: TunedGateway): TuningPlan {
  switch (controller.id) {
    case 'envoy-gateway':
      return tuneEnvoyGateway(options, gateway);
    case 'istio':
      return tuneIstio(options);
    case 'nginx-gateway-fabric':
      return tuneNginxGatewayFabric(options);
    case 'kgateway':
      return tuneKgateway(options);
    case 'cilium':
      return tuneCilium(options);
    default:
      return tuneByHand(options, controller._profile);
  }
}

/** Leaves out options that cannot be met: what is not rendered cannot be refused a second time, in other words. */
function without(options: GatewayTuningOptions, refused: ReadonlySet<string>): GatewayTuningOptions {
  return Object.fromEntries(Object.entries(options).filter(([option]) => !refused.has(option)));
}

/**
 * An object as it was planned.
 *
 * Kinds that only one controller knows have no schema here, so that nobody can say whether they are admitted: that is of interest
 * only where somebody else had a hand in it.
 */
class PlannedApiObject extends ApiObject {
  constructor(
    scope: Construct,
    private readonly plan: PlannedObject,
    metadata: ApiObjectMetadata,
  ) {
    const { apiVersion, kind, body } = plan;
    super(scope, kind, { apiVersion, kind, metadata, ...body });
  }

  public _isAsPlanned(object: KubeObject): boolean {
    const { apiVersion, kind, body } = this.plan;
    const { metadata: _, ...rest } = object;
    return isDeepStrictEqual(rest, { apiVersion, kind, ...body });
  }
}

/**
 * The objects that a controller reads beside a Gateway: fixed address, replicas, timeouts and limits.
 *
 * Envoy Gateway's EnvoyProxy, ClientTrafficPolicy and BackendTrafficPolicy; Istio's ConfigMap; NGINX Gateway Fabric's NginxProxy;
 * kgateway's GatewayParameters; Cilium's CiliumGatewayClassConfig. What the controller cannot do is an error at synth, never left out
 * silently. The Gateway takes `annotations`, `parameters` and `addresses` from here.
 *
 * @example
 * const tuning = new GatewayTuning(chart, 'tuning', {
 *   controller: GatewayController.envoyGateway(),
 *   gatewayName: 'edge',
 *   namespace: 'kamaji-edge',
 *   address: LoadBalancerAddress.metalLb(['192.0.2.10']),
 *   replicas: 3,
 *   maxConnections: 10000,
 * });
 */
export class GatewayTuning extends Construct {
  /** For `infrastructure.annotations` of the Gateway. */
  public readonly annotations: { [key: string]: string };

  /** For `addresses` of the Gateway; empty where the address is asked for in another way. */
  public readonly addresses: GatewayAddress[];

  /**
   * For `infrastructure.parameters` of the Gateway.
   *
   * @default - the controller needs none
   */
  public readonly parameters?: GatewayParametersReference;

  /**
   * For `parameters` of the GatewayClass, where the controller reads them there only (Cilium): the class must then be one of your own.
   *
   * @default - the controller needs none
   */
  public readonly classParameters?: GatewayClassParametersReference;

  private readonly problems: Diagnostic[];

  /**
   * Defines what a Gateway is to have.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what is asked of whom.
   */
  constructor(scope: Construct, id: string, props: GatewayTuningProps) {
    super(scope, id);
    const { controller, gatewayName, namespace: given, ...options } = props;
    const namespace = given ?? Chart.of(this).namespace;
    const gateway = { name: gatewayName, namespace: namespace ?? 'default' };
    const { unsupported } = planFor(controller, options, gateway);
    const refused = new Set<string>(unsupported.map(({ option }) => option));
    const invalid = findInvalidTuning(options).filter(({ option }) => !refused.has(option));
    const plan = planFor(controller, without(options, new Set(invalid.map(({ option }) => option))), gateway);
    for (const object of plan.objects) {
      this.render(object, gatewayName, namespace);
    }
    this.annotations = { ...plan.annotations };
    this.addresses = plan.addresses.map((address) => GatewayAddress.ip(address));
    const refer = ({ apiVersion, kind }: PlannedObject) => ({
      group: apiVersion.includes('/') ? groupOf(apiVersion) : '',
      kind,
      name: gatewayName,
    });
    if (plan.parameters !== undefined) {
      this.parameters = refer(plan.parameters);
    }
    if (plan.classParameters !== undefined) {
      this.classParameters = { ...refer(plan.classParameters), namespace: gateway.namespace };
    }
    const object = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', ...gateway };
    this.problems = [
      ...invalid.map(({ path, message, fix }) => diagnose(GATEWAY_TUNING_INVALID, { path, object, message, fix })),
      ...unsupported.map(({ option, instead }) =>
        diagnose(GATEWAY_TUNING_UNSUPPORTED, {
          path: option,
          object,
          message: `${controller.toString()} cannot be given ${option} for a Gateway`,
          fix: instead,
        }),
      ),
    ];
  }

  /** @internal */
  public _diagnostics(): Diagnostic[] {
    return this.problems;
  }

  private render(object: PlannedObject, name: string, namespace: string | undefined): void {
    new PlannedApiObject(this, object, {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { [MANAGED_BY_LABEL]: MANAGER },
    });
  }
}
