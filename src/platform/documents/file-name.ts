import { FILE_TYPES, type FileType } from './file-type.js';

const LONGEST = 120;
const FALLBACK = 'attachment';
/** Windows opens a device instead of a file, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * A name that is safe to show, to send and to save: no path, no control or direction characters (an override makes
 * `gpj.exe` look like `exe.jpg`), at most 120 characters, and an extension that says what the content is.
 */
export function sanitiseFilename(name: string, type: FileType): string {
  const extensions: readonly string[] = FILE_TYPES[type];
  // Half a surrogate pair becomes U+FFFD on the way through UTF-8.
  const clean = Buffer.from(name)
    .toString()
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029\uFFFD]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [, stem = clean, extension = ''] = /^(.+)\.([\p{L}\p{N}]{1,8})$/u.exec(clean) ?? [];
  const kept = extensions.includes(extension.toLowerCase()) ? extension : (extensions[0] ?? '');
  const shortened = [...(DEVICE.test(clean) ? `_${stem}` : stem)].slice(0, LONGEST - 1 - kept.length).join('');
  return `${shortened.replace(/[. ]+$/, '') || FALLBACK}.${kept}`;
}
