import type { Page } from 'playwright-core';
import { TestBrowser, type Case } from '../../support/test-browser.js';
import { eventually } from '../../support/eventually.js';
import { expectGoodLooks, FORCED_COLOURS, NARROW_AND_DARK, wear, WIDE } from '../../support/looks.js';

const desk = TestBrowser.forTests();
let dpo: Page;
let staff: Page;
beforeAll(async () => {
  dpo = await desk.signedIn('dpo');
  staff = await desk.signedIn('staff');
});

const go = (page: Page, path: string) => page.goto(`${desk.address}${path}`);

/** Pages of the desk beside those of a case; each looks well in every way, and says where one is. */
const PAGES = [
  ...['/vorgaenge', '/uebersicht', '/makros', '/weitergeben', '/weitergaben', '/unzugeordnet', '/vorlagen'],
  ...['/erinnerungen', '/einschraenkungen', '/tastatur'],
];

test.each(PAGES)('%s looks well wide, narrow, dark and in forced colours', async (path) => {
  await go(dpo, path);
  await expectGoodLooks(dpo, [WIDE, NARROW_AND_DARK, FORCED_COLOURS]);
});

test.each(PAGES)('in forced colours %s marks the entry one is at, and shows every icon', async (path) => {
  await go(dpo, path);
  await wear(dpo, FORCED_COLOURS);
  const { marked, invisible } = await dpo.evaluate<{ marked: number; invisible: number }>(`(() => {
    const canvas = getComputedStyle(document.body).backgroundColor;
    const entries = [...document.querySelectorAll('.site-nav > ul > li > a, .site-nav summary')];
    return {
      marked: entries.filter((entry) => getComputedStyle(entry).borderBottomColor !== canvas).length,
      invisible: [...document.querySelectorAll('.kern-icon')]
        .filter((icon) => icon.checkVisibility() && getComputedStyle(icon).backgroundColor === canvas).length,
    };
  })()`);
  await wear(dpo, WIDE);
  expect({ path, marked: marked <= 1, invisible }).toEqual({ path, marked: true, invisible: 0 });
});

describe('the list at 1280 × 800', () => {
  beforeAll(async () => {
    for (let at = 0; at < 14; at += 1) {
      await desk.handOver(dpo, { rights: ['erasure'] });
    }
    // With the longest of the next steps: an answered case whose consequences are still to be seen to.
    const answered = await desk.takeOver(dpo, { rights: ['erasure'] });
    await desk.post(dpo, `/${answered.id}/commands`, { type: 'decide', right: 'erasure', outcome: 'granted' });
  });

  test('shows the first row and eleven more, and no column lies out of sight', async () => {
    await dpo.setViewportSize({ width: 1280, height: 800 });
    await go(dpo, '/vorgaenge?state=open');
    const rows = await dpo.evaluate<number>(
      `[...document.querySelectorAll('[data-row]')].filter((row) => row.getBoundingClientRect().bottom <= 800).length`,
    );
    expect(rows).toBeGreaterThanOrEqual(12);
    const hidden = await dpo.evaluate<boolean>(
      `(() => { const all = document.querySelector('.table-scroll'); return all.scrollWidth > all.clientWidth; })()`,
    );
    expect(hidden).toBe(false);
  });
});

describe('the journeys keep to their budget of clicks and page loads', () => {
  /** What an act costs: pages loaded, and clicks. */
  async function costs(page: Page, act: (click: (one: () => Promise<unknown>) => Promise<void>) => Promise<void>) {
    let [loads, clicks] = [0, 0];
    const count = (request: { isNavigationRequest(): boolean; method(): string }) => {
      loads += request.isNavigationRequest() && request.method() === 'GET' ? 1 : 0;
    };
    page.on('request', count);
    await act(async (one) => {
      clicks += 1;
      await one();
    });
    page.off('request', count);
    return { clicks, loads };
  }

  test('handing over: paste, channel, send', async () => {
    const spent = await costs(staff, async (click) => {
      await go(staff, '/weitergeben');
      await staff.fill('[name=message]', 'Bitte löschen Sie mein Foto.');
      await click(() => staff.locator('[name=channel]').first().check());
      await click(() => staff.locator('[data-handover] button[type=submit]:visible').last().click());
      await staff.waitForURL(/weitergaben\/[0-9a-f-]{36}/);
    });
    expect(spent).toEqual({ clicks: 2, loads: 2 });
  });

  test('somebody calls: their case is one search away', async () => {
    await desk.takeOver(dpo, { from: 'Ottilie Fernruf', contact: 'ottilie@fernruf.example', rights: ['access'] });
    await go(dpo, '/vorgaenge');
    const spent = await costs(dpo, async () => {
      await dpo.keyboard.press('/');
      await dpo.keyboard.type('Fernruf');
      await dpo.keyboard.press('Enter');
      await dpo.waitForURL(/suche\/[0-9a-f-]{36}$/);
    });
    expect(spent).toEqual({ clicks: 0, loads: 1 });
  });
});

describe('from the mail to the closed case by keyboard alone', () => {
  let work: Case;

  /** Tab until this has the focus; a page has no more stops than that. */
  async function tabTo(selector: string): Promise<void> {
    for (let at = 0; at < 80; at += 1) {
      if (await dpo.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) {
        return;
      }
      await dpo.keyboard.press('Tab');
    }
    throw new Error(`no way by Tab to ${selector}`);
  }

  test('taken over, decided, answered and closed', async () => {
    work = await desk.handOver(dpo, {
      ...{ channel: 'email', message: 'An wen kann ich mich wenden?', from: 'Kim Muster' },
      ...{ contact: 'kim@muster.example', rights: ['complaint'] },
    });
    await dpo.goto(work.address);
    await tabTo('.case-head__next button');
    await dpo.keyboard.press('Enter');
    await dpo.locator('.case-head__next a').waitFor();
    // Nothing has the focus after the page has come: the key is the page's.
    await dpo.keyboard.press('r');
    await dpo.waitForURL(/antworten$/);
    await tabTo('[name=outcome-complaint]');
    await dpo.keyboard.press('Space');
    await dpo.locator('[data-mirror=body]', { hasText: 'Beschwerde' }).waitFor();
    await eventually(async () => ((await dpo.inputValue('[name=kind]')) === 'authority' ? true : undefined));
    const text = await dpo.inputValue('[name=body]');
    await tabTo('[name=body]');
    await dpo.keyboard.press('Control+A');
    await dpo.keyboard.insertText(text.replaceAll(/\[…[^\]]*\]/g, 'hier steht, was gefragt war'));
    await tabTo('button[name=action][value=send]');
    await dpo.keyboard.press('Enter');
    await dpo.waitForURL(/getan=geantwortet/);
    const closed = await eventually(async () => {
      await dpo.goto(work.address);
      return /abgeschlossen/i.test(await dpo.locator('.case-head').innerText()) ? true : undefined;
    });
    expect(closed).toBe(true);
  });
});
