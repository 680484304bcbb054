import type { Language } from '../../words/language.js';
import { rightsByLaw } from '../../words/rights.js';
import { join } from 'node:path';
import { parseInstant } from '../../domain/civil-date.js';
import type { EventName } from '../../domain/log/events.js';
import type { Right } from '../../domain/rights/right.js';
import { packageRoot } from '../../platform/package-root.js';
import { EVENT_GLOSSES_DE, EVENT_GLOSSES_EN } from '../event-words/event-words.js';
import { type DateStyle, type Times, timesOf } from './evidence-times.js';

export const EVIDENCE_TEMPLATE = join(packageRoot(), 'src', 'reports', 'evidence', 'evidence.typ');

export interface EvidenceOrganisation {
  readonly name: string;
  readonly postalAddress: string;
  readonly email: string;
  readonly timeZone: string;
}

export interface EvidenceKey {
  readonly vkey: string;
  /** SHA-256 of the public key, hex in groups of four. */
  readonly fingerprint: string;
}

export interface EvidenceInstruction {
  readonly version: number;
  readonly holdsFrom: string;
  readonly text: string;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
}

export interface EvidenceWitness {
  readonly kind: 'time-stamp' | 'witness';
  readonly name: string;
  /** RFC 3339; anything else is shown as it stands. */
  readonly at: string;
  /** SHA-256 of its key or certificate, hexadecimal in groups of four. */
  readonly fingerprint: string;
  /** So many entries of the log, from the first on, it confirms. */
  readonly size: number;
}

export interface EvidenceTotals {
  readonly requests: number;
  readonly directly: number;
  readonly atOnce: number;
  readonly deadlineMet: number;
  readonly deadlineOpen: number;
  readonly deadlineMissed: number;
}

export interface EvidenceRequest {
  readonly reference: string;
  readonly rights: readonly Right[];
  readonly receivedAt: Date;
  readonly recordedAt: Date;
  readonly forwardedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly answeredOn: string | null;
  readonly dueOn: string;
  /** Null: not certain yet. */
  readonly directly: boolean | null;
  readonly atOnce: boolean | null;
  /** `ended`: without an answer, because the person or the employee took it back. */
  readonly deadline: 'met' | 'missed' | 'open' | 'ended';
  readonly timeline: readonly { readonly index: number; readonly at: Date; readonly event: EventName }[];
}

export interface EvidenceReport {
  readonly language: Language;
  readonly organisation: EvidenceOrganisation;
  readonly kind: 'request' | 'requests' | 'period';
  /** Civil dates; of a period both. */
  readonly from: string | null;
  readonly to: string | null;
  readonly issuedAt: Date;
  /** Of the log, in the bundle. */
  readonly entries: number;
  readonly checkpoint: { readonly origin: string; readonly size: number; /** base64 */ readonly root: string };
  readonly keys: readonly EvidenceKey[];
  readonly instructions: readonly EvidenceInstruction[];
  readonly witnesses: readonly EvidenceWitness[];
  readonly totals: EvidenceTotals;
  readonly requests: readonly EvidenceRequest[];
  /** Counted in the totals, not shown one by one. */
  readonly requestsLeftOut: number;
}

