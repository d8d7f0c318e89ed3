import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { refOf } from '../../objects';
import { CheckContext, keyOf } from './check-input';

/** Two routes that the controller takes for one. */
export const ROUTE_NAMES_COLLIDE: CodeDefinition = {
  code: 'route-names-collide',
  severity: Severity.ERROR,
  title: 'The controller takes two routes for one, because namespace and name joined by a dash are equal',
};

/** What Traefik before 3.7.10 makes of a route's namespace and name: runs of other characters than letters and digits are one dash. */
function normalize(namespace: string, name: string): string {
  return `${namespace}-${name}`
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .join('-');
}

/** Finds routes that a controller which joins namespace and name cannot tell apart. */
export function checkRoutes({ controller, routes }: CheckContext): Diagnostic[] {
  if (!controller._facts.routeNamesCollide) {
    return [];
  }
  const first = new Map<string, string>();
  return routes.flatMap((route) => {
    const name = keyOf(route);
    const key = `${route.kind} ${normalize(route.namespace, route.name)}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, name);
      return [];
    }
    if (earlier === name) {
      return [];
    }
    return [
      diagnose(ROUTE_NAMES_COLLIDE, {
        object: refOf(route.owner),
        path: 'metadata.name',
        message: `${controller.toString()} takes ${route.kind} ${name} and ${earlier} for one, as both are ${JSON.stringify(normalize(route.namespace, route.name))} to it: both are Accepted, and one is unreachable`,
        fix: `rename one of them or its namespace, or go to ${controller.title} ${controller.newestKnownRelease}`,
      }),
    ];
  });
}
