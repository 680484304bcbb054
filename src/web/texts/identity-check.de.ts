import type { Doubt, IdentityOutcome, Method } from '../../domain/rights/identity-check.js';

/** Identitätsprüfung: for the DPO, and the page at which the person enters a code. */
export const IDENTITY_CHECK_DE = {
  title: (reference: string) => `Identität zu ${reference}`,
  lead: 'Weitere Angaben zur Identität dürfen Sie nur bei begründeten Zweifeln verlangen (Art. 12 Abs. 6 DSGVO), und nur, was dafür nötig ist (Art. 5 Abs. 1 Buchst. c). Was Sie dabei erfahren, wird mit dem Ergebnis gelöscht.',
  noCopy: 'Keine Ausweiskopie',
  noCopyText:
    'Eine Kopie enthält viel mehr, als Sie wissen müssen, und wer sie hat, kann sich damit ausgeben. Meist genügt eine Antwort vom bekannten Konto oder ein Code an die bekannte Adresse.',
  notNow: 'Im jetzigen Stand des Vorgangs kann keine Prüfung beginnen. Ein neuer Vorgang wird zuerst übernommen.',
  begin: 'Prüfung beginnen',
  doubt: 'Warum bestehen Zweifel?',
  doubts: {
    'unknown-account': 'Das Konto oder die Adresse ist uns nicht bekannt',
    'name-differs': 'Name und Absender passen nicht zusammen',
    contradiction: 'Angaben widersprechen dem, was wir wissen',
    'shared-account': 'Mehrere nutzen das Konto',
    'third-person': 'Jemand fragt für eine andere Person',
    other: 'Anderer Grund',
  } satisfies Readonly<Record<Doubt, string>>,
  why: 'Was genau?',
  whyHint: 'In ein, zwei Sätzen. Wird verschlüsselt zum Vorgang genommen.',
  method: 'Wie soll geprüft werden?',
  methodHint: 'Oben steht, wofür am wenigsten erhoben wird.',
  methods: {
    'known-channel': 'Antwort vom bekannten Konto oder der bekannten Adresse',
    code: 'Code an die bekannte E-Mail-Adresse',
    'known-facts': 'Fragen nach etwas, das nur die Person wissen kann',
    document: 'Dokument, nur wenn es anders nicht geht',
  } satisfies Readonly<Record<Method, string>>,
  address: 'Bekannte E-Mail-Adresse',
  addressHint:
    'Nur beim Code. Eine Adresse, die Sie schon vor der Anfrage hatten; nicht die, deren Absender Sie bezweifeln.',
  questions: 'Fragen',
  questionsHint:
    'Nur bei Fragen. Zum Beispiel: In welchem Jahr haben Sie die Prüfung abgelegt? Die Antworten vergleichen Sie selbst; sie werden nirgends eingetragen.',
  documentReason: 'Warum geht es nicht ohne Dokument?',
  documentReasonHint:
    'Nur beim Dokument. Sagen Sie der Person, dass alles außer Name, Anschrift und Gültigkeit geschwärzt werden soll: Foto, Zugangsnummer (CAN), Seriennummer, Geburtsort, Größe, Augenfarbe, Unterschrift, Rückseite; und dass „Kopie“ darauf steht (§ 20 Abs. 2 PAuswG). Ansehen, nicht behalten.',
  stop: 'Die Frist anhalten',
  stopLabel: 'Die Person wird heute gefragt: Frist ab heute anhalten (Art. 12 Abs. 6 DSGVO)',
  stopHint: 'Nur ankreuzen, wenn die Frage heute wirklich hinausgeht.',
  start: 'Prüfung beginnen',
  started: 'Die Prüfung läuft.',
  clockStopped: 'Die Frist steht seit heute still.',
  clockNot: 'Die Frist konnte nicht umgestellt werden. Bitte auf der Seite „Frist“ eintragen.',
  clockResumed: 'Die Frist läuft seit heute weiter.',
  running: 'Laufende Prüfung',
  earlier: 'Frühere Prüfungen',
  since: 'Begonnen',
  states: {
    open: 'läuft',
    confirmed: 'bestätigt',
    'not-confirmed': 'nicht bestätigt',
    'no-longer-doubted': 'kein Zweifel mehr',
    withdrawn: 'ohne Ergebnis beendet',
  },
  byPerson: 'von der Person selbst bestätigt',
  endedOn: 'Ergebnis am',
  sent: 'Code gesendet',
  notSent: 'wird gesendet',
  codeUntil: 'Code gilt bis',
  attempts: 'Falsche Eingaben',
  ofAttempts: (count: number, limit: number) => `${count} von ${limit}`,
  next: {
    'known-channel':
      'Bitten Sie die Person auf dem bekannten Weg, Ihnen von dort kurz zu antworten. Kommt die Antwort, ist sie bestätigt.',
    code: 'Die Person gibt den Code selbst ein oder nennt ihn Ihnen.',
    'known-facts':
      'Stellen Sie die Fragen auf dem Weg, auf dem die Person schrieb, und vergleichen Sie die Antworten mit Ihren Unterlagen.',
    document: 'Sehen Sie sich das geschwärzte Dokument an und vernichten Sie es danach. Hier wird es nicht abgelegt.',
  } satisfies Readonly<Record<Method, string>>,
  code: 'Code, den die Person genannt hat',
  enterCode: 'Code prüfen',
  outcome: 'Ergebnis',
  outcomes: {
    confirmed: 'Die Person ist bestätigt',
    'not-confirmed': 'Die Person ließ sich nicht bestätigen',
    'no-longer-doubted': 'Es gibt keinen Zweifel mehr',
  } satisfies Readonly<Record<IdentityOutcome, string>>,
  resumeLabel: 'Die Frist ab heute weiterlaufen lassen',
  end: 'Ergebnis festhalten und Angaben löschen',
  endHint:
    'Adresse, Code und Fragen werden im selben Augenblick gelöscht. Es bleibt, dass geprüft wurde, wie und mit welchem Ergebnis.',
  ended: 'Ergebnis festgehalten, Angaben gelöscht.',
  notConfirmedText:
    'Ohne Bestätigung darf nichts herausgegeben werden. Sagen Sie der Person, dass Sie sie nicht zuordnen können und was helfen würde (Art. 11 Abs. 2, Art. 12 Abs. 2 DSGVO).',
  resume: (day: string) => `Die Frist steht noch still. Bestätigt wurde am ${day}: Tragen Sie diesen Tag ein.`,
  resumeLink: 'Frist weiterlaufen lassen',
  person: {
    title: 'Bestätigen, dass Sie es sind',
    lead: (organisation: string) => `${organisation} hat Ihnen einen Code geschickt. Bitte geben Sie ihn hier ein.`,
    code: 'Code aus der E-Mail',
    codeHint: 'Sechs Ziffern',
    send: 'Bestätigen',
    why: 'Damit bekommt niemand anderes Auskunft über Sie. Wir brauchen keinen Ausweis und behalten nur, dass bestätigt wurde.',
    done: 'Danke, das ist bestätigt',
    doneText: 'Mehr ist nicht nötig. Sie hören von uns.',
    unknown: {
      title: 'Dieser Link gilt nicht',
      text: 'Er ist unvollständig, abgelaufen oder schon benutzt. Bitte fragen Sie dort nach, wo Sie Ihre Anfrage gestellt haben.',
    },
  },
};

export type IdentityCheckTexts = typeof IDENTITY_CHECK_DE;
