import type { Page } from 'playwright-core';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { FORCED_COLOURS, expectGoodLooks, NARROW_AND_DARK, WIDE } from '../../support/looks.js';

const EVERY_LOOK = [WIDE, NARROW_AND_DARK, FORCED_COLOURS];

const desk = TestBrowser.forTests();
let dpo: Page;
beforeAll(async () => {
  dpo = await desk.signedIn('dpo');
});

const go = (page: Page, path: string) => page.goto(`${desk.address}${path}`);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent.trim()');
const reads = (page: Page) => page.locator('main').innerText();

describe('the list, by keyboard alone', () => {
  let cases: Case[];
  let references: string[];

  beforeAll(async () => {
    cases = await Promise.all([1, 2, 3].map(() => desk.handOver(dpo)));
  });

  beforeEach(async () => {
    await go(dpo, '/vorgaenge?state=all&sort=reference');
    references = await dpo.locator('[data-row]').allInnerTexts();
  });

  test('j and k, or the arrows, go from case to case and stop at the ends', async () => {
    const [first, second] = references;
    await dpo.keyboard.press('j');
    expect(await focused(dpo)).toBe(first);
    await dpo.keyboard.press('ArrowDown');
    expect(await focused(dpo)).toBe(second);
    await dpo.keyboard.press('k');
    await dpo.keyboard.press('ArrowUp');
    expect(await focused(dpo)).toBe(first);
    await dpo.keyboard.press('Tab');
    await dpo.evaluate('document.activeElement.blur()');
    await dpo.keyboard.press('k');
    expect(await focused(dpo)).toBe(references.at(-1));
  });

  test.each(['o', 'Enter'])('%s opens the case that has the focus', async (key) => {
    await dpo.keyboard.press('j');
    await dpo.keyboard.press('j');
    await dpo.keyboard.press(key);
    await dpo.waitForURL(/vorgaenge\/[0-9a-f-]{36}$/);
    expect(await dpo.locator('h1').innerText()).toContain(references[1]);
  });

  test('the slash goes to the search; there the keys are letters again', async () => {
    await dpo.keyboard.press('/');
    expect(await dpo.evaluate('document.activeElement.id')).toBe('q');
    await dpo.keyboard.type('jokxa/?');
    expect(await dpo.inputValue('#q')).toBe('jokxa/?');
    expect(await dpo.locator('tbody [type=checkbox]:checked').count()).toBe(0);
    expect(new URL(dpo.url()).pathname).toBe('/vorgaenge');
    await dpo.fill('#q', (references[2] ?? '').toLowerCase());
    await dpo.keyboard.press('Enter');
    await dpo.waitForURL(/suche\/[0-9a-f-]{36}$/);
    expect(await dpo.locator('[data-row]').allInnerTexts()).toEqual([references[2]]);
  });

  test.each(['Control', 'Alt', 'Meta'])('with %s a key belongs to the browser', async (modifier) => {
    await dpo.keyboard.press('j');
    for (const key of ['j', 'x', '/']) {
      await dpo.keyboard.press(`${modifier}+${key}`);
    }
    expect(await focused(dpo)).toBe(references[0]);
    expect(await dpo.locator('tbody [type=checkbox]:checked').count()).toBe(0);
  });

  test('the question mark shows the keys; switched off there, they do nothing until they are on again', async () => {
    await dpo.keyboard.press('?');
    await dpo.waitForURL(/tastatur/);
    await expectGoodLooks(dpo, EVERY_LOOK);
    await press(dpo, 'Einzeltasten ausschalten');
    await dpo.getByText('Einzeltasten sind ausgeschaltet.').waitFor();
    await go(dpo, '/vorgaenge?state=all');
    await dpo.keyboard.press('j');
    expect(await dpo.evaluate('document.activeElement.tagName')).toBe('BODY');
    await go(dpo, '/tastatur');
    await press(dpo, 'Einzeltasten einschalten');
    await dpo.getByText('Einzeltasten sind eingeschaltet.').waitFor();
  });

  test('x selects, a takes over all that is selected, and a page says what became of each', async () => {
    await expectGoodLooks(dpo, EVERY_LOOK);
    // One of them is taken over by somebody else while it stands on the screen.
    await desk.post(dpo, `/${cases[0]?.id ?? ''}/commands`, { type: 'acknowledge' });
    await dpo.keyboard.press('a');
    expect(new URL(dpo.url()).pathname).toBe('/vorgaenge');
    for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'x', 'j', 'x']) {
      await dpo.keyboard.press(key);
    }
    expect(await dpo.locator('tbody [type=checkbox]:checked').count()).toBe(3);
    await dpo.keyboard.press('a');
    await dpo.waitForURL(/uebernahme/);
    const said = await reads(dpo);
    expect(said).toContain('2 Vorgänge übernommen');
    expect(said).toMatch(/DSR-\S+: (war schon übernommen|nicht übernommen: Jemand anderes)/);
    await expectGoodLooks(dpo, EVERY_LOOK);
    await dpo.getByRole('link', { name: 'Zurück zur Liste' }).press('Enter');
    await dpo.waitForURL(/vorgaenge$/);
    expect(await dpo.locator('[type=checkbox]').count()).toBe(0);
  });

  test('Tab reaches the search, every filter and every case in the order of the page', async () => {
    const reached: string[] = [];
    await dpo.evaluate('document.querySelector("#q").focus()');
    // Behind the search in the head lie the navigation and the tabs.
    for (let at = 0; at < 40 && reached.at(-1) !== references.at(-1); at += 1) {
      reached.push(await dpo.evaluate<string>('document.activeElement.name || document.activeElement.innerText'));
      await dpo.keyboard.press('Tab');
      reached.push(await focused(dpo));
    }
    expect(reached.filter((one) => references.includes(one)).filter((one, at, all) => all.indexOf(one) === at)).toEqual(
      references,
    );
    expect(reached).toEqual(expect.arrayContaining(['q', 'right', 'channel', 'sort']));
  });
});

