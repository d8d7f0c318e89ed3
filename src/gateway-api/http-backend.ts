import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { toJson_HttpRouteSpecRulesBackendRefs } from '../../imports/gateway.networking.k8s.io';
import {
  apiObjectTarget,
  BackendObjectReference,
  BackendTarget,
  ObjectBackendOptions,
  referenceTarget,
  renderBackendRef,
  ServiceBackendOptions,
  ServiceNameBackendOptions,
  serviceTarget,
} from './backend';
import { HttpFilter } from './http-filter';

/**
 * What a rule of an HTTPRoute sends requests to.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export class HttpBackend {
  /**
   * A Service that is a construct.
   *
   * @throws where the Service does not expose the port, or exposes several and none is named.
   */
  public static service(service: kplus.Service, options: ServiceBackendOptions = {}): HttpBackend {
    return new HttpBackend(serviceTarget(service, options), []);
  }

  /** A Service that is known by its name. */
  public static serviceName(name: string, options: ServiceNameBackendOptions): HttpBackend {
    return new HttpBackend(referenceTarget({ ...options, name }), []);
  }

  /** Any object that is a construct, for example Envoy Gateway's `Backend`. */
  public static apiObject(object: ApiObject, options: ObjectBackendOptions = {}): HttpBackend {
    return new HttpBackend(apiObjectTarget(object, options), []);
  }

  /**
   * An object of any kind that is known by its name.
   *
   * @throws where it is a Service without a port.
   */
  public static of(reference: BackendObjectReference): HttpBackend {
    return new HttpBackend(referenceTarget(reference), []);
  }

  private constructor(
    private readonly target: BackendTarget,
    private readonly filters: readonly HttpFilter[],
  ) {}

  /**
   * The same backend with filters for the requests that it gets; not every controller has them there.
   *
   * @returns a new backend; this one is not changed.
   */
  public withFilters(filters: HttpFilter[]): HttpBackend {
    return new HttpBackend(this.target, [...this.filters, ...filters]);
  }

  /** @internal */
  public _target(): BackendTarget {
    return this.target;
  }

  /** @internal */
  public get _filters(): readonly HttpFilter[] {
    return this.filters;
  }

  /** @internal */
  public _toJson(routeNamespace: string | undefined): object {
    const filters = this.filters.map((filter) => filter._toJson(routeNamespace));
    return {
      ...toJson_HttpRouteSpecRulesBackendRefs(renderBackendRef(this.target, routeNamespace)),
      ...(filters.length === 0 ? {} : { filters }),
    };
  }
}
