import { IConstruct } from 'constructs';

/** Says whether a construct is still part of its tree: it, or anything above it, may have been removed from it (`node.tryRemoveChild`). */
export function isAttached(construct: IConstruct): boolean {
  let current = construct;
  for (let scope = current.node.scope; scope !== undefined; scope = current.node.scope) {
    if (scope.node.tryFindChild(current.node.id) !== current) {
      return false;
    }
    current = scope;
  }
  return true;
}
