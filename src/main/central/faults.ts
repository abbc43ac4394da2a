import { type Fault, type FaultCode, fault, FaultError } from '#contract/faults';
import type { About } from './caller.ts';

/** When an error came: while a connection was being opened, or when a statement may have reached the server. */
export type Moment =
  | { readonly during: 'opening'; readonly host: string; readonly port: number }
  | ({ readonly during: 'calling' } & About);

/**
 * What may be done about a fault:
 * - `ambiguous`: the statement may or may not have been applied. Drop the connection, reconnect, send the very same
 *   statement again; the batch ledger's primary key decides.
 * - `retryable`: it was certainly not applied and may well succeed later.
 * - `final`: trying again changes nothing until a person does something.
 */
export type RetryKind = 'ambiguous' | 'retryable' | 'final';

const ambiguous: ReadonlySet<FaultCode> = new Set(['central.connection_lost', 'central.timed_out']);
const retryable: ReadonlySet<FaultCode> = new Set(['central.unreachable', 'central.too_many_connections']);
/** Serialization failure, deadlock, lock not available, out of memory: rolled back whole, worth another try. */
const retryableStates: ReadonlySet<unknown> = new Set(['40001', '40P01', '55P03', '53200']);

export function retryKindOf(value: Fault): RetryKind {
  if (ambiguous.has(value.code)) return 'ambiguous';
  if (retryable.has(value.code)) return 'retryable';
  return value.code === 'central.refused' && retryableStates.has(value.params['sqlState'])
    ? 'retryable'
    : 'final';
}

/**
 * The one place where an error of the central connection becomes a fault. Only codes are read, and of texts only
 * those of pg 8.23.1 itself: the server's own messages may quote data and are dropped. A bug is thrown on.
 */
export function toFault(error: unknown, moment: Moment): Fault {
  if (error instanceof FaultError) return error.fault;
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if ('severity' in error && /^[0-9A-Z]{5}$/.test(code)) return ofSqlState(code, moment);
  if (code === 'CERT_HAS_EXPIRED') return fault('central.certificate_expired', { whose: 'the server' });
  if (certificateProblems.has(code)) return fault('central.untrusted', {});
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_OSSL_')) return ofTls(code, moment);
  if (code === 'ETIMEDOUT' || pgTimeouts.has(error.message)) return fault('central.timed_out', {});
  if (isCutShort(error) || socketProblems.has(code)) return lost(moment);
  if (isBug(error)) throw error;
  // What is left are pg's plain errors about a message that it did not expect: the conversation is broken.
  return lost(moment);
}

/** Whether the other side broke a connection that stood, as told from one that never came about. */
export function isCutShort(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE' || error.message.startsWith('Connection terminated');
}

function ofSqlState(state: string, moment: Moment): Fault {
  const { job, batch }: About = moment.during === 'calling' ? moment : {};
  return ofRefusal(state, job, batch) ?? ofPostgres(state, moment);
}

/** Codes that the api raises itself: resources/sql/central/0030-refusals.sql lists them. */
function ofRefusal(state: string, job?: string, batch?: number): Fault | null {
  if (state === 'PM001') return fault('central.device_revoked', {});
  if (state === 'PM002') return fault('central.tenant_suspended', {});
  if (batch !== undefined && state === 'PM011') return fault('central.payload_damaged', { batch });
  if (batch !== undefined && state === 'PM012') return fault('central.batch_conflict', { batch });
  if (job === undefined) return null;
  if (state === 'PM010') return fault('central.job_conflict', { job });
  if (state === 'PM013') return fault('central.job_unknown', { job });
  return state === 'PM014' ? fault('central.job_closed', { job }) : null;
}

function ofPostgres(state: string, moment: Moment): Fault {
  switch (state) {
    case '53100':
      return fault('central.disk_full', {});
    case '53300':
      return fault('central.too_many_connections', {});
    case '57014': // cancelled by statement_timeout
      return fault('central.timed_out', {});
    case '57P01': // ended by an administrator; 57P02: after a crash; 57P05: idle too long
    case '57P02':
    case '57P05':
      return lost(moment);
    case '57P03': // starting up, shutting down or recovering
      return moment.during === 'opening' ? lost(moment) : fault('central.connection_lost', {});
    case '3F000': // no such schema; 42883: no such function
    case '42883':
      return fault('central.wrong_version', {});
    default:
      if (state.startsWith('28')) return fault('central.login_refused', {});
      return state.startsWith('08') ? lost(moment) : fault('central.refused', { sqlState: state });
  }
}

/** OpenSSL's codes, the newer spelling (`SSL/TLS_ALERT`) and the older (`SSLV3_ALERT`) alike. */
function ofTls(code: string, moment: Moment): Fault {
  if (code.endsWith('ALERT_CERTIFICATE_EXPIRED'))
    return fault('central.certificate_expired', { whose: 'this device' });
  if (code.endsWith('ALERT_CERTIFICATE_REVOKED')) return fault('central.device_revoked', {});
  if (refusedByServer.test(code)) return fault('central.login_refused', {});
  if (/PROTOCOL_VERSION$|UNSUPPORTED_PROTOCOL$|WRONG_VERSION_NUMBER$/.test(code))
    return fault('central.no_tls', {});
  if (/^ERR_OSSL_(PEM|X509|EVP|ASN1|DECODER|UNSUPPORTED)/.test(code)) {
    return fault('central.enrolment_unreadable', { file: 'the stored enrolment' });
  }
  if (code === 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING') return lost(moment);
  return moment.during === 'calling' ? lost(moment) : fault('central.untrusted', {});
}

function lost(moment: Moment): Fault {
  return moment.during === 'opening'
    ? fault('central.unreachable', { host: moment.host, port: moment.port })
    : fault('central.connection_lost', {});
}

const refusedByServer =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_REQUIRED|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/;

const pgTimeouts = new Set(['timeout expired', 'Query read timeout']);

const socketProblems = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTFOUND',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Node's names of what OpenSSL's chain check, the host name check and an unusable certificate end with. */
const certificateProblems = new Set([
  'AUTHORITY_ISSUER_SERIAL_MISMATCH',
  'CERT_CHAIN_TOO_LONG',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'SUBJECT_ISSUER_MISMATCH',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}
