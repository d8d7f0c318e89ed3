import { parse, SemVer } from 'semver';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asList, asMap, asString, isKind, KubeObject, read, refOf } from '../../objects';
import { viewTenantControlPlane } from '../tenant-control-plane-view';

/** A tenant's Kubernetes version that goes back. */
export const KUBERNETES_DOWNGRADE: CodeDefinition = {
  code: 'kubernetes-downgrade',
  severity: Severity.ERROR,
  title: "A live tenant's Kubernetes version would go back to an older minor, which Kamaji refuses",
};

/** A tenant's Kubernetes version that jumps. */
export const KUBERNETES_MINOR_SKIPPED: CodeDefinition = {
  code: 'kubernetes-minor-skipped',
  severity: Severity.ERROR,
  title: "A live tenant's Kubernetes version would skip a minor, which Kamaji refuses",
};

/** DNS service addresses that change under a live tenant. */
export const DNS_SERVICE_IPS_CHANGED: CodeDefinition = {
  code: 'dns-service-ips-changed',
  severity: Severity.ERROR,
  title:
    "A live tenant's DNS service addresses would change, after which Kamaji refuses every update, deletion included",
};

/** An API-server port that changes under a live tenant. */
export const API_SERVER_PORT_CHANGED: CodeDefinition = {
  code: 'api-server-port-changed',
  severity: Severity.WARNING,
  title: "A live tenant's API-server port changes: super-admin.conf and clients keep the old one",
};

/** A hostname that changes under a live tenant. */
export const HOSTNAME_RENAMED: CodeDefinition = {
  code: 'hostname-renamed',
  severity: Severity.WARNING,
  title:
    "A live tenant's hostname changes: its kubeconfig Secret and cluster-info keep the old name until a person deletes them",
};

/** A tenant that moves to another gateway or listener. */
export const PARENT_REF_CHANGED: CodeDefinition = {
  code: 'parent-ref-changed',
  severity: Severity.WARNING,
  title: 'A live tenant names another gateway, listener or port: a stale entry in status.parents can lock its routes',
};

/** Data-store names that come late. */
export const DATA_STORE_IDENTITY_ADDED: CodeDefinition = {
  code: 'data-store-identity-added',
  severity: Severity.WARNING,
  title:
    'A live tenant that had no data-store schema or user name in its spec gets one, which moves no data and can never be changed or removed',
};

/** Networks that change under a live tenant. */
export const TENANT_CIDRS_CHANGED: CodeDefinition = {
  code: 'tenant-cidrs-changed',
  severity: Severity.ERROR,
  title: "A live tenant's pod or service CIDRs change, while its nodes, pods and Services keep the old ones",
};

/** What a change of a tenant in the cluster can run into. */
export const UPDATE_CODES: readonly CodeDefinition[] = [
  API_SERVER_PORT_CHANGED,
  DATA_STORE_IDENTITY_ADDED,
  DNS_SERVICE_IPS_CHANGED,
  HOSTNAME_RENAMED,
  KUBERNETES_DOWNGRADE,
  KUBERNETES_MINOR_SKIPPED,
  PARENT_REF_CHANGED,
  TENANT_CIDRS_CHANGED,
];

const VERSION = ['spec', 'kubernetes', 'version'];
const HOSTNAME = ['spec', 'controlPlane', 'gateway', 'hostname'];
const PORT = ['spec', 'networkProfile', 'port'];
const DNS_SERVICE_IPS = ['spec', 'networkProfile', 'dnsServiceIPs'];
const PARENT_REFS = ['spec', 'controlPlane', 'gateway', 'parentRefs'];
const DEFAULT_PORT = 6443;
const IDENTITY = ['dataStoreSchema', 'dataStoreUsername'];

function versionAt(object: KubeObject): SemVer | null {
  return parse(asString(read(object, ...VERSION)));
}

