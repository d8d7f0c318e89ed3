import { PathSegment } from './kube-object';

const PLAIN_KEY = /^[A-Za-z0-9_$-]+$/;

/**
 * Writes a path the way the API server does: `spec.listeners[0].hostname`, and `metadata.annotations[example.com/key]`
 * for a key that could not stand between dots.
 */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') {
      return `${path}[${segment}]`;
    }
    if (!PLAIN_KEY.test(segment)) {
      return `${path}[${segment}]`;
    }
    return path === '' ? segment : `${path}.${segment}`;
  }, '');
}

/** Reads a path as `formatPath` writes it; digits alone in brackets are an index. */
export function parsePath(path: string): PathSegment[] {
  const segments: PathSegment[] = [];
  let rest = path;
  while (rest !== '') {
    if (rest.startsWith('[')) {
      const end = rest.indexOf(']');
      const inner = end < 0 ? rest.slice(1) : rest.slice(1, end);
      segments.push(/^\d+$/.test(inner) ? Number(inner) : inner);
      rest = end < 0 ? '' : rest.slice(end + 1);
    } else {
      const end = rest.search(/[.[]/);
      segments.push(end < 0 ? rest : rest.slice(0, end));
      rest = end < 0 ? '' : rest.slice(end);
    }
    if (rest.startsWith('.')) {
      rest = rest.slice(1);
    }
  }
  return segments;
}