/** The report as the words that stand in the document, for `evidence.typ`; what never changes stands there. */
export function evidenceReportData(report: EvidenceReport): object {
  const words = WORDS[report.language];
  const { organisation, checkpoint, totals } = report;
  const time = timesOf(words, organisation.timeZone);
  const count = (value: number): string => value.toLocaleString(words.locale);
  const ended = totals.requests - totals.deadlineMet - totals.deadlineOpen - totals.deadlineMissed;
  return {
    language: report.language,
    kind: report.kind,
    subject: subjectOf(report),
    organisation: {
      name: organisation.name,
      address: organisation.postalAddress.split(/\r?\n/).filter((line) => line.trim() !== ''),
      email: organisation.email,
    },
    issued: time.moment(report.issuedAt),
    timeZone: organisation.timeZone,
    entries: count(report.entries),
    verdict: verdictOf(report),
    totals: {
      requests: count(totals.requests),
      directly: count(totals.directly),
      atOnce: count(totals.atOnce),
      met: count(totals.deadlineMet),
      open: count(totals.deadlineOpen),
      missed: count(totals.deadlineMissed),
      ended: count(Math.max(ended, 0)),
    },
    requests: report.requests.map((request) => requestOf(request, words, time)),
    leftOut: report.requestsLeftOut === 0 ? null : words.leftOut(report.requestsLeftOut),
    instructions: report.instructions.map((instruction) => ({
      heading: words.version(instruction.version, time.day(instruction.holdsFrom)),
      limits: words.limits(
        words.duration(instruction.handoverLimitMinutes * 60),
        words.duration(instruction.forwardingLimitSeconds),
      ),
      paragraphs: paragraphsOf(instruction.text),
    })),
    checkpoint: { origin: checkpoint.origin, size: count(checkpoint.size), root: checkpoint.root },
    keys: report.keys.map(({ vkey, fingerprint }) => ({ vkey, groups: fingerprint.trim().split(/\s+/) })),
    witnesses: report.witnesses.map(({ kind, name, at, fingerprint, size }) => {
      const instant = parseInstant(at);
      const moment = instant === undefined ? at : time.moment(new Date(instant));
      return { kind: words.witness[kind], name, fingerprint, size: count(size), at: moment };
    }),
    unseen: unseenOf(report, count),
  };
}

/** How many of the last entries nobody has seen; null: somebody has seen them all. */
function unseenOf({ witnesses, checkpoint }: EvidenceReport, count: (value: number) => string): string | null {
  const unseen = checkpoint.size - Math.max(0, ...witnesses.map(({ size }) => size));
  return unseen === 0 ? null : count(unseen);
}

function requestOf(request: EvidenceRequest, words: Words, time: Times): object {
  const moment = (at: Date | null): readonly string[] =>
    at === null ? [words.notYet] : [time.date(at), time.clock(at)];
  return {
    reference: request.reference,
    rights: request.rights.length === 0 ? words.noRight : request.rights.map((right) => words.rights[right]).join('; '),
    received: moment(request.receivedAt),
    recorded: moment(request.recordedAt),
    forwarded: moment(request.forwardedAt),
    acknowledged: moment(request.acknowledgedAt),
    answered: [request.answeredOn === null ? words.notYet : time.day(request.answeredOn)],
    due: [time.day(request.dueOn)],
    directly: answerOf(request.directly, words),
    atOnce: answerOf(request.atOnce, words),
    deadline: { sign: DEADLINE_SIGNS[request.deadline], word: words.deadline[request.deadline] },
    timeline: request.timeline.map(({ index, at, event }) => ({
      index: String(index),
      at: time.moment(at),
      what: words.glosses[event],
    })),
  };
}

/** The shape beside the word, drawn by the template: never colour alone. */
type Sign = 'yes' | 'no' | 'open' | 'none';

const DEADLINE_SIGNS: Readonly<Record<EvidenceRequest['deadline'], Sign>> = {
  met: 'yes',
  missed: 'no',
  open: 'open',
  ended: 'none',
};

function answerOf(value: boolean | null, words: Words): { readonly sign: Sign; readonly word: string } {
  if (value === null) {
    return { sign: 'open', word: words.uncertain };
  }
  return value ? { sign: 'yes', word: words.yes } : { sign: 'no', word: words.no };
}

function subjectOf(report: EvidenceReport): string {
  const words = WORDS[report.language];
  const { day } = timesOf(words, report.organisation.timeZone);
  const [only] = report.requests;
  if (report.kind === 'request' && only !== undefined) {
    return words.oneRequest(only.reference);
  }
  return report.kind === 'period' && report.from !== null && report.to !== null
    ? words.period(day(report.from), day(report.to))
    : words.someRequests(report.totals.requests);
}

