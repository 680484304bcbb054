/** What is neither of the alphabet nor white space (RFC 2045 s6.8). */
const FOREIGN = /[^A-Za-z0-9+/=\s]/;

/**
 * Base64 as it comes in mails. Characters that do not belong to it are passed over, but for what somebody has written
 * behind its end: mailing lists and scanners put their footers there.
 */
export function decodeBase64(encoded: Buffer): Buffer {
  const text = encoded.toString('latin1');
  const foreign = FOREIGN.exec(text)?.index;
  return Buffer.from(foreign === undefined ? text : text.slice(0, endBefore(text, foreign)), 'base64');
}

/** The beginning of the foreign line where the code before it is at its end; the end of all otherwise. */
function endBefore(text: string, foreign: number): number | undefined {
  const lineAt = text.lastIndexOf('\n', foreign) + 1;
  const before = text.slice(0, lineAt).trimEnd();
  const [firstLine = ''] = before.split('\n', 1);
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  const isWhole = before.replaceAll(/\s/g, '').length % 4 === 0 && text.slice(lineAt, foreign).trim() === '';
  const isOver = before.endsWith('=') || lastLine.trim().length < firstLine.trim().length || isWhole;
  return before !== '' && isOver ? lineAt : undefined;
}
