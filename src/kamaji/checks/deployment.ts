import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asMap, read } from '../../objects';
import { TenantControlPlaneView } from '../tenant-control-plane-view';

/** A control plane whose number of replicas Kamaji's webhook has no place for. */
export const DEPLOYMENT_MISSING: CodeDefinition = {
  code: 'deployment-missing',
  severity: Severity.ERROR,
  title:
    "The control plane has no deployment, not even an empty one, so the patch of Kamaji's webhook fails and the tenant is refused",
};

/**
 * Checks that the control plane has a deployment, which the schema does not ask for but Kamaji's webhook does: it adds `replicas` to it.
 *
 * @see https://github.com/clastix/kamaji/blob/master/internal/webhook/handlers/tcp_defaults.go
 */
export function checkDeployment(view: TenantControlPlaneView): Diagnostic[] {
  // Without a control plane the schema refuses the object; that is one fault, not two.
  if (view.deployment.given || asMap(read(view.object, 'spec', 'controlPlane')) === undefined) {
    return [];
  }
  return [
    diagnose(DEPLOYMENT_MISSING, {
      object: view.ref,
      path: view.deployment.path,
      message:
        "the control plane has no deployment: Kamaji's webhook adds the number of replicas to it, and where there is none the API server refuses the tenant with an internal error",
      fix: 'add deployment: {} to spec.controlPlane; Kamaji then runs 2 replicas',
    }),
  ];
}
