// Art. 20(1) GDPR: "in a structured, commonly used and machine-readable format". What no program can read is none.

export const PORTABLE_KINDS = ['json', 'csv'] as const;
export type PortableKind = (typeof PORTABLE_KINDS)[number];

/** By the end of the name; undefined: neither. */
export function portableKind(filename: string): PortableKind | undefined {
  return PORTABLE_KINDS.find((kind) => filename.toLowerCase().endsWith(`.${kind}`));
}

/** Whether another program can read it: JSON (RFC 8259), or CSV (RFC 4180) with a header and rows of one length. */
export function isPortable(filename: string, text: string): boolean {
  const content = text.replace(/^\uFEFF/, '');
  switch (portableKind(filename)) {
    case 'json':
      return isJson(content);
    case 'csv':
      return isCsv(content);
    case undefined:
      return false;
  }
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** Comma, or semicolon as German spreadsheets write it, whichever the first line has more of. */
function isCsv(text: string): boolean {
  const [first = ''] = text.split('\n', 1);
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ',';
  const lengths = fieldsPerRow(text, delimiter);
  return lengths !== undefined && lengths.length > 0 && new Set(lengths).size === 1 && !text.includes('\0');
}

/** Undefined: a quotation mark is never closed, or stands where none may. */
function fieldsPerRow(text: string, delimiter: string): readonly number[] | undefined {
  const cell = /"(?:[^"]|"")*"|[^"\r\n]*?/y.source;
  const pattern = new RegExp(`(${cell})(${delimiter}|\\r?\\n|$)`, 'y');
  const rows: number[] = [];
  let count = 0;
  while (pattern.lastIndex < text.length || count > 0) {
    const found = pattern.exec(text);
    if (found === null) {
      return undefined;
    }
    count += 1;
    if (found[2] !== delimiter) {
      rows.push(count);
      count = 0;
    }
  }
  return rows;
}

/** Names that are safe in a ZIP on every system, each once. */
export function portableNames(filenames: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return filenames.map((filename) => {
    const kind = portableKind(filename) ?? 'json';
    const base =
      filename
        .slice(0, -kind.length - 1)
        .split(/[/\\]/)
        .at(-1) ?? '';
    const plain =
      base
        .normalize('NFC')
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '_')
        .trim()
        .slice(0, 80) || 'daten';
    let name = `${plain}.${kind}`;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
      name = `${plain}-${number}.${kind}`;
    }
    taken.add(name.toLowerCase());
    return name;
  });
}
