import { KubeObject } from '../objects';
import { DistFolder } from './dist-folder';
import { stringifyManifests } from './manifest-yaml';
import { headOf, parseOne, splitDocuments } from './old-documents';

/**
 * Finds the objects that new ones replace in the output folder, by what names them in their manifests.
 *
 * An object that is written as it was before has nothing to replace: only what changes is read back.
 */
export function previousObjects(dist: DistFolder): (object: KubeObject) => KubeObject | undefined {
  const documents = new Map<string, string>();
  for (const entry of dist.values()) {
    if (entry.type === 'own') {
      for (const { text } of splitDocuments(entry.text)) {
        documents.set(headOf(text), text);
      }
    }
  }
  if (documents.size === 0) {
    return () => undefined;
  }
  const bodyOf = (text: string) => text.replace(/^\uFEFF?#.*\n/, '').trim();
  return (object) => {
    const text = stringifyManifests([object]);
    const old = documents.get(headOf(text));
    return old === undefined || bodyOf(old) === bodyOf(text) ? undefined : parseOne(old);
  };
}
