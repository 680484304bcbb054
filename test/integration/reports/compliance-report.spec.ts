import { createHash } from 'node:crypto';
import { DocumentRenderer } from '../../../src/platform/documents/document-renderer.js';
import { renderComplianceHtml } from '../../../src/reports/compliance-html.js';
import { renderCompliancePdf } from '../../../src/reports/compliance-pdf.js';
import { contextIn, EMPTY, YEAR } from './sample-figures.js';

const renderer = new DocumentRenderer();
afterAll(() => renderer.onApplicationShutdown());

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
        const pdf = latin1(await renderCompliancePdf(YEAR, contextIn(language), standard, renderer));
        expect(pdf).toMatch(mark);
        expect(pdf).toContain('/MarkInfo');
        expect(pdf).toMatch(new RegExp(`/Lang ?\\(${language}`));
      }
    },
    60_000,
  );

  test('is the same bytes when it is asked for again, and others for other figures', async () => {
    const [first, again, other] = [
      await renderCompliancePdf(YEAR, contextIn('de'), 'a-3a', renderer),
      await renderCompliancePdf(YEAR, contextIn('de'), 'a-3a', renderer),
      await renderCompliancePdf({ ...YEAR, staff: 47 }, contextIn('de'), 'a-3a', renderer),
    ];
    expect(digest(again)).toBe(digest(first));
    expect(digest(other)).not.toBe(digest(first));
  }, 60_000);

  test('of an organisation without requests is an honest one and keeps to its standard', async () => {
    const pdf = await renderCompliancePdf(EMPTY, contextIn('en'), 'ua-1', renderer);
    expect(latin1(pdf)).toContain('/MarkInfo');
  }, 60_000);

  test('sets what looks like markup as text', async () => {
    const tricky = contextIn('de', {
      channelNames: new Map([['kanal-1', '#read("/etc/passwd") <svg onload=1> & "x"']]),
    });
    await expect(renderCompliancePdf(YEAR, tricky, 'ua-1', renderer)).resolves.toBeInstanceOf(Uint8Array);
  }, 60_000);
});

describe('the HTML', () => {
  test('needs no other file, and runs nothing', () => {
    const html = renderComplianceHtml(YEAR, contextIn('de'));
    expect(html).not.toMatch(/<script|<link|\ssrc=|href="(?!#)|style="|@import|url\((?!#)/);
    expect(html).toContain('<style>');
  });

  test('has the data of each chart as a table, and names it', () => {
    const html = renderComplianceHtml(YEAR, contextIn('de'));
    const charts = html.match(/<svg[^>]*role="img"[^>]*aria-labelledby/g) ?? [];
    expect(charts.length).toBeGreaterThanOrEqual(4);
    expect(html.match(/<details/g)).toHaveLength(charts.length);
    expect(html.match(/<desc id="[^"]+">[^<]{10,}/g)).toHaveLength(charts.length);
  });

  test('names each exception by its reference, or by its id where it is erased, with the reasons of the closed list', () => {
    const html = renderComplianceHtml(YEAR, contextIn('de'));
    expect(html).toContain('DSR-2026-7K3M9QX');
    expect(html).toContain('vorgang-2');
    expect(html).toContain('zu spät weitergeleitet; an andere Empfänger als die benannten');
    expect(html).toContain('3 weitere Ausnahmen sind mitgezählt');
  });

  test('says plainly that nobody wrote', () => {
    const html = renderComplianceHtml(EMPTY, contextIn('de'));
    expect(html).toContain('Im Zeitraum wurde keine Anfrage erfasst');
    expect(html).not.toContain('NaN');
    expect(html).not.toContain('Infinity');
  });

  test('says from which size on its figures are whole, where it is made for publication', () => {
    expect(renderComplianceHtml(YEAR, contextIn('de', { mergedBelow: 5 }))).toContain('Zahlen unter 5 zusammengefasst');
  });

  test('escapes names', () => {
    const html = renderComplianceHtml(YEAR, contextIn('de', { channelNames: new Map([['kanal-1', '<b onclick=1>']]) }));
    expect(html).not.toContain('<b onclick');
  });
});
