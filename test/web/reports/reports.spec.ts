import type { Page } from 'playwright-core';
import { TestBrowser } from '../../support/test-browser.js';
import { FORCED_COLOURS, expectGoodLooks, NARROW_AND_DARK, WIDE } from '../../support/looks.js';

const PAGES = ['/uebersicht?zeitraum=year', '/berichte', '/berichte/zeitplan', '/pruefung-behoerde'];

const desk = TestBrowser.forTests();
let page: Page;
beforeAll(async () => {
  page = await desk.signedIn('dpo');
  for (const [channel, minutes] of [
    ['instagram', 5],
    ['email', 90],
    ['facebook', 2_000],
    ['instagram', 30],
  ] as const) {
    const receivedAt = new Date(Date.now() - minutes * 60_000).toISOString();
    await desk.handOver(page, { channel, receivedAt, ...(minutes > 1_440 ? { lateReason: 'Urlaub' } : {}) });
  }
});

test.each(PAGES)(
  '%s is clean for axe and fits: light, dark and narrow, in forced colours',
  async (path) => {
    await page.goto(`${desk.address}${path}`);
    await expectGoodLooks(page, [WIDE, NARROW_AND_DARK, FORCED_COLOURS]);
  },
  60_000,
);

test('each chart has a name, a text alternative, and its data behind a summary that the keyboard opens', async () => {
  await page.goto(`${desk.address}${PAGES[0] ?? ''}`);
  const charts = await page.getByRole('img').count();
  expect(charts).toBeGreaterThanOrEqual(4);
  const data = page.locator('details.chart-data');
  expect(await data.count()).toBe(charts);
  await data.first().locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await data.first().locator('tbody tr').first().isVisible()).toBe(true);
});

test('a report is chosen and downloaded', async () => {
  await page.goto(`${desk.address}/berichte`);
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
});
