import { Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asMap, asString, KubeObject, ownValue, refOf } from '../../objects';
import { suggest } from '../../objects/suggest';
import { Attachment } from './attach';
import { CONFLICTED, INVALID_CA_CERTIFICATE_REF, INVALID_KIND, TARGET_NOT_FOUND } from './codes';
import { Inventory, keyOf } from './inventory';
import { BackendTlsPolicyModel, PolicyTarget, Reference, ServiceModel } from './model-types';
import { comparePrecedence } from './precedence';
import { at, list, nameOf } from './wording';

type Finding = Pick<Diagnostic, 'message' | 'fix'> & { readonly path: string; readonly severity?: Severity };

const UNSURE = 'does not exist, as far as these objects show';
const NEEDS_SERVICE = 'name a Service, with group ""';

/** Kinds of the core group and of Kubernetes' own groups are known to everybody; those of a group with a dot are somebody's extension. */
function isExtension({ group }: Reference): boolean {
  return group.includes('.');
}

function explainPort(target: PolicyTarget, { ports }: ServiceModel): Finding | undefined {
  const { sectionName } = target;
  if (sectionName === undefined || ports === undefined || ports.some(({ name }) => name === sectionName)) {
    return undefined;
  }
  const names = ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const byNumber = ports.find(({ port }) => String(port) === sectionName)?.name;
  const near = byNumber ?? suggest(sectionName, names)[0];
  const has = names.length === 0 ? 'its ports have no names' : `it has ${list(names)}`;
  const fix =
    names.length === 0
      ? 'give the port that name, or leave sectionName out: the policy is then for every port'
      : 'name one of these ports, or leave sectionName out: the policy is then for every port';
  return {
    path: at(...target.path, 'sectionName'),
    message: `${nameOf(target)} has no port named "${sectionName}" (${has})`,
    fix: near === undefined ? fix : `did you mean "${near}"? Without sectionName the policy is for every port`,
  };
}

/** Says of targets whether they are there. Where the objects hold none of a kind at all, the kind is somebody else's and counts as there. */
class Targets {
  private namespaces?: ReadonlyMap<string, string>;

  constructor(private readonly inventory: Inventory) {}

  explain(target: PolicyTarget): Finding | undefined {
    const { kinds, services, others } = this.inventory;
    const groupKind = `${target.group}/${target.kind}`;
    const path = at(...target.path);
    if (groupKind === '/Service') {
      const service = services.get(keyOf(target));
      if (service !== undefined) {
        return explainPort(target, service);
      }
      return kinds.has(groupKind) ? this.lostService(target, path) : undefined;
    }
    if (!isExtension(target)) {
      return { path, message: `"${groupKind}" is no kind of backend`, fix: NEEDS_SERVICE };
    }
    if (!kinds.has(groupKind) || others.has(keyOf(target))) {
      return undefined;
    }
    const fix = `create it, or name a ${target.kind} of namespace ${target.namespace}`;
    return { path, message: `${nameOf(target)} ${UNSURE}`, fix, severity: Severity.WARNING };
  }

  private lostService(target: PolicyTarget, path: string): Finding {
    this.namespaces ??= new Map([...this.inventory.services.values()].map(({ name, namespace }) => [name, namespace]));
    const elsewhere = this.namespaces.get(target.name);
    return {
      path,
      message: `${nameOf(target)} ${UNSURE}`,
      fix:
        elsewhere === undefined
          ? `create it, or name a Service of namespace ${target.namespace}`
          : `Service ${target.name} is in namespace ${elsewhere}: put the policy there, as it is for targets of its own namespace only`,
      severity: Severity.WARNING,
    };
  }
}

function explainTargets(targets: Targets, policies: readonly BackendTlsPolicyModel[]): Diagnostic[] {
  const winners = new Map<string, BackendTlsPolicyModel>();
  return policies.flatMap((policy) =>
    policy.targets.flatMap((target) => {
      const object = refOf(policy.object);
      const finding = targets.explain(target);
      const found = finding === undefined ? [] : [diagnose(TARGET_NOT_FOUND, { object, ...finding })];
      if (finding !== undefined && finding.severity === undefined) {
        return found;
      }
      const { sectionName = '' } = target;
      const key = `${keyOf(target)}/${sectionName}`;
      const winner = winners.get(key) ?? policy;
      winners.set(key, winner);
      return winner === policy ? found : [...found, conflicted(policy, target, winner)];
    }),
  );
}

