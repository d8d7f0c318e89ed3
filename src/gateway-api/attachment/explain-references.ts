import { Diagnostic, diagnose, Severity } from '../../diagnostics';
import { refOf } from '../../objects';
import { suggest } from '../../objects/suggest';
import { Attachment } from './attach';
import { definitionOf } from './codes';
import { Inventory, objectKey } from './inventory';
import { BackendReference, ObjectHead, Reference } from './model-types';
import { Fault } from './references';
import { at, list, missingGrant, nameOf } from './wording';

function portsOf(attachment: Attachment, ref: Reference): string {
  const ports = attachment.inventory.services.get(objectKey('', 'Service', ref.namespace, ref.name))?.ports ?? [];
  return ports.length === 0 ? 'none' : list(ports.map(({ port, protocol }) => `${port}/${protocol}`));
}

/** How much of a cluster the objects show. */
export interface Completeness {
  /** Whether all Gateways and ListenerSets are among them. */
  readonly parents: boolean;
  /** Whether all Services, Secrets and ConfigMaps are, and all Namespaces with their labels. */
  readonly references: boolean;
}

/** Names by kind and namespace, found once for all references of an attachment. */
const NAMES = new WeakMap<Inventory, ReadonlyMap<string, readonly string[]>>();

function indexNames(inventory: Inventory): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const key of [...inventory.services.keys(), ...inventory.others.keys()]) {
    const end = key.lastIndexOf('/') + 1;
    const names = index.get(key.slice(0, end)) ?? [];
    names.push(key.slice(end));
    index.set(key.slice(0, end), names);
  }
  return index;
}

/** Names objects of the kind and namespace that are there and have nearly that name. */
function namesakes({ inventory }: Attachment, { group, kind, namespace, name }: Reference): string[] {
  const index = NAMES.get(inventory) ?? indexNames(inventory);
  NAMES.set(inventory, index);
  return suggest(name, index.get(objectKey(group, kind, namespace, '')) ?? []);
}

/** What is wrong with a reference and what to do, by the reason it got. */
function words(
  attachment: Attachment,
  from: ObjectHead,
  { reason, ref, absent }: Fault,
): { message: string; fix: string } {
  const target = nameOf(ref);
  switch (reason) {
    case 'RefNotPermitted':
      return {
        message: `${target} is in another namespace, and no ReferenceGrant there lets ${from.kind}s of namespace ${from.namespace} refer to it`,
        fix: missingGrant(from, ref),
      };
    case 'InvalidKind': {
      const kinds = attachment.policies.backendKinds.map((kind) => kind.replace(/^\//, ''));
      return {
        message: `"${ref.group}/${ref.kind}" is no kind of backend for this controller (${list(kinds)})`,
        fix: 'name a Service, or declare a controller that knows the kind',
      };
    }
    case 'InvalidCACertificateKind':
      return {
        message: `"${ref.group}/${ref.kind}" cannot hold a certificate authority, only a ConfigMap can`,
        fix: 'put the authority under ca.crt into a ConfigMap and name that',
      };
    case 'InvalidCACertificateRef':
      return {
        message: absent ? `${target} does not exist` : `${target} holds no certificate under ca.crt`,
        fix: `create ConfigMap ${ref.namespace}/${ref.name} with the authority under ca.crt`,
      };
    case 'InvalidParameters':
      return {
        message: `${target} of group "${ref.group}" does not exist, or the controller does not read the kind`,
        fix: `create it in namespace ${ref.namespace}, or drop spec.infrastructure.parametersRef`,
      };
    case 'InvalidCertificateRef':
    case 'InvalidClientCertificateRef': {
      if (ref.group !== '' || ref.kind !== 'Secret') {
        return {
          message: `"${ref.group}/${ref.kind}" cannot hold a certificate, only a Secret can`,
          fix: 'name a Secret of type kubernetes.io/tls, in the core group',
        };
      }
      return {
        message: absent
          ? `${target} does not exist`
          : `${target} holds no certificate: tls.crt and tls.key must be PEM`,
        fix: `create Secret ${ref.namespace}/${ref.name} of type kubernetes.io/tls`,
      };
    }
    default: {
      const { port } = ref as BackendReference;
      const protocol = from.kind === 'UDPRoute' ? 'UDP' : 'TCP';
      if (absent) {
        const [near] = namesakes(attachment, ref);
        const fix = `create it, or name a ${ref.kind} that is there`;
        return {
          message: `${target} does not exist`,
          fix: near === undefined ? fix : `did you mean "${near}"? Otherwise ${fix}`,
        };
      }
      return {
        message: `${target} has no port ${port ?? '(none is given)'} for ${protocol} (it has ${portsOf(attachment, ref)})`,
        fix: 'name a port of the Service, not of its pods',
      };
    }
  }
}

/** Explains references that do not resolve. */
export function explainFaults(
  attachment: Attachment,
  from: ObjectHead,
  faults: readonly Fault[],
  { references }: Completeness,
): Diagnostic[] {
  return faults.map((fault) => {
    const unsure = fault.absent && !references;
    const { message, fix } = words(attachment, from, fault);
    const definition = definitionOf(fault.reason);
    return diagnose(definition, {
      object: refOf(from.object),
      path: at(...fault.ref.path),
      message: unsure ? `${message}, as far as these objects show` : message,
      fix,
      severity: unsure ? Severity.WARNING : definition.severity,
    });
  });
}
