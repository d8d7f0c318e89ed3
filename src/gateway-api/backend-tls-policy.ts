import { ApiObjectMetadata, ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  BackendTlsPolicySpec,
  BackendTlsPolicySpecTargetRefs,
  BackendTlsPolicySpecValidation,
  BackendTlsPolicySpecValidationSubjectAltNames,
  BackendTlsPolicySpecValidationSubjectAltNamesType,
  toJson_BackendTlsPolicySpec,
} from '../../imports/gateway.networking.k8s.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject, PlainMap } from '../objects';
import { checkAtMost, checkHostname, checkSectionName, checkValue, quote } from './field-values';
import { GatewayApiRelease } from './gateway-api-release';
import { checkSameNamespace, LocalObjectReference } from './local-object-reference';
import { apiVersionFor, checkReleaseHas } from './release-support';

/** What a BackendTLSPolicy is for: a Service, or one port of it. */
export class BackendTlsTarget {
  /**
   * A Service that is a construct; it has to be in the policy's namespace, and a policy of another one throws.
   *
   * @param service the Service.
   * @param portName name of the port that the policy is for; all ports unless given.
   * @throws where the Service has no port of that name.
   */
  public static service(service: kplus.Service, portName?: string): BackendTlsTarget {
    const names = service.ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
    if (portName !== undefined && !names.includes(portName)) {
      const has = names.length === 0 ? 'no port with a name' : `ports ${names.map(quote).join(', ')}`;
      throw new Error(`service ${quote(service.name)} has ${has} but the policy is for port ${quote(portName)}`);
    }
    return BackendTlsTarget.checked(
      { group: '', kind: 'Service', name: service.name },
      portName,
      service.metadata.namespace,
    );
  }

  /**
   * A Service that is known by its name.
   *
   * @param name name of the Service, in the policy's namespace.
   * @param portName name of the port that the policy is for; all ports unless given.
   */
  public static serviceName(name: string, portName?: string): BackendTlsTarget {
    return BackendTlsTarget.of({ group: '', kind: 'Service', name }, portName);
  }

  /**
   * An object of any kind that traffic is sent to.
   *
   * @param reference the object, in the policy's namespace.
   * @param sectionName the part of the object that the policy is for; all of it unless given.
   */
  public static of(reference: LocalObjectReference, sectionName?: string): BackendTlsTarget {
    return BackendTlsTarget.checked(reference, sectionName);
  }

  private static checked(
    { group, kind, name }: LocalObjectReference,
    sectionName: string | undefined,
    namespace?: string,
  ): BackendTlsTarget {
    if (sectionName !== undefined) {
      checkSectionName('the sectionName of a BackendTLSPolicy', sectionName);
    }
    return new BackendTlsTarget({ group, kind, name, sectionName }, namespace);
  }

  private constructor(
    private readonly target: BackendTlsPolicySpecTargetRefs,
    /** Namespace of the target, where it is known. */
    private readonly namespace?: string,
  ) {}

  /** @internal */
  public _toKube(policyNamespace: string | undefined): BackendTlsPolicySpecTargetRefs {
    checkSameNamespace('BackendTLSPolicy', policyNamespace, { ...this.target, namespace: this.namespace });
    return this.target;
  }
}

