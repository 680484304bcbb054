import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { isTooWide, violationsOf } from '../support/looks.js';
import { newDataDir, runCommand, startProgram, type Program } from '../support/program.js';

const MESSAGE = 'Guten Tag, bitte löschen Sie mein Foto vom Sommerfest.\n<b>Danke</b> 😀';

const dataDir = newDataDir();
let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(dataDir), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

interface Look {
  readonly width?: number;
  readonly dark?: boolean;
  readonly script?: boolean;
  readonly forcedColors?: boolean;
}

async function open(role: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: 900 },
    colorScheme: look.dark === true ? 'dark' : 'light',
    forcedColors: look.forcedColors === true ? 'active' : 'none',
    javaScriptEnabled: look.script ?? true,
    // Only so that axe can be brought in; the pages are looked at under their real policy below.
    bypassCSP: true,
    locale: 'de-DE',
  });
  const page = await context.newPage();
  const account = program.accounts.find((candidate) => candidate.role === role);
  await page.goto(`${program.address}/anmelden`);
  await page.fill('#email', account?.email ?? '');
  await page.fill('#password', account?.password ?? '');
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/anmelden');
  return page;
}

let receiptAddress = '';
let reference = '';

describe('the main job, in a browser', () => {
  it('is done by keyboard alone: paste, choose, send', async () => {
    const page = await open('staff');
    await page.goto(`${program.address}/weitergeben?channel=instagram`);
    expect(await page.evaluate('document.activeElement.id')).toBe('message');
    expect(await page.isChecked('input[name=channel][value=instagram]')).toBe(true);
    await page.keyboard.insertText(MESSAGE);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/weitergaben\/[0-9a-f-]{36}/);
    receiptAddress = page.url().replace(/\?.*/, '');
    reference = (await page.textContent('dd .reference')) ?? '';
    expect(reference).toMatch(/^DSR-/);
    await page.getByText(/weitergeleitet um \d\d:\d\d:\d\d Uhr/).waitFor({ timeout: 5_000 });
    expect(await page.inputValue('#reply')).toContain('Art. 77');
  });

  it('remembers the channel, and lists the hand-over as lasting proof', async () => {
    const page = await open('staff');
    expect(await page.isChecked('input[name=channel][value=instagram]')).toBe(true);
    await page.goto(`${program.address}/weitergaben`);
    expect(await page.textContent('table')).toContain(reference);
  });

  it('shows errors beside their fields and loses nothing that was typed', async () => {
    const page = await open('staff');
    await page.fill('#receivedAt', '2035-01-01T10:00');
    await page.evaluate(`document.querySelector('details.more').open = true`);
    await page.fill('#contact', 'person@post.example');
    await page.click('text=Jetzt weitergeben');
    await page.waitForSelector('#error-summary');
    expect(await page.evaluate('document.activeElement.id')).toBe('error-summary');
    expect(await page.textContent('#message-error')).toContain('ausfüllen');
    expect(await page.textContent('#receivedAt-error')).toContain('Zukunft');
    expect(await page.inputValue('#contact')).toBe('person@post.example');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('asks for the reason of a late hand-over, and passes it to the DPO', async () => {
    const page = await open('staff');
    await page.fill('#message', 'Auskunft bitte');
    const days = 3;
    await page.fill('#receivedAt', new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 16));
    await page.click('text=Jetzt weitergeben');
    await page.waitForSelector('#lateReason');
    await page.fill('#lateReason', 'Urlaub');
    await page.click('text=Jetzt weitergeben');
    await page.waitForURL(/\/weitergaben\//);
    const dpo = await open('dpo');
    await dpo.goto(page.url().replace('weitergaben', 'vorgaenge'));
    expect(await dpo.textContent('aside')).toContain('Urlaub');
  });

  it('takes a pasted screenshot and shows it before it is sent', async () => {
    const page = await open('staff');
    await page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'bildschirmfoto.png', { type: 'image/png' }));
      document.querySelector('#message').dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
    })()`);
    await page.waitForSelector('.thumbnails img');
    await page.click('text=Jetzt weitergeben');
    await page.waitForURL(/\/weitergaben\//);
  });

  it('brings the mail to the DPO, with the message as written and the proof', async () => {
    const page = await open('dpo');
    await page.goto(`${program.address}/mailbox`);
    await page.click(`text=${reference}`);
    const shown = (await page.textContent('main')) ?? '';
    expect(shown).toContain('<b>Danke</b> 😀');
    expect(shown).toContain('beleg.tlog-proof');
  });

  it('lets the DPO find it by its reference, read it and take it over; staff see that', async () => {
    const page = await open('dpo');
    await page.fill('#q', reference.toLowerCase());
    await page.click('text=Anwenden');
    await page.getByRole('link', { name: reference }).click();
    expect(await page.textContent('blockquote')).toBe(MESSAGE);
    await page.click('text=Vorgang übernehmen');
    await page.getByText(/übernommen am/).waitFor();
    const staff = await open('staff');
    await staff.goto(receiptAddress);
    await staff.getByText(/übernommen am/).waitFor();
  });

  it('gives a receipt that forthwith verify accepts, and refuses when one letter is changed', async () => {
    const page = await open('staff');
    const response = await page.request.get(`${receiptAddress}/beleg`);
    const proof = await response.text();
    const file = join(dataDir, 'beleg.tlog-proof');
    writeFileSync(file, proof);
    expect(runCommand(dataDir, 'verify', file)).toMatchObject({ code: 0 });
    const key = await (await page.request.get(`${program.address}/log/kammer/key`)).text();
    expect(runCommand(dataDir, 'verify', file, '--key', key.trim())).toMatchObject({ code: 0 });
    writeFileSync(
      file,
      proof.replace(/^index (\d+)$/m, (_, index: string) => `index ${Number(index) + 1}`),
    );
    expect(runCommand(dataDir, 'verify', file)).toMatchObject({ code: 1 });
    writeFileSync(file, 'no proof at all');
    expect(runCommand(dataDir, 'verify', file)).toMatchObject({ code: 2 });
  });

  it('takes a mistake back within ten minutes, after asking, and keeps it', async () => {
    const page = await open('staff');
    await page.fill('#message', 'Versehentlich eingefügt');
    await page.click('text=Jetzt weitergeben');
    await page.click('text=Als Irrtum zurückziehen');
    await page.click('text=Ja, zurückziehen');
    await page.getByText('als Irrtum zurückgezogen').first().waitFor();
    await page.goto(`${program.address}/weitergaben`);
    expect(await page.textContent('tbody tr:first-child')).toContain('zurückgezogen');
  });

  it('works without JavaScript', async () => {
    const page = await open('staff', { script: false });
    await page.fill('#message', 'Ohne Skript');
    await page.click('text=Jetzt weitergeben');
    await page.waitForURL(/\/weitergaben\//);
    expect(await page.textContent('h1')).toContain('DSR-');
  });
});

describe('every page is accessible', () => {
  const PAGES: readonly [string, readonly string[]][] = [
    ['staff', ['/weitergeben', '/weitergaben', '/anweisung']],
    [
      'dpo',
      [
        '/vorgaenge',
        '/vorgaenge?state=all',
        '/protokoll',
        '/mailbox',
        '/fristen?receivedOn=2026-03-05&land=BW',
        '/api/docs',
        '/nirgends',
      ],
    ],
    ['admin', ['/verwaltung']],
  ];
  const LOOKS: readonly [string, Look][] = [
    ['wide and light', {}],
    ['dark', { dark: true }],
    ['320 pixels wide', { width: 320 }],
    ['in forced colours', { forcedColors: true }],
  ];

  it.each(LOOKS)(
    '%s',
    async (_, look) => {
      for (const [role, paths] of PAGES) {
        const page = await open(role, look);
        for (const path of paths) {
          for (const language of look.dark === true || look.width === 320 ? ['de'] : ['de', 'en']) {
            await page.goto(`${program.address}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
            expect([path, language, await violationsOf(page)]).toEqual([path, language, []]);
            expect([path, language, await isTooWide(page)]).toEqual([path, language, false]);
          }
        }
        await page.context().close();
      }
    },
    180_000,
  );
});

describe('the pages under their own security policy', () => {
  it('run no foreign or inline script and report no violation', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${program.address}/anmelden`);
    await page.goto(`${program.address}/fristen?receivedOn=2026-03-05&land=BW`);
    expect(complaints).toEqual([]);
    const policy = (await page.request.get(`${program.address}/anmelden`)).headers()['content-security-policy'];
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
