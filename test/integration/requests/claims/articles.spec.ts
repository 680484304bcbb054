import { expectRowsAgree } from '../../../support/rows-agree.js';
import { systemActor } from '../../../../src/audit/actor.js';
import { addDays, civilDateIn } from '../../../../src/domain/civil-date.js';
import { NO_AFTERCARE } from '../../../../src/domain/rights/aftercare.js';
import { Database } from '../../../../src/platform/database/database.js';
import { aftercareOf } from '../../../../src/requests/joins/aftercare.sql.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { untilBlocked } from '../../../support/blocked.js';
import { Visitor } from '../../../support/visitor.js';
import { stated, takenOverDaysAgo } from '../../../support/stated.js';

let app: TestApplication;
let dpo: Visitor;
let staff: string;
beforeAll(async () => {
  app = await startTestApplication();
  staff = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'artikel@kammer.example', 'dpo');
});
afterAll(() => app.stop());

const today = civilDateIn(new Date(), 'Europe/Berlin');
const yesterday = addDays(today, -1);

async function handedOver(takenOver = true): Promise<string> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ channel: 'instagram', message: 'Bitte einschränken.', lateReason: 'Urlaub' },
      receivedAt: new Date(Date.now() - 9 * 86_400_000).toISOString(),
    }),
  });
  const { id } = (await response.json()) as { id: string };
  if (takenOver) {
    await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    await takenOverDaysAgo(app, id, 9);
  }
  return id;
}

const enter = (id: string, part: string, fields: Record<string, string>) =>
  dpo.post(`/vorgaenge/${id}/${part}`, fields, '/erinnerungen');
const itemOn = async (id: string, part: string) =>
  /eintrag=([0-9a-f-]{36})/.exec(await dpo.page(`/vorgaenge/${id}/${part}`))?.[1] ?? '';
const openOf = (id: string) =>
  app.running.application.get(Database).ask(systemActor(app.organisationId), async (executor) => ({
    ...(await aftercareOf(executor, id)),
    begun: NO_AFTERCARE.begun,
  }));

/** The events of a request, without readings; and everything the tables say in clear. */
async function recorded(id: string): Promise<string[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ event: string }>(
      `SELECT event FROM log_entry WHERE rights_request_id = $1 AND event ~ '^(restriction|recipient|complaint)[.]' ORDER BY index`,
      [id],
    );
    return rows.map(({ event }) => event);
  });
}

describe('a restriction', () => {
  const begun = {
    ...{ step: 'begin', ground: 'accuracy-contested', what: 'Das Foto von Aurelia' },
    ...{ end: 'Bis geprüft ist', on: addDays(today, -5), reviewOn: '' },
  };

  test('is lifted only after the person was told and the day has come; the register follows', async () => {
    const id = await handedOver();
    expect((await enter(id, 'einschraenkung', begun)).status).toBe(303);
    const item = await itemOn(id, 'einschraenkung');
    const register = await dpo.page('/einschraenkungen');
    expect(register).toContain(`/vorgaenge/${id}/einschraenkung`);
    expect(register).not.toContain('Aurelia');
    expect(await openOf(id)).toEqual({ ...NO_AFTERCARE, restrictions: 1 });

    const untold = await enter(id, 'einschraenkung', { step: 'lift', item, on: today });
    expect([untold.status, await untold.text()]).toEqual([422, expect.stringContaining('id="on-error"')]);
    await enter(id, 'einschraenkung', { step: 'announce', item, ...stated(yesterday), liftingOn: addDays(today, 1) });
    const early = await enter(id, 'einschraenkung', { step: 'lift', item, on: today });
    expect(early.status).toBe(422);
    await enter(id, 'einschraenkung', { step: 'announce', item, ...stated(yesterday), liftingOn: today });
    expect((await enter(id, 'einschraenkung', { step: 'lift', item, on: today })).status).toBe(303);

    expect(await dpo.page('/einschraenkungen')).not.toContain(`/vorgaenge/${id}/einschraenkung`);
    expect((await openOf(id)).restrictions).toBe(0);
    expect(await recorded(id)).toEqual([
      'restriction.began',
      'restriction.lifting-announced',
      'restriction.lifting-announced',
      'restriction.lifted',
    ]);
  });

  test('is not begun before the request is taken over, nor on a version that is gone', async () => {
    const id = await handedOver(false);
    expect((await enter(id, 'einschraenkung', begun)).status).toBe(409);
    await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    const stale = await enter(id, 'einschraenkung', { ...begun, version: '1' });
    expect(stale.status).toBe(412);
    expect(await recorded(id)).toEqual([]);
  });

  test('of another request is not found', async () => {
    const [id, other] = [await handedOver(), await handedOver()];
    await enter(id, 'einschraenkung', begun);
    const item = await itemOn(id, 'einschraenkung');
    const answer = await enter(other, 'einschraenkung', {
      step: 'announce',
      item,
      ...stated(yesterday),
      liftingOn: today,
    });
    expect(answer.status).toBe(404);
  });

  test('keeps what was typed and says what is missing', async () => {
    const id = await handedOver();
    const answer = await enter(id, 'einschraenkung', { ...begun, what: '', end: 'Bis <b>Mai</b>' });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain('id="what-error"');
    expect(text).toContain('Bis &lt;b>Mai&lt;/b>');
  });
});

