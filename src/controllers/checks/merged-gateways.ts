import { Diagnostic, diagnose } from '../../diagnostics';
import { definitionOf, HOSTNAME_CONFLICT, PROTOCOL_CONFLICT } from '../../gateway-api/attachment/codes';
import { ListenerModel } from '../../gateway-api/attachment/model';
import { comparePrecedence } from '../../gateway-api/attachment/precedence';
import { formatPath, read, refOf } from '../../objects';
import { mergedClasses } from '../data-planes';
import { CheckContext, keyOf, ServedGateway } from './check-input';

interface Placed {
  readonly gateway: ServedGateway;
  readonly listener: ListenerModel;
}

const SERVED = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'];

/** HTTPS and TLS live together on one port. */
function layerOf({ protocol }: ListenerModel): string {
  return protocol === 'HTTPS' ? 'TLS' : protocol;
}

function nameOf({ gateway, listener }: Placed): string {
  return `listener "${listener.name}" of Gateway ${keyOf(gateway)} (${listener.protocol})`;
}

/** Finds listeners whose port, protocol and hostname an older Gateway of the class has. */
function checkNames(placed: readonly Placed[], controller: string): Diagnostic[] {
  const first = new Map<string, Placed>();
  return placed.flatMap((own) => {
    const { gateway, listener } = own;
    const { protocol, hostname, port } = listener;
    const key = `${protocol}/${port}/${hostname ?? ''}`;
    const winner = first.get(key);
    if (winner === undefined) {
      first.set(key, own);
      return [];
    }
    if (winner.gateway === gateway) {
      return [];
    }
    const name = hostname === undefined ? 'no hostname' : `hostname ${JSON.stringify(hostname)}`;
    return [
      diagnose(HOSTNAME_CONFLICT, {
        object: refOf(gateway.object),
        path: `${formatPath(listener.path)}.hostname`,
        message: `listener "${listener.name}" has port ${port}, protocol ${protocol} and ${name} in common with ${nameOf(winner)}; ${controller} merges all Gateways of class ${JSON.stringify(gateway.className)}, and the newer Gateway loses`,
        fix: 'put the listener into one Gateway, give it a port or a hostname of its own, or set mergeGateways to false',
      }),
    ];
  });
}

/** Finds ports on which the Gateways of the class disagree about the protocol: there nobody is served. */
function checkProtocols(placed: readonly Placed[], controller: string): Diagnostic[] {
  const first = new Map<string, Placed>();
  const layers = new Map<number, Placed[]>();
  for (const own of placed.filter(({ listener }) => listener.protocol !== 'UDP')) {
    const { port } = own.listener;
    const key = `${port}/${layerOf(own.listener)}`;
    if (!first.has(key)) {
      first.set(key, own);
      layers.set(port, [...(layers.get(port) ?? []), own]);
    }
  }
  return placed.flatMap(({ gateway, listener }) => {
    const rival = layers
      .get(listener.port)
      ?.find((other) => layerOf(other.listener) !== layerOf(listener) && other.gateway !== gateway);
    if (rival === undefined || listener.protocol === 'UDP') {
      return [];
    }
    return [
      diagnose(PROTOCOL_CONFLICT, {
        object: refOf(gateway.object),
        path: `${formatPath(listener.path)}.protocol`,
        message: `listener "${listener.name}" (${listener.protocol}) cannot share port ${listener.port} with ${nameOf(rival)}; ${controller} merges all Gateways of class ${JSON.stringify(gateway.className)}, and then refuses every listener of that port`,
        fix: 'move one of them to another port, or set mergeGateways to false',
      }),
    ];
  });
}

/**
 * Checks the Gateways of classes whose parameters merge all their Gateways into one.
 *
 * @see https://github.com/envoyproxy/gateway/blob/v1.9.0/internal/gatewayapi/validate.go
 */
export function checkMergedGateways({ controller, gateways, input }: CheckContext): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const className of mergedClasses(input.objects, controller)) {
    const merged = gateways.filter((gateway) => gateway.className === className).sort(comparePrecedence);
    const hasParameters = (gateway: ServedGateway): boolean =>
      read(gateway.object, 'spec', 'infrastructure', 'parametersRef') !== undefined;
    const placed = merged
      .filter((gateway) => !hasParameters(gateway))
      .flatMap((gateway) => gateway.listeners.map((listener) => ({ gateway, listener })))
      .filter(({ listener }) => SERVED.includes(listener.protocol));
    found.push(
      ...merged.filter(hasParameters).map((gateway) =>
        diagnose(definitionOf('InvalidParameters'), {
          object: refOf(gateway.object),
          path: 'spec.infrastructure.parametersRef',
          message: `the Gateway names parameters of its own, but class ${JSON.stringify(className)} merges all its Gateways: ${controller.toString()} then refuses the Gateway (InvalidParameters)`,
          fix: 'leave parametersRef out, or set mergeGateways to false',
        }),
      ),
      ...checkNames(placed, controller.toString()),
      ...checkProtocols(placed, controller.toString()),
    );
  }
  return found;
}
