import { join } from 'node:path';
import { TaskSweep } from '../../../../src/requests/tasks/task-sweep.js';
import { Mailbox } from '../../../../src/platform/mail/mailbox.js';
import { openedTask } from '../../../support/task-link.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { FixedClock } from '../../../support/fixed-clock.js';
import { Visitor } from '../../../support/visitor.js';

const DEPARTMENT = 'social-media@kammer.example';
/** A Monday, far enough from any holiday; the task is due on the Tuesday of the week after. */
const GIVEN = '2027-03-01';
const UNTIL = '2027-03-09';

let app: TestApplication;
let clock: FixedClock;
let dpo: Visitor;
let id: string;
let link: string;

beforeEach(async () => {
  clock = new FixedClock(at(GIVEN));
  app = await startTestApplication({ clock });
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token('staff')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Bitte löschen.' }),
  });
  ({ id } = (await response.json()) as { id: string });
  await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  const task = /name="id" value="([^"]+)"/.exec(await dpo.page(`/vorgaenge/${id}/auftraege`))?.[1] ?? '';
  const fields = { id: task, what: 'Bitte das Bild entfernen.', until: UNTIL, user: '', address: DEPARTMENT };
  await dpo.post(`/vorgaenge/${id}/auftraege`, { ...fields, afterSafe: '1' }, `/vorgaenge/${id}/auftraege`);
  link = await eventually(async () => {
    const [mail] = await mails('Auftrag zum');
    const text = mail === undefined ? undefined : (await app.mailbox.readMail(mail.id))?.text;
    return /\/auftrag\/[\w-]+/.exec(text ?? '')?.[0];
  });
});
afterEach(() => app.stop());

function at(day: string, time = '08:30'): Date {
  return new Date(`${day}T${time}:00Z`);
}

const mails = async (subject: string, mailbox = app.mailbox) =>
  (await mailbox.listMails()).filter((mail) => mail.to.includes(DEPARTMENT) && mail.subject.startsWith(subject));
const sweep = (): Promise<void> => app.running.application.get(TaskSweep).sweep();

async function count(event: string): Promise<number> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM log_entry WHERE event = $1', [
      event,
    ]);
    return rows[0]?.n ?? 0;
  });
}

/** It is that day; how many reminders were raised by then. */
async function raisedOn(day: string, time?: string): Promise<number> {
  clock.set(at(day, time));
  await sweep();
  return count('task.reminded');
}

async function answer(outcome = 'done'): Promise<void> {
  const form = new FormData();
  Object.entries({ after: '0', outcome, text: 'Wozu?' }).forEach(([name, value]) => form.set(name, value));
  expect((await fetch(`${app.address}${link}`, { method: 'POST', redirect: 'manual', body: form })).status).toBe(303);
}

