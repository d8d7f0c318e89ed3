import { IConstruct } from 'constructs';
import { IRouteParent } from '../gateway-api/parent-ref';
import { TargetPlatform } from '../platform';
import { AllowedNamespaces } from './allowed-namespaces';

/** A gateway that tenant control planes can share, made here or by others. */
export interface ISharedTenantGateway extends IConstruct, IRouteParent {
  /** The platform of the management cluster. */
  readonly platform: TargetPlatform;

  /** Name of the Gateway. */
  readonly name: string;

  /** Namespace of the Gateway. */
  readonly namespace: string;

  /**
   * Domain that bare hostnames of tenants lie in.
   *
   * @default - tenants give full hostnames
   */
  readonly domain?: string;

  /** Port of the API servers. */
  readonly apiServerPort: number;

  /** Port of konnectivity. */
  readonly konnectivityPort: number;

  /** Name of the listener that API-server routes attach to. */
  readonly apiServerListener: string;

  /**
   * From which namespaces routes are admitted.
   *
   * @default - as the owner of the gateway decided
   */
  readonly allowedNamespaces?: AllowedNamespaces;
}