describe('an own view', () => {
  test('is kept under a name, used, begun with, and deleted', async () => {
    await go(dpo, '/vorgaenge');
    await dpo.selectOption('[name=sort]', 'received');
    await dpo.selectOption('[name=channel]', 'instagram');
    await press(dpo, 'Anwenden');
    await dpo.waitForURL(/channel=instagram/);
    await dpo.locator('summary', { hasText: 'Ansichten speichern' }).click();
    await press(dpo, 'Ansicht speichern');
    await dpo.locator('#name-error').waitFor();
    await expectGoodLooks(dpo);
    await dpo.fill('[name=name]', 'Neues von Instagram');
    await dpo.keyboard.press('Enter');
    const view = dpo.getByRole('link', { name: 'Neues von Instagram', exact: true });
    await view.waitFor();
    expect(await view.getAttribute('aria-current')).toBe('true');
    await go(dpo, '/vorgaenge?state=closed');
    await view.click();
    await dpo.waitForURL(/channel=instagram/);
    expect(await dpo.inputValue('[name=sort]')).toBe('received');
    await dpo.locator('summary', { hasText: 'Ansichten speichern' }).click();
    await expectGoodLooks(dpo, EVERY_LOOK);
    await press(dpo, 'Mit „Neues von Instagram“ beginnen');
    await dpo.getByText('Startansicht').waitFor({ state: 'attached' });
    await go(dpo, '/vorgaenge');
    expect(new URL(dpo.url()).searchParams.get('channel')).toBe('instagram');
    await dpo.locator('summary', { hasText: 'Ansichten speichern' }).click();
    await press(dpo, 'Ansicht „Neues von Instagram“ löschen');
    await view.waitFor({ state: 'detached' });
    await go(dpo, '/vorgaenge');
    expect(new URL(dpo.url()).search).toBe('');
  });
});

