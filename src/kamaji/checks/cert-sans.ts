import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asString } from '../../objects';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { parseAddress } from './cidr';
import { isUsableHostname } from './hostname';
import { show } from './ports';

/** A tenant whose certificate may lose its own name. */
export const SAN_MISSING: CodeDefinition = {
  code: 'san-missing',
  severity: Severity.WARNING,
  title:
    "The hostname is not among the certificate's names: a rename would leave the old certificate in place for ever",
};

/** A name that no certificate can hold. */
export const SAN_MALFORMED: CodeDefinition = {
  code: 'san-malformed',
  severity: Severity.ERROR,
  title: "An entry of certSANs is no DNS name, wildcard or IP address, so Kamaji's webhook refuses the tenant",
};

const SUBDOMAIN = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const WITH_PORT = /^(.+):\d+$/;

/** Go knows no zone in an address, `fd00::1%eth0`, and a certificate cannot hold one. */
function isSan(text: string): boolean {
  return parseAddress(text) !== undefined || (text.length <= 253 && SUBDOMAIN.test(text));
}

/** Says whether a certificate with this name is valid for the hostname: a wildcard stands for exactly one label. */
function sanCovers(san: string, hostname: string): boolean {
  if (san.startsWith('*.')) {
    return hostname.includes('.') && hostname.slice(hostname.indexOf('.')) === san.slice(1);
  }
  return san === hostname;
}

function fixFor(text: string): string {
  const host = text.replace(WITH_PORT, '$1').replace(/^\[(.*)\]$/, '$1');
  const likely = [host, host.replace(/%.*$/, ''), host.toLowerCase(), host.toLowerCase().replaceAll('_', '-')].find(
    isSan,
  );
  return likely === undefined
    ? 'use a DNS name, a wildcard such as "*.cluster.dev", or an IP address'
    : `did you mean "${likely}"?`;
}

function checkSan(value: unknown): { message: string; fix: string } | undefined {
  const text = asString(value);
  if (text === undefined) {
    return { message: `${show(value)} is no string`, fix: 'use a DNS name, a wildcard or an IP address' };
  }
  if (isSan(text)) {
    return undefined;
  }
  const reason = WITH_PORT.test(text)
    ? 'has a port; a certificate holds names only'
    : 'is neither a DNS name, nor a wildcard, nor an IP address';
  return { message: `${show(text)} ${reason}`, fix: fixFor(text) };
}

/** Checks the names that the tenant's certificate gets beside those that Kamaji adds. */
export function checkCertSans(view: TenantControlPlaneView): Diagnostic[] {
  const diagnostics = view.certSans.flatMap(({ value, path }) => {
    const problem = checkSan(value);
    return problem === undefined ? [] : [diagnose(SAN_MALFORMED, { object: view.ref, path, ...problem })];
  });
  const hostname = view.gateway?.hostname;
  if (hostname === undefined || !isUsableHostname(hostname)) {
    return diagnostics;
  }
  // A malformed entry that was meant to be the hostname is one fault, not two.
  const names = view.certSans.map(({ value }) => (asString(value) ?? '').toLowerCase().replace(WITH_PORT, '$1'));
  if (names.some((name) => sanCovers(name, hostname))) {
    return diagnostics;
  }
  const given = names.length === 0 ? 'which is empty' : `which has ${names.map((name) => `"${name}"`).join(', ')}`;
  return [
    ...diagnostics,
    diagnose(SAN_MISSING, {
      object: view.ref,
      path: view.certSansPath,
      message: `"${hostname}" is not in certSANs, ${given}: the first certificate has the name all the same, but no later one need have it`,
      fix: `add "${hostname}" to certSANs`,
    }),
  ];
}
