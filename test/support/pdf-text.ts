import { inflateSync } from 'node:zlib';

export const latin1 = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');

/** Every stream by its object's number, inflated where it is deflated. */
export function streamsOf(pdf: Uint8Array): ReadonlyMap<string, string> {
  const streams = new Map<string, string>();
  for (const match of latin1(pdf).matchAll(/\n(\d+) 0 obj\n<<((?:(?!endobj).)*?)>>\nstream\n/gs)) {
    const [head, number = '', dictionary = ''] = match;
    const start = match.index + head.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
    const bytes = pdf.subarray(start, start + length);
    streams.set(number, latin1(dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes));
  }
  return streams;
}

/** What a reader reads, glyph by glyph through each font's own table, in the order of the pages; lines run together. */
export function textOf(pdf: Uint8Array): string {
  const file = latin1(pdf);
  const streams = streamsOf(pdf);
  const object = (number: string | undefined): string =>
    new RegExp(`\\n${number} 0 obj\\n(.*?)\\nendobj`, 's').exec(file)?.[1] ?? '';
  const tables = new Map<string, ReadonlyMap<number, string>>();
  const tableOf = (font: string): ReadonlyMap<number, string> => {
    const known = tables.get(font);
    if (known !== undefined) {
      return known;
    }
    const map = streams.get(/\/ToUnicode (\d+)/.exec(object(font))?.[1] ?? '') ?? '';
    const table = new Map(
      [...map.matchAll(/^<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>$/gm)].map(([, glyph = '', text = '']) => [
        Number.parseInt(glyph, 16),
        Buffer.from(text, 'hex').swap16().toString('utf16le'),
      ]),
    );
    tables.set(font, table);
    return table;
  };
  return [...file.matchAll(/\n(\d+) 0 obj\n<<\n {2}\/Type \/Page\n/g)]
    .map(([, page]) => {
      const entry = object(page);
      const fonts = new Map(
        [...entry.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', font = '']) => [name, tableOf(font)]),
      );
      const content = streams.get(/\/Contents (\d+)/.exec(entry)?.[1] ?? '') ?? '';
      let font: ReadonlyMap<number, string> | undefined;
      let text = '';
      for (const [token, name] of content.replace(/\/Lang \(.*?\)/g, '').matchAll(TEXT_TOKEN)) {
        if (name !== undefined) {
          font = fonts.get(name);
        } else {
          const bytes = Buffer.from(unescape(token.slice(1, -1)), 'latin1');
          for (let at = 0; at + 1 < bytes.length; at += 2) {
            text += font?.get(bytes.readUInt16BE(at)) ?? '\uFFFD';
          }
        }
      }
      return text;
    })
    .join('\n');
}

/** A font, or a literal string of two-byte glyphs; in it parentheses are escaped, unless they come in pairs. */
const PAIRED = [1, 2, 3, 4].reduce((inner) => String.raw`\((?:[^\\()]|\\.|${inner})*\)`, String.raw`\(\)`);
const TEXT_TOKEN = new RegExp(String.raw`/(f\d+) [\d.]+ Tf|${PAIRED}`, 'gs');
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescape(literal: string): string {
  return literal.replace(/\\([0-7]{1,3}|.)/gs, (_, escape: string) =>
    /^[0-7]/.test(escape) ? String.fromCharCode(Number.parseInt(escape, 8)) : (ESCAPES[escape] ?? escape),
  );
}