interface Verdict {
  readonly sign: Sign;
  readonly sentences: readonly string[];
}

/** Says "followed" only of requests that went both directly and at once, and "not" only where that is certain. */
function verdictOf(report: EvidenceReport): Verdict {
  const words = WORDS[report.language];
  const { requests: all, directly, atOnce, deadlineMissed } = report.totals;
  const missed = deadlineMissed === 0 ? [] : [words.missed(deadlineMissed, all)];
  const verdict = (sign: Sign, ...sentences: string[]): Verdict => ({ sign, sentences: [...sentences, ...missed] });
  if (all === 0) {
    return verdict('none', words.verdict.nothing);
  }
  if (directly === all && atOnce === all) {
    return verdict('yes', words.verdict.followed(all));
  }
  const [only] = report.requests;
  const broken = report.requests.filter((request) => request.directly === false || request.atOnce === false).length;
  if (report.requestsLeftOut > 0 || report.requests.length !== all) {
    return verdict(broken === 0 ? 'open' : 'no', words.verdict.notShownForAll(directly, atOnce, all));
  }
  const followed = report.requests.filter((request) => request.directly === true && request.atOnce === true).length;
  if (broken === 0) {
    return verdict('open', words.verdict.open(followed, all));
  }
  return all === 1 && only !== undefined
    ? verdict('no', words.verdict.oneBroken(only.directly, only.atOnce))
    : verdict('no', words.verdict.broken(followed, broken, all), words.verdict.counts(directly, atOnce, all));
}

function paragraphsOf(text: string): readonly (readonly string[])[] {
  return text
    .split(/(?:\r?\n[ \t]*){2,}/)
    .map((paragraph) => paragraph.split(/\r?\n/).filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0);
}

interface Words extends DateStyle {
  readonly glosses: Readonly<Record<EventName, string>>;
  readonly rights: Readonly<Record<Right, string>>;
  readonly noRight: string;
  readonly yes: string;
  readonly no: string;
  readonly uncertain: string;
  readonly notYet: string;
  readonly deadline: Readonly<Record<EvidenceRequest['deadline'], string>>;
  readonly witness: Readonly<Record<EvidenceWitness['kind'], string>>;
  readonly oneRequest: (reference: string) => string;
  readonly someRequests: (count: number) => string;
  readonly period: (from: string, to: string) => string;
  readonly leftOut: (count: number) => string;
  readonly version: (version: number, from: string) => string;
  readonly limits: (handover: string, forwarding: string) => string;
  readonly duration: (seconds: number) => string;
  readonly missed: (count: number, all: number) => string;
  readonly verdict: {
    readonly nothing: string;
    readonly followed: (all: number) => string;
    readonly open: (followed: number, all: number) => string;
    readonly oneBroken: (directly: boolean | null, atOnce: boolean | null) => string;
    readonly broken: (followed: number, broken: number, all: number) => string;
    readonly counts: (directly: number, atOnce: number, all: number) => string;
    readonly notShownForAll: (directly: number, atOnce: number, all: number) => string;
  };
}

const DE_DIRECTLY = 'unmittelbar (nur an die oder den benannten Datenschutzbeauftragten)';
const DE_AT_ONCE = 'sofort (innerhalb der Grenzen der Anweisung)';
const EN_DIRECTLY = 'directly (to the designated data protection officer only)';
const EN_AT_ONCE = 'at once (within the limits of the instruction)';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function durationIn(units: { hour: readonly string[]; minute: readonly string[]; second: readonly string[] }) {
  return (seconds: number): string => {
    const [unit, size] =
      seconds > 0 && seconds % 3_600 === 0
        ? [units.hour, 3_600]
        : seconds > 0 && seconds % 60 === 0
          ? [units.minute, 60]
          : [units.second, 1];
    const amount = seconds / size;
    return `${amount} ${(amount === 1 ? unit[0] : unit[1]) ?? ''}`;
  };
}

