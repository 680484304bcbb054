import { ScheduleSweep } from '../../../src/reports/schedules/schedule-sweep.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { Visitor } from '../../support/visitor.js';

const [GONE, HERE] = ['weg@kammer.example', 'leitung@kammer.example'];

let smtp: AnsweringSmtp;
let app: TestApplication;
let clock: FixedClock;
let dpo: Visitor;
beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  clock = new FixedClock(new Date('2026-11-25T09:00:00Z'));
  app = await startTestApplication({
    clock,
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

const count = (event: string) =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query('SELECT 1 FROM log_entry WHERE event = $1', [event]);
    return rows.length;
  });

/** The day comes, and everything of it is settled. */
async function itIs(day: string): Promise<void> {
  clock.set(new Date(`${day}T09:00:00Z`));
  await app.running.application.get(ScheduleSweep).sweep();
  await eventually(async () => {
    const settled = (await count('report.sent')) + (await count('report.refused'));
    return settled === (await count('report.scheduled')) ? true : undefined;
  });
}

const page = () => dpo.page('/berichte/zeitplan');

test('an address that is refused gets no second try, is shown, and holds up nobody else', async () => {
  smtp.refuse = (to) => (to === GONE ? { responseCode: 550 } : undefined);
  await dpo.post(
    '/berichte/zeitplan',
    { kind: 'monthly', form: 'link', language: 'de', recipients: `${GONE}\n${HERE}`, nextOn: '' },
    '/berichte/zeitplan',
  );
  await itIs('2026-12-01');
  expect(smtp.mails.map(({ to }) => to)).toEqual([[HERE]]);
  expect([await count('report.sent'), await count('report.refused')]).toEqual([1, 1]);
  const { rows } = await app.database.asOwner((client) =>
    client.query(`SELECT 1 FROM outbox_job WHERE kind = 'send-report'`),
  );
  expect(rows).toEqual([]);
  expect(await page()).toContain(`Nicht angekommen: ${GONE}`);
  expect(await page()).toContain('(Antwort 550)');
  expect(await page()).not.toContain(`Nicht angekommen: ${HERE}`);

  smtp.refuse = () => undefined;
  await itIs('2027-01-01');
  expect(smtp.mails).toHaveLength(3);
  expect(await page()).not.toContain('Nicht angekommen');
});
