import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors: 'active' | 'none';
}

export const WIDE: Look = { width: 1280, colorScheme: 'light', forcedColors: 'none' };
export const NARROW_AND_DARK: Look = { width: 320, colorScheme: 'dark', forcedColors: 'none' };
export const FORCED_COLOURS: Look = { width: 640, colorScheme: 'light', forcedColors: 'active' };

/** What axe finds on a page, a line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) {
    await bringIn(page);
  }
  // Style sheets are asked for only by a rule that is no rule of WCAG.
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run({ preload: false, resultTypes: ['violations'] })`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

/** As the developer tools would: half as dear as handing it to the page's own `eval`. */
async function bringIn(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: `${AXE};0` });
  await session.detach();
}

export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > innerWidth');

/**
 * The page as it stands, looked at in one way after the other without loading it again: axe finds nothing, and nothing
 * sticks out. LOOK=folder also keeps a picture of each, for people. It ends wide and light.
 */
export async function expectGoodLooks(page: Page, looks: readonly Look[] = [WIDE, NARROW_AND_DARK]): Promise<void> {
  for (const look of looks) {
    await wear(page, look);
    const found = { violations: await violationsOf(page), tooWide: await isTooWide(page) };
    expect([page.url(), look, found]).toEqual([page.url(), look, { violations: [], tooWide: false }]);
    if (process.env['LOOK'] !== undefined) {
      const place = new URL(page.url()).pathname.replaceAll(/[^a-z]+/g, '-');
      await page.screenshot({ path: `${process.env['LOOK']}/${place}${Date.now()}-${look.width}.png`, fullPage: true });
    }
  }
  await wear(page, WIDE);
}

export async function wear(page: Page, { width, colorScheme, forcedColors }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.setViewportSize({ width, height: 900 });
}
