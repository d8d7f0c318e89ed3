import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { suggest } from '../../objects/suggest';
import { count, groupBy } from './collections';
import { compareTenants, Fleet, Tenant } from './fleet';

/** A gateway that is nowhere. */
export const GATEWAY_UNKNOWN: CodeDefinition = {
  code: 'gateway-unknown',
  severity: Severity.ERROR,
  title:
    'A tenant names a Gateway that is neither rendered nor said to exist (a warning where the input is not all there is)',
};

function describeOnce(tenants: readonly Tenant[], text: string): Diagnostic[] {
  const [first, ...others] = [...tenants].sort(compareTenants);
  if (first === undefined) {
    return [];
  }
  const whose = others.length === 0 ? 'this tenant' : `this tenant and ${count(others.length, 'other')}`;
  return [
    diagnose(GATEWAY_UNKNOWN, {
      severity: Severity.WARNING,
      object: first.view.ref,
      path: first.parent?.source.path ?? '',
      message: `${text} is not in the input: hostname, ports and namespace of ${whose} could not be checked against its listeners`,
      fix: 'add the Gateway to what is checked',
    }),
  ];
}

/** Finds tenants whose Gateway or ListenerSet is not known. */
export function checkUnknownGateways({ tenants, holders, input }: Fleet): Diagnostic[] {
  const lost = groupBy(tenants, ({ parent }) =>
    parent === undefined || parent.holder !== undefined ? undefined : parent.key,
  );
  const known = [...holders.values()].map(({ model }) => `${model.kind} ${model.namespace}/${model.name}`);
  return [...lost.values()].flatMap((members) => {
    const text = members[0]?.parent?.text ?? '';
    if (!input.complete) {
      return describeOnce(members, text);
    }
    const [likely] = suggest(text, known);
    const fix =
      likely === undefined
        ? 'declare the gateway, or say that it exists already'
        : `did you mean ${likely}? Otherwise declare the gateway, or say that it exists already`;
    return members.map(({ view, parent }) =>
      diagnose(GATEWAY_UNKNOWN, {
        object: view.ref,
        path: parent?.source.path ?? '',
        message: `${text} is neither rendered nor said to exist`,
        fix,
      }),
    );
  });
}
