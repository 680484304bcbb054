import type { Page } from 'playwright-core';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { eventually } from '../../support/eventually.js';
import { expectGoodLooks, FORCED_COLOURS, NARROW_AND_DARK, wear, WIDE } from '../../support/looks.js';

const desk = TestBrowser.forTests();
let dpo: Page;
let clicks = 0;
let loads = 0;

beforeAll(async () => {
  dpo = await desk.signedIn('dpo');
  dpo.on('request', (request) => {
    loads += request.isNavigationRequest() && request.method() === 'GET' ? 1 : 0;
  });
});

const counted = async (act: () => Promise<unknown>): Promise<void> => {
  clicks += 1;
  await act();
};
const button = (name: string) => dpo.getByRole('button', { name, exact: true }).first();
const link = (name: string) => dpo.locator('.case-head').getByRole('link', { name, exact: true });

describe('from the mail to the closed case', () => {
  let work: Case;

  test('it takes no more clicks and pages than the budget', async () => {
    work = await desk.handOver(dpo, {
      ...{ channel: 'email', message: 'Mein Vertrag: Wer hat meine Daten?', from: 'Kim Muster' },
      ...{ contact: 'kim@muster.example', rights: ['complaint'] },
    });
    [clicks, loads] = [0, 0];
    // The link in the mail.
    await counted(() => dpo.goto(work.address));
    await counted(() => button('Vorgang übernehmen').click());
    await counted(() => link('Entscheiden und antworten').click());
    await counted(() => dpo.locator('[name=outcome-complaint][value=granted]').check());
    // The letter follows the decision by itself.
    await eventually(async () => ((await dpo.inputValue('[name=kind]')) === 'authority' ? true : undefined));
    const text = await dpo.inputValue('[name=body]');
    // Typing is no click.
    await dpo.fill('[name=body]', text.replaceAll(/\[…[^\]]*\]/g, 'wir haben alles genannt, was wir wissen'));
    await counted(() => button('Senden').click());
    await dpo.waitForURL(/getan=geantwortet/);
    expect({ clicks, loads }).toEqual({ clicks: 5, loads: 4 });
    await eventually(async () => {
      await dpo.goto(work.address);
      return /abgeschlossen/i.test(await dpo.locator('.case-head').innerText()) ? true : undefined;
    });
  });
});

describe('every page of a case', () => {
  const PAGES = ['', '/rechte', '/antworten', '/schriftverkehr', '/auftraege', '/frist', '/identitaet', '/notizen'];
  let work: Case;
  beforeAll(async () => {
    work = await desk.takeOver(dpo, {
      channel: 'instagram',
      message: 'Löscht das Foto!',
      from: 'anna.b 🌻',
      rights: ['erasure'],
    });
  });

  test.each(PAGES)('%s looks well wide, narrow, dark and in forced colours', async (path) => {
    await dpo.goto(`${work.address}${path}`);
    await expectGoodLooks(dpo, [WIDE, NARROW_AND_DARK, FORCED_COLOURS]);
  });

  test.each(PAGES)('%s marks one tab as current, also where the reader chooses the colours', async (path) => {
    await dpo.goto(`${work.address}${path}`);
    await wear(dpo, FORCED_COLOURS);
    const marked = await dpo.evaluate<string[]>(`(() => {
      const canvas = getComputedStyle(document.body).backgroundColor;
      return [...document.querySelectorAll('.case-nav > ul > li > a, .case-nav summary')]
        .filter((tab) => getComputedStyle(tab).borderBottomColor !== canvas).map((tab) => tab.textContent.trim());
    })()`);
    expect(marked).toHaveLength(1);
    const invisible = await dpo.evaluate<number>(`(() => {
      const canvas = getComputedStyle(document.body).backgroundColor;
      return [...document.querySelectorAll('.kern-icon')]
        .filter((icon) => icon.checkVisibility() && getComputedStyle(icon).backgroundColor === canvas).length;
    })()`);
    expect(invisible).toBe(0);
    await wear(dpo, WIDE);
  });

  test('somebody known by a handle alone is answered where they wrote', async () => {
    await dpo.goto(`${work.address}/antworten`);
    expect(await dpo.locator('[name=way]:checked').inputValue()).toBe('channel');
    expect((await dpo.inputValue('[name=body]')).length).toBeLessThan(1000);
    expect(await dpo.locator('h1').innerText()).toContain('anna.b 🌻');
  });
});

test('an alert that names a thing links it', async () => {
  const work = await desk.takeOver(dpo, { message: 'Bitte Auskunft.' });
  for (const path of ['/vorgaenge', new URL(work.address).pathname, '/uebersicht']) {
    await dpo.goto(`${desk.address}${path}`);
    const without = await dpo.evaluate<string[]>(`[...document.querySelectorAll('.kern-alert')]
      .filter((alert) => /DSR-|Vorgang|Auftrag|Nachricht/.test(alert.textContent) && !alert.querySelector('a, button, form'))
      .map((alert) => alert.textContent)`);
    expect([path, without]).toEqual([path, []]);
  }
});
