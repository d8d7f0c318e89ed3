import { X509Certificate } from 'node:crypto';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { hostnameMatches } from '../gateway-api/hostname';
import { asString } from '../objects';
import { CertificateOwners, holdsName, namesOf, readCertificate } from './certificate-owner';
import { Connection, TenantCa } from './connections';
import { Expectation, ExpectedTenant } from './expectation';
import { isFailure, TlsAnswer, TlsCertificate, TlsFailure, TlsQuestion } from './tls-probe';
import { count, listTexts } from './wording';

/** A gateway that cannot be reached at all. */
export const GATEWAY_UNREACHABLE: CodeDefinition = {
  code: 'gateway-unreachable',
  severity: Severity.ERROR,
  title: 'Nothing answers at an address and port of a Gateway, whatever the name',
};

/** A tenant that does not answer. */
export const NO_ANSWER: CodeDefinition = {
  code: 'no-answer',
  severity: Severity.ERROR,
  title: 'A connection to a tenant by its name ends without a certificate',
};

/** The worst that can happen. */
export const ANOTHER_TENANT_ANSWERS: CodeDefinition = {
  code: 'another-tenant-answers',
  severity: Severity.ERROR,
  title: "Another tenant answers to a tenant's name",
};

/** A certificate that is no tenant's. */
export const CERTIFICATE_NOT_OF_TENANT: CodeDefinition = {
  code: 'certificate-not-of-tenant',
  severity: Severity.ERROR,
  title: "What answers to a tenant's name shows a certificate that the tenant's CA did not issue",
};

/** A certificate that clients refuse for its name. */
export const CERTIFICATE_WITHOUT_HOSTNAME: CodeDefinition = {
  code: 'certificate-without-hostname',
  severity: Severity.ERROR,
  title: "A tenant's certificate does not hold the name by which clients reach it",
};

/** A certificate that clients refuse for its dates. */
export const CERTIFICATE_EXPIRED: CodeDefinition = {
  code: 'certificate-expired',
  severity: Severity.ERROR,
  title: "A tenant's certificate is not valid now",
};

/** A name that was given up. */
export const CERTIFICATE_LEFTOVER_NAME: CodeDefinition = {
  code: 'certificate-leftover-name',
  severity: Severity.WARNING,
  title: "A tenant's certificate still holds a name that is neither its hostname nor among its certSANs",
};

/** A CA that is not there. */
export const CA_MISSING: CodeDefinition = {
  code: 'ca-missing',
  severity: Severity.WARNING,
  title: 'The Secret with the CA of a tenant is not there, so its certificate is compared by name only',
};

/** A tenant that answers to strangers. */
export const TENANT_ANSWERS_UNKNOWN_NAME: CodeDefinition = {
  code: 'tenant-answers-unknown-name',
  severity: Severity.ERROR,
  title: 'A tenant answers to a name that no tenant has, or to no name at all',
};

