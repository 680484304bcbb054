import type { ComponentChildren } from 'preact';
import { Answer, type Cookie } from '../../platform/http/answer.js';
import { renderFragment, renderPage } from './layout.js';
import type { PageContext } from './page-context.js';

/** For a year: the language somebody chose, and the like. */
export const YEAR_SECONDS = 365 * 24 * 60 * 60;
export const LANGUAGE_COOKIE = 'forthwith_language';

/** Pages show content: no cache keeps them, and the back button asks again. */
const HTML = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } as const;

/** Not to be found by a search engine: the address is a secret. */
export const HIDDEN = { 'x-robots-tag': 'noindex, nofollow' } as const;

interface PageOptions {
  /** 200 where it is missing. */
  readonly status?: number;
  readonly hidden?: boolean;
  readonly cookies?: readonly Cookie[];
}

/** What a handler returns to show a page. */
export function page(
  { context }: { readonly context: PageContext },
  title: string,
  content: ComponentChildren,
  { status = 200, hidden = false, cookies = [] }: PageOptions = {},
): Answer {
  return new Answer({
    status,
    headers: { ...HTML, ...(hidden ? HIDDEN : {}) },
    cookies: [...chosenLanguage(context), ...cookies],
    body: renderPage(context, title, content),
  });
}

/** The HTML of a live spot: a piece of a page that a script asks for again. */
export function fragment(content: ComponentChildren): Answer {
  return new Answer({ headers: HTML, body: renderFragment(content) });
}

/** Chosen in the address: kept for the next page. */
function chosenLanguage({ path }: PageContext): readonly Cookie[] {
  const asked = new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?')) : '').get('lang');
  return asked === 'de' || asked === 'en' ? [{ name: LANGUAGE_COOKIE, value: asked, maxAgeSeconds: YEAR_SECONDS }] : [];
}
