import type { Browser, Page } from 'playwright-core';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { openBrowser } from '../../support/browser.js';
import { expectGoodLooks } from '../../support/looks.js';

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

async function withPage(options: { javaScriptEnabled: boolean; locale: string }, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext(options);
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

test('without JavaScript and cookies an English letter’s link leads by keyboard to the authority, in English', async () => {
  await withPage({ javaScriptEnabled: false, locale: 'de-DE' }, async (page) => {
    await page.goto(`${app.address}/beschwerde?organisation=kammer&lang=en`);
    await page.context().clearCookies();
    await page.getByLabel('Land (Germany only)').focus();
    await page.keyboard.type('Brem');
    await page.getByRole('button', { name: 'Show the authority' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/land=HB/);
    expect(await page.getByRole('heading', { name: 'This authority helps you' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'office@datenschutz.bremen.de' }).count()).toBe(1);
    // Whose page it is stays known.
    expect(await page.getByRole('heading', { name: /^Responsible for Industrie/ }).count()).toBe(1);
  });
});

test.each([
  ['nothing asked', '/beschwerde?organisation=kammer'],
  ['a church in Hesse', '/beschwerde?organisation=kammer&country=DE&land=HE&kind=church'],
  ['a broadcaster, no Land', '/beschwerde?country=DE&kind=broadcaster'],
  ['living in Switzerland', '/beschwerde?country=CH'],
  ['living elsewhere', '/beschwerde?organisation=kammer&country=OTHER'],
  ['a wrong question', '/beschwerde?country=XX&land=YY&context=z'],
])(
  '%s: without violations in both languages, light and dark, and not too wide at 320 px',
  async (_, path) => {
    await withPage({ javaScriptEnabled: true, locale: 'de-DE' }, async (page) => {
      for (const language of ['de', 'en']) {
        await page.goto(`${app.address}${path}&lang=${language}`);
        await expectGoodLooks(page);
      }
    });
  },
  120_000,
);

test('printed, the page has everything but the form', async () => {
  await withPage({ javaScriptEnabled: false, locale: 'de-DE' }, async (page) => {
    await page.goto(`${app.address}/beschwerde?organisation=kammer&country=DE&land=BY`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByText('Promenade 18').isVisible()).toBe(true);
    expect(await page.getByText('Was kostet das?').isVisible()).toBe(true);
    const broken = await page
      .locator('.authority')
      .evaluateAll((blocks) => blocks.filter((block) => getComputedStyle(block).breakInside !== 'avoid').length);
    expect(broken).toBe(0);
  });
});
