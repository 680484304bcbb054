import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { isTooWide, violationsOf } from '../support/looks.js';
import { newDataDir, startProgram, type Program } from '../support/program.js';

const PERSON = 'person@post.example';
const dataDir = newDataDir();
let program: Program;
let browser: Browser;
let page: Page;
let request = '';

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(dataDir), openBrowser()]);
  page = await freshPage();
  const dpo = program.accounts.find(({ role }) => role === 'dpo');
  await page.goto(`${program.address}/anmelden`);
  await page.fill('[name=email]', dpo?.email ?? '');
  await page.fill('[name=password]', dpo?.password ?? '');
  await page.click('main button[type=submit]');
  await page.goto(`${program.address}/weitergeben?channel=instagram`);
  await page.fill('[name=message]', 'Ich möchte meine Daten mitnehmen.');
  await page.locator('details.more summary').click();
  await page.locator('[name=rights][value=portability]').check();
  await page.click('main form button[type=submit]:not([name])');
  await page.waitForURL(/weitergaben\/[0-9a-f-]{36}/);
  request = `${program.address}/vorgaenge/${/[0-9a-f-]{36}/.exec(page.url())?.[0] ?? ''}`;
  await page.goto(request);
  await page.getByRole('button', { name: 'Vorgang übernehmen' }).click();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

async function freshPage(): Promise<Page> {
  return (await browser.newContext({ bypassCSP: true, locale: 'de-DE' })).newPage();
}

async function mailFrom(subject: string): Promise<string> {
  await page.goto(`${program.address}/mailbox`);
  for (let tries = 0; tries < 50; tries += 1) {
    const mail = page.locator('.mails li', { hasText: subject }).first().locator('a');
    if ((await mail.count()) > 0) {
      await mail.click();
      return page.locator('main').innerText();
    }
    await page.waitForTimeout(200);
    await page.reload();
  }
  throw new Error('no such mail');
}

async function looksWell(shown: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 320],
  ] as const) {
    await shown.emulateMedia({ colorScheme });
    await shown.setViewportSize({ width, height: 900 });
    expect(await violationsOf(shown)).toEqual([]);
    expect(await isTooWide(shown)).toBe(false);
    if (process.env['LOOK'] !== undefined) {
      await shown.screenshot({ path: `${process.env['LOOK']}/${Date.now()}-${width}.png`, fullPage: true });
    }
  }
}

test('the DPO makes a package ready, and the person collects it with the code they ask for', async () => {
  await page.goto(`${request}/rechte`);
  await page.locator('[name="check-public-task"][value=no]').check();
  await page.getByRole('button', { name: 'Prüfliste speichern' }).click();
  await page.goto(`${request}/uebertragung?schritt=prepare`);
  await page.setInputFiles('[name=files]', { name: 'd.txt', mimeType: 'text/plain', buffer: Buffer.from('{}') });
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.getByText('kein lesbares JSON oder CSV').first().waitFor();
  await looksWell(page);
  await page.setInputFiles('[name=files]', { name: 'd.json', mimeType: 'text/plain', buffer: Buffer.from('{}') });
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
  await page.getByRole('link', { name: 'Link senden' }).click();
  await page.fill('[name=address]', PERSON);
  await looksWell(page);
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
  const link = /\/abholen\/[\w-]+/.exec(await mailFrom('Ihre Daten liegen bereit'))?.[0] ?? '';

  const person = await freshPage();
  await person.goto(`${program.address}${link}`);
  await looksWell(person);
  await person.getByRole('button', { name: 'Code senden' }).click();
  await person.waitForURL(/gesendet=1/);
  await looksWell(person);
  const code = /Abholen: (\d{6})/.exec(await mailFrom('Ihr Code zum Abholen'))?.[1] ?? '';
  await person.fill('[name=code]', code);
  const [download] = await Promise.all([
    person.waitForEvent('download'),
    person.getByRole('button', { name: 'Daten herunterladen' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('daten.zip');
  await person.goto(`${program.address}${link}`);
  await person.getByText('Die Daten sind schon abgeholt').waitFor();
  await looksWell(person);
  await page.goto(`${request}/uebertragung`);
  await page.getByText('abgeholt und hier gelöscht').waitFor();
}, 120_000);
