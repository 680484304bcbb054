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

function structured(html: string): string {
  try {
    return toText(html);
  } catch {
    return '';
  }
}
