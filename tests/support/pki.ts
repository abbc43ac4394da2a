import 'reflect-metadata';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its private key, both PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Identity {
  readonly name: string;
  readonly signingKey: CryptoKey;
}

/** When a certificate begins and ends, in days from now. */
export interface Validity {
  readonly fromDays?: number;
  readonly toDays?: number;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
let nextSerial = Date.now();

/** Makes a certificate authority for one test, in memory. Two with the same name still do not trust each other. */
export async function makeAuthority(name = 'Test authority', validity: Validity = {}): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    serialNumber: serial(),
    ...period(validity),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const key = await pemOf(keys.privateKey);
  return { name, signingKey: keys.privateKey, certificate: certificate.toString('pem'), key };
}

/** Host names and addresses go into the subject alternative name, the only place that clients look at. */
export function issueServer(
  authority: Authority,
  hosts: readonly string[],
  validity: Validity = {},
): Promise<Identity> {
  const names = hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host }));
  const use = new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]);
  const extensions = [use, new SubjectAlternativeNameExtension(names)];
  return issue(authority, 'Test central server', extensions, validity);
}

/** `role` is the common name, which Postgres compares with the login role (`clientcert=verify-full`). */
export function issueClient(authority: Authority, role: string, validity: Validity = {}): Promise<Identity> {
  const use = new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]);
  return issue(authority, role, [use], validity);
}

async function issue(
  authority: Authority,
  commonName: string,
  extensions: Extension[],
  validity: Validity,
): Promise<Identity> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${commonName}`,
    issuer: new X509Certificate(authority.certificate).subject,
    publicKey: keys.publicKey,
    signingKey: authority.signingKey,
    signingAlgorithm: algorithm,
    serialNumber: serial(),
    ...period(validity),
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true), ...extensions],
  });
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

async function pemOf(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function period({ fromDays = -2, toDays = 30 }: Validity): { notBefore: Date; notAfter: Date } {
  return { notBefore: daysFromNow(fromDays), notAfter: daysFromNow(toDays) };
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

function serial(): string {
  const hex = (nextSerial++).toString(16);
  return hex.length % 2 ? `0${hex}` : hex;
}
