import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { recordProvenance } from '../diagnostics';
import { createManagedObject, PathSegment, PlainMap } from '../objects';
import { BackendTarget } from './backend';
import { checkAtMost, quote } from './field-values';
import { GatewayDefaultScope } from './gateway';
import { GatewayApiChannel, GatewayApiRelease } from './gateway-api-release';
import { IRouteParent, ParentRefJson, RouteParentReference, renderParentRef } from './parent-ref';
import { grantReferences } from './reference-grant';
import { apiVersionFor, checkReleaseHas } from './release-support';

/** What a route of any kind can have. */
export interface GatewayRouteProps {
  /**
   * Metadata of the object.
   *
   * @default - the construct's id is the name, the chart's namespace the namespace.
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * Gateways and ListenerSets to attach to, or references to them; at most 32 in the end.
   *
   * @default - only those that are added later.
   */
  readonly parents?: IRouteParent[];

  /**
   * Whether to attach to the Gateways that take routes without a parent, too. Experimental channel only.
   *
   * @default GatewayDefaultScope.NONE
   */
  readonly useDefaultGateways?: GatewayDefaultScope;

  /**
   * The release of the Gateway API that the manifest is for. With it, a version, field or value that the release does not have is an error at once.
   *
   * @default - that of the first parent that knows its own, else nothing is checked before the synth.
   */
  readonly release?: GatewayApiRelease;

  /**
   * Version of the API to write.
   *
   * @default - the stablest one that the release serves, "v1" where none is known.
   */
  readonly version?: string;
}

/** What the specs of all kinds have in common, in wire form. */
export interface CommonRouteSpec {
  readonly parentRefs?: ParentRefJson[];
}

const MAX_PARENTS = 32;

function sameParent(a: ParentRefJson, b: ParentRefJson): boolean {
  return a.group === b.group && a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}

function describe({ kind, name, namespace }: ParentRefJson): string {
  return `${kind} ${quote(namespace === undefined ? name : `${namespace}/${name}`)}`;
}

/** Says why two references to one parent cannot stand in one route; undefined where they can. */
function clash(a: ParentRefJson, b: ParentRefJson, countPorts: boolean): string | undefined {
  if (!sameParent(a, b)) {
    return undefined;
  }
  const says = countPorts ? 'sectionName or port' : 'sectionName (in the standard channel port does not count)';
  const alike = a.sectionName === b.sectionName && (!countPorts || a.port === b.port);
  if (alike) {
    return `${describe(a)} is a parent twice: tell the two apart by ${says}`;
  }
  const half =
    (a.sectionName === undefined) !== (b.sectionName === undefined) ||
    (countPorts && (a.port === undefined) !== (b.port === undefined));
  return half ? `${describe(a)} is a parent twice, so both must have a ${says}` : undefined;
}

/** The channels differ; where the channel is not known, only what both refuse is refused. */
function clashIn(channel: GatewayApiChannel | undefined, a: ParentRefJson, b: ParentRefJson): string | undefined {
  const standard = clash(a, b, false);
  const experimental = clash(a, b, true);
  if (channel === undefined) {
    return standard === undefined ? undefined : experimental;
  }
  return channel === GatewayApiChannel.STANDARD ? standard : experimental;
}

/**
 * What routes of all kinds have in common: a name, and parents to attach to.
 *
 * Use one of the kinds: HttpRoute, GrpcRoute, TlsRoute, TcpRoute, UdpRoute.
 */
export abstract class GatewayRoute extends Construct {
  /** Name of the route. */
  public readonly name: string;

  /**
   * Namespace of the route.
   *
   * @default - not known: neither the route nor its chart names one.
   */
  public readonly namespace?: string;

  /** Kind of the route, for example `HTTPRoute`. */
  public readonly kind: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  private readonly resource: ApiObject;
  private readonly parentRefs: ParentRefJson[] = [];
  private readonly release?: GatewayApiRelease;