const MAX_URI = 253;
const URI = /^[^:/?#]+:\/\/[^/?#]*/;

/** A name that the certificate of a backend must have. */
export class BackendSubjectAltName {
  /**
   * A DNS name, or a wildcard such as `*.example.com`.
   *
   * @throws where it is no hostname.
   */
  public static hostname(hostname: string): BackendSubjectAltName {
    return new BackendSubjectAltName({
      type: BackendTlsPolicySpecValidationSubjectAltNamesType.HOSTNAME,
      hostname: checkHostname(hostname),
    });
  }

  /**
   * A URI, for example a SPIFFE id.
   *
   * @throws where it has no scheme and authority.
   */
  public static uri(uri: string): BackendSubjectAltName {
    if (!URI.test(uri)) {
      throw new Error(`a URI must be like "spiffe://domain/path", got ${quote(uri)}`);
    }
    return new BackendSubjectAltName({
      type: BackendTlsPolicySpecValidationSubjectAltNamesType.URI,
      uri: checkValue('a URI', uri, MAX_URI),
    });
  }

  private constructor(private readonly name: BackendTlsPolicySpecValidationSubjectAltNames) {}

  /** @internal */
  public _toKube(): BackendTlsPolicySpecValidationSubjectAltNames {
    return this.name;
  }
}

/** Whom a gateway trusts to have signed the certificate of a backend. */
export class BackendTrust {
  /** The authorities that the system of the controller trusts. */
  public static system(): BackendTrust {
    return BackendTrust.wellKnown('System');
  }

  /** A set of authorities that the controller defines, for example `example.com/our-authorities`. */
  public static wellKnown(name: string): BackendTrust {
    return new BackendTrust({ wellKnownCaCertificates: checkValue('wellKnownCACertificates', name, MAX_URI) });
  }

  /**
   * Authorities whose certificates are in the key `ca.crt` of ConfigMaps of the policy's namespace; 1 to 8.
   *
   * @throws where there is none, or too many.
   */
  public static configMaps(names: string[]): BackendTrust {
    return BackendTrust.of(names.map((name) => ({ group: '', kind: 'ConfigMap', name })));
  }

  /**
   * Authorities whose certificates are in objects of the policy's namespace; 1 to 8.
   *
   * @throws where there is none, or too many.
   */
  public static of(references: LocalObjectReference[]): BackendTrust {
    if (references.length === 0) {
      throw new Error('no authority given: name at least one, or use BackendTrust.system()');
    }
    checkAtMost('references to certificates of authorities', references.length, MAX_AUTHORITIES);
    const caCertificateRefs = references.map(({ group, kind, name }) => ({ group, kind, name }));
    return new BackendTrust({ caCertificateRefs });
  }

  private constructor(
    private readonly fields: Pick<BackendTlsPolicySpecValidation, 'caCertificateRefs' | 'wellKnownCaCertificates'>,
  ) {}

  /** @internal */
  public _toKube(): Pick<BackendTlsPolicySpecValidation, 'caCertificateRefs' | 'wellKnownCaCertificates'> {
    return this.fields;
  }
}

/** What a BackendTLSPolicy can have. */
export interface BackendTlsPolicyProps {
  /**
   * Metadata of the object; its namespace is that of the backends.
   *
   * @default - the construct's id is the name, the chart's namespace the namespace.
   */
  readonly metadata?: ApiObjectMetadata;

  /** What the policy is for; 1 to 16, and many controllers take one only. */
  readonly targets: BackendTlsTarget[];

  /** The name that the gateway asks the backend for, and that the certificate must have unless `subjectAltNames` says otherwise; no wildcard. */
  readonly hostname: string;

  /** Whom the gateway trusts to have signed the certificate. */
  readonly trust: BackendTrust;

  /**
   * Names of which the certificate must have one; at most 5. The hostname is then not looked for.
   *
   * @default - the hostname.
   */
  readonly subjectAltNames?: BackendSubjectAltName[];

  /**
   * TLS options that the controller defines; at most 16.
   *
   * @default - none.
   */
  readonly options?: { [key: string]: string };

  /**
   * The release of the Gateway API that the manifest is for.
   *
   * @default - the newest known one.
   */
  readonly release?: GatewayApiRelease;

  /**
   * Version of the API to write.
   *
   * @default - the stablest one that the release serves, "v1" where none is known.
   */
  readonly version?: string;
}

const MAX_TARGETS = 16;
const MAX_AUTHORITIES = 8;
const MAX_ALT_NAMES = 5;

function checkTargets(targets: readonly BackendTlsPolicySpecTargetRefs[]): void {
  if (targets.length === 0) {
    throw new Error('a BackendTLSPolicy needs a target (name the Service whose connections it is about)');
  }
  checkAtMost('targets of a BackendTLSPolicy', targets.length, MAX_TARGETS);
  for (const [i, target] of targets.entries()) {
    const other = targets
      .slice(0, i)
      .find(({ group, kind, name }) => group === target.group && kind === target.kind && name === target.name);
    const apart =
      other === undefined ||
      (other.sectionName !== undefined && target.sectionName !== undefined && other.sectionName !== target.sectionName);
    if (!apart) {
      throw new Error(
        `${target.kind} ${quote(target.name)} is a target twice: tell the two apart by ports with a name`,
      );
    }
  }
}

/**
 * Makes gateways speak TLS to a backend, and says how its certificate is verified.
 *
 * It has no effect where TLS is passed through.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicy
 */
export class BackendTlsPolicy extends Construct {
  /** Name of the policy. */
  public readonly name: string;

  /**
   * Namespace of the policy.
   *
   * @default - not known: neither the policy nor its chart names one.
   */
  public readonly namespace?: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /**
   * Defines a BackendTLSPolicy.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the policy says.
   * @throws where a part is malformed, a target is in another namespace, or the release does not serve the version.
   */
  constructor(scope: Construct, id: string, props: BackendTlsPolicyProps) {
    super(scope, id);
    const { release, version, trust } = props;
    const hostname = checkHostname(props.hostname);
    if (hostname.startsWith('*.')) {
      throw new Error(`the hostname of a BackendTLSPolicy must be a full one, got the wildcard ${quote(hostname)}`);
    }
    if (trust === undefined) {
      throw new Error('a BackendTLSPolicy needs to know whom to trust, for example BackendTrust.system()');
    }
    this.namespace = props.metadata?.namespace ?? Chart.of(this).namespace;
    const targetRefs = (props.targets ?? []).map((target) => target._toKube(this.namespace));
    checkTargets(targetRefs);
    const subjectAltNames = props.subjectAltNames?.map((name) => name._toKube());
    checkAtMost('subjectAltNames', subjectAltNames?.length ?? 0, MAX_ALT_NAMES);
    const struct: BackendTlsPolicySpec = {
      targetRefs,
      validation: { hostname, ...trust._toKube(), subjectAltNames },
      options: props.options,
    };
    const spec: PlainMap = { ...toJson_BackendTlsPolicySpec(struct) };
    const apiVersion = apiVersionFor('BackendTLSPolicy', { release, version });
    checkReleaseHas(release, 'BackendTLSPolicy', apiVersion, ['spec'], spec);
    const apiObject = createManagedObject(this, {
      apiVersion,
      kind: 'BackendTLSPolicy',
      metadata: props.metadata,
      spec: () => spec,
    });
    this.name = apiObject.name;
    this.metadata = apiObject.metadata;
    recordProvenance(apiObject, {
      metadata: 'metadata',
      'spec.targetRefs': 'targets',
      'spec.validation.hostname': 'hostname',
      'spec.validation.caCertificateRefs': 'trust',
      'spec.validation.wellKnownCACertificates': 'trust',
      'spec.validation.subjectAltNames': 'subjectAltNames',
      'spec.options': 'options',
    });
  }
}
