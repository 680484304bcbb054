import { encodeBase64 } from '../domain/log/encoding.js';
import type { ReceiptCheck, ReceiptFault, ReceiptOutcome, ReceiptVerdict } from '../domain/log/verification.js';
import { OUTCOME_SIGNS, SIGNS, type ShownCheck } from './told.js';

interface ReceiptWords {
  readonly outcomes: Readonly<Record<ReceiptOutcome, string>>;
  /** Why a receipt that is consistent is not proved. */
  readonly unconfirmed: Readonly<Record<'no-key' | 'not-linked', string>>;
  readonly log: (origin: string, size: number) => string;
  readonly entry: (index: number, event: string, at: string) => string;
  readonly limits: string;
  readonly checks: Readonly<Record<ReceiptCheck, string>>;
  readonly faults: Readonly<Record<ReceiptFault, string>>;
}

const DE: ReceiptWords = {
  outcomes: {
    proved:
      'Bewiesen durch einen Schlüssel, den Sie genannt haben oder schon kannten: Dieser Eintrag steht im Protokoll.',
    consistent: 'In sich stimmig, aber nicht bestätigt.',
    false: 'Falsch: Mindestens eine Prüfung ist gescheitert. Verlassen Sie sich nicht auf diesen Beleg.',
  },
  unconfirmed: {
    'no-key':
      'Die Herkunft ist nicht bestätigt: Sie haben keinen Schlüssel genannt. So einen Beleg kann jeder selbst herstellen. Lassen Sie sich den Schlüssel des Protokolls auf anderem Weg bestätigen, und geben Sie ihn an.',
    'not-linked':
      'Dass er zu dem gehört, was Sie schon haben, zeigt dieser Beleg nicht: Die beiden haben keinen Prüfpunkt und keinen Eintrag gemeinsam.',
  },
  log: (origin, size) => `Protokoll ${origin}, zum Zeitpunkt des Belegs ${size} Einträge`,
  entry: (index, event, at) => `Eintrag ${index}: ${event} am ${at}`,
  limits:
    'Ein Beleg zeigt, dass dieser Eintrag im Protokoll steht. Was danach geschah, und ob stimmt, was jemand eingetragen hat, zeigt er nicht.',
  checks: {
    'proof-well-formed': 'die Datei ist ein Beleg (C2SP tlog-proof)',
    'checkpoint-well-formed': 'ihr Prüfpunkt hat die vorgeschriebene Form',
    'entry-well-formed': 'ihr Eintrag hat die vorgeschriebene Form',
    'entry-in-log': 'der Eintrag steht in dem Protokoll, das der Prüfpunkt beschreibt',
    'origin-matches': 'der Schlüssel gehört zu diesem Protokoll',
    'checkpoint-signed': 'der Prüfpunkt ist mit dem Schlüssel des Protokolls unterschrieben',
    'witnesses-named': 'genügend Zeugen, die Sie genannt haben, haben den Prüfpunkt gesehen',
    'held-before': 'er passt zu dem, was Sie schon hatten',
  },
  faults: {
    malformed: 'nicht in der vorgeschriebenen Form',
    'no-entry': 'der Beleg trägt keinen Eintrag',
    'other-root': 'der Weg führt nicht von diesem Eintrag zum Prüfpunkt',
    'no-key': 'Sie haben keinen Schlüssel genannt',
    'unreadable-key': 'ein Schlüssel ist nicht lesbar',
    'other-origin': 'die Schlüssel sind die eines anderen Protokolls',
    'no-known-signature': 'keine Unterschrift mit einem bekannten Schlüssel',
    'bad-signature': 'die Unterschrift ist ungültig',
    'too-few-witnesses': 'zu wenige',
    forked: 'es gehört zu einer anderen Fassung des Protokolls; heben Sie beides auf',
    'not-linked': 'die beiden haben keinen Prüfpunkt und keinen Eintrag gemeinsam',
    'not-checkable': 'nicht zu prüfen',
  },
};

