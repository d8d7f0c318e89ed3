import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asList, formatPath, PathSegment, read } from '../../objects';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { ControlPlaneContext } from './context';

/** A field that the cluster would drop. */
export const FIELD_NEWER_THAN_RELEASE: CodeDefinition = {
  code: 'field-newer-than-release',
  severity: Severity.ERROR,
  title: 'A field that the Kamaji release does not have yet; the cluster would drop it silently',
};

/** Finds the places of a value where a field stands; `[]` in the path stands for any element. */
function findField(value: unknown, pattern: readonly string[], at: readonly PathSegment[] = []): string[] {
  const [step, ...rest] = pattern;
  if (step === undefined) {
    return value === undefined || value === null ? [] : [formatPath(at)];
  }
  if (step === '[]') {
    return asList(value).flatMap((element, i) => findField(element, rest, [...at, i]));
  }
  return findField(read(value, step), rest, [...at, step]);
}

/** Checks that the control plane has no field that came after the release. */
export function checkNewerFields(view: TenantControlPlaneView, context: ControlPlaneContext): Diagnostic[] {
  return context.newerFields.flatMap(({ path: pattern, since }) =>
    findField(view.object, pattern.replaceAll('[]', '.[]').split('.')).map((path) =>
      diagnose(FIELD_NEWER_THAN_RELEASE, {
        object: view.ref,
        path,
        message: `the field came with Kamaji ${since}; Kamaji ${context.release.tag} drops it silently`,
        fix: `remove it, or upgrade Kamaji to ${since} or newer`,
      }),
    ),
  );
}
