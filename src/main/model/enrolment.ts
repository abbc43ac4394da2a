import { z } from 'zod';

/**
 * What one device of one practice needs to reach its central database. It arrives in an encrypted enrolment file
 * and is kept only inside the encrypted workspace; it is never copied to another device.
 */
export const enrolment = z.object({
  version: z.literal(1),
  tenantId: z.string().uuid(),
  tenantName: z.string(),
  companyId: z.string(),
  host: z.string(),
  port: z.number().int(),
  database: z.string(),
  /** Opaque login role, `d_` and hexadecimal digits. */
  role: z.string(),
  password: z.string(),
  /** PEM. The only authority that is trusted for this server. */
  caCertificate: z.string(),
  /** PEM. */
  clientCertificate: z.string(),
  /** PEM (PKCS #8). */
  clientKey: z.string(),
  /** Base64 SHA-256 of the server certificate's SubjectPublicKeyInfo (RFC 7469). */
  serverKeyPin: z.string(),
  certificateExpiresAt: z.string(),
});
export type Enrolment = z.infer<typeof enrolment>;
