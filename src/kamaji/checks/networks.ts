import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asString, read } from '../../objects';
import { dnsServiceIp } from '../dns-service-ip';
import { Located, TenantControlPlaneView } from '../tenant-control-plane-view';
import { Cidr, cidrContains, cidrsOverlap, parseAddress, parseCidr } from './cidr';
import { show } from './ports';
import { isTooSmall } from './ranges';

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
    'A DNS service IP, given or computed by Kamaji, is no IP address, lies outside the service CIDRs, or is that of the "kubernetes" Service; some releases can then no longer delete the tenant',
};

/** An address that the API server cannot advertise. */
export const CONTROL_PLANE_ADDRESS_INVALID: CodeDefinition = {
  code: 'control-plane-address-invalid',
  severity: Severity.ERROR,
  title: 'The address of a control plane is no IP address, so that Kamaji can make no certificate for its API server',
};

/** An external IP that nobody gets. */
export const EXTERNAL_IP_WITHOUT_EFFECT: CodeDefinition = {
  code: 'external-ip-without-effect',
  severity: Severity.WARNING,
  title: 'The Service of a control plane gets no external IP, for want of an address or because it is a load balancer',
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

interface DnsProblem {
  readonly problem: string;
  readonly fix: string;
}

function dnsProblem(text: string, services: readonly Network[]): DnsProblem | undefined {
  const address = parseAddress(text);
  if (address === undefined) {
    return { problem: 'is no IP address', fix: 'use an address of the service CIDR, or leave dnsServiceIPs out' };
  }
  // kube-apiserver gives the first address of the first range to the "kubernetes" Service.
  const first = services[0]?.cidr;
  if (first !== undefined && first.bits === address.bits && address.value === first.first + 1n) {
    return {
      problem: `is the address of the tenant's "kubernetes" Service, the first of service CIDR ${services[0]?.text}`,
      fix: 'use another address of the service CIDR; once the tenant exists it must not be changed',
    };
  }
  // With a malformed CIDR nobody can say what lies in it; that one fault is reported already.
  if (services.some(({ cidr }) => cidr === undefined || cidrContains(cidr, address))) {
    return undefined;
  }
  return {
    problem: `lies in no service CIDR (${services.map((service) => service.text).join(', ')})`,
    fix: 'use an address of the service CIDR; once the tenant exists it must not be changed',
  };
}

/** Without any DNS address Kamaji's webhook computes one of each range when the tenant is created. */
function checkComputedDns(view: TenantControlPlaneView, services: readonly Network[]): Diagnostic[] {
  return view.serviceCidrs.flatMap(({ value, path }, i) => {
    const computed = dnsServiceIp(asString(value) ?? '');
    const cidr = services[i]?.cidr;
    // A range that kube-apiserver finds too small is one fault, not two.
    if (computed === undefined || cidr === undefined || (i === 0 && isTooSmall(cidr))) {
      return [];
    }
    const found = dnsProblem(computed, services);
    return found === undefined
      ? []
      : [
          diagnose(DNS_SERVICE_IP_INVALID, {
            object: view.ref,
            path,
            message: `dnsServiceIPs is not given, and "${computed}", which Kamaji computes from service CIDR ${show(value)}, ${found.problem}`,
            fix: 'set dnsServiceIPs to an address of the service CIDR other than its first',
          }),
        ];
  });
}

function checkDns(view: TenantControlPlaneView, services: readonly Network[]): Diagnostic[] {
  if (view.dnsServiceIps.length === 0) {
    return checkComputedDns(view, services);
  }
  return view.dnsServiceIps.flatMap(({ value, path }) => {
    const found = dnsProblem(asString(value) ?? '', services);
    return found === undefined
      ? []
      : [
          diagnose(DNS_SERVICE_IP_INVALID, {
            object: view.ref,
            path,
            message: `${show(value)} ${found.problem}`,
            fix: found.fix,
          }),
        ];
  });
}

/** kubeadm, which Kamaji makes the certificate with, parses the address, and a Service takes IPs only as external ones. */
function checkAddress(view: TenantControlPlaneView): Diagnostic[] {
  const { address } = view;
  if (address === undefined || parseAddress(address) !== undefined) {
    return [];
  }
  return [
    diagnose(CONTROL_PLANE_ADDRESS_INVALID, {
      object: view.ref,
      path: 'spec.networkProfile.address',
      message: `${show(address)} is no IP address, which --advertise-address and the certificate of the API server need`,
      fix: 'use an IP address without a port, or leave it out for that of the Service; names belong into certSANs',
    }),
  ];
}

/** Kamaji's internal/resources/k8s_service_resource.go: without an address it takes the Service's ClusterIP, with a load balancer nothing. */
function checkExternalIp(view: TenantControlPlaneView): Diagnostic[] {
  const type = view.serviceType.value;
  const path = 'spec.networkProfile.allowAddressAsExternalIP';
  // Without an address NodePort does not even start, which is reported by itself.
  const comesUp = type !== 'NodePort' || view.address !== undefined;
  if (read(view.object, 'spec', 'networkProfile', 'allowAddressAsExternalIP') !== true || !comesUp) {
    return [];
  }
  if (type === 'LoadBalancer') {
    return [
      diagnose(EXTERNAL_IP_WITHOUT_EFFECT, {
        object: view.ref,
        path,
        message: 'a Service of type LoadBalancer gets no external IP, allowed or not',
        fix: 'leave it out, or use service type ClusterIP',
      }),
    ];
  }
  if (view.address !== undefined) {
    return [];
  }
  return [
    diagnose(EXTERNAL_IP_WITHOUT_EFFECT, {
      object: view.ref,
      path,
      message: 'without networkProfile.address the only external IP of the Service is its own ClusterIP',
      fix: 'set networkProfile.address, or leave it out',
    }),
  ];
}

/** Checks the addresses of the control plane and the networks of the tenant cluster. */
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
  return [
    ...checkAddress(view),
    ...checkExternalIp(view),
    ...malformed,
    ...findOverlaps(view, networks),
    ...checkDns(view, services),
  ];
}
