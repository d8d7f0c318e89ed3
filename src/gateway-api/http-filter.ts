import {
  HttpRouteSpecRulesFilters,
  HttpRouteSpecRulesFiltersExternalAuth,
  HttpRouteSpecRulesFiltersExternalAuthProtocol,
  HttpRouteSpecRulesFiltersRequestRedirectPath,
  HttpRouteSpecRulesFiltersType,
  HttpRouteSpecRulesFiltersUrlRewritePath,
  toJson_HttpRouteSpecRulesFilters,
} from '../../imports/gateway.networking.k8s.io';
import { Backend, BackendTarget, renderBackendObject } from './backend';
import { CorsOptions, renderCors } from './cors';
import { checkHostname, checkInteger, checkPort, checkValue, quote, wire } from './field-values';
import { HeaderModifier, renderHeaderModifier } from './header-modifier';
import { LocalObjectReference } from './local-object-reference';
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
  public _struct(): HttpRouteSpecRulesFiltersRequestRedirectPath & HttpRouteSpecRulesFiltersUrlRewritePath {
    return {
      type: this.type as never,
      ...(this._replacesPrefix ? { replacePrefixMatch: this.replacement } : { replaceFullPath: this.replacement }),
    };
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
   * @default - the scheme of the request
   */
  readonly scheme?: HttpRedirectScheme;

  /**
   * Hostname of the new URL; no wildcard.
   *
   * @default - the hostname of the request
   */
  readonly hostname?: string;

  /**
   * Path of the new URL.
   *
   * @default - the path of the request
   */
  readonly path?: HttpPathModifier;

  /**
   * Port of the new URL.
   *
   * @default - the well-known port of the scheme where one is given, else the port of the listener
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
   * @default - as the client sent it
   */
  readonly hostname?: string;

  /**
   * The path that the backend gets.
   *
   * @default - as the client sent it
   */
  readonly path?: HttpPathModifier;
}

/** What an authorization service gets and may change. */
export interface ExternalAuthOptions {
  /**
   * Names of request headers that the service gets beyond those it always gets. At most 64.
   *
   * @default - those that it always gets (over HTTP), all headers (over gRPC)
   */
  readonly allowedHeaders?: string[];

  /**
   * How much of the request's body the service gets, in bytes; more than that is cut off.
   *
   * @default - nothing of it
   */
  readonly forwardBodyMaxBytes?: number;
}

/** What an authorization service that speaks HTTP gets and may change. */
export interface HttpExternalAuthOptions extends ExternalAuthOptions {
  /**
   * Prefix that the path of the request gets before it is sent to the service.
   *
   * @default - none
   */
  readonly path?: string;

  /**
   * Names of headers of the service's answer that the backend gets. At most 64.
   *
   * @default - those that the controller chooses
   */
  readonly allowedResponseHeaders?: string[];
}

/** Writes a filter, given the route's namespace. */
type Render = (routeNamespace: string | undefined) => Omit<HttpRouteSpecRulesFilters, 'type'>;

function preciseHostname(hostname: string | undefined): string | undefined {
  if (hostname?.startsWith('*.')) {
    throw new Error(`a redirect or rewrite needs a full hostname, got the wildcard ${quote(hostname)}`);
  }
  return hostname === undefined ? undefined : checkHostname(hostname);
}

function checkStatusCode(code: number): number {
  if (!REDIRECT_CODES.includes(code)) {
    throw new Error(`a redirect's statusCode must be one of ${REDIRECT_CODES.join(', ')}, got ${quote(code)}`);
  }
  return code;
}

function externalAuth(
  protocol: HttpRouteSpecRulesFiltersExternalAuthProtocol,
  backend: Backend,
  options: HttpExternalAuthOptions,
): HttpFilter['_render'] {
  const target = backend._target();
  if (target.weight !== undefined) {
    throw new Error(`an authorization service has no weight, got ${target.weight}`);
  }
  const { allowedHeaders, allowedResponseHeaders, forwardBodyMaxBytes, path } = options;
  const maxSize =
    forwardBodyMaxBytes === undefined
      ? undefined
      : checkInteger('forwardBodyMaxBytes', forwardBodyMaxBytes, 1, Number.MAX_SAFE_INTEGER);
  const struct: Omit<HttpRouteSpecRulesFiltersExternalAuth, 'backendRef'> = {
    protocol,
    forwardBody: maxSize === undefined ? undefined : { maxSize },
    ...(protocol === HttpRouteSpecRulesFiltersExternalAuthProtocol.GRPC
      ? { grpc: { allowedHeaders } }
      : { http: { allowedHeaders, allowedResponseHeaders, path } }),
  };
  return (namespace) => ({ externalAuth: { ...struct, backendRef: renderBackendObject(target, namespace) } });
}
