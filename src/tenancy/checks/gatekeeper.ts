import { compileSelector, describeSelector } from '../../gateway-api/attachment/label-selector';
import { NamespaceModel, NamespacePolicy, unlabelledNamespace } from '../../gateway-api/attachment/model';
import { asList, asMap, asString, ownValue } from '../../objects';
import { shorten } from './collections';

/** Label that the API server gives every Namespace: its own name. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Whether a namespace may attach; `unknown` where that hangs on labels that are not known. */
export type Admission = 'yes' | 'no' | 'unknown';

/** Returns the labels that a selector looks at. */
function keysOf(selector: unknown): string[] {
  const fields = asMap(selector);
  return [
    ...Object.keys(asMap(ownValue(fields, 'matchLabels')) ?? {}),
    ...asList(ownValue(fields, 'matchExpressions')).map((e) => asString(ownValue(asMap(e), 'key')) ?? ''),
  ];
}

function describeSelected(selector: unknown): string {
  return asMap(selector) === undefined
    ? 'from none, as it has no selector'
    : `only from those with ${shorten(describeSelector(selector))}`;
}

/** Decides for one listener, or for the ListenerSets of a Gateway, which namespaces are let in; each selector is read once. */
export class Gatekeeper {
  /** Whether it looks at nothing but the names of namespaces. */
  readonly onlyNames: boolean;
  private readonly selects: (labels: Readonly<Record<string, unknown>>) => boolean;
  private text: string | undefined;

  constructor(
    private readonly policy: NamespacePolicy,
    private readonly own: string,
  ) {
    this.selects = compileSelector(policy.selector);
    this.onlyNames = keysOf(policy.selector).every((key) => key === NAMESPACE_NAME);
  }

  /** Says whether a namespace is let in. */
  admits(name: string, namespace: NamespaceModel | undefined): Admission {
    const { from } = this.policy;
    if (from === 'All' || (from === 'Same' && name === this.own)) {
      return 'yes';
    }
    if (from !== 'Selector') {
      return 'no';
    }
    if (namespace === undefined && !this.onlyNames) {
      return 'unknown';
    }
    return this.selects((namespace ?? unlabelledNamespace(name)).labels) ? 'yes' : 'no';
  }

  /** Says for a message from where it lets in. */
  describe(): string {
    const { from, selector } = this.policy;
    this.text ??=
      from === 'Same'
        ? `only from its own, "${this.own}"`
        : from === 'Selector'
          ? describeSelected(selector)
          : 'from none';
    return this.text;
  }
}
