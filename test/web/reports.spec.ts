import type { Browser, Page } from 'playwright-core';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { openBrowser } from '../support/browser.js';
import { isTooWide, violationsOf } from '../support/looks.js';
import { PASSWORD, Visitor } from '../support/visitor.js';

const PAGES = ['/uebersicht?zeitraum=year', '/berichte', '/berichte/zeitplan', '/pruefung-behoerde'];

let app: TestApplication;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApplication(), openBrowser()]);
  const staff = await app.token('staff');
  for (const [channel, minutes] of [
    ['instagram', 5],
    ['email', 90],
    ['facebook', 2_000],
    ['instagram', 30],
  ] as const) {
    await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        channel,
        message: 'Bitte.',
        receivedAt: new Date(Date.now() - minutes * 60_000).toISOString(),
      }),
    });
  }
  await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.stop();
}, 60_000);

async function signedIn(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, locale: 'de-DE', ...options });
  const page = await context.newPage();
  await page.goto(`${app.address}/anmelden`);
  await page.fill('[name=email]', 'dsb@kammer.example');
  await page.fill('[name=password]', PASSWORD);
  await page.click('main button[type=submit]');
  return page;
}

test.each([
  ['light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' as const }],
  ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const }],
  ['narrow', { viewport: { width: 320, height: 800 } }],
  ['forced colours', { viewport: { width: 1280, height: 900 }, forcedColors: 'active' as const }],
])(
  'overview, reports, schedule and checklist are clean for axe and fit: %s',
  async (_, options) => {
    const page = await signedIn(options);
    for (const path of PAGES) {
      await page.goto(`${app.address}${path}`);
      const found = await violationsOf(page);
      expect([path, found, await isTooWide(page)]).toEqual([path, [], false]);
    }
    await page.context().close();
  },
  120_000,
);

test('each chart has a name, a text alternative, and its data behind a summary that the keyboard opens', async () => {
  const page = await signedIn({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${app.address}${PAGES[0] ?? ''}`);
  const charts = await page.getByRole('img').count();
  expect(charts).toBeGreaterThanOrEqual(4);
  const data = page.locator('details.chart-data');
  expect(await data.count()).toBe(charts);
  await data.first().locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await data.first().locator('tbody tr').first().isVisible()).toBe(true);
}, 60_000);

test('a report is chosen and downloaded', async () => {
  const page = await signedIn({ acceptDownloads: true });
  await page.goto(`${app.address}/berichte`);
  await page.getByLabel('Eigener Zeitraum').check();
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
  await page.fill('[name=from]', today);
  await page.fill('[name=to]', today);
  await page.getByLabel('barrierefrei').check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Bericht herunterladen' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`rechenschaftsbericht-kammer-${today}-${today}.pdf`);
  await page.reload();
  expect(await page.locator('main').innerText()).toContain('Rechenschaftsbericht');
}, 60_000);