  /**
   * Defines a route.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param kind kind of the route, for example `HTTPRoute`.
   * @param props what the route has.
   * @throws where the release does not serve the kind or the version.
   */
  protected constructor(scope: Construct, id: string, kind: string, props: GatewayRouteProps) {
    super(scope, id);
    const parents = props.parents ?? [];
    this.kind = kind;
    this.release = props.release ?? parents.map((parent) => parent.toRouteParent().release).find(Boolean);
    this.resource = createManagedObject(this, {
      apiVersion: apiVersionFor(kind, { release: this.release, version: props.version }),
      kind,
      metadata: props.metadata,
      spec: () => this._spec(this.parentRefs.length === 0 ? {} : { parentRefs: this.parentRefs }),
    });
    this.name = this.resource.name;
    this.namespace = props.metadata?.namespace ?? Chart.of(this).namespace;
    this.metadata = this.resource.metadata;
    recordProvenance(this.resource, {
      metadata: 'metadata',
      'spec.parentRefs': 'parents',
      'spec.useDefaultGateways': 'useDefaultGateways',
      'spec.hostnames': 'hostnames',
      'spec.rules': 'rules',
    });
    const { useDefaultGateways } = props;
    if (useDefaultGateways !== undefined) {
      this._checkRelease(['spec'], { useDefaultGateways });
    }
    for (const parent of parents) {
      this.addParent(parent);
    }
    this.node.addValidation({ validate: () => this.missing(useDefaultGateways === GatewayDefaultScope.ALL) });
  }

  /** @internal */
  public _gatewayApiRelease(): GatewayApiRelease | undefined {
    return this.release;
  }

  /**
   * Attaches the route to one more Gateway or ListenerSet.
   *
   * @throws where it is a parent already and nothing tells the two references apart; at most 32 parents.
   */
  public addParent(parent: IRouteParent): void {
    const reference: RouteParentReference = parent.toRouteParent();
    const json = renderParentRef(reference, this.namespace);
    for (const known of this.parentRefs) {
      const problem = clashIn(this.release?.channel, known, json);
      if (problem !== undefined) {
        throw new Error(problem);
      }
    }
    checkAtMost('parents of a route', this.parentRefs.length + 1, MAX_PARENTS);
    this.parentRefs.push(json);
  }

  /**
   * Makes the spec in wire form.
   *
   * @internal
   */
  public abstract _spec(common: CommonRouteSpec): PlainMap;

  /**
   * How many rules the route has so far.
   *
   * @internal
   */
  public abstract get _ruleCount(): number;

  /** @internal */
  protected get _version(): string {
    return this.resource.apiVersion.slice(this.resource.apiVersion.indexOf('/') + 1);
  }

  /**
   * Refuses what the release does not have.
   *
   * @internal
   */
  protected _checkRelease(path: readonly PathSegment[], part: unknown): void {
    checkReleaseHas(this.release, this.kind, this.resource.apiVersion, path, part);
  }

  /**
   * Creates the grants that were asked for.
   *
   * @internal
   */
  protected _grant(backends: readonly BackendTarget[]): void {
    grantReferences(this, { kind: this.kind, name: this.name, namespace: this.namespace }, backends, this.release);
  }

  /**
   * Says from which parts of a rule's props the parts of a rule stem.
   *
   * @internal
   */
  protected _recordRule(index: number): void {
    recordProvenance(this.resource, { [`spec.rules[${index}].backendRefs`]: `rules[${index}].backends` });
  }

  private missing(usesDefault: boolean): string[] {
    return [
      ...(this.parentRefs.length === 0 && !usesDefault
        ? [`${this.kind} ${quote(this.name)} has no parent, so nothing reaches it (call addParent())`]
        : []),
      ...(this._ruleCount === 0 ? [`${this.kind} ${quote(this.name)} has no rule (call addRule())`] : []),
    ];
  }
}
