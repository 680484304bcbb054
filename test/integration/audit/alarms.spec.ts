import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { commandLineActor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { LogAlarms } from '../../../src/audit/log-alarms.js';
import { Monitor } from '../../../src/audit/monitor.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let worker: TestApplication;
let web: TestApplication;
beforeAll(async () => {
  worker = await startTestApplication();
  const { database } = worker;
  web = await startTestApplication({ database, config: { roles: ['web'] } });
  await worker.token('admin');
  await worker.running.application.get(AuditLog).transact(commandLineActor(worker.organisationId), (transaction) => {
    for (let at = 0; at < 50; at += 1) {
      transaction.record('clock.anomaly', { behindMs: at });
    }
    return Promise.resolve();
  });
  await worker.running.application.get(Integrator).integrateAll();
});
afterAll(async () => {
  await web.stop();
  await worker.stop();
});

const attack = (text: string): Promise<void> =>
  worker.database.asOwner(async (client: Client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(text, [worker.organisationId]);
  });

interface Ready {
  readonly status: string;
  readonly logAlarms: readonly { readonly log: string; readonly kind: string }[];
}
const ready = async (app: TestApplication) => {
  const response = await fetch(`${app.address}/health/ready`);
  return { code: response.status, ...((await response.json()) as Ready) };
};
const metrics = async (app: TestApplication) => (await fetch(`${app.address}/metrics`)).text();
const alarmMails = () => {
  const folder = join(worker.dataDir, 'mailbox');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((mail) => /^Subject: Alarm/m.test(mail));
};
const entries = (event: string) =>
  worker.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>('SELECT bytes FROM log_entry WHERE event = $1', [event]);
    return rows.map(({ bytes }) => JSON.parse(bytes.toString()) as { actor: string; facts: Record<string, unknown> });
  });
const round = () => worker.running.application.get(Monitor).verifyWhole(worker.organisationId, 'kammer');

test('damage is told at once to the DPO and the administrators, known to every process, and stays until a person resolves it', async () => {
  expect((await ready(web)).logAlarms).toEqual([]);
  await attack('UPDATE log_entry SET bytes = set_byte(bytes, 20, 65) WHERE organisation_id = $1 AND index = 20');
  await round();
  await round();

  // Once, however often it is found.
  expect(await entries('log.alarm-raised')).toMatchObject([{ actor: 'system', facts: { kind: 'entry', at: 20 } }]);
  for (const app of [worker, web]) {
    expect(await ready(app)).toMatchObject({
      ...{ code: 503, status: 'degraded' },
      logAlarms: [{ log: 'kammer', kind: 'entry' }],
    });
    expect(await metrics(app)).toContain('forthwith_log_alarms{kind="entry"} 1');
  }
  const mails = await eventually(() => Promise.resolve(alarmMails().length >= 2 ? alarmMails() : undefined));
  const told = mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]?.trim());
  expect(told).toEqual(expect.arrayContaining([CHAMBER.designation.email, 'user1@kammer.example']));
  expect(mails[0]).toContain('Eintrag 20 ');

  // Undone in secret, it stays seen.
  await attack('UPDATE log_entry SET bytes = set_byte(bytes, 20, 66) WHERE organisation_id = $1 AND index = 20');
  const alarms = web.running.application.get(LogAlarms);
  const [open] = await alarms.open(worker.organisationId);
  expect(open).toMatchObject({ kind: 'entry', place: '20' });
  expect((await ready(web)).status).toBe('degraded');

  // By a person, and the log says so; what is still wrong is found again.
  const admin = {
    ...commandLineActor(worker.organisationId),
    label: 'user:00000000-0000-7000-8000-000000000001' as const,
  };
  await alarms.resolve(admin, open?.id ?? '');
  expect(await entries('log.alarm-resolved')).toMatchObject([{ actor: admin.label, facts: { alarm: open?.id } }]);
  await expect(alarms.resolve(admin, open?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
  expect((await ready(web)).logAlarms).toEqual([]);
  await round();
  expect((await ready(web)).logAlarms).toMatchObject([{ kind: 'entry' }]);
});

test('an alarm is shown on every page of those who must know, and they resolve it there', async () => {
  const admin = await Visitor.signedIn(web, 'verwaltung@kammer.example', 'admin');
  const staff = await Visitor.signedIn(web, 'mitarbeit@kammer.example', 'staff');
  const BANNER = 'Am Protokoll stimmt etwas nicht';
  expect(await admin.page('/verwaltung')).toContain(BANNER);
  expect(await staff.page('/weitergeben')).not.toContain(BANNER);
  const page = await admin.page('/alarme');
  expect(page).toContain('Der Eintrag 20 ist nicht mehr der, der unterschrieben wurde.');
  const action = /action="(\/alarme\/[^"]+)"/.exec(page)?.[1] ?? '';
  expect((await admin.post(action, {}, '/alarme')).status).toBe(303);
  expect(await admin.page('/alarme')).toContain('Es gibt keinen offenen Alarm.');
});
