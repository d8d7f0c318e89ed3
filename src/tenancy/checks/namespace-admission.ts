import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { describeSelector, matchesSelector } from '../../gateway-api/attachment/label-selector';
import { ListenerModel, NamespaceModel, unlabelledNamespace } from '../../gateway-api/attachment/model';
import { asList, asMap, asString, ownValue } from '../../objects';
import { shorten } from './collections';
import { Binding, Fleet, Tenant } from './fleet';

/** A namespace that a listener does not let in. */
export const NOT_ALLOWED_BY_LISTENERS: CodeDefinition = {
  code: 'not-allowed-by-listeners',
  severity: Severity.ERROR,
  title: "The listener takes no routes from the tenant's namespace",
};

/** A namespace whose labels nobody knows. */
export const NAMESPACE_LABELS_UNKNOWN: CodeDefinition = {
  code: 'namespace-labels-unknown',
  severity: Severity.WARNING,
  title: "The listener chooses namespaces by label, and the labels of the tenant's namespace are not known",
};

/** Label that the API server gives every Namespace: its own name. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Whether a namespace may attach; `unknown` where that hangs on labels that are not known. */
export type Admission = 'yes' | 'no' | 'unknown';

function keysOf(selector: unknown): string[] {
  const fields = asMap(selector);
  return [
    ...Object.keys(asMap(ownValue(fields, 'matchLabels')) ?? {}),
    ...asList(ownValue(fields, 'matchExpressions')).map((e) => asString(ownValue(asMap(e), 'key')) ?? ''),
  ];
}

/** Returns the names that a selector lists where it does nothing else: thousands of them are looked up, not searched. */
function listedNames(selector: unknown): ReadonlySet<unknown> | undefined {
  const fields = asMap(selector);
  const expressions = asList(ownValue(fields, 'matchExpressions'));
  const [only] = expressions.map(asMap);
  if (asMap(ownValue(fields, 'matchLabels')) !== undefined || expressions.length !== 1) {
    return undefined;
  }
  const isByName = ownValue(only, 'key') === NAMESPACE_NAME && ownValue(only, 'operator') === 'In';
  return isByName ? new Set(asList(ownValue(only, 'values'))) : undefined;
}

/** Decides for one listener which namespaces it lets in. */
class Gatekeeper {
  private readonly names: ReadonlySet<unknown> | undefined;
  private readonly onlyNames: boolean;
  private text: string | undefined;

  constructor(
    private readonly listener: ListenerModel,
    private readonly own: string,
  ) {
    const { selector } = listener.allowedNamespaces;
    this.names = listedNames(selector);
    this.onlyNames = keysOf(selector).every((key) => key === NAMESPACE_NAME);
  }

  admits(name: string, namespace: NamespaceModel | undefined): Admission {
    const { from, selector } = this.listener.allowedNamespaces;
    if (from === 'All' || (from === 'Same' && name === this.own)) {
      return 'yes';
    }
    if (from !== 'Selector') {
      return 'no';
    }
    if (this.names !== undefined) {
      return this.names.has(name) ? 'yes' : 'no';
    }
    if (namespace === undefined && !this.onlyNames) {
      return 'unknown';
    }
    return matchesSelector(selector, (namespace ?? unlabelledNamespace(name)).labels) ? 'yes' : 'no';
  }

  describe(): string {
    const { from, selector } = this.listener.allowedNamespaces;
    this.text ??=
      from === 'Same'
        ? `only from its own, "${this.own}"`
        : from === 'Selector'
          ? `from those with ${shorten(describeSelector(selector))}`
          : 'from none';
    return this.text;
  }
}

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
    fix: `let the listener take routes from "${view.namespace}" (allowedRoutes.namespaces), or label the Namespace so that the listener selects it`,
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
    const gatekeeper = gatekeepers.get(listener) ?? new Gatekeeper(listener, holder.model.namespace);
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
