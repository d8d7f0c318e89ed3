import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asList, asString, KubeObject, read, refOf } from '../../objects';
import { parseAddress } from './cidr';
import { checkDataStoreSecrets, DATA_STORE_SECRET_INLINE } from './data-store-content';
import { show } from './ports';

/** An endpoint that Kamaji cannot take apart. */
export const DATA_STORE_ENDPOINT_INVALID: CodeDefinition = {
  code: 'data-store-endpoint-invalid',
  severity: Severity.ERROR,
  title: 'An endpoint of a DataStore is not a host and a port, so that no tenant on it is ever reconciled',
};

/** All codes of the checks on one DataStore. */
export const DATA_STORE_CODES: readonly CodeDefinition[] = [DATA_STORE_ENDPOINT_INVALID, DATA_STORE_SECRET_INLINE];

const MAX_PORT = 65535;

/** Names as resolvers take them, underscores and a dot at the end included. */
const NAME = /^[A-Za-z0-9_]([-A-Za-z0-9_]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([-A-Za-z0-9_]*[A-Za-z0-9_])?)*\.?$/;
const LIKE_IPV4 = /^[\d.]+$/;

function isHost(host: string): boolean {
  if (host.startsWith('[') && host.endsWith(']')) {
    return parseAddress(host.slice(1, -1))?.bits === 128;
  }
  return LIKE_IPV4.test(host) ? parseAddress(host) !== undefined : NAME.test(host);
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= MAX_PORT;
}

/** Divides at the last colon; one inside of brackets belongs to the address. */
function split(endpoint: string): { readonly host: string; readonly port?: string } {
  const colon = endpoint.lastIndexOf(':');
  return colon < 0 || endpoint.endsWith(']')
    ? { host: endpoint }
    : { host: endpoint.slice(0, colon), port: endpoint.slice(colon + 1) };
}

/** Says whether nobody can tell where the address ends and the port begins. */
function isAmbiguous(endpoint: string): boolean {
  const { host } = split(endpoint);
  return !host.startsWith('[') && host.includes(':');
}

function problemOf(endpoint: string): string | undefined {
  if (endpoint.includes('://')) {
    return `${show(endpoint)} has a scheme; it must be a host and a port alone`;
  }
  if (isAmbiguous(endpoint)) {
    return `${show(endpoint)} has several colons: an IPv6 address must be in brackets, with the port after them`;
  }
  const { host, port } = split(endpoint);
  if (port === undefined) {
    return `${show(endpoint)} has no port; Kamaji knows none by itself`;
  }
  if (!isPort(port)) {
    return `${show(endpoint)}: the port ${show(port)} is no number from 1 to ${MAX_PORT}`;
  }
  if (host === '') {
    return `${show(endpoint)} has no host`;
  }
  return isHost(host) ? undefined : `${show(endpoint)}: ${show(host)} is no name and no IP address`;
}

function fixFor(endpoint: string): string {
  const meant = endpoint
    .trim()
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/[/?#].*$/, '');
  if (problemOf(meant) === undefined) {
    return `did you mean ${show(meant)}?`;
  }
  return `write it like "${isAmbiguous(endpoint) ? '[2001:db8::1]' : 'etcd.kamaji-system.svc'}:2379"`;
}

/**
 * Checks the endpoints of a DataStore, which its schema takes whatever they are.
 *
 * Kamaji divides each one, whatever the driver, with Go's `SplitHostPort` and `Atoi` before it connects
 * (internal/datastore/datastore.go, edge-25.12.1 to 26.8.2-edge), and every tenant of the DataStore fails with it.
 */
export function checkDataStoreEndpoints(dataStore: KubeObject): Diagnostic[] {
  return asList(read(dataStore, 'spec', 'endpoints')).flatMap((value, i) => {
    const endpoint = asString(value);
    const message = endpoint === undefined ? undefined : problemOf(endpoint);
    return endpoint === undefined || message === undefined
      ? []
      : [
          diagnose(DATA_STORE_ENDPOINT_INVALID, {
            object: refOf(dataStore),
            path: `spec.endpoints[${i}]`,
            message,
            fix: fixFor(endpoint),
          }),
        ];
  });
}

/** Checks what concerns one DataStore alone, whatever else is in the fleet. */
export function checkDataStore(dataStore: KubeObject): Diagnostic[] {
  return [...checkDataStoreEndpoints(dataStore), ...checkDataStoreSecrets(dataStore)];
}
