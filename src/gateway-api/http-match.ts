import {
  HttpRouteSpecRulesMatchesHeadersType,
  HttpRouteSpecRulesMatchesMethod,
  HttpRouteSpecRulesMatchesPathType,
  HttpRouteSpecRulesMatchesQueryParamsType,
  toJson_HttpRouteSpecRulesMatches,
} from '../../imports/gateway.networking.k8s.io';
import { quote, wire } from './field-values';
import { NamedMatch, StringMatchType, withNamed } from './string-match';

/** Method of an HTTP request. */
export enum HttpMethod {
  /** GET. */
  GET = 'GET',
  /** HEAD. */
  HEAD = 'HEAD',
  /** POST. */
  POST = 'POST',
  /** PUT. */
  PUT = 'PUT',
  /** DELETE. */
  DELETE = 'DELETE',
  /** CONNECT. */
  CONNECT = 'CONNECT',
  /** OPTIONS. */
  OPTIONS = 'OPTIONS',
  /** TRACE. */
  TRACE = 'TRACE',
  /** PATCH. */
  PATCH = 'PATCH',
}

/** How the path of a request is compared. */
type PathType = 'Exact' | 'PathPrefix' | 'RegularExpression';

interface Conditions {
  readonly pathType: PathType;
  readonly path: string;
  readonly method?: HttpMethod;
  readonly headers: readonly NamedMatch[];
  readonly queryParams: readonly NamedMatch[];
}

const MAX_PATH = 1024;
const MAX_HEADER_VALUE = 4096;
const MAX_QUERY_VALUE = 1024;
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const FORBIDDEN = ['//', '/./', '/../', '%2f', '%2F', '#'];

function pathProblem(path: string): string | undefined {
  if (path.length > MAX_PATH) {
    return `must have at most ${MAX_PATH} characters`;
  }
  if (!path.startsWith('/')) {
    return `must start with "/", did you mean ${quote(`/${path}`)}?`;
  }
  const forbidden = FORBIDDEN.find((part) => path.includes(part)) ?? ['/..', '/.'].find((end) => path.endsWith(end));
  if (forbidden !== undefined) {
    return `must not contain ${quote(forbidden)}, as no request has it once its path is cleaned`;
  }
  return PATH.test(path) ? undefined : 'must consist of the characters of a URL path (%XX for any other)';
}

function literalPath(pathType: PathType, path: string): Conditions {
  const problem = pathProblem(path);
  if (problem !== undefined) {
    throw new Error(`the path of a match ${problem}, got ${quote(path)}`);
  }
  return { pathType, path, headers: [], queryParams: [] };
}

/**
 * Which requests a rule of an HTTPRoute takes: those that meet every condition of one match.
 *
 * A match is never changed: each method returns a new one. Several matches of a rule are alternatives.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export class HttpMatch {
  /** Every request. */
  public static any(): HttpMatch {
    return HttpMatch.pathPrefix('/');
  }

  /**
   * Requests whose path starts with these segments: `/api` stands for `/api` and `/api/v1`, not for `/apis`.
   *
   * @throws where it is not an absolute path.
   */
  public static pathPrefix(prefix: string): HttpMatch {
    return new HttpMatch(literalPath('PathPrefix', prefix));
  }

  /**
   * Requests with this very path.
   *
   * @throws where it is not an absolute path.
   */
  public static pathExact(path: string): HttpMatch {
    return new HttpMatch(literalPath('Exact', path));
  }

  /**
   * Requests whose path matches a regular expression, in the dialect of the controller. Not every controller has it.
   *
   * @throws where it is longer than 1,024 characters.
   */
  public static pathRegularExpression(expression: string): HttpMatch {
    if (expression.length > MAX_PATH) {
      throw new Error(`the path of a match must have at most ${MAX_PATH} characters, got ${quote(expression)}`);
    }
    return new HttpMatch({ pathType: 'RegularExpression', path: expression, headers: [], queryParams: [] });
  }

  private constructor(private readonly conditions: Conditions) {}

  /**
   * And with this header.
   *
   * @param name name of the header, in any case.
   * @param value what it must be, 1 to 4,096 characters.
   * @param type how it is compared; exactly unless given.
   * @throws where the name is none or was given before; at most 16 headers.
   */
  public header(name: string, value: string, type: StringMatchType = StringMatchType.EXACT): HttpMatch {
    const limits = { maxValue: MAX_HEADER_VALUE, caseSensitive: false };
    const headers = withNamed('header', this.conditions.headers, { name, value, type }, limits);
    return new HttpMatch({ ...this.conditions, headers });
  }

  /**
   * And with this query parameter.
   *
   * @param name name of the parameter, in this very case.
   * @param value what it must be, 1 to 1,024 characters.
   * @param type how it is compared; exactly unless given.
   * @throws where the name is none or was given before; at most 16 parameters.
   */
  public queryParam(name: string, value: string, type: StringMatchType = StringMatchType.EXACT): HttpMatch {
    const limits = { maxValue: MAX_QUERY_VALUE, caseSensitive: true };
    const queryParams = withNamed('query parameter', this.conditions.queryParams, { name, value, type }, limits);
    return new HttpMatch({ ...this.conditions, queryParams });
  }

  /**
   * And with this method.
   *
   * @throws where a method was given before.
   */
  public method(method: HttpMethod): HttpMatch {
    const { method: known } = this.conditions;
    if (known !== undefined) {
      throw new Error(`a match has one method, and this one has ${known} already (use another match for ${method})`);
    }
    return new HttpMatch({ ...this.conditions, method });
  }

  /** @internal */
  public get _isPathPrefix(): boolean {
    return this.conditions.pathType === 'PathPrefix';
  }

  /** @internal */
  public _toJson(): object {
    const { pathType, path, method, headers, queryParams } = this.conditions;
    const json = toJson_HttpRouteSpecRulesMatches({
      path: { type: wire<HttpRouteSpecRulesMatchesPathType>(pathType), value: path },
      method: method === undefined ? undefined : wire<HttpRouteSpecRulesMatchesMethod>(method),
      headers:
        headers.length === 0
          ? undefined
          : headers.map((header) => ({ ...header, type: wire<HttpRouteSpecRulesMatchesHeadersType>(header.type) })),
      queryParams:
        queryParams.length === 0
          ? undefined
          : queryParams.map((param) => ({
              ...param,
              type: wire<HttpRouteSpecRulesMatchesQueryParamsType>(param.type),
            })),
    });
    return json ?? {};
  }
}
