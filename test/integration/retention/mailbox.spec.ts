import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { openFoundation } from '../../../src/platform/foundation.js';
import { loadConfig } from '../../../src/platform/config/environment.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let app: TestApplication;
let admin: Visitor;
let token: string;
beforeAll(async () => {
  app = await startTestApplication();
  token = await app.token('staff');
  admin = await Visitor.signedIn(app, 'verwaltung@kammer.example', 'admin');
  await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Bitte Auskunft.', rights: ['access'] }),
  });
});
afterAll(() => app.stop());

const opened = async () =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) AS count FROM log_entry WHERE event = 'mailbox.opened'`,
    );
    return Number(rows[0]?.count);
  });

test('each opening of a mail is an entry of the log', async () => {
  const [, id = ''] = /href="\/mailbox\/([^"]+)"/.exec(await admin.page('/mailbox')) ?? [];
  expect(await opened()).toBe(0);
  await admin.page(`/mailbox/${id}`);
  expect(await opened()).toBe(1);
});

test('another organisation sees neither the list nor the mail', async () => {
  const [, id = ''] = /href="\/mailbox\/([^"]+)"/.exec(await admin.page('/mailbox')) ?? [];
  const sister = await app.running.application.get(OrganisationsService).importProfile({
    ...CHAMBER,
    slug: 'schwester',
    designation: { ...CHAMBER.designation, email: 'dsb@sister.example' },
  });
  const other = { ...app, organisationId: sister.organisationId };
  const foreign = await Visitor.signedIn(other, 'verwaltung@schwester.example', 'admin');
  expect(await foreign.page('/mailbox')).not.toContain('/mailbox/');
  expect((await foreign.get(`/mailbox/${id}`)).status).toBe(404);
  expect(await admin.page('/mailbox')).toContain(id);
});

test('a database of one’s own without a mail server stops the start with one line', async () => {
  const config = loadConfig({ DATABASE_URL: 'postgres://owner:secret@db.example/f', DATA_DIR: app.dataDir });
  await expect(openFoundation(config, 'serve')).rejects.toThrow(/^SMTP_URL: is not set, and DATABASE_URL is; [^\n]+$/);
});
