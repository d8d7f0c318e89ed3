/**
 * The hostname that stands for every name: what an unset listener hostname, or an empty list of route hostnames, means.
 *
 * It is no legal value of a hostname field; it is how results say "any".
 */
export const ANY_HOSTNAME = '*';

/**
 * Says whether the pattern stands for every name: unset, empty or `*`.
 */
function isAny(hostname: string | undefined): boolean {
  return hostname === undefined || hostname === '' || hostname === ANY_HOSTNAME;
}

function isWildcard(hostname: string): boolean {
  return hostname.startsWith('*.');
}

/** The part of a wildcard that a name has to end with, its dot included: `.example.com` of `*.example.com`. */
function suffixOf(wildcard: string): string {
  return wildcard.slice(1);
}

/**
 * Says whether every name that `inner` stands for is one that `outer` stands for.
 *
 * @example
 * hostnameCovers('*.example.com', 'a.b.example.com'); // true: a wildcard stands for one or more labels
 * hostnameCovers('*.example.com', 'example.com'); // false
 */
export function hostnameCovers(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || isAny(outer)) {
    return true;
  }
  if (inner === undefined || isAny(inner)) {
    return false;
  }
  if (outer === inner) {
    return true;
  }
  if (!isWildcard(outer)) {
    return false;
  }
  const name = isWildcard(inner) ? suffixOf(inner) : inner;
  return name.length > suffixOf(outer).length && name.endsWith(suffixOf(outer));
}

/**
 * Returns the names that a listener's and a route's hostname have in common, written as one hostname:
 * `*` where both stand for every name, undefined where they have none in common.
 *
 * A wildcard stands for one or more labels, so `*.example.com` and `a.b.example.com` meet in `a.b.example.com`,
 * and `*.example.com` and `example.com` do not meet. Either side may be unset, empty or `*`: every name.
 * The order of the two does not matter. Hostnames are compared as written: the API server refuses upper case.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/hostnames/
 */
export function intersectHostnames(listener: string | undefined, route: string | undefined): string | undefined {
  if (hostnameCovers(listener, route)) {
    return route === undefined || isAny(route) ? ANY_HOSTNAME : route;
  }
  return hostnameCovers(route, listener) ? listener : undefined;
}

/**
 * Says whether a name that a client asks for (SNI, or a Host header without its port) is one the hostname stands for.
 *
 * The name is compared in lower case, as clients may write it in any. An unset pattern matches every name, the empty one included:
 * a client that sends none. A wildcard matches one or more labels; some data planes match one only.
 */
export function hostnameMatches(pattern: string | undefined, name: string): boolean {
  if (isAny(pattern)) {
    return true;
  }
  return name !== '' && !isWildcard(name) && hostnameCovers(pattern, name.toLowerCase());
}

/**
 * Returns every hostname that covers an exact one, the most specific first: itself, the wildcards above it, `*`.
 *
 * @example
 * patternsCovering('a.b.c'); // ['a.b.c', '*.b.c', '*.c', '*']
 */
export function patternsCovering(name: string): string[] {
  const patterns = [name];
  for (let dot = name.indexOf('.', 1); dot >= 0 && dot < name.length - 1; dot = name.indexOf('.', dot + 1)) {
    patterns.push(`*${name.slice(dot)}`);
  }
  patterns.push(ANY_HOSTNAME);
  return patterns;
}

/**
 * Says how specific a hostname is, as a number that orders hostnames which match one name:
 * exact names above wildcards, wildcards with more labels above those with fewer, and what stands for every name at 0.
 *
 * Exact names are above 1000, wildcards between 1 and 127 (their labels right of the `*`).
 */
export function specificity(hostname: string | undefined): number {
  if (hostname === undefined || isAny(hostname)) {
    return 0;
  }
  const labels = hostname.split('.').length;
  return isWildcard(hostname) ? labels - 1 : 1000 + labels;
}
