import {
  GatewaySpecTls,
  GatewaySpecTlsFrontendDefaultValidation,
  GatewaySpecTlsFrontendPerPort,
  GatewaySpecTlsFrontendDefaultValidationMode as WireMode,
  GatewaySpecTlsFrontendPerPortTlsValidationMode as WirePortMode,
} from '../../imports/gateway.networking.k8s.io';
import { Referred } from './reference-grant';
import {
  CaCertificateReference,
  CertificateReference,
  renderCaCertificateReference,
  renderCertificateReference,
} from './references';

/** What becomes of a client whose certificate is missing or not valid. */
export enum ClientValidationMode {
  /** It is refused. */
  ALLOW_VALID_ONLY = 'AllowValidOnly',
  /** It is let in, and the backend has to decide. */
  ALLOW_INSECURE_FALLBACK = 'AllowInsecureFallback',
}

/** How certificates of clients are validated. */
export interface ClientValidation {
  /** Where the certificates of accepted authorities are; 1 to 16. */
  readonly caCertificates: CaCertificateReference[];

  /**
   * What becomes of a client whose certificate is missing or not valid.
   *
   * @default ClientValidationMode.ALLOW_VALID_ONLY
   */
  readonly mode?: ClientValidationMode;
}

/** How certificates of clients are validated on one port. */
export interface PortClientValidation {
  /** The port, 1 to 65535; each one once. */
  readonly port: number;

  /**
   * How certificates of clients are validated on the port.
   *
   * @default - clients need no certificate on the port.
   */
  readonly validation?: ClientValidation;
}

/** TLS of a Gateway towards clients and backends; it concerns HTTPS listeners and those that terminate TLS. */
export interface GatewayTls {
  /**
   * The certificate that the Gateway presents to backends.
   *
   * @default - none.
   */
  readonly backendClientCertificate?: CertificateReference;

  /**
   * How certificates of clients are validated on all ports that `clientValidationPerPort` does not name.
   *
   * @default - clients need no certificate.
   */
  readonly clientValidation?: ClientValidation;

  /**
   * How certificates of clients are validated on single ports; at most 64.
   *
   * @default - on all ports alike.
   */
  readonly clientValidationPerPort?: PortClientValidation[];
}

const MODES: Readonly<Record<ClientValidationMode, WireMode>> = {
  [ClientValidationMode.ALLOW_VALID_ONLY]: WireMode.ALLOW_VALID_ONLY,
  [ClientValidationMode.ALLOW_INSECURE_FALLBACK]: WireMode.ALLOW_INSECURE_FALLBACK,
};

const PORT_MODES: Readonly<Record<ClientValidationMode, WirePortMode>> = {
  [ClientValidationMode.ALLOW_VALID_ONLY]: WirePortMode.ALLOW_VALID_ONLY,
  [ClientValidationMode.ALLOW_INSECURE_FALLBACK]: WirePortMode.ALLOW_INSECURE_FALLBACK,
};

function renderPort({ port, validation }: PortClientValidation): GatewaySpecTlsFrontendPerPort {
  if (validation === undefined) {
    return { port, tls: {} };
  }
  const { caCertificates, mode = ClientValidationMode.ALLOW_VALID_ONLY } = validation;
  const caCertificateRefs = caCertificates.map(renderCaCertificateReference);
  return { port, tls: { validation: { caCertificateRefs, mode: PORT_MODES[mode] } } };
}

function renderDefault({ caCertificates, mode }: ClientValidation): GatewaySpecTlsFrontendDefaultValidation {
  return {
    caCertificateRefs: caCertificates.map(renderCaCertificateReference),
    mode: mode === undefined ? undefined : MODES[mode],
  };
}

/** Writes the TLS settings; the default for clients is required as soon as a port has its own. */
export function renderGatewayTls(tls: GatewayTls): GatewaySpecTls {
  const { backendClientCertificate: certificate, clientValidation, clientValidationPerPort } = tls;
  const validatesClients = clientValidation !== undefined || clientValidationPerPort !== undefined;
  return {
    backend: certificate === undefined ? undefined : { clientCertificateRef: renderCertificateReference(certificate) },
    frontend: validatesClients
      ? {
          default: { validation: clientValidation === undefined ? undefined : renderDefault(clientValidation) },
          perPort: clientValidationPerPort?.map(renderPort),
        }
      : undefined,
  };
}

/** The objects that the TLS settings refer to. */
export function referencesOfGatewayTls(tls: GatewayTls | undefined): Referred[] {
  const { backendClientCertificate, clientValidation, clientValidationPerPort = [] } = tls ?? {};
  const certificates = backendClientCertificate === undefined ? [] : [backendClientCertificate];
  const authorities = [clientValidation, ...clientValidationPerPort.map(({ validation }) => validation)].flatMap(
    (validation) => validation?.caCertificates ?? [],
  );
  return [
    ...certificates.map((reference) => ({ ...renderCertificateReference(reference), grant: reference.grant })),
    ...authorities.map((reference) => ({ ...renderCaCertificateReference(reference), grant: reference.grant })),
  ];
}
