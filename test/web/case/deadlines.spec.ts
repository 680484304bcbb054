import type { Page } from 'playwright-core';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { expectGoodLooks } from '../../support/looks.js';

const desk = TestBrowser.forTests();
let page: Page;
let work: Case;
beforeAll(async () => {
  page = await desk.signedIn('dpo');
  work = await desk.takeOver(page, { message: 'Bitte Auskunft.' });
});

test('the DPO finds the extension, sees the new date first, and enters it', async () => {
  await page.goto(work.address);
  await page.locator('summary', { hasText: 'Frist und Schritte' }).click();
  await page.getByRole('link', { name: 'Frist verlängern' }).click();
  await page.selectOption('[name=cause]', 'number');
  await page.fill('[name=reason]', 'Sehr viele Anträge.');
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format();
  await page.fill('[name=decidedOn]', today);
  await page.fill('[name=sentOn]', today);
  await page.selectOption('[name=way]', 'letter');
  await page.fill('[name=unproved]', 'Aus dem Postausgangsbuch.');
  const before = await page.getByText('Die Frist endet am').locator('xpath=..').innerText();
  await page.getByRole('button', { name: 'Neues Datum zeigen' }).click();
  await page.getByText('Die Frist endete dann am').waitFor();
  expect(await page.inputValue('[name=reason]')).toBe('Sehr viele Anträge.');
  expect(await page.getByText('Die Frist endet am').locator('xpath=..').innerText()).toBe(before);
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
  expect(await page.getByText('Die Frist endet am').locator('xpath=..').innerText()).not.toBe(before);
});

test.each([
  ['the calculation of a request', () => `${work.address}/frist?schritt=request-identity`],
  ['the form of a further right', () => `${work.address}/frist?schritt=add-claim`],
  ['the reminders', () => `${desk.address}/erinnerungen`],
  [
    'the calculator with events',
    () => `${desk.address}/fristen?receivedOn=2026-08-31&land=BW&e1=identity-requested&d1=2026-09-03`,
  ],
  ['the calculator with a mistake', () => `${desk.address}/fristen?receivedOn=gestern&land=BW`],
])('%s: without violations, in light and dark, and not too wide at 320 px', async (_, address) => {
  await page.goto(address());
  await expectGoodLooks(page);
});

test('the calculation prints on one side', async () => {
  for (const address of [
    `${work.address}/frist`,
    `${desk.address}/fristen?receivedOn=2026-08-31&land=BW&e1=identity-requested&d1=2026-09-03&e2=identity-confirmed&d2=2026-09-10&e3=extended&d3=2026-09-20`,
  ]) {
    await page.goto(address);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  }
});
