import { ControllerPort } from './controller-port';
import { ControllerValuesFile, valuesFile } from './values-file';

/** A port of Kong's proxy in all the ways it is written down. */
interface ResolvedPort extends ControllerPort {
  readonly containerPort: number;
  readonly transport: 'TCP' | 'UDP';
  /** `ssl` before names can be told apart; `udp` for historical reasons of nginx. */
  readonly parameters: readonly string[];
}

// Kong/charts charts/kong/values.yaml: containerPort of proxy.http and proxy.tls
const CONTAINER_PORTS: Readonly<Record<string, number>> = { HTTP: 8000, HTTPS: 8443 };
const STREAM_PARAMETERS: Readonly<Record<string, readonly string[]>> = { TCP: [], TLS: ['ssl'], UDP: ['udp'] };

function resolve({ name, port, protocol }: ControllerPort): ResolvedPort {
  const stream = Object.hasOwn(STREAM_PARAMETERS, protocol);
  if (!stream && !Object.hasOwn(CONTAINER_PORTS, protocol)) {
    throw new Error(
      `port ${JSON.stringify(name)} has protocol ${JSON.stringify(protocol)}, which Kong does not serve: use HTTP, HTTPS, TLS, TCP or UDP`,
    );
  }
  return {
    name,
    port,
    protocol,
    // Routes are matched by the container port alone, so that of a stream is the listener's own
    containerPort: CONTAINER_PORTS[protocol] ?? port,
    transport: protocol === 'UDP' ? 'UDP' : 'TCP',
    parameters: STREAM_PARAMETERS[protocol] ?? [],
  };
}

function streamValue({ port, containerPort, transport, parameters }: ResolvedPort): Record<string, unknown> {
  // The chart adds "udp" by itself
  const given = parameters.filter((parameter) => parameter !== 'udp');
  return {
    containerPort,
    servicePort: port,
    protocol: transport,
    ...(given.length === 0 ? {} : { parameters: given }),
  };
}

/** The ports of Kong's proxy, as a Service, `KONG_STREAM_LISTEN` and the Helm chart write them. */
export class KongPorts {
  /**
   * Takes the ports of a proxy.
   *
   * Throws where a protocol is none that Kong serves, or where two ports have one number and transport.
   *
   * @param ports ports, as a rule the listeners of the Gateway.
   */
  public static of(ports: ControllerPort[]): KongPorts {
    const resolved = ports.map(resolve);
    const seen = new Map<string, string>();
    for (const { name, port, transport } of resolved) {
      const key = `${transport} ${port}`;
      const other = seen.get(key);
      if (other !== undefined) {
        throw new Error(`ports ${JSON.stringify(other)} and ${JSON.stringify(name)} are both ${key}: give it once`);
      }
      seen.set(key, name);
    }
    return new KongPorts(resolved);
  }

  private constructor(private readonly ports: readonly ResolvedPort[]) {}

  /** Value of `KONG_STREAM_LISTEN`: `off` where no port is a stream. */
  public get streamListen(): string {
    const listens = this.streams().map(({ containerPort, parameters }) =>
      [`0.0.0.0:${containerPort}`, ...parameters].join(' '),
    );
    return listens.join(', ') || 'off';
  }

  /** Values for Kong's Helm chart (Kong/charts, chart `kong`); the chart then makes the proxy's Services itself. */
  public values(): ControllerValuesFile {
    const http = this.ports.find(({ protocol }) => protocol === 'HTTP');
    const tls = this.ports.find(({ protocol }) => protocol === 'HTTPS');
    const streams = this.streams();
    const udp = streams.filter(({ transport }) => transport === 'UDP');
    const tcp = streams.filter(({ transport }) => transport === 'TCP');
    const notes = [
      `KONG_STREAM_LISTEN becomes: ${this.streamListen}`,
      'The chart makes the Service of the proxy from these values: do not render one beside it.',
    ];
    return valuesFile('kong-kic', "Kong's Helm chart (kong/kong)", notes, {
      proxy: {
        http: http === undefined ? { enabled: false } : { enabled: true, servicePort: http.port },
        tls: tls === undefined ? { enabled: false } : { enabled: true, servicePort: tls.port },
        stream: tcp.map(streamValue),
      },
      // A Service of type LoadBalancer with both transports is not what the chart makes
      ...(udp.length === 0 ? {} : { udpProxy: { enabled: true, stream: udp.map(streamValue) } }),
    });
  }

  /**
   * Ports of the Service in wire form; `targetPort` is a number, as the controller reads it.
   *
   * @internal
   */
  public _servicePorts(): readonly Record<string, unknown>[] {
    return this.ports.map(({ name, port, containerPort, transport }) => ({
      name,
      port,
      protocol: transport,
      targetPort: containerPort,
    }));
  }

  private streams(): ResolvedPort[] {
    return this.ports.filter(({ protocol }) => Object.hasOwn(STREAM_PARAMETERS, protocol));
  }
}
