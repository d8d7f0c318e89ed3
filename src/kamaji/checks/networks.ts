import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asString } from '../../objects';
import { Located, TenantControlPlaneView } from '../tenant-control-plane-view';
import { Cidr, cidrContains, cidrsOverlap, parseAddress, parseCidr } from './cidr';
import { show } from './ports';

/** A CIDR that is none. */
export const CIDR_MALFORMED: CodeDefinition = {
  code: 'cidr-malformed',
  severity: Severity.ERROR,
  title: 'A pod or service CIDR of the tenant is not of the form 10.96.0.0/16',
};

/** Two networks of a tenant that share addresses. */
export const CIDR_OVERLAP: CodeDefinition = {
  code: 'cidr-overlap',
  severity: Severity.ERROR,
  title: 'Two pod or service CIDRs of one tenant overlap',
};

/** A DNS address that is no service address. */
export const DNS_SERVICE_IP_INVALID: CodeDefinition = {
  code: 'dns-service-ip-invalid',
  severity: Severity.ERROR,
  title:
    'A DNS service IP is no IP address, or lies outside the service CIDRs; some releases can then no longer delete the tenant',
};

interface Network {
  readonly what: string;
  readonly text: string;
  readonly path: string;
  readonly given: boolean;
  readonly cidr?: Cidr;
}

function readNetworks(values: readonly Located<unknown>[], what: string): Network[] {
  return values.map(({ value, path, given }) => {
    const text = asString(value);
    const cidr = text === undefined ? undefined : parseCidr(text);
    return { what, text: show(value), path, given, ...(cidr === undefined ? {} : { cidr }) };
  });
}

function findOverlaps(view: TenantControlPlaneView, networks: readonly Network[]): Diagnostic[] {
  return networks.flatMap((network, i) =>
    networks.slice(0, i).flatMap((earlier) => {
      if (network.cidr === undefined || earlier.cidr === undefined || !cidrsOverlap(network.cidr, earlier.cidr)) {
        return [];
      }
      const [at, other] = network.given || !earlier.given ? [network, earlier] : [earlier, network];
      return [
        diagnose(CIDR_OVERLAP, {
          object: view.ref,
          path: at.path,
          message: `${at.what} ${at.text} overlaps ${other.what} ${other.text}${other.given ? '' : ' (the default)'}`,
          fix: 'use ranges that have no address in common',
        }),
      ];
    }),
  );
}

function checkDns(view: TenantControlPlaneView, services: readonly Network[]): Diagnostic[] {
  const ranges = services.flatMap(({ cidr }) => (cidr === undefined ? [] : [cidr]));
  return view.dnsServiceIps.flatMap(({ value, path }) => {
    const address = parseAddress(asString(value) ?? '');
    if (address === undefined) {
      return [
        diagnose(DNS_SERVICE_IP_INVALID, {
          object: view.ref,
          path,
          message: `${show(value)} is no IP address`,
          fix: 'use an address of the service CIDR, or leave dnsServiceIPs out',
        }),
      ];
    }
    // With a malformed CIDR nobody can say what lies in it; that one fault is reported already.
    if (ranges.length < services.length || ranges.some((cidr) => cidrContains(cidr, address))) {
      return [];
    }
    return [
      diagnose(DNS_SERVICE_IP_INVALID, {
        object: view.ref,
        path,
        message: `${show(value)} lies in no service CIDR (${services.map(({ text }) => text).join(', ')})`,
        fix: 'use an address of the service CIDR; once the tenant exists it must not be changed',
      }),
    ];
  });
}

/** Checks the networks of the tenant cluster. */
export function checkNetworks(view: TenantControlPlaneView): Diagnostic[] {
  const services = readNetworks(view.serviceCidrs, 'service CIDR');
  const networks = [...services, ...readNetworks(view.podCidrs, 'pod CIDR')];
  const malformed = networks
    .filter(({ cidr }) => cidr === undefined)
    .map(({ what, text, path }) =>
      diagnose(CIDR_MALFORMED, {
        object: view.ref,
        path,
        message: `${text} is no ${what}: it must be an address and a prefix length`,
        fix: 'write it like "10.96.0.0/16"',
      }),
    );
  return [...malformed, ...findOverlaps(view, networks), ...checkDns(view, services)];
}