const EN: ReceiptWords = {
  outcomes: {
    proved: 'Proved by a key that you named or knew already: this entry stands in the log.',
    consistent: 'Consistent in itself, but not confirmed.',
    false: 'False: at least one check has failed. Do not rely on this receipt.',
  },
  unconfirmed: {
    'no-key':
      'Its origin is not confirmed: you named no key. Anybody can make such a receipt. Have the key of the log confirmed by another way, and give it.',
    'not-linked':
      'This receipt does not show that it belongs to what you hold already: the two share no checkpoint and no entry.',
  },
  log: (origin, size) => `Log ${origin}, ${size} entries at the time of the receipt`,
  entry: (index, event, at) => `Entry ${index}: ${event} at ${at}`,
  limits:
    'A receipt shows that this entry stands in the log. What happened later, and whether what somebody entered is true, it does not show.',
  checks: {
    'proof-well-formed': 'the file is a proof (C2SP tlog-proof)',
    'checkpoint-well-formed': 'its checkpoint is well-formed',
    'entry-well-formed': 'its entry is well-formed',
    'entry-in-log': 'the entry is in the log that the checkpoint describes',
    'origin-matches': 'the key belongs to this log',
    'checkpoint-signed': 'the checkpoint is signed by the key of the log',
    'witnesses-named': 'enough witnesses that you named have seen the checkpoint',
    'held-before': 'it fits what you held already',
  },
  faults: {
    malformed: 'not well-formed',
    'no-entry': 'the proof carries no entry',
    'other-root': 'the path does not lead from this entry to the checkpoint',
    'no-key': 'you named no key',
    'unreadable-key': 'a key cannot be read',
    'other-origin': 'the keys are those of another log',
    'no-known-signature': 'no signature by a known key',
    'bad-signature': 'the signature is invalid',
    'too-few-witnesses': 'too few',
    forked: 'it belongs to another version of the log; keep both',
    'not-linked': 'the two share no checkpoint and no entry',
    'not-checkable': 'cannot be checked',
  },
};

/** Everything that is said of a receipt. */
export const RECEIPT_WORDS = { de: DE, en: EN };

/** What a face says of a receipt, part by part. */
export interface ToldReceipt {
  readonly outcome: ReceiptOutcome;
  readonly headline: string;
  readonly unconfirmed: readonly string[];
  readonly checks: readonly ShownCheck[];
  readonly lines: readonly string[];
}

/** Neither passed nor failed: nothing was named that it could be held against. */
const OPEN: readonly (ReceiptFault | undefined)[] = ['no-key', 'not-checkable', 'not-linked'];

/** @param moment how a face writes a moment (RFC 3339) */
export function tellReceipt(
  { outcome, checks, entry, index, checkpoint }: ReceiptVerdict,
  language: 'de' | 'en',
  moment: (at: string) => string,
): ToldReceipt {
  const words = RECEIPT_WORDS[language];
  const why = (['no-key', 'not-linked'] as const).filter((one) => checks.some(({ detail }) => detail === one));
  return {
    outcome,
    headline: words.outcomes[outcome],
    unconfirmed: outcome === 'consistent' ? why.map((one) => words.unconfirmed[one]) : [],
    checks: checks.map(({ check, ok, detail }) => ({
      state: ok ? 'passed' : OPEN.includes(detail) ? 'absent' : 'failed',
      text: words.checks[check],
      details: detail === undefined ? [] : [words.faults[detail]],
    })),
    lines: [
      ...(checkpoint === undefined ? [] : [words.log(checkpoint.origin, checkpoint.size)]),
      ...(entry === undefined ? [] : [words.entry(index ?? 0, entry.event, moment(entry.at))]),
      ...(outcome === 'false' ? [] : [words.limits]),
    ],
  };
}

export function receiptText(verdict: ReceiptVerdict, language: 'de' | 'en'): string {
  const told = tellReceipt(verdict, language, (at) => at);
  const checks = told.checks.map(({ state, text, details }) => `  ${SIGNS[state]} ${[text, ...details].join(' – ')}`);
  return [
    `${OUTCOME_SIGNS[told.outcome]} ${told.headline}`,
    ...[...told.unconfirmed.map((line) => `  ${line}`), ...checks, ...told.lines.map((line) => `  ${line}`)],
  ].join('\n');
}

/** Hashes as the formats spell them: base64. */
export function receiptJson({ checkpoint, ...verdict }: ReceiptVerdict): object {
  return checkpoint === undefined
    ? verdict
    : { ...verdict, checkpoint: { ...checkpoint, root: encodeBase64(checkpoint.root) } };
}
