/** How long to try, and how time passes. */
export interface WaitOptions {
  /** Milliseconds after the start at which no further round begins. */
  readonly durationMs: number;

  /** Milliseconds between the end of a round and the next one. */
  readonly pauseMs: number;

  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Repeats a round until its result is good enough or time is up; returns the last result.
 *
 * There is always one round, and a last one when time is up, so that what is reported is never older than a pause.
 */
export async function repeatUntil<T>(
  round: () => Promise<T>,
  isGood: (result: T) => boolean,
  { durationMs, pauseMs, now, sleep }: WaitOptions,
): Promise<T> {
  const end = now() + durationMs;
  for (;;) {
    const result = await round();
    const left = end - now();
    if (isGood(result) || left <= 0) {
      return result;
    }
    await sleep(Math.min(pauseMs, left));
  }
}