function checkVersion(old: KubeObject, object: KubeObject): Diagnostic[] {
  const before = versionAt(old);
  const after = versionAt(object);
  if (before === null || after === null || before.major !== after.major) {
    return [];
  }
  const details = { object: refOf(object), path: VERSION.join('.') };
  if (after.minor < before.minor) {
    return [
      diagnose(KUBERNETES_DOWNGRADE, {
        ...details,
        message: `Kubernetes goes from v${before.version} back to v${after.version}; Kamaji admits no downgrade of a minor`,
        fix: `stay at v${before.version}, or make a new tenant`,
      }),
    ];
  }
  if (after.minor > before.minor + 1) {
    return [
      diagnose(KUBERNETES_MINOR_SKIPPED, {
        ...details,
        message: `Kubernetes goes from v${before.version} to v${after.version}; Kamaji admits one minor at a time`,
        fix: `go to v${before.major}.${before.minor + 1} first, and on when the tenant is Ready`,
      }),
    ];
  }
  return [];
}

function checkDnsServiceIps(old: KubeObject, object: KubeObject): Diagnostic[] {
  const before = asList(read(old, ...DNS_SERVICE_IPS)).join(', ');
  const after = asList(read(object, ...DNS_SERVICE_IPS)).join(', ');
  if (before === '' || before === after) {
    return [];
  }
  return [
    diagnose(DNS_SERVICE_IPS_CHANGED, {
      object: refOf(object),
      path: DNS_SERVICE_IPS.join('.'),
      message: `the DNS service addresses change from ${before} to ${after === '' ? 'none' : after}; a wrong value locks the tenant for good`,
      fix: `keep ${before}`,
    }),
  ];
}

function checkPort(old: KubeObject, object: KubeObject): Diagnostic[] {
  const before = read(old, ...PORT) ?? DEFAULT_PORT;
  const after = read(object, ...PORT) ?? DEFAULT_PORT;
  if (before === after) {
    return [];
  }
  return [
    diagnose(API_SERVER_PORT_CHANGED, {
      object: refOf(object),
      path: PORT.join('.'),
      message: `the API server moves from port ${before} to ${after}; super-admin.conf and the kubeconfigs that people have keep ${before}`,
      fix: 'hand out new kubeconfigs, and delete the Secret <tenant>-admin-kubeconfig so that Kamaji makes it anew',
    }),
  ];
}

function checkHostname(old: KubeObject, object: KubeObject): Diagnostic[] {
  const before = asString(read(old, ...HOSTNAME));
  const after = asString(read(object, ...HOSTNAME));
  if (before === undefined || after === undefined || before === after) {
    return [];
  }
  const ref = refOf(object);
  const kept = asList(read(object, 'spec', 'networkProfile', 'certSANs')).includes(before);
  return [
    diagnose(HOSTNAME_RENAMED, {
      object: ref,
      path: HOSTNAME.join('.'),
      message: `the hostname changes from ${before} to ${after}; ${
        kept ? '' : `the certificate loses ${before} at once, and `
      }the Secret ${ref.name}-admin-kubeconfig and the tenant's kube-public/cluster-info keep the old name`,
      fix: `${kept ? '' : `keep "${before}" in certSans for as long as clients use it; `}after the change delete the Secret ${ref.name}-admin-kubeconfig and, inside the tenant, the ConfigMap kube-public/cluster-info`,
    }),
  ];
}

/** A value that goes or changes, the CRD refuses itself; one that comes late is admitted. */
function checkIdentity(old: KubeObject, object: KubeObject): Diagnostic[] {
  const nameIn = (from: KubeObject, name: string) => asString(read(from, 'spec', name)) ?? '';
  const [name] = IDENTITY.filter((one) => nameIn(old, one) === '' && nameIn(object, one) !== '');
  if (name === undefined || asMap(read(old, 'spec')) === undefined) {
    return [];
  }
  return [
    diagnose(DATA_STORE_IDENTITY_ADDED, {
      object: refOf(object),
      path: `spec.${name}`,
      message: `${name} was not in the tenant's spec, and is to be "${nameIn(object, name)}"; a tenant keeps the names that it was created with (status.storage.setup), and whatever is set later can never be changed or removed`,
      fix: "leave it out (`dataStoreIdentity: unset` in a fleet file); acknowledge this only if the live object's spec has just this value, which Kamaji before 26.7.4-edge fills in by itself",
    }),
  ];
}

