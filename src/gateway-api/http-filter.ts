import { ApiObject } from 'cdk8s';
import {
  HttpRouteSpecRulesFilters,
  HttpRouteSpecRulesFiltersExternalAuthProtocol,
  HttpRouteSpecRulesFiltersRequestRedirectPath,
  HttpRouteSpecRulesFiltersRequestRedirectPathType,
  HttpRouteSpecRulesFiltersRequestRedirectScheme,
  HttpRouteSpecRulesFiltersType,
  HttpRouteSpecRulesFiltersUrlRewritePath,
  HttpRouteSpecRulesFiltersUrlRewritePathType,
  toJson_HttpRouteSpecRulesFilters,
} from '../../imports/gateway.networking.k8s.io';
import { Backend, BackendTarget, renderBackendObject } from './backend';
import { CorsOptions, renderCors } from './cors';
import { checkHostname, checkInteger, checkPort, checkValue, quote, wire } from './field-values';
import { HeaderModifier, renderHeaderModifier } from './header-modifier';
import { checkLocalObject, checkSameNamespace, LocalObjectReference, localObjectOf } from './local-object-reference';
import { RequestMirrorOptions, requestMirror } from './request-mirror';

const MAX_PATH = 1024;
const REDIRECT_CODES = [301, 302, 303, 307, 308];
const DEFAULT_REDIRECT_CODE = 302;

/** How a redirect or a rewrite changes the path of a request. */
export class HttpPathModifier {
  /** Replaces the whole path. */
  public static replaceFullPath(path: string): HttpPathModifier {
    return new HttpPathModifier('ReplaceFullPath', path);
  }

  /**
   * Replaces what the rule's only match, a path prefix, matched.
   *
   * With the match `/foo` and the replacement `/xyz`, `/foo/bar` becomes `/xyz/bar`.
   */
  public static replacePrefixMatch(prefix: string): HttpPathModifier {
    return new HttpPathModifier('ReplacePrefixMatch', prefix);
  }

  private constructor(
    private readonly type: 'ReplaceFullPath' | 'ReplacePrefixMatch',
    private readonly replacement: string,
  ) {
    if (typeof replacement !== 'string' || replacement.length > MAX_PATH) {
      throw new Error(`a replacement of a path must have at most ${MAX_PATH} characters, got ${quote(replacement)}`);
    }
  }

  /** @internal */
  public get _replacesPrefix(): boolean {
    return this.type === 'ReplacePrefixMatch';
  }

  /** @internal */
  public _inRedirect(): HttpRouteSpecRulesFiltersRequestRedirectPath {
    return { type: wire<HttpRouteSpecRulesFiltersRequestRedirectPathType>(this.type), ...this.replacementField() };
  }

  /** @internal */
  public _inRewrite(): HttpRouteSpecRulesFiltersUrlRewritePath {
    return { type: wire<HttpRouteSpecRulesFiltersUrlRewritePathType>(this.type), ...this.replacementField() };
  }

  private replacementField(): { replacePrefixMatch?: string; replaceFullPath?: string } {
    return this._replacesPrefix ? { replacePrefixMatch: this.replacement } : { replaceFullPath: this.replacement };
  }
}

/** Scheme of the URL that a redirect names. */
export enum HttpRedirectScheme {
  /** Plain text. */
  HTTP = 'http',
  /** TLS. */
  HTTPS = 'https',
}

/** Where a redirect sends the client; what is left out stays as the client asked for it. */
export interface HttpRequestRedirectOptions {
  /**
   * Scheme of the new URL.
   *
   * @default - the scheme of the request.
   */
  readonly scheme?: HttpRedirectScheme;

  /**
   * Hostname of the new URL; no wildcard.
   *
   * @default - the hostname of the request.
   */
  readonly hostname?: string;

  /**
   * Path of the new URL.
   *
   * @default - the path of the request.
   */
  readonly path?: HttpPathModifier;

  /**
   * Port of the new URL.
   *
   * @default - the well-known port of the scheme where one is given, else the port of the listener.
   */
  readonly port?: number;

  /**
   * Status code: 301, 302, 303, 307 or 308.
   *
   * @default 302
   */
  readonly statusCode?: number;
}

/** What a rewrite changes before the backend gets the request. */
export interface HttpUrlRewriteOptions {
  /**
   * The Host header that the backend gets; no wildcard.
   *
   * @default - as the client sent it.
   */
  readonly hostname?: string;

  /**
   * The path that the backend gets.
   *
   * @default - as the client sent it.
   */
  readonly path?: HttpPathModifier;
}

