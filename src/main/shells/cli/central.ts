import { Option, type Command } from 'commander';
import type { OperationOutput } from '#contract/operations';
import type { OperatorConnection } from '#contract/operations/operator';
import { ok, type Result } from '#contract/result';
import { positiveInteger } from './migrate.ts';
import type { Output } from './output.ts';
import { runCommand, type Runner } from './runner.ts';
import { needSecret, readSecret } from './secrets.ts';

interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly passwordFile?: string;
  readonly ca?: string;
  readonly json?: boolean;
}

type Act<Options> = (runner: Runner, argument: string, options: Options) => Promise<Result<unknown>>;

export function addCentralCommands(program: Command, setExit: (code: number) => void): void {
  const central = program
    .command('central')
    .description('for the operator: set up the central Postgres, practices and devices')
    .addHelpText('afterAll', centralHelp);
  const tenant = central.command('tenant').description('practices');

  const add = <Options extends { json?: boolean }>(command: Command, act: Act<Options>): Command =>
    command.option('--json', 'print one JSON result and nothing else').action(async (...given: unknown[]) => {
      const options = given.at(-2) as Options;
      const argument = typeof given[0] === 'string' ? given[0] : '';
      const running = { json: options.json, role: 'operator', setExit } as const;
      await runCommand(running, (runner) => act(runner, argument, options));
    });

  add<AuthorityOptions>(
    central
      .command('authority')
      .argument('<folder>', 'where to keep the authority and the server’s certificate')
      .requiredOption(
        '--server-name <name>',
        'a host name or address by which devices reach the server; give it again for each further one',
        (name: string, names: string[] | undefined) => [...(names ?? []), name],
      )
      .option('--authority-passphrase-file <file>', 'file that holds the authority’s passphrase')
      .description('make the certificate authority and the server’s certificate'),
    makeAuthority,
  );
  add<MigrateOptions>(
    withConnection(central.command('migrate'))
      .option('--dry-run', 'only say which migrations would be applied', false)
      .description('bring the database to this program’s schema'),
    migrate,
  );
  add<TenantOptions>(
    withConnection(tenant.command('add').argument('<name>', 'name of the practice'))
      .requiredOption('--company-id <id>', 'short id: lower-case letters, digits and dashes')
      .description('add a practice'),
    addTenant,
  );
  add<ConnectionOptions>(
    withConnection(tenant.command('list')).description('list the practices'),
    listTenants,
  );
  add<EnrolOptions>(
    withConnection(
      central.command('enrol').argument('<device>', 'a name for the computer, such as “front desk”'),
    )
      .requiredOption('--company-id <id>', 'the practice that the device uploads for')
      .requiredOption('--authority <folder>', 'folder of the certificate authority')
      .requiredOption('--out <file>', 'where to write the enrolment file')
      .option('--authority-passphrase-file <file>', 'file that holds the authority’s passphrase')
      .option(
        '--enrolment-passphrase-file <file>',
        'file that holds the passphrase to close the enrolment file with',
      )
      .option('--public-host <host>', 'host by which the device reaches the server, when it differs')
      .option(
        '--public-port <port>',
        'port by which the device reaches the server, when it differs',
        positiveInteger,
      )
      .description('make a login and a certificate for one device of one practice'),
    enrolDevice,
  );
  add<DevicesOptions>(
    withConnection(central.command('devices'))
      .option('--company-id <id>', 'only those of this practice')
      .description('list the enrolled devices with their roles, revoked ones included'),
    listDevices,
  );
  add<ConnectionOptions>(
    withConnection(
      central
        .command('revoke')
        .argument('<role>', 'the device’s role, such as d_0123456789abcdef0123456789abcdef'),
    ).description('take a device’s access away, at once, also in sessions that are open'),
    revokeDevice,
  );
}

const centralHelp = `
Secrets: the operator's Postgres password comes from PRACTICE_MIGRATOR_PGPASSWORD or --password-file, the
authority's passphrase from PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE, the enrolment file's passphrase from
PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE, each also from a file or a question on the terminal.`;

interface AuthorityOptions {
  readonly serverName: string[];
  readonly authorityPassphraseFile?: string;
  readonly json?: boolean;
}
interface MigrateOptions extends ConnectionOptions {
  readonly dryRun: boolean;
}
interface TenantOptions extends ConnectionOptions {
  readonly companyId: string;
}
interface DevicesOptions extends ConnectionOptions {
  readonly companyId?: string;
}
interface EnrolOptions extends TenantOptions {
  readonly authority: string;
  readonly out: string;
  readonly authorityPassphraseFile?: string;
  readonly enrolmentPassphraseFile?: string;
  readonly publicHost?: string;
  readonly publicPort?: number;
}

function withConnection(command: Command): Command {
  return command
    .addOption(
      new Option('--host <host>', 'host of the central Postgres')
        .env('PRACTICE_MIGRATOR_PGHOST')
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--port <port>', 'its port')
        .env('PRACTICE_MIGRATOR_PGPORT')
        .argParser(positiveInteger)
        .default(5432),
    )
    .addOption(
      new Option('--database <name>', 'its database').env('PRACTICE_MIGRATOR_PGDATABASE').default('central'),
    )
    .addOption(
      new Option('--user <name>', 'the operator’s role').env('PRACTICE_MIGRATOR_PGUSER').default('postgres'),
    )
    .option('--password-file <file>', 'file that holds the operator’s password')
    .option('--ca <file>', 'certificate authority to trust for the server');
}

