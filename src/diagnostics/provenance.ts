import { IConstruct } from 'constructs';
import { formatPath, PathSegment, parsePath } from '../objects';

/** A place in a file. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Knows from which place in which file each prop of a construct stems. */
export interface PropSource {
  /** Returns the place of a prop (`network.port`), or of the nearest enclosing thing that the file holds. */
  locate(prop: string): SourceLocation;
}

const PROVENANCE = Symbol.for('cdk8s-tenant-gateway.provenance');
const SOURCE = Symbol.for('cdk8s-tenant-gateway.source');

interface Marked {
  [PROVENANCE]?: Map<string, string>;
  [SOURCE]?: PropSource;
}

/**
 * Records from which props of its parent construct the parts of a construct stem.
 *
 * On an ApiObject the keys are object paths (`spec.kubernetes.version`), on any other construct its own props.
 * The values are props of the construct one level up. A key stands for everything below it.
 */
export function recordProvenance(construct: IConstruct, propByPath: Readonly<Record<string, string>>): void {
  const marked = construct as IConstruct & Marked;
  marked[PROVENANCE] ??= new Map();
  for (const [path, prop] of Object.entries(propByPath)) {
    marked[PROVENANCE].set(path, prop);
  }
}

/** Says from which file the props of a construct come. */
export function attachSource(construct: IConstruct, source: PropSource): void {
  (construct as IConstruct & Marked)[SOURCE] = source;
}

/**
 * Finds the prop of which a path that is not recorded itself holds recorded parts, each under its own name:
 * where `spec.a.b` stems from `overrides.a.b`, `spec.a` stems from `overrides.a`.
 */
function findParent(provenance: ReadonlyMap<string, string>, segments: readonly PathSegment[]): string | undefined {
  const start = formatPath(segments);
  for (const [path, prop] of provenance) {
    const below = path.startsWith(start) ? parsePath(path) : [];
    const suffix = formatPath(below.slice(segments.length));
    const source = parsePath(prop);
    const parent = source.slice(0, segments.length - below.length);
    const isBelow = below.length > segments.length && segments.every((segment, i) => below[i] === segment);
    if (isBelow && parent.length > 0 && formatPath(source.slice(parent.length)) === suffix) {
      return formatPath(parent);
    }
  }
  return undefined;
}

function translate(construct: IConstruct, path: string): string {
  const provenance = (construct as IConstruct & Marked)[PROVENANCE];
  if (provenance === undefined) {
    return path;
  }
  const segments: PathSegment[] = parsePath(path);
  const parent = provenance.has(path) ? undefined : findParent(provenance, segments);
  if (parent !== undefined) {
    return parent;
  }
  for (let length = segments.length; length > 0; length--) {
    const prop = provenance.get(formatPath(segments.slice(0, length)));
    if (prop !== undefined) {
      return formatPath([...parsePath(prop), ...segments.slice(length)]);
    }
  }
  return path;
}

/** Finds the place in a file from which a path of an ApiObject stems; undefined where the object comes from code. */
export function locate(apiObject: IConstruct, path: string): SourceLocation | undefined {
  let prop = path;
  for (let construct: IConstruct | undefined = apiObject; construct !== undefined; construct = construct.node.scope) {
    const source = (construct as IConstruct & Marked)[SOURCE];
    if (source !== undefined) {
      return source.locate(prop);
    }
    prop = translate(construct, prop);
  }
  return undefined;
}
