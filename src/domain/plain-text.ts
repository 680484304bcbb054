/** Only line breaks and tabs belong into a text that somebody typed or pasted. */
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** What ends a line in other programs: a page break of a PDF, a vertical tab of a presentation, and Unicode's next line. */
const LINE_END = /[\u000B\u000C\u0085]/g;

/**
 * A text as it can be kept, whatever was pasted with it: other line ends become ours, what nobody sees goes. So nobody
 * is sent back for a character that they cannot find.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(LINE_END, '\n')
    .replaceAll(/[\u0000-\u0008\u000E-\u001F\u007F-\u009F]/g, '')
    .toWellFormed();
}

/** The same for what stands in one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\r\n|[\r\n\t]/g, ' ');
}

/** Whether a text can be kept, shown and sent as it is: Unicode, without control characters. */
export function isPlainText(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed();
}