const DE: Words = {
  locale: 'de-DE',
  month: '2-digit',
  glosses: EVENT_GLOSSES_DE,
  rights: rightsByLaw('de'),
  noRight: 'bei der Weitergabe nicht bestimmt',
  yes: 'ja',
  no: 'nein',
  uncertain: 'steht noch nicht fest',
  notYet: 'noch nicht',
  deadline: { met: 'eingehalten', missed: 'versäumt', open: 'läuft', ended: 'ohne Antwort beendet' },
  witness: { 'time-stamp': 'Zeitstempel (RFC 3161)', witness: 'Mitzeichnung eines Zeugen' },
  oneRequest: (reference) => `Vorgang ${reference}`,
  someRequests: (count) => (count === 1 ? '1 Vorgang' : `${count} Vorgänge`),
  period: (from, to) => `Zeitraum vom ${from} bis zum ${to}`,
  leftOut: (count) =>
    count === 1
      ? 'Ein weiterer Vorgang ist mitgezählt, aber hier nicht einzeln dargestellt. Seine Einträge liegen im Nachweispaket.'
      : `${count} weitere Vorgänge sind mitgezählt, aber hier nicht einzeln dargestellt. Ihre Einträge liegen im Nachweispaket.`,
  version: (version, from) => `Fassung ${version}, gilt ab ${from}`,
  limits: (handover, forwarding) =>
    `Weitergabe innerhalb von ${handover}, nachdem sie gesehen wurde (sonst nach dem Eingang), Weiterleitung innerhalb von ${forwarding} nach der Erfassung.`,
  duration: durationIn({
    hour: ['Stunde', 'Stunden'],
    minute: ['Minute', 'Minuten'],
    second: ['Sekunde', 'Sekunden'],
  }),
  missed: (count, all) =>
    all === 1
      ? 'Die Antwortfrist wurde versäumt.'
      : `Die Antwortfrist wurde bei ${count} von ${all} Vorgängen versäumt.`,
  verdict: {
    nothing: 'Es wurde keine Anfrage erfasst. Ob die Weiterleitungsanweisung befolgt wurde, stellt sich daher nicht.',
    followed: (all) =>
      all === 1
        ? `Die Weiterleitungsanweisung wurde befolgt: Die Anfrage ging ${DE_DIRECTLY} und ${DE_AT_ONCE} weiter.`
        : `Die Weiterleitungsanweisung wurde bei ${all} von ${all} Vorgängen befolgt: ${DE_DIRECTLY} und ${DE_AT_ONCE}.`,
    open: (followed, all) =>
      all === 1
        ? 'Ob die Weiterleitungsanweisung befolgt wurde, steht noch nicht fest: Die Weiterleitung ist noch nicht abgeschlossen.'
        : `Die Weiterleitungsanweisung wurde bei ${followed} von ${all} Vorgängen befolgt; bei ${all - followed} steht es noch nicht fest.`,
    oneBroken: (directly, atOnce) =>
      `Die Weiterleitungsanweisung wurde nicht befolgt: Die Anfrage ging ${
        directly === false && atOnce === false
          ? `weder ${DE_DIRECTLY} noch ${DE_AT_ONCE} weiter`
          : directly === false
            ? `nicht ${DE_DIRECTLY} weiter${atOnce === true ? ', aber sofort' : '; ob sofort, steht noch nicht fest'}`
            : `nicht ${DE_AT_ONCE} weiter${directly === true ? ', aber unmittelbar' : '; ob unmittelbar, steht noch nicht fest'}`
      }.`,
    broken: (followed, broken, all) =>
      `Die Weiterleitungsanweisung wurde bei ${followed} von ${all} Vorgängen befolgt und bei ${broken} nicht${
        followed + broken === all ? '' : `; bei ${all - followed - broken} steht es noch nicht fest`
      }.`,
    counts: (directly, atOnce, all) =>
      `${capital(DE_DIRECTLY)} gingen ${directly} von ${all} weiter, ${DE_AT_ONCE} ${atOnce} von ${all}.`,
    notShownForAll: (directly, atOnce, all) =>
      `Nicht für jeden Vorgang ist belegt, dass die Weiterleitungsanweisung befolgt wurde: ${DE_DIRECTLY} gingen ${directly} von ${all} weiter, ${DE_AT_ONCE} ${atOnce} von ${all}.`,
  },
};

