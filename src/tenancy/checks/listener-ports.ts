import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { NO_MATCHING_PARENT } from '../../gateway-api/attachment/codes';
import { asPort, show } from '../../kamaji/checks';
import { API_SERVER_LISTENER } from '../../kamaji/predicted-routes';
import { enumerate } from './collections';
import { Binding, Fleet } from './fleet';

/** A listener on another port than clients dial. */
export const PORT_MISMATCH: CodeDefinition = {
  code: 'port-mismatch',
  severity: Severity.ERROR,
  title: "The tenant's port, which its kubeconfigs and agents dial, is not the port of its listener",
};

/** Tenants that cannot share a listener although they have to. */
export const LISTENER_PORT_CONFLICT: CodeDefinition = {
  code: 'listener-port-conflict',
  severity: Severity.ERROR,
  title: 'Tenants of one Gateway want different ports for a listener whose name Kamaji fixes, so there can be only one',
};

function portPath({ route, tenant: { view } }: Binding): string {
  return (route.role === API_SERVER_LISTENER ? view.port.path : view.konnectivityPort?.path) ?? '';
}

function what({ route }: Binding): string {
  return route.role === API_SERVER_LISTENER ? 'API server port' : 'konnectivity port';
}

/** Returns, for each listener whose name Kamaji fixes, the ports that tenants want for it. */
function wantedPorts(bindings: readonly Binding[], isFixed: (binding: Binding) => boolean): Map<unknown, Set<number>> {
  const wanted = new Map<unknown, Set<number>>();
  for (const binding of bindings) {
    const port = asPort(binding.route.port);
    if (binding.listener === undefined || port === undefined || !isFixed(binding)) {
      continue;
    }
    const ports = wanted.get(binding.listener) ?? new Set();
    wanted.set(binding.listener, ports.add(port));
  }
  return wanted;
}

function conflict(binding: Binding, listenerPort: number, ports: ReadonlySet<number>): Diagnostic {
  const others = [...ports].filter((port) => port !== binding.route.port).sort((a, b) => a - b);
  return diagnose(LISTENER_PORT_CONFLICT, {
    object: binding.tenant.view.ref,
    path: portPath(binding),
    message: `${what(binding)} ${show(binding.route.port)}, but other tenants of ${binding.holderText} want ${enumerate(others.map(String))}; Kamaji fixes the name of listener "${binding.sectionName}", so the Gateway has only one, on ${listenerPort}`,
    fix: `use port ${listenerPort}, or put the tenant on a gateway of its own`,
  });
}

function mismatch(binding: Binding, listenerPort: number): Diagnostic {
  const dialled = binding.route.role === API_SERVER_LISTENER ? 'kubeconfigs' : 'konnectivity agents';
  return diagnose(PORT_MISMATCH, {
    object: binding.tenant.view.ref,
    path: portPath(binding),
    message: `${what(binding)} ${show(binding.route.port)} is what the ${dialled} dial at ${binding.route.hostname}, but listener "${binding.sectionName}" of ${binding.holderText} is on port ${listenerPort}`,
    fix: `use port ${listenerPort} for the tenant, or ${show(binding.route.port)} for the listener`,
  });
}

/** Checks that kubeconfigs and agents dial the port that the listener is on. */
export function checkListenerPorts({ bindings, input }: Fleet): Diagnostic[] {
  const isFixed = ({ route }: Binding): boolean =>
    route.role !== API_SERVER_LISTENER || input.platform.kamaji.derivesParentRef;
  const wanted = wantedPorts(bindings, isFixed);
  return bindings.flatMap((binding) => {
    const { listener, parent, route } = binding;
    const port = asPort(route.port);
    if (listener === undefined || port === undefined) {
      return [];
    }
    const diagnostics: Diagnostic[] = [];
    // A parentRef that follows the tenant's own wrong port is no fault of its own.
    if (parent.port !== undefined && parent.port !== listener.port && parent.port !== port) {
      diagnostics.push(
        diagnose(NO_MATCHING_PARENT, {
          object: binding.tenant.view.ref,
          path: `${parent.source.path}.port`,
          message: `${binding.holderText} has no listener "${binding.sectionName}" on port ${show(parent.port)}; it is on ${listener.port}`,
          fix: `use port ${listener.port}`,
        }),
      );
    }
    if (port !== listener.port) {
      const ports = isFixed(binding) ? wanted.get(listener) : undefined;
      diagnostics.push(
        ports !== undefined && ports.size > 1
          ? conflict(binding, listener.port, ports)
          : mismatch(binding, listener.port),
      );
    }
    return diagnostics;
  });
}
