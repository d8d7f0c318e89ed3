/** A port that a controller has to have open. A `Listener` is one. */
export interface ControllerPort {
  /** Name of the port: the listener's. */
  readonly name: string;

  /** Port, 1 to 65535. */
  readonly port: number;

  /** Protocol of the listener: `HTTP`, `HTTPS`, `TLS`, `TCP` or `UDP`. */
  readonly protocol: string;
}
