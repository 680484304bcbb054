import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { TestBrowser } from '../../support/test-browser.js';
import { FORCED_COLOURS, expectGoodLooks, NARROW_AND_DARK, violationsOf, WIDE } from '../../support/looks.js';
import { runCommand } from '../../support/program.js';

const MESSAGE = 'Guten Tag, bitte löschen Sie mein Foto vom Sommerfest.\n<b>Danke</b> 😀';

const desk = TestBrowser.forTests();

const pages: Record<string, Page> = {};

/** The browser of whoever has this role, on the page where their work is. */
async function open(role: string, path: string): Promise<Page> {
  const page = (pages[role] ??= await desk.signedIn(role));
  await page.goto(`${desk.address}${path}`);
  return page;
}

let receiptAddress = '';
let reference = '';

describe('the main job, in a browser', () => {
  it('begins with signing in, by keyboard, on the page where one’s work is', async () => {
    const { email = '', password = '' } = desk.program.accounts.find(({ role }) => role === 'staff') ?? {};
    const page = await desk.newPage();
    await page.goto(`${desk.address}/weitergaben`);
    await page.focus('#email');
    await page.keyboard.insertText(email);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/weitergaben/);
  });

  it('is done by keyboard alone: paste, choose, send', async () => {
    const page = await open('staff', '/weitergeben?channel=instagram');
    expect(await page.evaluate('document.activeElement.id')).toBe('message');
    expect(await page.isChecked('input[name=channel][value=instagram]')).toBe(true);
    await page.keyboard.insertText(MESSAGE);
    // Nothing is chosen beforehand: one click each says when it came and when it was seen.
    expect(await page.locator('[data-moment] input:checked').count()).toBe(0);
    await page.focus('input[name=arrived][value=now]');
    await page.keyboard.press('Space');
    await page.focus('input[name=seen][value=now]');
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/weitergaben\/[0-9a-f-]{36}/);
    receiptAddress = page.url().replace(/\?.*/, '');
    reference = (await page.textContent('dd .reference')) ?? '';
    expect(reference).toMatch(/^DSR-/);
    await page.getByText(/weitergeleitet um \d\d:\d\d:\d\d Uhr/).waitFor({ timeout: 5_000 });
    expect(await page.inputValue('#reply')).toContain('Art. 77');
  });

  it('remembers the channel, and lists the hand-over as lasting proof', async () => {
    // In another browser, too.
    const page = await desk.signedIn('staff');
    await page.goto(`${desk.address}/weitergeben`);
    expect(await page.isChecked('input[name=channel][value=instagram]')).toBe(true);
    await page.goto(`${desk.address}/weitergaben`);
    expect(await page.textContent('table')).toContain(reference);
  });

  it('shows errors beside their fields and loses nothing that was typed', async () => {
    const page = await open('staff', '/weitergeben');
    await page.check('input[name=arrived][value=on]');
    await page.fill('#arrivedOn', '2035-01-01');
    await page.evaluate(`document.querySelector('details.more').open = true`);
    await page.fill('#contact', 'person@post.example');
    await page.click('text=Jetzt weitergeben');
    await page.waitForSelector('#error-summary');
    expect(await page.evaluate('document.activeElement.id')).toBe('error-summary');
    expect(await page.textContent('#message-error')).toContain('ausfüllen');
    expect(await page.textContent('#arrivedOn-error')).toContain('Zukunft');
    expect(await page.inputValue('#contact')).toBe('person@post.example');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('asks for the reason of a late hand-over, and passes it to the DPO', async () => {
    const page = await open('staff', '/weitergeben');
    await page.fill('#message', 'Auskunft bitte');
    const days = 3;
    await page.check('input[name=arrived][value=on]');
    await page.fill('#arrivedOn', new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
    await page.click('text=Jetzt weitergeben');
    await page.waitForSelector('#lateReason');
    await page.fill('#lateReason', 'Urlaub');
    await page.click('text=Jetzt weitergeben');
    await page.waitForURL(/\/weitergaben\//);
    const dpo = await open('dpo', new URL(page.url()).pathname.replace('weitergaben', 'vorgaenge'));
    expect(await dpo.textContent('aside')).toContain('Urlaub');
  });

  it('takes a pasted screenshot and shows it before it is sent', async () => {
    const page = await open('staff', '/weitergeben');
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
    const page = await open('dpo', '/mailbox');
    await page.click(`text=${reference}`);
    const shown = (await page.textContent('main')) ?? '';
    expect(shown).toContain('<b>Danke</b> 😀');
    expect(shown).toContain('beleg.tlog-proof');
  });

  it('lets the DPO find it by its reference, read it and take it over; staff see that', async () => {
    const page = await open('dpo', '/vorgaenge');
    await page.fill('#q', reference.toLowerCase());
    await page.click('text=Anwenden');
    await page.getByRole('link', { name: reference }).click();
    expect(await page.textContent('blockquote')).toBe(MESSAGE);
    await page.click('text=Vorgang übernehmen');
    await page.getByText(/übernommen am/).waitFor();
    const staff = await open('staff', new URL(receiptAddress).pathname);
    await staff.getByText(/übernommen am/).waitFor();
  });

  it('gives a receipt that forthwith verify accepts, and refuses when one letter is changed', async () => {
    const page = await open('staff', '/weitergaben');
    const response = await page.request.get(`${receiptAddress}/beleg`);
    const proof = await response.text();
    const file = join(desk.dataDir, 'beleg.tlog-proof');
    writeFileSync(file, proof);
    expect(runCommand(desk.dataDir, 'verify', file)).toMatchObject({ code: 0 });
    const key = await (await page.request.get(`${desk.address}/log/kammer/key`)).text();
    expect(runCommand(desk.dataDir, 'verify', file, '--key', key.trim())).toMatchObject({ code: 0 });
    writeFileSync(
      file,
      proof.replace(/^index (\d+)$/m, (_, index: string) => `index ${Number(index) + 1}`),
    );
    expect(runCommand(desk.dataDir, 'verify', file, '--key', key.trim())).toMatchObject({ code: 1 });
    writeFileSync(file, 'no proof at all');
    expect(runCommand(desk.dataDir, 'verify', file, '--key', key.trim())).toMatchObject({ code: 2 });
  });

  it('reports a mistake within ten minutes, after asking; it stays open', async () => {
    const page = await open('staff', '/weitergeben');
    await page.fill('#message', 'Versehentlich eingefügt');
    await page.click('text=Jetzt weitergeben');
    await page.click('text=Als Irrtum melden');
    await page.click('text=Ja, als Irrtum melden');
    await page.getByText('als Irrtum gemeldet').first().waitFor();
    await page.goto(`${desk.address}/weitergaben`);
    expect(await page.textContent('tbody tr:first-child')).toContain('als Irrtum gemeldet');
  });

  it('works without JavaScript', async () => {
    const page = await desk.signedIn('staff', { javaScriptEnabled: false });
    await page.goto(`${desk.address}/weitergeben`);
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

  it.each(PAGES.flatMap(([role, paths]) => paths.map((path) => [role, path] as const)))(
    'for %s at %s, in both languages, light and dark, narrow, in forced colours',
    async (role, path) => {
      const looks = { de: [WIDE, NARROW_AND_DARK, FORCED_COLOURS], en: [WIDE] };
      for (const language of ['de', 'en'] as const) {
        const page = await open(role, `${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
        await expectGoodLooks(page, looks[language]);
      }
    },
    60_000,
  );
});

describe('the pages under their own security policy', () => {
  it('run no foreign or inline script and report no violation', async () => {
    const page = await desk.browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${desk.address}/anmelden`);
    await page.goto(`${desk.address}/fristen?receivedOn=2026-03-05&land=BW`);
    expect(complaints).toEqual([]);
    const policy = (await page.request.get(`${desk.address}/anmelden`)).headers()['content-security-policy'];
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
