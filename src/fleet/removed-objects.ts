import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { asMap, formatRef, ObjectRef, read, refKey, refOf } from '../objects';
import { isProtected } from '../tenancy/deletion-protection';
import { headOf, parseOne, splitDocuments } from './old-documents';
import { WritePlan } from './write-dist';

/** A protected object is about to disappear from the output folder. */
export const PROTECTED_OBJECT_REMOVED: CodeDefinition = {
  code: 'protected-object-removed',
  severity: Severity.ERROR,
  title: 'An object is no longer rendered, while its manifest in the output folder still protects it from deletion',
};

/**
 * Finds objects that a plan would remove from the output folder although they are protected from deletion.
 *
 * Such an object would stay in the cluster, with nobody looking after it; or a person believes that it is gone.
 *
 * @param plan what is going to be written and removed
 * @param rendered what the new manifests hold
 * @param display how a file of the output folder is named in messages
 */
export function findRemovedObjects(
  plan: WritePlan,
  rendered: readonly ObjectRef[],
  display: (file: string) => string,
): Diagnostic[] {
  const kept = new Set(rendered.map(refKey));
  const next = new Map(plan.write.map((file) => [file.path, file.text]));
  const touched = [...plan.write.map((file) => file.path), ...plan.remove];
  return touched.flatMap((file) => {
    const heads = new Set(splitDocuments(next.get(file) ?? '').map(({ text }) => headOf(text)));
    return splitDocuments(plan.previous.get(file) ?? '').flatMap(({ text, line }) => {
      const object = heads.has(headOf(text)) ? undefined : parseOne(text);
      if (
        object === undefined ||
        !isProtected(asMap(read(object, 'metadata', 'annotations'))) ||
        kept.has(refKey(refOf(object)))
      ) {
        return [];
      }
      const ref = refOf(object);
      return [
        diagnose(PROTECTED_OBJECT_REMOVED, {
          object: ref,
          path: 'metadata.annotations',
          message: `${formatRef(ref)} is no longer rendered (its file is gone, or it was renamed), but its manifest ${JSON.stringify(display(file))} still protects it: Argo CD and Flux would leave it in the cluster, unattended`,
          fix: 'remove it in two commits: first bring it back with "deletionProtection: none" and let that be applied, then take it away; a rename is a new object beside the old one, so it needs the same two commits',
          file: display(file),
          line,
          column: 1,
        }),
      ];
    });
  });
}
