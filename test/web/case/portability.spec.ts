import type { Page } from 'playwright-core';
import { answered } from '../../support/answered.js';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { eventually } from '../../support/eventually.js';
import { expectGoodLooks } from '../../support/looks.js';

const PERSON = 'person@post.example';
const desk = TestBrowser.forTests();
let page: Page;
let work: Case;
beforeAll(async () => {
  page = await desk.signedIn('dpo');
  work = await desk.takeOver(page, { message: 'Ich möchte meine Daten mitnehmen.', rights: ['portability'] });
});

test('the DPO makes a package ready, and the person collects it with the code they ask for', async () => {
  await page.goto(`${work.address}/rechte`);
  await page.locator('[name="check-public-task"][value=no]').check();
  await answered(page, () => page.getByRole('button', { name: 'Prüfliste speichern' }).click());
  await page.goto(`${work.address}/uebertragung?schritt=prepare`);
  await page.setInputFiles('[name=files]', { name: 'd.txt', mimeType: 'text/plain', buffer: Buffer.from('{}') });
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.getByText('kein lesbares JSON oder CSV').first().waitFor();
  await expectGoodLooks(page);
  // It stays on the form until it is taken out.
  await page.getByRole('button', { name: 'd.txt entfernen' }).first().click();
  await page.getByText('kein lesbares JSON oder CSV').first().waitFor({ state: 'detached' });
  await page.setInputFiles('[name=files]', { name: 'd.json', mimeType: 'text/plain', buffer: Buffer.from('{}') });
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
  await page.getByRole('link', { name: 'Link senden' }).click();
  await page.fill('[name=address]', PERSON);
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.waitForURL(/getan=1/);
  const link = /\/abholen\/[\w-]+/.exec(await desk.mailAbout('Ihre Daten liegen bereit'))?.[0] ?? '';

  const person = await desk.newPage();
  await person.goto(`${desk.address}${link}`);
  await expectGoodLooks(person);
  await person.getByRole('button', { name: 'Code senden' }).click();
  await person.waitForURL(/gesendet=1/);
  await expectGoodLooks(person);
  const code = /Abholen: (\d{6})/.exec(await desk.mailAbout('Ihr Code zum Abholen'))?.[1] ?? '';
  await person.fill('[name=code]', code);
  const [download] = await Promise.all([
    person.waitForEvent('download'),
    person.getByRole('button', { name: 'Daten herunterladen' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('daten.zip');
  await download.path();
  // The browser has the last byte before the program has written down that it was taken.
  const collected = person.getByText('Die Daten sind schon abgeholt');
  await eventually(async () => {
    await person.goto(`${desk.address}${link}`);
    return (await collected.isVisible()) ? true : undefined;
  });
  await expectGoodLooks(person);
  await page.goto(`${work.address}/uebertragung`);
  await page.getByText('abgeholt und hier gelöscht').waitFor();
});