describe('a draft', () => {
  let work: Case;
  beforeAll(async () => {
    work = await desk.takeOver(dpo, { from: 'Kim Muster', contact: 'kim@person.example' });
  });

  const saved = (page: Page) => page.getByText('Entwurf gespeichert', { exact: true }).waitFor();

  test('of a message is saved by itself while it is written, and there again after leaving and coming back', async () => {
    await dpo.goto(`${work.address}/schriftverkehr?vorlage=clarification`);
    const template = await dpo.inputValue('[name=body]');
    await dpo.locator('[name=body]').pressSequentially('Amsel. ');
    await saved(dpo);
    await expectGoodLooks(dpo, EVERY_LOOK);
    await dpo.goto(`${work.address}/schriftverkehr`);
    await dpo.getByText('Sie haben einen Entwurf vom').waitFor();
    await dpo.getByRole('link', { name: 'Entwurf öffnen' }).click();
    await dpo.getByText(/Entwurf vom .+ wiederhergestellt/).waitFor();
    expect(await dpo.inputValue('[name=body]')).toContain('Amsel. ');
    // The template opened again goes on with it, too; another one says that it would take its place.
    await dpo.goto(`${work.address}/schriftverkehr?vorlage=clarification`);
    expect(await dpo.inputValue('[name=body]')).toHaveLength(template.length + 'Amsel. '.length);
    await dpo.goto(`${work.address}/schriftverkehr?vorlage=refusal`);
    expect(await dpo.inputValue('[name=body]')).not.toContain('Amsel');
    await dpo.getByText('Sobald Sie hier schreiben, tritt der neue Text an seine Stelle.').waitFor();
  });

  test('that another window has changed is not overwritten unasked; the second window says so and offers both', async () => {
    const address = `${work.address}/schriftverkehr?entwurf=1`;
    const other = await dpo.context().newPage();
    await Promise.all([dpo.goto(address), other.goto(address)]);
    await dpo.fill('[name=body]', 'Aus dem ersten Fenster');
    await saved(dpo);
    await other.fill('[name=body]', 'Aus dem zweiten Fenster');
    await other.getByText('In einem anderen Fenster wurde dieser Entwurf').waitFor();
    expect(await other.inputValue('[name=body]')).toBe('Aus dem zweiten Fenster');
    await expectGoodLooks(other, EVERY_LOOK);
    await press(other, 'Diesen Text weiter speichern');
    await saved(other);
    await dpo.fill('[name=body]', 'Noch einmal aus dem ersten');
    await dpo.getByRole('link', { name: 'Anderen Stand zeigen' }).click();
    await dpo.getByText(/wiederhergestellt/).waitFor();
    expect(await dpo.inputValue('[name=body]')).toBe('Aus dem zweiten Fenster');
    await press(dpo, 'Entwurf verwerfen');
    await dpo.waitForURL(/schriftverkehr(#formular)?$/);
    expect(await reads(dpo)).not.toContain('Sie haben einen Entwurf');
    await other.close();
  });

  test('of a note is saved when the page is left at once, and gone when the note is kept', async () => {
    await dpo.goto(`${work.address}/notizen`);
    await dpo.fill('[name=text]', 'Rückruf am Montag');
    await go(dpo, '/vorgaenge');
    await dpo.goto(`${work.address}/notizen`);
    await dpo.getByText(/Entwurf vom .+ wiederhergestellt/).waitFor();
    expect(await dpo.inputValue('[name=text]')).toBe('Rückruf am Montag');
    await expectGoodLooks(dpo, EVERY_LOOK);
    await press(dpo, 'Notiz speichern');
    await dpo.getByText('Notiz gespeichert.').waitFor();
    expect(await dpo.locator('.note blockquote').innerText()).toBe('Rückruf am Montag');
    expect(await dpo.inputValue('[name=text]')).toBe('');
    await press(dpo, 'Notiz zurücknehmen');
    await dpo.locator('.note s').waitFor();
  });
});

describe('two cases of one person', () => {
  test('are shown to each other, merged after a confirmation, and separated again', async () => {
    const person = { contact: 'zwei@person.example' };
    const one = await desk.takeOver(dpo, { ...person, rights: ['access'] });
    const two = await desk.takeOver(dpo, { ...person, rights: ['erasure'] });
    await dpo.goto(one.address);
    await expectGoodLooks(dpo, EVERY_LOOK);
    await dpo.getByRole('link', { name: new RegExp(`^${two.reference}, übernommen`) }).waitFor();
    await dpo.getByRole('link', { name: 'Zusammenführen oder teilen' }).click();
    await dpo.getByRole('link', { name: `Mit ${two.reference} zusammenführen` }).click();
    await dpo.getByText(`Die Arbeit geht in ${two.reference} weiter.`).waitFor();
    await expectGoodLooks(dpo, EVERY_LOOK);
    await press(dpo, 'Jetzt zusammenführen');
    await dpo.waitForURL(two.address);
    expect(await reads(dpo)).toContain(`Aufgenommen: ${one.reference}`);
    await dpo.goto(`${one.address}/zusammenfuehren`);
    await dpo.getByText(`Dieser Vorgang geht in ${two.reference} weiter.`).waitFor();
    await expectGoodLooks(dpo, EVERY_LOOK);
    await press(dpo, 'Zusammenführung rückgängig machen');
    await dpo.waitForURL(one.address);
    expect(await dpo.locator('.case-head').innerText()).toMatch(/übernommen/i);
  });

  test('an unknown reference is refused beside its field, which keeps what was typed', async () => {
    const one = await desk.takeOver(dpo);
    await dpo.goto(`${one.address}/zusammenfuehren`);
    await dpo.fill('#into', 'DSR-0000-0000000');
    await press(dpo, 'Zeigen, was geschieht');
    await dpo.locator('#into-error').waitFor();
    expect(await dpo.inputValue('#into')).toBe('DSR-0000-0000000');
    await expectGoodLooks(dpo);
  });
});

test('a part is split off: a case of its own that says where it comes from', async () => {
  const whole = await desk.takeOver(dpo, { rights: ['access', 'erasure'] });
  await dpo.goto(`${whole.address}/zusammenfuehren`);
  await expectGoodLooks(dpo, EVERY_LOOK);
  await press(dpo, 'Abtrennen');
  await dpo.locator('#rights-error').waitFor();
  await dpo.getByLabel('Löschung').check();
  await press(dpo, 'Abtrennen');
  await dpo.waitForURL((url) => !url.pathname.includes(whole.id));
  expect(await reads(dpo)).toContain(`Abgetrennt von: ${whole.reference}`);
});

describe('without JavaScript', () => {
  test('the list is filtered and many are taken over, a note is kept, a message saved; no dead button shows', async () => {
    const plain = await desk.signedIn('dpo', { javaScriptEnabled: false });
    const cases = [await desk.handOver(dpo), await desk.handOver(dpo)];
    await go(plain, '/vorgaenge');
    await plain.selectOption('[name=sort]', 'received');
    await press(plain, 'Anwenden');
    await plain.waitForURL(/sort=received/);
    for (const { reference } of cases) {
      await plain.getByLabel(`${reference} auswählen`).check();
    }
    await press(plain, 'Ausgewählte übernehmen');
    await plain.getByText('2 Vorgänge übernommen').waitFor();
    const address = cases[0]?.address ?? '';
    await plain.goto(`${address}/notizen`);
    expect(await plain.getByRole('button', { name: 'Diesen Text weiter speichern' }).isVisible()).toBe(false);
    await plain.fill('[name=text]', 'Ohne Skript');
    await press(plain, 'Notiz speichern');
    await plain.getByText('Notiz gespeichert.').waitFor();
    await plain.goto(`${address}/schriftverkehr?vorlage=free`);
    await plain.fill('[name=body]', 'Später weiter');
    await press(plain, 'Entwurf speichern');
    await plain.waitForURL(/getan=savedDraft/);
    expect(await plain.inputValue('[name=body]')).toBe('Später weiter');
    await plain.context().close();
  });
});
