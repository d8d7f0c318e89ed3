import { indexDataPlanes } from '../controllers/data-planes';
import { Diagnostic, Severity } from '../diagnostics';
import { computeAttachment, explainAttachment } from '../gateway-api/attachment';
import { NOT_ALLOWED_BY_LISTENERS } from '../gateway-api/attachment/codes';
import { refKey, refOf } from '../objects';
import { CheckInput } from './checks';
import { NAMESPACE_LABELS_UNKNOWN } from './checks/namespace-admission';
import { predictObjects } from './predicted-objects';

/** Where in a TenantControlPlane a path of the routes that Kamaji makes from it comes from. */
export function pathInTenant(path: string): string {
  if (path.startsWith('spec.hostnames')) {
    return 'spec.controlPlane.gateway.hostname';
  }
  return path.startsWith('spec.parentRefs')
    ? path.replace(/^spec\.parentRefs/, 'spec.controlPlane.gateway.parentRefs')
    : 'spec.controlPlane.gateway';
}

/**
 * Attaches all routes, those that Kamaji will create included, and explains what no listener takes, what does not resolve and what competes.
 *
 * A predicted route is nobody's to edit, so what is said of it is said of its TenantControlPlane; and it is left out
 * where the checks of the fleet, which know more of Kamaji, have found an error in that tenant or its gateway already.
 */
export function checkAttachment(input: CheckInput, found: readonly Diagnostic[]): Diagnostic[] {
  const present = [...input.objects, ...input.known];
  const { routes: owners, services } = predictObjects(present, input.platform);
  const blamed = found.flatMap(({ severity, object }) => (severity === Severity.ERROR && object ? [object] : []));
  const blamedKeys = new Set(blamed.map(refKey));
  const gatewayBlamed = blamed.some(({ kind }) => kind !== 'TenantControlPlane');
  const objects = [...present, ...owners.keys(), ...services];
  const controllers = new Map((input.controllers ?? []).map((controller) => [controller.controllerName, controller]));
  const [only] = controllers.size === 1 ? controllers.values() : [];
  const runs =
    controllers.size <= 1
      ? [{ policies: only?._facts.attachment }]
      : [...controllers].map(([controllerName, { _facts }]) => ({ controllerName, policies: _facts.attachment }));
  const dataPlaneOf = indexDataPlanes(present, [...controllers.values()]);
  const known = new Set(input.known.map((object) => refKey(refOf(object))));
  const unlabelled = new Set(
    found.flatMap(({ code, object }) => (code === NAMESPACE_LABELS_UNKNOWN.code && object ? [refKey(object)] : [])),
  );
  const isSaid = ({ code, object }: Diagnostic): boolean =>
    code === NOT_ALLOWED_BY_LISTENERS.code && object !== undefined && unlabelled.has(refKey(object));
  const explained = runs.flatMap((options) =>
    explainAttachment(computeAttachment(objects, options), {
      complete: input.complete,
      dataPlaneOf,
      // Services, Secrets and Namespaces may be somebody else's, and nothing renders them then.
      referencesComplete: false,
      subject: (object, path) => {
        const owner = owners.get(object);
        if (owner !== undefined) {
          const key = refKey(refOf(owner));
          const settled = gatewayBlamed || blamedKeys.has(key);
          return settled ? false : { object: refOf(owner), path: pathInTenant(path) };
        }
        // What others own is theirs to mend; what it does to tenants, the checks of the fleet say.
        return known.has(refKey(refOf(object))) ? false : undefined;
      },
    }),
  );
  return explained.filter((finding) => !isSaid(finding));
}
