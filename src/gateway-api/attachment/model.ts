import { asList, asMap, asNumber, asString, groupOf, KubeObject, ownValue, PathSegment, read } from '../../objects';
import {
  BackendReference,
  BackendTlsPolicyModel,
  FrontendValidation,
  GATEWAY_GROUP,
  GatewayModel,
  GrantModel,
  ListenerModel,
  ListenerSetModel,
  NamespaceModel,
  NamespacePolicy,
  ObjectHead,
  ParentReference,
  Reference,
  ROUTE_KINDS,
  RouteKind,
  RouteModel,
  ServiceModel,
} from './model-types';

export * from './model-types';

const DEFAULT_NAMESPACE = 'default';
const NAME_LABEL = 'kubernetes.io/metadata.name';

function nonEmpty(value: unknown): string | undefined {
  const text = asString(value);
  return text === '' ? undefined : text;
}

function readCreated(object: KubeObject): number {
  const milliseconds = Date.parse(asString(read(object, 'metadata', 'creationTimestamp')) ?? '');
  return Number.isNaN(milliseconds) ? Number.POSITIVE_INFINITY : Math.floor(milliseconds / 1000);
}

/** Reads who the object is. */
export function readHead(object: KubeObject): ObjectHead {
  return {
    object,
    group: groupOf(asString(object['apiVersion']) ?? ''),
    kind: asString(object['kind']) ?? '',
    namespace: nonEmpty(read(object, 'metadata', 'namespace')) ?? DEFAULT_NAMESPACE,
    name: asString(read(object, 'metadata', 'name')) ?? '',
    created: readCreated(object),
  };
}

function readReference(
  value: unknown,
  path: readonly PathSegment[],
  defaults: { readonly group: string; readonly kind: string; readonly namespace: string },
): Reference {
  return {
    group: asString(read(value, 'group')) ?? defaults.group,
    kind: nonEmpty(read(value, 'kind')) ?? defaults.kind,
    namespace: nonEmpty(read(value, 'namespace')) ?? defaults.namespace,
    name: asString(read(value, 'name')) ?? '',
    path,
  };
}

function readReferences(
  owner: unknown,
  path: readonly PathSegment[],
  defaults: { readonly group: string; readonly kind: string; readonly namespace: string },
): Reference[] {
  return asList(read(owner, ...path)).map((ref, i) => readReference(ref, [...path, i], defaults));
}

function readNamespacePolicy(value: unknown, defaultFrom: string): NamespacePolicy {
  return {
    from: nonEmpty(read(value, 'namespaces', 'from')) ?? defaultFrom,
    selector: read(value, 'namespaces', 'selector'),
  };
}

function readTlsMode(protocol: string, tls: unknown): string | undefined {
  if (protocol !== 'TLS' && protocol !== 'HTTPS') {
    return undefined;
  }
  return nonEmpty(read(tls, 'mode')) ?? 'Terminate';
}

function readListeners(head: ObjectHead): ListenerModel[] {
  return asList(read(head.object, 'spec', 'listeners')).map((listener, index) => {
    const path = ['spec', 'listeners', index];
    const protocol = asString(read(listener, 'protocol')) ?? '';
    const hostname = nonEmpty(read(listener, 'hostname'));
    const tlsMode = readTlsMode(protocol, read(listener, 'tls'));
    return {
      name: asString(read(listener, 'name')) ?? '',
      port: asNumber(read(listener, 'port')) ?? 0,
      protocol,
      ...(hostname === undefined ? {} : { hostname }),
      ...(tlsMode === undefined ? {} : { tlsMode }),
      certificateRefs: readReferences(head.object, [...path, 'tls', 'certificateRefs'], {
        group: '',
        kind: 'Secret',
        namespace: head.namespace,
      }),
      allowedNamespaces: readNamespacePolicy(read(listener, 'allowedRoutes'), 'Same'),
      allowedKinds: asList(read(listener, 'allowedRoutes', 'kinds')).map((kind) => ({
        group: asString(read(kind, 'group')) ?? GATEWAY_GROUP,
        kind: asString(read(kind, 'kind')) ?? '',
      })),
      path,
    };
  });
}

