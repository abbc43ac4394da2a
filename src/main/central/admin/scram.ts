import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const stretch = promisify(pbkdf2);
/** What Postgres uses itself (scram_iterations). */
const iterations = 4096;

/**
 * The SCRAM-SHA-256 verifier of a password (RFC 5803), as Postgres stores it. Made here, so that the password itself
 * never stands in a statement, where the server's log could keep it. ASCII only: nothing is normalised.
 */
export async function scramVerifier(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const salted = await stretch(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
