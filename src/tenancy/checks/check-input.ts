import { GatewayController } from '../../controllers/gateway-controller';
import { KubeObject } from '../../objects';
import { TargetPlatform } from '../../platform';

/** What the checks over a fleet look at; nothing in it is trusted to have any shape. */
export interface CheckInput {
  /** The rendered objects, escape hatches applied. */
  readonly objects: readonly KubeObject[];

  /** Objects that exist in the cluster and are never rendered: Gateways of others, DataStores with their endpoints, Namespaces with their labels. */
  readonly known: readonly KubeObject[];

  /** The platform that the objects are for. */
  readonly platform: TargetPlatform;

  /**
   * Whether `objects` and `known` are all there is. Where they are not, as for a few files from anywhere,
   * a reference to what is not among them is a warning that names what could not be checked.
   */
  readonly complete: boolean;

  /**
   * The controllers that serve the gateways, where not all of them share the platform's.
   *
   * @default - the platform's own, if it names one
   */
  readonly controllers?: readonly GatewayController[];
}

/** Returns the controllers that serve the gateways, each once: those that were given, else the platform's own. */
export function controllersOf({
  controllers,
  platform,
}: Pick<CheckInput, 'controllers' | 'platform'>): readonly GatewayController[] {
  return [...new Set(controllers ?? (platform.controller === undefined ? [] : [platform.controller]))];
}