function readFrontend(head: ObjectHead, path: readonly PathSegment[]): FrontendValidation | undefined {
  const validation = asMap(read(head.object, ...path, 'validation'));
  if (validation === undefined) {
    return undefined;
  }
  return {
    caCertificateRefs: readReferences(head.object, [...path, 'validation', 'caCertificateRefs'], {
      group: '',
      kind: '',
      namespace: head.namespace,
    }),
  };
}

function readOptionalReference(
  head: ObjectHead,
  path: readonly PathSegment[],
  defaults: { readonly group: string; readonly kind: string },
): Reference | undefined {
  const value = asMap(read(head.object, ...path));
  return value === undefined ? undefined : readReference(value, path, { ...defaults, namespace: head.namespace });
}

/** Reads a Gateway. */
export function readGateway(object: KubeObject): GatewayModel {
  const head = readHead(object);
  const frontend = ['spec', 'tls', 'frontend'];
  const parametersRef = readOptionalReference(head, ['spec', 'infrastructure', 'parametersRef'], {
    group: '',
    kind: '',
  });
  const clientCertificateRef = readOptionalReference(head, ['spec', 'tls', 'backend', 'clientCertificateRef'], {
    group: '',
    kind: 'Secret',
  });
  const frontendDefault = readFrontend(head, [...frontend, 'default']);
  return {
    ...head,
    className: asString(read(object, 'spec', 'gatewayClassName')) ?? '',
    listeners: readListeners(head),
    allowedListeners: readNamespacePolicy(read(object, 'spec', 'allowedListeners'), 'None'),
    addressTypes: asList(read(object, 'spec', 'addresses')).map(
      (address) => nonEmpty(read(address, 'type')) ?? 'IPAddress',
    ),
    ...(parametersRef === undefined ? {} : { parametersRef }),
    ...(clientCertificateRef === undefined ? {} : { clientCertificateRef }),
    ...(frontendDefault === undefined ? {} : { frontendDefault }),
    frontendByPort: new Map(
      asList(read(object, ...frontend, 'perPort')).map((entry, i) => [
        asNumber(read(entry, 'port')) ?? 0,
        readFrontend(head, [...frontend, 'perPort', i, 'tls']),
      ]),
    ),
  };
}

/** Reads a ListenerSet or an XListenerSet. */
export function readListenerSet(object: KubeObject): ListenerSetModel {
  const head = readHead(object);
  return {
    ...head,
    parent: readReference(read(object, 'spec', 'parentRef'), ['spec', 'parentRef'], {
      group: GATEWAY_GROUP,
      kind: 'Gateway',
      namespace: head.namespace,
    }),
    listeners: readListeners(head),
  };
}

function readParentRef(value: unknown, index: number, namespace: string): ParentReference {
  const sectionName = nonEmpty(read(value, 'sectionName'));
  const port = asNumber(read(value, 'port'));
  return {
    ...readReference(value, ['spec', 'parentRefs', index], { group: GATEWAY_GROUP, kind: 'Gateway', namespace }),
    given: asMap(value) ?? {},
    ...(sectionName === undefined ? {} : { sectionName }),
    ...(port === undefined || port === 0 ? {} : { port }),
  };
}

function readBackendRef(
  value: unknown,
  path: readonly PathSegment[],
  namespace: string,
  rule: number,
  serving: boolean,
): BackendReference {
  const port = asNumber(read(value, 'port'));
  return {
    ...readReference(value, path, { group: '', kind: 'Service', namespace }),
    ...(port === undefined ? {} : { port }),
    weight: asNumber(read(value, 'weight')) ?? 1,
    rule,
    serving,
  };
}

/** The fields of filters that name a backend. */
const FILTER_BACKENDS = ['requestMirror', 'externalAuth'];

function readFilterRefs(
  owner: unknown,
  path: readonly PathSegment[],
  namespace: string,
  rule: number,
): BackendReference[] {
  return asList(ownValue(asMap(owner), 'filters')).flatMap((filter, i) =>
    FILTER_BACKENDS.filter((field) => asMap(read(filter, field, 'backendRef')) !== undefined).map((field) =>
      readBackendRef(
        read(filter, field, 'backendRef'),
        [...path, 'filters', i, field, 'backendRef'],
        namespace,
        rule,
        false,
      ),
    ),
  );
}

