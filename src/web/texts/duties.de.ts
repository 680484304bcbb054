import type { DutyStanding } from '../../domain/duties/duties.js';
import type { LeaveOut, Owner } from '../../domain/duties/duty.js';
import type { Proof } from '../../domain/proof/told.js';

const STANDINGS: Readonly<Record<DutyStanding, string>> = {
  open: 'offen',
  given: 'in Auftrag gegeben',
  answered: 'Fachabteilung meldet: erledigt',
  'came-back': 'nicht angekommen',
  done: 'getan',
  'left-out': 'begründet ausgelassen',
};

const LEAVE_OUTS: Readonly<Record<LeaveOut, string>> = {
  'nothing-there': 'Es gibt nichts, was davon betroffen ist',
  'person-declined': 'Die Person will es nicht',
  impossible: 'Unmöglich',
  disproportionate: 'Unverhältnismäßiger Aufwand',
};

const EVIDENCE: Readonly<Record<Proof | 'register', string>> = {
  message: 'belegt durch eine Nachricht',
  task: 'belegt durch die Antwort der Fachabteilung',
  check: 'belegt durch eine Identitätsprüfung',
  attested: 'nach eigener Angabe',
  register: 'im Verzeichnis des Vorgangs',
};

const BY: Readonly<Record<Owner, string>> = { dpo: 'DSB', department: 'Fachabteilung' };

/** What is still to be done in a case, and how it is said that it was. */
export const DUTIES_DE = {
  title: 'Was noch zu tun ist',
  pageTitle: (reference: string): string => `Pflichten: ${reference}`,
  lead: 'Entschieden ist noch nicht getan. Was aus den Entscheidungen folgt, steht hier, bis es belegt, angegeben oder mit Begründung ausgelassen ist. Vorher lässt sich der Vorgang nicht abschließen.',
  none: 'Aus den bisherigen Entscheidungen folgt nichts weiter.',
  allDone: 'Alles, was aus den Entscheidungen folgt, ist getan oder mit Begründung ausgelassen.',
  answer: 'Der Person antworten (Art. 12 Abs. 3, 4).',
  restrictMeanwhile:
    'Bis zur Entscheidung die Verarbeitung einschränken, wenn die Person es verlangt (Art. 18 Abs. 1 Buchst. d).',
  until: (date: string): string => `bis ${date}`,
  overdue: (date: string): string => `war bis ${date} zu tun`,
  today: 'heute',
  by: BY,
  standings: STANDINGS,
  evidence: EVIDENCE,
  leaveOuts: LEAVE_OUTS,
  settle: 'Als getan festhalten',
  settleAnswered: 'Antwort ansehen und festhalten',
  give: 'Auftrag geben',
  leave: 'Mit Begründung auslassen',
  goThere: 'Dorthin',
  sendAgain: 'Erneut antworten',
  saved: 'Festgehalten.',
  doneForm: 'Getan: wann, durch wen, wie, in welchem Umfang',
  doneHint:
    'Belegt ist es durch die Antwort einer Fachabteilung oder eine Nachricht aus diesem Vorgang. Ohne Beleg ist es Ihre Angabe und wird als Angabe gezählt.',
  proof: 'Was belegt es?',
  ofTask: (date: string): string => `Antwort der Fachabteilung vom ${date}`,
  noProof: 'Nichts davon: nach eigener Angabe',
  on: 'Wann? (bei eigener Angabe)',
  doneBy: 'Durch wen?',
  how: 'Auf welche Weise?',
  extent: 'In welchem Umfang?',
  leaveForm: 'Mit Begründung auslassen',
  leaveHint: 'Nur die Gründe, die der Artikel für diese Pflicht zulässt.',
  why: 'Grund',
  reasons: 'Begründung',
  reopen: 'Doch noch zu tun',
  reopenReason: 'Warum ist es doch noch zu tun?',
  forDuty: 'Der Auftrag gilt dieser Pflicht:',
  taskWords: (what: string): string =>
    `${what} Bitte antworten Sie, wann, durch wen, auf welche Weise und in welchem Umfang es geschehen ist.`,
};
