// Art. 20(1) GDPR: "in a structured, commonly used and machine-readable format". What no program can read is none.

export const PORTABLE_KINDS = ['json', 'csv'] as const;
export type PortableKind = (typeof PORTABLE_KINDS)[number];

/** By the end of the name; undefined: neither. */
export function portableKind(filename: string): PortableKind | undefined {
  return PORTABLE_KINDS.find((kind) => filename.toLowerCase().endsWith(`.${kind}`));
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
