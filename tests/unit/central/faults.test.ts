import { expect, test } from 'vitest';
import { fault, FaultError, faultCodes, type FaultCode } from '#contract/faults';
import { type Moment, retryKindOf, toFault } from '#main/central/faults';

const opening: Moment = { during: 'opening', host: 'central.example.org', port: 5432 };
const calling: Moment = { during: 'calling', job: 'job-1', batch: 7 };

function errorWith(code: string, message = 'text that is not read'): Error {
  return Object.assign(new Error(message), { code });
}

function databaseError(state: string): Error {
  return Object.assign(errorWith(state, 'value "Mrs Secret" violates something'), { severity: 'ERROR' });
}

test.each([
  ['ECONNREFUSED', 'central.unreachable', 'central.connection_lost'],
  ['ENOTFOUND', 'central.unreachable', 'central.connection_lost'],
  ['EAI_AGAIN', 'central.unreachable', 'central.connection_lost'],
  ['EHOSTUNREACH', 'central.unreachable', 'central.connection_lost'],
  ['ENETUNREACH', 'central.unreachable', 'central.connection_lost'],
  ['ECONNRESET', 'central.unreachable', 'central.connection_lost'],
  ['EPIPE', 'central.unreachable', 'central.connection_lost'],
  ['ERR_STREAM_DESTROYED', 'central.unreachable', 'central.connection_lost'],
  ['ETIMEDOUT', 'central.timed_out', 'central.timed_out'],
  ['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', 'central.unreachable', 'central.connection_lost'],
  ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'central.untrusted', 'central.connection_lost'],
] as const)('%s is %s while opening and %s in a call', (code, whileOpening, inCall) => {
  expect(toFault(errorWith(code), opening).code).toBe(whileOpening);
  expect(toFault(errorWith(code), calling).code).toBe(inCall);
});

test.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'central.untrusted'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'central.untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'central.untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'central.untrusted'],
  ['CERT_NOT_YET_VALID', 'central.untrusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'central.untrusted'],
  ['CERT_HAS_EXPIRED', 'central.certificate_expired'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'central.certificate_expired'],
  ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED', 'central.certificate_expired'],
  ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_REVOKED', 'central.device_revoked'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'central.login_refused'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'central.login_refused'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'central.no_tls'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'central.no_tls'],
  ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'central.enrolment_unreadable'],
  ['ERR_OSSL_PEM_NO_START_LINE', 'central.enrolment_unreadable'],
] as const)('the TLS error %s is %s', (code, expected) => {
  expect(toFault(errorWith(code), opening).code).toBe(expected);
});

test.each([
  ['PM001', 'central.device_revoked', 'final'],
  ['PM002', 'central.tenant_suspended', 'final'],
  ['PM010', 'central.job_conflict', 'final'],
  ['PM011', 'central.payload_damaged', 'final'],
  ['PM012', 'central.batch_conflict', 'final'],
  ['PM013', 'central.job_unknown', 'final'],
  ['PM014', 'central.job_closed', 'final'],
  ['PM500', 'central.refused', 'final'],
  ['28P01', 'central.login_refused', 'final'],
  ['28000', 'central.login_refused', 'final'],
  ['53100', 'central.disk_full', 'final'],
  ['53300', 'central.too_many_connections', 'retryable'],
  ['57P03', 'central.connection_lost', 'ambiguous'],
  ['57P01', 'central.connection_lost', 'ambiguous'],
  ['57P02', 'central.connection_lost', 'ambiguous'],
  ['08006', 'central.connection_lost', 'ambiguous'],
  ['57014', 'central.timed_out', 'ambiguous'],
  ['40001', 'central.refused', 'retryable'],
  ['40P01', 'central.refused', 'retryable'],
  ['23505', 'central.refused', 'final'],
  ['42883', 'central.wrong_version', 'final'],
  ['3F000', 'central.wrong_version', 'final'],
] as const)('SQLSTATE %s in a call is %s and %s', (state, code, kind) => {
  const found = toFault(databaseError(state), calling);
  expect(found.code).toBe(code);
  expect(retryKindOf(found)).toBe(kind);
});

test.each(['57P01', '57P02', '57P03', '08006'])(
  'a server that says %s while a connection is opened is unreachable for now',
  (state) => {
    const found = toFault(databaseError(state), opening);
    expect(found).toEqual(fault('central.unreachable', { host: 'central.example.org', port: 5432 }));
    expect(retryKindOf(found)).toBe('retryable');
  },
);

test('a batch is named in its fault, and nothing of the server’s text is', () => {
  const found = toFault(databaseError('PM012'), calling);
  expect(found.params).toEqual({ batch: 7 });
  expect(JSON.stringify(toFault(databaseError('23505'), calling))).not.toContain('Secret');
});

test.each(['PM010', 'PM011', 'PM012', 'PM013', 'PM014', 'PM016'])(
  '%s without a job or batch to name is a plain refusal',
  (state) => {
    const found = toFault(databaseError(state), { during: 'calling' });
    expect(found).toEqual(fault('central.refused', { sqlState: state }));
  },
);

test.each(['timeout expired', 'Query read timeout'])(
  'pg’s “%s” is a timeout whose outcome is not known',
  (text) => {
    const found = toFault(new Error(text), calling);
    expect(found.code).toBe('central.timed_out');
    expect(retryKindOf(found)).toBe('ambiguous');
  },
);

test.each(['Connection terminated', 'Connection terminated unexpectedly'])(
  'pg’s “%s” is a lost connection',
  (text) => {
    expect(toFault(new Error(text), calling).code).toBe('central.connection_lost');
    expect(toFault(new Error(text), opening).code).toBe('central.unreachable');
  },
);

test('several addresses that all refuse are one unreachable server', () => {
  const attempts = Object.assign(new AggregateError([errorWith('ECONNREFUSED')]), { code: 'ECONNREFUSED' });
  expect(toFault(attempts, opening).code).toBe('central.unreachable');
});

test('a refusal of the strict client keeps its fault', () => {
  const refused = fault('central.weak_authentication', {});
  expect(toFault(new FaultError(refused), opening)).toBe(refused);
});

test('a bug is thrown on and not turned into a fault', () => {
  const bug = new TypeError('x is not a function');
  expect(() => toFault(bug, calling)).toThrow(bug);
});

test('only faults that can pass by themselves are tried again', () => {
  const again = faultCodes.filter(
    (code: FaultCode) => retryKindOf({ code, message: '', params: {} }) !== 'final',
  );
  expect(again.toSorted()).toEqual([
    'central.connection_lost',
    'central.timed_out',
    'central.too_many_connections',
    'central.unreachable',
  ]);
});
