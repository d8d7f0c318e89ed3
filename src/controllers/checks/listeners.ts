import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asList, asNumber, asString, formatPath, isKind, KubeObject, read, refOf } from '../../objects';
import { CheckContext, listenersOf, PlacedListener, ServedGateway } from './check-input';

/** The controller has no entry point for a listener's port. */
export const PORT_UNAVAILABLE: CodeDefinition = {
  code: 'port-unavailable',
  severity: Severity.ERROR,
  title: 'The installation of the controller does not have the port of a listener open (PortUnavailable)',
};

/** Ports have to be opened by hand. */
export const PORTS_OPENED_BY_HAND: CodeDefinition = {
  code: 'ports-opened-by-hand',
  severity: Severity.WARNING,
  title: 'The controller opens no ports by itself, and which ones its installation has open is not known',
};

/** Equal hostnames that the controller refuses although their ports differ. */
export const HOSTNAME_CONFLICT_ACROSS_PORTS: CodeDefinition = {
  code: 'hostname-conflict-across-ports',
  severity: Severity.ERROR,
  title: 'The controller refuses listeners with equal hostnames even on two ports (HostnameConflict)',
};

/** More TLS listeners on a port than the controller takes. */
export const TOO_MANY_TLS_LISTENERS_ON_PORT: CodeDefinition = {
  code: 'too-many-tls-listeners-on-port',
  severity: Severity.ERROR,
  title: 'The controller takes fewer TLS listeners on one port than the Gateway has (ProtocolConflict)',
};

const PUBLISH_SERVICE = 'konghq.com/publish-service';

function transportOf(protocol: string): string {
  return protocol === 'UDP' ? 'UDP' : 'TCP';
}

/** Open ports as `TCP/6443`; undefined where nobody said. */
function openPorts({ controller, input }: CheckContext, gateway: ServedGateway): ReadonlySet<string> | undefined {
  const open = new Set<string>();
  for (const port of controller.openPorts ?? []) {
    open.add(`TCP/${port}`).add(`UDP/${port}`);
  }
  const services = publishServices(gateway, input.objects);
  for (const service of services) {
    for (const port of asList(read(service, 'spec', 'ports'))) {
      open.add(`${asString(read(port, 'protocol')) ?? 'TCP'}/${asNumber(read(port, 'port')) ?? 0}`);
    }
  }
  return controller.openPorts === undefined && services.length === 0 ? undefined : open;
}

/** Finds the Services that a Gateway names as its own, as Kong's controller reads them: a list of `namespace/name`. */
function publishServices(gateway: ServedGateway, objects: readonly KubeObject[]): KubeObject[] {
  const names = asString(read(gateway.object, 'metadata', 'annotations', PUBLISH_SERVICE))
    ?.split(',')
    .map((name) => name.trim());
  if (names === undefined) {
    return [];
  }
  return objects.filter((object) => {
    const ref = refOf(object);
    return isKind(object, '', 'Service') && names.includes(`${ref.namespace ?? 'default'}/${ref.name}`);
  });
}

/** Lists open ports for a person: `6443` where both transports are open, else `9902/UDP`. */
function describeOpen(open: ReadonlySet<string>): string {
  const ports = [...new Set([...open].map((entry) => Number(entry.slice(4))))].sort((a, b) => a - b);
  const texts = ports.map((port) => {
    const transports = ['TCP', 'UDP'].filter((transport) => open.has(`${transport}/${port}`));
    return transports.length === 2 ? `${port}` : `${port}/${transports.join('')}`;
  });
  return texts.join(', ') || 'none';
}

function portsOf(listeners: readonly PlacedListener[]): string {
  const ports = [...new Set(listeners.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.length === 1 ? `port ${ports.join('')}` : `ports ${ports.join(', ')}`;
}

function checkPorts(context: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const { controller } = context;
  const { opened, knob, missingPortFails } = controller._facts.ports;
  const listeners = listenersOf(gateway);
  if (opened !== 'by-hand' || listeners.length === 0) {
    return [];
  }
  const open = openPorts(context, gateway);
  if (open === undefined) {
    return [
      diagnose(PORTS_OPENED_BY_HAND, {
        object: refOf(gateway.object),
        path: 'spec.listeners',
        message: `${controller.toString()} opens no ports by itself: its installation must have ${portsOf(listeners)} open, or the listener gets PortUnavailable`,
        fix: `open them (${knob ?? 'in its installation'}) and list them as openPorts of the controller`,
      }),
    ];
  }
  const consequence =
    missingPortFails === 'gateway'
      ? 'the whole Gateway is then neither Accepted nor Programmed, and every tenant hangs'
      : 'the listener then gets PortUnavailable and serves nobody';
  return listeners
    .filter(({ port, protocol }) => !open.has(`${transportOf(protocol)}/${port}`))
    .map(({ port, protocol, name, object, path }) =>
      diagnose(PORT_UNAVAILABLE, {
        object: refOf(object),
        path: formatPath([...path, 'port']),
        message: `${transportOf(protocol)} port ${port} of listener ${JSON.stringify(name)} is not open in the installation of ${controller.toString()} (open: ${describeOpen(open)}): ${consequence}`,
        fix: `open port ${port}: ${knob ?? 'in its installation'}; then list it among the open ports`,
      }),
    );
}

function checkEqualHostnames({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  if (controller._facts.listenerHostnames !== 'distinct-over-ports') {
    return [];
  }
  const first = new Map<string, PlacedListener>();
  return listenersOf(gateway).flatMap((listener) => {
    const { hostname } = listener;
    if (hostname === undefined) {
      return [];
    }
    const earlier = first.get(hostname);
    if (earlier === undefined) {
      first.set(hostname, listener);
      return [];
    }
    if (earlier.port === listener.port) {
      return [];
    }
    return [
      diagnose(HOSTNAME_CONFLICT_ACROSS_PORTS, {
        object: refOf(listener.object),
        path: formatPath([...listener.path, 'hostname']),
        message: `${controller.toString()} refuses ${JSON.stringify(hostname)} on listeners ${JSON.stringify(earlier.name)} (${earlier.port}) and ${JSON.stringify(listener.name)} (${listener.port}): it compares hostnames without the port (HostnameConflict)`,
        fix: 'leave the hostname of both listeners out, or use envoy-gateway',
      }),
    ];
  });
}

function checkListenersPerPort({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const most = controller._profile.tlsListenersPerPort;
  if (most === undefined) {
    return [];
  }
  const count = new Map<number, number>();
  return listenersOf(gateway)
    .filter(({ protocol }) => protocol === 'TLS')
    .flatMap((listener) => {
      const listeners = (count.get(listener.port) ?? 0) + 1;
      count.set(listener.port, listeners);
      return listeners <= most
        ? []
        : [
            diagnose(TOO_MANY_TLS_LISTENERS_ON_PORT, {
              object: refOf(listener.object),
              path: formatPath([...listener.path, 'port']),
              message: `${controller.toString()} takes ${most} TLS listener on one port, and ${JSON.stringify(listener.name)} is number ${listeners} on port ${listener.port} (ProtocolConflict)`,
              fix: 'use one listener a port, or envoy-gateway',
            }),
          ];
    });
}

/** Checks the listeners of each Gateway against what the controller can do with ports and hostnames. */
export function checkListeners(context: CheckContext): Diagnostic[] {
  return context.gateways.flatMap((gateway) => [
    ...checkPorts(context, gateway),
    ...checkEqualHostnames(context, gateway),
    ...checkListenersPerPort(context, gateway),
  ]);
}
