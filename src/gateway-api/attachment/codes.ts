import { CodeDefinition, Severity } from '../../diagnostics';

function error(code: string, title: string): CodeDefinition {
  return { code, severity: Severity.ERROR, title };
}

/** A route's parent, or a ListenerSet's Gateway, is not there. */
export const PARENT_NOT_FOUND = error(
  'parent-not-found',
  'The parent of a route, or the Gateway of a ListenerSet, does not exist, so that no controller looks at it',
);

/** A route names a listener that its parent does not have. */
export const NO_MATCHING_PARENT = error(
  'no-matching-parent',
  'The parent has no listener of the name and port that the route asks for',
);

/** No listener lets a route in. */
export const NOT_ALLOWED_BY_LISTENERS = error(
  'not-allowed-by-listeners',
  "No listener lets in routes of the route's kind and namespace",
);

/** A route and its listeners have no name in common. */
export const NO_MATCHING_LISTENER_HOSTNAME = error(
  'no-matching-listener-hostname',
  'None of the hostnames is one that a listener answers',
);

/** Two listeners, or two TLSRoutes, claim one name. */
export const HOSTNAME_CONFLICT = error(
  'hostname-conflict',
  'Two listeners claim one hostname on one port, or two TLSRoutes one hostname on one listener',
);

/** Two listeners cannot share a port. */
export const PROTOCOL_CONFLICT = error(
  'protocol-conflict',
  'Two listeners on one port have protocols that cannot share it',
);

/** The listener of somebody else takes a route's traffic. */
export const MORE_SPECIFIC_LISTENER = error(
  'more-specific-listener',
  'Another listener on the port answers the hostname more specifically, so that the route never sees a connection',
);

/** A route for which an older one leaves nothing. */
export const ROUTE_NOT_SERVED: CodeDefinition = {
  code: 'route-not-served',
  severity: Severity.WARNING,
  title: 'An older TCPRoute or UDPRoute on the same listener gets all traffic',
};

/** HTTPS and TLS on one port. */
export const HTTPS_BESIDE_TLS: CodeDefinition = {
  code: 'https-beside-tls',
  severity: Severity.WARNING,
  title: 'HTTPS and TLS listeners share a port, which works with some controllers only',
};

/** A policy for a Service that another one has. */
export const CONFLICTED = error('conflicted', 'Two BackendTLSPolicies are for one target, and the older one wins');

/** A policy for what is not there. */
export const TARGET_NOT_FOUND = error(
  'target-not-found',
  'The target of a BackendTLSPolicy, or the port of it that the policy names, does not exist in the namespace of the policy',
);

/** A reference to what cannot be used. */
export const INVALID_KIND = error(
  'invalid-kind',
  'A backend is of a kind that routes cannot name, or the authorities of a backend are in a kind that cannot hold them',
);

/** Authorities that cannot be read. */
export const INVALID_CA_CERTIFICATE_REF = error(
  'invalid-ca-certificate-ref',
  'A certificate authority for clients or backends does not exist or holds no certificate',
);

const DEFINITIONS: readonly CodeDefinition[] = [
  PARENT_NOT_FOUND,
  NO_MATCHING_PARENT,
  NOT_ALLOWED_BY_LISTENERS,
  NO_MATCHING_LISTENER_HOSTNAME,
  HOSTNAME_CONFLICT,
  PROTOCOL_CONFLICT,
  MORE_SPECIFIC_LISTENER,
  ROUTE_NOT_SERVED,
  HTTPS_BESIDE_TLS,
  CONFLICTED,
  TARGET_NOT_FOUND,
  INVALID_KIND,
  INVALID_CA_CERTIFICATE_REF,
  error('backend-not-found', 'A backend does not exist'),
  error('invalid', 'A Gateway or ListenerSet has no listeners'),
  error('invalid-ca-certificate-kind', 'A certificate authority for clients is of a kind that cannot hold one'),
  error(
    'invalid-certificate-ref',
    'A certificate of a listener does not exist, holds none, or is of a kind that cannot',
  ),
  error(
    'invalid-client-certificate-ref',
    'The certificate that a Gateway shows to backends does not exist or holds none',
  ),
  error('invalid-parameters', 'The parameters of a Gateway do not exist, or its controller does not let it have any'),
  error('invalid-route-kinds', 'A listener names kinds of routes that its protocol does not serve'),
  error('not-allowed', 'The Gateway does not let the ListenerSet in'),
  error('parent-not-accepted', 'The Gateway of a ListenerSet is refused itself'),
  error('port-not-found', 'The Service of a backend does not have the port'),
  error('ref-not-permitted', 'A reference into another namespace that no ReferenceGrant there lets in'),
  error('unsupported-address', 'A Gateway asks for a type of address that the controller does not give'),
  error('unsupported-protocol', 'A listener has a protocol that the controller does not serve'),
  error('unsupported-value', 'A listener has a TLS mode that the controller does not serve'),
];

/** All codes of attachment, sorted. */
export const ATTACHMENT_CODES: readonly CodeDefinition[] = [...DEFINITIONS].sort((a, b) => (a.code < b.code ? -1 : 1));

const BY_CODE = new Map(DEFINITIONS.map((definition) => [definition.code, definition]));

/** Writes a reason of the Gateway API as a code: `InvalidCACertificateRef` is `invalid-ca-certificate-ref`. */
export function codeOfReason(reason: string): string {
  return reason
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** Returns the code of a reason; a reason of one controller alone becomes a code of its own. */
export function definitionOf(reason: string): CodeDefinition {
  const code = codeOfReason(reason);
  return BY_CODE.get(code) ?? error(code, `The controller says ${reason}`);
}
