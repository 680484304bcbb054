import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, civilDateIn } from '../../../src/domain/civil-date.js';
import { ErasureAudit } from '../../../src/retention/erasure-audit.js';
import { eventually } from '../../support/application.js';
import { stated } from '../../support/stated.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const world = new RetentionWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

const today = civilDateIn(new Date(), ZONE);
const planted: { readonly name: string; readonly word: string }[] = [];

/** A word that stands nowhere else on this machine. */
function plant(name: string): string {
  const word = `Pflanzwort${randomBytes(9).toString('hex')}`;
  planted.push({ name, word });
  return word;
}

/** As it stands in a file, and in each of the three ways in which it can stand in base64. */
function formsOf(word: string): readonly Buffer[] {
  const shifted = ['', 'x', 'xx'].map((before) => {
    const encoded = Buffer.from(before + word).toString('base64');
    return encoded.slice(before === '' ? 0 : 4, -4);
  });
  return [word, ...shifted].map((form) => Buffer.from(form, 'latin1'));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : [];
  });
}

/** Which planted words stand where. */
async function found(): Promise<readonly string[]> {
  const { directory, oid } = await world.app.database.asOwner(async (client) => {
    await client.query('VACUUM FULL');
    await client.query('CHECKPOINT');
    const { rows } = await client.query<{ directory: string; oid: string }>(
      `SELECT current_setting('data_directory') AS directory, oid::text FROM pg_database WHERE datname = current_database()`,
    );
    return rows[0] ?? { directory: '', oid: '' };
  });
  const files = [
    ...filesUnder(world.app.dataDir),
    ...filesUnder(join(directory, 'base', oid)),
    ...filesUnder(join(directory, 'pg_wal')),
    ...readdirSync(directory)
      .map((name) => join(directory, name))
      .filter((path) => statSync(path).isFile()),
  ];
  const contents = [
    ...files.map((path) => ({ place: path, bytes: readFileSync(path) })),
    { place: 'log of the program', bytes: Buffer.from(world.app.logged()) },
  ];
  return planted.flatMap(({ name, word }) =>
    contents
      .filter(({ bytes }) => formsOf(word).some((form) => bytes.includes(form)))
      .map(({ place }) => `${name} in ${place}`),
  );
}

async function made(id: string, body: object): Promise<string> {
  const answer = await world.call('POST', `/requests/${id}/commands`, body);
  expect([body, answer.status, answer.text]).toEqual([body, 200, expect.any(String) as string]);
  return String(answer.body['created']);
}

