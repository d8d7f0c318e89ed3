import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { Expectation, ExpectedTenant } from './expectation';
import { NameAnswer } from './name-lookup';
import { listTexts } from './wording';

/** A name without addresses. */
export const DNS_UNRESOLVED: CodeDefinition = {
  code: 'dns-unresolved',
  severity: Severity.WARNING,
  title: 'The hostname of a tenant does not resolve from here',
};

/** A name that leads somewhere else. */
export const DNS_ELSEWHERE: CodeDefinition = {
  code: 'dns-elsewhere',
  severity: Severity.WARNING,
  title: 'The hostname of a tenant resolves to addresses that are not those of its Gateway',
};

/** No DNS. */
export const DNS_UNAVAILABLE: CodeDefinition = {
  code: 'dns-unavailable',
  severity: Severity.WARNING,
  title: 'Names could not be looked up from here',
};

function judgeName(tenant: ExpectedTenant, found: readonly string[], addresses: readonly string[]): Diagnostic[] {
  const elsewhere = found.filter((address) => !addresses.includes(address));
  return elsewhere.length === 0
    ? []
    : [
        diagnose(DNS_ELSEWHERE, {
          object: tenant.ref,
          message: `"${tenant.hostname}" resolves to ${listTexts(elsewhere)}, but its Gateway is at ${listTexts(addresses)}`,
          fix: 'let the record point at the Gateway; where another load balancer stands in front of it, skip this (--no-dns)',
        }),
      ];
}

/**
 * Judges where the hostnames of tenants lead. The connections are made to the Gateway's address whatever DNS says.
 *
 * @param addresses the addresses of each Gateway by key
 */
export function judgeNames(
  { tenants }: Expectation,
  answers: ReadonlyMap<string, NameAnswer>,
  addresses: ReadonlyMap<string, readonly string[]>,
): Diagnostic[] {
  const silent = [...answers].filter(([, answer]) => 'failure' in answer && answer.failure === 'unavailable');
  const [first] = silent;
  const unavailable =
    first === undefined || !('failure' in first[1])
      ? []
      : [
          diagnose(DNS_UNAVAILABLE, {
            message: `${listTexts(silent.map(([name]) => `"${name}"`))} could not be looked up: ${first[1].message}`,
            fix: 'see the resolver of this machine, or skip this (--no-dns)',
          }),
        ];
  const found = tenants.flatMap((tenant): Diagnostic[] => {
    const answer = answers.get(tenant.hostname);
    const known = addresses.get(tenant.gateway ?? '') ?? [];
    if (answer === undefined || known.length === 0) {
      return [];
    }
    if ('addresses' in answer) {
      return judgeName(tenant, answer.addresses, known);
    }
    return answer.failure === 'unavailable'
      ? []
      : [
          diagnose(DNS_UNRESOLVED, {
            object: tenant.ref,
            message: `"${tenant.hostname}" does not resolve from here`,
            fix: `create a DNS record that points at ${listTexts(known)}`,
          }),
        ];
  });
  return [...unavailable, ...found];
}
