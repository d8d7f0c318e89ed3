import { ApiObject } from 'cdk8s';
import {
  GrpcRouteSpecRulesFilters,
  GrpcRouteSpecRulesFiltersType,
  toJson_GrpcRouteSpecRulesFilters,
} from '../../imports/gateway.networking.k8s.io';
import { Backend, BackendTarget } from './backend';
import { HeaderModifier, renderHeaderModifier } from './header-modifier';
import { checkLocalObject, checkSameNamespace, LocalObjectReference, localObjectOf } from './local-object-reference';
import { RequestMirrorOptions, requestMirror } from './request-mirror';

/** Writes what a filter does, given the route's namespace. */
type Render = (routeNamespace: string | undefined) => Omit<GrpcRouteSpecRulesFilters, 'type'>;

/**
 * Something that a rule of a GRPCRoute, or one of its backends, does to calls and answers.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
 */
export class GrpcFilter {
  /**
   * Changes metadata of the call before the backend gets it; once per rule.
   *
   * @throws where it changes nothing, or names one entry twice.
   */
  public static requestHeaderModifier(modifier: HeaderModifier): GrpcFilter {
    const requestHeaderModifier = renderHeaderModifier(modifier);
    return new GrpcFilter(GrpcRouteSpecRulesFiltersType.REQUEST_HEADER_MODIFIER, () => ({ requestHeaderModifier }));
  }

  /**
   * Changes metadata of the answer before the client gets it; once per rule.
   *
   * @throws where it changes nothing, or names one entry twice.
   */
  public static responseHeaderModifier(modifier: HeaderModifier): GrpcFilter {
    const responseHeaderModifier = renderHeaderModifier(modifier);
    return new GrpcFilter(GrpcRouteSpecRulesFiltersType.RESPONSE_HEADER_MODIFIER, () => ({ responseHeaderModifier }));
  }

  /**
   * Sends a copy of calls to a backend whose answers are ignored; as often per rule as wanted.
   *
   * @throws where the backend has a weight, or the share is none.
   */
  public static requestMirror(backend: Backend, options: RequestMirrorOptions = {}): GrpcFilter {
    const render = requestMirror(backend, options);
    return new GrpcFilter(
      GrpcRouteSpecRulesFiltersType.REQUEST_MIRROR,
      (namespace) => ({ requestMirror: render(namespace) }),
      backend._target(),
    );
  }

  /** Applies a filter of the controller's own kind, in the route's namespace. */
  public static extensionRef(reference: LocalObjectReference): GrpcFilter {
    const extensionRef = checkLocalObject('an extensionRef', reference);
    return new GrpcFilter(GrpcRouteSpecRulesFiltersType.EXTENSION_REF, () => ({ extensionRef }));
  }

  /**
   * Applies a filter of the controller's own kind that is a construct; it has to be in the route's namespace.
   *
   * A route that takes a filter of another namespace throws.
   */
  public static extensionObject(object: ApiObject): GrpcFilter {
    const extensionRef = checkLocalObject('an extensionRef', localObjectOf(object));
    const located = { ...extensionRef, namespace: object.metadata.namespace };
    return new GrpcFilter(GrpcRouteSpecRulesFiltersType.EXTENSION_REF, (namespace) => {
      checkSameNamespace('route', namespace, located);
      return { extensionRef };
    });
  }

  private constructor(
    /** Type of the filter, as the API names it. */
    public readonly type: string,
    private readonly render: Render,
    private readonly backend?: BackendTarget,
  ) {}

  /** @internal */
  public get _backend(): BackendTarget | undefined {
    return this.backend;
  }

  /** @internal */
  public _toJson(routeNamespace: string | undefined): object {
    const type = this.type as GrpcRouteSpecRulesFiltersType;
    return toJson_GrpcRouteSpecRulesFilters({ type, ...this.render(routeNamespace) }) ?? {};
  }
}