async function workedThrough(): Promise<string> {
  const form = new FormData();
  const fields = {
    ...{ channel: 'instagram', message: plant('message'), rights: 'access', from: plant('from') },
    ...{ contact: `${plant('contact').toLowerCase()}@post.example`, lateReason: plant('late reason') },
    receivedAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
  };
  Object.entries(fields).forEach(([name, value]) => form.append(name, value));
  form.append('files', new Blob([plant('bytes of a file')]), `${plant('name of a file')}.txt`);
  const token = await world.app.token('staff');
  const answer = await fetch(`${world.app.address}/api/v1/requests`, {
    ...{ method: 'POST', body: form, headers: { authorization: `Bearer ${token}`, connection: 'close' } },
  });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  await world.command(id, { type: 'acknowledge' });
  await world.command(id, { type: 'add-note', text: plant('note') });
  const task = await made(id, {
    ...{ type: 'assign-task', what: plant('task'), until: addDays(today, 3), afterSafe: true },
    address: `${plant('address of a department').toLowerCase()}@kammer.example`,
  });
  await world.command(id, { type: 'extend-task', task, until: addDays(today, 5), note: plant('note of a task') });
  await world.command(id, { type: 'finish-task', task });
  const check = await made(id, {
    ...{ type: 'check-identity', doubt: 'name-differs', why: plant('doubt'), method: 'known-channel' },
  });
  await world.command(id, { type: 'end-identity-check', check, outcome: 'confirmed' });
  await world.command(id, {
    ...{ type: 'send', kind: 'free', to: `${plant('address of a mail').toLowerCase()}@post.example` },
    ...{ subject: plant('subject'), body: plant('mail') },
  });
  const letter = await made(id, {
    ...{ type: 'send', kind: 'free', way: 'letter', address: `${plant('postal address')}\nWeg 1\n12345 Ort` },
    ...{ subject: plant('subject of a letter'), body: plant('letter') },
  });
  await world.command(id, { type: 'record-posted', message: letter, on: today });
  const restriction = await made(id, {
    ...{ type: 'restrict', ground: 'unlawful', on: today, what: plant('restricted'), end: plant('end of it') },
  });
  expect(restriction).not.toBe('undefined');
  const recipient = await made(id, { type: 'list-recipient', name: plant('recipient'), address: plant('its address') });
  await world.command(id, { type: 'record-recipient-told', recipient, on: today, how: plant('how told') });
  const complaint = await made(id, {
    ...{ type: 'record-complaint', authority: plant('authority'), fileNumber: plant('file number') },
    ...{ on: today, until: addDays(today, 20) },
  });
  await world.command(id, { type: 'conclude-complaint', complaint, on: today, result: 'no-infringement' });
  await world.command(id, { type: 'retract', ...stated(today), unproved: plant('why not proved') });
  await world.rows(
    `UPDATE restriction SET announced_on = '2026-01-01', lifting_on = '2026-01-02', lifted_on = $2
    WHERE rights_request_id = $1`,
    id,
    today,
  );
  await eventually(async () =>
    (await world.count(`case_message WHERE rights_request_id = $1 AND state = 'queued'`, id)) === 0 ? true : undefined,
  );
  await world.command(id, { type: 'close' });
  return id;
}

test('of whatever was typed, sent or uploaded nothing is left anywhere once all of it is due', async () => {
  const id = await workedThrough();
  expect(planted.length).toBeGreaterThan(24);
  // It can fail: the mail to the DPO lies in the built-in mailbox.
  expect((await found()).some((place) => place.startsWith('message in '))).toBe(true);

  await world.passDays(5 * 366);
  const run = await world.erasures.run(world.system, ZONE);
  expect(run).toMatchObject({ erased: 1, failed: 0 });
  await world.swept();
  expect(await found()).toEqual([]);

  // What is meant to remain, by name: no reference, no words, no key.
  const remains = await world.rows<Record<string, unknown>>('SELECT * FROM rights_request WHERE id = $1', id);
  expect(
    Object.entries(remains[0] ?? {})
      .filter(([, value]) => value !== null)
      .map(([name]) => name),
  ).toEqual(expect.arrayContaining(['id', 'state', 'rights', 'channel_id', 'received_on', 'due_on', 'closed_at']));
  expect(remains[0]?.['reference']).toBe(`geloescht-${id}`);
  for (const table of ['request_key', 'sealed', 'kept_opening', 'opening_key', 'blind_index']) {
    expect([table, await world.count(`${table} WHERE rights_request_id = $1`, id)]).toEqual([table, 0]);
  }
  const audit = await world.app.running.application.get(ErasureAudit).audit(world.app.organisationId);
  expect(audit).toMatchObject({ requests: 1, traces: [] });
});

test('the audit finds what an erasure has left', async () => {
  const id = (await world.rows<{ rights_request_id: string }>('SELECT rights_request_id FROM erasure LIMIT 1'))[0]
    ?.rights_request_id;
  await world.rows(
    `INSERT INTO sealed SELECT id, organisation_id, 'content', $2 FROM rights_request WHERE id = $1`,
    id,
    Buffer.alloc(60, 1),
  );
  const { traces } = await world.app.running.application.get(ErasureAudit).audit(world.app.organisationId);
  expect(traces).toEqual([{ rightsRequestId: id, where: 'table', what: 'message' }]);
});