const EN: Words = {
  locale: 'en-GB',
  month: 'short',
  glosses: EVENT_GLOSSES_EN,
  rights: rightsByLaw('en'),
  noRight: 'not named at the hand-over',
  yes: 'yes',
  no: 'no',
  uncertain: 'not certain yet',
  notYet: 'not yet',
  deadline: { met: 'met', missed: 'missed', open: 'running', ended: 'ended without an answer' },
  witness: { 'time-stamp': 'Time stamp (RFC 3161)', witness: 'Cosignature of a witness' },
  oneRequest: (reference) => `Request ${reference}`,
  someRequests: (count) => (count === 1 ? '1 request' : `${count} requests`),
  period: (from, to) => `Period from ${from} to ${to}`,
  leftOut: (count) =>
    count === 1
      ? 'One further request is counted but not shown here. Its entries are in the evidence bundle.'
      : `${count} further requests are counted but not shown here one by one. Their entries are in the evidence bundle.`,
  version: (version, from) => `Version ${version}, holds from ${from}`,
  limits: (handover, forwarding) =>
    `Hand-over within ${handover} of seeing it (else of receipt), forwarding within ${forwarding} of recording.`,
  duration: durationIn({ hour: ['hour', 'hours'], minute: ['minute', 'minutes'], second: ['second', 'seconds'] }),
  missed: (count, all) =>
    all === 1
      ? 'The deadline for the answer was missed.'
      : `The deadline for the answer was missed for ${count} of ${all} requests.`,
  verdict: {
    nothing: 'No request was recorded. Whether the forwarding instruction was followed is therefore no question here.',
    followed: (all) =>
      all === 1
        ? `The forwarding instruction was followed: the request was forwarded ${EN_DIRECTLY} and ${EN_AT_ONCE}.`
        : `The forwarding instruction was followed for ${all} of ${all} requests: ${EN_DIRECTLY} and ${EN_AT_ONCE}.`,
    open: (followed, all) =>
      all === 1
        ? 'Whether the forwarding instruction was followed is not certain yet: the forwarding is not complete.'
        : `The forwarding instruction was followed for ${followed} of ${all} requests; for ${all - followed} it is not certain yet.`,
    oneBroken: (directly, atOnce) =>
      `The forwarding instruction was not followed: the request was forwarded ${
        directly === false && atOnce === false
          ? `neither ${EN_DIRECTLY} nor ${EN_AT_ONCE}`
          : directly === false
            ? `not ${EN_DIRECTLY}${atOnce === true ? ', but at once' : '; whether at once is not certain yet'}`
            : `not ${EN_AT_ONCE}${directly === true ? ', but directly' : '; whether directly is not certain yet'}`
      }.`,
    broken: (followed, broken, all) =>
      `The forwarding instruction was followed for ${followed} of ${all} requests and not for ${broken}${
        followed + broken === all ? '' : `; for ${all - followed - broken} it is not certain yet`
      }.`,
    counts: (directly, atOnce, all) => `${directly} of ${all} went ${EN_DIRECTLY}, ${atOnce} of ${all} ${EN_AT_ONCE}.`,
    notShownForAll: (directly, atOnce, all) =>
      `It is not shown for every request that the forwarding instruction was followed: ${directly} of ${all} were forwarded ${EN_DIRECTLY}, ${atOnce} of ${all} ${EN_AT_ONCE}.`,
  },
};

const WORDS: Readonly<Record<Language, Words>> = { de: DE, en: EN };
