import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { isTooWide, violationsOf } from '../support/looks.js';
import { newDataDir, runCommand, startProgram, type Program } from '../support/program.js';

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
}

const WALKS: readonly Walk[] = [
  { right: 'withdrawal', no: ['other-basis'], outcome: 'granted', letter: 'grant', way: 'mail' },
  { right: 'access', outcome: 'partly', ground: 'rights-of-others', letter: 'partial', way: 'letter' },
  {
    ...{ right: 'rectification', outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: () => tellRecipient('told', { how: 'Am Telefon' }),
  },
  {
    ...{ right: 'erasure', no: ['erasure-exception'], outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: () => tellRecipient('mail', {}),
  },
  {
    ...{ right: 'restriction', no: ['disclosed'], outcome: 'granted', letter: 'grant', way: 'letter' },
    follow: restrictAndLift,
  },
  {
    ...{ right: 'notification', outcome: 'granted', letter: 'grant', way: 'mail' },
    follow: async () => {
      await tellRecipient('leave-out', { reasons: 'Die Firma gibt es nicht mehr.' });
      await step('empfaenger', 'Der Person die Empfänger nennen');
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

const dataDir = newDataDir();
let program: Program;
let browser: Browser;
let staff: Page;
let dpo: Page;
/** The case that is walked through. */
let id = '';
let reference = '';

async function signedIn(role: string): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, locale: 'de-DE', acceptDownloads: true });
  const page = await context.newPage();
  const account = program.accounts.find((one) => one.role === role);
  await page.goto(`${program.address}/anmelden`);
  await page.fill('[name=email]', account?.email ?? '');
  await page.fill('[name=password]', account?.password ?? '');
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/anmelden');
  return page;
}

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(dataDir), openBrowser()]);
  [staff, dpo] = await Promise.all([signedIn('staff'), signedIn('dpo')]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const go = (path: string) => dpo.goto(`${program.address}/vorgaenge/${id}${path}`);
const press = (name: string) => dpo.getByRole('button', { name, exact: true }).first().click();
const main = () => dpo.locator('main').innerText();

/** In the time zone of the organisation, as its pages count days. */
const dayAgo = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() - days * DAY_MS);

/** One step of a page of what follows: opened by its link, filled, entered. */
async function step(page: string, link: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  await go(`/${page}`);
  await dpo.getByRole('link', { name: link, exact: true }).first().click();
  for (const [name, value] of Object.entries(fields)) {
    const list = dpo.locator(`#formular select[name=${name}]`);
    await ((await list.count()) > 0 ? list.selectOption(value) : dpo.fill(`#formular [name=${name}]`, value));
  }
  await press('Eintragen');
  await dpo.waitForURL(/getan=1/);
}

async function tellRecipient(how: 'told' | 'mail' | 'leave-out', fields: Readonly<Record<string, string>>) {
  await step('empfaenger', 'Empfänger festhalten', { name: 'Druckerei Muster', email: 'daten@druckerei.example' });
  // While nobody told them, the matter stays open.
  await go('/empfaenger');
  expect(await main()).toContain('noch nicht unterrichtet');
  const links = {
    told: 'Anders unterrichtet',
    mail: 'Per Mail unterrichten (auf Deutsch)',
    'leave-out': 'Nicht unterrichten',
  };
  await step('empfaenger', links[how], fields);
}

async function restrictAndLift(): Promise<void> {
  const began = dayAgo(9);
  await step('einschraenkung', 'Einschränkung beginnen', {
    what: 'Das Foto',
    end: 'Wenn die Richtigkeit geprüft ist',
    on: began,
  });
  await go('/einschraenkung');
  await dpo.getByRole('link', { name: 'Aufheben', exact: true }).click();
  await press('Eintragen');
  await dpo.getByText('Erst muss die Person unterrichtet sein').first().waitFor();
  await step('einschraenkung', 'Aufhebung ankündigen', { on: dayAgo(7), liftingOn: dayAgo(0) });
  await step('einschraenkung', 'Aufheben');
}

async function authorityWritesAndConcludes(): Promise<void> {
  await step('aufsicht', 'Schreiben eintragen', {
    ...{ authority: 'Landesbeauftragte', fileNumber: 'LfD-7', until: dayAgo(-30) },
  });
  await step('aufsicht', 'Stellungnahme abgegeben', { note: 'Abgegeben' });
  await step('aufsicht', 'Ergebnis eintragen', { result: 'no-infringement' });
}

async function handOver(right: string): Promise<void> {
  await staff.goto(`${program.address}/weitergeben?channel=instagram`);
  await staff.fill('[name=message]', `Guten Tag, es geht um meine Daten (${right}).`);
  await staff.locator('details.more summary').click();
  await staff.fill('[name=from]', 'Kim Muster');
  await staff.fill('[name=contact]', addressOf(right));
  await staff.check(`[name=rights][value=${right}]`);
  await staff.click('main form button[type=submit]:not([name])');
  await staff.waitForURL(/weitergaben\/[0-9a-f-]{36}/);
  id = /[0-9a-f-]{36}/.exec(staff.url())?.[0] ?? '';
  reference = (await staff.textContent('dd .reference')) ?? '';
}

const addressOf = (right: string) => `${right}@person.example`;

async function decide(outcome: string, ground: string | undefined): Promise<void> {
  await dpo.check(`[name=outcome][value=${outcome}]`);
  // Also back to none: a ground that was chosen for what was refused stays in the form.
  await dpo.selectOption('[name=ground]', ground ?? '');
  await dpo.fill('[name=reasons]', outcome === 'granted' ? '' : 'Weil die Vorschrift es so verlangt.');
  await press('Entscheiden');
}

