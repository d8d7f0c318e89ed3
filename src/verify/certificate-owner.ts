import { X509Certificate } from 'node:crypto';
import { TenantCa } from './connections';
import { ExpectedTenant } from './expectation';
import { TlsCertificate } from './tls-probe';

/** Reads a certificate; undefined where it is none. */
export function readCertificate(certificate: Buffer | string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}

/** Whether a certificate is good for a name, by the rules of Go, in which Kubernetes and its clients are written. */
export function holdsName(certificate: X509Certificate | undefined, name: string): boolean {
  return certificate?.checkHost(name, { subject: 'never', partialWildcards: false }) !== undefined;
}

/** The DNS names of a certificate. */
export function namesOf(certificate: X509Certificate | undefined): string[] {
  return (certificate?.subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => (entry.startsWith('DNS:') ? [entry.slice('DNS:'.length)] : []));
}

function splitPem(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}

/** Finds the tenant that a certificate is of. Only asked where something is wrong, so it may look at each tenant. */
export class CertificateOwners {
  private authorities: { readonly tenant: ExpectedTenant; readonly ca: X509Certificate }[] | undefined;

  constructor(private readonly cas: ReadonlyMap<ExpectedTenant, TenantCa>) {}

  /** The tenant whose CA issued a certificate; of tenants whose CA is not known the one whose name it holds. */
  public ownerOf(answer: TlsCertificate): ExpectedTenant | undefined {
    const certificates = [answer.certificate, ...answer.chain]
      .map(readCertificate)
      .filter((certificate) => certificate !== undefined);
    const issued = this.all().find(({ ca }) =>
      certificates.some((certificate) => certificate.checkIssued(ca) && certificate.verify(ca.publicKey)),
    );
    if (issued !== undefined) {
      return issued.tenant;
    }
    return [...this.cas].find(
      ([tenant, { pem }]) => pem === undefined && holdsName(certificates[0], tenant.hostname),
    )?.[0];
  }

  private all() {
    this.authorities ??= [...this.cas].flatMap(([tenant, { pem }]) =>
      splitPem(pem ?? '').flatMap((text) => {
        const ca = readCertificate(text);
        return ca === undefined ? [] : [{ tenant, ca }];
      }),
    );
    return this.authorities;
  }
}
