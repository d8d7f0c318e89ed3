import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { ReadError, ReadFailure } from './cluster-reader';
import { Expectation } from './expectation';
import { caSecretName, kubeconfigSecretName, LiveCluster } from './live-cluster';
import { listTexts } from './wording';

/** A right that is missing. */
export const PERMISSION_MISSING: CodeDefinition = {
  code: 'permission-missing',
  severity: Severity.ERROR,
  title: 'Objects that verification needs may not be read with the credentials given',
};

/** Secrets that may not be read, so that certificates are compared by name only. */
export const SECRETS_UNREADABLE: CodeDefinition = {
  code: 'secrets-unreadable',
  severity: Severity.WARNING,
  title: "Tenants' CAs cannot be read, so certificates are compared by the names they hold only",
};

/** An API server that went away. */
export const CONNECTION_LOST: CodeDefinition = {
  code: 'connection-lost',
  severity: Severity.ERROR,
  title: 'The API server of the management cluster stopped answering',
};

/** A kind that the cluster does not know. */
export const KIND_NOT_SERVED: CodeDefinition = {
  code: 'kind-not-served',
  severity: Severity.ERROR,
  title: 'The management cluster does not serve a kind in the version that the platform writes',
};

const DEFINITIONS: Readonly<Record<ReadFailure, CodeDefinition>> = {
  forbidden: PERMISSION_MISSING,
  unauthorized: PERMISSION_MISSING,
  'not-served': KIND_NOT_SERVED,
  unreachable: CONNECTION_LOST,
  'not-kubernetes': CONNECTION_LOST,
};

const FIXES: Readonly<Record<ReadFailure, string>> = {
  forbidden: 'grant the rights of examples/verify-rbac/rbac.yaml to the user of this kubeconfig context',
  unauthorized: 'renew the credentials of this kubeconfig context',
  'not-served': 'install the CRDs of the platform that the fleet names, or name the platform that is installed',
  unreachable: 'try again; --wait repeats until the API server answers, --request-timeout waits longer for each answer',
  'not-kubernetes': 'see what stands between here and the API server, a proxy that wants a login for example',
};

/** Kinds without which less can be said, but nothing false. */
const HELPFUL: readonly string[] = ['Namespace', 'Service', 'ReferenceGrant', 'ListenerSet'];

function pluralOf(kind: string): string {
  return `${kind}${kind.endsWith('s') ? 'es' : 's'}`;
}

/** Writes names as a person would: `a, b and c`. */
function join(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Kinds that could not be read for one reason. */
interface Unread {
  readonly kinds: readonly string[];
  readonly isNeeded: boolean;
  readonly error: ReadError;
}

/** A right is missing for each kind by itself; an API server that went away did so for all kinds at once. */
function groupFailures(live: LiveCluster, neededSets: boolean): Unread[] {
  const isNeeded = (kind: string): boolean => (kind === 'ListenerSet' ? neededSets : !HELPFUL.includes(kind));
  const groups = new Map<string, Unread>();
  for (const { kind, error } of live.failures()) {
    const { failure, message } = error;
    const isOne = DEFINITIONS[failure] === CONNECTION_LOST;
    const key = isOne ? `${failure} ${message}` : kind;
    const { kinds = [], isNeeded: others = false } = groups.get(key) ?? {};
    groups.set(key, { kinds: [...kinds, kind], isNeeded: others || isNeeded(kind), error });
  }
  return [...groups.values()];
}

function judgeKinds({ kinds, isNeeded, error: { failure, message } }: Unread): Diagnostic[] {
  if (!isNeeded && failure === 'not-served') {
    return [];
  }
  const consequence = isNeeded ? 'nothing is said about them' : 'reasons are explained without them';
  return [
    diagnose(DEFINITIONS[failure], {
      message: `${join(kinds.map(pluralOf))} cannot be read, so ${consequence}: ${message}`,
      fix: FIXES[failure],
      ...(isNeeded ? {} : { severity: Severity.WARNING }),
    }),
  ];
}

function judgeSecrets({ tenants }: Expectation, live: LiveCluster): Diagnostic[] {
  const refused = new Map<ReadFailure, { names: string[]; message: string }>();
  for (const tenant of tenants) {
    const object = live.tenant(tenant);
    for (const name of object === undefined ? [] : [caSecretName(object), kubeconfigSecretName(object)]) {
      const answer = name === undefined ? undefined : live.secret(tenant.view.namespace, name);
      if (answer instanceof ReadError) {
        const entry = refused.get(answer.failure) ?? { names: [], message: answer.message };
        entry.names.push(`${tenant.view.namespace}/${name}`);
        refused.set(answer.failure, entry);
      }
    }
  }
  return [...refused].map(([failure, { names, message }]) => {
    const isLost = DEFINITIONS[failure] === CONNECTION_LOST;
    return diagnose(isLost ? CONNECTION_LOST : SECRETS_UNREADABLE, {
      message: `${names.length === 1 ? 'Secret' : `${names.length} Secrets`} ${listTexts(names)} cannot be read, so certificates are compared by the names they hold only, and kubeconfigs not at all: ${message}`,
      fix: isLost
        ? FIXES[failure]
        : 'grant "get" on these Secrets (examples/verify-rbac/rbac.yaml), or accept that a certificate of another CA with the right name goes unnoticed',
    });
  });
}

/** Says what could not be read, so that silence about it is not taken for health. */
export function judgeReads(expectation: Expectation, live: LiveCluster): Diagnostic[] {
  const neededSets = expectation.listeners.some(({ kind }) => kind === 'ListenerSet');
  return [...groupFailures(live, neededSets).flatMap(judgeKinds), ...judgeSecrets(expectation, live)];
}