function conflicted(policy: BackendTlsPolicyModel, target: PolicyTarget, winner: BackendTlsPolicyModel): Diagnostic {
  const { sectionName } = target;
  const claimed = sectionName === undefined ? nameOf(target) : `port "${sectionName}" of ${nameOf(target)}`;
  return diagnose(CONFLICTED, {
    object: refOf(policy.object),
    path: at(...target.path),
    message: `${claimed} is taken by ${nameOf(winner)}: of two policies for one target the older one wins, then the first by name`,
    fix: 'keep one of the two, or give each ports of its own by sectionName',
  });
}

/**
 * Kinds that the Gateway API leaves to its implementations, and that several take.
 *
 * @see envoyproxy/gateway internal/gatewayapi/backendtlspolicy.go, traefik/traefik pkg/provider/kubernetes/gateway/httproute.go,
 * nginx/nginx-gateway-fabric internal/controller/state/graph/backend_tls_policy.go
 */
const KINDS_OF_SOME = ['/Secret', 'certificates.k8s.io/ClusterTrustBundle'];

const CA_KEY = 'ca.crt';
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/;
const PEM_END = /-----END [A-Z0-9 ]*CERTIFICATE-----/;

function holdsCertificate(text: string): boolean {
  const begin = text.search(PEM_BEGIN);
  return begin >= 0 && PEM_END.test(text.slice(begin));
}

/** The keys of a ConfigMap under which there are certificates; undefined where it has no contents, so that somebody else may fill it. */
function certificateKeys(configMap: KubeObject): string[] | undefined {
  const plain = asMap(ownValue(configMap, 'data'));
  const binary = asMap(ownValue(configMap, 'binaryData'));
  if (plain === undefined && binary === undefined) {
    return undefined;
  }
  const decode = (value: unknown) => Buffer.from(asString(value) ?? '', 'base64').toString('latin1');
  return [
    ...Object.keys(plain ?? {}).filter((key) => holdsCertificate(asString(ownValue(plain, key)) ?? '')),
    ...Object.keys(binary ?? {}).filter((key) => holdsCertificate(decode(ownValue(binary, key)))),
  ];
}

function explainAuthority({ kinds, others }: Inventory, ref: Reference): Finding | undefined {
  const path = at(...ref.path);
  const found = others.get(keyOf(ref));
  if (found === undefined && !kinds.has('/ConfigMap')) {
    return undefined;
  }
  if (found === undefined) {
    return {
      path,
      message: `${nameOf(ref)} ${UNSURE}; without it connections to the targets fail`,
      fix: `create ${nameOf(ref)} with the certificates of the authorities under ${CA_KEY}`,
      severity: Severity.WARNING,
    };
  }
  const keys = certificateKeys(found);
  if (keys === undefined || keys.includes(CA_KEY)) {
    return undefined;
  }
  const fix = `put the certificates of the authorities under ${CA_KEY} of ${nameOf(ref)}`;
  const message = `${nameOf(ref)} holds no PEM certificate under ${CA_KEY}`;
  const [other] = keys;
  if (other === undefined) {
    return { path, message: `${message}; connections to the targets fail`, fix };
  }
  // Envoy Gateway takes the first key there is
  const elsewhere = `${message}, only under "${other}", where few controllers look`;
  return { path, message: elsewhere, fix, severity: Severity.WARNING };
}

function explainAuthorities(inventory: Inventory, policy: BackendTlsPolicyModel): Diagnostic[] {
  const object = refOf(policy.object);
  return policy.authorities.flatMap((ref) => {
    const groupKind = `${ref.group}/${ref.kind}`;
    if (groupKind === '/ConfigMap') {
      const finding = explainAuthority(inventory, ref);
      return finding === undefined ? [] : [diagnose(INVALID_CA_CERTIFICATE_REF, { object, ...finding })];
    }
    if (KINDS_OF_SOME.includes(groupKind)) {
      return [];
    }
    return [
      diagnose(INVALID_KIND, {
        object,
        path: at(...ref.path),
        message: `"${groupKind}" cannot hold the certificates of authorities, only a ConfigMap can everywhere; connections to the targets fail`,
        fix: `put them under ${CA_KEY} into a ConfigMap of namespace ${ref.namespace}, and name that with group ""`,
      }),
    ];
  });
}

/**
 * Explains which BackendTLSPolicies have no effect or break their backend: another policy has the target, or the target or what holds
 * the certificates of the authorities is not there or of no use.
 *
 * What is not among the objects is a warning: Services and ConfigMaps are often made by somebody else.
 *
 * @see https://github.com/kubernetes-sigs/gateway-api/blob/v1.6.1/apis/v1/backendtlspolicy_types.go
 */
export function explainBackendTls({ inventory }: Attachment): Diagnostic[] {
  const policies = [...inventory.backendTlsPolicies.values()].sort(comparePrecedence);
  return [
    ...explainTargets(new Targets(inventory), policies),
    ...policies.flatMap((policy) => explainAuthorities(inventory, policy)),
  ];
}
