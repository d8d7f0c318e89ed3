import { Construct, IConstruct } from 'constructs';
import { IRouteParent } from '../gateway-api/parent-ref';
import { isAttached } from './attached';

/** What a gateway has to know of a tenant behind it. */
export interface RegisteredTenant {
  /** The construct; what was removed from the tree is no tenant any more. */
  readonly construct: IConstruct;
  /** Name of the TenantControlPlane. */
  readonly name: string;
  /** Namespace of the TenantControlPlane. */
  readonly namespace: string;
  /** The full hostname. */
  readonly hostname: string;
  /** Whether Kamaji creates a konnectivity route for it. */
  readonly konnectivity: boolean;
}

const tenants = new WeakMap<IConstruct, RegisteredTenant[]>();

/** Puts a tenant behind a gateway. */
export function registerTenant(gateway: IConstruct, tenant: RegisteredTenant): void {
  const registered = tenants.get(gateway) ?? [];
  registered.push(tenant);
  tenants.set(gateway, registered);
}

/** Returns the tenants behind a gateway that are still in the tree, in the order in which they came. */
export function tenantsOf(gateway: IConstruct): readonly RegisteredTenant[] {
  return (tenants.get(gateway) ?? []).filter(({ construct }) => isAttached(construct));
}

/** A gateway that may give a tenant a parent other than itself. */
export interface TenantHost {
  /**
   * Defines what the tenant's routes attach to, below the tenant's own construct.
   *
   * @returns undefined where that is the gateway itself
   */
  _defineParent?(scope: Construct, tenant: RegisteredTenant): IRouteParent | undefined;
}
