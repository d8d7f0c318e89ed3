import { IConstruct } from 'constructs';
import { IRouteParent } from '../gateway-api/parent-ref';
import { TargetPlatform } from '../platform';

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

  /** Labels that the namespace of a tenant needs to be admitted; none where namespaces are admitted by name. */
  readonly tenantNamespaceLabels: { [key: string]: string };
}
