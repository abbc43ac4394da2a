import { createHash, X509Certificate } from 'node:crypto';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { fault, FaultError } from '#contract/faults';
import type { Enrolment } from '#main/model/enrolment';

/**
 * What a server must prove to be the enrolled one: a chain to the enrolled authority alone, the host's name, and
 * the enrolled public key. A new object at each call, because pg changes the one it is given (it hides the key, and
 * a later spread would lose it). Everything that an environment variable or a Node flag could loosen is explicit.
 */
export function trustOf(enrolment: Enrolment): ConnectionOptions {
  return {
    ca: [enrolment.caCertificate],
    cert: enrolment.clientCertificate,
    key: enrolment.clientKey,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    checkServerIdentity: (host, certificate) =>
      checkServerIdentity(host, certificate) ?? pinProblem(certificate.raw, enrolment.serverKeyPin),
  };
}

/** Base64 SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4). */
export function publicKeyPin(certificate: string | Buffer): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

/** Whether a server with this certificate can prove to be `host`, a name or an address. */
export function namesServer(certificatePem: string, host: string): boolean {
  const certificate = new X509Certificate(certificatePem);
  return checkServerIdentity(host, certificate.toLegacyObject()) === undefined;
}

/** Whether this device's certificate has ended by this device's clock. False when it cannot be read. */
export function deviceCertificateEnded(enrolment: Enrolment, now = Date.now()): boolean {
  try {
    return new X509Certificate(enrolment.clientCertificate).validToDate.getTime() < now;
  } catch {
    return false;
  }
}

function pinProblem(certificate: Buffer, pin: string): Error | undefined {
  return publicKeyPin(certificate) === pin ? undefined : new FaultError(fault('central.untrusted', {}));
}
