import { X509Certificate } from 'node:crypto';
import * as https from 'node:https';
import * as tls from 'node:tls';
import { HttpAnswer, isFailure, TlsAnswer, TlsFailure, TlsProbe, TlsQuestion } from './tls-probe';

const FAILURES: Readonly<Record<string, TlsFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EAFNOSUPPORT: 'unreachable',
  ETIMEDOUT: 'timeout',
};

/** How long a server may take to say goodbye. */
const GOODBYE_MS = 250;

/** Largest body that is read; what is asked for has some kilobytes. */
const MAX_BODY = 1024 * 1024;

function classify({ code = '', message }: NodeJS.ErrnoException): { failure: TlsFailure; message: string } {
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    return { failure: 'alert', message: message.split('\n', 1)[0] ?? '' };
  }
  // Node.js reports an end before the handshake is over as a reset, with a message of its own.
  const closed = message.includes('before secure TLS connection');
  return { failure: closed ? 'closed' : (FAILURES[code] ?? 'other'), message: message.split('\n', 1)[0] ?? '' };
}

/** The certificates above the first one, as the server sent them. */
function chainAbove(certificate: X509Certificate): Buffer[] {
  const above = certificate.issuerCertificate;
  return above === undefined || above.fingerprint256 === certificate.fingerprint256
    ? []
    : [above.raw, ...chainAbove(above)];
}

function optionsOf({ address, port, servername, alpn, ca }: TlsQuestion): tls.ConnectionOptions {
  return {
    host: address,
    port,
    // An empty name keeps Node.js from sending one.
    servername: servername ?? '',
    ...(alpn ? { ALPNProtocols: ['h2', 'http/1.1'] } : {}),
    ...(ca === undefined ? {} : { ca }),
  };
}

/** Opens connections with the TLS of Node.js. */
export class NodeTlsProbe implements TlsProbe {
  /** @param timeoutMs milliseconds that one connection may take, handshake included */
  constructor(private readonly timeoutMs: number) {}

  public ask(question: TlsQuestion): Promise<TlsAnswer> {
    return new Promise((resolve) => {
      let socket: tls.TLSSocket;
      const finish = (answer: TlsAnswer): void => {
        clearTimeout(timer);
        resolve(answer);
        if (isFailure(answer)) {
          socket.destroy();
          return;
        }
        // Said goodbye to, a server does not log a failed handshake.
        socket.resume();
        socket.end();
        setTimeout(() => socket.destroy(), GOODBYE_MS);
      };
      const timer = setTimeout(
        () => finish({ failure: 'timeout', message: `no answer within ${this.timeoutMs / 1000} s` }),
        this.timeoutMs,
      );
      socket = tls.connect({
        ...optionsOf(question),
        // Whatever answers is looked at; who it is gets judged afterwards.
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
      });
      socket.on('error', (error) => finish(classify(error)));
      socket.once('close', () => finish({ failure: 'closed', message: 'the connection was closed' }));
      socket.once('secureConnect', () => {
        const peer = socket.getPeerX509Certificate();
        if (peer === undefined) {
          finish({ failure: 'other', message: 'the server showed no certificate' });
          return;
        }
        const untrusted = question.ca === undefined || socket.authorized ? undefined : socket.authorizationError;
        finish({
          certificate: peer.raw,
          chain: chainAbove(peer),
          // A code such as CERT_HAS_EXPIRED; declared as an Error, given as its code.
          ...(untrusted === undefined ? {} : { untrusted: String(untrusted) }),
        });
      });
    });
  }

  public fetch(question: TlsQuestion, path: string): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      const nothing = (): void => resolve({ status: 0, body: '' });
      const request = https.request({
        ...optionsOf({ ...question, alpn: false }),
        path,
        agent: false,
        headers: { host: `${question.servername}:${question.port}`, accept: 'application/json' },
      });
      const timer = setTimeout(() => request.destroy(), this.timeoutMs);
      request.once('close', () => {
        clearTimeout(timer);
        nothing();
      });
      request.once('error', nothing);
      request.once('response', (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.once('error', nothing);
        response.on('data', (chunk: string) => {
          body += chunk;
          if (body.length > MAX_BODY) {
            request.destroy();
          }
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      request.end();
    });
  }
}
