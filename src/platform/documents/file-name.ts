import { FILE_TYPES, type FileType } from './file-type.js';

const LONGEST = 120;
/** Characters of a longer name that are looked at, from either end. */
const LOOKED_AT = 500;
const FALLBACK = 'attachment';
/** Windows opens a device instead of a file, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * A name that is safe to show, to send and to save: no path, no control or direction characters (an override makes
 * `gpj.exe` look like `exe.jpg`), at most 120 characters, and an extension that says what the content is.
 */
export function sanitiseFilename(name: string, type: FileType): string {
  const extensions: readonly string[] = FILE_TYPES[type];
  const { stem, extension } = cleanParts(name);
  const kept = extensions.includes(extension.toLowerCase()) ? extension : (extensions[0] ?? '');
  return `${shortened(stem, LONGEST - 1 - kept.length) || FALLBACK}.${kept}`;
}

/** The same for a file whose content is not looked at: it keeps the extension it came with. Empty if nothing is left. */
export function cleanFilename(name: string): string {
  const { stem, extension } = cleanParts(name);
  const short = shortened(stem, LONGEST - 1 - extension.length);
  return extension === '' || short === '' ? short : `${short}.${extension}`;
}

function cleanParts(name: string): { readonly stem: string; readonly extension: string } {
  // What comes before the last slash is a path; then what is far too long goes, before anything looks at it.
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const head = last.length <= 2 * LOOKED_AT ? last : last.slice(0, LOOKED_AT) + last.slice(-LOOKED_AT);
  const clean = withoutEdges(
    head
      // Half a surrogate pair becomes U+FFFD on the way through UTF-8.
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029\uFFFD]/gu, '')
      .replace(/[<>:"|?*/\\]/g, '_')
      .replace(/\s+/g, ' '),
  );
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 && /^[\p{L}\p{N}]{1,8}$/u.test(clean.slice(dot + 1)) ? clean.slice(dot + 1) : '';
  const stem = extension === '' ? clean : clean.slice(0, dot);
  return { stem: DEVICE.test(clean) ? `_${stem}` : stem, extension };
}

function shortened(stem: string, longest: number): string {
  return withoutEdges([...stem].slice(0, longest).join(''));
}

/** Dots and blanks at either end. */
function withoutEdges(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && (text[start] === '.' || text[start] === ' ')) {
    start += 1;
  }
  while (end > start && (text[end - 1] === '.' || text[end - 1] === ' ')) {
    end -= 1;
  }
  return text.slice(start, end);
}
