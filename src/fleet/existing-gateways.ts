import { admit, diagnoseVerdict } from '../admission';
import { Diagnostic, Severity } from '../diagnostics';
import { asList, asMap, asString, formatPath, PathSegment, parsePath, read } from '../objects';
import { TargetPlatform } from '../platform';
import { platformSchemas } from '../platform/platform-schemas';
import { liveGateway } from '../tenancy/imported-tenant-gateway';
import { YamlDocument } from './yaml-document';

/** A class that any Gateway has and that fleet files need not name. */
const ANY_CLASS = 'unknown';

const LISTENERS = ['spec', 'listeners'];

function isListeners(path: readonly PathSegment[]): boolean {
  return LISTENERS.every((key, i) => path[i] === key);
}

/** What is said of all listeners at once follows from what is wrong with one of them, such as a hostname that is misspelt. */
function withoutConsequences(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const precise = findings.filter(({ path = '' }) => parsePath(path).length > LISTENERS.length);
  return precise.length > 0 ? precise : findings;
}

function fixQuotes(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d+$/.test(value) ? `remove the quotes: ${value}` : undefined;
}

function checkListeners(document: YamlDocument, name: string, platform: TargetPlatform): Diagnostic[] {
  const root = ['gateways', name];
  const values = read(document.value, ...root);
  const gateway = liveGateway({
    name,
    namespace: asString(read(values, 'namespace')) ?? '',
    gatewayClassName: ANY_CLASS,
    listeners: asList(read(values, 'listeners')),
  });
  const findings = diagnoseVerdict(gateway, admit(gateway, platformSchemas(platform))).filter(
    ({ severity, path = '' }) => severity === Severity.ERROR && isListeners(parsePath(path)),
  );
  return withoutConsequences(findings).map(({ object: _, path = '', message, fix, ...finding }) => {
    const place = [...root, ...parsePath(path).slice(1)];
    return {
      ...finding,
      path: formatPath(place),
      message: message.replaceAll(LISTENERS.join('.'), 'listeners'),
      fix: fix ?? fixQuotes(read(document.value, ...place)),
      ...document.locate(place),
    };
  });
}

/**
 * Asks the target platform's API server, as far as its schemas go, about the listeners of gateways that exist already.
 *
 * They are copied by hand: a key that is misspelt would be one that is not there, and tenants would be checked against another gateway.
 *
 * @param document `fleet.yaml`
 * @param isWhole says whether nothing else is wrong with a gateway
 */
export function checkExistingGateways(
  document: YamlDocument,
  platform: TargetPlatform,
  isWhole: (name: string) => boolean,
): Diagnostic[] {
  return Object.entries(asMap(read(document.value, 'gateways')) ?? {})
    .filter(([name, values]) => read(values, 'existing') === true && isWhole(name))
    .flatMap(([name]) => checkListeners(document, name, platform));
}
