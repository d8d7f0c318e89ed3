import { GatewayController } from '../gateway-controller';
import { isAtLeast } from '../history';
import { ControllerPort } from './controller-port';
import { KongPorts } from './kong-ports';
import { ControllerValuesFile, valuesFile } from './values-file';

/** Ports of all listeners, each number and transport once, in order. */
function distinctPorts(ports: readonly ControllerPort[]): ControllerPort[] {
  const seen = new Map<string, ControllerPort>();
  for (const port of ports) {
    const key = `${port.port}/${transportOf(port)}`;
    if (!seen.has(key)) {
      seen.set(key, port);
    }
  }
  return [...seen.values()].sort((a, b) => a.port - b.port);
}

function transportOf({ protocol }: ControllerPort): string {
  return protocol === 'UDP' ? 'UDP' : 'TCP';
}

/** A container port's name has at most 15 characters. */
function shortName({ name, port }: ControllerPort): string {
  return /^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name) ? name : `port-${port}`;
}

function traefikValues(controller: GatewayController, ports: readonly ControllerPort[]): ControllerValuesFile {
  // traefik/traefik-helm-chart traefik/values.yaml; before v3.7.0 TLSRoutes are read with experimentalChannel only
  const experimental = !isAtLeast(controller.release ?? controller.newestKnownRelease, 'v3.7.0-0');
  const entryPoints = ports.map((port) => [
    shortName(port),
    { port: port.port, exposedPort: port.port, protocol: transportOf(port), expose: { default: true } },
  ]);
  const privileged = ports.some(({ port }) => port < 1024)
    ? [
        "A port below 1024 needs the capability NET_BIND_SERVICE: the entry point's own port is what a listener is held against.",
      ]
    : [];
  return valuesFile('traefik', "Traefik's Helm chart (traefik/traefik)", privileged, {
    providers: {
      kubernetesGateway: { enabled: true, ...(experimental ? { experimentalChannel: true } : {}) },
    },
    ports: Object.fromEntries(entryPoints),
  });
}

function haproxyIngressValues(ports: readonly ControllerPort[]): ControllerValuesFile {
  // haproxy-ingress/charts haproxy-ingress/values.yaml
  return valuesFile('haproxy-ingress', "HAProxy Ingress' Helm chart (haproxy-ingress/haproxy-ingress)", [], {
    controller: {
      gatewayClassResource: { enabled: true },
      service: { extraPorts: ports.map(({ port }) => ({ port, targetPort: port })) },
    },
  });
}

function haproxyUnifiedGatewayValues(ports: readonly ControllerPort[]): ControllerValuesFile {
  // haproxytech Helm chart: a container port and a port of the Service each
  return valuesFile('haproxy-unified-gateway', "HAProxy Unified Gateway's Helm chart", [], {
    controller: {
      containerPort: Object.fromEntries(ports.map((port) => [shortName(port), port.port])),
      service: {
        extraPorts: ports.map((port) => ({ name: shortName(port), port: port.port, targetPort: port.port })),
      },
    },
  });
}

/** Helm values that open the ports of listeners in the installation of a controller that does not open them itself. */
export class ControllerValues {
  /**
   * Writes the values file of a controller for all listeners that it is to serve.
   *
   * @param controller the controller.
   * @param ports the listeners of all its Gateways.
   * @returns the file, or undefined where the controller opens ports itself or has no chart that could.
   */
  public static forPorts(controller: GatewayController, ports: ControllerPort[]): ControllerValuesFile | undefined {
    const distinct = distinctPorts(ports);
    switch (controller.id) {
      case 'traefik':
        return traefikValues(controller, distinct);
      case 'haproxy-ingress':
        return haproxyIngressValues(distinct);
      case 'haproxy-unified-gateway':
        return haproxyUnifiedGatewayValues(distinct);
      case 'kong-kic':
        return KongPorts.of(distinct).values();
      default:
        return undefined;
    }
  }

  private constructor() {}
}
