import { ScheduleSweep } from '../../../src/reports/schedules/schedule-sweep.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { Visitor } from '../../support/visitor.js';

const TO = 'leitung@kammer.example';

let app: TestApplication;
let clock: FixedClock;
let dpo: Visitor;
beforeEach(async () => {
  clock = new FixedClock(new Date('2026-11-25T09:00:00Z'));
  app = await startTestApplication({ clock });
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterEach(() => app.stop());

const sweep = (): Promise<void> => app.running.application.get(ScheduleSweep).sweep();

async function facts(event: string): Promise<Record<string, unknown>[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE event = $1 ORDER BY index',
      [event],
    );
    return rows.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { facts: Record<string, unknown> }).facts);
  });
}

const set = (fields: Record<string, string> = {}) =>
  dpo.post(
    '/berichte/zeitplan',
    { kind: 'monthly', form: 'link', language: 'de', recipients: TO, nextOn: '', ...fields },
    '/berichte/zeitplan',
  );

async function itIs(day: string): Promise<void> {
  clock.set(new Date(`${day}T09:00:00Z`));
  await sweep();
}

/** All that was raised, once it is sent. */
const sent = () =>
  eventually(async () => {
    const [raised, done] = [await facts('report.scheduled'), await facts('report.sent')];
    return raised.length === done.length ? raised.map(({ from, to }) => `${String(from)} ${String(to)}`) : undefined;
  });

const mails = async () => (await app.mailbox.listMails()).filter(({ to }) => String(to).includes(TO));

test('a monthly report goes out when its month is over, once, however often it is swept and by how many', async () => {
  expect((await set()).status).toBe(303);
  await itIs('2026-11-30');
  expect(await facts('report.scheduled')).toEqual([]);
  clock.set(new Date('2026-12-01T09:00:00Z'));
  await Promise.all([sweep(), sweep(), sweep()]);
  await itIs('2026-12-15');
  expect(await sent()).toEqual(['2026-11-01 2026-11-30']);
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail?.subject).toContain('Rechenschaftsbericht');
  expect((await app.mailbox.readMail(mail?.id ?? ''))?.text).toContain(
    '/berichte?period=own&from=2026-11-01&to=2026-11-30',
  );
});

test('after months off each report that was missed goes out once, and then it goes on', async () => {
  await set();
  clock.set(new Date('2027-03-20T09:00:00Z'));
  await Promise.all([sweep(), sweep()]);
  await itIs('2027-03-21');
  const missed = ['2026-11-01 2026-11-30', '2026-12-01 2026-12-31', '2027-01-01 2027-01-31', '2027-02-01 2027-02-28'];
  expect(await sent()).toEqual(missed);
  expect(await mails()).toHaveLength(missed.length);
  await itIs('2027-04-01');
  expect(await sent()).toEqual([...missed, '2027-03-01 2027-03-31']);
});

test('a yearly one is due on the first day of the year, in the organisation’s time zone', async () => {
  await set({ kind: 'yearly' });
  clock.set(new Date('2026-12-31T22:59:00Z'));
  await sweep();
  expect(await facts('report.scheduled')).toEqual([]);
  clock.set(new Date('2026-12-31T23:01:00Z'));
  await sweep();
  expect(await sent()).toEqual(['2026-01-01 2026-12-31']);
});

test('as PDF it is attached, and its hash is in the log', async () => {
  await set({ form: 'pdf' });
  await itIs('2026-12-01');
  await sent();
  const [mail] = await mails();
  const read = await app.mailbox.readMail(mail?.id ?? '');
  expect(JSON.stringify(read?.attachments)).toContain('rechenschaftsbericht-kammer-2026-11-01-2026-11-30.pdf');
  const [issued] = await facts('report.issued');
  expect((await facts('report.sent'))[0]?.['report']).toBe(issued?.['report']);
});

test('the reminder of the activity report comes on its day, each year', async () => {
  await set({ kind: 'activity-report', nextOn: '2027-01-15' });
  await itIs('2027-01-14');
  expect(await facts('report.scheduled')).toEqual([]);
  await itIs('2027-01-15');
  await itIs('2028-01-14');
  expect(await sent()).toEqual(['2026-01-01 2026-12-31']);
  await itIs('2028-01-15');
  expect(await sent()).toEqual(['2026-01-01 2026-12-31', '2027-01-01 2027-12-31']);
  expect((await mails())[0]?.subject).toContain('Tätigkeitsbericht');
});

test('setting up, replacing and ending are in the log, without the addresses; what is ended sends nothing', async () => {
  await set();
  await set({ form: 'pdf' });
  const ids = (await facts('schedule.set')).map(({ schedule }) => String(schedule));
  expect(await facts('schedule.ended')).toEqual([{ schedule: ids[0] }]);
  const end = () => dpo.post('/berichte/zeitplan/beenden', { id: ids[1] ?? '' }, '/berichte/zeitplan');
  await end();
  await end();
  expect(await facts('schedule.ended')).toHaveLength(2);
  await itIs('2027-02-01');
  expect(await facts('report.scheduled')).toEqual([]);
  expect(JSON.stringify(await facts('schedule.set'))).not.toContain('leitung');
});

test.each([
  ['an invalid address', { recipients: 'leitung' }],
  ['no address', { recipients: ' ' }],
  ['eleven addresses', { recipients: Array.from({ length: 11 }, (_, at) => `a${at}@kammer.example`).join('\n') }],
  ['a reminder without a day', { kind: 'activity-report', nextOn: '' }],
  ['a reminder in the past', { kind: 'activity-report', nextOn: '2026-01-01' }],
])('%s is refused beside its field', async (_, fields) => {
  const answer = await set(fields);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('error-summary');
  expect(await facts('schedule.set')).toEqual([]);
});

test('an auditor sets up nothing', async () => {
  const auditor = await Visitor.signedIn(app, 'revision@kammer.example', 'auditor');
  expect((await auditor.get('/berichte/zeitplan')).status).toBe(403);
});
