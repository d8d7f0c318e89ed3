/** Timing of one probe. */
export interface ProbeTiming {
  /**
   * Seconds from the start of the container to the first probe, 0 or more.
   *
   * @default - Kamaji's own.
   */
  readonly initialDelaySeconds?: number;

  /**
   * Seconds after which a probe counts as failed, 1 or more.
   *
   * @default - Kamaji's own.
   */
  readonly timeoutSeconds?: number;

  /**
   * Seconds between probes, 1 or more.
   *
   * @default - Kamaji's own.
   */
  readonly periodSeconds?: number;

  /**
   * Successes in a row after which the probe succeeds, 1 or more; always 1 for liveness and startup.
   *
   * @default - Kamaji's own.
   */
  readonly successThreshold?: number;

  /**
   * Failures in a row after which the probe fails, 1 or more.
   *
   * @default - Kamaji's own.
   */
  readonly failureThreshold?: number;
}

/** Timing of the three probes of a container. */
export interface ProbeTimings {
  /**
   * When the container is restarted.
   *
   * @default - Kamaji's own.
   */
  readonly liveness?: ProbeTiming;

  /**
   * When the container gets traffic.
   *
   * @default - Kamaji's own.
   */
  readonly readiness?: ProbeTiming;

  /**
   * How long the container may take to start.
   *
   * @default - Kamaji's own.
   */
  readonly startup?: ProbeTiming;
}

/** Timing of the probes of a control plane: for all containers, and for single ones over that. */
export interface ControlPlaneProbes extends ProbeTimings {
  /**
   * For kube-apiserver only.
   *
   * @default - as for all containers.
   */
  readonly apiServer?: ProbeTimings;

  /**
   * For kube-controller-manager only.
   *
   * @default - as for all containers.
   */
  readonly controllerManager?: ProbeTimings;

  /**
   * For kube-scheduler only.
   *
   * @default - as for all containers.
   */
  readonly scheduler?: ProbeTimings;
}
