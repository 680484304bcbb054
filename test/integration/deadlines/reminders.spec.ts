import { join } from 'node:path';
import { addDays, civilDate, type CivilDate } from '../../../src/domain/civil-date.js';
import { ReminderSweep } from '../../../src/deadlines/reminder-sweep.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { Visitor } from '../../support/visitor.js';
import { stated } from '../../support/stated.js';

const DEPUTY = { ...CHAMBER.designation, email: 'vertretung@kammer.example' };
const DPO = CHAMBER.designation.email;

let app: TestApplication;
let clock: FixedClock;
let staff: string;
let dpo: string;
beforeEach(async () => {
  clock = new FixedClock(new Date());
  app = await startTestApplication({ clock, profile: { deputy: DEPUTY } });
  [staff, dpo] = [await app.token('staff'), await app.token('dpo')];
});
afterEach(() => app.stop());

interface Shown {
  readonly id: string;
  readonly reference: string;
  readonly deadline: { readonly dueOn: CivilDate };
}

async function send(path: string, token: string, body: unknown): Promise<Shown> {
  const response = await fetch(`${app.address}/api/v1/requests${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([200, 201]).toContain(response.status);
  return (await response.json()) as Shown;
}

const received = (): Promise<Shown> => send('', staff, { channel: 'instagram', message: 'Aurelia Beispiel bittet.' });
const sweep = (): Promise<void> => app.running.application.get(ReminderSweep).sweep();

/** It is so many days from a day, at 09:30 in Berlin (winter or summer: after the hour of the digest). */
async function itIs(day: CivilDate, days = 0, time = '08:30'): Promise<void> {
  clock.set(new Date(`${addDays(day, days)}T${time}:00Z`));
  await sweep();
}

async function entries(event: string): Promise<Record<string, unknown>[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE event = $1 ORDER BY index',
      [event],
    );
    return rows.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as Record<string, unknown>);
  });
}

const reminders = async () => (await app.mailbox.listMails()).filter(({ subject }) => subject.startsWith('Fristen:'));

/** All reminders once each one that was raised has been sent or dropped. */
async function settled() {
  return eventually(async () => {
    const [raised, sent, dropped] = await Promise.all(
      ['reminder.raised', 'reminder.sent', 'reminder.dropped'].map((event) => entries(event)),
    );
    return raised?.length === (sent?.length ?? 0) + (dropped?.length ?? 0) ? reminders() : undefined;
  });
}

describe('the digest', () => {
  test('comes 14, 7, 3 and 1 days before the end, one mail for all requests, once a day', async () => {
    const [first, second] = [await received(), await received()];
    const { dueOn } = first.deadline;
    const counts: number[] = [];
    for (const before of [20, 15, 14, 13, 8, 7, 6, 4, 3, 2, 1]) {
      await itIs(dueOn, -before);
      await sweep();
      counts.push((await settled()).length);
    }
    expect(counts).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4]);
    const [mail] = await reminders();
    const { text, headers } = (await app.mailbox.readMail(mail?.id ?? '')) ?? {};
    expect(mail?.to).toContain(DPO);
    expect(text).toContain(first.reference);
    expect(text).toContain(second.reference);
    // The same answer as on the pages of the case.
    expect(text).toContain('Als Nächstes: übernehmen');
    expect(`${mail?.subject} ${text}`).not.toContain('Aurelia');
    expect(headers?.some(({ name, value }) => /auto-submitted/i.test(name) && value === 'auto-generated')).toBe(true);
  });

  test('waits for its hour', async () => {
    const { dueOn } = (await received()).deadline;
    await itIs(dueOn, -14, '04:00');
    expect(await entries('reminder.raised')).toEqual([]);
    await itIs(dueOn, -14, '08:30');
    expect(await settled()).toHaveLength(1);
  });

  test('whose day passed while the program was off is sent at start, once', async () => {
    const { dueOn } = (await received()).deadline;
    // Nobody looked on the days 14, 7 and 3 before the end.
    await itIs(dueOn, -2);
    await itIs(dueOn, -2);
    expect(await settled()).toHaveLength(1);
  });

  test('swept by two instances at once is one', async () => {
    const { dueOn } = (await received()).deadline;
    clock.set(new Date(`${addDays(dueOn, -7)}T08:30:00Z`));
    await Promise.all([sweep(), sweep(), sweep()]);
    await sweep();
    expect(await settled()).toHaveLength(1);
  });

  test('is not sent for what was answered: no reminder although answered (froide#74)', async () => {
    const { id, deadline } = await received();
    await send(`/${id}/commands`, dpo, { type: 'acknowledge' });
    await send(`/${id}/commands`, dpo, { type: 'answer', ...stated(today()) });
    for (const before of [14, 7, 3, 1, -1, -5]) {
      await itIs(deadline.dueOn, -before);
    }
    expect(await entries('reminder.raised')).toEqual([]);
  });

  test('raised, but answered before it is sent, is dropped', async () => {
    const { id, deadline } = await received();
    await send(`/${id}/commands`, dpo, { type: 'acknowledge' });
    await app.mailbox.stop();
    await itIs(deadline.dueOn, -7);
    await send(`/${id}/commands`, dpo, { type: 'answer', ...stated(today()) });
    await app.database.asOwner((client) => client.query(`UPDATE outbox_job SET run_at = now() WHERE kind = 'remind'`));
    await eventually(async () => ((await entries('reminder.dropped')).length === 1 ? true : undefined));
    expect(await entries('reminder.sent')).toEqual([]);
  });

  test('stands still with the clock: a request that waits for the person is not reminded of', async () => {
    const { id, deadline } = await received();
    await send(`/${id}/commands`, dpo, { type: 'acknowledge' });
    await send(`/${id}/commands`, dpo, { type: 'request-identity', doubt: 'name-differs', ...stated(today()) });
    for (const before of [14, 7, 1, -3]) {
      await itIs(deadline.dueOn, -before);
    }
    expect(await entries('reminder.raised')).toEqual([]);
    expect(await entries('deadline.missed')).toEqual([]);
  });

  test('runs on for a question put later than the organisation allows itself', async () => {
    await app.stop();
    app = await startTestApplication({ clock, profile: { askWithinDays: 3 } });
    [staff, dpo] = [await app.token('staff'), await app.token('dpo')];
    const late = { receivedAt: `${addDays(today(), -5)}T08:00:00Z`, lateReason: 'Urlaub' };
    const { id, deadline } = await send('', staff, { channel: 'instagram', message: 'Aurelia bittet.', ...late });
    await send(`/${id}/commands`, dpo, { type: 'acknowledge' });
    await send(`/${id}/commands`, dpo, { type: 'request-identity', doubt: 'name-differs', ...stated(today()) });
    await itIs(deadline.dueOn, -1);
    expect(await entries('reminder.raised')).not.toEqual([]);
  });
});

describe('what becomes overdue', () => {
  test('is told at once, at midnight and not at the hour of the digest, and stands in the log once', async () => {
    const { id, deadline } = await received();
    await itIs(deadline.dueOn, 0, '22:30');
    expect(await entries('deadline.missed')).toEqual([]);
    // 23:30 UTC is the next day in Berlin.
    await itIs(deadline.dueOn, 0, '23:30');
    await sweep();
    expect(await entries('deadline.missed')).toMatchObject([
      { subject: { request: id }, facts: { dueOn: deadline.dueOn } },
    ]);
    const told = (await settled()).filter(({ subject }) => subject.includes('überfällig'));
    expect(told).toHaveLength(1);
  });

  test('on its last day is not overdue (muckrock#2281)', async () => {
    const { deadline } = await received();
    await itIs(deadline.dueOn, 0, '08:30');
    expect(await entries('deadline.missed')).toEqual([]);
  });

  test('is reminded of on every working day after, but not on Saturdays, Sundays and holidays', async () => {
    const { deadline } = await received();
    const days: string[] = [];
    for (let after = 1; after <= 14; after += 1) {
      const before = (await settled()).length;
      await itIs(deadline.dueOn, after);
      const digests = (await entries('reminder.raised')).filter(
        ({ facts }) => (facts as { kind: string }).kind === 'digest',
      );
      if ((await settled()).length > before && digests.length > days.length) {
        days.push(addDays(deadline.dueOn, after));
      }
    }
    expect(days.length).toBeGreaterThanOrEqual(7);
    expect(days.map((day) => new Date(`${day}T12:00:00Z`).getUTCDay()).filter((day) => day === 0 || day === 6)).toEqual(
      [],
    );
  });
});

describe('the limit of an authority', () => {
  /** A letter of an authority about a request, whose limit ends expressly on that day. */
  async function lettered(until: CivilDate): Promise<{ readonly id: string; readonly path: string; visitor: Visitor }> {
    const { id } = await received();
    await send(`/${id}/commands`, dpo, { type: 'acknowledge' });
    await send(`/${id}/commands`, dpo, { type: 'answer', ...stated(today()) });
    const visitor = await Visitor.signedIn(app, 'aufsicht@kammer.example', 'dpo');
    const path = `/vorgaenge/${id}/aufsicht`;
    const letter = { authority: 'Landesbeauftragte', fileNumber: 'LfD-7', on: today(), until, fixed: 'yes' };
    expect((await visitor.post(path, { step: 'open', ...letter }, '/erinnerungen')).status).toBe(303);
    return { id, path, visitor };
  }
  const textOf = async (mail: { readonly id: string } | undefined) =>
    (await app.mailbox.readMail(mail?.id ?? ''))?.text ?? '';

  test('is reminded of in the same stages, also when the person has long been answered, until our statement', async () => {
    const until = addDays(today(), 40);
    const { path, visitor } = await lettered(until);
    const counts: number[] = [];
    for (const before of [15, 14, 13, 7, 3, 1]) {
      await itIs(until, -before);
      counts.push((await settled()).length);
    }
    expect(counts).toEqual([0, 1, 1, 2, 3, 4]);
    const mails = await Promise.all((await settled()).map(textOf));
    expect(mails.every((text) => text.includes('Stellungnahme an die Aufsichtsbehörde, Frist'))).toBe(true);
    expect(mails.join('')).toContain(path);
    expect(mails.join('')).not.toMatch(/LfD-7|Landesbeauftragte/);
    const item = /eintrag=([0-9a-f-]{36})/.exec(await visitor.page(path))?.[1] ?? '';
    const stated = { step: 'state', item, on: today(), note: '' };
    expect((await visitor.post(path, stated, '/erinnerungen')).status).toBe(303);
    for (const after of [0, 1, 2, 3, 4]) {
      await itIs(until, after);
    }
    expect(await settled()).toHaveLength(4);
  });

  test('once passed is told on working days as overdue', async () => {
    const until = addDays(today(), 40);
    await lettered(until);
    for (const after of [1, 2, 3, 4, 5, 6]) {
      await itIs(until, after);
      await settled();
    }
    const mails = await settled();
    // Of six days in a row one at least is a working day, also at Easter.
    expect(mails.length).toBeGreaterThanOrEqual(1);
    expect(mails.every(({ subject }) => subject === 'Fristen: 1 überfällig')).toBe(true);
    expect(await textOf(mails[0])).toMatch(/Stellungnahme an die Aufsichtsbehörde.*überfällig/);
  });

  test('stands in the calendar beside that of the request, on its own day', async () => {
    const until = addDays(today(), 5);
    const { id, visitor } = await lettered(until);
    const other = await received();
    const made = await visitor.post('/erinnerungen/kalender', {}, '/erinnerungen');
    const feed = /\/kalender\/[\w-]+\.ics/.exec(await made.text())?.[0] ?? '';
    const calendar = (await visitor.page(feed)).replaceAll('\r\n ', '');
    const events = calendar.split('BEGIN:VEVENT').slice(1);
    const day = (on: string) => on.replaceAll('-', '');
    expect(events.find((event) => event.includes(`/vorgaenge/${id}/aufsicht`))).toContain(day(until));
    expect(events.find((event) => event.includes(other.id))).toContain(day(other.deadline.dueOn));
    expect(calendar).not.toMatch(/LfD-7|Landesbeauftragte/);
  });
});

describe('an absence of the DPO', () => {
  test('sends the reminder to the deputy, and on the day after it to the DPO again', async () => {
    const { deadline } = await received();
    await app.database.asOwner(async (client) => {
      await client.query(
        `INSERT INTO dpo_absence (id, organisation_id, from_on, until_on) VALUES (gen_random_uuid(), $1, $2, $3)`,
        [app.organisationId, addDays(deadline.dueOn, -14), addDays(deadline.dueOn, -5)],
      );
    });
    await itIs(deadline.dueOn, -14);
    await settled();
    await itIs(deadline.dueOn, -3);
    const mails = await settled();
    const to = mails.map((mail) => mail.to).sort();
    expect(to.some((address) => address.includes(DEPUTY.email))).toBe(true);
    expect(to.some((address) => address.includes(DPO))).toBe(true);
    expect(mails).toHaveLength(2);
  });
});

describe('a mail server that is down', () => {
  test('loses no reminder, and the request is worked on meanwhile (froide#290)', async () => {
    const { id, deadline } = await received();
    await eventually(async () => ((await entries('forwarding.accepted')).length === 1 ? true : undefined));
    const { port } = app.mailbox.settings;
    await app.mailbox.stop();
    await itIs(deadline.dueOn, -7);
    await eventually(async () => {
      const { rows } = await app.database.asOwner((client) =>
        client.query<{ attempts: number }>(`SELECT attempts FROM outbox_job WHERE kind = 'remind'`),
      );
      return (rows[0]?.attempts ?? 0) > 0 ? true : undefined;
    });
    expect((await send(`/${id}/commands`, dpo, { type: 'acknowledge' })).id).toBe(id);
    const again = await Mailbox.start(join(app.dataDir, 'mailbox'), { port });
    try {
      await app.database.asOwner((client) => client.query(`UPDATE outbox_job SET run_at = now(), lease_until = NULL`));
      await eventually(async () => ((await entries('reminder.sent')).length === 1 ? true : undefined));
      const mails = (await again.listMails()).filter(({ subject }) => subject.startsWith('Fristen:'));
      expect(mails).toHaveLength(1);
    } finally {
      await again.stop();
    }
  });
});

function today(): CivilDate {
  return civilDate(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date()));
}
