import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE_CHECKS } from '../../../src/domain/evidence/findings.js';
import { UNCONFIRMED } from '../../../src/domain/evidence/outcome.js';
import { RECEIPT_WORDS } from '../../../src/verifier/receipt-text.js';
import { de } from '../../../src/verifier/words.de.js';
import { en } from '../../../src/verifier/words.en.js';
import { sentencesOf } from '../../support/sentences.js';
import { verifiedTables } from '../../support/verified-tables.js';

const FILE = join(import.meta.dirname, '../../../docs/verified.md');
const [BEGIN, END] = ['<!-- sentences -->\n', '<!-- /sentences -->'];

/** The table as it has to stand in the document. */
function table(): string {
  const rows = (german: object, english: object, prefix: readonly string[]) => {
    const others = new Map(sentencesOf(english, prefix).map(({ key, text }) => [key, text]));
    return sentencesOf(german, prefix).map(({ key, text }) => `- \`${key}\` ${text} · ${others.get(key) ?? ''}`);
  };
  return `\n${[...rows(de, en, []), ...rows(RECEIPT_WORDS.de, RECEIPT_WORDS.en, ['receipt'])].join('\n')}\n\n`;
}

/** Changed on purpose? `UPDATE_VERIFIED=1` writes the table anew; what proves the sentence is still to be said above it. */
function documented(): string {
  const text = readFileSync(FILE, 'utf8');
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  if (process.env['UPDATE_VERIFIED'] === '1') {
    writeFileSync(FILE, text.slice(0, from) + table() + text.slice(to));
    return table();
  }
  return text.slice(from, to);
}

test('every sentence that a face can say stands in the document, and no other', () => {
  expect(documented()).toBe(table());
});

test('the tables that a second verifier reads are those of the code', () => {
  const file = join(import.meta.dirname, '../../../docs/verified.json');
  const written = `${JSON.stringify(verifiedTables(), undefined, 1)}\n`;
  if (process.env['UPDATE_VERIFIED'] === '1') {
    writeFileSync(file, written);
  }
  expect(readFileSync(file, 'utf8') === written).toBe(true);
});

test('both languages say the same sentences', () => {
  const keys = (words: object) => sentencesOf(words).map(({ key }) => key);
  expect(keys(en).sort()).toEqual(keys(de).sort());
});

test('each check says when it passed, failed and had nothing to look at', () => {
  const keys = sentencesOf(de).map(({ key }) => key);
  for (const check of BUNDLE_CHECKS) {
    expect(keys).toEqual(
      expect.arrayContaining([`checks.${check}.title`, `checks.${check}.failed`, `checks.${check}.absent`]),
    );
  }
});

test('what keeps a bundle from being proved is told in the document', () => {
  const text = readFileSync(FILE, 'utf8');
  for (const reason of [...UNCONFIRMED, 'proved', 'consistent', 'false']) {
    expect(text).toContain(`\`${reason}\``);
  }
});

test('no sentence says that everything is right', () => {
  const all = [de, en].flatMap((words) => sentencesOf(words)).map(({ text }) => text);
  expect(all.filter((text) => /\b(everything|alles in diesem|verified|geprüft:)/i.test(text))).toEqual([]);
});
