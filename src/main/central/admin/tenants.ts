import type pg from 'pg';
import { fault } from '#contract/faults';
import type { OperatorConnection, TenantView } from '#contract/operations/operator';
import { failed, ok, type Result } from '#contract/result';
import { withOperator } from './connection.ts';

/** Adds a practice under its company id; `operator.tenant_exists` when there is one, and those of `withOperator`. */
export function addTenant(
  connection: OperatorConnection,
  tenant: { readonly companyId: string; readonly name: string },
): Promise<Result<TenantView>> {
  return withOperator(connection, async (client) => {
    const { rows } = await client.query<TenantRow>(
      `INSERT INTO central.tenants (company_id, name) VALUES ($1, $2)
       ON CONFLICT (company_id) DO NOTHING
       RETURNING tenant_id, company_id, name, created_at`,
      [tenant.companyId, tenant.name],
    );
    const row = rows[0];
    if (row === undefined) return failed(fault('operator.tenant_exists', { companyId: tenant.companyId }));
    return ok(viewOf(row));
  });
}

/** The practices, by company id. Faults: those of `withOperator`. */
export function listTenants(connection: OperatorConnection): Promise<Result<TenantView[]>> {
  return withOperator(connection, async (client) => {
    const { rows } = await client.query<TenantRow>(
      'SELECT tenant_id, company_id, name, created_at FROM central.tenants ORDER BY company_id',
    );
    return ok(rows.map(viewOf));
  });
}

/** The practice with this company id on a connection that is open already; `operator.tenant_unknown`. */
export async function findTenant(client: pg.Client, companyId: string): Promise<Result<TenantView>> {
  const { rows } = await client.query<TenantRow>(
    'SELECT tenant_id, company_id, name, created_at FROM central.tenants WHERE company_id = $1',
    [companyId],
  );
  const row = rows[0];
  return row === undefined ? failed(fault('operator.tenant_unknown', { companyId })) : ok(viewOf(row));
}

interface TenantRow {
  readonly tenant_id: string;
  readonly company_id: string;
  readonly name: string;
  readonly created_at: Date;
}

function viewOf(row: TenantRow): TenantView {
  return {
    tenantId: row.tenant_id,
    companyId: row.company_id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
  };
}
