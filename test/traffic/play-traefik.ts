import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayController } from '../../src';
import { PlayedController } from './controller';
import { GATEWAY_ADDRESS } from './network';

/** Traefik, which is controller and data plane in one, with an entry point for each port of the gateway. */
export function playTraefik(program: string): PlayedController {
  return {
    controller: GatewayController.of('traefik', 'v3.7.10'),
    crds: [],
    // Its entry points stay open, and it answers them itself where no route does.
    finds: {
      unrouted: ['certificate-not-of-tenant'],
      unlistened: ['certificate-not-of-tenant'],
      abandoned: ['certificate-not-of-tenant'],
    },
    start: async ({ processes, management }) => {
      const log = openSync(join(processes.folder, 'traefik.log'), 'a');
      const args = [
        '--log.level=INFO',
        '--global.checknewversion=false',
        '--global.sendanonymoususage=false',
        '--entrypoints.kube-apiserver.address=:6443',
        '--entrypoints.konnectivity.address=:8132',
        '--providers.providersthrottleduration=200ms',
        '--providers.kubernetesgateway=true',
        `--providers.kubernetesgateway.statusaddress.ip=${GATEWAY_ADDRESS}`,
      ];
      const env = { ...process.env, KUBECONFIG: management.kubeconfig };
      processes.start(program, args, { stdio: ['ignore', log, log], env });
      closeSync(log);
    },
  };
}
