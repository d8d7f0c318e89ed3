import { asList, asMap } from '../objects';

/** A field that older guides teach. */
export interface OutdatedField {
  /** Kinds that had it, or are said to have it. */
  readonly kinds: readonly string[];
  /** Where it stands; `*` stands for every element of a list. */
  readonly path: readonly string[];
  /** Whether a value there is meant; any value unless given. */
  readonly shape?: (value: unknown) => boolean;
  /** What is wrong, as the end of a sentence that starts with the kind. */
  readonly problem: string;
  /** Today's way. */
  readonly fix: string;
}

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
const WITH_LISTENERS = ['Gateway', 'ListenerSet'];
const WITH_FILTERS = ['HTTPRoute', 'GRPCRoute'];

function holdsObjects(value: unknown): boolean {
  return asList(value).some((element) => typeof element !== 'string');
}

function isMap(value: unknown): boolean {
  return asMap(value) !== undefined;
}

/** Headers of a filter as a map from name to value. */
function headerMaps(): OutdatedField[] {
  return ['requestHeaderModifier', 'responseHeaderModifier'].flatMap((modifier) =>
    ['set', 'add'].map((list) => ({
      kinds: WITH_FILTERS,
      path: ['spec', 'rules', '*', 'filters', '*', modifier, list],
      shape: isMap,
      problem: 'wants the headers of a filter as a list',
      fix: 'write each header as { name: …, value: … }',
    })),
  );
}

/** Headers to remove as objects instead of names. */
function removedHeaders(): OutdatedField[] {
  return ['requestHeaderModifier', 'responseHeaderModifier'].map((modifier) => ({
    kinds: WITH_FILTERS,
    path: ['spec', 'rules', '*', 'filters', '*', modifier, 'remove'],
    shape: holdsObjects,
    problem: 'wants the headers to remove as a list of names',
    fix: 'write remove: ["x-header"], names only',
  }));
}

/**
 * Fields of `v1alpha1` and `v1alpha2`, and some that never were, with what took their place.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/migrating-from-ingress/ and the changelogs in kubernetes-sigs/gateway-api CHANGELOG
 */
export const OUTDATED_FIELDS: readonly OutdatedField[] = [
  ...removedHeaders(),
  ...headerMaps(),
  {
    kinds: ROUTES,
    path: ['spec', 'gateways'],
    problem: 'has no "gateways" since v1alpha2',
    fix: 'name the Gateways in parentRefs, and admit the route in allowedRoutes of their listeners',
  },
  {
    kinds: ROUTES,
    path: ['spec', 'rules', '*', 'forwardTo'],
    problem: 'has no "forwardTo" since v1alpha2',
    fix: 'write backendRefs: [{ name: …, port: … }]',
  },
  {
    kinds: ROUTES,
    path: ['spec', 'rules', '*', 'backendRefs', '*', 'serviceName'],
    problem: 'names a backend by "name" and "port"',
    fix: 'write name: … and port: …, not those of an Ingress',
  },
  {
    kinds: ROUTES,
    path: ['spec', 'hostname'],
    problem: 'has a list of hostnames',
    fix: 'write hostnames: […]',
  },
  {
    kinds: ['HTTPRoute', 'TLSRoute'],
    path: ['spec', 'tls'],
    problem: 'has no certificates of its own since v1alpha2',
    fix: "put the certificate into certificateRefs of the Gateway's listener",
  },
  {
    kinds: ['HTTPRoute'],
    path: ['spec', 'rules', '*', 'matches', '*', 'headers'],
    shape: isMap,
    problem: 'wants the headers of a match as a list',
    fix: 'write each header as { name: …, value: … }',
  },
  {
    kinds: ['TLSRoute'],
    path: ['spec', 'rules', '*', 'matches'],
    problem: 'has no matches: the server names are in "hostnames" of the route',
    fix: 'write hostnames: […], and one route for each destination',
  },
  {
    kinds: ['TCPRoute', 'UDPRoute'],
    path: ['spec', 'hostnames'],
    problem: 'has no hostnames, as nothing in the traffic names one',
    fix: 'leave them out; use TLSRoute where clients speak TLS',
  },
  {
    kinds: ['HTTPRoute', 'GRPCRoute'],
    path: ['spec', 'rules', '*', 'sessionPersistence', 'idleTimeout'],
    problem: 'has no "idleTimeout" since Gateway API 1.6',
    fix: 'use absoluteTimeout, or a policy of the controller',
  },
  {
    kinds: WITH_LISTENERS,
    path: ['spec', 'listeners', '*', 'routes'],
    problem: 'has no "routes" since v1alpha2: routes name the Gateway',
    fix: 'write allowedRoutes: { namespaces: …, kinds: … }, and parentRefs in the routes',
  },
  {
    kinds: WITH_LISTENERS,
    path: ['spec', 'listeners', '*', 'tls', 'certificateRef'],
    problem: 'has a list of certificates',
    fix: 'write certificateRefs: [{ name: … }]',
  },
  {
    kinds: WITH_LISTENERS,
    path: ['spec', 'listeners', '*', 'tls', 'frontendValidation'],
    problem: 'validates clients for the whole Gateway since 1.4',
    fix: 'use spec.tls.frontend of the Gateway',
  },
  {
    kinds: WITH_LISTENERS,
    path: ['spec', 'listeners', '*', 'allowedRoutes', 'namespaces', 'from'],
    shape: (value) => value === 'None',
    problem: 'admits routes from All, Same or Selector; None is for allowedListeners',
    fix: 'use Same or Selector; to admit nobody, leave the listener out',
  },
  {
    kinds: ['Gateway'],
    path: ['spec', 'backendTLS'],
    problem: 'has no "backendTLS" since 1.4',
    fix: 'use spec.tls.backend',
  },
  {
    kinds: ['GatewayClass'],
    path: ['spec', 'controller'],
    problem: 'has no "controller" since v1alpha2',
    fix: 'write controllerName',
  },
  {
    kinds: ['BackendTLSPolicy'],
    path: ['spec', 'targetRef'],
    problem: 'has a list of targets since v1alpha3',
    fix: 'write targetRefs: [{ group: "", kind: Service, name: … }]',
  },
  {
    kinds: ['BackendTLSPolicy'],
    path: ['spec', 'tls'],
    problem: 'has no "tls" since v1alpha3',
    fix: 'write validation: { hostname: …, caCertificateRefs: … }',
  },
  {
    kinds: ['BackendTLSPolicy'],
    path: ['spec', 'validation', 'caCertRefs'],
    problem: 'has no "caCertRefs" since v1alpha3',
    fix: 'write caCertificateRefs',
  },
  {
    kinds: ['BackendTLSPolicy'],
    path: ['spec', 'validation', 'wellKnownCACerts'],
    problem: 'has no "wellKnownCACerts" since v1alpha3',
    fix: 'write wellKnownCACertificates',
  },
  {
    kinds: ['ListenerSet'],
    path: ['spec', 'parentRefs'],
    problem: 'has one parent',
    fix: 'write parentRef: { name: … }',
  },
];
