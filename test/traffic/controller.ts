import { GatewayController } from '../../src';
import { Processes } from '../cluster/harness/processes';
import { Management } from './management';

/** What a controller needs to be started. */
export interface ControllerSite {
  readonly processes: Processes;
  readonly management: Management;
}

/**
 * Cases in which one controller answers by itself, another one closes the connection, and a third one does nothing: no route takes
 * the connection, no listener has the port any more, the Gateway names a class that nobody knows.
 */
export type Differing = 'unrouted' | 'unlistened' | 'abandoned';

/** A controller of the Gateway API with its data plane, run as processes. */
export interface PlayedController {
  /** The controller as the library knows it. */
  readonly controller: GatewayController;

  /** What the fleet has to ask of its data plane so that it listens on IPv6 too, as in a fleet file. @default - nothing */
  readonly ipv6Tuning?: string;

  /** Folders of CRDs that it needs beside those of the Gateway API. */
  readonly crds: readonly string[];

  /** What `verify` finds of connections in cases in which controllers differ. */
  readonly finds: Readonly<Record<Differing, readonly string[]>>;

  /** Starts it; the fleet is applied already. */
  start(site: ControllerSite): Promise<void>;
}
