import { Duration } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersCors,
  HttpRouteSpecRulesFiltersCorsAllowMethods,
} from '../../imports/gateway.networking.k8s.io';
import { checkAtMost, checkHeaderName, checkInteger, quote } from './field-values';

/**
 * What browsers on other origins may do.
 *
 * In the standard channel from Gateway API 1.5 on.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1767/
 */
export interface CorsOptions {
  /**
   * Origins that may ask: `https://example.com`, `https://*.example.com`, or `*` alone for all. At most 64.
   *
   * @default - none.
   */
  readonly allowOrigins?: string[];

  /**
   * Methods that they may use, or `*` alone for all. At most 9.
   *
   * @default - GET, HEAD and POST, which browsers allow without asking.
   */
  readonly allowMethods?: string[];

  /**
   * Names of request headers that they may send, or `*` alone for all. At most 64.
   *
   * @default - those that browsers send without asking.
   */
  readonly allowHeaders?: string[];

  /**
   * Names of response headers that they may read, or `*`. At most 64.
   *
   * @default - those that browsers show without asking.
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether cookies and other credentials may be sent.
   *
   * @default - not said, which means no.
   */
  readonly allowCredentials?: boolean;

  /**
   * How long a browser may keep the answer: whole seconds, at least one.
   *
   * @default Duration.seconds(5)
   */
  readonly maxAge?: Duration;
}

const METHODS = Object.values(HttpRouteSpecRulesFiltersCorsAllowMethods) as readonly string[];
const ORIGIN = /^(\*|https?:\/\/((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:[0-9]{1,5})?)$/;
const MAX_ENTRIES = 64;
const MAX_INT32 = 2 ** 31 - 1;
const DEFAULT_MAX_AGE = Duration.seconds(5);

function checkList(what: string, values: string[] | undefined, wildcardAlone: boolean): string[] | undefined {
  if (values === undefined) {
    return undefined;
  }
  checkAtMost(what, values.length, MAX_ENTRIES);
  if (wildcardAlone && values.length > 1 && values.includes('*')) {
    throw new Error(`${what} must be "*" alone or a list without it, got ${quote(values)}`);
  }
  const repeated = values.find((value, i) => values.indexOf(value) !== i);
  if (repeated !== undefined) {
    throw new Error(`${what} has ${quote(repeated)} twice`);
  }
  return [...values];
}

function checkMethod(method: string): HttpRouteSpecRulesFiltersCorsAllowMethods {
  if (METHODS.includes(method)) {
    return method as HttpRouteSpecRulesFiltersCorsAllowMethods;
  }
  const upper = String(method).toUpperCase();
  const hint = METHODS.includes(upper) ? `, did you mean ${quote(upper)}?` : '';
  throw new Error(`allowMethods must be of ${METHODS.join(', ')}, got ${quote(method)}${hint}`);
}

function checkOrigin(origin: string): string {
  if (ORIGIN.test(origin) && origin.length <= 253) {
    return origin;
  }
  const hint = ORIGIN.test(`https://${origin}`) ? `, did you mean ${quote(`https://${origin}`)}?` : '';
  throw new Error(`allowOrigins must be scheme, host and optional port without a path, got ${quote(origin)}${hint}`);
}

/**
 * Writes a CORS filter.
 *
 * @throws where an origin, a method or a name of a header is none, or `*` stands beside others.
 */
export function renderCors(options: CorsOptions): HttpRouteSpecRulesFiltersCors {
  return {
    allowOrigins: checkList('allowOrigins', options.allowOrigins, true)?.map(checkOrigin),
    allowMethods: checkList('allowMethods', options.allowMethods, true)?.map(checkMethod),
    allowHeaders: checkList('allowHeaders', options.allowHeaders, true)?.map((n) => checkHeaderName('allowHeaders', n)),
    exposeHeaders: checkList('exposeHeaders', options.exposeHeaders, false)?.map((n) =>
      checkHeaderName('exposeHeaders', n),
    ),
    allowCredentials: options.allowCredentials,
    maxAge: checkInteger(
      'the maxAge of CORS in seconds',
      (options.maxAge ?? DEFAULT_MAX_AGE).toSeconds(),
      1,
      MAX_INT32,
    ),
  };
}
