import { coerce, gt, gte, type SemVer } from 'semver';

/** From this release on, this value. */
export interface Step<T> {
  /** First release with the value; empty for the first release there was. A pre-release counts where it is written (`v1.8.0-0`). */
  readonly from: string;
  readonly value: T;
}

/** A fact that changed over the releases of one controller, oldest step first. */
export type History<T> = readonly Step<T>[];

/** A fact that every release shares. */
export function always<T>(value: T): History<T> {
  return [{ from: '', value }];
}

/** Reads a release the way people write it (`v1.9.0`, `1.9`, `1.35.2-gke.1842000`); undefined where it is none. */
export function parseRelease(release: string): SemVer | undefined {
  return /^v?\d+(\.\d+){0,2}([-+][0-9A-Za-z.+-]+)?$/.test(release)
    ? (coerce(release, { includePrerelease: true }) ?? undefined)
    : undefined;
}

/** Says whether a release is at least another one; every release is at least the empty one. */
export function isAtLeast(release: string, from: string): boolean {
  if (from === '') {
    return true;
  }
  const version = parseRelease(release);
  const floor = parseRelease(from);
  return version !== undefined && floor !== undefined && gte(version, floor);
}

/** Says whether a release is newer than another one. */
export function isNewerThan(release: string, other: string): boolean {
  const version = parseRelease(release);
  const bound = parseRelease(other);
  return version !== undefined && bound !== undefined && gt(version, bound);
}

/** Returns the value that a release has; what is no release has the oldest one. */
export function at<T>(history: History<T>, release: string): T {
  const reached = history.filter((step) => isAtLeast(release, step.from));
  const step = reached[reached.length - 1] ?? history[0];
  if (step === undefined) {
    throw new Error('a history needs at least one step');
  }
  return step.value;
}
