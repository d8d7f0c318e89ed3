import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { formatRef, ObjectRef, refKey, refOf } from '../../objects';
import { CheckInput } from './check-input';

/** Two objects of one identity. */
export const DUPLICATE_OBJECT: CodeDefinition = {
  code: 'duplicate-object',
  severity: Severity.ERROR,
  title: 'Two rendered objects have the same kind, namespace and name, so one would overwrite the other',
};

/** Finds objects that would overwrite each other in the cluster; versions of one API group are one object there. */
export function checkDuplicates({ objects }: CheckInput): Diagnostic[] {
  const first = new Map<string, ObjectRef>();
  return objects.flatMap((object) => {
    const ref = refOf(object);
    if (ref.name === '') {
      return [];
    }
    const key = refKey(ref);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, ref);
      return [];
    }
    return [
      diagnose(DUPLICATE_OBJECT, {
        object: ref,
        message: `${formatRef(ref)} (${ref.apiVersion}) is rendered more than once${earlier.apiVersion === ref.apiVersion ? '' : `, also as ${earlier.apiVersion}`}`,
        fix: 'rename one of them or remove it',
      }),
    ];
  });
}
