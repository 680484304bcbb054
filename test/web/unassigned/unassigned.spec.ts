import { createTransport } from 'nodemailer';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { openBrowser } from '../../support/browser.js';
import { expectGoodLooks } from '../../support/looks.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';
import type { Browser } from 'playwright-core';

const OURS = 'forthwith@localhost.localdomain';

let app: TestApplication;
let browser: Browser;
beforeAll(async () => {
  app = await startTestApplication();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.stop();
});

async function arrives(head: readonly string[], text: string): Promise<void> {
  const { host, port } = app.mailbox.settings;
  const transport = createTransport({ host, port, secure: false, ignoreTLS: true });
  const raw = [`To: ${OURS}`, ...head, '', text].join('\r\n');
  await transport.sendMail({ envelope: { from: 'erika@post.example', to: OURS }, raw });
  transport.close();
}

test('the tray and a mail in it: without violations, and not too wide; set aside and taken back by keyboard', async () => {
  await arrives(
    ['From: erika@post.example', 'Subject: Was haben Sie =?utf-8?q?=C3=BCber?= mich?'],
    'Bitte um Auskunft.',
  );
  await arrives(['From: werbung@shop.example', 'Subject: Nur heute', 'Precedence: bulk'], 'Billig!');
  await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
  const context = await browser.newContext({ bypassCSP: true, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${app.address}/anmelden`);
  await page.getByLabel('E-Mail-Adresse').fill('dsb@kammer.example');
  await page.getByLabel('Kennwort').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/vorgaenge/);
  await page.goto(`${app.address}/unzugeordnet`);
  await expectGoodLooks(page);
  await page.getByRole('link', { name: 'Was haben Sie über mich?' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/unzugeordnet\/.+/);
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Weglegen' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/getan=aside/);
  await page.getByRole('button', { name: /^Zurücknehmen Was haben/ }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/getan=back/);
  expect(await page.getByRole('link', { name: 'Was haben Sie über mich?' }).count()).toBe(1);
  await context.close();
});
