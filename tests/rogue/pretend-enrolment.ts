import { randomUUID } from 'node:crypto';
import { publicKeyPin } from '#main/central/server-trust';
import type { Enrolment } from '#main/model/enrolment';
import type { Authority, Identity } from '../support/pki.ts';

/** What the tests look for in everything that a rogue server could read. */
export const plantedPassword = 'planted-password-6f0c2b7e91';

/** An enrolment with a server on loopback that trusts `authority` and pins the key of `server`. */
export function pretendEnrolment(
  parts: {
    readonly authority: Authority;
    readonly server: Identity;
    readonly client: Identity;
    readonly port: number;
  },
  changes: Partial<Enrolment> = {},
): Enrolment {
  return {
    version: 1,
    tenantId: randomUUID(),
    tenantName: 'Test practice',
    companyId: 'test-practice',
    host: '127.0.0.1',
    port: parts.port,
    database: 'central',
    role: 'd_00112233445566778899aabbccddeeff',
    password: plantedPassword,
    caCertificate: parts.authority.certificate,
    clientCertificate: parts.client.certificate,
    clientKey: parts.client.key,
    serverKeyPin: publicKeyPin(parts.server.certificate),
    certificateExpiresAt: '2030-01-01T00:00:00.000Z',
    ...changes,
  };
}
