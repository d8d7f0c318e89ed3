import { IConstruct } from 'constructs';

const MANIFEST_PATH = Symbol.for('cdk8s-tenant-gateway.manifest-path');

interface Placed {
  [MANIFEST_PATH]?: string;
}

/** Says in which file, relative to the output folder, the objects below a construct are written. */
export function setManifestPath(construct: IConstruct, path: string): void {
  (construct as IConstruct & Placed)[MANIFEST_PATH] = path;
}

/** Returns the file of the nearest construct upwards that names one; undefined where none does. */
export function manifestPath(construct: IConstruct): string | undefined {
  for (let current: IConstruct | undefined = construct; current !== undefined; current = current.node.scope) {
    const path = (current as IConstruct & Placed)[MANIFEST_PATH];
    if (path !== undefined) {
      return path;
    }
  }
  return undefined;
}
