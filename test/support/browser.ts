import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** Its one process would end with the first context that is closed. */
const ARGUMENTS = chromium.args.filter((argument) => argument !== '--single-process');

/** A real browser out of npm: no system package, works as root. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS, headless: true });
}
