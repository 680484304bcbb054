import { inflateSync } from 'node:zlib';
import { DocumentRenderer } from '../../../../src/platform/documents/document-renderer.js';
import { Letters } from '../../../../src/requests/correspondence/letter.js';
import type { Sender } from '../../../../src/requests/correspondence/case-values.js';
import { textOf } from '../../../support/pdf-text.js';
import { CHAMBER } from '../../../support/application.js';

const renderer = new DocumentRenderer();
const letters = new Letters(renderer);
afterAll(() => renderer.onApplicationShutdown());

const SENDER = { organisation: { ...CHAMBER }, designation: { ...CHAMBER.designation } } as unknown as Sender;
const AT = new Date('2026-11-26T09:00:00Z');
const LETTER = {
  ...{
    reference: 'DSR-2026-7K3M9Q',
    language: 'de' as const,
    subject: 'Unsere Antwort',
    body: 'Guten Tag,\n\nein Satz.',
  },
  address: 'Aurelia Beispiel\nMusterweg 1\n12345 Musterstadt',
};

/** The bytes with every stream unpacked, so that they can be searched. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return body;
    }
  });
  return text + streams.join('\n');
}

const pagesOf = (pdf: string): number =>
  Number(
    /\/Type\s*\/Pages[\s\S]{0,200}?\/Count (\d+)|\/Count (\d+)[\s\S]{0,200}?\/Type\s*\/Pages/
      .exec(pdf)
      ?.slice(1)
      .find(Boolean),
  );

test('a letter is tagged and says that it is PDF/UA-1', async () => {
  const pdf = unpacked(await letters.render(SENDER, LETTER, AT));
  expect(pdf).toContain('/StructTreeRoot');
  expect(pdf).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
  expect(pdf).toMatch(/pdfuaid:part>1</);
  expect(pdf).toMatch(/\/Lang\s*\(de/);
});

test('a confirmation of receipt shows its code, and the QR code as no text for screen readers', async () => {
  const receipt = {
    code: 'AAAAB-C2DEF-GHIJK-LMNOP',
    page: 'https://dsb.example/beleg/kammer/AAAAB-C2DEF-GHIJK-LMNOP',
    fingerprint: '0000',
  };
  const text = textOf(await letters.render(SENDER, { ...LETTER, receipt }, AT));
  expect(text).toContain(receipt.code);
  expect(text.replaceAll('\u200b', '')).toContain('https://dsb.example/beleg/kammer/');
  expect(textOf(await letters.render(SENDER, LETTER, AT))).not.toContain('Beleg');
});

test('the same letter gives the same bytes', async () => {
  const [first, second] = [await letters.render(SENDER, LETTER, AT), await letters.render(SENDER, LETTER, AT)];
  expect(first.equals(second)).toBe(true);
});

test('a letter of a hundred pages is set', async () => {
  const paragraph = 'Ein Absatz mit Text, wie er in einer langen Auskunft steht. '.repeat(12);
  const body = Array.from({ length: 680 }, () => paragraph).join('\n\n');
  const pdf = unpacked(await letters.render(SENDER, { ...LETTER, body }, AT));
  expect(pagesOf(pdf)).toBeGreaterThanOrEqual(100);
});

test('what people wrote is text and never markup; what cannot be displayed costs its look, not the letter', async () => {
  const body = '#panic("x") $x$ *a* <b> @ref \\ `r` = Titel\n\n- eins\n- zwei\n  weiter\n\n你好 🙂 \u202Eumgedreht';
  await expect(
    letters.render(SENDER, { ...LETTER, body, subject: '#panic() $', address: '#a\n*b*' }, AT),
  ).resolves.toBeInstanceOf(Buffer);
});

test('enclosures are named at the end, as a list for screen readers, and as text whatever they are called', async () => {
  const items = async (enclosures: readonly string[]) =>
    [...unpacked(await letters.render(SENDER, { ...LETTER, enclosures }, AT)).matchAll(/\/S\s*\/LI\b/g)].length;
  expect(await items([])).toBe(0);
  expect(await items(['Kopie der Daten.pdf', '#panic("x") *a*.csv'])).toBe(2);
});

/** Sizes of type that a letter is set in, in points. */
const sizesOf = async (letter: Partial<typeof LETTER>): Promise<ReadonlySet<number>> => {
  const pdf = unpacked(await letters.render(SENDER, { ...LETTER, ...letter }, AT));
  return new Set([...pdf.matchAll(/ ([\d.]+) Tf/g)].map(([, size]) => Number(size)));
};

test('an address that is too long for the window is set smaller until it fits: it never runs into the text', async () => {
  const line = 'Institut für Rechtswissenschaftliche Datenschutzforschung, Haus 3';
  const [usual, long] = [
    await sizesOf({}),
    await sizesOf({ address: Array.from({ length: 6 }, () => line).join('\n') }),
  ];
  expect([...long].filter((size) => !usual.has(size))).toHaveLength(1);
});

test('a name in Arabic is set in its letters, and not as a row of numbers', async () => {
  const pdf = unpacked(await letters.render(SENDER, { ...LETTER, address: 'محمد\nМария\n12345 Musterstadt' }, AT));
  const mapped = [...pdf.matchAll(/beginbf(?:char|range)([\s\S]*?)endbf/g)].map(([, text]) => text).join('\n');
  ['0645', '062D', '062F', '041C'].forEach((letter) => expect(mapped).toMatch(new RegExp(`<${letter}>`, 'i')));
});
