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
  await page.fill('[name=message]', 'Bitte einschränken.');
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

async function enter(): Promise<void> {
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
}

test('the DPO begins a restriction, cannot lift it untold, and finds it in the register', async () => {
  await page.goto(request);
  await page.getByRole('link', { name: 'Einschränkung', exact: true }).click();
  await page.getByRole('link', { name: 'Einschränkung beginnen' }).click();
  await page.fill('[name=what]', 'Das Foto');
  await page.fill('[name=end]', 'Wenn geprüft ist');
  await enter();
  await page.getByRole('link', { name: 'Aufheben', exact: true }).click();
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.getByText('Erst muss die Person unterrichtet sein').first().waitFor();
  await page.goto(`${program.address}/einschraenkungen`);
  expect(await page.locator('tbody tr').count()).toBe(1);
});

test('the DPO notes a recipient and enters an authority’s letter', async () => {
  await page.goto(`${request}/empfaenger`);
  await page.getByRole('link', { name: 'Empfänger festhalten' }).click();
  await page.fill('[name=name]', 'Druckerei Muster');
  await page.fill('[name=email]', 'daten@druckerei.example');
  await enter();
  await page.getByRole('link', { name: 'Per Mail unterrichten (auf Deutsch)' }).click();
  await enter();
  await page.goto(`${request}/aufsicht?schritt=open#formular`);
  await page.fill('[name=authority]', 'Landesbeauftragte');
  await page.fill('[name=fileNumber]', 'LfD-7');
  await page.fill('[name=until]', '2099-01-07');
  await enter();
  expect(await page.getByText('LfD-7').count()).toBe(1);
});

describe.each([
  ['the restrictions of a request', () => `${request}/einschraenkung?schritt=begin`],
  ['the recipients of a request', () => `${request}/empfaenger?schritt=add`],
  ['the letters of an authority', () => `${request}/aufsicht?schritt=open`],
  ['the register', () => `${program.address}/einschraenkungen`],
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
