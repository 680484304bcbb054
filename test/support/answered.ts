import type { Page } from 'playwright-core';

/**
 * Does what sends a form, and waits until the page that answers is there. The page asks the server first whether somebody
 * is still signed in and sends after that, so a load state asked for right after the click is that of the page before.
 */
export async function answered(page: Page, send: () => Promise<unknown>, leadsTo = (_: string) => true): Promise<void> {
  const there = page.waitForEvent('framenavigated', (frame) => leadsTo(frame.url()));
  await Promise.all([there, send()]);
  await page.waitForLoadState();
}
