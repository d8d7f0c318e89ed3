import { Inventory, namespaceOf } from './inventory';
import { compileSelector } from './label-selector';
import { NamespacePolicy } from './model-types';

/** Says whether a policy of an object in `home` lets a namespace in. */
export type NamespaceAdmission = (policy: NamespacePolicy, home: string, namespace: string) => boolean;

/** Prepares the question which namespaces listeners and Gateways let in; each selector is read once. */
export function indexNamespaces(inventory: Inventory): NamespaceAdmission {
  const selectors = new Map<NamespacePolicy, (labels: Readonly<Record<string, unknown>>) => boolean>();

  const selects = (policy: NamespacePolicy, namespace: string): boolean => {
    const known = selectors.get(policy);
    const selector = known ?? compileSelector(policy.selector);
    if (known === undefined) {
      selectors.set(policy, selector);
    }
    return selector(namespaceOf(inventory, namespace).labels);
  };

  return (policy, home, namespace) => {
    switch (policy.from) {
      case 'All':
        return true;
      case 'Same':
        return home === namespace;
      case 'Selector':
        return selects(policy, namespace);
      default:
        return false;
    }
  };
}
