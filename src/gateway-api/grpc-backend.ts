import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { toJson_GrpcRouteSpecRulesBackendRefs } from '../../imports/gateway.networking.k8s.io';
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
import { GrpcFilter } from './grpc-filter';

/**
 * What a rule of a GRPCRoute sends calls to.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
 */
export class GrpcBackend {
  /**
   * A Service that is a construct.
   *
   * @throws where the Service does not expose the port, or exposes several and none is named.
   */
  public static service(service: kplus.Service, options: ServiceBackendOptions = {}): GrpcBackend {
    return new GrpcBackend(serviceTarget(service, options), []);
  }

  /** A Service that is known by its name. */
  public static serviceName(name: string, options: ServiceNameBackendOptions): GrpcBackend {
    return new GrpcBackend(referenceTarget({ ...options, name }), []);
  }

  /** Any object that is a construct, for example Envoy Gateway's `Backend`. */
  public static apiObject(object: ApiObject, options: ObjectBackendOptions = {}): GrpcBackend {
    return new GrpcBackend(apiObjectTarget(object, options), []);
  }

  /**
   * An object of any kind that is known by its name.
   *
   * @throws where it is a Service without a port.
   */
  public static of(reference: BackendObjectReference): GrpcBackend {
    return new GrpcBackend(referenceTarget(reference), []);
  }

  private constructor(
    private readonly target: BackendTarget,
    private readonly filters: readonly GrpcFilter[],
  ) {}

  /**
   * The same backend with filters for the calls that it gets; not every controller has them there.
   *
   * @returns a new backend; this one is not changed.
   */
  public withFilters(filters: GrpcFilter[]): GrpcBackend {
    return new GrpcBackend(this.target, [...this.filters, ...filters]);
  }

  /** @internal */
  public _target(): BackendTarget {
    return this.target;
  }

  /** @internal */
  public get _filters(): readonly GrpcFilter[] {
    return this.filters;
  }

  /** @internal */
  public _toJson(routeNamespace: string | undefined): object {
    const filters = this.filters.map((filter) => filter._toJson(routeNamespace));
    return {
      ...toJson_GrpcRouteSpecRulesBackendRefs(renderBackendRef(this.target, routeNamespace)),
      ...(filters.length === 0 ? {} : { filters }),
    };
  }
}
