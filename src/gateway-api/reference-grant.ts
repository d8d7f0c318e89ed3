import { ApiObjectMetadata, ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ReferenceGrantSpecFrom,
  ReferenceGrantSpecTo,
  toJson_ReferenceGrantSpec,
} from '../../imports/gateway.networking.k8s.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject } from '../objects';
import { checkAtMost, checkValue, quote } from './field-values';
import { GatewayApiRelease } from './gateway-api-release';
import { apiVersionFor, GATEWAY_API_GROUP } from './release-support';

/** Objects that may refer. */
export interface ReferenceGrantFrom {
  /**
   * API group of the objects; the empty string is the core group.
   *
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string;

  /** Kind of the objects, for example `HTTPRoute`, `Gateway` or `ListenerSet`: each one only for itself. */
  readonly kind: string;

  /** Namespace of the objects. */
  readonly namespace: string;
}

/** Objects that may be referred to; they are in the namespace of the grant. */
export interface ReferenceGrantTo {
  /**
   * API group of the objects; the empty string is the core group.
   *
   * @default ""
   */
  readonly group?: string;

  /** Kind of the objects, for example `Service` or `Secret`. */
  readonly kind: string;

  /**
   * Name of the only object.
   *
   * @default - all objects of the kind.
   */
  readonly name?: string;
}

/** What a ReferenceGrant can have. */
export interface ReferenceGrantProps {
  /**
   * Metadata of the object; its namespace is that of the objects that may be referred to.
   *
   * @default - the construct's id is the name, the chart's namespace the namespace.
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * Objects that may refer; 1 to 16 in the end.
   *
   * @default - only those that are added later.
   */
  readonly from?: ReferenceGrantFrom[];

  /**
   * Objects that may be referred to, by all that may refer; 1 to 16 in the end.
   *
   * @default - only those that are added later.
   */
  readonly to?: ReferenceGrantTo[];

  /**
   * The release of the Gateway API that the manifest is for.
   *
   * @default - the newest known one.
   */
  readonly release?: GatewayApiRelease;

  /**
   * Version of the API to write.
   *
   * @default - the stablest one that the release serves: "v1", before Gateway API 1.5 "v1beta1".
   */
  readonly version?: string;
}

const MAX_ENTRIES = 16;
const MAX_KIND = 63;
const KINDS = [
  'Gateway',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'Service',
  'Secret',
];

function checkKind(kind: string): string {
  checkValue('the kind of a ReferenceGrant', kind, MAX_KIND);
  const known = KINDS.find((candidate) => candidate.toLowerCase() === kind.toLowerCase());
  if (known !== undefined && known !== kind) {
    throw new Error(`there is no kind ${quote(kind)}, did you mean ${quote(known)}?`);
  }
  return kind;
}

