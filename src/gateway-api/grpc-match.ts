import {
  GrpcRouteSpecRulesMatchesHeadersType,
  GrpcRouteSpecRulesMatchesMethodType,
  toJson_GrpcRouteSpecRulesMatches,
} from '../../imports/gateway.networking.k8s.io';
import { checkValue, quote, wire } from './field-values';
import { NamedMatch, StringMatchType, withNamed } from './string-match';

/** Which method of which service a call is for. */
interface Method {
  readonly service?: string;
  readonly method?: string;
  readonly type: StringMatchType;
}

const MAX_NAME = 1024;
const MAX_HEADER_VALUE = 4096;
const SERVICE = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i;
const METHOD = /^[A-Za-z_][A-Za-z_0-9]*$/;

function checkService(service: string, type: StringMatchType): string {
  checkValue('the service of a gRPC match', service, MAX_NAME);
  if (type === StringMatchType.EXACT && !SERVICE.test(service)) {
    const [first] = service.replace(/^\//, '').split('/');
    const hint = first !== undefined && SERVICE.test(first) ? `, did you mean ${quote(first)}?` : '';
    throw new Error(`the service of a gRPC match must be like "my.package.Service", got ${quote(service)}${hint}`);
  }
  return service;
}

function checkMethod(method: string, type: StringMatchType): string {
  checkValue('the method of a gRPC match', method, MAX_NAME);
  if (type === StringMatchType.EXACT && !METHOD.test(method)) {
    throw new Error(`the method of a gRPC match must be a name of letters, digits and "_", got ${quote(method)}`);
  }
  return method;
}

/**
 * Which calls a rule of a GRPCRoute takes: those that meet every condition of one match.
 *
 * A match is never changed: each method returns a new one. Several matches of a rule are alternatives.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutematch
 */
export class GrpcMatch {
  /** Every call. */
  public static any(): GrpcMatch {
    return new GrpcMatch(undefined, []);
  }

  /**
   * Calls of all methods of a service.
   *
   * @param service with its package, for example `helloworld.Greeter`.
   * @param type how it is compared; exactly unless given.
   * @throws where the name is none.
   */
  public static service(service: string, type: StringMatchType = StringMatchType.EXACT): GrpcMatch {
    return new GrpcMatch({ service: checkService(service, type), type }, []);
  }

  /**
   * Calls of one method of a service.
   *
   * @param service with its package, for example `helloworld.Greeter`.
   * @param method for example `SayHello`.
   * @param type how both are compared; exactly unless given.
   * @throws where a name is none.
   */
  public static method(service: string, method: string, type: StringMatchType = StringMatchType.EXACT): GrpcMatch {
    return new GrpcMatch({ service: checkService(service, type), method: checkMethod(method, type), type }, []);
  }

  /**
   * Calls of methods with this name, whatever the service.
   *
   * @param method for example `SayHello`.
   * @param type how it is compared; exactly unless given.
   * @throws where the name is none.
   */
  public static methodOfAnyService(method: string, type: StringMatchType = StringMatchType.EXACT): GrpcMatch {
    return new GrpcMatch({ method: checkMethod(method, type), type }, []);
  }

  private constructor(
    private readonly called: Method | undefined,
    private readonly headers: readonly NamedMatch[],
  ) {}

  /**
   * And with this entry of the call's metadata.
   *
   * @param name name of the entry, in any case.
   * @param value what it must be, 1 to 4,096 characters.
   * @param type how it is compared; exactly unless given.
   * @throws where the name is none or was given before; at most 16 entries.
   */
  public header(name: string, value: string, type: StringMatchType = StringMatchType.EXACT): GrpcMatch {
    const limits = { maxValue: MAX_HEADER_VALUE, caseSensitive: false };
    return new GrpcMatch(this.called, withNamed('header', this.headers, { name, value, type }, limits));
  }

  /** @internal */
  public _toJson(): object {
    const { called, headers } = this;
    const json = toJson_GrpcRouteSpecRulesMatches({
      method:
        called === undefined ? undefined : { ...called, type: wire<GrpcRouteSpecRulesMatchesMethodType>(called.type) },
      headers:
        headers.length === 0
          ? undefined
          : headers.map((header) => ({ ...header, type: wire<GrpcRouteSpecRulesMatchesHeadersType>(header.type) })),
    });
    return json ?? {};
  }
}
