import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/**
 * X.509 certificates of the operator's own authority, made without OpenSSL: ECDSA on P-256 with SHA-256
 * (RFC 5280 profiles). Nothing here touches the disk.
 */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 60 * 60 * 1000;
const lifetimeDays = { authority: 3650, server: 825, client: 397 } as const;
/** Clinic PCs run minutes slow: a certificate is valid from an hour before it was made. */
const backdateMs = 60 * 60 * 1000;
const distinguishedName = 'CN=Practice Migrator operator authority';

/** A key pair's certificate and private key as PEM text. */
export interface IssuedCertificate {
  readonly certificatePem: string;
  /** PKCS #8. */
  readonly keyPem: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** SHA-256 of the certificate's DER bytes, hexadecimal. */
  readonly fingerprint: string;
  readonly expiresAt: Date;
}

/** The authority with its private key at hand; held in memory only as long as certificates are being signed. */
export interface SigningAuthority {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export async function makeAuthority(now: Date): Promise<IssuedCertificate> {
  const keys = await freshKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: freshSerial(),
    name: distinguishedName,
    ...validity(now, lifetimeDays.authority),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return issued(certificate, keys);
}

/** Certificate of the database server for these host names and addresses. */
export function issueServerCertificate(
  authority: SigningAuthority,
  serverNames: readonly string[],
  now: Date,
): Promise<IssuedCertificate> {
  const names = serverNames.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  return issue(authority, serverNames[0] ?? 'localhost', now, lifetimeDays.server, [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth], true),
    new x509.SubjectAlternativeNameExtension(names),
  ]);
}

/** Certificate of one device. Postgres compares its common name with the login role (`clientcert=verify-full`). */
export function issueClientCertificate(
  authority: SigningAuthority,
  role: string,
  now: Date,
): Promise<IssuedCertificate> {
  return issue(authority, role, now, lifetimeDays.client, [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth], true),
  ]);
}

async function issue(
  authority: SigningAuthority,
  commonName: string,
  now: Date,
  days: number,
  extensions: x509.Extension[],
): Promise<IssuedCertificate> {
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const keys = await freshKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: freshSerial(),
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    ...validity(now, days),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.keyPem),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...extensions,
    ],
  });
  return issued(certificate, keys);
}

function freshKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** Sixteen random bytes, positive and without a leading zero, as RFC 5280 asks for. */
function freshSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function validity(now: Date, days: number): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter: new Date(now.getTime() + days * dayMs),
  };
}

function signingKey(keyPem: string): Promise<CryptoKey> {
  const der = x509.PemConverter.decodeFirst(keyPem);
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

async function issued(certificate: x509.X509Certificate, keys: CryptoKeyPair): Promise<IssuedCertificate> {
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    keyPem: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`,
    serial: certificate.serialNumber,
    fingerprint: createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex'),
    expiresAt: certificate.notAfter,
  };
}
