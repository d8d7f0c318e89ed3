import { ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { recordProvenance } from '../../diagnostics';
import { createManagedObject } from '../../objects';
import { ControllerPort } from './controller-port';
import { KongPorts } from './kong-ports';
import { ControllerValuesFile } from './values-file';

/** What the Service of Kong's proxy can have. */
export interface KongProxyProps {
  /**
   * Metadata of the Service.
   *
   * @default - the construct's id is the name.
   */
  readonly metadata?: ApiObjectMetadata;

  /** Ports of the proxy, as a rule the listeners of the Gateway; a listener whose port is not among them gets PortUnavailable. */
  readonly ports: ControllerPort[];

  /** Labels of the proxy's pods. */
  readonly podLabels: { [key: string]: string };

  /**
   * Type of the Service.
   *
   * @default 'LoadBalancer'
   */
  readonly serviceType?: string;
}

/**
 * The Service of a proxy that Kong Ingress Controller does not manage, with a port for each listener.
 *
 * The Gateway that the proxy serves carries `gatewayAnnotations`, the proxy's container `KONG_STREAM_LISTEN` with `streamListen`,
 * and the GatewayClass the annotation of `GatewayController.kongIngressController().gatewayClassAnnotations`.
 * Whoever installs the proxy with Helm takes `values` instead and needs no such construct.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/gateway-api/
 */
export class KongProxy extends Construct {
  /** Value of `KONG_STREAM_LISTEN` for the proxy's container. */
  public readonly streamListen: string;

  /** Annotations for the Gateway: which Service is its own. */
  public readonly gatewayAnnotations: { [key: string]: string };

  /** Values for Kong's Helm chart that open the same ports. */
  public readonly values: ControllerValuesFile;

  /**
   * Defines the Service.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the Service has.
   */
  constructor(scope: Construct, id: string, props: KongProxyProps) {
    super(scope, id);
    const ports = KongPorts.of(props.ports);
    this.streamListen = ports.streamListen;
    this.values = ports.values();
    const service = createManagedObject(this, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: props.metadata,
      spec: () => ({
        type: props.serviceType ?? 'LoadBalancer',
        selector: { ...props.podLabels },
        ports: ports._servicePorts(),
      }),
    });
    const namespace = props.metadata?.namespace ?? Chart.of(this).namespace ?? 'default';
    // Kong/kubernetes-ingress-controller internal/annotations: filled in from --publish-service where it is missing
    this.gatewayAnnotations = { 'konghq.com/publish-service': `${namespace}/${service.name}` };
    recordProvenance(service, {
      metadata: 'metadata',
      'spec.ports': 'ports',
      'spec.selector': 'podLabels',
      'spec.type': 'serviceType',
    });
  }
}
