import { entry, type Nothing } from './entry.ts';

/** What can go wrong between this device and the central database, and while operating the latter. */
export const centralFaults = {
  'central.not_enrolled': entry<Nothing>(
    'usage',
    409,
    () =>
      'This workspace is not enrolled with a central database. Add the enrolment file from your operator first (in the Upload step, or with --enrolment).',
  ),
  'central.enrolment_unreadable': entry<{ file: string }>(
    'central',
    422,
    (p) => `“${p.file}” is not an enrolment file, or it is damaged. Ask your operator for a new one.`,
  ),
  'central.enrolment_passphrase': entry<Nothing>(
    'usage',
    403,
    () => 'The passphrase does not open the enrolment file. Ask your operator which one belongs to it.',
  ),
  'central.unreachable': entry<{ host: string; port: number }>(
    'central',
    503,
    (p) =>
      `The central database at ${p.host}:${p.port} does not answer. Nothing was lost. Check the network and try again.`,
  ),
  'central.connection_lost': entry<Nothing>(
    'central',
    503,
    () =>
      'The connection to the central database broke and did not come back. What was uploaded is kept and recorded. Start the upload again to continue where it stopped.',
  ),
  'central.timed_out': entry<Nothing>(
    'central',
    504,
    () => 'The central database did not answer in time. Nothing was lost. Try again in a few minutes.',
  ),
  'central.no_tls': entry<Nothing>(
    'central',
    502,
    () =>
      'The server does not offer an encrypted connection that is safe enough (TLS 1.3), so nothing was sent. Tell your operator.',
  ),
  'central.untrusted': entry<Nothing>(
    'central',
    502,
    () =>
      'The server could not prove that it is your central database, so nothing was sent. Do not go on; tell your operator.',
  ),
  'central.weak_authentication': entry<Nothing>(
    'central',
    502,
    () =>
      'The server asked for the password in an unsafe way, so nothing was sent. Do not go on; tell your operator.',
  ),
  'central.certificate_expired': entry<{ whose: string }>(
    'central',
    502,
    (p) => `The certificate of ${p.whose} has expired, so nothing was sent. Ask your operator to renew it.`,
  ),
  'central.login_refused': entry<Nothing>(
    'central',
    403,
    () => 'The central database does not accept this device. Ask your operator to enrol it again.',
  ),
  'central.device_revoked': entry<Nothing>(
    'central',
    403,
    () =>
      'This device was revoked by the operator. What was uploaded stays as it is. Ask to be enrolled again.',
  ),
  'central.tenant_suspended': entry<Nothing>(
    'central',
    403,
    () =>
      'The operator has suspended this practice in the central database. What was uploaded stays as it is. Ask the operator.',
  ),
  'central.too_many_connections': entry<Nothing>(
    'central',
    503,
    () =>
      'This device already has as many connections as it may. Close other windows of this program and try again.',
  ),
  'central.wrong_tenant': entry<{ expected: string }>(
    'central',
    409,
    (p) =>
      `This workspace belongs to the practice ${p.expected}, and the enrolment or the company id names another one. Nothing was sent.`,
  ),
  'central.other_database': entry<{ job: string }>(
    'central',
    409,
    (p) =>
      `The upload ${p.job} is in another central database than the one that this workspace is enrolled with now, or that one was made anew. Nothing was done. To verify it or take it back, enrol with the database that holds it; to upload the file here, make a new workspace.`,
  ),
  'central.job_missing': entry<{ job: string }>(
    'central',
    409,
    (p) =>
      `The central database has lost the upload ${p.job}: it was probably restored from an older backup. Nothing was done. Tell your operator. When the newer backup is back, try again; if it is gone for good, upload the file from a new workspace.`,
  ),
  'central.batches_missing': entry<{ job: string; held: number; received: number }>(
    'central',
    409,
    (p) =>
      `The central database holds ${p.held} of the ${p.received} batches that it had received of the upload ${p.job}: it was probably restored from an older backup. Nothing was sent. Tell your operator. If the newer backup is gone for good, roll this upload back and upload the file again.`,
  ),
  'central.wrong_version': entry<Nothing>(
    'central',
    409,
    () =>
      'The central database has another version than this program expects. Nothing was sent. Update one of them.',
  ),
  'central.disk_full': entry<Nothing>(
    'central',
    507,
    () =>
      'The central database has no disk space left. What was uploaded is kept. Tell your operator, then continue.',
  ),
  'central.refused': entry<{ sqlState: string }>(
    'central',
    502,
    (p) =>
      `The central database refused the request (code ${p.sqlState}). Nothing of it was kept. Tell support.`,
  ),
  'central.payload_damaged': entry<{ batch: number }>(
    'central',
    502,
    (p) =>
      `Batch ${p.batch} arrived damaged and was refused whole. Nothing of it was kept. Start the upload again.`,
  ),
  'central.batch_conflict': entry<{ batch: number }>(
    'central',
    409,
    (p) =>
      `The central database holds another content under batch ${p.batch} of this job. The upload was stopped before anything was written. Tell support.`,
  ),
  'central.job_unknown': entry<{ job: string }>(
    'central',
    404,
    (p) => `The central database knows no job ${p.job} of this practice.`,
  ),
  'central.job_closed': entry<{ job: string }>(
    'central',
    409,
    (p) => `The job ${p.job} is closed: it was completed or rolled back. Start a new one.`,
  ),
  'central.job_conflict': entry<{ job: string }>(
    'central',
    409,
    (p) =>
      `The central database holds the job ${p.job} with other settings than this workspace. Nothing was sent. Tell support.`,
  ),
  'upload.not_found': entry<{ job: string }>(
    'usage',
    404,
    (p) => `This workspace has no job ${p.job}. Use “status” or the Result step to see its jobs.`,
  ),
  'upload.open_job': entry<{ job: string }>(
    'needsPerson',
    409,
    (p) => `The job ${p.job} of this file is not finished. Continue it, or roll it back first.`,
  ),
  'upload.already_uploaded': entry<{ job: string }>(
    'needsPerson',
    409,
    (p) =>
      `This file was already uploaded by the job ${p.job}. Roll that job back before uploading it again.`,
  ),
  'upload.not_finished': entry<{ job: string }>(
    'needsPerson',
    409,
    (p) =>
      `The upload ${p.job} is not finished, so it cannot be verified yet. Continue it first, or roll it back.`,
  ),
  'upload.being_taken_back': entry<{ job: string }>(
    'needsPerson',
    409,
    (p) =>
      `The upload ${p.job} is being taken back, and that is not finished. Finish the rollback first; then the file can be uploaded again.`,
  ),
  'upload.taken_back': entry<{ job: string }>(
    'needsPerson',
    409,
    (p) =>
      `The upload ${p.job} was taken back, so there is nothing to compare. Upload the file again if it is to be in the central database.`,
  ),
  'upload.batch_changed': entry<{ batch: number }>(
    'mismatch',
    409,
    (p) =>
      `Batch ${p.batch} can no longer be rebuilt as it was frozen, so it was not sent. Roll the job back and start a new one.`,
  ),
  'verify.mismatch': entry<{ missing: number; changed: number; extra: number }>(
    'mismatch',
    409,
    (p) =>
      `The central database is not the same as what was sent: ${p.missing} missing, ${p.changed} different, ${p.extra} unexpected. Look at the list before anyone works with these records.`,
  ),
  'rollback.kept': entry<{ kept: number }>(
    'inPart',
    409,
    (p) =>
      `${p.kept} records were kept in the central database: edited there since, or also sent by another upload. See the list.`,
  ),
  'rollback.rows_left': entry<{ rows: number }>(
    'mismatch',
    409,
    (p) =>
      `${p.rows} records of this job are still in the central database. Run the rollback again to finish it.`,
  ),
  'operator.database_unreachable': entry<{ host: string; port: number }>(
    'central',
    503,
    (p) => `No Postgres answers at ${p.host}:${p.port}. Check that it runs and that the address is right.`,
  ),
  'operator.login_refused': entry<{ user: string }>(
    'central',
    403,
    (p) => `Postgres does not accept the operator “${p.user}”. Check the user name and password.`,
  ),
  'operator.password_missing': entry<{ user: string }>(
    'usage',
    401,
    (p) =>
      `Postgres asks for the password of “${p.user}”, and none was given. Set PRACTICE_MIGRATOR_PGPASSWORD, use --password-file, or run it at a terminal.`,
  ),
  'operator.database_missing': entry<{ database: string }>(
    'central',
    404,
    (p) => `Postgres has no database “${p.database}”. Create it first, or check its name.`,
  ),
  'operator.not_permitted': entry<{ user: string }>(
    'central',
    403,
    (p) => `“${p.user}” may not do this in Postgres. Use a superuser of the central database.`,
  ),
  'operator.database_busy': entry<Nothing>(
    'central',
    503,
    () =>
      'Somebody holds a lock on the central database for longer than the migration waits. Nothing was changed. End or revoke who is busy in it (pg_stat_activity shows them), and run it again.',
  ),
  'operator.history_differs': entry<{ migration: string }>(
    'central',
    409,
    (p) =>
      `The migration “${p.migration}” was applied with another content than this program has. Nothing was changed. Use the version that made this database.`,
  ),
  'operator.history_newer': entry<{ migration: string }>(
    'central',
    409,
    (p) =>
      `The database has the migration “${p.migration}”, which this program does not know. Update the program.`,
  ),
  'operator.not_migrated': entry<Nothing>(
    'central',
    409,
    () => 'The database has no central schema yet. Run “practice-migrator central migrate” first.',
  ),
  'operator.tenant_exists': entry<{ companyId: string }>(
    'usage',
    409,
    (p) => `A practice with the company id “${p.companyId}” already exists.`,
  ),
  'operator.tenant_unknown': entry<{ companyId: string }>(
    'usage',
    404,
    (p) => `There is no practice with the company id “${p.companyId}”.`,
  ),
  'operator.device_unknown': entry<{ device: string }>(
    'usage',
    404,
    (p) => `There is no enrolled device “${p.device}”.`,
  ),
  'operator.file_not_written': entry<{ file: string }>(
    'usage',
    409,
    (p) =>
      `The enrolment file could not be written to “${p.file}” (is there one already?). The device was not enrolled. Name another file.`,
  ),
  'operator.server_name_missing': entry<{ host: string }>(
    'usage',
    409,
    (p) =>
      `The server’s certificate does not name “${p.host}”, so a device would refuse to connect. Nothing was enrolled. Give a host that it names with --public-host, or make an authority with --server-name ${p.host}.`,
  ),
  'operator.authority_missing': entry<{ folder: string }>(
    'usage',
    404,
    (p) =>
      `There is no certificate authority in “${p.folder}”. Run “practice-migrator central authority” first.`,
  ),
  'operator.authority_exists': entry<{ folder: string }>(
    'usage',
    409,
    (p) => `“${p.folder}” already holds a certificate authority. It was left as it is.`,
  ),
  'operator.authority_passphrase': entry<Nothing>(
    'usage',
    403,
    () => 'The passphrase does not open the certificate authority.',
  ),
};
