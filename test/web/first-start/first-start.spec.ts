import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { expectGoodLooks } from '../../support/looks.js';
import { preparedDataDir, startProgram, type Program } from '../../support/program.js';
import { PASSWORD } from '../../support/visitor.js';

const dataDir = preparedDataDir();
let program: Program;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  program = await startProgram(dataDir);
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const onward = () => page.click('main form:last-of-type button[type=submit]');

test('a link printed at the start leads through what is needed, by steps that survive a kill in the middle', async () => {
  await page.goto(program.setup ?? '');
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Beginnen' }).click();
  await page.fill('#name', 'Amt Musterstadt');
  await page.fill('#shortName', 'Amt');
  await page.fill('#slug', 'amt');
  await page.fill('#postalAddress', 'Markt 1\n01067 Dresden');
  await page.fill('#email', 'info@amt.example');
  await page.selectOption('#land', 'SN');
  await expectGoodLooks(page);
  await onward();
  await page.fill('#dpoEmail', 'datenschutz@amt.example');
  await page.fill('#dpoTelephone', '0351 1');
  await onward();
  await page.getByText('Schritt 3 von 6').waitFor();

  await program.kill();
  program = await startProgram(dataDir);
  // Another port, so another site for the browser: the new link leads on, to where it was.
  await page.goto(program.setup ?? '');
  await page.getByRole('button', { name: 'Beginnen' }).click();
  await page.getByText('Schritt 3 von 6').waitFor();
});

test('channels, a test mail, the key kept elsewhere, the first users; then a request is forwarded', async () => {
  await page.check('input[name=channels][value=instagram]');
  await onward();
  await page.fill('#testTo', 'leitung@amt.example');
  await page.check('input[name=way][value=built-in]');
  await expectGoodLooks(page);
  await onward();
  await page.getByText('Schritt 5 von 6').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Schlüssel herunterladen' }).click(),
  ]);
  const copy = join(dataDir, 'copy-of-the-key');
  await file.saveAs(copy);
  const wrong = join(dataDir, 'not-the-key');
  writeFileSync(wrong, Buffer.alloc(32, 7).toString('base64'));
  await page.setInputFiles('#copy', wrong);
  await onward();
  await page.getByText('Das ist nicht der Schlüssel').first().waitFor();
  await page.setInputFiles('#copy', copy);
  await onward();
  await page.getByText('Schritt 6 von 6').waitFor();
  await page.fill('#email', 'leitung@amt.example');
  await page.fill('#password', PASSWORD);
  await page.fill('#staff', 'eins@amt.example');
  await expectGoodLooks(page);
  await onward();
  await page.waitForURL(/\/verwaltung$/);
  await page.getByText('Amt Musterstadt').first().waitFor();
  await expectGoodLooks(page);

  // The administrator hands over too, for the first try.
  await page.goto(`${program.address}/verwaltung/nutzende`);
  await page.getByRole('link', { name: 'leitung@amt.example' }).last().click();
  await page.locator('button[name=give][value=staff]').click();
  await page.goto(`${program.address}/weitergeben?channel=instagram`);
  await page.fill('#message', 'Bitte löschen Sie mein Foto.');
  await page.check('input[name=arrived][value=now]');
  await page.check('input[name=seen][value=now]');
  await page.keyboard.press('Control+Enter');
  await page
    .getByText(/weitergeleitet um \d\d:\d\d:\d\d Uhr/)
    .first()
    .waitFor();
});
