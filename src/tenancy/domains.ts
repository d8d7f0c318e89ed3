import { getPublicSuffix } from 'tldts';
import { isUsableHostname, likelyHostname } from '../kamaji/checks';

/** Stands in for a domain of which nobody can tell what was meant, so that one fault does not look like many. */
const STAND_IN = 'malformed.invalid';

/** Says whether a name is a domain that names can lie below: a DNS name, no wildcard, no address. */
export function isUsableDomain(domain: string): boolean {
  return isUsableHostname(domain);
}

/** Returns the domain that was probably meant; undefined where none can be told. */
export function likelyDomain(domain: string): string | undefined {
  return likelyHostname(domain.trim().replace(/^(\*?\.)+/, ''));
}

/** Returns a domain to go on with: the one that was given, or was probably meant. */
export function workingDomain(domain: string): string {
  return isUsableDomain(domain) ? domain : (likelyDomain(domain) ?? STAND_IN);
}

/** Says whether a name is one under which strangers register names of their own (`com`, `co.uk`, `github.io`), or has a single label. */
export function isPublicSuffix(name: string): boolean {
  return getPublicSuffix(name, { allowPrivateDomains: true }) === name;
}

function commonSuffix(a: string, b: string): string {
  const left = a.split('.').reverse();
  const right = b.split('.').reverse();
  const length = left.findIndex((label, i) => label !== right[i]);
  return (length < 0 ? left : left.slice(0, length)).reverse().join('.');
}

/**
 * Returns the longest domain that all the domains are equal to or lie below;
 * undefined where they share none, or only one that a public suffix covers, so that a wildcard below it would take in strangers.
 */
export function coveringDomain(domains: readonly string[]): string | undefined {
  const [first, ...rest] = domains;
  if (first === undefined) {
    return undefined;
  }
  const common = rest.reduce(commonSuffix, first);
  return common === '' || isPublicSuffix(common) ? undefined : common;
}

/** Returns the domain that a hostname lies in: everything after its first label; undefined for a single label. */
export function parentDomain(hostname: string): string | undefined {
  const dot = hostname.indexOf('.');
  return dot < 0 ? undefined : hostname.slice(dot + 1);
}
