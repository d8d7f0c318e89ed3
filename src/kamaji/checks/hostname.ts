import { isIP } from 'node:net';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { GatewaySpecView, TenantControlPlaneView } from '../tenant-control-plane-view';
import { show } from './ports';

/** A control plane behind a gateway without a name. */
export const HOSTNAME_MISSING: CodeDefinition = {
  code: 'hostname-missing',
  severity: Severity.ERROR,
  title: 'A tenant behind a gateway has no hostname, so Kamaji makes no route for it',
};

/** A hostname that is no DNS name. */
export const HOSTNAME_MALFORMED: CodeDefinition = {
  code: 'hostname-malformed',
  severity: Severity.ERROR,
  title: 'The hostname is no DNS name (lower case, without scheme or port, at most 253 characters)',
};

/** A hostname that is an address. */
export const HOSTNAME_IS_IP: CodeDefinition = {
  code: 'hostname-is-ip',
  severity: Severity.ERROR,
  title: 'The hostname is an IP address, which no client sends as server name',
};

/** A hostname that stands for many. */
export const HOSTNAME_WILDCARD: CodeDefinition = {
  code: 'hostname-wildcard',
  severity: Severity.ERROR,
  title: 'The hostname of a tenant is a wildcard, for which Kamaji cannot make the certificate',
};

/** A hostname that DNS cannot hold. */
export const HOSTNAME_LABEL_TOO_LONG: CodeDefinition = {
  code: 'hostname-label-too-long',
  severity: Severity.ERROR,
  title: 'A label of the hostname is longer than the 63 characters that DNS allows',
};

const MAX_HOSTNAME = 253;
const MAX_LABEL = 63;
const HOSTNAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONG_LABEL = /[^.]{64}/;
const HOST_AND_PORT = /^(.*):\d+$/;

function isHostname(text: string): boolean {
  return text.length <= MAX_HOSTNAME && HOSTNAME.test(text) && isIP(text) === 0;
}

function hasLongLabel(hostname: string): boolean {
  return LONG_LABEL.test(hostname);
}

/** Returns the hostname that was probably meant; undefined where none can be told. */
export function likelyHostname(text: string): string | undefined {
  if (text.length > 2 * MAX_HOSTNAME) {
    return undefined;
  }
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(HOST_AND_PORT, '$1')
    .replace(/\.+$/, '')
    .replaceAll('_', '-');
  return isHostname(host) && !hasLongLabel(host) ? host : undefined;
}

/** Says whether a tenant can be reached by this name: a DNS name, no address, no wildcard. */
export function isUsableHostname(hostname: string): boolean {
  return isHostname(hostname) && !hasLongLabel(hostname);
}

function findProblem(hostname: string): { code: CodeDefinition; message: string; fix: string } | undefined {
  const address = hostname.replace(/^\[(.*)\](:\d+)?$/, '$1');
  if (isIP(address) !== 0 || isIP(hostname.replace(HOST_AND_PORT, '$1')) !== 0) {
    return {
      code: HOSTNAME_IS_IP,
      message: `${show(hostname)} is an IP address; a gateway routes by the name that clients send, and they send none for an address`,
      fix: "use a name under the gateway's domain",
    };
  }
  if (hostname.startsWith('*')) {
    return {
      code: HOSTNAME_WILDCARD,
      message: `${show(hostname)} is a wildcard; each tenant needs one name of its own`,
      fix: "use a full name, or one label under the gateway's domain",
    };
  }
  if (!isHostname(hostname)) {
    const likely = likelyHostname(hostname);
    return {
      code: HOSTNAME_MALFORMED,
      message: HOST_AND_PORT.test(hostname)
        ? `${show(hostname)} has a port; only the name belongs here`
        : `${show(hostname)} is no DNS name: lower-case letters, digits and "-" in labels divided by ".", at most ${MAX_HOSTNAME} characters`,
      fix: likely === undefined ? 'use a name such as "tcp1.cluster.dev"' : `did you mean "${likely}"?`,
    };
  }
  const long = hostname.split('.').find((label) => label.length > MAX_LABEL);
  return long === undefined
    ? undefined
    : {
        code: HOSTNAME_LABEL_TOO_LONG,
        message: `the label "${long}" of ${show(hostname)} has ${long.length} characters; DNS allows ${MAX_LABEL}`,
        fix: 'shorten the name',
      };
}

function check(gateway: GatewaySpecView): Omit<Diagnostic, 'object'> | undefined {
  const { rawHostname, hostname, hostnamePath: path } = gateway;
  if (rawHostname === undefined || rawHostname === null || rawHostname === '') {
    return diagnose(HOSTNAME_MISSING, {
      path: rawHostname === '' ? path : gateway.path,
      message: `has a gateway but ${rawHostname === '' ? 'an empty' : 'no'} hostname: Kamaji refuses to make a route without one`,
      fix: 'set spec.controlPlane.gateway.hostname',
    });
  }
  if (hostname === undefined) {
    return diagnose(HOSTNAME_MALFORMED, {
      path,
      message: `${show(rawHostname)} is no string`,
      fix: 'use a name such as "tcp1.cluster.dev"',
    });
  }
  const problem = findProblem(hostname);
  return problem === undefined
    ? undefined
    : diagnose(problem.code, { path, message: problem.message, fix: problem.fix });
}

/** Checks that a tenant behind a gateway has a name that clients, certificates and routes can carry. */
export function checkHostname(view: TenantControlPlaneView): Diagnostic[] {
  const problem = view.gateway === undefined ? undefined : check(view.gateway);
  return problem === undefined ? [] : [{ ...problem, object: view.ref }];
}
