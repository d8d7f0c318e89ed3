import { KubeObject } from '../objects';

/** A kind of object as the API server addresses it. */
export interface Resource {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

/** Why objects could not be read. */
export type ReadFailure =
  /** The credentials are good, but do not give the right. */
  | 'forbidden'
  /** The credentials are refused, or there are none. */
  | 'unauthorized'
  /** The API server does not know the kind in this version. */
  | 'not-served'
  /** The API server did not answer, or answered with a fault of its own. */
  | 'unreachable'
  /** What answers is no API server: a page to log in at, for example. */
  | 'not-kubernetes';

/** Objects could not be read; the message says why in words. */
export class ReadError extends Error {
  constructor(
    readonly failure: ReadFailure,
    message: string,
  ) {
    super(message);
    this.name = 'ReadError';
  }
}

/** Reads a management cluster, and can do nothing else. */
export interface ClusterReader {
  /**
   * Asks whether the API server is there and knows the credentials.
   *
   * @throws ReadError if it is not
   */
  probe(): Promise<void>;

  /**
   * Reads one object.
   *
   * @returns the object, or undefined where there is none of the name
   * @throws ReadError if it cannot be read
   */
  get(resource: Resource, namespace: string, name: string): Promise<KubeObject | undefined>;

  /**
   * Reads all objects of a kind, in every namespace.
   *
   * @throws ReadError if they cannot be read
   */
  list(resource: Resource): Promise<readonly KubeObject[]>;
}

/** Turns whatever was thrown into a ReadError, so that nobody sees a stack trace. */
export function toReadError(error: unknown): ReadError {
  if (error instanceof ReadError) {
    return error;
  }
  const text = error instanceof Error ? error.message : String(error);
  return new ReadError('unreachable', text.split('\n', 1)[0] ?? '');
}
