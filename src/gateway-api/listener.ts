import {
  GatewaySpecListeners,
  GatewaySpecListenersTls,
  GatewaySpecListenersTlsMode,
} from '../../imports/gateway.networking.k8s.io';
import { RouteKind, RouteNamespaces } from './allowed-routes';
import { Referred } from './reference-grant';
import { CertificateReference, renderCertificateReference } from './references';

/** What a TLS connection ends at. */
export enum TlsMode {
  /** The gateway: it presents a certificate and reads what is inside. */
  TERMINATE = 'Terminate',
  /** The backend: the gateway reads the server name and passes the bytes on. */
  PASSTHROUGH = 'Passthrough',
}

/** Protocols that the Gateway API itself defines. */
export enum ListenerProtocol {
  /** HTTP without TLS. */
  HTTP = 'HTTP',
  /** HTTP inside of TLS that ends at the gateway. */
  HTTPS = 'HTTPS',
  /** TLS, whatever is inside. */
  TLS = 'TLS',
  /** A TCP stream. */
  TCP = 'TCP',
  /** UDP packets. */
  UDP = 'UDP',
}

/** What every listener has. */
export interface ListenerOptions {
  /** Name of the listener, unique in its Gateway; routes name it as `sectionName`. At most 253 characters. */
  readonly name: string;

  /** Port, 1 to 65535. */
  readonly port: number;

  /**
   * From which namespaces routes may attach.
   *
   * @default RouteNamespaces.same()
   */
  readonly namespaces?: RouteNamespaces;

  /**
   * Which kinds of route may attach; at most 8.
   *
   * @default - those that the protocol suggests.
   */
  readonly kinds?: RouteKind[];
}

/** A listener that can tell names apart. */
export interface NamedListenerOptions extends ListenerOptions {
  /**
   * The name that clients ask for, or a wildcard such as `*.example.com` for one or more labels below a domain.
   *
   * @default - every name.
   */
  readonly hostname?: string;
}

/** A listener at which TLS ends. */
export interface TerminatingListenerOptions extends NamedListenerOptions {
  /**
   * Certificates to present; at most 64. The API server wants certificates or options.
   *
   * @default - none.
   */
  readonly certificates?: CertificateReference[];

  /**
   * TLS options that the controller defines; at most 16.
   *
   * @default - none.
   */
  readonly tlsOptions?: { [key: string]: string };
}

/** How a listener handles TLS. */
export interface ListenerTls {
  /**
   * Where TLS ends.
   *
   * @default TlsMode.TERMINATE
   */
  readonly mode?: TlsMode;

  /**
   * Certificates to present; at most 64. Without effect where TLS is passed through.
   *
   * @default - none.
   */
  readonly certificates?: CertificateReference[];

  /**
   * TLS options that the controller defines; at most 16.
   *
   * @default - none.
   */
  readonly options?: { [key: string]: string };
}

/** Everything that a listener can have. */
export interface ListenerProps extends NamedListenerOptions {
  /** One of `ListenerProtocol`, or a protocol of the controller's own with a domain before it (`example.com/bar`). */
  readonly protocol: string;

  /**
   * How TLS is handled; for HTTPS and TLS only.
   *
   * @default - no TLS.
   */
  readonly tls?: ListenerTls;
}

function renderTls(tls: ListenerTls): GatewaySpecListenersTls {
  return {
    mode:
      tls.mode === TlsMode.PASSTHROUGH
        ? GatewaySpecListenersTlsMode.PASSTHROUGH
        : GatewaySpecListenersTlsMode.TERMINATE,
    certificateRefs: tls.certificates?.map(renderCertificateReference),
    options: tls.options,
  };
}

/**
 * A port of a Gateway, with the names and the routes that it takes.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
export class Listener {
  /**
   * Passes TLS connections on by the name that the client asks for, without opening them: what a tenant's control plane needs.
   *
   * Only TLSRoutes may attach unless `kinds` says otherwise.
   */
  public static tlsPassthrough(options: NamedListenerOptions): Listener {
    return Listener.of({
      kinds: [RouteKind.TLS_ROUTE],
      ...options,
      protocol: ListenerProtocol.TLS,
      tls: { mode: TlsMode.PASSTHROUGH },
    });
  }

  /** Ends TLS at the gateway and passes on what is inside, whatever it is. */
  public static tlsTerminate(options: TerminatingListenerOptions): Listener {
    return Listener.terminating(ListenerProtocol.TLS, options);
  }

  /** Ends TLS at the gateway and reads the HTTP inside. */
  public static https(options: TerminatingListenerOptions): Listener {
    return Listener.terminating(ListenerProtocol.HTTPS, options);
  }

  /** Reads HTTP. */
  public static http(options: NamedListenerOptions): Listener {
    return Listener.of({ ...options, protocol: ListenerProtocol.HTTP });
  }

  /** Passes TCP connections on. */
  public static tcp(options: ListenerOptions): Listener {
    return Listener.of({ ...options, protocol: ListenerProtocol.TCP });
  }

  /** Passes UDP packets on. */
  public static udp(options: ListenerOptions): Listener {
    return Listener.of({ ...options, protocol: ListenerProtocol.UDP });
  }

  /** A listener of any protocol, every field of the Gateway API at hand. */
  public static of(props: ListenerProps): Listener {
    return new Listener(props);
  }

  private static terminating(protocol: ListenerProtocol, options: TerminatingListenerOptions): Listener {
    const { certificates, tlsOptions, ...rest } = options;
    return Listener.of({ ...rest, protocol, tls: { mode: TlsMode.TERMINATE, certificates, options: tlsOptions } });
  }

  /** Name of the listener. */
  public readonly name: string;

  /** Port of the listener. */
  public readonly port: number;

  /** Protocol of the listener. */
  public readonly protocol: string;

  /**
   * The name that clients ask for, or a wildcard.
   *
   * @default - every name.
   */
  public readonly hostname?: string;

  private constructor(private readonly props: ListenerProps) {
    this.name = props.name;
    this.port = props.port;
    this.protocol = props.protocol;
    this.hostname = props.hostname;
  }

  /**
   * The certificates that the listener refers to.
   *
   * @internal
   */
  public get _certificates(): readonly Referred[] {
    const certificates = this.props.tls?.certificates ?? [];
    return certificates.map((certificate) => ({
      ...renderCertificateReference(certificate),
      grant: certificate.grant,
    }));
  }

  /**
   * Writes the listener with its defaults, which stand in a list.
   *
   * @internal
   */
  public _toKube(): GatewaySpecListeners {
    const { namespaces = RouteNamespaces.same(), kinds, tls } = this.props;
    return {
      name: this.name,
      port: this.port,
      protocol: this.protocol,
      hostname: this.hostname,
      tls: tls === undefined ? undefined : renderTls(tls),
      allowedRoutes: { namespaces: namespaces._toKube(), kinds: kinds?.map((kind) => kind._toKube()) },
    };
  }
}
