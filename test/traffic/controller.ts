import { GatewayController } from '../../src';
import { Processes } from '../cluster/harness/processes';
import { Management } from './management';

/** What a controller needs to be started. */
export interface ControllerSite {
  readonly processes: Processes;
  readonly management: Management;
}

/** A controller of the Gateway API with its data plane, run as processes. */
export interface PlayedController {
  /** The controller as the library knows it. */
  readonly controller: GatewayController;

  /** Folders of CRDs that it needs beside those of the Gateway API. */
  readonly crds: readonly string[];

  /**
   * What `verify` finds where no route takes a connection: a controller that answers itself shows a certificate of its own,
   * another one closes the connection.
   */
  readonly unrouted: 'certificate-not-of-tenant' | 'no-answer';

  /** Starts it; the fleet is applied already. */
  start(site: ControllerSite): Promise<void>;
}
