import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { compareStrings, refOf } from '../../objects';
import { indexDataPlanes } from '../data-planes';
import { addressesOf, parametersOf } from './address-families';
import { CheckContext, keyOf, ServedGateway } from './check-input';

/** An address that two Gateways want for the same port. */
export const ADDRESS_SHARED: CodeDefinition = {
  code: 'address-shared',
  severity: Severity.WARNING,
  title: 'Two Gateways with data planes of their own ask for one address on one port, which only one of them gets',
};

/** Ports that the data plane of a Gateway listens on, as `TCP port 6443`. */
function portsOf({ listeners }: ServedGateway): string[] {
  return [...new Set(listeners.map(({ protocol, port }) => `${protocol === 'UDP' ? 'UDP' : 'TCP'} port ${port}`))];
}

/**
 * Checks that no two Gateways ask for one address and port.
 *
 * Annotations by which load balancers let Services share an address change nothing: they share it on different ports only.
 *
 * @see https://metallb.io/usage/#ip-address-sharing
 */
export function checkSharedAddresses(context: CheckContext): Diagnostic[] {
  const { controller, input } = context;
  const { families, specAddresses } = controller._profile.addresses;
  const dataPlaneOf = indexDataPlanes(input.objects, [controller]);
  const takers = new Map<string, ServedGateway>();
  const gateways = [...context.gateways].sort((a, b) => compareStrings(keyOf(a), keyOf(b)));
  return gateways.flatMap((gateway) => {
    const parameters = families === undefined ? [] : (parametersOf(context, gateway, families) ?? []);
    const ports = portsOf(gateway);
    const asked = addressesOf(gateway, parameters, families?.loadBalancerIp ?? []).filter(
      ({ path }) => specAddresses !== 'ignored' || !path.startsWith('spec.addresses'),
    );
    const told = new Set<string>();
    return asked.flatMap(({ value, object, path }) => {
      const taken = ports.filter((port) => {
        const key = `${value}/${port}`;
        const taker = takers.get(key) ?? gateway;
        takers.set(key, taker);
        return dataPlaneOf(taker) !== dataPlaneOf(gateway);
      });
      const [port] = taken;
      const other = takers.get(`${value}/${port}`);
      if (port === undefined || other === undefined || told.has(value)) {
        return [];
      }
      told.add(value);
      return [
        diagnose(ADDRESS_SHARED, {
          object: refOf(object),
          path,
          message: `Gateway ${keyOf(gateway)} asks for ${value} with ${port}, and so does Gateway ${keyOf(other)}: each has a Service of its own, and a load balancer gives a port of an address to one Service only`,
          fix: 'ask for another address, use other ports, or put the listeners into one Gateway',
        }),
      ];
    });
  });
}
