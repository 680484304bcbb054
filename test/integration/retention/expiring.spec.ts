import { existsSync } from 'node:fs';
import { EXPIRING } from '../../../src/retention/expiring.js';
import { ExpiringSweep } from '../../../src/retention/expiring-sweep.js';
import { RetentionWorld } from './retention-world.js';

const world = new RetentionWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

const sweep = () => world.app.running.application.get(ExpiringSweep).sweep();
const user = async (email: string) => {
  const [row] = await world.rows<{ id: string }>(
    `INSERT INTO user_account (id, email, password_hash, locale, created_at) VALUES (gen_random_uuid(), $1, 'x', 'de', now()) RETURNING id`,
    email,
  );
  return row?.id ?? '';
};

test('every column that says when something ends is known, with what then happens', async () => {
  const columns = await world.rows<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name ~ '(^|_)(expires?|expiry|ends|until)(_at|_on)?$' AND table_name NOT LIKE 'compliance%'
       AND column_name <> 'lease_until' ORDER BY 1`,
  );
  // A new one? Enter it in src/retention/expiring.ts.
  expect(columns.map(({ place }) => place)).toEqual(EXPIRING.map(({ table, column }) => `${table}.${column}`).sort());
  expect(
    EXPIRING.filter(({ sweep: own, sweptIn, stays }) => [own, sweptIn, stays].filter(Boolean).length !== 1),
  ).toEqual([]);
  expect(EXPIRING.flatMap(({ sweptIn }) => sweptIn ?? []).filter((file) => !existsSync(`src/${file}`))).toEqual([]);
});

test('tokens and links go thirty days after they have ended, and not a day before', async () => {
  const id = await user('wird-bleiben@kammer.example');
  const token = (ended: string, revoked: string) =>
    world.rows(
      `INSERT INTO api_token (id, token_hash, user_id, organisation_id, name, created_at, expires_at, revoked_at, scope)
       VALUES (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), $1, $2, 'x', now(), ${ended}, ${revoked}, 'all')`,
      id,
      world.app.organisationId,
    );
  await token(`now() - interval '31 days'`, 'NULL');
  await token(`now() - interval '29 days'`, 'NULL');
  await token('NULL', `now() - interval '31 days'`);
  await token('NULL', 'NULL');
  const before = await world.count('api_token WHERE user_id = $1', id);
  await sweep();
  expect([before, await world.count('api_token WHERE user_id = $1', id)]).toEqual([4, 2]);
});

test('an account that nobody has a role with is nameless after six months; its id stays, and others are left alone', async () => {
  const gone = await user('ausgeschieden@kammer.example');
  const recent = await user('gerade-erst@kammer.example');
  const back = await user('wieder-da@kammer.example');
  await world.rows(`UPDATE user_account SET disabled_at = now() - interval '7 months' WHERE id = ANY ($1)`, [
    gone,
    back,
  ]);
  await world.rows(`UPDATE user_account SET disabled_at = now() - interval '5 months' WHERE id = $1`, recent);
  await world.rows(
    `INSERT INTO membership (user_id, organisation_id, role, granted_at) VALUES ($1, $2, 'staff', now())`,
    back,
    world.app.organisationId,
  );
  await sweep();
  await sweep();
  const rows = await world.rows<{ email: string; password_hash: string | null }>(
    'SELECT email, password_hash FROM user_account WHERE id = ANY ($1) ORDER BY email',
    [gone, recent, back],
  );
  expect(rows).toEqual([
    { email: `geloescht-${gone}`, password_hash: null },
    { email: 'gerade-erst@kammer.example', password_hash: 'x' },
    { email: 'wieder-da@kammer.example', password_hash: 'x' },
  ]);
});
