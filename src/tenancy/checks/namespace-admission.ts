import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { NOT_ALLOWED_BY_LISTENERS } from '../../gateway-api/attachment/codes';
import { ListenerModel } from '../../gateway-api/attachment/model';
import { Binding, Fleet, Tenant } from './fleet';
import { Admission, Gatekeeper } from './gatekeeper';

/** A namespace whose labels nobody knows. */
export const NAMESPACE_LABELS_UNKNOWN: CodeDefinition = {
  code: 'namespace-labels-unknown',
  severity: Severity.WARNING,
  title: "The listener chooses namespaces by label, and the labels of the tenant's namespace are not known",
};

function report(binding: Binding, admission: Admission, gatekeeper: Gatekeeper): Diagnostic {
  const { view } = binding.tenant;
  const listener = `listener "${binding.sectionName}" of ${binding.holderText}`;
  if (admission === 'unknown') {
    return diagnose(NAMESPACE_LABELS_UNKNOWN, {
      object: view.ref,
      path: 'metadata.namespace',
      message: `${listener} takes routes ${gatekeeper.describe()}; the labels of Namespace "${view.namespace}" are not known, so nobody can say whether it lets the tenant in`,
      fix: 'add the Namespace with its labels to what is checked, or say which labels it has',
    });
  }
  return diagnose(NOT_ALLOWED_BY_LISTENERS, {
    object: view.ref,
    path: 'metadata.namespace',
    message: `${listener} takes no routes from namespace "${view.namespace}", ${gatekeeper.describe()}`,
    fix: gatekeeper.onlyNames
      ? `let the listener take routes from "${view.namespace}" (allowedRoutes.namespaces)`
      : `label Namespace "${view.namespace}" so that the listener selects it; labels of the tenant or its routes do not count`,
  });
}

/** Checks that the listeners let the tenants' namespaces in; what one tenant lacks at two listeners is one fault. */
export function checkNamespaceAdmission({ bindings, namespaces }: Fleet): Diagnostic[] {
  const gatekeepers = new Map<ListenerModel, Gatekeeper>();
  const reported = new Set<Tenant>();
  const unknown = new Set<string>();
  return bindings.flatMap((binding) => {
    const { listener, tenant, holder } = binding;
    if (listener === undefined || reported.has(tenant)) {
      return [];
    }
    const gatekeeper = gatekeepers.get(listener) ?? new Gatekeeper(listener.allowedNamespaces, holder.model.namespace);
    gatekeepers.set(listener, gatekeeper);
    const { namespace } = tenant.view;
    const admission = gatekeeper.admits(namespace, namespaces.get(namespace));
    const key = `${holder.key} ${namespace}`;
    if (admission === 'yes' || (admission === 'unknown' && unknown.has(key))) {
      return [];
    }
    reported.add(tenant);
    unknown.add(key);
    return [report(binding, admission, gatekeeper)];
  });
}
