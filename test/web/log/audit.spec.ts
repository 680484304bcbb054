import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { readWhole } from '../../../src/domain/evidence/bundle-files.js';
import { openBundle } from '../../../src/verifier/node-files.js';
import { answered } from '../../support/answered.js';
import { TestBrowser } from '../../support/test-browser.js';
import {
  FORCED_COLOURS,
  isTooWide,
  expectGoodLooks,
  NARROW_AND_DARK,
  violationsOf,
  WIDE,
} from '../../support/looks.js';

const desk = TestBrowser.forTests();
const folder = mkdtempSync(join(tmpdir(), 'forthwith-verify-page-'));
let dpo: Page;
let auditor: Page;
let request = '';

beforeAll(async () => {
  [dpo, auditor] = await Promise.all([desk.signedIn('dpo'), desk.signedIn('auditor')]);
  ({ id: request } = await desk.handOver(dpo, { message: 'Bitte Auskunft über alles.' }));
  await desk.forwarded(dpo, request);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const go = (page: Page, path: string) => page.goto(`${desk.address}${path}`);

async function saved(page: Page, click: () => Promise<void>, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const path = join(folder, name);
  await download.saveAs(path);
  return path;
}

async function unpacked(zip: string, name: string): Promise<string> {
  const { files, close } = await openBundle(zip);
  for (const file of files.names) {
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await readWhole(files, file, 50_000_000));
  }
  await close();
  return join(folder, name);
}

test('an auditor finds an entry by event and sees its proof', async () => {
  await go(auditor, '/protokoll');
  await auditor.selectOption('[name=event]', 'forwarding.accepted');
  await auditor.getByRole('button', { name: 'Filtern' }).click();
  const rows = auditor.locator('main table tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(1);
  await rows.first().getByRole('link').first().click();
  await auditor.waitForURL(/protokoll\/eintrag\/\d+/);
  expect(await auditor.locator('main').innerText()).toContain('"event":"forwarding.accepted"');
  // No content, and no way to the case.
  expect(await auditor.content()).not.toContain('Auskunft über alles');
  expect(await auditor.locator(`a[href="/vorgaenge/${request}"]`).count()).toBe(0);
  const proof = await saved(
    auditor,
    () => auditor.getByRole('link', { name: /Beleg/ }).first().click(),
    'one.tlog-proof',
  );
  expect(readFileSync(proof, 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /);
});

test('an unknown case finds nothing, and the page says so', async () => {
  await go(auditor, '/protokoll?reference=DSR-2026-0000000');
  expect(await auditor.locator('main').innerText()).toContain('Zu diesem Filter gibt es keine Einträge');
});

test('“verify now” runs to its end and shows each check', async () => {
  await go(auditor, '/protokoll');
  await auditor.getByRole('button', { name: 'Ganzes Protokoll jetzt prüfen' }).click();
  await auditor.getByText('Jeder Eintrag steht an seinem Platz', { exact: false }).waitFor({ timeout: 20_000 });
  const text = await auditor.locator('main').innerText();
  expect(text).toContain('Der Prüfpunkt trägt die Unterschrift des Protokolls');
  expect(text).not.toContain('nicht bestanden');
});

describe('“Belege prüfen”', () => {
  const upload = async (file: { name: string; mimeType: string; buffer: Buffer }): Promise<string> => {
    await go(dpo, '/protokoll/beleg');
    await dpo.setInputFiles('input[type=file]', file);
    await answered(dpo, () => dpo.getByRole('button', { name: 'Beleg prüfen' }).click());
    return dpo.locator('main').innerText();
  };
  const mail = () => {
    const name = readdirSync(join(desk.dataDir, 'mailbox')).find((one) => one.endsWith('.eml')) ?? '';
    return readFileSync(join(desk.dataDir, 'mailbox', name));
  };

  test('takes a whole mail of the DPO and says that the log still holds it', async () => {
    const text = await upload({ name: 'mail.eml', mimeType: 'message/rfc822', buffer: mail() });
    expect(text).toContain('Ja: Das heutige Protokoll enthält diesen Eintrag unverändert');
  });

  test('takes a pasted receipt', async () => {
    await go(dpo, '/protokoll/beleg');
    await dpo.fill('textarea', readFileSync(join(folder, 'one.tlog-proof'), 'utf8'));
    await dpo.getByRole('button', { name: 'Beleg prüfen' }).click();
    await dpo.getByText('Ja: Das heutige Protokoll').waitFor();
    expect(await dpo.locator('main').innerText()).toContain('enthält diesen Eintrag unverändert');
  });

  test('says plainly what is none, and keeps what was typed', async () => {
    const none = await upload({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    expect(none).toContain('In der Datei ist kein Beleg');
    await go(dpo, '/protokoll/beleg');
    await dpo.fill('textarea', 'c2sp.org/tlog-proof@v1\nrubbish');
    await dpo.getByRole('button', { name: 'Beleg prüfen' }).click();
    await dpo.getByText('Der Beleg selbst stimmt nicht').waitFor();
    expect(await dpo.inputValue('textarea')).toContain('rubbish');
  });
});

test('a period that ends before it begins is refused beside the field', async () => {
  await go(auditor, '/protokoll');
  await auditor.fill('form[action="/protokoll/nachweis"] [name=from]', '2026-12-31');
  await auditor.fill('form[action="/protokoll/nachweis"] [name=to]', '2026-01-01');
  await auditor.getByRole('button', { name: 'Nachweispaket herunterladen' }).click();
  await auditor.locator('[aria-invalid=true]').first().waitFor();
  expect(await auditor.locator('form[action="/protokoll/nachweis"] .kern-error').count()).toBeGreaterThan(0);
  expect(await auditor.inputValue('form[action="/protokoll/nachweis"] [name=from]')).toBe('2026-12-31');
});

test('the DPO takes evidence of one case with its content, the auditor of a period without', async () => {
  await go(dpo, `/vorgaenge/${request}`);
  const form = dpo.locator(`form[action="/vorgaenge/${request}/nachweis"]`);
  await dpo.locator('summary', { hasText: 'Nachweispaket ausgeben' }).click();
  await form.locator('[name=disclose][value=yes]').check();
  const one = await saved(dpo, () => form.getByRole('button').click(), 'case.zip');
  expect(readdirSync(await unpacked(one, 'case'))).toContain('disclosures.jsonl');

  await go(auditor, '/protokoll');
  const button = auditor.getByRole('button', { name: 'Nachweispaket herunterladen' });
  const period = await saved(auditor, () => button.click(), 'period.zip');
  const names = readdirSync(await unpacked(period, 'period'));
  expect(names).toEqual(expect.arrayContaining(['report.pdf', 'verify.html', 'verify.mjs', 'entries.jsonl']));
  expect(names).not.toContain('disclosures.jsonl');
});

describe.each([
  ['the log', () => '/protokoll'],
  ['a filter that finds nothing', () => '/protokoll?event=key.destroyed'],
  ['an entry', () => '/protokoll/eintrag/3'],
  ['the verification', () => '/protokoll/pruefung'],
  ['the check of receipts', () => '/protokoll/beleg'],
])('%s', (_, path) => {
  test('is without violations, in light and dark, in forced colours, and not too wide at 320 px', async () => {
    await go(auditor, path());
    await expectGoodLooks(auditor, [WIDE, NARROW_AND_DARK, FORCED_COLOURS]);
  });
});

describe('verify.html, opened from disk without a network', () => {
  let page: Page;
  const asked: string[] = [];

  /** Its policy lets nothing in but itself: axe as little as anybody else. */
  async function open(locale: string, bypassCSP = false): Promise<void> {
    const context = await desk.browser.newContext({ locale, offline: true, bypassCSP });
    page = await context.newPage();
    page.on('request', (one) => asked.push(one.url()));
    await page.goto(pathToFileURL(join(folder, 'period', 'verify.html')).href);
  }

  test('says in German that the bundle holds, and asks nobody', async () => {
    await open('de-DE');
    await page.setInputFiles('#bundle', join(folder, 'period.zip'));
    await page.getByText('Jeder Eintrag steht an seinem Platz', { exact: false }).waitFor();
    const text = await page.locator('body').innerText();
    expect(text).toContain('Jeder Eintrag steht an seinem Platz');
    expect(text).not.toContain('✗');
    expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))).toEqual([]);
  });

  test('compares the key that one was told, in English, and changes the language on the spot', async () => {
    await open('en-GB');
    const key = readFileSync(join(folder, 'case', 'keys'), 'utf8').trim();
    await page.fill('#key', key);
    await page.setInputFiles('#bundle', join(folder, 'case.zip'));
    await page.getByText('Each log entry', { exact: false }).first().waitFor();
    const text = await page.locator('body').innerText();
    expect(text).not.toContain('✗');
    await page.getByRole('button', { name: 'Deutsch' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  test('shows a cross, and what it means, for one changed byte and for a wrong key', async () => {
    await open('de-DE', true);
    const bytes = readFileSync(join(folder, 'period.zip'));
    const { files, close } = await openBundle(join(folder, 'period.zip'));
    await close();
    expect(files.names).toContain('entries.jsonl');
    // A byte in the middle of the archive: the check sum of a member, so it cannot even be read.
    bytes[Math.floor(bytes.length / 3)] = (bytes[Math.floor(bytes.length / 3)] ?? 0) ^ 1;
    writeFileSync(join(folder, 'damaged.zip'), bytes);
    await page.setInputFiles('#bundle', join(folder, 'damaged.zip'));
    await page.getByText('✗').first().waitFor();
    await page.fill('#key', 'localhost/andere+aabbccdd+ASNCYWF0aGlzaXNub3RhcmVhbGtleWF0YWxsISEhISEh');
    await page.setInputFiles('#bundle', join(folder, 'period.zip'));
    await page.getByText('Ein anderer Schlüssel hat unterschrieben', { exact: false }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test('is not too wide at 320 px, in the dark, and prints each check', async () => {
    await page.setViewportSize({ width: 320, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await isTooWide(page)).toBe(false);
    expect(await violationsOf(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Jeder Eintrag steht an seinem Platz', { exact: false }).isVisible()).toBe(true);
  });
});
