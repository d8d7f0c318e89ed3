import { asMap, asString, KubeObject, ownValue, read } from '../../objects';
import { Inventory, objectKey } from './inventory';
import { BackendReference, ObjectHead, Reference, RouteModel } from './model-types';
import { AttachmentPolicies } from './policies';

/** A reference that does not resolve, and why. */
export interface Fault {
  readonly reason: string;
  readonly ref: Reference;
  /** Whether the object it names is not among the objects, as opposed to being there and of no use. */
  readonly absent: boolean;
}

/** Says of every reference between objects whether it is permitted and whether what it names is there and fit for its use. */
export interface References {
  /** Says whether the namespaces agree or a ReferenceGrant lets the reference in. */
  permitted(from: ObjectHead, ref: Reference): boolean;
  /** Judges a certificate that a listener serves. */
  certificate(from: ObjectHead, ref: Reference): Fault | undefined;
  /** Judges the certificate that a Gateway shows to backends. */
  clientCertificate(from: ObjectHead, ref: Reference): Fault | undefined;
  /** Judges the authorities against which clients are checked. */
  caCertificate(from: ObjectHead, ref: Reference): Fault | undefined;
  /** Judges a backend of a route. */
  backend(from: RouteModel, ref: BackendReference): Fault | undefined;
  /** Judges the parameters of a Gateway. */
  parameters(ref: Reference): Fault | undefined;
}

/** Grants, as `from` in whose words they are looked up, mapped to what they let in: names, or everything of the kind. */
type GrantIndex = ReadonlyMap<string, ReadonlySet<string> | 'any'>;

function grantKey(
  from: { readonly group: string; readonly kind: string; readonly namespace: string },
  to: { readonly group: string; readonly kind: string; readonly namespace: string },
): string {
  return [from.group, from.kind, from.namespace, to.group, to.kind, to.namespace].join('/');
}

function indexGrants(inventory: Inventory): GrantIndex {
  const index = new Map<string, Set<string> | 'any'>();
  for (const grant of inventory.grants.values()) {
    for (const from of grant.from) {
      for (const to of grant.to) {
        const key = grantKey(from, { ...to, namespace: grant.namespace });
        const known = index.get(key);
        if (to.name === undefined || known === 'any') {
          index.set(key, 'any');
        } else {
          index.set(key, (known ?? new Set<string>()).add(to.name));
        }
      }
    }
  }
  return index;
}

const PEM = /-----BEGIN [A-Z0-9 ]+-----[\s\S]+-----END [A-Z0-9 ]+-----/;

/** Says whether a key of a Secret holds PEM; undefined where the Secret has no contents that could be looked at. */
function holdsPem(secret: KubeObject, key: string): boolean {
  const plain = asString(read(secret, 'stringData', key));
  if (plain !== undefined) {
    return PEM.test(plain);
  }
  const encoded = asString(read(secret, 'data', key));
  return encoded !== undefined && PEM.test(Buffer.from(encoded, 'base64').toString('latin1'));
}

/** Says whether a Secret can serve as a certificate. One without any contents may be filled by somebody else: it counts as fit. */
function isCertificate(secret: KubeObject): boolean {
  const known = asMap(ownValue(secret, 'data')) !== undefined || asMap(ownValue(secret, 'stringData')) !== undefined;
  return !known || (holdsPem(secret, 'tls.crt') && holdsPem(secret, 'tls.key'));
}

/** Says whether a ConfigMap can serve as authority; one without any contents counts as fit. */
function isAuthority(configMap: KubeObject): boolean {
  return (
    asMap(ownValue(configMap, 'data')) === undefined || PEM.test(asString(read(configMap, 'data', 'ca.crt')) ?? '')
  );
}

/** Prepares the judgement of references between these objects. */
export function indexReferences(inventory: Inventory, policies: Required<AttachmentPolicies>): References {
  const grants = indexGrants(inventory);
  const backendKinds = new Set(policies.backendKinds);

  const permitted = (from: ObjectHead, ref: Reference): boolean => {
    if (from.namespace === ref.namespace) {
      return true;
    }
    const names = grants.get(grantKey(from, ref));
    return names === 'any' || names?.has(ref.name) === true;
  };

  const other = (ref: Reference): KubeObject | undefined =>
    inventory.others.get(objectKey(ref.group, ref.kind, ref.namespace, ref.name));

  /** A reference to a Secret; where the objects hold no Secret at all, Secrets are somebody else's and count as there. */
  const secret = (from: ObjectHead, ref: Reference, invalid: string): Fault | undefined => {
    if (ref.group !== '' || ref.kind !== 'Secret') {
      return { reason: invalid, ref, absent: false };
    }
    if (!permitted(from, ref)) {
      return { reason: 'RefNotPermitted', ref, absent: other(ref) === undefined };
    }
    if (!inventory.kinds.has('/Secret')) {
      return undefined;
    }
    const found = other(ref);
    return found !== undefined && isCertificate(found)
      ? undefined
      : { reason: invalid, ref, absent: found === undefined };
  };

  const servicePort = (from: RouteModel, ref: BackendReference): Fault | undefined => {
    if (!inventory.kinds.has('/Service')) {
      return undefined;
    }
    const service = inventory.services.get(objectKey('', 'Service', ref.namespace, ref.name));
    if (service === undefined) {
      return { reason: 'BackendNotFound', ref, absent: true };
    }
    const protocol = from.kind === 'UDPRoute' ? 'UDP' : 'TCP';
    const found = service.ports?.some((port) => port.port === ref.port && port.protocol === protocol) ?? true;
    return found ? undefined : { reason: policies.missingServicePort, ref, absent: false };
  };

  const backend = (from: RouteModel, ref: BackendReference): Fault | undefined => {
    const groupKind = `${ref.group}/${ref.kind}`;
    if (!backendKinds.has(groupKind)) {
      return { reason: 'InvalidKind', ref, absent: false };
    }
    const isService = groupKind === '/Service';
    if (!permitted(from, ref)) {
      const key = objectKey(ref.group, ref.kind, ref.namespace, ref.name);
      const absent = !(isService ? inventory.services.has(key) : inventory.others.has(key));
      return { reason: 'RefNotPermitted', ref, absent };
    }
    if (isService) {
      return servicePort(from, ref);
    }
    const found = !inventory.kinds.has(groupKind) || other(ref) !== undefined;
    return found ? undefined : { reason: 'BackendNotFound', ref, absent: true };
  };

  return {
    permitted,
    backend,
    certificate: (from, ref) => secret(from, ref, 'InvalidCertificateRef'),
    clientCertificate: (from, ref) => secret(from, ref, 'InvalidClientCertificateRef'),
    caCertificate: (from, ref) => {
      if (ref.group !== '' || ref.kind !== 'ConfigMap') {
        return { reason: 'InvalidCACertificateKind', ref, absent: false };
      }
      const found = other(ref);
      if (!permitted(from, ref)) {
        return { reason: 'RefNotPermitted', ref, absent: found === undefined };
      }
      return found !== undefined && isAuthority(found)
        ? undefined
        : { reason: 'InvalidCACertificateRef', ref, absent: found === undefined };
    },
    parameters: (ref) => {
      const groupKind = `${ref.group}/${ref.kind}`;
      const elsewhere = !inventory.kinds.has(groupKind) && policies.parametersKinds.includes(groupKind);
      return elsewhere || other(ref) !== undefined ? undefined : { reason: 'InvalidParameters', ref, absent: true };
    },
  };
}
