import { Duration } from 'cdk8s';
import { checkValue, formatDuration } from './field-values';

/** What tells the requests of one session. */
export enum SessionPersistenceType {
  /** A cookie. */
  COOKIE = 'Cookie',
  /** A header. */
  HEADER = 'Header',
}

/** How long a client keeps the cookie of a session. */
export enum CookieLifetimeType {
  /** Until the client's own session ends. */
  SESSION = 'Session',
  /** Until the session's absolute timeout. */
  PERMANENT = 'Permanent',
}

/**
 * Sends the requests of one session to one and the same backend. Experimental channel only.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1619/
 */
export interface SessionPersistence {
  /**
   * Name of the session, which may show in the cookie or header; at most 128 characters.
   *
   * @default - the controller chooses one.
   */
  readonly sessionName?: string;

  /**
   * After which time a session ends, however much it is used.
   *
   * @default - never.
   */
  readonly absoluteTimeout?: Duration;

  /**
   * What tells the requests of one session.
   *
   * @default SessionPersistenceType.COOKIE
   */
  readonly type?: SessionPersistenceType;

  /**
   * How long a client keeps the cookie; only with cookies, and `PERMANENT` only with an absolute timeout.
   *
   * @default CookieLifetimeType.SESSION
   */
  readonly cookieLifetime?: CookieLifetimeType;
}

/** Session persistence in wire form; HTTPRoute and GRPCRoute have generated enums of their own for the same values. */
export interface SessionPersistenceJson<Type extends string, Lifetime extends string> {
  readonly sessionName?: string;
  readonly absoluteTimeout?: string;
  readonly type: Type;
  readonly cookieConfig?: { readonly lifetimeType: Lifetime };
}

const MAX_SESSION_NAME = 128;

/**
 * Writes session persistence.
 *
 * @throws where the cookie's lifetime does not fit the rest.
 */
export function renderSessionPersistence<Type extends string, Lifetime extends string>(
  options: SessionPersistence | undefined,
): SessionPersistenceJson<Type, Lifetime> | undefined {
  if (options === undefined) {
    return undefined;
  }
  const { sessionName, absoluteTimeout, type = SessionPersistenceType.COOKIE, cookieLifetime } = options;
  if (cookieLifetime !== undefined && type !== SessionPersistenceType.COOKIE) {
    throw new Error(`cookieLifetime needs sessions by cookie, got type "${type}"`);
  }
  if (cookieLifetime === CookieLifetimeType.PERMANENT && absoluteTimeout === undefined) {
    throw new Error('a permanent cookie needs an absoluteTimeout (give one, or use CookieLifetimeType.SESSION)');
  }
  const lifetime: string = cookieLifetime ?? CookieLifetimeType.SESSION;
  return {
    type: type as string as Type,
    sessionName:
      sessionName === undefined ? undefined : checkValue('the name of a session', sessionName, MAX_SESSION_NAME),
    absoluteTimeout: absoluteTimeout === undefined ? undefined : formatDuration(absoluteTimeout),
    cookieConfig: type === SessionPersistenceType.COOKIE ? { lifetimeType: lifetime as Lifetime } : undefined,
  };
}