function shown(cidrs: readonly string[]): string {
  return cidrs.length === 0 ? 'none' : cidrs.join(', ');
}

function checkCidrs(old: KubeObject, object: KubeObject): Diagnostic[] {
  if (asMap(read(old, 'spec')) === undefined || asMap(read(object, 'spec')) === undefined) {
    return [];
  }
  const [before, after] = [viewTenantControlPlane(old), viewTenantControlPlane(object)];
  return (['serviceCidrs', 'podCidrs'] as const).flatMap((key) => {
    const [was, is] = [before[key], after[key]].map((cidrs) => cidrs.map(({ value }) => String(value)));
    if (was === undefined || is === undefined || was.join() === is.join()) {
      return [];
    }
    const isExtended = was.every((cidr, i) => is[i] === cidr);
    return [
      diagnose(TENANT_CIDRS_CHANGED, {
        ...(isExtended ? { severity: Severity.WARNING } : {}),
        object: refOf(object),
        path: after[key][0]?.path.replace(/\[0\]$/, '') ?? `spec.networkProfile.${key}`,
        message: `the ${key === 'podCidrs' ? 'pod' : 'service'} CIDRs change from ${shown(was)} to ${shown(is)}; the nodes, pods and Services that are there keep their addresses`,
        fix: `keep ${shown(was)}, or make a new tenant`,
      }),
    ];
  });
}

function parentOf(object: KubeObject): string {
  const first = read(object, ...PARENT_REFS, 0);
  const part = (key: string) => asString(read(first, key)) ?? '';
  return `${part('namespace')}/${part('name')}`;
}

function sectionOf(object: KubeObject): string {
  const first = read(object, ...PARENT_REFS, 0);
  return [read(first, 'sectionName'), read(first, 'port')].filter((value) => value !== undefined).join(':');
}

function checkParent(old: KubeObject, object: KubeObject): Diagnostic[] {
  if (read(old, ...PARENT_REFS, 0) === undefined || read(object, ...PARENT_REFS, 0) === undefined) {
    return [];
  }
  const [before, after] = [parentOf(old), parentOf(object)];
  const [sectionBefore, sectionAfter] = [sectionOf(old), sectionOf(object)];
  // Between G2 and its neighbours the section appears or vanishes in the spec, while the route keeps it.
  const sectionMoved = sectionBefore !== '' && sectionAfter !== '' && sectionBefore !== sectionAfter;
  if (before === after && !sectionMoved) {
    return [];
  }
  return [
    diagnose(PARENT_REF_CHANGED, {
      object: refOf(object),
      path: `${PARENT_REFS.join('.')}[0]`,
      message: `the tenant moves from ${[before, sectionBefore].filter(Boolean).join(' ')} to ${[after, sectionAfter].filter(Boolean).join(' ')}; a controller may leave the old entry in status.parents, and Kamaji then says "too many gateway attached"`,
      fix: "watch the tenant's two TLSRoutes after the change; delete one that has two entries in status.parents, Kamaji makes it anew",
    }),
  ];
}

/**
 * Says what a change of an object that is in the cluster already runs into, beyond the transition rules of its CRD:
 * what Kamaji's webhook refuses, and what follows that nobody sees.
 */
export function checkUpdate(old: KubeObject, object: KubeObject): Diagnostic[] {
  if (!isKind(object, 'kamaji.clastix.io', 'TenantControlPlane')) {
    return [];
  }
  return [checkVersion, checkDnsServiceIps, checkCidrs, checkIdentity, checkPort, checkHostname, checkParent].flatMap(
    (check) => check(old, object),
  );
}
