import { PropSource, SourceLocation } from '../diagnostics';
import { isPlainMap, PathSegment, parsePath, read } from '../objects';
import { YamlDocument } from './yaml-document';

/** A place in a document that holds props: the whole of it, or the map at a path. */
export interface PropPlace {
  readonly document: YamlDocument;
  readonly path: readonly PathSegment[];
}

interface Hit {
  readonly place: PropPlace;
  readonly path: readonly PathSegment[];
  /** How many steps of the path are there. */
  readonly depth: number;
}

/** Says where in a fleet's files the props of one construct stand: in its own place, else in that of the defaults. */
export class FilePropSource implements PropSource {
  /**
   * @param own where the construct's own props are
   * @param defaults where the props are that it did not have
   * @param keysOf names the keys that a prop may come from, where it is not the one of its own name
   */
  constructor(
    private readonly own: PropPlace,
    private readonly defaults?: PropPlace,
    private readonly keysOf: (prop: readonly PathSegment[]) => readonly (readonly PathSegment[])[] = (prop) => [prop],
  ) {}

  public locate(prop: string): SourceLocation {
    const hits = this.keysOf(parsePath(prop)).map((path) => this.find(path));
    const best = hits.find(({ path, depth }) => depth === path.length) ?? deepest(hits);
    if (best === undefined || (best.depth === 0 && best.place.path.length === 0)) {
      return this.own.document.locateStart();
    }
    return best.place.document.locate([...best.place.path, ...best.path]);
  }

  private find(path: readonly PathSegment[]): Hit {
    const own = hit(this.own, path);
    const defaults = this.defaults === undefined ? undefined : hit(this.defaults, path);
    return defaults !== undefined && defaults.depth > own.depth && this.mergesAt(path.slice(0, own.depth))
      ? defaults
      : own;
  }

  /** Whether defaults show through at a path: only a map lets them. */
  private mergesAt(path: readonly PathSegment[]): boolean {
    const { document, path: root } = this.own;
    return isPlainMap(read(document.value, ...root, ...path));
  }
}

function hit(place: PropPlace, path: readonly PathSegment[]): Hit {
  const { document, path: root } = place;
  return { place, path, depth: document.depthOf([...root, ...path]) - root.length };
}

function deepest(hits: readonly Hit[]): Hit | undefined {
  return hits.reduce<Hit | undefined>(
    (best, candidate) => (best === undefined || candidate.depth > best.depth ? candidate : best),
    undefined,
  );
}
