import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { isTooWide, violationsOf } from '../support/looks.js';
import { newDataDir, startProgram, type Program } from '../support/program.js';

const WHAT = 'Bitte das Bild von Instagram entfernen und bis Freitag bestätigen.';
const DEPARTMENT = 'social-media@kammer.example';
const PERSON = 'person@post.example';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

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
  await page.fill('[name=message]', 'Bitte löschen Sie mein Bild, Aurelia Beispiel.');
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

/** Somebody else's browser: no cookie of anyone. */
async function freshPage(): Promise<Page> {
  return (await browser.newContext({ bypassCSP: true, locale: 'de-DE' })).newPage();
}

/** What a mail in the built-in mailbox says, once it is there. */
async function mailTo(address: string): Promise<string> {
  await page.goto(`${program.address}/mailbox`);
  for (let tries = 0; tries < 50; tries += 1) {
    const mail = page.locator('.mails li', { hasText: address }).first().locator('a');
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
  }
}

test('the DPO gives a task, the department answers by its link with a file, and the DPO sees it', async () => {
  await page.goto(request);
  await page.getByRole('link', { name: 'Aufträge', exact: true }).click();
  await page.fill('[name=what]', WHAT);
  await page.fill('[name=address]', DEPARTMENT);
  await looksWell(page);
  await page.getByRole('button', { name: 'Auftrag erteilen' }).click();
  await page.waitForURL(/getan=gesendet/);
  const link = /\/auftrag\/[\w-]+/.exec(await mailTo(DEPARTMENT))?.[0] ?? '';

  const department = await freshPage();
  await department.goto(`${program.address}${link}`);
  await department.getByText(WHAT).waitFor();
  expect(await department.content()).not.toMatch(/Aurelia|DSR-\d{4}/);
  await looksWell(department);
  await department.getByRole('button', { name: 'Antwort senden' }).click();
  await department.getByRole('alert').waitFor();
  await looksWell(department);
  await department.getByLabel('Es ist erledigt').check();
  await department.fill('[name=text]', 'Entfernt, siehe Bild.');
  await department.setInputFiles('[name=files]', { name: 'beleg.png', mimeType: 'image/png', buffer: PNG });
  await department.getByRole('button', { name: 'Antwort senden' }).click();
  await department.getByText('Ihre Antwort ist angekommen.').waitFor();

  await page.goto(request);
  await page.getByRole('link', { name: 'Aufträge ansehen' }).click();
  await page.getByText('Entfernt, siehe Bild.').waitFor();
  await page.getByRole('link', { name: /beleg\.png/ }).waitFor();
  await looksWell(page);
  await page.getByRole('button', { name: 'Als erledigt vermerken' }).click();
  await page.waitForURL(/getan=erledigt/);
  await department.goto(`${program.address}${link}`);
  await department.getByText('Dieser Auftrag ist erledigt').waitFor();
  await looksWell(department);
}, 120_000);

test('the DPO doubts who it is, the person enters the code they were sent, and the DPO sees it', async () => {
  await page.goto(request);
  await page.getByRole('link', { name: 'Identität', exact: true }).click();
  await looksWell(page);
  await page.getByLabel('Das Konto oder die Adresse ist uns nicht bekannt').check();
  await page.fill('[name=why]', 'Das Konto ist neu.');
  await page.getByLabel('Code an die bekannte E-Mail-Adresse').check();
  await page.fill('[name=address]', PERSON);
  await page.getByLabel('Die Person wird heute gefragt').check();
  await page.getByRole('button', { name: 'Prüfung beginnen' }).click();
  await page.waitForURL(/getan=begonnen&frist=steht/);
  await looksWell(page);
  const mail = await mailTo(PERSON);

  const person = await freshPage();
  await person.goto(`${program.address}${/\/bestaetigen\/[\w-]+/.exec(mail)?.[0] ?? ''}`);
  await person.fill('[name=code]', '12');
  await person.getByRole('button', { name: 'Bestätigen' }).click();
  await person.getByText('Der Code stimmt nicht. Noch 4 Versuche.').first().waitFor();
  await looksWell(person);
  await person.fill('[name=code]', /Code: (\d{6})/.exec(mail)?.[1] ?? '');
  await person.getByRole('button', { name: 'Bestätigen' }).click();
  await person.getByText('Danke, das ist bestätigt').waitFor();
  await looksWell(person);

  await page.goto(`${request}/identitaet`);
  await page.getByText('von der Person selbst bestätigt').waitFor();
  expect(await page.locator('main').innerText()).not.toContain(PERSON);
  await page.getByRole('link', { name: 'Frist weiterlaufen lassen' }).waitFor();
  await looksWell(page);
}, 120_000);