async function connectionOf(options: ConnectionOptions): Promise<Result<OperatorConnection>> {
  const password = await readSecret({
    file: options.passwordFile,
    environment: 'PRACTICE_MIGRATOR_PGPASSWORD',
    prompt: `Password of ${options.user}`,
  });
  if (!password.ok) return password;
  const { host, port, database, user } = options;
  const caFile = options.ca ? { caFile: options.ca } : {};
  return ok({ host, port, database, user, password: password.value ?? '', ...caFile });
}

function authorityPassphrase(file: string | undefined): Promise<Result<string>> {
  const environment = 'PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE';
  return needSecret({ file, environment, prompt: 'Passphrase of the certificate authority' });
}

async function makeAuthority(
  runner: Runner,
  folder: string,
  options: AuthorityOptions,
): Promise<Result<unknown>> {
  const passphrase = await authorityPassphrase(options.authorityPassphraseFile);
  if (!passphrase.ok) return passphrase;
  const input = { folder, passphrase: passphrase.value, serverNames: options.serverName };
  const made = await runner.run('operator.authority', input);
  if (made.ok) {
    runner.output.say(`Certificate authority: ${made.value.caFile}`);
    runner.output.say(`For postgresql.conf: ssl_cert_file = '${made.value.serverCertificateFile}'`);
    runner.output.say(`                     ssl_key_file = '${made.value.serverKeyFile}'`);
  }
  return made;
}

async function migrate(runner: Runner, _argument: string, options: MigrateOptions): Promise<Result<unknown>> {
  const connection = await connectionOf(options);
  if (!connection.ok) return connection;
  const input = { connection: connection.value, dryRun: options.dryRun };
  const migrated = await runner.run('operator.migrate', input);
  if (migrated.ok) describeMigrations(runner.output, migrated.value);
  return migrated;
}

function describeMigrations(output: Output, report: OperationOutput<'operator.migrate'>): void {
  const { applied, pending, warnings } = report;
  for (const name of applied) output.say(`applied  ${name}`);
  for (const name of pending) output.say(`pending  ${name}`);
  for (const warning of warnings) output.say(`not permitted by this server: ${warning}`);
  if (applied.length + pending.length === 0) output.say('The database is up to date.');
}

async function addTenant(runner: Runner, name: string, options: TenantOptions): Promise<Result<unknown>> {
  const connection = await connectionOf(options);
  if (!connection.ok) return connection;
  const input = { connection: connection.value, companyId: options.companyId, name };
  const added = await runner.run('operator.tenant_add', input);
  if (added.ok)
    runner.output.say(
      `Added ${added.value.name} (${added.value.companyId}, tenant ${added.value.tenantId}).`,
    );
  return added;
}

async function listTenants(
  runner: Runner,
  _argument: string,
  options: ConnectionOptions,
): Promise<Result<unknown>> {
  const connection = await connectionOf(options);
  if (!connection.ok) return connection;
  const tenants = await runner.run('operator.tenant_list', { connection: connection.value });
  if (!tenants.ok) return tenants;
  for (const { companyId, tenantId, name } of tenants.value)
    runner.output.say(`${companyId}  ${tenantId}  ${name}`);
  if (tenants.value.length === 0) runner.output.say('No practice yet.');
  return tenants;
}

async function enrolDevice(runner: Runner, device: string, options: EnrolOptions): Promise<Result<unknown>> {
  const authority = await authorityPassphrase(options.authorityPassphraseFile);
  if (!authority.ok) return authority;
  const forFile = await needSecret({
    file: options.enrolmentPassphraseFile,
    environment: 'PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE',
    prompt: 'Passphrase for the enrolment file',
  });
  if (!forFile.ok) return forFile;
  const connection = await connectionOf(options);
  if (!connection.ok) return connection;
  const enrolled = await runner.run('operator.enrol', {
    connection: connection.value,
    companyId: options.companyId,
    device,
    authorityFolder: options.authority,
    authorityPassphrase: authority.value,
    outFile: options.out,
    filePassphrase: forFile.value,
    ...(options.publicHost === undefined ? {} : { publicHost: options.publicHost }),
    ...(options.publicPort === undefined ? {} : { publicPort: options.publicPort }),
  });
  if (enrolled.ok) {
    runner.output.say(`Enrolment file: ${enrolled.value.file}`);
    runner.output.say(`Role ${enrolled.value.role}, valid until ${enrolled.value.expiresAt.slice(0, 10)}.`);
    runner.output.say('Hand the file and its passphrase over by two different ways.');
  }
  return enrolled;
}

async function listDevices(
  runner: Runner,
  _argument: string,
  { companyId, ...options }: DevicesOptions,
): Promise<Result<unknown>> {
  const connection = await connectionOf(options);
  if (!connection.ok) return connection;
  const wanted = companyId === undefined ? {} : { companyId };
  const devices = await runner.run('operator.device_list', { connection: connection.value, ...wanted });
  if (!devices.ok) return devices;
  for (const { role, companyId, device, certificateExpiresAt, revokedAt } of devices.value) {
    const state =
      revokedAt === null
        ? `valid until ${certificateExpiresAt.slice(0, 10)}`
        : `revoked ${revokedAt.slice(0, 10)}`;
    runner.output.say(`${role}  ${companyId}  ${device}  ${state}`);
  }
  if (devices.value.length === 0) runner.output.say('No device yet.');
  return devices;
}

async function revokeDevice(
  runner: Runner,
  role: string,
  options: ConnectionOptions,
): Promise<Result<unknown>> {
  const connection = await connectionOf(options);
  if (!connection.ok) return connection;
  const revoked = await runner.run('operator.revoke', { connection: connection.value, role });
  if (revoked.ok) runner.output.say(`${revoked.value.role} was revoked and its sessions were ended.`);
  return revoked;
}
