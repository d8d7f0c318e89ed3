import { ApiObjectMetadata, ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { toJson_GatewaySpecListeners, toJson_ListenerSetSpec } from '../../imports/gateway.networking.k8s.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject, KubeObject, PlainMap } from '../objects';
import { checkAtMost, quote } from './field-values';
import { GatewayApiRelease } from './gateway-api-release';
import { Listener } from './listener';
import { IRouteParent, RouteParentReference, renderParentRef } from './parent-ref';
import { grantReferences } from './reference-grant';
import { apiVersionFor, checkReleaseHas } from './release-support';

/** A ListenerSet, made here or elsewhere. */
export interface IListenerSet extends IConstruct, IRouteParent {
  /** Name of the ListenerSet. */
  readonly name: string;

  /**
   * Namespace of the ListenerSet.
   *
   * @default - not known: neither the ListenerSet nor its chart names one.
   */
  readonly namespace?: string;
}

/** What a ListenerSet can have. */
export interface ListenerSetProps {
  /**
   * Metadata of the object.
   *
   * @default - the construct's id is the name, the chart's namespace the namespace.
   */
  readonly metadata?: ApiObjectMetadata;

  /** The Gateway to add listeners to; it has to allow that (`allowedListeners`). */
  readonly gateway: IRouteParent;

  /**
   * Listeners; 1 to 64 in the end. Each needs a port, protocol and hostname that no other listener of the Gateway has together.
   *
   * Unless a listener says otherwise, it admits routes of the ListenerSet's own namespace.
   *
   * @default - only those that are added later.
   */
  readonly listeners?: Listener[];

  /**
   * The release of the Gateway API that the manifest is for: v1.5.0 or newer.
   *
   * @default - that of the Gateway where it is known.
   */
  readonly release?: GatewayApiRelease;

  /**
   * Version of the API to write.
   *
   * @default - the stablest one that the release serves, "v1" where none is known.
   */
  readonly version?: string;
}

const MAX_LISTENERS = 64;

class ImportedListenerSet extends Construct implements IListenerSet {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
    public readonly namespace: string,
  ) {
    super(scope, id);
  }

  public toRouteParent(): RouteParentReference {
    return { kind: 'ListenerSet', name: this.name, namespace: this.namespace };
  }

  /** What is known of it; the checks hold nothing against its listeners, which nobody has shown. */
  public _knownObjects(): KubeObject[] {
    const { name, namespace } = this;
    return [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet', metadata: { name, namespace } }];
  }
}

function checkGateway({ kind, name, sectionName, port }: RouteParentReference): void {
  if (kind !== undefined && kind !== 'Gateway') {
    throw new Error(`a ListenerSet adds listeners to a Gateway, got ${kind} ${quote(name)}`);
  }
  if (sectionName !== undefined || port !== undefined) {
    throw new Error(
      `a ListenerSet adds listeners to a whole Gateway, got listener ${quote(sectionName ?? port)} of Gateway ${quote(name)}`,
    );
  }
}

function checkDistinct(known: readonly Listener[], added: Listener): void {
  for (const other of known) {
    if (other.name === added.name) {
      throw new Error(`the ListenerSet has a listener ${quote(added.name)} already, and names of listeners are unique`);
    }
    if (other.port === added.port && other.protocol === added.protocol && other.hostname === added.hostname) {
      const name = added.hostname === undefined ? 'without hostname' : `for ${quote(added.hostname)}`;
      throw new Error(
        `the listeners ${quote(other.name)} and ${quote(added.name)} are both ${added.protocol} on port ${added.port} ${name} (make port, protocol or hostname differ)`,
      );
    }
  }
}

/**
 * Listeners that are added to a Gateway from outside of it, for example by a tenant from a namespace of its own.
 *
 * Routes name the ListenerSet as their parent; a route whose parent is the Gateway never attaches to them.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1713/
 */
export class ListenerSet extends Construct implements IListenerSet {
  /**
   * Refers to a ListenerSet that exists already; renders nothing.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param listenerSetName name of the ListenerSet.
   * @param namespace namespace of the ListenerSet.
   */
  public static fromListenerSetName(
    scope: Construct,
    id: string,
    listenerSetName: string,
    namespace: string,
  ): IListenerSet {
    return new ImportedListenerSet(scope, id, listenerSetName, namespace);
  }

  /** Name of the ListenerSet. */
  public readonly name: string;

  /**
   * Namespace of the ListenerSet.
   *
   * @default - not known: neither the ListenerSet nor its chart names one.
   */
  public readonly namespace?: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  private readonly listeners: Listener[] = [];
  private readonly release?: GatewayApiRelease;
  private readonly apiVersion: string;

  /**
   * Defines a ListenerSet.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the ListenerSet has.
   * @throws where the release does not serve ListenerSets (before v1.5.0), or two listeners cannot be told apart.
   */
  constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id);
    const gateway = props.gateway.toRouteParent();
    checkGateway(gateway);
    this.release = props.release ?? gateway.release;
    this.apiVersion = apiVersionFor('ListenerSet', { release: this.release, version: props.version });
    const apiObject = createManagedObject(this, {
      apiVersion: this.apiVersion,
      kind: 'ListenerSet',
      metadata: props.metadata,
      spec: () => this.renderSpec(gateway),
    });
    this.name = apiObject.name;
    this.namespace = props.metadata?.namespace ?? Chart.of(this).namespace;
    this.metadata = apiObject.metadata;
    recordProvenance(apiObject, { metadata: 'metadata', 'spec.parentRef': 'gateway', 'spec.listeners': 'listeners' });
    for (const listener of props.listeners ?? []) {
      this.addListener(listener);
    }
    this.node.addValidation({
      validate: () =>
        this.listeners.length === 0 ? [`ListenerSet "${this.name}" has no listener (call addListener())`] : [],
    });
  }

  /**
   * Adds a listener, and the ReferenceGrants that its certificates ask for.
   *
   * @throws where another one has its name, or its port, protocol and hostname; at most 64.
   */
  public addListener(listener: Listener): void {
    checkDistinct(this.listeners, listener);
    checkAtMost('listeners of a ListenerSet', this.listeners.length + 1, MAX_LISTENERS);
    const json = toJson_GatewaySpecListeners(listener._toKube());
    checkReleaseHas(this.release, 'ListenerSet', this.apiVersion, ['spec', 'listeners', this.listeners.length], json);
    this.listeners.push(listener);
    const referrer = { kind: 'ListenerSet', name: this.name, namespace: this.namespace };
    grantReferences(this, referrer, listener._certificates, this.release);
  }

  /** @internal */
  public _gatewayApiRelease(): GatewayApiRelease | undefined {
    return this.release;
  }

  /** Names the ListenerSet for a route. */
  public toRouteParent(): RouteParentReference {
    return { kind: 'ListenerSet', name: this.name, namespace: this.namespace, release: this.release };
  }

  private renderSpec(gateway: RouteParentReference): PlainMap {
    const { group, kind, name, namespace } = renderParentRef(gateway, this.namespace);
    return {
      ...toJson_ListenerSetSpec({ parentRef: { group, kind, name, namespace }, listeners: [] }),
      // A listener of a ListenerSet is one of a Gateway, field by field.
      listeners: this.listeners.map((listener) => toJson_GatewaySpecListeners(listener._toKube())),
    };
  }
}
