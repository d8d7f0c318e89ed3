import { KamajiField } from '../kamaji-fields';
import { KamajiRelease } from '../kamaji-release';

/** What the checks on one control plane know beside the control plane itself. */
export interface ControlPlaneContext {
  /** The release of Kamaji in the cluster. */
  readonly release: KamajiRelease;

  /** The fields that the release does not have yet. */
  readonly newerFields: readonly KamajiField[];

  /** Returns the driver of a DataStore; undefined where it is not known. */
  driverOf(dataStore: string | undefined): string | undefined;
}
