import type { Texts } from './de.js';

export const PROOF_EN: Texts['proof'] = {
  checkTitle: 'Check a receipt',
  checkLead:
    'Here you see what the receipt proves, and nothing more. The page does not know who you are and needs no account.',
  code: 'Receipt code',
  codeHint: 'Four groups of five characters, from the confirmation of receipt.',
  check: 'Check',
  unknown: 'No entry of this log has this code. Please compare it character by character.',
  contained: (organisation: string) => `This request stands in the log of ${organisation}.`,
  containedText: 'The entry is signed, and since then the log has only grown.',
  changed: 'Today’s log no longer holds this entry as it was proved.',
  changedText:
    'That proves that something was changed or removed. Download the receipt and show it to the supervisory authority.',
  index: 'Place in the log',
  indexOf: (index: string, size: string) => `entry ${index}, signed among ${size} entries`,
  recorded: 'recorded on',
  received: 'received on, as stated',
  due: 'deadline, as counted when recorded',
  rights: 'understood as',
  noRights: 'not assigned yet',
  proved:
    'Proved is that this entry stands there and was not changed since it was signed. That what somebody entered is true, such as the day of receipt, no log proves.',
  file: 'Download the receipt (.tlog-proof)',
  fileHint: 'Keep the file: with it somebody else can check too, without this page and without us.',
  trustTitle: 'Verify evidence',
  trustLead: (organisation: string) =>
    `With this anybody can verify the evidence of ${organisation}. Compare the fingerprints with those from another source, such as the imprint, an earlier mail, or by telephone.`,
  keys: 'Keys of the log',
  current: 'in force',
  replaced: 'replaced',
  fingerprint: 'Fingerprint (SHA-256)',
  vkey: 'Verifier key, to be entered when verifying',
  witnesses: 'Witnesses',
  noWitnesses: 'No witnesses are set up.',
  authority: 'Time-stamping authority',
  noAuthority: 'There is no time stamp yet.',
  verifiers: 'Verifiers',
  verifiersHint:
    'A verifier that comes with the evidence may be forged. These two work without a network; their check sums (SHA-256) stand beside them.',
  imprintTitle: 'Text for the imprint',
  imprint: (name: string, fingerprints: string, page: string) =>
    `Verifier key of our log of data protection requests: ${name}, fingerprint (SHA-256) ${fingerprints}. More: ${page}`,
};
