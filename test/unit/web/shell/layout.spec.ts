import { renderPage } from '../../../../src/web/shell/layout.js';
import { page } from '../../../../src/web/shell/page.js';
import { textsIn } from '../../../../src/web/texts/texts.js';

const contextAt = (path: string) =>
  ({
    texts: textsIn('de'),
    language: 'de',
    timeZone: 'Europe/Berlin',
    path,
    organisation: undefined,
    organisations: [],
    user: undefined,
    demo: false,
  }) as const;

const switchOn = (path: string) =>
  /<a[^>]*href="([^"]*)" hreflang="en"/.exec(renderPage(contextAt(path), 'x', 'y'))?.[1];

test.each([
  ['/fristen', '/fristen?lang=en'],
  ['/fristen?land=BY&lang=de', '/fristen?land=BY&amp;lang=en'],
  ['/a?b=c?d', '/a?b=c%3Fd&amp;lang=en'],
  ['//evil.example/x', '/evil.example/x?lang=en'],
  ['/\\evil.example', '/evil.example?lang=en'],
  ['//[', '/[?lang=en'],
])('the other language of %j is this page, in this house', (path, href) => {
  expect(switchOn(path)).toBe(href);
});

test('a language chosen in the address is kept for the next page, any other word is not', () => {
  const kept = (path: string) => page({ context: contextAt(path) }, 'x', 'y').cookies;
  expect(kept('/fristen?lang=en')).toEqual([
    { name: 'forthwith_language', value: 'en', maxAgeSeconds: 365 * 24 * 60 * 60 },
  ]);
  expect([kept('/fristen?lang=fr'), kept('/fristen')]).toEqual([[], []]);
});

test('a page behind a secret address is found by no search engine, and kept by no cache', () => {
  const { headers } = page({ context: contextAt('/auftrag/x') }, 'x', 'y', { hidden: true });
  expect(headers).toMatchObject({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
});
