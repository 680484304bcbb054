import type { Language } from '../../../words/language.js';
import { stringify } from 'csv-stringify/sync';
import { HANDOVER_CLASSES } from '../../../domain/reports/figures.js';
import { RIGHTS } from '../../../domain/rights/right.js';
import { shownFigures, type ComplianceDocument, type RenderingOptions } from '../compliance-document.js';

const HEAD = {
  de: ['Abschnitt', 'Merkmal', 'Einzelheit', 'Wert', 'Einheit'],
  en: ['section', 'figure', 'detail', 'value', 'unit'],
} as const;

type Value = number | string | boolean | null;
type Row = readonly [section: string, figure: string, detail: string, value: Value, unit: string];

/** What is not shown because it is small. */
const LEFT_OUT = { de: 'ausgelassen', en: 'left out' } as const;

/**
 * One figure a line, by the names that JSON uses, so that a table of any year can be joined with any other. UTF-8,
 * semicolons, ISO dates; a cell that a spreadsheet would take for a formula is quoted with an apostrophe.
 */
export function complianceCsv(document: ComplianceDocument, { language, bom }: RenderingOptions): Promise<Uint8Array> {
  const rows = rowsOf(document, language).map(([section, figure, detail, value, unit]) => [
    ...[section, figure, detail],
    value ?? (document.published === null ? '' : LEFT_OUT[language]),
    unit,
  ]);
  const text = stringify([HEAD[language], ...rows], {
    ...{ delimiter: ';', record_delimiter: '\r\n', escape_formulas: true, bom },
    cast: { boolean: (value) => (value ? 'true' : 'false'), number: (value) => String(value) },
  });
  return Promise.resolve(Buffer.from(text, 'utf8'));
}

function rowsOf(document: ComplianceDocument, language: Language): readonly Row[] {
  const figures = shownFigures(document);
  const { requests, times, verdict } = figures;
  const channelName = (id: string): string => document.channels.get(id)?.[language] ?? id;
  return [
    ['report', 'organisation', '', document.organisation.name, ''],
    ['report', 'from', '', figures.period.from, ''],
    ['report', 'to', '', figures.period.to, ''],
    ['report', 'timeZone', '', figures.timeZone, ''],
    ['report', 'asOf', '', document.asOf ?? '', ''],
    ['report', 'checkpoint', 'size', document.checkpoint?.size ?? 0, ''],
    ['report', 'checkpoint', 'root', document.checkpoint?.root ?? '', ''],
    ['requests', 'recorded', '', requests.recorded, ''],
    ['requests', 'carriedOver', '', requests.carriedOver, ''],
    ...Object.entries(requests.byRight).map(([right, count]): Row => {
      const article = Object.hasOwn(RIGHTS, right) ? `Art. ${RIGHTS[right as keyof typeof RIGHTS]}` : '';
      return ['requests.byRight', right, article, count, ''];
    }),
    ...requests.byChannel.flatMap(({ channel, kind, requests: count, handover }): Row[] => [
      ['requests.byChannel', kind, channelName(channel), count, ''],
      ...handover.map((value, at): Row => {
        const upTo = HANDOVER_CLASSES[at];
        return ['requests.byChannel.handover', kind, `${channelName(channel)}, ${upTo ?? '∞'} min`, value, ''];
      }),
    ]),
    ...Object.entries(requests.byState).map(([state, count]): Row => ['requests.byState', state, '', count, '']),
    ...requests.outcomes.map((one): Row => [
      'requests.outcomes',
      `${one.right} ${one.outcome}`,
      one.ground ?? '',
      one.claims,
      '',
    ]),
    ...requests.decidedByChannel.map(({ channel, outcome, claims }): Row => [
      ...(['requests.decidedByChannel', outcome, channelName(channel), claims, ''] as const),
    ]),
    ...Object.entries(times).flatMap(([name, distribution]) =>
      Object.entries(distribution).map(([rank, value]): Row => {
        const unit = rank === 'count' ? '' : name === 'receiptToAnswerDays' ? 'd' : 'ms';
        return ['times', name, rank, value, unit];
      }),
    ),
    ...(['directly', 'atOnce', 'followed', 'exceptionsLeftOut'] as const).map((name): Row => [
      'verdict',
      name,
      '',
      verdict[name],
      '',
    ]),
    ...verdict.exceptions.map((one): Row => [
      ...(['verdict.exceptions', document.references.get(one.request) ?? one.request] as const),
      ...([one.reasons.join(' '), one.recordedAt, one.reasonStated ? 'reason stated' : ''] as const),
    ]),
    ...counted('deadlines', figures.deadlines),
    ...counted('inTime', figures.inTime),
    ...counted('lateEntries', figures.lateEntries),
    ...counted('arrivals', figures.arrivals),
    ...counted('identityChecks', figures.identityChecks),
    ...counted('recipients', figures.recipients),
    ...counted('restrictions', figures.restrictions),
    ...counted('complaints', figures.complaints),
    ...counted('erasures', figures.erasures),
    ...counted('duties', figures.duties),
    ...counted('dismissals', figures.dismissals),
    ...counted('retention', figures.retention),
    ...figures.instructions.flatMap((one): Row[] => [
      ['instructions', `version ${one.version ?? ''}`, 'holdsFrom', one.holdsFrom, ''],
      ['instructions', `version ${one.version ?? ''}`, 'confirmedBy', one.confirmedBy, ''],
    ]),
    ['staff', 'staff', '', figures.staff, ''],
    ...figures.outages.map((one): Row => ['outages', one.from, one.to ?? '', one.requests, '']),
    ...counted('log', figures.log),
    ...document.witnessing.witnesses.map(({ name, size }): Row => ['witnessing', name, 'size', size, '']),
    ['witnessing', 'timeStamp', '', document.witnessing.timeStamp ?? '', ''],
    ...[...figures.byMonth, ...figures.byWeek].flatMap(({ span, ...point }) =>
      Object.entries(point).map(([name, value]): Row => ['trend', span, name, value, '']),
    ),
  ];
}

function counted(section: string, figures: Readonly<Record<string, number | null>>): readonly Row[] {
  return Object.entries(figures).map(([name, value]): Row => [section, name, '', value, '']);
}
