/** Only line breaks and tabs belong into a text that somebody typed or pasted. */
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** Whether a text can be kept, shown and sent as it is: Unicode, without control characters. */
export function isPlainText(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed();
}
