import { randomUUID } from 'node:crypto';
import { compile } from 'html-to-text';
import PostalMime from 'postal-mime';

/** More than anybody reads; the original has it all. */
const HTML_CHARS = 2_000_000;

const toText = compile({
  wordwrap: false,
  limits: { maxInputLength: HTML_CHARS, ellipsis: '' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
    // Never loaded, so never named: what pictures show are trackers and logos.
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', options: { uppercaseHeaderCells: false } },
    // A row is a line, a cell a word of it: so mail programs write the head of what they pass on.
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { prefix: '', suffix: ' ' } })),
  ],
});

/** What a page says, as plain text. Nothing of it is loaded or run. */
export async function htmlToText(html: string): Promise<string> {
  const text = structured(html.slice(0, HTML_CHARS));
  if (text.trim() !== '') {
    return text;
  }
  // Nested deeper than its reader goes: without structure then, by a reader that does not nest.
  // It does so only where a mail has plain text as well.
  const boundary = randomUUID();
  const [plain, rich] = ['text/plain', 'text/html'].map(
    (type) => `--${boundary}\nContent-Type: ${type}; charset=utf-8\n\n`,
  );
  const mail = `Content-Type: multipart/mixed; boundary=${boundary}\n\n${plain}\n${rich}${html.slice(0, HTML_CHARS)}`;
  return (await PostalMime.parse(mail)).text ?? '';
}

/** The parser keeps open elements in a list that it moves with each one: 100,000 of them are seconds. */
const OPEN_ELEMENTS = 20_000;
const TAG = /<(\/?)[a-z]/gi;

function structured(html: string): string {
  try {
    const text = leavesOpen(html) > OPEN_ELEMENTS ? '' : toText(html);
    return text
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n');
  } catch {
    return '';
  }
}

/** At most so many elements are open at any point: one that closes itself counts as well. */
function leavesOpen(html: string): number {
  let open = 0;
  let most = 0;
  for (const [, closing] of html.matchAll(TAG)) {
    open = closing === '' ? open + 1 : Math.max(0, open - 1);
    most = Math.max(most, open);
  }
  return most;
}
