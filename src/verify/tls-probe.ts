/** One TLS connection that is opened and closed again. */
export interface TlsQuestion {
  /** IPv4 or IPv6 address. */
  readonly address: string;
  readonly port: number;

  /** Name that the client asks for; undefined for none. */
  readonly servername?: string;

  /** Whether the client offers HTTP/2, as kubectl and konnectivity agents do. */
  readonly alpn: boolean;

  /** Certificates in PEM that the answer has to chain to; undefined where they are not known. */
  readonly ca?: string;
}

/** Why no certificate came. */
export type TlsFailure =
  | 'refused'
  | 'reset'
  | 'closed'
  | 'timeout'
  | 'unreachable'
  /** The server said in TLS that it does not go on. */
  | 'alert'
  | 'other';

/** A certificate came. */
export interface TlsCertificate {
  /** The server's own certificate in DER. */
  readonly certificate: Buffer;

  /** Certificates that the server sent along, in DER, the next above first. */
  readonly chain: readonly Buffer[];

  /** Why the certificate does not chain to the given CA, in the words of OpenSSL; undefined where it does or no CA was given. */
  readonly untrusted?: string;
}

/** What became of a connection. */
export type TlsAnswer = TlsCertificate | { readonly failure: TlsFailure; readonly message: string };

/** Says whether a connection ended without a certificate. */
export function isFailure(answer: TlsAnswer): answer is { readonly failure: TlsFailure; readonly message: string } {
  return 'failure' in answer;
}

/** An HTTP answer; the status is 0 where none came. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Opens TLS connections. */
export interface TlsProbe {
  /** Opens one connection and says who answers; never rejects. */
  ask(question: TlsQuestion): Promise<TlsAnswer>;

  /** Reads a path without credentials from a server that chains to the question's CA and holds its name; never rejects. */
  fetch(question: TlsQuestion, path: string): Promise<HttpAnswer>;
}
