import { createHash } from 'node:crypto';
import { readFileSync, mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DocumentRefusedError,
  DocumentRenderer,
  type DocumentOptions,
} from '../../../../src/platform/documents/document-renderer.js';
import { packageRoot } from '../../../../src/platform/package-root.js';
import type { EventName } from '../../../../src/domain/log/events.js';
import {
  EVIDENCE_TEMPLATE,
  evidenceReportData,
  type EvidenceReport,
  type EvidenceRequest,
} from '../../../../src/reports/evidence/evidence-report.js';
import { latin1, streamsOf, textOf } from '../../../support/pdf-text.js';

const ARCHIVE: DocumentOptions = { standard: 'a-3a', createdAt: new Date('2026-11-24T09:00:12Z') };
const TIMELINE: readonly EventName[] = [
  'request.recorded',
  'forwarding.attempt-started',
  'forwarding.accepted',
  'content.read',
  'request.acknowledged',
  'request.answered',
];

function request(number: number): EvidenceRequest {
  const received = Date.UTC(2026, 9, 20, 7, 12) + number * 60_000;
  return {
    reference: `DSR-2026-${String(number).padStart(5, '0')}`,
    rights: ['access'],
    receivedAt: new Date(received),
    recordedAt: new Date(received + 7_200_000),
    forwardedAt: new Date(received + 7_201_400),
    acknowledgedAt: new Date(received + 9_000_000),
    answeredOn: '2026-11-12',
    dueOn: '2026-11-20',
    directly: true,
    atOnce: number !== 2,
    deadline: 'met',
    timeline: TIMELINE.map((event, step) => ({
      index: number * 10 + step,
      at: new Date(received + 7_200_000 + step * 700),
      event,
    })),
  };
}

