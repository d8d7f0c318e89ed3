import { Backend, BackendObjectJson, renderBackendObject } from './backend';
import { checkInteger, quote } from './field-values';

/** How much of the traffic a mirror copies. */
export interface RequestMirrorOptions {
  /**
   * Share of requests to copy, in percent: 0 to 100. Not together with `numerator`.
   *
   * @default - all of them.
   */
  readonly percent?: number;

  /**
   * Share of requests to copy, as the upper part of a fraction: from 0 to the denominator. Not together with `percent`.
   *
   * @default - all of them.
   */
  readonly numerator?: number;

  /**
   * Lower part of the fraction.
   *
   * @default 100
   */
  readonly denominator?: number;
}

/** A mirror in the wire form of every filter. */
export interface RequestMirrorJson {
  readonly backendRef: BackendObjectJson;
  readonly percent?: number;
  readonly fraction?: { readonly numerator: number; readonly denominator: number };
}

const MAX_INT32 = 2 ** 31 - 1;
const WHOLE = 100;

function fractionOf({ percent, numerator, denominator }: RequestMirrorOptions): RequestMirrorJson['fraction'] {
  if (numerator === undefined) {
    if (denominator !== undefined) {
      throw new Error(`a mirror with a denominator (${quote(denominator)}) needs a numerator too`);
    }
    return undefined;
  }
  if (percent !== undefined) {
    throw new Error('a mirror takes percent or numerator, specify only one');
  }
  const whole = checkInteger('the denominator of a mirror', denominator ?? WHOLE, 1, MAX_INT32);
  return { numerator: checkInteger('the numerator of a mirror', numerator, 0, whole), denominator: whole };
}

/**
 * Checks a mirror and returns what writes it, given the route's namespace.
 *
 * @throws where the share is none, or the backend has a weight.
 */
export function requestMirror(
  backend: Backend,
  options: RequestMirrorOptions,
): (routeNamespace: string | undefined) => RequestMirrorJson {
  const target = backend._target();
  if (target.weight !== undefined) {
    throw new Error(`a mirror has no weight, got ${target.weight} (use percent)`);
  }
  const share = {
    percent:
      options.percent === undefined ? undefined : checkInteger('the percent of a mirror', options.percent, 0, WHOLE),
    fraction: fractionOf(options),
  };
  return (routeNamespace) => ({ backendRef: renderBackendObject(target, routeNamespace), ...share });
}
