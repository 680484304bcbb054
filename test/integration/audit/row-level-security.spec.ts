import type { Client } from 'pg';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { actAs } from '../../support/scope.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';
import { uuidv7 } from '../../../src/platform/ids.js';

/** Tables without row-level security, and why that is right. */
const OPEN_TABLES: Readonly<Record<string, string>> = {
  migrations: 'names of migrations',
  organisation: 'public bodies; which there are must be found out before one is chosen',
  outbox_job: 'ids and moments; workers serve all organisations',
  scope_key: 'the key that signs who a transaction acts for; granted to nobody',
  sign_in_attempt: 'hashes of accounts and addresses, before anybody is signed in',
};

let app: TestApplication;
let other: string;
let staffToken: string;
let rightsRequestId: string;
let staffId: string;
beforeAll(async () => {
  app = await startTestApplication();
  const sister = { ...CHAMBER, slug: 'schwester', name: 'Schwesterkammer' };
  other = (await app.running.application.get(OrganisationsService).importProfile(sister)).organisationId;
  staffToken = await app.token('staff');
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Bitte', contact: 'a@b.example' }),
  });
  rightsRequestId = ((await answer.json()) as { id: string }).id;
  staffId = await app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT handed_over_by AS id FROM rights_request');
    return rows[0]?.id ?? '';
  });
});
afterAll(() => app.stop());

interface As {
  readonly organisation?: string;
  readonly user?: string;
  readonly roles?: string;
}

/** What the application's role sees in this scope. */
async function as<T>(
  { organisation = '', user = '', roles = '' }: As,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return app.database.asOwner(async (client) => {
    await client.query('BEGIN');
    await actAs(client, { organisationId: organisation, userId: user, roles: [roles] }, 'commit');
    try {
      return await work(client);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

const count = (scope: As, table: string): Promise<number> =>
  as(scope, async (client) => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? -1;
  });

async function tables(): Promise<{ name: string; enabled: boolean; forced: boolean }[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ name: string; enabled: boolean; forced: boolean }>(
      `SELECT relname AS name, relrowsecurity AS enabled, relforcerowsecurity AS forced FROM pg_class
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
    );
    return rows;
  });
}

const here = (): As => ({ organisation: app.organisationId });
const OF_A_REQUEST = ['rights_request', 'request_key', 'sealed', 'forwarding', 'blind_index'];

test('every table but the few that are named has row-level security, forced', async () => {
  const open = (await tables()).filter(({ enabled, forced }) => !enabled || !forced).map(({ name }) => name);
  expect(open).toEqual(Object.keys(OPEN_TABLES).sort());
});

test('another organisation sees nothing of a request, whatever its role', async () => {
  for (const roles of ['staff', 'dpo', 'auditor', 'admin', 'system']) {
    for (const table of OF_A_REQUEST) {
      expect([table, roles, await count({ organisation: other, user: staffId, roles }, table)]).toEqual([
        table,
        roles,
        0,
      ]);
    }
  }
});

test('without any scope nothing is there', async () => {
  for (const { name } of (await tables()).filter(({ enabled }) => enabled)) {
    expect([name, await count({}, name)]).toEqual([name, 0]);
  }
});

test.each([
  ['dpo', 1, 1, 1],
  ['auditor', 1, 0, 1],
  ['admin', 0, 0, 0],
  ['staff', 0, 0, 0],
] as const)(
  '%s, somebody else’s hand-over: %i request, %i sealed field, %i entry',
  async (roles, requests, sealed, entries) => {
    const scope = { ...here(), user: uuidv7(Date.now()), roles };
    expect(await count(scope, 'rights_request')).toBe(requests);
    expect((await count(scope, 'sealed')) > 0).toBe(sealed > 0);
    expect((await count(scope, 'request_key')) > 0).toBe(sealed > 0);
    expect((await count(scope, 'log_entry')) > 0).toBe(entries > 0);
  },
);

test('staff see their own hand-over and that it arrived, but not its sealed content', async () => {
  const scope = { ...here(), user: staffId, roles: 'staff' };
  expect(await count(scope, 'rights_request')).toBe(1);
  expect(await count(scope, 'forwarding')).toBe(1);
  expect(await count(scope, 'sealed')).toBe(0);
  expect(await count(scope, 'request_key')).toBe(0);
});

test('a worker that looks over all organisations sees no content and no key', async () => {
  const scope = { roles: 'system' };
  expect(await count(scope, 'sealed')).toBe(0);
  expect(await count(scope, 'request_key')).toBe(0);
  expect(await count(scope, 'rights_request')).toBe(0);
});

test.each(['rights_request', 'request_key', 'forwarding', 'organisation_id'])(
  'nothing is written into another organisation: %s',
  async (what) => {
    const change =
      what === 'organisation_id'
        ? `UPDATE rights_request SET organisation_id = '${other}' WHERE id = '${rightsRequestId}'`
        : `INSERT INTO ${what} SELECT (jsonb_populate_record(t, jsonb_build_object('organisation_id', '${other}'))).* FROM ${what} t`;
    const scope = { ...here(), user: staffId, roles: 'dpo,system' };
    await expect(as(scope, (client) => client.query(change))).rejects.toMatchObject({ code: '42501' });
  },
);

describe('a scope that nobody signed', () => {
  /** What SQL can do that somebody smuggled into a statement of the application: choose settings, not sign them. */
  const choose = async (client: Client, organisation: string, user: string, roles: string, mac?: string) =>
    client.query(
      `SELECT set_config('forthwith.organisation', $1, true), set_config('forthwith.user', $2, true),
              set_config('forthwith.roles', $3, true), set_config('forthwith.scope', coalesce($4, current_setting('forthwith.scope', true)), true)`,
      [organisation, user, roles, mac ?? null],
    );

  test.each([
    ['a role that sees more', { roles: 'system' }],
    ['another role under the same signature', { roles: 'staff,dpo' }],
    ['another organisation', { organisation: '00000000-0000-7000-8000-000000000001' }],
    ['another user', { user: '00000000-0000-7000-8000-000000000002' }],
    ['a signature that is none', { mac: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['no signature', { mac: '' }],
    // The parts run together to the same bytes only if their borders moved.
    ['a line end that moves a border', { user: '', roles: `${String.fromCharCode(10)}dpo` }],
  ])('sees nothing and writes nothing: %s', async (_, change) => {
    const signed = { organisation: app.organisationId, user: staffId, roles: 'dpo' };
    const chosen: { organisation: string; user: string; roles: string; mac?: string } = { ...signed, ...change };
    await as(signed, async (client) => {
      expect((await client.query('SELECT FROM rights_request')).rowCount).toBeGreaterThan(0);
      await choose(client, chosen.organisation, chosen.user, chosen.roles, chosen.mac);
      for (const table of ['rights_request', 'user_account', 'sealed', 'request_key', 'log_entry']) {
        expect([table, (await client.query(`SELECT FROM ${table}`)).rowCount]).toEqual([table, 0]);
      }
      expect((await client.query('DELETE FROM sealed')).rowCount).toBe(0);
    });
  });

  test('cannot be signed by the application’s role: neither the key nor the function is its own', async () => {
    for (const sql of ['SELECT key FROM scope_key', `SELECT forthwith_act_for('${app.organisationId}')`]) {
      await expect(as({}, (client) => client.query(sql))).rejects.toMatchObject({ code: '42501' });
    }
  });
});