/** What came of the connections. */
export interface ConnectionResults {
  readonly connections: readonly Connection[];
  /** One answer for each connection, in the same order. */
  readonly answers: readonly TlsAnswer[];
  readonly cas: ReadonlyMap<ExpectedTenant, TenantCa>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const WORDS: Readonly<Record<TlsFailure, string>> = {
  refused: 'connection refused',
  reset: 'the connection was reset during the handshake',
  closed: 'the connection was closed during the handshake',
  timeout: 'no answer in time',
  unreachable: 'the address cannot be reached from here',
  alert: 'the handshake was refused',
  other: 'the connection failed',
};

const FIXES: Readonly<Record<TlsFailure, string>> = {
  refused: 'see whether the data plane of the gateway runs and listens on this port',
  reset: 'see whether the tenant runs (pods, endpoints of its Service) and whether its route is accepted',
  closed: 'see whether the tenant runs (pods, endpoints of its Service) and whether its route is accepted',
  timeout: 'see whether the tenant runs and whether a firewall stands between; --timeout waits longer',
  unreachable: 'run this where clients are, or name an address that can be reached from here (--address)',
  alert: 'see the log of the data plane',
  other: 'see the log of the data plane',
};

/** Failures that come from the address and not from whoever is behind it. */
const OF_THE_ADDRESS: readonly TlsFailure[] = ['refused', 'timeout', 'unreachable'];

const DATES: readonly string[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

function endpoint({ address, port }: TlsQuestion): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function tenantName({ view }: ExpectedTenant): string {
  return `${view.namespace}/${view.name}`;
}

function subjectOf(certificate: X509Certificate | undefined): string {
  const names = namesOf(certificate);
  const subject = certificate?.subject?.replaceAll('\n', ', ') ?? 'without a subject';
  return `${subject}${names.length === 0 ? '' : `, for ${listTexts(names)}`}`;
}

/** Finds addresses that fail whatever is asked, so that a gateway that is down is one finding and not one for each tenant. */
function judgeAddresses(
  { gateways }: Expectation,
  { connections, answers }: ConnectionResults,
): { readonly diagnostics: Diagnostic[]; readonly down: ReadonlySet<string> } {
  const byEndpoint = new Map<
    string,
    { gateway: string; failures: (TlsFailure | undefined)[]; tenants: Set<unknown> }
  >();
  for (const [i, { gateway, question, asked }] of connections.entries()) {
    const key = endpoint(question);
    const entry = byEndpoint.get(key) ?? { gateway, failures: [], tenants: new Set() };
    const answer = answers[i];
    entry.failures.push(answer !== undefined && isFailure(answer) ? answer.failure : undefined);
    if (asked !== undefined) {
      entry.tenants.add(asked.tenant);
    }
    byEndpoint.set(key, entry);
  }
  const down = new Set<string>();
  const diagnostics = [...byEndpoint].flatMap(([key, { gateway, failures, tenants }]) => {
    const [failure] = failures;
    if (failure === undefined || !OF_THE_ADDRESS.includes(failure) || failures.some((other) => other !== failure)) {
      return [];
    }
    down.add(key);
    return [
      diagnose(GATEWAY_UNREACHABLE, {
        object: gateways.find((candidate) => candidate.key === gateway)?.ref,
        message: `${key}: ${WORDS[failure]}, whatever the name; ${count(tenants.size, 'tenant')} behind it`,
        fix: FIXES[failure],
      }),
    ];
  });
  return { diagnostics, down };
}

function judgeFailure(tenant: ExpectedTenant, question: TlsQuestion, failure: TlsFailure, message: string): Diagnostic {
  const detail = failure === 'alert' || failure === 'other' ? ` (${message})` : '';
  return diagnose(NO_ANSWER, {
    object: tenant.ref,
    message: `${tenant.hostname}:${question.port} at ${endpoint(question)}: ${WORDS[failure]}${detail}`,
    fix: FIXES[failure],
  });
}

/** Names that a listener answers beside that of the tenant, and that the tenant has no claim to any more. */
function leftoverNames(tenant: ExpectedTenant, patterns: readonly string[], certificate: X509Certificate | undefined) {
  const wanted = [tenant.hostname, ...tenant.view.certSans.flatMap(({ value }) => asString(value) ?? [])];
  const routable = patterns.filter((pattern) => hostnameMatches(pattern, tenant.hostname));
  return namesOf(certificate).filter(
    (name) => !wanted.includes(name) && routable.some((pattern) => hostnameMatches(pattern, name.replace(/^\*/, 'x'))),
  );
}

/** Everything that the judgement of one certificate looks at. */
interface CertificateCase {
  readonly tenant: ExpectedTenant;
  readonly question: TlsQuestion;
  readonly answer: TlsCertificate;
  readonly owners: CertificateOwners;
  /** Hostnames of listeners. */
  readonly patterns: readonly string[];
  readonly now: number;
}

function judgeStranger(
  { tenant, question, answer, owners }: CertificateCase,
  certificate: X509Certificate | undefined,
): Diagnostic {
  const owner = owners.ownerOf(answer);
  const where = `${tenant.hostname}:${question.port} at ${endpoint(question)}`;
  if (owner !== undefined && owner !== tenant) {
    return diagnose(ANOTHER_TENANT_ANSWERS, {
      object: tenant.ref,
      message: `${where} is answered by TenantControlPlane ${tenantName(owner)}`,
      fix: "see the backend of the tenant's route and whether another route has the same hostname",
    });
  }
  return diagnose(CERTIFICATE_NOT_OF_TENANT, {
    object: tenant.ref,
    message: `${where} shows a certificate that the tenant's CA did not issue (${answer.untrusted ?? 'unknown'}): ${subjectOf(certificate)}`,
    fix: 'where it is a certificate of the controller, no route took the connection: see what is said of the route; otherwise see what the Service of the tenant selects',
  });
}

function judgeCertificate(given: CertificateCase): Diagnostic[] {
  const { tenant, question, answer, owners, patterns, now } = given;
  const certificate = readCertificate(answer.certificate);
  const where = `${tenant.hostname}:${question.port} at ${endpoint(question)}`;
  const isDated = answer.untrusted !== undefined && DATES.includes(answer.untrusted);
  if (answer.untrusted !== undefined && !isDated) {
    return [judgeStranger(given, certificate)];
  }
  const isHeld = holdsName(certificate, tenant.hostname);
  if (question.ca === undefined && !isHeld) {
    const owner = owners.ownerOf(answer);
    if (owner !== undefined && owner !== tenant) {
      return [judgeStranger(given, certificate)];
    }
  }
  const until = Date.parse(certificate?.validTo ?? '');
  const from = Date.parse(certificate?.validFrom ?? '');
  const dates =
    isDated || until < now || from > now
      ? [
          diagnose(CERTIFICATE_EXPIRED, {
            object: tenant.ref,
            message: `${where} shows a certificate, or a CA, that is not valid now (the certificate from ${certificate?.validFrom} to ${certificate?.validTo})`,
            fix: 'have Kamaji make it anew: delete the Secret of the certificate; see that the clocks agree',
          }),
        ]
      : [];
  if (!isHeld) {
    return [
      ...dates,
      diagnose(CERTIFICATE_WITHOUT_HOSTNAME, {
        object: tenant.ref,
        message: `${where} shows a certificate without "${tenant.hostname}", which clients refuse: ${subjectOf(certificate)}`,
        fix: `list "${tenant.hostname}" in certSANs: Kamaji makes a new certificate when certSANs change, not when the hostname does`,
      }),
    ];
  }
  const leftover = leftoverNames(tenant, patterns, certificate);
  return leftover.length === 0
    ? dates
    : [
        ...dates,
        diagnose(CERTIFICATE_LEFTOVER_NAME, {
          object: tenant.ref,
          message: `the certificate on port ${question.port} still holds ${listTexts(leftover)}, which the tenant has no claim to any more`,
          fix: 'delete the Secret of the API server certificate so that Kamaji makes it anew, or list the name in certSANs',
        }),
      ];
}

function judgeUnknownName(
  question: TlsQuestion,
  answer: TlsCertificate,
  gateway: string,
  context: {
    readonly expectation: Expectation;
    readonly owners: CertificateOwners;
  },
): Diagnostic[] {
  const owner = context.owners.ownerOf(answer);
  if (owner === undefined) {
    return [];
  }
  const asked = question.servername === undefined ? 'no name at all' : `"${question.servername}", which no tenant has,`;
  return [
    diagnose(TENANT_ANSWERS_UNKNOWN_NAME, {
      object: context.expectation.gateways.find(({ key }) => key === gateway)?.ref,
      message: `${asked} at ${endpoint(question)} ${question.alpn ? 'with' : 'without'} ALPN is answered by TenantControlPlane ${tenantName(owner)}`,
      fix: 'look for a TLSRoute or TCPRoute that takes every name, or a default backend of the gateway',
    }),
  ];
}

function judgeCas({ tenants }: Expectation, cas: ReadonlyMap<ExpectedTenant, TenantCa>): Diagnostic[] {
  return tenants.flatMap((tenant) => {
    const ca = cas.get(tenant);
    return ca?.pem !== undefined || ca?.reason === undefined
      ? []
      : [
          diagnose(CA_MISSING, {
            object: tenant.ref,
            path: 'status.certificates.ca.secretName',
            message: `the CA is not known, so the certificate is compared by name only: ${ca.reason}`,
            fix: 'wait for Kamaji to make it; if it stays, see its log',
          }),
        ];
  });
}

/** Judges who answers to each name: the tenant that has it and nobody else, and to a name that nobody has no tenant. */
export function judgeConnections(expectation: Expectation, results: ConnectionResults): Diagnostic[] {
  const owners = new CertificateOwners(results.cas);
  const patterns = [...new Set(expectation.listeners.flatMap(({ listener }) => listener.hostname ?? []))];
  const { diagnostics, down } = judgeAddresses(expectation, results);
  const found = results.connections.flatMap(({ gateway, question, asked }, i): Diagnostic[] => {
    const answer = results.answers[i];
    if (answer === undefined || down.has(endpoint(question))) {
      return [];
    }
    if (asked === undefined) {
      return isFailure(answer) ? [] : judgeUnknownName(question, answer, gateway, { expectation, owners });
    }
    const { tenant } = asked;
    return isFailure(answer)
      ? [judgeFailure(tenant, question, answer.failure, answer.message)]
      : judgeCertificate({ tenant, question, answer, owners, patterns, now: results.now });
  });
  return [...judgeCas(expectation, results.cas), ...diagnostics, ...found];
}
