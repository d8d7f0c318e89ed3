import { IConstruct } from 'constructs';

/** What a gateway has to know of a tenant behind it. */
export interface RegisteredTenant {
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

/** Returns the tenants behind a gateway, in the order in which they came. */
export function tenantsOf(gateway: IConstruct): readonly RegisteredTenant[] {
  return tenants.get(gateway) ?? [];
}
