import { formatPath, PathSegment } from '../../objects';
import { ANY_HOSTNAME } from '../hostname';
import { describeSelector } from './label-selector';
import { NamespacePolicy, ObjectHead, Reference } from './model-types';
import { ListenerState } from './state';

/** Entries that a message lists before it only counts. */
const MOST_LISTED = 5;

/** Writes a list for a person; a long one is cut. */
export function list(entries: readonly string[]): string {
  const shown = entries.slice(0, MOST_LISTED).join(', ');
  return entries.length > MOST_LISTED ? `${shown} and ${entries.length - MOST_LISTED} more` : shown;
}

/** Names an object: `Gateway infra/edge`. */
export function nameOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return `${kind} ${namespace}/${name}`;
}

/** Names a listener of an object: `listener "tls" of Gateway infra/edge`. */
export function nameOfListener(state: ListenerState): string {
  return `listener "${state.listener.name}" of ${nameOf(state.owner)}`;
}

/** Lists listeners with the hostname of each: `kube-apiserver: *.example.com`. */
export function listHostnames(states: readonly ListenerState[]): string {
  return list(states.map(({ listener }) => `${listener.name}: ${listener.hostname ?? ANY_HOSTNAME}`));
}

/** Lists listeners with the port of each: `tls on 443`. */
export function listPorts(states: readonly ListenerState[]): string {
  return list(states.map(({ listener }) => `${listener.name} on ${listener.port}`));
}

/** Says from which namespaces a policy lets in: `namespace infra only`, `Namespaces labelled env=prod`. */
export function describeNamespaces(policy: NamespacePolicy, home: string): string {
  switch (policy.from) {
    case 'All':
      return 'every namespace';
    case 'Same':
      return `namespace ${home} only`;
    case 'Selector':
      return `Namespaces labelled ${describeSelector(policy.selector)}`;
    default:
      return 'no namespace';
  }
}

/** Writes a path into an object. */
export function at(...path: readonly PathSegment[]): string {
  return formatPath(path);
}

/** Writes the ReferenceGrant that a reference lacks. */
export function missingGrant(from: ObjectHead, ref: Reference): string {
  const source = `${from.group}/${from.kind} of namespace ${from.namespace}`;
  const target = `${ref.group === '' ? '' : `${ref.group}/`}${ref.kind} ${ref.name}`;
  return `add a ReferenceGrant to namespace ${ref.namespace}: from ${source}, to ${target}`;
}
