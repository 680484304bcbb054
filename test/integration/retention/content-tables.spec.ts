import { BY_KEY, CONTENT_TABLES, STAYS } from '../../../src/retention/content-tables.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const known = new Set([...CONTENT_TABLES.map(({ table }) => table), ...BY_KEY, ...Object.keys(STAYS)]);

/** Tables that lead to a request: by a column of that name, or by foreign keys, over as many steps as it takes. */
const ABOUT_REQUESTS = `
  WITH RECURSIVE about (oid) AS (
    SELECT 'rights_request'::regclass::oid
    UNION SELECT attrelid FROM pg_attribute WHERE attname IN ('rights_request_id', 'request_id') AND attrelid IN (
      SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)
    UNION SELECT c.conrelid FROM pg_constraint c JOIN about a ON c.confrelid = a.oid WHERE c.contype = 'f'
  )
  SELECT c.relname AS name FROM about JOIN pg_class c USING (oid) WHERE c.relnamespace = 'public'::regnamespace
  ORDER BY name`;

test('every table about a request says what of it is erased when, or why it stays', async () => {
  const tables = await database.asOwner(async (client) =>
    (await client.query<{ name: string }>(ABOUT_REQUESTS)).rows.map(({ name }) => name),
  );
  expect(tables.length).toBeGreaterThan(20);
  // A new table? Enter it in src/retention/content-tables.ts: with its class and what erases its rows, or with why it stays.
  expect(tables.filter((table) => !known.has(table))).toEqual([]);
});

test('names no table that there is not', async () => {
  const missing = await database.asOwner(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM unnest($1::text[]) AS t (name) WHERE to_regclass(name) IS NULL`,
      [[...known]],
    );
    return rows.map(({ name }) => name);
  });
  expect(missing).toEqual([]);
});

test('nothing is both erased and kept', () => {
  const erased = [...CONTENT_TABLES.map(({ table }) => table), ...BY_KEY];
  expect(erased.filter((table) => Object.hasOwn(STAYS, table))).toEqual([]);
});
