import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { GATEWAY_GROUP } from '../../gateway-api/attachment/model';
import { API_SERVER_LISTENER } from '../../kamaji/predicted-routes';
import { asList, isKind, KubeObject, read, refOf } from '../../objects';
import { Fleet, Tenant, tenantName } from './fleet';

/** Two things that want one TLSRoute. */
export const DERIVED_NAME_COLLISION: CodeDefinition = {
  code: 'derived-name-collision',
  severity: Severity.ERROR,
  title:
    'Two tenants ("a" with konnectivity, and "a-konnectivity"), or a tenant and a rendered TLSRoute, want one route name',
};

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Says whether Kamaji itself made the object, as in what was read from a cluster. */
function isMadeByKamaji(object: KubeObject): boolean {
  return asList(read(object, 'metadata', 'ownerReferences')).some(
    (owner) => read(owner, 'kind') === 'TenantControlPlane',
  );
}

function checkRendered({ input }: Fleet, owners: ReadonlyMap<string, Tenant>): Diagnostic[] {
  return input.objects
    .filter((object) => isKind(object, GATEWAY_GROUP, 'TLSRoute') && !isMadeByKamaji(object))
    .flatMap((object) => {
      const ref = refOf(object);
      const owner = owners.get(keyOf(ref.namespace ?? 'default', ref.name));
      return owner === undefined
        ? []
        : [
            diagnose(DERIVED_NAME_COLLISION, {
              object: ref,
              path: 'metadata.name',
              message: `Kamaji makes TLSRoute ${keyOf(ref.namespace ?? 'default', ref.name)} itself, for TenantControlPlane ${tenantName(owner)}, and undoes every other change to it`,
              fix: 'remove this route; if it serves something else, give it another name',
            }),
          ];
    });
}

/** Finds routes that Kamaji could not make because something else has their name. */
export function checkDerivedNames(fleet: Fleet): Diagnostic[] {
  const konnectivity = new Map<string, Tenant>();
  const apiServer = new Map<string, Tenant>();
  for (const tenant of fleet.tenants) {
    for (const { role, name } of tenant.routes) {
      const owners = role === API_SERVER_LISTENER ? apiServer : konnectivity;
      owners.set(keyOf(tenant.view.namespace, name), tenant);
    }
  }
  const diagnostics = checkRendered(fleet, new Map([...konnectivity, ...apiServer]));
  for (const [key, tenant] of apiServer) {
    const other = konnectivity.get(key);
    if (other !== undefined) {
      diagnostics.push(
        diagnose(DERIVED_NAME_COLLISION, {
          object: tenant.view.ref,
          path: 'metadata.name',
          message: `the route of "${tenant.view.name}" has the name of the konnectivity route of TenantControlPlane ${tenantName(other)}; whichever comes later fails for ever`,
          fix: `rename one of the two, or turn konnectivity off for "${other.view.name}"`,
        }),
      );
    }
  }
  return diagnostics;
}
