import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { show } from '../../kamaji/checks';
import { groupOf, KubeObject, refOf } from '../../objects';
import { CheckInput } from './check-input';

/** A name that Kubernetes refuses. */
export const NAME_MALFORMED: CodeDefinition = {
  code: 'name-malformed',
  severity: Severity.ERROR,
  title: 'The name or namespace of an object is not what its kind allows (a DNS label or DNS subdomain)',
};

interface NameRule {
  readonly pattern: RegExp;
  readonly max: number;
  readonly text: string;
}

const DNS_1035_LABEL: NameRule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  text: 'a letter first, then lower-case letters, digits and "-", at most 63 characters',
};
const DNS_1123_LABEL: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  text: 'lower-case letters, digits and "-", at most 63 characters',
};
const DNS_1123_SUBDOMAIN: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  max: 253,
  text: 'lower-case letters, digits, "-" and ".", at most 253 characters',
};

/** Kinds whose names the library knows the rule of, as `group/kind`. */
const RULES: ReadonlyMap<string, NameRule> = new Map([
  ['kamaji.clastix.io/TenantControlPlane', DNS_1035_LABEL],
  ['kamaji.clastix.io/DataStore', DNS_1123_SUBDOMAIN],
  ['gateway.networking.k8s.io/Gateway', DNS_1123_SUBDOMAIN],
  ['gateway.networking.k8s.io/GatewayClass', DNS_1123_SUBDOMAIN],
  ['gateway.networking.k8s.io/ListenerSet', DNS_1123_SUBDOMAIN],
  ['/Namespace', DNS_1123_LABEL],
]);

function obeys(name: string, { pattern, max }: NameRule): boolean {
  return name.length <= max && pattern.test(name);
}

function likely(name: string, rule: NameRule): string | undefined {
  const tried = name.toLowerCase().replaceAll(/[_\s]/g, '-');
  return obeys(tried, rule) ? tried : undefined;
}

function check(object: KubeObject, path: string, name: string, rule: NameRule): Diagnostic {
  const guess = likely(name, rule);
  const received =
    name === '' ? 'has no name' : `${show(name)} is no legal ${path === 'metadata.name' ? 'name' : 'namespace'}`;
  return diagnose(NAME_MALFORMED, {
    object: refOf(object),
    path,
    message: `${received}: ${rule.text}`,
    fix: guess === undefined ? 'use a name of that form' : `did you mean "${guess}"?`,
  });
}

/** Checks the names of the kinds that make up a fleet, and of the namespaces they are in. */
export function checkObjectNames({ objects }: CheckInput): Diagnostic[] {
  const namespaces = new Set(
    objects.filter((object) => object['kind'] === 'Namespace').map((object) => refOf(object).name),
  );
  return objects.flatMap((object) => {
    const { apiVersion, kind, name, namespace } = refOf(object);
    const rule = RULES.get(`${groupOf(apiVersion)}/${kind}`);
    if (rule === undefined) {
      return [];
    }
    const diagnostics = obeys(name, rule) ? [] : [check(object, 'metadata.name', name, rule)];
    // Where the Namespace itself is rendered, its name is reported there, once.
    if (namespace !== undefined && !obeys(namespace, DNS_1123_LABEL) && !namespaces.has(namespace)) {
      diagnostics.push(check(object, 'metadata.namespace', namespace, DNS_1123_LABEL));
    }
    return diagnostics;
  });
}
