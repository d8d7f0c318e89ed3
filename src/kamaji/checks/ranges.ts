import { parse } from 'semver';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asList, asString, read } from '../../objects';
import { Located, TenantControlPlaneView } from '../tenant-control-plane-view';
import { Cidr, parseCidr } from './cidr';
import { show } from './ports';

/** Ranges that the tenant's own components refuse together. */
export const CIDR_FAMILIES_INVALID: CodeDefinition = {
  code: 'cidr-families-invalid',
  severity: Severity.ERROR,
  title:
    'A tenant has more than two pod or service CIDRs, or two of one IP family, with which its control plane does not start',
};

/** A range that the tenant's API server refuses. */
export const SERVICE_CIDR_SIZE_INVALID: CodeDefinition = {
  code: 'service-cidr-size-invalid',
  severity: Severity.ERROR,
  title:
    'The service CIDR has fewer than 8 addresses, or more than 2^20 before Kubernetes 1.34, with which kube-apiserver does not start',
};

const MIN_ADDRESSES = 8n;
const MAX_ADDRESSES = 1n << 20n;

/** Last minor whose kube-apiserver keeps a bitmap of each range, and so limits its size. */
const LAST_WITH_BITMAP = 33;

const SERVICE_FLAG = '--service-cluster-ip-range';

/** Flags that take the ranges of pods away from the controller that refuses them. */
const POD_FLAGS: readonly string[] = ['--cluster-cidr', '--allocate-node-cidrs', '--controllers'];

interface Range extends Located<unknown> {
  readonly cidr: Cidr | undefined;
}

function sizeOf({ first, last }: Cidr): bigint {
  return last - first + 1n;
}

/** Says whether the range is too small for kube-apiserver to start with as its first. */
export function isTooSmall(cidr: Cidr): boolean {
  return sizeOf(cidr) < MIN_ADDRESSES;
}

function readRanges(values: readonly Located<unknown>[]): Range[] {
  return values.map((located) => ({ ...located, cidr: parseCidr(asString(located.value) ?? '') }));
}

/** Says whether the user sets one of the flags, so that nobody can tell what the component gets in the end. */
function setsFlag(view: TenantControlPlaneView, component: string, flags: readonly string[]): boolean {
  const args = asList(read(view.object, 'spec', 'controlPlane', 'deployment', 'extraArgs', component));
  return args.some((arg) => flags.includes((asString(arg) ?? '').replace(/=.*$/s, '')));
}

function checkFamilies(view: TenantControlPlaneView, ranges: readonly Range[], kind: 'service' | 'pod'): Diagnostic[] {
  const [first, second, third] = ranges;
  if (first === undefined || second === undefined) {
    return [];
  }
  const component = kind === 'service' ? 'kube-apiserver' : 'kube-controller-manager';
  const report = ({ path }: Range, problem: string): Diagnostic[] => [
    diagnose(CIDR_FAMILIES_INVALID, {
      object: view.ref,
      path,
      message: `${problem}; ${component} takes one, or one of each IP family, and does not start with others`,
      fix: `keep one ${kind} CIDR, or one of IPv4 and one of IPv6`,
    }),
  ];
  if (third !== undefined) {
    return report(third, `there are ${ranges.length} ${kind} CIDRs`);
  }
  // A malformed CIDR has no family, and is reported already.
  if (first.cidr === undefined || second.cidr === undefined || first.cidr.bits !== second.cidr.bits) {
    return [];
  }
  const family = first.cidr.bits === 32 ? 'IPv4' : 'IPv6';
  return report(second, `${kind} CIDRs ${show(first.value)} and ${show(second.value)} are both of ${family}`);
}

function limitsSize(view: TenantControlPlaneView): boolean {
  const version = parse(asString(view.kubernetesVersion.value) ?? '');
  return (
    version !== null &&
    version.major === 1 &&
    version.minor <= LAST_WITH_BITMAP &&
    !setsFlag(view, 'apiServer', ['--feature-gates'])
  );
}

function checkSizes(view: TenantControlPlaneView, ranges: readonly Range[]): Diagnostic[] {
  const limited = limitsSize(view);
  return ranges.flatMap(({ cidr, value, path, given }, i) => {
    if (cidr === undefined || !given) {
      return [];
    }
    if (i === 0 && isTooSmall(cidr)) {
      return [
        diagnose(SERVICE_CIDR_SIZE_INVALID, {
          object: view.ref,
          path,
          message: `service CIDR ${show(value)} has ${sizeOf(cidr)} ${sizeOf(cidr) === 1n ? 'address' : 'addresses'}; kube-apiserver needs at least ${MIN_ADDRESSES}`,
          fix: `use a wider range, for example ${cidr.bits === 32 ? '10.96.0.0/16' : 'fd00:10:96::/108'}`,
        }),
      ];
    }
    if (!limited || sizeOf(cidr) <= MAX_ADDRESSES) {
      return [];
    }
    return [
      diagnose(SERVICE_CIDR_SIZE_INVALID, {
        object: view.ref,
        path,
        message: `service CIDR ${show(value)} is too large: kube-apiserver ${show(view.kubernetesVersion.value)} takes no prefix shorter than /${cidr.bits - 20}`,
        fix: `use a prefix of /${cidr.bits - 20} or longer`,
      }),
    ];
  });
}

/**
 * Checks that the tenant's own components start with its ranges; neither the CRD nor Kamaji's webhook looks at that.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/cmd/kube-apiserver/app/options/validation.go
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/cmd/kube-controller-manager/app/core.go
 */
export function checkRanges(view: TenantControlPlaneView): Diagnostic[] {
  const services = setsFlag(view, 'apiServer', [SERVICE_FLAG]) ? [] : readRanges(view.serviceCidrs);
  const pods = setsFlag(view, 'controllerManager', POD_FLAGS) ? [] : readRanges(view.podCidrs);
  return [
    ...checkFamilies(view, services, 'service'),
    ...checkFamilies(view, pods, 'pod'),
    ...checkSizes(view, services),
  ];
}
