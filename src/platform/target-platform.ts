import { GatewayController } from '../controllers/gateway-controller';
import { GatewayApiRelease } from '../gateway-api/gateway-api-release';
import { KamajiRelease } from '../kamaji/kamaji-release';

/** What runs in the management cluster that manifests are made for. */
export interface TargetPlatformProps {
  /** The release of Kamaji. */
  readonly kamaji: KamajiRelease;

  /** The release of the Gateway API's CRDs, with its channel. */
  readonly gatewayApi: GatewayApiRelease;

  /**
   * The controller that serves the gateways.
   *
   * @default - nothing about controllers is checked.
   */
  readonly controller?: GatewayController;

  /**
   * Kubernetes version of the management cluster (not of the tenants), for example `v1.35.0`; the patch may be left out.
   *
   * @default - nothing that depends on it is checked.
   */
  readonly kubernetes?: string;
}

const KUBERNETES_VERSION = /^v?(\d+)\.(\d+)(?:\.\d+)?(?:[-+][0-9A-Za-z.+_-]+)?$/;

/**
 * The platform that manifests are made for. Every versioned behaviour of the library hangs off it.
 *
 * Parts that do not fit together are no error here: they are diagnostics of the synth.
 */
export class TargetPlatform {
  /** A platform of the given parts. */
  public static of(props: TargetPlatformProps): TargetPlatform {
    return new TargetPlatform(props);
  }

  /** The newest releases that this version of the library knows, in the standard channel, without a controller. */
  public static newest(): TargetPlatform {
    return TargetPlatform.of({ kamaji: KamajiRelease.latest(), gatewayApi: GatewayApiRelease.latest() });
  }

  /** The release of Kamaji. */
  public readonly kamaji: KamajiRelease;

  /** The release of the Gateway API's CRDs, with its channel. */
  public readonly gatewayApi: GatewayApiRelease;

  /**
   * The controller that serves the gateways.
   *
   * @default - not known.
   */
  public readonly controller?: GatewayController;

  /**
   * Kubernetes version of the management cluster.
   *
   * @default - not known.
   */
  public readonly kubernetes?: string;

  private constructor(props: TargetPlatformProps) {
    this.kamaji = props.kamaji;
    this.gatewayApi = props.gatewayApi;
    this.controller = props.controller;
    this.kubernetes = props.kubernetes;
  }

  /**
   * The minor of the management cluster's Kubernetes 1.x, 35 for `v1.35.0`.
   *
   * @default - the version is not known, or is not one of Kubernetes 1.x.
   */
  public get kubernetesMinor(): number | undefined {
    const match = KUBERNETES_VERSION.exec(this.kubernetes ?? '');
    return match === null || match[1] !== '1' ? undefined : Number(match[2]);
  }
}
