import { GatewayController } from '../../src/controllers';
import { Diagnostic } from '../../src/diagnostics';
import { formatRef } from '../../src/objects';
import { checkRendered } from '../../src/tenancy/check-rendered';
import { gateway, inputOf, namespace, servedBy, validFleet } from './checks/valid-fleet';

/** A namespace that has a Gateway of the same class as the tenants' own, and on it a TLSRoute for the name of the first tenant. */
function stranger(controller: GatewayController): Diagnostic[] {
  const fleet = validFleet();
  servedBy(fleet, controller);
  const listener = { name: 'x', port: 6443, protocol: 'TLS', tls: { mode: 'Passthrough' } };
  fleet.objects.push(namespace('apps'), gateway('mine', [listener], 'apps'), {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'TLSRoute',
    metadata: { name: 'h', namespace: 'apps' },
    spec: {
      parentRefs: [{ name: 'mine' }],
      hostnames: ['tcp1.cluster.dev'],
      rules: [{ backendRefs: [{ name: 'x', port: 443 }] }],
    },
  });
  const found = checkRendered({ ...inputOf(fleet), controllers: [controller] });
  return found.filter(({ code }) => code === 'hostname-conflict');
}

test('a route on another Gateway of the class takes the name of a tenant where one data plane serves both', () => {
  const [found] = stranger(GatewayController.traefik({ openPorts: [6443, 8132] }));
  expect(found?.object && formatRef(found.object)).toBe('TenantControlPlane tenant-1/tcp-1');
  expect(found?.path).toBe('spec.controlPlane.gateway.hostname');
  expect(found?.message).toContain('TLSRoute apps/h already on listener "x" of Gateway apps/mine');
});

test('a route on another Gateway of the class takes nothing where each Gateway has a data plane of its own', () => {
  expect(stranger(GatewayController.envoyGateway())).toEqual([]);
});
