import { createHash, generateKeyPairSync, KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says. */
export interface CertificateOptions {
  readonly commonName: string;

  /** Organization; to Kubernetes, a group of the user. */
  readonly organization?: string;

  /** DNS names and IP addresses. */
  readonly names?: readonly string[];

  /** First and last day of validity. @default - yesterday, and fifty years from now */
  readonly from?: Date;
  readonly to?: Date;
}

/** A certificate authority. */
export interface Authority extends Certificate {
  /** Issues a certificate for servers and clients. */
  issue(options: CertificateOptions): Certificate;
}

const DAY = 24 * 60 * 60 * 1000;

// Node.js reads X.509 but does not write it; what follows is as much of DER (ITU-T X.690) as these certificates need.

function der(tag: number, ...contents: readonly (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(contents.map((content) => Buffer.from(content)));
  const { length } = body;
  if (length < 0x80) {
    return Buffer.concat([Buffer.from([tag, length]), body]);
  }
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), body]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const set = (...parts: Buffer[]) => der(0x31, ...parts);
const octets = (content: Buffer) => der(0x04, content);
const bits = (content: Buffer | readonly number[], unused = 0) => der(0x03, [unused], content);
const yes = der(0x01, [0xff]);

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const base128 = (value: number): number[] =>
    value < 0x80 ? [value] : [...base128(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
  return der(0x06, [first * 40 + second, ...rest.flatMap(base128)]);
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function distinguishedName({ commonName, organization }: CertificateOptions): Buffer {
  const attribute = (type: string, value: string) => set(sequence(oid(type), der(0x0c, Buffer.from(value))));
  return sequence(
    ...(organization === undefined ? [] : [attribute('2.5.4.10', organization)]),
    attribute('2.5.4.3', commonName),
  );
}

function addressBytes(address: string): number[] {
  if (isIP(address) === 4) {
    return address.split('.').map(Number);
  }
  const [head = '', tail] = address.split('::');
  const words = (part: string) => part.split(':').filter((word) => word !== '');
  const left = words(head);
  const right = words(tail ?? '');
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].flatMap((word) => [
    Number.parseInt(word, 16) >> 8,
    Number.parseInt(word, 16) & 0xff,
  ]);
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? der(0x82, Buffer.from(name)) : der(0x87, addressBytes(name));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [yes] : []), octets(value));
}

interface Issuer {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly keyId: Buffer;
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

function keyIdOf(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function makeCertificate(
  options: CertificateOptions,
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  issuer?: Issuer,
): Certificate {
  const { names = [], from = new Date(Date.now() - DAY), to = new Date(Date.now() + 50 * 365 * DAY) } = options;
  const isAuthority = issuer === undefined;
  const subject = distinguishedName(options);
  const signer = issuer ?? { name: subject, key: keys.privateKey, keyId: keyIdOf(keys.publicKey) };
  const extensions = sequence(
    extension('2.5.29.19', isAuthority ? sequence(yes) : sequence(), true),
    extension('2.5.29.15', isAuthority ? bits([0x06], 1) : bits([0x80], 7), true),
    ...(isAuthority ? [] : [extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2')))]),
    extension('2.5.29.14', octets(keyIdOf(keys.publicKey))),
    extension('2.5.29.35', sequence(der(0x80, signer.keyId))),
    ...(names.length === 0 ? [] : [extension('2.5.29.17', sequence(...names.map(alternativeName)))]),
  );
  const tbs = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [0x01], randomBytes(8)),
    ECDSA_SHA256,
    signer.name,
    sequence(time(from), time(to)),
    subject,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  return {
    cert: pem('CERTIFICATE', sequence(tbs, ECDSA_SHA256, bits(sign('sha256', tbs, signer.key)))),
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** Makes a certificate authority of its own. */
export function makeAuthority(options: CertificateOptions): Authority {
  const keys = newKeys();
  const own = makeCertificate(options, keys);
  const issuer: Issuer = { name: distinguishedName(options), key: keys.privateKey, keyId: keyIdOf(keys.publicKey) };
  return { ...own, issue: (issued) => makeCertificate(issued, newKeys(), issuer) };
}
