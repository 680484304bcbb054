import { join } from 'node:path';
import type { Email } from 'postal-mime';
import type { Page } from 'playwright-core';
import { answered } from '../../support/answered.js';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { eventually } from '../../support/eventually.js';
import { expectGoodLooks } from '../../support/looks.js';
import { runCommand } from '../../support/program.js';

const ADDRESS = 'Kim Muster\nMusterweg 3\n30159 Hannover';
const DAY_MS = 86_400_000;

interface Walk {
  readonly right: string;
  /** Of the checklist; every other question is answered with yes. */
  readonly no?: readonly string[];
  /** What is tried first and refused, with the words beside the field. */
  readonly refused?: readonly [outcome: string, words: RegExp];
  readonly outcome: string;
  readonly ground?: string;
  /** What must be done between decision and answer. */
  readonly follow?: () => Promise<void>;
  /** Kind and way of the answer. */
  readonly letter: 'grant' | 'partial' | 'refusal';
  readonly way: 'mail' | 'letter';
  /** What still keeps it open when all is said: a restriction is lifted only after the day that was told. */
  readonly staysOpen?: string;
}

/** On a way outside the program, as somebody says. */
const STATED = {
  on: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(),
  way: 'letter',
  unproved: 'Papierakte',
};

const WALKS: readonly Walk[] = [
  { right: 'withdrawal', no: ['other-basis'], outcome: 'granted', letter: 'grant', way: 'mail' },
  { right: 'access', outcome: 'partly', ground: 'rights-of-others', letter: 'partial', way: 'letter' },
  {
    ...{ right: 'rectification', outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: () => tellRecipient('told', { how: 'Am Telefon', way: 'telephone', on: dayAgo(0) }),
  },
  {
    ...{ right: 'erasure', no: ['erasure-exception'], outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: () => tellRecipient('mail', {}),
  },
  {
    ...{ right: 'restriction', no: ['disclosed'], outcome: 'granted', letter: 'grant', way: 'letter' },
    ...{ follow: restrictAndAnnounce, staysOpen: 'Eine Einschränkung gilt noch' },
  },
  {
    ...{ right: 'notification', outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: async () => {
      await tellRecipient('leave-out', { reasons: 'Die Firma gibt es nicht mehr.' });
      await step('empfaenger', 'Der Person die Empfänger nennen', STATED);
    },
  },
  {
    ...{ right: 'portability', outcome: 'not-applicable', ground: 'public-interest-task' },
    refused: ['granted', /widerspricht einer Antwort in der Prüfliste/],
    ...{ letter: 'refusal', way: 'mail' },
  },
  {
    ...{ right: 'objection', outcome: 'granted', letter: 'grant', way: 'mail' },
    refused: ['refused', /Gegen Direktwerbung gilt der Widerspruch ohne Abwägung/],
  },
  {
    ...{ right: 'automated-decision', no: ['solely-automated'], outcome: 'not-applicable', ground: 'not-automated' },
    ...{ letter: 'refusal', way: 'letter' },
  },
  {
    ...{ right: 'complaint', outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: authorityWritesAndConcludes,
  },
];

const desk = TestBrowser.forTests();
let staff: Page;
let dpo: Page;
/** The case that is walked through. */
let work: Case;
beforeAll(async () => {
  [staff, dpo] = await Promise.all([desk.signedIn('staff'), desk.signedIn('dpo')]);
});

const go = (path: string) => dpo.goto(`${work.address}${path}`);
const press = (name: string) => dpo.getByRole('button', { name, exact: true }).first().click();
const main = () => dpo.locator('main').innerText();

/** In the time zone of the organisation, as its pages count days. */
const dayAgo = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() - days * DAY_MS);

/** The first of that name: the next step in the head of a case may say the same as what stands beneath it. */
async function openBy(name: string): Promise<void> {
  const link = dpo.getByRole('link', { name, exact: true }).first();
  const place = (await link.getAttribute('href')) ?? '';
  await link.click();
  // What is counted next must not be counted on the page before.
  await dpo.waitForURL(({ href }) => href.endsWith(place));
}

/** One step of a page of what follows, from wherever on it one is: opened by its link, filled, entered. */
async function step(page: string, link: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  if (!dpo.url().startsWith(`${work.address}/${page}`)) {
    await go(`/${page}`);
  }
  await openBy(link);
  for (const [name, value] of Object.entries(fields)) {
    const list = dpo.locator(`#formular select[name=${name}]`);
    await ((await list.count()) > 0 ? list.selectOption(value) : dpo.fill(`#formular [name=${name}]`, value));
  }
  await enter();
}

/** What proves the answer is the letter: it can be chosen once a mail server took it, or once it was posted. */
async function enterAnswer(link: string): Promise<void> {
  await openBy(link);
  await eventually(async () => {
    const letters = dpo.locator('#formular select[name=message] option:not([value=""])');
    return (await letters.count()) > 0 ? true : dpo.reload().then(() => undefined);
  });
  await dpo.selectOption('#formular [name=message]', { index: 0 });
  await enter();
}

/** What follows and is not yet done, one by one: by the letter where that proves it, else as somebody states. */
async function settleDuties(): Promise<void> {
  await go('/pflichten');
  const open = dpo.getByRole('link', { name: 'Als getan festhalten', exact: true });
  for (let left = await open.count(); left > 0; left = await open.count()) {
    await openBy('Als getan festhalten');
    const proved = (await dpo.inputValue('#formular [name=proof]')) !== '';
    await dpo.fill('#formular [name=doneBy]', 'Fachabteilung');
    await dpo.fill('#formular [name=how]', 'in der Datenbank');
    await dpo.fill('#formular [name=extent]', 'alles, worum es ging');
    for (const [name, value] of proved ? [] : Object.entries(STATED)) {
      const list = dpo.locator(`#formular select[name=${name}]`);
      await ((await list.count()) > 0 ? list.selectOption(value) : dpo.fill(`#formular [name=${name}]`, value));
    }
    await enter('Getan: wann, durch wen, wie, in welchem Umfang');
  }
}

/** Said by the page that the entry leads to; the one before may say the same of the step before. */
const enter = (button = 'Eintragen') => pressed(button, (address) => address.includes('getan=1'));

/** Until the page that comes of it is there: the next step would otherwise be one on the page before. */
const pressed = (button: string, leadsTo: (address: string) => boolean) => answered(dpo, () => press(button), leadsTo);

async function tellRecipient(how: 'told' | 'mail' | 'leave-out', fields: Readonly<Record<string, string>>) {
  await step('empfaenger', 'Empfänger festhalten', { name: 'Druckerei Muster', email: 'daten@druckerei.example' });
  // While nobody told them, the matter stays open.
  expect(await main()).toContain('noch nicht unterrichtet');
  const links = {
    told: 'Anders unterrichtet',
    mail: 'Per Mail unterrichten (auf Deutsch)',
    'leave-out': 'Nicht unterrichten',
  };
  await step('empfaenger', links[how], fields);
}

async function restrictAndAnnounce(): Promise<void> {
  const began = dayAgo(9);
  await step('einschraenkung', 'Einschränkung beginnen', {
    what: 'Das Foto',
    end: 'Wenn die Richtigkeit geprüft ist',
    on: began,
  });
  await dpo.getByRole('link', { name: 'Aufheben', exact: true }).click();
  await press('Eintragen');
  await dpo.getByText('Erst muss die Person unterrichtet sein').first().waitFor();
  await step('einschraenkung', 'Aufhebung ankündigen', { ...STATED, liftingOn: dayAgo(-1) });
}

async function authorityWritesAndConcludes(): Promise<void> {
  await step('aufsicht', 'Schreiben eintragen', {
    ...{ authority: 'Landesbeauftragte', fileNumber: 'LfD-7', until: dayAgo(-30) },
  });
  await step('aufsicht', 'Stellungnahme abgegeben', { note: 'Abgegeben', on: dayAgo(0), way: 'letter' });
  await step('aufsicht', 'Ergebnis eintragen', { result: 'no-infringement' });
}

/** By the API: how staff do it in the browser, and the DPO takes over there, is tried in the main job. */
async function takenOver(right: string): Promise<Case> {
  const handedOver = await desk.handOver(staff, {
    ...{ message: `Guten Tag, es geht um meine Daten (${right}).`, rights: [right] },
    ...{ from: 'Kim Muster', contact: addressOf(right) },
  });
  await desk.post(dpo, `/${handedOver.id}/commands`, { type: 'acknowledge' });
  return handedOver;
}

const addressOf = (right: string) => `${right}@person.example`;

/** Every question with yes, but these. */
async function answerChecklist(no: readonly string[]): Promise<void> {
  const names = await dpo.evaluate<string[]>(
    `[...document.querySelectorAll('input[name^=check-][value=yes]')].map(({ name }) => name)`,
  );
  for (const name of names) {
    await dpo.check(`[name=${name}][value=${no.includes(name.replace('check-', '')) ? 'no' : 'yes'}]`);
  }
}

async function decide(outcome: string, ground: string | undefined): Promise<void> {
  await dpo.check(`[name=outcome][value=${outcome}]`);
  // Where the outcome takes none the ground is out of sight, and what was chosen before counts for nothing.
  if (ground !== undefined) {
    await dpo.selectOption('[name=ground]', ground);
  }
  await dpo.fill('[name=reasons]', outcome === 'granted' ? '' : 'Weil die Vorschrift es so verlangt.');
  // The address before may end the same: what counts is the page that comes of this.
  await pressed('Entscheiden', () => true);
}

/** A message from its template, with its gaps filled. */
async function begin(kind: string, way: 'mail' | 'letter'): Promise<void> {
  await go(`/schriftverkehr?vorlage=${kind}`);
  await dpo.check(`#formular [name=way][value=${way}]`);
  if (way === 'letter') {
    await dpo.fill('#formular [name=address]', ADDRESS);
  }
  const text = await dpo.inputValue('#formular [name=body]');
  expect(text).toContain('Kim Muster');
  await dpo.fill('#formular [name=body]', text.replaceAll(/\[…[^\]]*\]/g, 'weil es die Vorschrift so verlangt'));
}

/** What would be missing keeps it from going out. */
async function send(way: 'mail' | 'letter'): Promise<void> {
  await press('Senden');
  await dpo.waitForURL(/getan=(sent|made)/);
  if (way === 'letter') {
    await press('Als verschickt eintragen');
    await dpo.waitForURL(/getan=postedDone/);
  }
}

describe.each(WALKS.map((walk) => [walk.right, walk] as const))('%s', (right, walk) => {
  test('is walked from the hand-over to the closing letter', async () => {
    work = await takenOver(right);
    await go(`/rechte?recht=${right}`);
    await answerChecklist(walk.no ?? []);
    await press('Prüfliste speichern');
    await dpo.getByText('Gespeichert.').waitFor();
    if (walk.refused !== undefined) {
      const [outcome, words] = walk.refused;
      await decide(outcome, outcome === 'refused' ? 'no-ground' : undefined);
      await dpo.getByText(words).first().waitFor();
    }
    await decide(walk.outcome, walk.ground);
    await dpo.waitForURL(/getan=1/);
    await walk.follow?.();

    await begin(walk.letter, walk.way);
    await press('Ansehen und prüfen');
    await dpo.getByText('Alles Vorgeschriebene steht darin.').first().waitFor();
    await send(walk.way);
    const entered = walk.letter === 'refusal' ? 'Ablehnung eintragen' : 'Antwort eintragen';
    await enterAnswer(entered);
    await settleDuties();

    await begin('closing', walk.way);
    await send(walk.way);
    await go('/rechte');
    if (walk.staysOpen !== undefined) {
      await dpo.getByText(walk.staysOpen).first().waitFor();
      return;
    }
    await press('Vorgang abschließen');
    await dpo.getByText('Der Vorgang ist abgeschlossen.').waitFor();
    await go('');
    expect(await dpo.locator('.case-head').innerText()).toMatch(/abgeschlossen/i);

    const mails = walk.way === 'mail' ? await sentTo(addressOf(right)) : await desk.mailsTo(addressOf(right), 0);
    // Answer and closing letter by mail, each once; nothing by mail where letters were posted.
    expect(mails.map(({ subject }) => subject?.includes(work.reference))).toEqual(
      walk.way === 'mail' ? [true, true] : [],
    );
    expect(mails.slice(0, 1).every(({ text }) => text?.includes('Art. 77 DSGVO'))).toBe(true);
  });
});

/** The page of the thread says it once the mail server took each mail. */
async function sentTo(address: string): Promise<readonly Email[]> {
  const mails = await desk.mailsTo(address, 2);
  await go('/schriftverkehr');
  while ((await dpo.getByText('Wird verschickt').count()) > 0) {
    await dpo.reload();
  }
  expect(await dpo.getByText('Vom Mailserver angenommen').count()).toBe(2);
  return mails;
}

test('the recipient of erased data has been told by mail', async () => {
  const [told] = await desk.mailsTo('daten@druckerei.example');
  expect(told?.subject).toContain('Mitteilung nach Art. 19 DSGVO');
});

test('a bundle of the whole period verifies offline', async () => {
  const auditor = await desk.signedIn('auditor');
  await auditor.goto(`${desk.address}/protokoll`);
  const button = auditor.getByRole('button', { name: 'Nachweispaket herunterladen' });
  const [download] = await Promise.all([auditor.waitForEvent('download'), button.click()]);
  const bundle = join(desk.dataDir, 'period.zip');
  await download.saveAs(bundle);
  const { code, output } = runCommand(desk.dataDir, 'verify', bundle);
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
});

describe('looked at', () => {
  beforeAll(async () => {
    work = await takenOver('access');
    await begin('receipt', 'letter');
    await send('letter');
    await step('empfaenger', 'Empfänger festhalten', { name: 'Druckerei Muster' });
  });

  test.each([
    ['the thread', () => `/vorgaenge/${work.id}/schriftverkehr?`],
    ['a letter begun', () => `/vorgaenge/${work.id}/schriftverkehr?vorlage=refusal`],
    ['the templates', () => '/vorlagen?'],
    ['the rights', () => `/vorgaenge/${work.id}/rechte?`],
    ['the recipients', () => `/vorgaenge/${work.id}/empfaenger?schritt=add`],
    ['where to complain', () => '/beschwerde?country=DE&land=NI'],
  ])(
    '%s: without violations in German and English, light and dark, and not too wide at 320 px',
    async (_, path) => {
      for (const language of ['de', 'en']) {
        await dpo.goto(`${desk.address}${path()}&lang=${language}`);
        expect(await dpo.getAttribute('html', 'lang')).toBe(language);
        await expectGoodLooks(dpo);
      }
      await dpo.request.get(`${desk.address}/vorlagen?lang=de`);
    },
    120_000,
  );
});
