import { PropSource, SourceLocation } from '../diagnostics';
import { isPlainMap, PathSegment, parsePath, read } from '../objects';
import { YamlDocument } from './yaml-document';

/** A place in a document that holds props: the whole of it, or the map at a path. */
export interface PropPlace {
  readonly document: YamlDocument;
  readonly path: readonly PathSegment[];
}

/** Says where in a fleet's files the props of one construct stand: in its own place, else in that of the defaults. */
export class FilePropSource implements PropSource {
  /**
   * @param own where the construct's own props are
   * @param defaults where the props are that it did not have
   * @param rename turns the path of a prop into that of a key; a prop that a file cannot hold has none
   */
  constructor(
    private readonly own: PropPlace,
    private readonly defaults?: PropPlace,
    private readonly rename: (prop: readonly PathSegment[]) => readonly PathSegment[] = (prop) => prop,
  ) {}

  public locate(prop: string): SourceLocation {
    const path = this.rename(parsePath(prop));
    const own = depthIn(this.own, path);
    const defaults = this.defaults === undefined ? 0 : depthIn(this.defaults, path);
    const place = this.defaults !== undefined && defaults > own && this.mergesAt(path.slice(0, own)) ? this.defaults : this.own;
    const { document } = place;
    return path.length === 0 && place.path.length === 0 ? document.locateStart() : document.locate([...place.path, ...path]);
  }

  /** Whether defaults show through at a path: only a map lets them. */
  private mergesAt(path: readonly PathSegment[]): boolean {
    const { document, path: root } = this.own;
    return path.length === 0 || isPlainMap(read(document.value, ...root, ...path));
  }
}

/** How many steps of a path below a place its document holds. */
function depthIn({ document, path: root }: PropPlace, path: readonly PathSegment[]): number {
  return document.depthOf([...root, ...path]) - root.length;
}
