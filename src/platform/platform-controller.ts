/** What a platform needs to know about the controller that serves its gateways. */
export interface IPlatformController {
  /** Which implementation it is, for example `envoy-gateway`. */
  readonly id: string;

  /**
   * Its release, for example `v1.9.0`.
   *
   * @default - the newest one that this version of the library knows.
   */
  readonly release?: string;

  /** Versions of TLSRoute that it reads. */
  readonly tlsRouteVersionsRead: string[];
}
