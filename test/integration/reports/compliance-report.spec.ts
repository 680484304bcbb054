import { createHash } from 'node:crypto';
import { DocumentRenderer } from '../../../src/platform/documents/document-renderer.js';
import { complianceHtml } from '../../../src/reports/compliance/formats/html.js';
import { compliancePdf } from '../../../src/reports/compliance/formats/pdf.js';
import type { ComplianceDocument, RenderingOptions } from '../../../src/reports/compliance/compliance-document.js';
import { documentOf, EMPTY, publishedOf, YEAR } from './sample-figures.js';

const renderer = new DocumentRenderer();
afterAll(() => renderer.onApplicationShutdown());

const options = (more: Partial<RenderingOptions> = {}): RenderingOptions => ({
  ...{ language: 'de', standard: 'a-3a', bom: false },
  ...more,
});
const pdfOf = (document: ComplianceDocument, more: Partial<RenderingOptions> = {}) =>
  compliancePdf(document, options(more), { renderer });
const htmlOf = async (document: ComplianceDocument, more: Partial<RenderingOptions> = {}) =>
  Buffer.from(await complianceHtml(document, options(more))).toString('utf8');
const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const latin1 = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');

describe('the PDF', () => {
  test.each([
    ['a-3a', /<pdfaid:part>3<\/pdfaid:part>/],
    ['ua-1', /<pdfuaid:part>1<\/pdfuaid:part>/],
  ] as const)(
    'keeps to %s in both languages, tagged and with a title',
    async (standard, mark) => {
      for (const language of ['de', 'en'] as const) {
        const pdf = latin1(await pdfOf(documentOf(YEAR), { language, standard }));
        expect(pdf).toMatch(mark);
        expect(pdf).toContain('/MarkInfo');
        expect(pdf).toMatch(new RegExp(`/Lang ?\\(${language}`));
      }
    },
    60_000,
  );

  test('is the same bytes when it is asked for again, and others for other figures', async () => {
    const [first, again, other] = [
      await pdfOf(documentOf(YEAR)),
      await pdfOf(documentOf(YEAR)),
      await pdfOf(documentOf({ ...YEAR, staff: 47 })),
    ];
    expect(digest(again)).toBe(digest(first));
    expect(digest(other)).not.toBe(digest(first));
  });

  test('of an organisation without requests is an honest one and keeps to its standard', async () => {
    const pdf = await pdfOf(documentOf(EMPTY, { asOf: null, checkpoint: null }), { language: 'en', standard: 'ua-1' });
    expect(latin1(pdf)).toContain('/MarkInfo');
  });

  test('sets what looks like markup as text', async () => {
    const name = '#read("/etc/passwd") <svg onload=1> & "x"';
    const tricky = documentOf(YEAR, { channels: new Map([['kanal-1', { de: name, en: name }]]) });
    await expect(pdfOf(tricky, { standard: 'ua-1' })).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('the HTML', () => {
  test('needs no other file, and runs nothing', async () => {
    const html = await htmlOf(documentOf(YEAR));
    expect(html).not.toMatch(/<script|<link|\ssrc=|href="(?!#)|style="|@import|url\((?!#)/);
    expect(html).toContain('<style>');
  });

  test('has the data of each chart as a table, and names it', async () => {
    const html = await htmlOf(documentOf(YEAR));
    const charts = html.match(/<svg[^>]*role="img"[^>]*aria-labelledby/g) ?? [];
    expect(charts.length).toBeGreaterThanOrEqual(4);
    expect(html.match(/<details/g)).toHaveLength(charts.length);
    expect(html.match(/<desc id="[^"]+">[^<]{10,}/g)).toHaveLength(charts.length);
  });

  test('names each exception by its reference, or by its id where it is erased, with the reasons of the closed list', async () => {
    const html = await htmlOf(documentOf(YEAR));
    expect(html).toContain('DSR-2026-7K3M9QX');
    expect(html).toContain('vorgang-2');
    expect(html).toContain('zu spät weitergeleitet; an andere Empfänger als die benannten');
    expect(html).toContain('3 weitere Ausnahmen sind mitgezählt');
  });

  test('says plainly that nobody wrote', async () => {
    const html = await htmlOf(documentOf(EMPTY));
    expect(html).toContain('Im Zeitraum wurde keine Anfrage erfasst');
    expect(html).not.toContain('NaN');
    expect(html).not.toContain('Infinity');
  });

  test('leaves out small numbers where it is made for publication, says so, and lists no exception', async () => {
    const [whole, published] = [await htmlOf(documentOf(YEAR)), await htmlOf(publishedOf(YEAR, 5))];
    expect(published).toContain('Zahlen unter 5 ausgelassen');
    expect(published).toContain('ausgelassen</td>');
    expect(published).not.toContain('DSR-2026-7K3M9QX');
    expect(whole).not.toContain('ausgelassen');
    expect(published).not.toContain('unten begründet');
    // No bar stands for a value that is left out.
    expect(whole).toContain('id="trend-month');
    expect(published).not.toContain('id="trend-month');
    expect(published).not.toMatch(/null|NaN|undefined/);
  });

  test('of so few requests that any number would tell says nothing of them', async () => {
    const requests = { ...EMPTY.requests, recorded: 2, byRight: { ...EMPTY.requests.byRight, access: 2 } };
    const few = { ...EMPTY, requests, verdict: { ...EMPTY.verdict, directly: 2, atOnce: 2, followed: 2 } };
    const html = await htmlOf(publishedOf(few, 5));
    expect(html).toContain('jemand daran erkannt werden könnte');
    expect(html).not.toContain('<td class="kern-table__cell">2</td>');
  });

  test('escapes names', async () => {
    const html = await htmlOf(documentOf(YEAR, { channels: new Map([['kanal-1', { de: '<b onclick=1>', en: '' }]]) }));
    expect(html).not.toContain('<b onclick');
  });
});