async function step(what: string, fields: Record<string, string> = {}): Promise<Response> {
  const page = await dpo.page(`/vorgaenge/${id}/auftraege`);
  const base = /action="([^"]+)\/erledigt"/.exec(page)?.[1] ?? '';
  const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? '';
  const named = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${name}-${base.slice(-36)}`, value]),
  );
  return dpo.post(`${base}/${what}`, { version, ...named }, `/vorgaenge/${id}/auftraege`);
}

test('departments are reminded the working day before, and on every working day after', async () => {
  const days = ['04', '05', '07', '08', '09', '10', '11', '12', '13', '14', '15'];
  const counts: number[] = [];
  for (const day of days) {
    counts.push(await raisedOn(`2027-03-${day}`));
    await sweep();
  }
  // Monday 8; then Wednesday to Friday, not Saturday nor Sunday, and Monday 15.
  expect(counts).toEqual([0, 0, 0, 1, 1, 2, 3, 4, 4, 4, 5]);
  await eventually(async () => ((await mails('Erinnerung')).length === 5 ? true : undefined));
  expect(await count('task.overdue')).toBe(1);
});

test('a reminder waits for the hour of the organisation, and comes once however many look', async () => {
  expect(await raisedOn('2027-03-08', '03:00')).toBe(0);
  clock.set(at('2027-03-08'));
  await Promise.all([sweep(), sweep(), sweep()]);
  expect(await count('task.reminded')).toBe(1);
});

test('what passed while the program was off is reminded of once', async () => {
  expect(await raisedOn('2027-03-14')).toBe(1);
  expect(await raisedOn('2027-03-14', '12:00')).toBe(1);
});

test('an answer ends the reminders; another day begins them again, with a word to the department', async () => {
  await answer('question');
  expect(await raisedOn('2027-03-08')).toBe(0);
  expect(await raisedOn('2027-03-11')).toBe(0);
  expect(await count('task.overdue')).toBe(0);
  expect((await step('termin', { until: '2027-03-16', note: 'Das Bild vom Sommerfest.' })).status).toBe(303);
  await eventually(async () => (await mails('Auftrag zum Datenschutz: neuer')).at(0));
  const page = await (await openedTask(app.address, link)).text();
  expect(page).toContain('Das Bild vom Sommerfest.');
  expect(page).toContain('16.03.2027');
  expect(await raisedOn('2027-03-15')).toBe(1);
});

test('another day that is over or none is refused beside its field', async () => {
  const refused = await step('termin', { until: '2027-02-01', note: '' });
  expect([refused.status, /id="until-[^"]+-error"/.test(await refused.text())]).toEqual([422, true]);
});

test('overdue is shown on the page of the request, of its tasks, and above the worklist', async () => {
  await raisedOn('2027-03-10');
  expect(await dpo.page(`/vorgaenge/${id}`)).toContain('1 Auftrag ist überfällig');
  expect(await dpo.page('/vorgaenge')).toContain('1 Auftrag ist überfällig');
  expect(await dpo.page(`/vorgaenge/${id}/auftraege`)).toContain('überfällig');
  expect((await step('erledigt')).status).toBe(303);
  expect(await dpo.page('/vorgaenge')).not.toContain('Auftrag ist überfällig');
  expect(await raisedOn('2027-03-11')).toBe(1);
});

test('the link ends thirty days after its day, says whom to ask, and is not reminded of any more', async () => {
  clock.set(at('2027-04-08'));
  expect((await fetch(`${app.address}${link}`)).status).toBe(200);
  clock.set(at('2027-04-09'));
  const answered = await fetch(`${app.address}${link}`);
  const page = await answered.text();
  expect([answered.status, page.includes('abgelaufen'), page.includes('Bild')]).toEqual([410, true, false]);
  expect(page).toContain('mailto:');
  expect(await raisedOn('2027-04-09')).toBe(0);
  // Another day makes it work again.
  expect((await step('termin', { until: '2027-04-20', note: '' })).status).toBe(303);
  expect((await fetch(`${app.address}${link}`)).status).toBe(200);
});

test('a reminder that was answered before it could be sent is dropped; a server that is down loses none', async () => {
  const { port } = app.mailbox.settings;
  await app.mailbox.stop();
  expect(await raisedOn('2027-03-08')).toBe(1);
  await answer();
  await app.database.asOwner((client) => client.query(`UPDATE outbox_job SET run_at = now(), lease_until = NULL`));
  await eventually(async () => ((await count('task.mail-dropped')) === 1 ? true : undefined));
  const again = await Mailbox.start(join(app.dataDir, 'mailbox'), { port });
  try {
    await app.database.asOwner((client) => client.query(`UPDATE outbox_job SET run_at = now(), lease_until = NULL`));
    // The DPO's mail about the answer waited for the server.
    await eventually(async () => (await again.listMails()).find(({ subject }) => subject.startsWith('Antwort auf')));
    expect(await mails('Erinnerung', again)).toEqual([]);
  } finally {
    await again.stop();
  }
});