function sameEntry(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Allows objects of other namespaces to refer to objects of this one: routes to Services, Gateways and ListenerSets to Secrets.
 *
 * Every object of `from` may refer to every object of `to`. Several grants add up.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant
 */
export class ReferenceGrant extends Construct {
  /** Name of the ReferenceGrant. */
  public readonly name: string;

  /**
   * Namespace of the ReferenceGrant, and of the objects that may be referred to.
   *
   * @default - not known: neither the grant nor its chart names one.
   */
  public readonly namespace?: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  private readonly from: ReferenceGrantSpecFrom[] = [];
  private readonly to: ReferenceGrantSpecTo[] = [];

  /**
   * Defines a ReferenceGrant.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props who may refer to what.
   * @throws where the release does not serve the version, or a kind is none.
   */
  constructor(scope: Construct, id: string, props: ReferenceGrantProps = {}) {
    super(scope, id);
    const apiObject = createManagedObject(this, {
      apiVersion: apiVersionFor('ReferenceGrant', props),
      kind: 'ReferenceGrant',
      metadata: props.metadata,
      spec: () => ({ ...toJson_ReferenceGrantSpec({ from: this.from, to: this.to }) }),
    });
    this.name = apiObject.name;
    this.namespace = props.metadata?.namespace ?? Chart.of(this).namespace;
    this.metadata = apiObject.metadata;
    recordProvenance(apiObject, { metadata: 'metadata', 'spec.from': 'from', 'spec.to': 'to' });
    this.node.addValidation({ validate: () => this.missing() });
    for (const source of props.from ?? []) {
      this.addFrom(source);
    }
    for (const target of props.to ?? []) {
      this.addTo(target);
    }
  }

  /**
   * Allows more objects to refer; nothing changes where they may already.
   *
   * @throws where there are 16 entries already, or the kind is none.
   */
  public addFrom(source: ReferenceGrantFrom): void {
    const entry = {
      group: source.group ?? GATEWAY_API_GROUP,
      kind: checkKind(source.kind),
      namespace: source.namespace,
    };
    if (!this.from.some((known) => sameEntry(known, entry))) {
      checkAtMost('entries in "from" of a ReferenceGrant', this.from.length + 1, MAX_ENTRIES);
      this.from.push(entry);
    }
  }

  /**
   * Allows more objects to be referred to; nothing changes where they may already.
   *
   * @throws where there are 16 entries already, or the kind is none.
   */
  public addTo(target: ReferenceGrantTo): void {
    const entry = { group: target.group ?? '', kind: checkKind(target.kind), name: target.name };
    if (!this.to.some((known) => sameEntry(known, entry))) {
      checkAtMost('entries in "to" of a ReferenceGrant', this.to.length + 1, MAX_ENTRIES);
      this.to.push(entry);
    }
  }

  /** @internal */
  public get _isFull(): boolean {
    return this.to.length >= MAX_ENTRIES;
  }

  private missing(): string[] {
    return [
      ...(this.from.length === 0 ? ['nobody may refer by this ReferenceGrant (call addFrom())'] : []),
      ...(this.to.length === 0 ? ['this ReferenceGrant allows to refer to nothing (call addTo())'] : []),
    ];
  }
}

/** An object of the Gateway API that refers to others. */
export interface Referrer {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** An object that is referred to. */
export interface Referred {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Namespace of the object; undefined where it is that of the referrer. */
  readonly namespace?: string;
  /** Whether a ReferenceGrant was asked for. */
  readonly grant?: boolean;
}

function grantIn(
  scope: Construct,
  referrer: Referrer & { readonly namespace: string },
  namespace: string,
  release: GatewayApiRelease | undefined,
): ReferenceGrant {
  for (let count = 1; ; count++) {
    const id = `Grant-${namespace}${count === 1 ? '' : `.${count}`}`;
    const known = scope.node.tryFindChild(id);
    if (known === undefined) {
      // Kinds and namespaces have no dots, kinds no dashes: each part can be read back, so that no two grants share a name.
      const kind = `${referrer.kind.toLowerCase()}${count === 1 ? '' : `-${count}`}`;
      const name = `${kind}.${referrer.namespace}.${referrer.name}`;
      return new ReferenceGrant(scope, id, {
        metadata: { name, namespace },
        from: [{ kind: referrer.kind, namespace: referrer.namespace }],
        release,
      });
    }
    if (known instanceof ReferenceGrant && !known._isFull) {
      return known;
    }
  }
}

/**
 * Creates the ReferenceGrants that references into other namespaces ask for: one per namespace, and another one after 16 objects.
 *
 * @param scope the construct that refers
 * @throws where the namespace of the referrer is not known.
 */
export function grantReferences(
  scope: Construct,
  { kind: fromKind, name: fromName, namespace: fromNamespace }: Referrer,
  references: readonly Referred[],
  release: GatewayApiRelease | undefined,
): void {
  for (const { grant, group, kind, name, namespace } of references) {
    if (grant !== true || namespace === undefined || namespace === fromNamespace) {
      continue;
    }
    if (fromNamespace === undefined) {
      throw new Error(
        `a ReferenceGrant has to name the namespace of ${fromKind} ${quote(fromName)}, which is not known (set metadata.namespace, or the chart's namespace)`,
      );
    }
    const referrer = { kind: fromKind, name: fromName, namespace: fromNamespace };
    grantIn(scope, referrer, namespace, release).addTo({ group, kind, name });
  }
}
