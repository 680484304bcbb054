import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { expectGoodLooks } from '../../support/looks.js';

const WHAT = 'Bitte das Bild von Instagram entfernen und bis Freitag bestätigen.';
const DEPARTMENT = 'social-media@kammer.example';
const PERSON = 'person@post.example';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const desk = TestBrowser.forTests();
let page: Page;
let work: Case;
beforeAll(async () => {
  page = await desk.signedIn('dpo');
  work = await desk.takeOver(page, { message: 'Bitte löschen Sie mein Bild, Aurelia Beispiel.' });
});

const textTo = async (address: string) => (await desk.mailsTo(address))[0]?.text ?? '';

test('the DPO gives a task, the department answers by its link with a file, and the DPO sees it', async () => {
  await page.goto(work.address);
  await page.getByRole('link', { name: 'Aufträge', exact: true }).click();
  await page.fill('[name=what]', WHAT);
  await page.fill('[name=address]', DEPARTMENT);
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Auftrag erteilen' }).click();
  await page.waitForURL(/getan=gesendet/);
  const link = /\/auftrag\/[\w-]+/.exec(await textTo(DEPARTMENT))?.[0] ?? '';

  const department = await desk.newPage();
  await department.goto(`${desk.address}${link}`);
  await expectGoodLooks(department);
  await department.getByRole('button', { name: 'Auftrag ansehen' }).click();
  await department.getByText(WHAT).waitFor();
  expect(await department.content()).not.toMatch(/Aurelia|DSR-\d{4}/);
  await expectGoodLooks(department);
  await department.getByRole('button', { name: 'Antwort senden' }).click();
  await department.getByRole('alert').waitFor();
  await expectGoodLooks(department);
  await department.getByLabel('Es ist erledigt').check();
  await department.fill('[name=text]', 'Entfernt, siehe Bild.');
  await department.setInputFiles('[name=files]', { name: 'beleg.png', mimeType: 'image/png', buffer: PNG });
  await department.getByRole('button', { name: 'Antwort senden' }).click();
  await department.getByText('Ihre Antwort ist angekommen.').waitFor();

  await page.goto(work.address);
  await page.getByRole('link', { name: 'Aufträge ansehen' }).click();
  await page.getByText('Entfernt, siehe Bild.').waitFor();
  await page.getByRole('link', { name: /beleg\.png/ }).waitFor();
  await expectGoodLooks(page);
  await page.getByRole('button', { name: 'Als erledigt vermerken' }).click();
  await page.waitForURL(/getan=erledigt/);
  await department.goto(`${desk.address}${link}`);
  await department.getByText('Dieser Auftrag ist erledigt').waitFor();
  await expectGoodLooks(department);
});

test('the DPO doubts who it is, the person enters the code they were sent, and the DPO sees it', async () => {
  await page.goto(work.address);
  await page.getByRole('link', { name: 'Identität', exact: true }).click();
  await expectGoodLooks(page);
  await page.getByLabel('Das Konto oder die Adresse ist uns nicht bekannt').check();
  await page.fill('[name=why]', 'Das Konto ist neu.');
  await page.getByLabel('Code an die bekannte E-Mail-Adresse').check();
  await page.fill('[name=address]', PERSON);
  await page.getByLabel('Die Person wird heute gefragt').check();
  await page.getByRole('button', { name: 'Prüfung beginnen' }).click();
  await page.waitForURL(/getan=begonnen&frist=steht/);
  await expectGoodLooks(page);
  const mail = await textTo(PERSON);

  const person = await desk.newPage();
  await person.goto(`${desk.address}${/\/bestaetigen\/[\w-]+/.exec(mail)?.[0] ?? ''}`);
  await person.fill('[name=code]', '12');
  await person.getByRole('button', { name: 'Bestätigen' }).click();
  await person.getByText('Der Code stimmt nicht. Noch 4 Versuche.').first().waitFor();
  await expectGoodLooks(person);
  await person.fill('[name=code]', /Code: (\d{6})/.exec(mail)?.[1] ?? '');
  await person.getByRole('button', { name: 'Bestätigen' }).click();
  await person.getByText('Danke, das ist bestätigt').waitFor();
  await expectGoodLooks(person);

  await page.goto(`${work.address}/identitaet`);
  await page.getByText('von der Person selbst bestätigt').waitFor();
  expect(await page.locator('main').innerText()).not.toContain(PERSON);
  // The day is known: the clock goes on from it, and nobody has to enter it.
  await eventually(async () => {
    await page.goto(`${work.address}/frist`);
    return (await page.locator('main').innerText()).includes('läuft') ? true : undefined;
  });
  expect(await page.locator('main').innerText()).not.toContain('steht still');
  await expectGoodLooks(page);
});
