import { compareStrings } from '../../objects';
import { GATEWAY_GROUP, GatewayModel, ListenerModel, ListenerSetModel, Reference } from './model-types';
import { AttachmentPolicies } from './policies';
import { Fault, References } from './references';
import { Condition, no, yes } from './result';
import { ListenerState } from './state';

type Policies = Required<AttachmentPolicies>;

const HTTP_KINDS = ['GRPCRoute', 'HTTPRoute'];

/** Says whether the listener decrypts, and so needs certificates. */
export function terminatesTls(listener: ListenerModel): boolean {
  return listener.tlsMode !== undefined && listener.tlsMode !== 'Passthrough';
}

/**
 * Returns the kinds of routes that a listener's protocol serves, or the reason for which the listener is refused.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/tls/
 */
function kindsOfProtocol(listener: ListenerModel, policies: Policies): readonly string[] | Condition {
  if (!policies.protocols.includes(listener.protocol)) {
    return no('UnsupportedProtocol');
  }
  switch (listener.protocol) {
    case 'HTTP':
    case 'HTTPS':
      return HTTP_KINDS;
    case 'TCP':
      return ['TCPRoute'];
    case 'UDP':
      return ['UDPRoute'];
    case 'TLS':
      if (listener.tlsMode === 'Passthrough') {
        return ['TLSRoute'];
      }
      return policies.tlsTerminate && listener.tlsMode === 'Terminate'
        ? policies.tlsTerminateKinds
        : no('UnsupportedValue');
    default:
      return [];
  }
}

function isCondition(value: readonly string[] | Condition): value is Condition {
  return !Array.isArray(value);
}

/** Splits the kinds that a listener names into those its protocol serves and the others. */
function splitKinds(listener: ListenerModel, served: readonly string[]): { valid: string[]; invalid: string[] } {
  if (listener.allowedKinds.length === 0) {
    return { valid: [...served], invalid: [] };
  }
  const valid = new Set<string>();
  const invalid = new Set<string>();
  for (const { group, kind } of listener.allowedKinds) {
    const fits = group === GATEWAY_GROUP && served.includes(kind);
    (fits ? valid : invalid).add(group === GATEWAY_GROUP ? kind : `${group}/${kind}`);
  }
  return { valid: [...valid], invalid: [...invalid] };
}

function judgeAll(refs: readonly Reference[], judge: (ref: Reference) => Fault | undefined): Fault[] {
  return refs.map(judge).filter((fault) => fault !== undefined);
}

/** The authorities against which a Gateway checks the clients of an HTTPS listener of its own. */
function authoritiesOf(owner: GatewayModel | ListenerSetModel, listener: ListenerModel): readonly Reference[] {
  if (listener.protocol !== 'HTTPS' || !('frontendByPort' in owner)) {
    return [];
  }
  const validation = owner.frontendByPort.has(listener.port)
    ? owner.frontendByPort.get(listener.port)
    : owner.frontendDefault;
  return validation?.caCertificateRefs ?? [];
}

/** Judges a listener by itself, before conflicts with others are looked at. */
export function judgeListener(
  gateway: GatewayModel,
  owner: GatewayModel | ListenerSetModel,
  listener: ListenerModel,
  references: References,
  policies: Policies,
): ListenerState {
  const served = kindsOfProtocol(listener, policies);
  const refused = isCondition(served) ? served : undefined;
  const kinds = splitKinds(listener, isCondition(served) ? [] : served);
  const certificateRefs = terminatesTls(listener) ? listener.certificateRefs : [];
  const certificates = judgeAll(certificateRefs, (ref) => references.certificate(owner, ref));
  const authorityRefs = authoritiesOf(owner, listener);
  const authorities = judgeAll(authorityRefs, (ref) => references.caCertificate(owner, ref));
  const faults = [...certificates, ...authorities];
  const withoutAuthority = authorityRefs.length > 0 && authorities.length === authorityRefs.length;
  const [fault] = faults;
  const kindsAreBad = refused === undefined && kinds.invalid.length > 0;
  return {
    gateway,
    owner,
    listener,
    supportedKinds: kinds.valid.sort(compareStrings),
    invalidKinds: kindsAreBad ? kinds.invalid : [],
    faults,
    resolvedRefs:
      fault === undefined ? (kindsAreBad ? no('InvalidRouteKinds') : yes('ResolvedRefs')) : no(fault.reason),
    accepted: refused ?? (withoutAuthority ? no('NoValidCACertificate') : yes('Accepted')),
    rivals: [],
    attached: new Map(),
    servable: certificateRefs.length === 0 || certificates.length < certificateRefs.length,
  };
}
