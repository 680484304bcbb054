import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { isTooWide, violationsOf } from '../support/looks.js';
import { newDataDir, startProgram, type Program } from '../support/program.js';

const dataDir = newDataDir();
let program: Program;
let browser: Browser;
let page: Page;
let request = '';

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(dataDir), openBrowser()]);
  const context = await browser.newContext({ bypassCSP: true, locale: 'de-DE' });
  page = await context.newPage();
  const dpo = program.accounts.find(({ role }) => role === 'dpo');
  await page.goto(`${program.address}/anmelden`);
  await page.fill('[name=email]', dpo?.email ?? '');
  await page.fill('[name=password]', dpo?.password ?? '');
  await page.click('main button[type=submit]');
  await page.goto(`${program.address}/weitergeben?channel=instagram`);
  await page.fill('[name=message]', 'Bitte Auskunft.');
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

test('the DPO finds the extension, sees the new date first, and enters it', async () => {
  await page.goto(request);
  await page.getByRole('link', { name: 'Frist verlängern' }).click();
  await page.fill('[name=reason]', 'Sehr viele Anträge.');
  const before = await page.getByText('Die Frist endet am').locator('xpath=..').innerText();
  await page.getByRole('button', { name: 'Neues Datum zeigen' }).click();
  await page.getByText('Die Frist endete dann am').waitFor();
  expect(await page.inputValue('[name=reason]')).toBe('Sehr viele Anträge.');
  expect(await page.getByText('Die Frist endet am').locator('xpath=..').innerText()).toBe(before);
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
  expect(await page.getByText('Die Frist endet am').locator('xpath=..').innerText()).not.toBe(before);
});

describe.each([
  ['the calculation of a request', () => `${request}/frist?schritt=request-identity`],
  ['the form of a further right', () => `${request}/frist?schritt=add-claim`],
  ['the reminders', () => `${program.address}/erinnerungen`],
  [
    'the calculator with events',
    () => `${program.address}/fristen?receivedOn=2026-08-31&land=BW&e1=identity-requested&d1=2026-09-03`,
  ],
  ['the calculator with a mistake', () => `${program.address}/fristen?receivedOn=gestern&land=BW`],
])('%s', (_, address) => {
  test('is without violations, in light and dark, and not too wide at 320 px', async () => {
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 320],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(address());
      expect(await violationsOf(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
    }
  });
});

test('the calculation prints on one side', async () => {
  for (const address of [
    `${request}/frist`,
    `${program.address}/fristen?receivedOn=2026-08-31&land=BW&e1=identity-requested&d1=2026-09-03&e2=identity-confirmed&d2=2026-09-10&e3=extended&d3=2026-09-20`,
  ]) {
    await page.goto(address);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  }
});
