import type { Client } from 'pg';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { actAs } from '../../support/scope.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

const ROLES = ['staff', 'dpo', 'auditor', 'admin', 'system', 'department', 'person', ''];

let app: TestApplication;
let other: string;
let userId: string;

beforeAll(async () => {
  app = await startTestApplication();
  const sister = { ...CHAMBER, slug: 'schwester', name: 'Schwesterkammer' };
  other = (await app.running.application.get(OrganisationsService).importProfile(sister)).organisationId;
  const token = await app.token('staff');
  for (const message of ['Bitte um Auskunft', 'Bitte löschen']) {
    const answer = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'instagram', message, contact: 'a@b.example' }),
    });
    if (answer.status !== 201) {
      throw new Error(`the request was answered ${answer.status}`);
    }
  }
  await Visitor.signedIn(app, 'leitung@kammer.example', 'admin', 'dpo', 'staff', 'auditor');
  userId = await app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM user_account WHERE email LIKE 'leitung@%'`);
    return rows[0]?.id ?? '';
  });
});
afterAll(() => app.stop());

interface Place {
  readonly organisation: string;
  readonly role: string;
}

/** As the application's role in this scope; nothing of it stays. */
async function as<T>({ organisation, role }: Place, work: (client: Client) => Promise<T>): Promise<T> {
  return app.database.asOwner(async (client) => {
    await client.query('BEGIN');
    await actAs(client, { organisationId: organisation, userId, roles: [role] }, 'commit');
    try {
      return await work(client);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

/** How many rows a statement touches; one that is not allowed at all touches none. Nothing of it stays. */
async function touchedBy(client: Client, sql: string): Promise<number> {
  await client.query('SAVEPOINT before');
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } catch (error) {
    // A constraint complains of a row only where one was touched.
    return /^23/.test(String((error as { code?: unknown }).code)) ? 1 : 0;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT before');
  }
}

const touched = (place: Place, sql: string): Promise<number> => as(place, (client) => touchedBy(client, sql));

async function seenBy(client: Client, table: string): Promise<number> {
  await client.query('SAVEPOINT looking');
  try {
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0]?.n ?? 0;
  } catch {
    return 0;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT looking');
  }
}

interface Column {
  readonly table: string;
  readonly column: string;
}

/** Of every table with row-level security one column that the application may change. */
async function changeable(): Promise<readonly Column[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<Column>(
      `SELECT c.relname AS "table", (array_agg(a.attname ORDER BY a.attnum DESC))[1] AS column
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND a.attgenerated = ''
       GROUP BY c.relname ORDER BY c.relname`,
    );
    return rows;
  });
}

test('a statement without WHERE touches no row that its role does not see, in any table', async () => {
  const tables = await changeable();
  expect(tables.length).toBeGreaterThan(40);
  const beyond: string[] = [];
  for (const organisation of [app.organisationId, other, '']) {
    for (const role of ROLES) {
      await as({ organisation, role }, async (client) => {
        for (const { table, column } of tables) {
          const most = await seenBy(client, table);
          for (const sql of [`UPDATE ${table} SET ${column} = NULL`, `DELETE FROM ${table}`]) {
            if ((await touchedBy(client, sql)) > most) {
              beyond.push(`${role} in ${organisation}: ${sql}`);
            }
          }
        }
      });
    }
  }
  expect(beyond).toEqual([]);
});

test('an administrator who forgets the WHERE changes no account of another organisation', async () => {
  const place = { organisation: other, role: 'admin' };
  expect(await touched(place, `UPDATE user_account SET password_hash = 'x'`)).toBeLessThanOrEqual(1);
});

test.each(['request_key', 'sealed', 'blind_index'])(
  'nobody destroys %s of more than one case at once, and staff and auditors of none',
  async (table) => {
    for (const role of ROLES) {
      expect([role, await touched({ organisation: app.organisationId, role }, `DELETE FROM ${table}`)]).toEqual([
        role,
        0,
      ]);
    }
    const one = `DELETE FROM ${table} WHERE rights_request_id = (SELECT min(id::text)::uuid FROM rights_request)`;
    expect(await touched({ organisation: app.organisationId, role: 'system' }, one)).toBeGreaterThan(0);
  },
);

test('which checkpoint of another organisation was anchored is not seen', async () => {
  const foreign = await as({ organisation: other, role: 'auditor' }, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM log_anchor WHERE organisation_id <> $1`,
      [other],
    );
    return rows[0]?.n;
  });
  expect(foreign).toBe(0);
});
