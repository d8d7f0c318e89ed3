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

/** Why a gateway's listeners are not known, and what to do. */
interface Unseen {
  readonly why: string;
  readonly fix: string;
}

const NOT_IN_INPUT: Unseen = { why: 'is not in the input', fix: 'add the Gateway to what is checked' };

const NAME_ONLY: Unseen = {
  why: 'is known by its name only',
  fix: 'say which listeners it has: SharedTenantGateway.fromAttributes takes them',
};

function describeOnce(tenants: readonly Tenant[], text: string, { why, fix }: Unseen): Diagnostic[] {
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
      message: `${text} ${why}: hostname, ports and namespace of ${whose} could not be checked against its listeners`,
      fix,
    }),
  ];
}

/** Finds tenants whose Gateway or ListenerSet is not known. */
export function checkUnknownGateways({ tenants, holders, unseenHolders, input }: Fleet): Diagnostic[] {
  const lost = groupBy(tenants, ({ parent }) =>
    parent === undefined || parent.holder !== undefined ? undefined : parent.key,
  );
  const known = [...holders.values()].map(({ model }) => `${model.kind} ${model.namespace}/${model.name}`);
  return [...lost.values()].flatMap((members) => {
    const { text = '', key = '' } = members[0]?.parent ?? {};
    if (unseenHolders.has(key)) {
      return describeOnce(members, text, NAME_ONLY);
    }
    if (!input.complete) {
      return describeOnce(members, text, NOT_IN_INPUT);
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
