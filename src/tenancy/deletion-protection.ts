import { ownValue } from '../objects';

/**
 * What Argo CD and Flux do when a protected object disappears from the folder they follow.
 *
 * Deleting a TenantControlPlane, or its Namespace, runs Kamaji's finalizers, which delete the tenant's data.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#prune
 */
export enum DeletionProtection {
  /** The object stays: neither tool prunes or deletes it. */
  RETAIN = 'retain',
  /** Argo CD asks a person before it prunes or deletes (Argo CD 2.14 and newer); Flux, which cannot ask, keeps the object. */
  CONFIRM = 'confirm',
  /** The object goes when its manifest goes. */
  NONE = 'none',
}

/** Annotation that Argo CD reads its sync options from, comma separated. */
export const ARGO_CD_SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Annotation that Flux reads before it prunes. */
export const FLUX_PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

const SYNC_OPTIONS: Readonly<Record<DeletionProtection, readonly string[]>> = {
  [DeletionProtection.RETAIN]: ['Prune=false', 'Delete=false'],
  [DeletionProtection.CONFIRM]: ['Prune=confirm', 'Delete=confirm'],
  [DeletionProtection.NONE]: [],
};

/** Merges the annotations of a protection into those of the user, whose own sync options win. */
export function protect(
  protection: DeletionProtection,
  annotations: Readonly<Record<string, string>> = {},
): Record<string, string> {
  if (protection === DeletionProtection.NONE) {
    return { ...annotations };
  }
  const own = (annotations[ARGO_CD_SYNC_OPTIONS] ?? '')
    .split(',')
    .map((option) => option.trim())
    .filter((option) => option !== '');
  const taken = new Set(own.map((option) => option.split('=')[0]));
  const added = SYNC_OPTIONS[protection].filter((option) => !taken.has(option.split('=')[0]));
  return {
    [FLUX_PRUNE]: 'disabled',
    ...annotations,
    [ARGO_CD_SYNC_OPTIONS]: [...own, ...added].join(','),
  };
}

/** Says whether annotations keep an object when its manifest goes, for one GitOps tool or the other. */
export function isProtected(annotations: Readonly<Record<string, unknown>> | undefined): boolean {
  const options = ownValue(annotations, ARGO_CD_SYNC_OPTIONS);
  const kept = typeof options === 'string' && /(^|,)\s*(Prune|Delete)=(false|confirm)\s*(,|$)/.test(options);
  return kept || ownValue(annotations, FLUX_PRUNE) === 'disabled';
}