describe('a recipient', () => {
  test('is told by mail from here, with the server’s answer', async () => {
    const id = await handedOver();
    await enter(id, 'empfaenger', { step: 'add', name: 'Druckerei Muster', email: 'daten@druckerei.example' });
    const item = await itemOn(id, 'empfaenger');
    expect(await dpo.page(`/vorgaenge/${id}/empfaenger?schritt=mail-en&eintrag=${item}`)).toContain('Art. 19 GDPR');
    const mail = { step: 'mail', item, subject: 'Mitteilung nach Art. 19', text: 'Bitte das Foto löschen.' };
    expect((await enter(id, 'empfaenger', mail)).status).toBe(303);
    await eventually(async () => ((await recorded(id)).includes('recipient.notified') ? true : undefined));
    expect(await recorded(id)).toEqual(['recipient.listed', 'recipient.addressed', 'recipient.notified']);
    const page = await dpo.page(`/vorgaenge/${id}/empfaenger`);
    expect(page).toContain('per Mail unterrichtet');
    expect((await openOf(id)).recipients).toBe(0);
    expect((await enter(id, 'empfaenger', mail)).status).toBe(422);
    expect(app.logged()).not.toMatch(/Druckerei|Foto löschen/i);
  });

  test('is recorded as told otherwise, left out with reasons, and named to the person', async () => {
    const id = await handedOver();
    await enter(id, 'empfaenger', { step: 'add', name: 'Erste' });
    const first = await itemOn(id, 'empfaenger');
    await enter(id, 'empfaenger', { step: 'told', item: first, on: today, how: 'Brief' });
    await enter(id, 'empfaenger', { step: 'add', name: 'Zweite' });
    const second = await itemOn(id, 'empfaenger');
    const unreasoned = await enter(id, 'empfaenger', { step: 'leave-out', item: second, why: 'impossible' });
    expect(unreasoned.status).toBe(422);
    expect((await openOf(id)).recipients).toBe(1);
    await enter(id, 'empfaenger', { step: 'leave-out', item: second, why: 'impossible', reasons: 'Erloschen' });
    await enter(id, 'empfaenger', { step: 'disclose', ...stated(today) });
    expect((await enter(id, 'empfaenger', { step: 'told', item: second, on: today, how: 'Brief' })).status).toBe(422);
    expect(await recorded(id)).toEqual([
      ...['recipient.listed', 'recipient.notified', 'recipient.listed', 'recipient.left-out', 'recipient.disclosed'],
    ]);
  });

  test('settled by the mail in the same instant stays as it was settled first', async () => {
    const id = await handedOver();
    await enter(id, 'empfaenger', { step: 'add', name: 'Druckerei Muster' });
    const item = await itemOn(id, 'empfaenger');
    const late = await app.database.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query(`UPDATE recipient SET state = 'told', told_by = 'mail', settled_on = now() WHERE id = $1`, [
        item,
      ]);
      const answer = enter(id, 'empfaenger', {
        step: 'leave-out',
        item,
        why: 'impossible',
        reasons: 'Unbekannt verzogen',
      });
      await untilBlocked(client, /left-out/);
      await client.query('COMMIT');
      return answer;
    });
    expect(late.status).toBe(422);
    expect(await recorded(id)).toEqual(['recipient.listed']);
  });

  test('with an invalid address is refused, and without one no mail is sent', async () => {
    const id = await handedOver();
    expect((await enter(id, 'empfaenger', { step: 'add', name: 'X', email: 'nicht@da, zwei@da' })).status).toBe(422);
    await enter(id, 'empfaenger', { step: 'add', name: 'Ohne' });
    const item = await itemOn(id, 'empfaenger');
    expect((await enter(id, 'empfaenger', { step: 'mail', item, subject: 'S', text: 'T' })).status).toBe(422);
  });
});

