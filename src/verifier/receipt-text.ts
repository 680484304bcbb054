import { encodeBase64 } from '../domain/log/encoding.js';
import type { ReceiptCheck, ReceiptFault, ReceiptOutcome, ReceiptVerdict } from '../domain/log/verification.js';
import { OUTCOME_SIGNS } from './told.js';

interface ReceiptWords {
  readonly outcomes: Readonly<Record<ReceiptOutcome, string>>;
  readonly entry: (index: number, event: string, at: string) => string;
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
  entry: (index, event, at) => `Eintrag ${index}: ${event} am ${at}`,
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
    'no-key': 'kein Schlüssel angegeben: --key VKEY',
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
  entry: (index, event, at) => `entry ${index}: ${event} at ${at}`,
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
    'no-key': 'no key was given: --key VKEY',
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

export function receiptText({ outcome, checks, entry, index }: ReceiptVerdict, language: 'de' | 'en'): string {
  const words = RECEIPT_WORDS[language];
  const lines = checks.map(({ check, ok: passed, detail }) => {
    const why = detail === undefined ? '' : ` – ${words.faults[detail]}`;
    return `  ${passed ? '✓' : '✗'} ${words.checks[check]}${why}`;
  });
  const what = entry === undefined ? [] : [`  ${words.entry(index ?? 0, entry.event, entry.at)}`];
  return [`${OUTCOME_SIGNS[outcome]} ${words.outcomes[outcome]}`, ...lines, ...what].join('\n');
}

/** Hashes as the formats spell them: base64. */
export function receiptJson({ checkpoint, ...verdict }: ReceiptVerdict): object {
  return checkpoint === undefined
    ? verdict
    : { ...verdict, checkpoint: { ...checkpoint, root: encodeBase64(checkpoint.root) } };
}