/** A message from its template: what is missing is said first, then written, then it goes out. */
async function write(kind: string, way: 'mail' | 'letter'): Promise<void> {
  await go('/schriftverkehr');
  await dpo.selectOption('[name=vorlage]', kind);
  await press('Vorlage öffnen');
  await dpo.check(`#formular [name=way][value=${way}]`);
  if (way === 'letter') {
    await dpo.fill('#formular [name=address]', ADDRESS);
  }
  const text = await dpo.inputValue('#formular [name=body]');
  expect(text).toContain('Kim Muster');
  await dpo.fill('#formular [name=body]', text.replaceAll(/\[…[^\]]*\]/g, 'weil es die Vorschrift so verlangt'));
  await press('Ansehen und prüfen');
  expect(await main()).toContain('Alles Vorgeschriebene steht darin.');
  await press('Senden');
  await dpo.waitForURL(/getan=(sent|made)/);
  if (way === 'letter') {
    await press('Als verschickt eintragen');
    await dpo.waitForURL(/getan=postedDone/);
  }
}

async function mailsTo(address: string): Promise<ParsedMail[]> {
  const folder = join(dataDir, 'mailbox');
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(names.map((name) => simpleParser(readFileSync(join(folder, name)))));
  return mails.filter(({ to }) => (Array.isArray(to) ? to : [to]).some((one) => one?.text.includes(address)));
}

describe.each(WALKS.map((walk) => [walk.right, walk] as const))('%s', (right, walk) => {
  test('is walked from the hand-over to the closing letter', async () => {
    await handOver(right);
    await go('');
    await press('Vorgang übernehmen');
    await dpo.getByText('übernommen').first().waitFor();

    await go(`/rechte?recht=${right}`);
    for (const box of await dpo.locator('input[name^=check-][value=yes]').all()) {
      const check = ((await box.getAttribute('name')) ?? '').replace('check-', '');
      await dpo.check(`[name=check-${check}][value=${walk.no?.includes(check) === true ? 'no' : 'yes'}]`);
    }
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

    await write(walk.letter, walk.way);
    const entered = walk.letter === 'refusal' ? 'Mit Gründen abgelehnt' : 'Beantwortet';
    await dpo.getByRole('link', { name: entered, exact: true }).click();
    await press('Eintragen');
    await dpo.waitForURL(/getan=1/);

    await write('closing', walk.way);
    await go('/rechte');
    await press('Vorgang abschließen');
    await dpo.getByText('Der Vorgang ist abgeschlossen.').waitFor();
    await go('');
    expect(await dpo.locator('.title-line').first().innerText()).toMatch(/abgeschlossen/i);

    const mails = walk.way === 'mail' ? await sentTo(addressOf(right)) : await mailsTo(addressOf(right));
    // Answer and closing letter by mail, each once; nothing by mail where letters were posted.
    expect(mails.map(({ subject }) => subject?.includes(reference))).toEqual(walk.way === 'mail' ? [true, true] : []);
    expect(mails.slice(0, 1).every(({ text }) => text?.includes('Art. 77 DSGVO'))).toBe(true);
  }, 120_000);
});

/** The page of the thread says it once the mail server took each mail. */
async function sentTo(address: string): Promise<ParsedMail[]> {
  await go('/schriftverkehr');
  while ((await dpo.getByText('Wird verschickt').count()) > 0) {
    await dpo.reload();
  }
  expect(await dpo.getByText('Vom Mailserver angenommen').count()).toBe(2);
  return mailsTo(address);
}

test('the recipient of erased data has been told by mail', async () => {
  const [told] = await mailsTo('daten@druckerei.example');
  expect(told?.subject).toContain('Mitteilung nach Art. 19 DSGVO');
});

test('a bundle of the whole period verifies offline', async () => {
  const auditor = await signedIn('auditor');
  await auditor.goto(`${program.address}/protokoll`);
  const button = auditor.getByRole('button', { name: 'Nachweispaket herunterladen' });
  const [download] = await Promise.all([auditor.waitForEvent('download'), button.click()]);
  const bundle = join(dataDir, 'period.zip');
  await download.saveAs(bundle);
  const { code, output } = runCommand(dataDir, 'verify', bundle);
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
}, 60_000);

describe('looked at', () => {
  beforeAll(async () => {
    await handOver('access');
    await go('');
    await press('Vorgang übernehmen');
    await dpo.getByText('übernommen').first().waitFor();
    await write('receipt', 'letter');
    await step('empfaenger', 'Empfänger festhalten', { name: 'Druckerei Muster' });
  }, 120_000);

  test.each([
    ['the thread', () => `/vorgaenge/${id}/schriftverkehr?`],
    ['a letter begun', () => `/vorgaenge/${id}/schriftverkehr?vorlage=refusal`],
    ['the templates', () => '/vorlagen?'],
    ['the rights', () => `/vorgaenge/${id}/rechte?`],
    ['the recipients', () => `/vorgaenge/${id}/empfaenger?schritt=add`],
    ['where to complain', () => '/beschwerde?country=DE&land=NI'],
  ])(
    '%s: without violations in German and English, light and dark, and not too wide at 320 px',
    async (_, path) => {
      for (const language of ['de', 'en']) {
        for (const [colorScheme, width] of [
          ['light', 1280],
          ['dark', 320],
        ] as const) {
          await dpo.emulateMedia({ colorScheme });
          await dpo.setViewportSize({ width, height: 900 });
          await dpo.goto(`${program.address}${path()}&lang=${language}`);
          expect(await dpo.getAttribute('html', 'lang')).toBe(language);
          expect(await violationsOf(dpo)).toEqual([]);
          expect(await isTooWide(dpo)).toBe(false);
        }
      }
      await dpo.goto(`${program.address}/vorlagen?lang=de`);
    },
    120_000,
  );
});