function readRuleRefs(value: unknown, rule: number, namespace: string): BackendReference[] {
  const path = ['spec', 'rules', rule];
  const backends = asList(read(value, 'backendRefs')).flatMap((backend, i) => {
    const place = [...path, 'backendRefs', i];
    return [readBackendRef(backend, place, namespace, rule, true), ...readFilterRefs(backend, place, namespace, rule)];
  });
  return [...backends, ...readFilterRefs(value, path, namespace, rule)];
}

/** Says whether a kind of the Gateway API's group is a route that attachment knows. */
export function isRouteKind(kind: string): kind is RouteKind {
  return (ROUTE_KINDS as readonly string[]).includes(kind);
}

/** Says whether routes of the kind name hostnames. */
export function hasHostnames(kind: RouteKind): boolean {
  return kind !== 'TCPRoute' && kind !== 'UDPRoute';
}

/** Reads a route of any version; undefined where the object is none of the five kinds. */
export function readRoute(object: KubeObject): RouteModel | undefined {
  const head = readHead(object);
  if (head.group !== GATEWAY_GROUP || !isRouteKind(head.kind)) {
    return undefined;
  }
  const hostnames = hasHostnames(head.kind) ? asList(read(object, 'spec', 'hostnames')) : [];
  return {
    ...head,
    kind: head.kind,
    hostnames: hostnames.map(asString).filter((hostname) => hostname !== undefined),
    parentRefs: asList(read(object, 'spec', 'parentRefs')).map((ref, i) => readParentRef(ref, i, head.namespace)),
    backendRefs: asList(read(object, 'spec', 'rules')).flatMap((rule, i) => readRuleRefs(rule, i, head.namespace)),
  };
}

/** Reads a Service. */
export function readService(object: KubeObject): ServiceModel {
  const ports = read(object, 'spec', 'ports');
  if (!Array.isArray(ports) || read(object, 'spec', 'type') === 'ExternalName') {
    return readHead(object);
  }
  return {
    ...readHead(object),
    ports: ports.map((port) => {
      const name = nonEmpty(read(port, 'name'));
      return {
        ...(name === undefined ? {} : { name }),
        port: asNumber(read(port, 'port')) ?? 0,
        protocol: nonEmpty(read(port, 'protocol')) ?? 'TCP',
      };
    }),
  };
}

/** Reads a BackendTLSPolicy. What it refers to is of its own namespace, whatever else it says. */
export function readBackendTlsPolicy(object: KubeObject): BackendTlsPolicyModel {
  const head = readHead(object);
  const { namespace } = head;
  const targets = asList(read(object, 'spec', 'targetRefs')).map((target, i) => {
    const sectionName = nonEmpty(read(target, 'sectionName'));
    return {
      ...readReference(target, ['spec', 'targetRefs', i], { group: '', kind: 'Service', namespace }),
      namespace,
      ...(sectionName === undefined ? {} : { sectionName }),
    };
  });
  const defaults = { group: '', kind: 'ConfigMap', namespace };
  const authorities = readReferences(object, ['spec', 'validation', 'caCertificateRefs'], defaults);
  return { ...head, targets, authorities: authorities.map((ref) => ({ ...ref, namespace })) };
}

/** Reads a ReferenceGrant. */
export function readGrant(object: KubeObject): GrantModel {
  return {
    ...readHead(object),
    from: asList(read(object, 'spec', 'from')).map((from) => ({
      group: asString(read(from, 'group')) ?? '',
      kind: asString(read(from, 'kind')) ?? '',
      namespace: asString(read(from, 'namespace')) ?? '',
    })),
    to: asList(read(object, 'spec', 'to')).map((to) => {
      const name = nonEmpty(read(to, 'name'));
      return {
        group: asString(read(to, 'group')) ?? '',
        kind: asString(read(to, 'kind')) ?? '',
        ...(name === undefined ? {} : { name }),
      };
    }),
  };
}

/** Reads a Namespace. */
export function readNamespace(object: KubeObject): NamespaceModel {
  const name = asString(read(object, 'metadata', 'name')) ?? '';
  return { object, name, labels: { ...asMap(read(object, 'metadata', 'labels')), [NAME_LABEL]: name } };
}

/** What is known of a Namespace that is not among the objects: its name, and the label that the API server gives every one. */
export function unlabelledNamespace(name: string): NamespaceModel {
  return { name, labels: { [NAME_LABEL]: name } };
}