describe('an authority’s letter', () => {
  test('brings its limit forward as the next thing due, until our statement', async () => {
    const id = await handedOver();
    const dayOf = (column: 'next_on' | 'due_on') =>
      app.database.asOwner(async (client) => {
        const { rows } = await client.query<{ on: string }>(
          `SELECT ${column}::text AS "on" FROM rights_request WHERE id = $1`,
          [id],
        );
        return rows[0]?.on;
      });
    const before = await dayOf('next_on');
    const until = addDays(today, 2);
    const letter = { authority: 'Landesbeauftragte', fileNumber: 'LfD-7/26', on: today, until, fixed: 'yes' };
    expect((await enter(id, 'aufsicht', { step: 'open', ...letter })).status).toBe(303);
    expect(await dayOf('next_on')).toBe(until);
    expect(await dpo.page('/vorgaenge')).toContain('Stellungnahme an die Aufsicht bis');
    // What moves the person's deadline does not make the authority's forgotten.
    const { on: sentOn, ...statement } = stated(today);
    const reason = 'Sehr viele Anträge';
    const extension = { type: 'extend', decidedOn: today, sentOn, cause: 'number', reason, ...statement };
    expect((await dpo.post(`/vorgaenge/${id}/frist`, extension, `/vorgaenge/${id}/frist`)).status).toBe(303);
    expect(await dayOf('next_on')).toBe(until);
    const item = await itemOn(id, 'aufsicht');
    await enter(id, 'aufsicht', { step: 'state', item, on: today, note: 'Abgegeben' });
    const extended = await dayOf('due_on');
    expect([await dayOf('next_on'), extended === before]).toEqual([extended, false]);
    expect((await openOf(id)).complaints).toBe(1);
    await enter(id, 'aufsicht', { step: 'conclude', item, on: today, result: 'no-infringement' });
    expect((await openOf(id)).complaints).toBe(0);
    expect(await recorded(id)).toEqual(['complaint.opened', 'complaint.stated', 'complaint.concluded']);
    const page = await dpo.page(`/vorgaenge/${id}/aufsicht`);
    expect(page).toContain('LfD-7/26');
    expect(page).toContain('Kein Verstoß festgestellt');
  });
});

test('what is sealed stands nowhere in clear, and auditors do not see the pages', async () => {
  const id = await handedOver();
  await enter(id, 'empfaenger', { step: 'add', name: 'Geheimfirma' });
  const clear = await app.database.asOwner(async (client) => {
    const { rows } = await client.query(
      `SELECT t::text FROM recipient t UNION ALL SELECT encode(bytes, 'escape') FROM log_entry`,
    );
    return JSON.stringify(rows);
  });
  expect(clear).not.toContain('Geheimfirma');
  const auditor = await Visitor.signedIn(app, 'revision@kammer.example', 'auditor');
  expect((await auditor.get(`/vorgaenge/${id}/empfaenger`)).status).toBe(403);
});

test('after all of it the rows are what the log says', () => expectRowsAgree(app));
