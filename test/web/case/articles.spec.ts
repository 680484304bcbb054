import type { Page } from 'playwright-core';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { expectGoodLooks } from '../../support/looks.js';

const desk = TestBrowser.forTests();
let page: Page;
let work: Case;
beforeAll(async () => {
  page = await desk.signedIn('dpo');
  work = await desk.takeOver(page, { message: 'Bitte einschränken.' });
});

async function enter(): Promise<void> {
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
}

test('the DPO begins a restriction, cannot lift it untold, and finds it in the register', async () => {
  await page.goto(work.address);
  await page.locator('.case-nav summary').click();
  await page.getByRole('link', { name: 'Einschränkung', exact: true }).click();
  await page.getByRole('link', { name: 'Einschränkung beginnen' }).click();
  await page.fill('[name=what]', 'Das Foto');
  await page.fill('[name=end]', 'Wenn geprüft ist');
  await enter();
  await page.getByRole('link', { name: 'Aufheben', exact: true }).click();
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.getByText('Erst muss die Person unterrichtet sein').first().waitFor();
  await page.goto(`${desk.address}/einschraenkungen`);
  expect(await page.locator('tbody tr').count()).toBe(1);
});

test('the DPO notes a recipient and enters an authority’s letter', async () => {
  await page.goto(`${work.address}/empfaenger`);
  await page.getByRole('link', { name: 'Empfänger festhalten' }).click();
  await page.fill('[name=name]', 'Druckerei Muster');
  await page.fill('[name=email]', 'daten@druckerei.example');
  await enter();
  await page.getByRole('link', { name: 'Per Mail unterrichten (auf Deutsch)' }).click();
  await enter();
  await page.goto(`${work.address}/aufsicht?schritt=open#formular`);
  await page.fill('[name=authority]', 'Landesbeauftragte');
  await page.fill('[name=fileNumber]', 'LfD-7');
  await page.fill('[name=until]', '2099-01-07');
  await enter();
  expect(await page.getByText('LfD-7').count()).toBe(1);
});

test.each([
  ['the restrictions of a request', () => `${work.address}/einschraenkung?schritt=begin`],
  ['the recipients of a request', () => `${work.address}/empfaenger?schritt=add`],
  ['the letters of an authority', () => `${work.address}/aufsicht?schritt=open`],
  ['the register', () => `${desk.address}/einschraenkungen`],
])('%s: without violations, in light and dark, and not too wide at 320 px', async (_, address) => {
  await page.goto(address());
  await expectGoodLooks(page);
});
