import { commandLineActor } from '../../src/audit/actor.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { Integrator } from '../../src/audit/integrator.js';
import { TokensService } from '../../src/identity/tokens.service.js';
import { UsersService } from '../../src/identity/users.service.js';
import { OrganisationsService } from '../../src/organisations/organisations.service.js';
import { CHAMBER, type TestApplication } from './application.js';

/** A log with a case in it, of an organisation of its own. */
export interface ManipulatedLog {
  readonly id: string;
  readonly slug: string;
  readonly request: string;
  readonly forwarding: string;
  /** Entries that are signed. */
  readonly size: number;
}

let organisations = 0;

/** As the program makes it: settings, an account, a request that was handed over and forwarded, and entries above a tile. */
export async function logToManipulate(app: TestApplication, entries = 300): Promise<ManipulatedLog> {
  const { application } = app.running;
  const slug = `kammer-${(organisations += 1)}-${Date.now().toString(36)}`;
  const { organisationId: id } = await application.get(OrganisationsService).importProfile({ ...CHAMBER, slug });
  const email = `weitergabe@${slug}.example`;
  await application.get(UsersService).add(commandLineActor(id), { email, role: 'staff' });
  const token = await application.get(TokensService).issue(email, 'test');
  await append(app, id, entries);
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Bitte um Auskunft.' }),
  });
  const { id: request } = (await response.json()) as { readonly id: string };
  await application.get(Integrator).integrateAll();
  await append(app, id, 10);
  const { forwarding, size } = await app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ forwarding: string; size: string }>(
      `SELECT f.id AS forwarding, i.size FROM forwarding f JOIN log_integration i USING (organisation_id)
       WHERE f.rights_request_id = $1 AND f.forwarded_at IS NOT NULL`,
      [request],
    );
    return rows[0] ?? { forwarding: '', size: '0' };
  });
  return { id, slug, request, forwarding, size: Number(size) };
}

export async function append(app: TestApplication, id: string, entries: number): Promise<void> {
  const { application } = app.running;
  await application.get(AuditLog).transact(commandLineActor(id), (transaction) => {
    for (let at = 0; at < entries; at += 1) {
      transaction.record('clock.anomaly', { behindMs: at });
    }
    return Promise.resolve();
  });
  await application.get(Integrator).integrateAll();
}

/** As the superuser, with the triggers off. Returns the moment of the change by the database's clock. */
export function asSuperuser(app: Pick<TestApplication, 'database'>, log: ManipulatedLog, text: string): Promise<Date> {
  return app.database.asOwner(async (client) => {
    await client.query('SET session_replication_role = replica');
    for (const one of text.split(';').filter((part) => part.trim() !== '')) {
      await client.query(inPlace(one, log));
    }
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date(0);
  });
}

/** `:log`, `:request`, `:forwarding` and `:size` of the log. */
export function inPlace(text: string, log: ManipulatedLog): string {
  return text
    .replaceAll(':log', `'${log.id}'`)
    .replaceAll(':request', `'${log.request}'`)
    .replaceAll(':forwarding', `'${log.forwarding}'`)
    .replaceAll(':size', String(log.size));
}

/** Hashes of a changed entry put into every tile above it, so that the stored tree is whole again. */
export const RETILED = (index: number): string => `
  UPDATE log_tile t SET hashes = overlay(t.hashes PLACING sha256('\\x00'::bytea || e.bytes) FROM ${(index % 256) * 32 + 1})
    FROM log_entry e WHERE e.organisation_id = :log AND e.index = ${index}
      AND t.organisation_id = :log AND t.level = 0 AND t.index = ${Math.floor(index / 256)};
  UPDATE log_tile p SET hashes = overlay(p.hashes PLACING forthwith_tile_root(c.hashes) FROM ${Math.floor(index / 256) * 32 + 1})
    FROM log_tile c WHERE c.organisation_id = :log AND c.level = 0 AND c.index = ${Math.floor(index / 256)}
      AND length(c.hashes) = 8192 AND p.organisation_id = :log AND p.level = 1 AND p.index = 0`;