function data(requests: number, more: Partial<EvidenceReport> = {}): object {
  const profile = JSON.parse(readFileSync(join(packageRoot(), 'profiles', 'chamber.json'), 'utf8')) as {
    name: string;
    postalAddress: string;
    instruction: { textDe: string };
  };
  return evidenceReportData({
    language: 'de',
    organisation: {
      name: profile.name,
      postalAddress: profile.postalAddress,
      email: 'info@kammer.example',
      timeZone: 'Europe/Berlin',
    },
    kind: requests === 1 ? 'request' : 'period',
    from: requests === 1 ? null : '2026-10-01',
    to: requests === 1 ? null : '2026-12-31',
    issuedAt: ARCHIVE.createdAt,
    entries: 8,
    checkpoint: { origin: 'log.example/kammer', size: 4_711, root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=' },
    keys: [
      {
        vkey: `${'log.example/kammer'.repeat(5)}+530c9a1e+AZJd6dd/0o9CvpLMUmDzSDzVSBp2pJAVP5Gdl0LIVfLF`,
        fingerprint: '9f86 d081 884c 7d65 9a2f eaa0 c55a d015 a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08',
      },
    ],
    instructions: [
      {
        version: 1,
        holdsFrom: '2026-01-01',
        text: profile.instruction.textDe,
        handoverLimitMinutes: 1_440,
        forwardingLimitSeconds: 300,
      },
    ],
    witnesses: [],
    totals: {
      requests,
      directly: requests,
      atOnce: requests < 2 ? requests : requests - 1,
      deadlineMet: requests,
      deadlineOpen: 0,
      deadlineMissed: 0,
    },
    requests: Array.from({ length: requests }, (_, index) => request(index + 1)),
    requestsLeftOut: 0,
    ...more,
  });
}

const organisation = (name: string): EvidenceReport['organisation'] => ({
  name,
  postalAddress: 'Musterplatz 1',
  email: 'info@kammer.example',
  timeZone: 'Europe/Berlin',
});

const digest = (pdf: Uint8Array): string => createHash('sha256').update(pdf).digest('hex');

describe('documents', () => {
  const renderer = new DocumentRenderer();
  afterAll(() => renderer.onApplicationShutdown());

  const evidence = (content: object, options: DocumentOptions = ARCHIVE): Promise<Uint8Array> =>
    renderer.render(EVIDENCE_TEMPLATE, content, options);

  describe('conform to what they claim', () => {
    test.each(['de', 'en'] as const)('PDF/A-3a in %s: tagged, titled, in its language, dated', async (language) => {
      const pdf = latin1(await evidence(data(1, { language })));
      expect(pdf).toMatch(/^%PDF-1\.7/);
      expect(pdf).toContain('<pdfaid:part>3</pdfaid:part>');
      expect(pdf).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
      expect(pdf).toMatch(/\/MarkInfo <<\s*\/Marked true/);
      expect([...pdf.matchAll(/\/Lang \((.*?)\)/g)].map(([, tag]) => tag)).toEqual([
        language === 'de' ? 'de-DE' : 'en-GB',
      ]);
      expect(pdf).toContain(
        language === 'de'
          ? 'Nachweis: Anfragen zu Betroffenenrechten, Vorgang DSR-2026-00001</rdf:li>'
          : 'Evidence: data subject requests, Request DSR-2026-00001</rdf:li>',
      );
      expect(pdf).toContain('<xmp:CreateDate>2026-11-24T09:00:12+00:00');
    });

    test.each([1, 7])('PDF/UA-1, with %d requests', async (requests) => {
      const pdf = latin1(await evidence(data(requests), { ...ARCHIVE, standard: 'ua-1' }));
      expect(pdf).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(pdf).toMatch(/\/DisplayDocTitle true/);
    });

    test('headings are headings, tables have header cells with a scope', async () => {
      const pdf = latin1(await evidence(data(1)));
      expect(pdf.match(/\/S \/H1\n/g)).toHaveLength(8);
      // The request, the version of the instruction, the key.
      expect(pdf.match(/\/S \/H2\n/g)).toHaveLength(3);
      expect(pdf.match(/\/S \/Table\n/g)).toHaveLength(5);
      expect(pdf.match(/\/S \/TH\n/g)).toHaveLength(7 + 6 + 3 + 3 + 2);
      expect(pdf.match(/\/Scope \/Column/g)).toHaveLength(7 + 6 + 3 + 3 + 2);
    });

    test('nothing but the font that is built in, whatever the machine has installed', async () => {
      const fonts = [...latin1(await evidence(data(7))).matchAll(/\/FontName \/[A-Z]{6}\+([A-Za-z]+)/g)];
      expect(new Set(fonts.map(([, family]) => family))).toEqual(new Set(['LibertinusSerif']));
    });

    test('files lie in it, byte for byte', async () => {
      const bytes = Buffer.from('{"v":1}\n');
      const attachments = [
        { name: 'entries.jsonl', mime: 'application/x-ndjson', bytes, description: 'Einträge *des* Protokolls' },
        {
          name: 'checkpoint',
          mime: 'text/plain',
          bytes: Buffer.from('log.example/kammer\n8\n'),
          description: 'Prüfpunkt',
        },
      ];
      const pdf = await evidence(data(1), { ...ARCHIVE, attachments });
      expect([...streamsOf(pdf).values()]).toEqual(expect.arrayContaining(['{"v":1}\n', 'log.example/kammer\n8\n']));
      expect(latin1(pdf).match(/\/Type \/Filespec/g)).toHaveLength(2);
      // And not in the next one.
      expect(latin1(await evidence(data(1)))).not.toContain('/Filespec');
    });
  });

  describe('say what they are given', () => {
    test('the verdict, the times, the limits of the proof', async () => {
      const text = textOf(await evidence(data(1)));
      for (const part of [
        'DSR-2026-00001Geltend gemacht: Auskunft',
        'wurde befolgt',
        '20.10.2026',
        '11:13:00 MESZ',
        'Seite 1 von 3',
        '4.711',
      ]) {
        expect(text).toContain(part);
      }
      expect(text).toContain('Es beweist jeden von ihnen');
      expect(text).not.toContain('\uFFFD');
    });

    test('of a period it says that nothing is left out', async () => {
      const text = textOf(await evidence(data(7, { language: 'en' })));
      expect(text).toContain('for 6 of 7 requests and not for 1');
      expect(text).toContain('contains every entry of its period');
      expect(text).toContain('Contents');
    });

    test('nothing in the data is run or set as markup', async () => {
      const name = '#read("/etc/passwd") *bold* <tag> $x$ _y_ `z` \\ // @a ~ -- "q"';
      const text = textOf(await evidence(data(1, { organisation: organisation(name) })));
      expect(text).toContain(name);
      expect(text).not.toContain('root:');
    });

    test('what the font cannot show is shown by its number, and the document is made all the same', async () => {
      const text = textOf(
        await evidence(data(1, { organisation: organisation('漢a😀\u0000b\ufeffé Ž ŉ \ud800 \ue801') })),
      );
      expect(text).toContain('[U+6F22]a[U+1F600][U+0000]b[U+FEFF]é Ž ŉ \uFFFD [U+E801]');
    });

    test('no character turns the order in which a name is read', async () => {
      const text = textOf(await evidence(data(1, { organisation: organisation('Kammer \u202etfahcslleseg\u2069') })));
      expect(text).toContain('Kammer [U+202E]tfahcslleseg[U+2069]');
    });

    test('odd data: no requests, no instruction, no key, empty texts, a name that never ends', async () => {
      const none = data(0, {
        instructions: [],
        keys: [],
        witnesses: [{ kind: 'witness', name: '', at: '', fingerprint: '', size: 0 }],
      });
      await expect(evidence(none)).resolves.toBeInstanceOf(Uint8Array);
      const long = data(1, { organisation: organisation('Kammer'.repeat(60)) });
      await expect(evidence(long, { ...ARCHIVE, standard: 'ua-1' })).resolves.toBeInstanceOf(Uint8Array);
    });
  });

  test('the same input gives the same bytes, from another thread too; another moment gives others', async () => {
    const first = digest(await evidence(data(7)));
    expect(digest(await evidence(data(7)))).toBe(first);
    const other = new DocumentRenderer();
    expect(digest(await other.render(EVIDENCE_TEMPLATE, data(7), ARCHIVE))).toBe(first);
    await other.onApplicationShutdown();
    expect(digest(await evidence(data(7), { ...ARCHIVE, createdAt: new Date('2026-11-24T09:00:13Z') }))).not.toBe(
      first,
    );
  });

  test('300 requests with their timelines', async () => {
    const pdf = await evidence(data(300));
    const text = textOf(pdf);
    expect(text).toContain('DSR-2026-00300');
    expect(text.match(/Vom Mailserver des Hauses angenommen/g)).toHaveLength(300);
  });

  describe('the thread', () => {
    test('sets what is asked for at once one after the other, each answer to its question', async () => {
      const pdfs = await Promise.all(
        ['eins', 'zwei', 'drei'].map((name) => evidence(data(1, { organisation: organisation(name) }))),
      );
      expect(pdfs.map((pdf) => /eins|zwei|drei/.exec(textOf(pdf))?.[0])).toEqual(['eins', 'zwei', 'drei']);
    });

    test('that is killed rejects who waits, and the next call has another', async () => {
      const waiting = evidence(data(1));
      await Promise.all([
        expect(waiting).rejects.toThrow('the thread that sets documents ended'),
        renderer['compiler']?.worker.terminate(),
      ]);
      await expect(evidence(data(1))).resolves.toBeInstanceOf(Uint8Array);
    });

    test('is gone after the shutdown, and asks for none before its first use', async () => {
      const other = new DocumentRenderer();
      expect(other['compiler']).toBeUndefined();
      await other.onApplicationShutdown();
      const waiting = other.render(EVIDENCE_TEMPLATE, data(1), ARCHIVE);
      const exit = new Promise((resolve) => other['compiler']?.worker.once('exit', resolve));
      await Promise.all([expect(waiting).rejects.toThrow('ended'), other.onApplicationShutdown(), exit]);
      expect(other['compiler']).toBeUndefined();
    });
  });

  describe('a refusal', () => {
    const folder = mkdtempSync(join(tmpdir(), 'forthwith-template-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const template = (source: string): string => {
      const path = join(folder, 'template.typ');
      writeFileSync(path, source);
      return path;
    };

    test.each([
      ['a document without a title', 'Text', 'title'],
      ['a file outside of the folder', '#set document(title: "t")\n#read("/../../etc/passwd")', 'outside'],
      ['a mistake', '#nonsense', 'unknown variable'],
    ])('%s', async (_, source, message) => {
      const refused = renderer.render(template(source), { secret: 'x' }, { ...ARCHIVE, standard: 'ua-1' });
      await expect(refused).rejects.toThrow(DocumentRefusedError);
      await expect(refused).rejects.toThrow(message);
    });

    test('does not repeat the document', async () => {
      const source =
        '#set document(title: "t")\n#set text(fallback: true)\n#for i in range(3) { text(str.from-unicode(0xE000 + i)) }';
      const refused = renderer.render(template(source), {}, ARCHIVE);
      await expect(refused).rejects.toThrow(/^PDF\/A-3a error: .*`…`/);
      await expect(renderer.render(join(folder, 'missing.typ'), {}, ARCHIVE)).rejects.toThrow('ENOENT');
    });
  });
});
