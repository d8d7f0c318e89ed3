import { parse } from 'semver';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asString } from '../../objects';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { ControlPlaneContext } from './context';
import { show } from './ports';

/** A Kubernetes version that is none. */
export const KUBERNETES_VERSION_MALFORMED: CodeDefinition = {
  code: 'kubernetes-version-malformed',
  severity: Severity.ERROR,
  title: "The tenant's Kubernetes version is not of the form v1.35.0 (a YAML number is none either)",
};

/** A Kubernetes version that Kamaji does not know yet. */
export const KUBERNETES_VERSION_TOO_NEW: CodeDefinition = {
  code: 'kubernetes-version-too-new',
  severity: Severity.ERROR,
  title: "The tenant's Kubernetes version is newer than the newest minor that the Kamaji release accepts",
};

const FORM = 'vMAJOR.MINOR.PATCH, for example "v1.35.0"';

/** Returns the version that was probably meant, for the fix. */
function likelyVersion(text: string): string | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?$/i.exec(text.trim());
  return match === null ? undefined : `v${Number(match[1])}.${Number(match[2])}.${Number(match[3] ?? 0)}`;
}

function malformed(value: unknown): { message: string; fix: string } {
  if (value === undefined) {
    return { message: 'has no Kubernetes version', fix: `set spec.kubernetes.version to ${FORM}` };
  }
  if (typeof value === 'number') {
    return {
      message: `${value} is a number, not a version; YAML reads 1.30 as 1.3`,
      fix: `write the whole version, ${FORM}`,
    };
  }
  const likely = typeof value === 'string' ? likelyVersion(value) : undefined;
  return {
    message: `${show(value)} is not a Kubernetes version of the form ${FORM}`,
    fix: likely === undefined ? `write ${FORM}` : `did you mean "${likely}"?`,
  };
}

/** Checks that the tenant's Kubernetes version is one that Kamaji's webhook takes, and of which images exist. */
export function checkKubernetesVersion(view: TenantControlPlaneView, { release }: ControlPlaneContext): Diagnostic[] {
  const { value, path } = view.kubernetesVersion;
  const text = asString(value) ?? '';
  const version = /^v\d/.test(text) ? parse(text.slice(1)) : null;
  // An image tag cannot hold the "+" of build metadata.
  if (version === null || version.build.length > 0) {
    return [diagnose(KUBERNETES_VERSION_MALFORMED, { object: view.ref, path, ...malformed(value) })];
  }
  const newest = release.newestKubernetesMinor;
  if (version.major === 1 && version.minor <= newest) {
    return [];
  }
  return [
    diagnose(KUBERNETES_VERSION_TOO_NEW, {
      object: view.ref,
      path,
      message: `${show(text)} is newer than Kubernetes 1.${newest}, the newest that Kamaji ${release.tag} accepts`,
      fix: `use Kubernetes v1.${newest} or older, or a Kamaji release that accepts a newer one`,
    }),
  ];
}
