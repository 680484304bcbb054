import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/**
 * As one process it would end with the first context that is closed; and a graphics card played by the processor costs
 * a third of the time of every page.
 */
const UNWANTED = /single-process|use-gl|use-angle|swiftshader|ignore-gpu/;
const ARGUMENTS = [
  ...chromium.args.filter((argument) => !UNWANTED.test(argument)),
  ...['--disable-gpu', '--disable-software-rasterizer', '--disable-webgl'],
];

/** A real browser out of npm: no system package, works as root. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS, headless: true });
}