/** What an authorization service gets and may change. */
export interface ExternalAuthOptions {
  /**
   * Names of request headers that the service gets beyond those it always gets. At most 64.
   *
   * @default - those that it always gets (over HTTP), all headers (over gRPC).
   */
  readonly allowedHeaders?: string[];

  /**
   * How much of the request's body the service gets, in bytes; more than that is cut off.
   *
   * @default - nothing of it.
   */
  readonly forwardBodyMaxBytes?: number;
}

/** What an authorization service that speaks HTTP gets and may change. */
export interface HttpExternalAuthOptions extends ExternalAuthOptions {
  /**
   * Prefix that the path of the request gets before it is sent to the service.
   *
   * @default - none.
   */
  readonly path?: string;

  /**
   * Names of headers of the service's answer that the backend gets. At most 64.
   *
   * @default - those that the controller chooses.
   */
  readonly allowedResponseHeaders?: string[];
}

/** What a rule has to know of a filter. */
interface FilterTraits {
  /** Whether it replaces the prefix that the rule's match matched. */
  readonly replacesPrefix?: boolean;
  /** The backend that it sends requests to. */
  readonly backend?: BackendTarget;
}

/** Writes what a filter does, given the route's namespace. */
type Render = (routeNamespace: string | undefined) => Omit<HttpRouteSpecRulesFilters, 'type'>;

function preciseHostname(hostname: string | undefined): string | undefined {
  if (hostname?.startsWith('*.')) {
    throw new Error(`a redirect or rewrite needs a full hostname, got the wildcard ${quote(hostname)}`);
  }
  return hostname === undefined ? undefined : checkHostname(hostname);
}

function checkStatusCode(code: number): number {
  if (!REDIRECT_CODES.includes(code)) {
    throw new Error(`the statusCode of a redirect must be one of ${REDIRECT_CODES.join(', ')}, got ${quote(code)}`);
  }
  return code;
}

function checkAuthBackend(backend: Backend): BackendTarget {
  const target = backend._target();
  if (target.weight !== undefined) {
    throw new Error(`an authorization service has no weight, got ${target.weight}`);
  }
  return target;
}

function forwardBody({ forwardBodyMaxBytes: size }: ExternalAuthOptions): { maxSize: number } | undefined {
  return size === undefined
    ? undefined
    : { maxSize: checkInteger('forwardBodyMaxBytes', size, 1, Number.MAX_SAFE_INTEGER) };
}

/**
 * Something that a rule of an HTTPRoute, or one of its backends, does to requests and responses.
 *
 * What a controller has beyond these is reached through `extensionRef`.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export class HttpFilter {
  /**
   * Changes headers of the request before the backend gets it; once per rule.
   *
   * @throws where it changes nothing, or names one header twice.
   */
  public static requestHeaderModifier(modifier: HeaderModifier): HttpFilter {
    const requestHeaderModifier = renderHeaderModifier(modifier);
    return new HttpFilter(HttpRouteSpecRulesFiltersType.REQUEST_HEADER_MODIFIER, () => ({ requestHeaderModifier }));
  }

  /**
   * Changes headers of the response before the client gets it; once per rule.
   *
   * @throws where it changes nothing, or names one header twice.
   */
  public static responseHeaderModifier(modifier: HeaderModifier): HttpFilter {
    const responseHeaderModifier = renderHeaderModifier(modifier);
    return new HttpFilter(HttpRouteSpecRulesFiltersType.RESPONSE_HEADER_MODIFIER, () => ({ responseHeaderModifier }));
  }

  /**
   * Sends a copy of requests to a backend whose answers are ignored; as often per rule as wanted.
   *
   * @throws where the backend has a weight, or the share is none.
   */
  public static requestMirror(backend: Backend, options: RequestMirrorOptions = {}): HttpFilter {
    const render = requestMirror(backend, options);
    return new HttpFilter(
      HttpRouteSpecRulesFiltersType.REQUEST_MIRROR,
      (namespace) => ({ requestMirror: render(namespace) }),
      {
        backend: backend._target(),
      },
    );
  }

  /**
   * Answers with a redirect; once per rule, never beside backends or a rewrite.
   *
   * @throws where the hostname, port or status code is none.
   */
  public static requestRedirect(options: HttpRequestRedirectOptions): HttpFilter {
    const { scheme, hostname, path, port, statusCode } = options;
    const requestRedirect = {
      scheme: scheme === undefined ? undefined : wire<HttpRouteSpecRulesFiltersRequestRedirectScheme>(scheme),
      hostname: preciseHostname(hostname),
      path: path?._inRedirect(),
      port: port === undefined ? undefined : checkPort('the port of a redirect', port),
      statusCode: checkStatusCode(statusCode ?? DEFAULT_REDIRECT_CODE),
    };
    return new HttpFilter(HttpRouteSpecRulesFiltersType.REQUEST_REDIRECT, () => ({ requestRedirect }), {
      replacesPrefix: path?._replacesPrefix,
    });
  }

  /**
   * Changes path or hostname of the request before the backend gets it; once per rule, never beside a redirect.
   *
   * @throws where neither is given, or the hostname is none.
   */
  public static urlRewrite(options: HttpUrlRewriteOptions): HttpFilter {
    if (options.hostname === undefined && options.path === undefined) {
      throw new Error('a URL rewrite without hostname and path does nothing (give one, or leave the filter out)');
    }
    const urlRewrite = { hostname: preciseHostname(options.hostname), path: options.path?._inRewrite() };
    return new HttpFilter(HttpRouteSpecRulesFiltersType.URL_REWRITE, () => ({ urlRewrite }), {
      replacesPrefix: options.path?._replacesPrefix,
    });
  }

  /**
   * Answers browsers that ask what pages of other origins may do; once per rule. In the standard channel from Gateway API 1.5 on.
   *
   * @throws where an origin, a method or a name of a header is none.
   */
  public static cors(options: CorsOptions): HttpFilter {
    const cors = renderCors(options);
    return new HttpFilter(HttpRouteSpecRulesFiltersType.CORS, () => ({ cors }));
  }

  /** Asks an authorization service that speaks Envoy's gRPC protocol. Experimental channel only. */
  public static externalAuthGrpc(backend: Backend, options: ExternalAuthOptions = {}): HttpFilter {
    const target = checkAuthBackend(backend);
    const struct = {
      protocol: HttpRouteSpecRulesFiltersExternalAuthProtocol.GRPC,
      forwardBody: forwardBody(options),
      grpc: { allowedHeaders: options.allowedHeaders },
    };
    return new HttpFilter(
      HttpRouteSpecRulesFiltersType.EXTERNAL_AUTH,
      (namespace) => ({ externalAuth: { ...struct, backendRef: renderBackendObject(target, namespace) } }),
      { backend: target },
    );
  }

  /** Asks an authorization service that speaks HTTP. Experimental channel only. */
  public static externalAuthHttp(backend: Backend, options: HttpExternalAuthOptions = {}): HttpFilter {
    const target = checkAuthBackend(backend);
    const { allowedHeaders, allowedResponseHeaders, path } = options;
    const struct = {
      protocol: HttpRouteSpecRulesFiltersExternalAuthProtocol.HTTP,
      forwardBody: forwardBody(options),
      http: {
        allowedHeaders,
        allowedResponseHeaders,
        path: path === undefined ? undefined : checkValue('the path of an authorization service', path, MAX_PATH),
      },
    };
    return new HttpFilter(
      HttpRouteSpecRulesFiltersType.EXTERNAL_AUTH,
      (namespace) => ({ externalAuth: { ...struct, backendRef: renderBackendObject(target, namespace) } }),
      { backend: target },
    );
  }

  /** Applies a filter of the controller's own kind, in the route's namespace: Envoy Gateway's `HTTPRouteFilter` for a direct response. */
  public static extensionRef(reference: LocalObjectReference): HttpFilter {
    const extensionRef = checkLocalObject('an extensionRef', reference);
    return new HttpFilter(HttpRouteSpecRulesFiltersType.EXTENSION_REF, () => ({ extensionRef }));
  }

  /**
   * Applies a filter of the controller's own kind that is a construct; it has to be in the route's namespace.
   *
   * A route that takes a filter of another namespace throws.
   */
  public static extensionObject(object: ApiObject): HttpFilter {
    const extensionRef = checkLocalObject('an extensionRef', localObjectOf(object));
    const located = { ...extensionRef, namespace: object.metadata.namespace };
    return new HttpFilter(HttpRouteSpecRulesFiltersType.EXTENSION_REF, (namespace) => {
      checkSameNamespace('route', namespace, located);
      return { extensionRef };
    });
  }

  private constructor(
    /** Type of the filter, as the API names it. */
    public readonly type: string,
    private readonly render: Render,
    private readonly traits: FilterTraits = {},
  ) {}

  /** @internal */
  public get _replacesPrefix(): boolean {
    return this.traits.replacesPrefix ?? false;
  }

  /** @internal */
  public get _backend(): BackendTarget | undefined {
    return this.traits.backend;
  }

  /** @internal */
  public _toJson(routeNamespace: string | undefined): object {
    const type = this.type as HttpRouteSpecRulesFiltersType;
    return toJson_HttpRouteSpecRulesFilters({ type, ...this.render(routeNamespace) }) ?? {};
  }
}
